"""An office's browser before an office's server: Chromium that reaches no other address, and `daohu serve` as a program of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 90.0
SIZE = {"width": 1366, "height": 768}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own browser; the test is skipped where there is none, unless REQUIRE_BROWSER=1."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        said = f"no browser on PATH ({'、'.join(_NAMES)})"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--disable-background-networking", "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(register: Path) -> Iterator[tuple[str, str]]:
    """`daohu serve` over a folder: its address, and the first administrator's password as the terminal shows it once."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--register", str(register), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"})
    try:
        password = ""
        for line in process.stdout or ():
            if "用户名 admin" in line:
                password = line.split()[-1]
            if line.startswith("打开"):
                break
        address = f"http://127.0.0.1:{port}"
        _reachable(port, process)
        yield address, password
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _reachable(port: int, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


@dataclass
class User:
    """One person at a browser: what the console said, what was asked of others, a picture of each stop."""

    address: str
    context: BrowserContext
    page: Page
    pictures: Path
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, address: str, pictures: Path, script: bool = True) -> User:
        """A new browser window, with or without JavaScript."""
        context = browser.new_context(base_url=address, viewport=SIZE, locale="zh-CN", accept_downloads=True, java_script_enabled=script)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        pictures.mkdir(parents=True, exist_ok=True)
        made = cls(address, context, context.new_page(), pictures)
        context.route("**/*", made._let)
        made.page.on("console", made._heard)
        made.page.on("pageerror", lambda error: made.errors.append(str(error)))
        return made

    def _let(self, route: Route) -> None:
        if route.request.url.startswith((f"{self.address}/", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{self.page.url}: {message.text}")

    def go(self, path: str, picture: str = "") -> str:
        """Open a page of ours, which must be there; the text that it shows."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        return self.seen(picture)

    def seen(self, picture: str = "") -> str:
        """The text of the page as it is now, with a picture of it."""
        if picture:
            self.page.screenshot(path=self.pictures / f"{picture}.png", full_page=True)
        return self.page.locator("main").inner_text()

    def login(self, name: str, password: str, new: str) -> None:
        """Log in for the first time and choose a password of one's own."""
        self.page.goto("/")
        assert "/login" in self.page.url
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.press("登录")
        assert self.page.url.endswith("/account"), "the first password must be changed first"
        for label, value in (("#old", password), ("#new", new), ("#again", new)):
            self.page.fill(label, value)
        self.press("修改密码")

    def press(self, name: str) -> None:
        """Press the button of a form and wait for the page that follows."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=name).first.click()

    def until(self, there: Callable[[], bool], what: str) -> None:
        """Reload as a person would, until it is there."""
        end = time.monotonic() + _PATIENCE
        while not there():
            assert time.monotonic() < end, f"never came: {what}; the page says {self.seen('stuck')[:600]}"
            self.page.wait_for_timeout(700)
            self.page.reload()

    def download(self, selector: str) -> bytes:
        """What a click on a link brings."""
        with self.page.expect_download() as waiting:
            self.page.locator(selector).first.click()
        return waiting.value.path().read_bytes()

    def fetch(self, path: str) -> tuple[int, str]:
        """Ask for an address with this browser's cookies, without a page: status and text. What is being computed is asked for again."""
        end = time.monotonic() + _PATIENCE
        while True:
            answer = self.context.request.get(f"{self.address}{path}", max_redirects=0)
            if answer.status != 503 or time.monotonic() > end:
                return answer.status, answer.body().decode("utf-8", "replace")
            time.sleep(0.5)
