"""Accounts over HTTP: tokens, users, the log, the settings, as a program sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts import SETTINGS, Accounts, LogFilter
from api.web.v1.users import SettingsIn, SettingsOut
from graph.register import Register
from tests.accounts.cheap import cheap_hashes
from tests.web.accounts_app import FIRST, GOOD, own_app

API = "/api/v1"


@pytest.fixture(scope="module")
def own(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """These tests change users and settings."""
    with cheap_hashes():
        yield own_app(register.folder, tmp_path_factory.mktemp("accounts") / "登记库")


@pytest.fixture(scope="module")
def accounts(own: FastAPI) -> Accounts:
    """Its accounts."""
    found: Accounts = own.state.office.accounts
    return found


def program(own: FastAPI, name: str, *permissions: str) -> TestClient:
    """A program with a token of a user."""
    accounts: Accounts = own.state.office.accounts
    account = accounts.login(name, GOOD, "10.0.0.1")
    text, _ = accounts.make_token(account, "测试", permissions or sorted(account.permissions))
    return TestClient(own, headers={"Authorization": f"Bearer {text}"})


def session(own: FastAPI, name: str) -> TestClient:
    """A browser's script, logged in by the form."""
    client = TestClient(own, follow_redirects=False)
    token = client.get("/login").text.split('name="csrf" content="')[1].split('"')[0]
    assert client.post("/login", data={"csrf": token, "name": name, "password": GOOD}).status_code == 303
    client.headers["X-CSRF-Token"] = client.get("/account").text.split('name="csrf" content="')[1].split('"')[0]
    return client


def test_who_asks(own: FastAPI) -> None:
    told = program(own, "镇上", "look", "export").get(f"{API}/account").json()
    assert (told["name"], told["role"], told["shown_role"], told["permissions"]) == ("镇上", "auditor", "审核", ["export", "look"])
    assert told["unit"]["path"] and told["token"]
    assert program(own, "主任").get(f"{API}/account").json()["unit"] is None


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer daohu_x"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}])
def test_nobody_is_told_how(own: FastAPI, headers: dict[str, str]) -> None:
    answer = TestClient(own).get(f"{API}/account", headers=headers)
    assert answer.status_code == 401 and answer.headers["content-type"] == "application/problem+json" and answer.headers["www-authenticate"] == "Bearer"


def test_tokens_of_a_session_and_none_of_a_token(own: FastAPI, accounts: Accounts) -> None:
    client = session(own, "镇上")
    body = {"title": "报表", "permissions": ["look"], "days": 7}
    assert client.post(f"{API}/tokens", json=body, headers={"X-CSRF-Token": ""}).status_code == 403
    made = client.post(f"{API}/tokens", json=body)
    assert made.status_code == 201 and made.json()["state"] == "valid"
    assert made.json()["text"] not in client.get(f"{API}/tokens").text
    holder = TestClient(own, headers={"Authorization": f"Bearer {made.json()['text']}"})
    assert holder.post(f"{API}/tokens", json=body).status_code == 403
    assert holder.post(f"{API}/account/password", json={"old": GOOD, "new": FIRST}).status_code == 403
    assert client.post(f"{API}/tokens", json=body | {"permissions": ["users"]}).status_code == 422
    assert client.post(f"{API}/tokens", json=body | {"unit": "没有这个镇"}).status_code == 404
    assert client.delete(f"{API}/tokens/nothing").status_code == 404
    assert holder.delete(f"{API}/tokens/{made.json()['id']}").status_code == 204
    assert holder.get(f"{API}/account").status_code == 401


def test_a_password_is_changed_by_its_session(own: FastAPI) -> None:
    client = session(own, "镇上")
    assert client.post(f"{API}/account/password", json={"old": "x", "new": FIRST}).status_code == 422
    earlier = client.cookies["daohu"]
    assert client.post(f"{API}/account/password", json={"old": GOOD, "new": FIRST}).status_code == 204
    assert client.cookies["daohu"] != earlier and client.get(f"{API}/account").status_code == 200
    own.state.office.accounts.set_password("镇上", FIRST, GOOD)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/users"), ("POST", "/users"), ("GET", "/users/主任"), ("PATCH", "/users/主任"), ("POST", "/users/主任/reset"),
     ("GET", "/settings"), ("PATCH", "/settings"), ("GET", "/log"), ("GET", "/log/intact"), ("GET", "/log/export")],
)  # fmt: skip
@pytest.mark.parametrize("client", ["town", "small"])
def test_only_an_administrator_reaches_these(own: FastAPI, accounts: Accounts, method: str, path: str, client: str) -> None:
    asking = program(own, "镇上") if client == "town" else program(own, "主任", "look")
    answer = asking.request(method, API + path, json={"name": "乙", "role": "admin"} if path == "/users" else {} if method != "GET" else None)
    assert answer.status_code == 403 and answer.json()["code"] == "forbidden"
    assert accounts.log().entries[0].action == "refused"


