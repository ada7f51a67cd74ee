"""Headers of every answer, who may ask what, forms without their token, and the ETag of an edition."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts import Place
from api.results import Results
from api.web.problems import JSON
from graph.register import Register
from tests.web.conftest import Browser
from tests.web.walking import FREE, Walked, account, add_user, copied, logged_in, rest, some, walk

WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def strict(policy: str) -> bool:
    """No script but our own files, nothing from or to elsewhere."""
    parts = {p.split()[0]: p.split()[1:] for p in policy.split(";") if p.strip()}
    sources = {s for name, values in parts.items() for s in values if name != "style-src"}
    return parts["default-src"] == ["'none'"] and parts["script-src"] == ["'self'"] and sources <= {"'none'", "'self'", "data:", "blob:"}


def nobody(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


def test_every_answer_has_the_headers(app: FastAPI, results: Results) -> None:
    """Pages, API, files, refusals and what is not there; none of them is an error of the program."""
    client = logged_in(app, "管理员")
    wrong: list[tuple[str, object]] = []
    addresses = [some(app, results, r) for r in walk(app, "GET") if "events" not in r.path] + [
        "/nowhere",
        "/api/v1/nowhere",
        "/assets/office.css",
        "/assets/no",
    ]
    for address in addresses:
        for asker in (client, nobody(app)):
            got = asker.get(address, headers={"X-CSRF-Token": ""})
            if any(got.headers.get(k) != v for k, v in WANTED.items()) or not strict(got.headers["content-security-policy"]) or got.status_code >= 500:
                wrong.append((address, got.status_code))
            kept = got.headers.get("cache-control", "")
            if not address.startswith("/assets") and "public" in kept:
                wrong.append((address, kept))
    rest(app)
    assert not wrong


def test_what_goes_wrong_inside_has_the_headers_too(register: Register, tmp_path: Path) -> None:
    """An error of the program itself: a problem without a word of what it was."""
    made = copied(register, tmp_path)

    @made.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("secret words")

    got = nobody(made).get("/api/v1/broken")
    assert got.status_code == 500 and got.headers["content-type"] == JSON and "secret" not in got.text
    assert all(got.headers.get(k) == v for k, v in WANTED.items()) and strict(got.headers["content-security-policy"])
    rest(made, close=True)


def test_nothing_is_told_to_nobody(app: FastAPI, results: Results) -> None:
    """Every route but the login and the files of the look: a page leads to the login, the API says 401."""
    asker, open_doors = nobody(app), []
    for route in walk(app, "GET", *UNSAFE):
        if route.path.startswith(FREE):
            continue
        got = asker.request(route.method, some(app, results, route))
        sent_away = got.status_code == 303 and got.headers["location"].startswith("/login")
        if not (got.status_code == 401 if route.path.startswith("/api/v1") else sent_away or got.status_code == 403):
            open_doors.append((route.method, route.path, got.status_code))
    assert not open_doors


@pytest.mark.parametrize("role", ["管理员", "镇审核"])
def test_a_wrong_token_is_nobody(app: FastAPI, browser: Browser, role: str) -> None:
    """A program with a wrong token gets nothing, also where a browser's session comes along; and a token is for the API only."""
    client = browser(role)
    assert client.get("/api/v1/openapi.json", headers={"Authorization": "Bearer daohu_" + "x" * 43}).status_code == 401
    assert client.get("/account", headers={"Authorization": "Bearer daohu_" + "x" * 43}).status_code == 303


def test_forms_without_their_token_are_refused(app: FastAPI, results: Results, browser: Browser) -> None:
    """Every route that changes something, page or API, by a browser's session: without the token, with an old one, with another session's."""
    client, other, taken = browser("管理员"), browser("审核"), []
    stolen = other.headers["X-CSRF-Token"]
    unsafe = walk(app, *UNSAFE)
    for route in unsafe:
        for token in ("", "x" * 64, stolen):
            got = client.request(route.method, some(app, results, route), headers={"X-CSRF-Token": token}, data={"csrf": token})
            if got.status_code != 403:
                taken.append((route.method, route.path, token, got.status_code))
    empty = client.post("/settings", data={"lock_minutes": "1"}, headers={"Authorization": "", "X-CSRF-Token": ""})
    assert empty.status_code == 303 and empty.headers["location"].startswith("/login")
    assert unsafe and not taken


def test_tag_of_an_answer(register: Register, results: Results, tmp_path: Path, browser: Browser) -> None:
    """The same edition and account: 304 with nothing in it. Another account, unit, question or edition: another tag."""
    address = "/api/v1/systems"
    client = browser("审核")
    first = client.get(address)
    tag = first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert first.status_code == 200 and again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert all(again.headers.get(k) == v for k, v in WANTED.items())
    assert first.headers["cache-control"] == "no-store" and {"Accept", "Authorization", "Cookie"} <= set(first.headers["vary"].replace(" ", "").split(","))
    tags = {browser(name).get(address).headers["etag"] for name in ("审核", "分析", "镇审核", "镇查看")} | {client.get(f"{address}?edition=1").headers["etag"]}
    assert len(tags) == 5
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    look = client.get("/api/v1/gaps?names=plain&size=1")
    assert look.status_code == 200 and "etag" not in look.headers and look.headers["cache-control"] == "no-store"
    made = copied(register, tmp_path)
    add_user(made.state.office, "审核", "auditor", Place())
    token, _ = made.state.office.accounts.make_token(account(made, "审核"), "测试", ["look"], days=1)
    program = nobody(made).get(address, headers={"Authorization": f"Bearer {token}"})
    assert program.status_code == 200 and program.headers["cache-control"] == "private, no-cache" and program.headers["etag"] != tag
    object.__setattr__(made.state.office.results(), "path", results.path.with_name("0002-other.duckdb"))
    assert logged_in(made, "审核").get(address, headers={"If-None-Match": tag}).status_code == 200
    rest(made, close=True)


def test_no_answer_repeats_the_host(browser: Browser) -> None:
    client = browser("审核")
    for address in ("/gaps/", "/editions/", "/api/v1/gaps/", "/login?next=//evil.example"):
        answer = client.get(address, headers={"Host": "evil.example"})
        assert answer.status_code in (303, 404) and "evil" not in str(answer.headers), address


def test_walk_sees_the_routes(app: FastAPI) -> None:
    """The walks of these tests reach pages and API alike."""
    found = {r.path for r in walk(app, "GET")}
    assert {"/", "/account", "/api/docs", "/api/v1/openapi.json"} <= found and len(found) > 20
    assert Walked("GET", "/units/{id:path}/x/{n}", ()).address(["a/b", 1]) == "/units/a%2Fb/x/1"
