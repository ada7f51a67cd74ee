"""A server of a register: in a thread of this program, or as the program that an office starts; and an account to log in with."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2
import uvicorn

from api.accounts import Accounts, open_accounts
from api.web import Settings, create_app
from api.web.office import Office, open_office

NAME, _FIRST, PASSWORD = "量测", "量测开始时的口令 2026", "量测时用的很长口令 2026"
_PATIENCE = 60.0
_TOKEN = re.compile(r'name="csrf" content="([0-9a-f]+)"')


def add_user(accounts: Accounts) -> None:
    """An administrator of our own, whose password needs no change."""
    if NAME not in [user.name for user in accounts.users()]:
        accounts.add(NAME, "admin", password=_FIRST)
        accounts.set_password(NAME, _FIRST, PASSWORD)


def form(page: str) -> Mapping[str, str]:
    """What the login form on a page sends."""
    found = _TOKEN.search(page)
    return {"csrf": found[1] if found else "", "name": NAME, "password": PASSWORD}


@contextmanager
def in_thread(register: Path) -> Iterator[tuple[str, Office]]:
    """The application behind a loopback port; its address and what it holds."""
    settings = Settings(register)
    office = open_office(settings)
    add_user(office.accounts)
    server = uvicorn.Server(uvicorn.Config(create_app(settings, office), port=_port(), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.config.port}"
    try:
        _wait(address, thread.is_alive)
        yield address, office
    finally:
        server.should_exit = True
        thread.join(timeout=_PATIENCE)


@contextmanager
def as_program(register: Path) -> Iterator[tuple[str, int]]:
    """`daohu serve` on a loopback port; its address and process number."""
    accounts = open_accounts(register)
    add_user(accounts)
    accounts.close()
    port = _port()
    command = [sys.executable, "-m", "api.cli", "serve", "--register", str(register), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}", lambda: process.poll() is None)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(address: str, alive: object) -> None:
    assert callable(alive)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and alive():
        try:
            httpx2.get(f"{address}/login", timeout=5)
            return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise SystemExit("网页服务没有启动。")