def test_users_are_looked_after(own: FastAPI, accounts: Accounts) -> None:
    client = program(own, "主任")
    village = next(u for u in own.state.office.results().units if u.level == 3)
    made = client.post(f"{API}/users", json={"name": "村会计", "unit": village.path})
    assert made.status_code == 201 and accounts.login("村会计", made.json()["password"], "10.9.9.9").unit == village.id
    assert client.post(f"{API}/users", json={"name": "村会计"}).status_code == 409
    assert client.post(f"{API}/users", json={"name": "a b"}).status_code == 409
    assert client.post(f"{API}/users", json={"name": "丙", "role": "boss"}).status_code == 422
    assert client.patch(f"{API}/users/村会计", json={"role": "analyst"}).json()["unit"]["id"] == village.id
    assert client.patch(f"{API}/users/村会计", json={"unit": "", "disabled": True}).json()["disabled"] is True
    told = client.get(f"{API}/users/村会计").json()
    assert (told["role"], told["unit"], told["disabled"], told["must_change"]) == ("analyst", None, True, True)
    assert client.patch(f"{API}/users/村会计", json={"disabled": False}).status_code == 200
    assert accounts.login("村会计", client.post(f"{API}/users/村会计/reset").json()["password"], "10.9.9.9").role == "analyst"
    assert client.get(f"{API}/users/没有").status_code == client.patch(f"{API}/users/没有", json={}).status_code == 404
    assert "村会计" in [u["name"] for u in client.get(f"{API}/users").json()["users"]]
    accounts.disable("admin")
    assert client.patch(f"{API}/users/主任", json={"disabled": True}).status_code == 409
    accounts.enable("admin")


def test_the_log(own: FastAPI, accounts: Accounts) -> None:
    client = program(own, "主任")
    for number in range(3):
        accounts.note("甲", "looked", "10.0.0.1", household=f"h{number}")
    page = client.get(f"{API}/log", params={"who": "甲", "size": 2}).json()
    assert page["total"] == 3 and [line["details"]["household"] for line in page["lines"]] == ["h2", "h1"] and page["lines"][0]["shown_action"] == "查看明文"
    assert client.get(f"{API}/log", params={"since": "gestern"}).status_code == client.get(f"{API}/log?size=0").status_code == 422
    lines = [json.loads(line) for line in client.get(f"{API}/log/export", params={"who": "甲"}).text.splitlines()]
    assert [line["id"] for line in lines] == [page["lines"][1]["id"] - 1, page["lines"][1]["id"], page["lines"][0]["id"]]
    assert client.get(f"{API}/log/export?format=csv").content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{API}/log/intact").json()["whole"] is True
    assert accounts.log(LogFilter(action="log_exported")).total == 2


def test_settings(own: FastAPI, accounts: Accounts) -> None:
    client = program(own, "主任")
    assert client.patch(f"{API}/settings", json={"second_person": True}).json()["second_person"] is True
    for bad in ({"second_person": 1}, {"lock_minutes": 0}, {"session_hours": "5"}, {"nothing": 1}):
        assert client.patch(f"{API}/settings", json=bad).status_code == 422
    assert client.get(f"{API}/settings").json() == accounts.settings()
    accounts.set_setting("second_person", False)


def test_settings_of_the_api_are_those_there_are() -> None:
    assert set(SettingsIn.model_fields) == set(SettingsOut.model_fields) == set(SETTINGS)
    said = SettingsIn.model_json_schema()["properties"]
    for key, one in SETTINGS.items():
        number = said[key]["anyOf"][0]
        assert not one.most or (number["minimum"], number["maximum"]) == (one.least, one.most), key
