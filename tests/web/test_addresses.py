"""No outside address in anything that we send: pages, API, downloads and our own files. Of installed packages' files (Plotly, Swagger UI) the
texts hold addresses that are never asked for: the policy of every page lets the browser ask nobody but us, and a browser shows that it works."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from api.results import Results
from api.web import app as application
from api.web.security import POLICY
from tests.web.browsing import User, chromium
from tests.web.conftest import Browser
from tests.web.walking import logged_in, rest, said, some, walk

_HOST = re.compile(r"(?:https?:|(?<=[\"'(=]))//([A-Za-z0-9.-]+\.[A-Za-z]{2,}|\d+\.\d+\.\d+\.\d+)")
FORMATS = {"www.w3.org", "schemas.openxmlformats.org", "purl.org", "schemas.microsoft.com"}
"""Names of formats inside SVG and workbooks: nothing that is fetched."""
_WEB = Path(application.__file__).parent


def hosts(text: str) -> set[str]:
    return set(_HOST.findall(text)) - FORMATS


def test_no_outside_address_in_any_answer(app: FastAPI, results: Results) -> None:
    """Every route, by an administrator, a town's viewer and nobody; in every form of answer."""
    found, asked = {}, 0
    askers = [logged_in(app, "管理员"), logged_in(app, "镇查看")]
    for route in walk(app, "GET"):
        if route.path.startswith("/assets/installed"):
            continue
        address = some(app, results, route)
        for n, client in enumerate(askers):
            for query in ({}, *([{"format": form} for form in ("csv", "jsonl", "xlsx")] if "format" in route.query and not n else [])):
                got = client.get(address, params=query)
                asked += got.status_code == 200
                if there := hosts(said(got)) | hosts(str(dict(got.headers))):
                    found[address] = there
    rest(app)
    assert not found and asked > 50


def test_no_outside_address_in_our_files() -> None:
    """Templates, style sheets and scripts."""
    files = [path for folder in ("static", "templates") for path in (_WEB / folder).rglob("*") if path.is_file()]
    assert files and not {path.name: there for path in files if (there := hosts(path.read_text(encoding="utf-8")))}


def test_files_of_packages_may_ask_nobody_else(app: FastAPI, browser: Browser) -> None:
    """They are the only scripts that are not ours, few and named; the policy forbids what their texts could ask for."""
    assert set(application._INSTALLED) == {"plotly.min.js", "swagger-ui-bundle.js", "swagger-ui.css"}
    client = browser("查看")
    for name in application._INSTALLED:
        got = client.get(f"/assets/installed/{name}")
        assert got.status_code == 200 and got.headers["content-type"].startswith("text/") and len(got.content) > 10_000
    assert client.get("/assets/installed/..%2F..%2Fapp.py").status_code == 404
    allowed = {part.split()[0]: set(part.split()[1:]) for part in POLICY.split(";") if part.strip()}
    assert allowed["connect-src"] == allowed["script-src"] == {"'self'"} and allowed["default-src"] == {"'none'"}
    assert {source for sources in allowed.values() for source in sources} <= {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}
    assert "'unsafe-inline'" not in allowed["script-src"]


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The application behind a socket of this machine."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


def test_document_is_shown_in_a_browser(app: FastAPI, browser: Browser, address: str, tmp_path: Path) -> None:
    """Chromium draws the operations of the API under the strict policy, asks nobody else, and an operation can be tried out."""
    with chromium() as machine:
        user = User.at(machine, address, tmp_path)
        user.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": address} for cookie in browser("审核").cookies.jar])
        user.go("/api/docs")
        user.page.wait_for_selector(".opblock")
        operations = sum(len(methods) for methods in app.openapi()["paths"].values())
        assert user.page.locator(".opblock").count() == operations > 30
        block = user.page.locator("#operations-版次-list_editions")
        block.locator("button").first.click()
        block.get_by_role("button", name="Try it out").click()
        block.get_by_role("button", name="Execute").click()
        block.locator(".live-responses-table .response-col_status").filter(has_text="200").first.wait_for()
        assert not user.outside and not user.errors
