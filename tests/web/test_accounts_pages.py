"""Logging in and out, the own account, users, the log and the settings, as a browser sees them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts import Accounts, LogFilter
from api.web.access import safe_next
from graph.register import Register
from tests.accounts.cheap import cheap_hashes
from tests.web.accounts_app import FIRST, GOOD, own_app

Login = Callable[..., TestClient]


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


@pytest.fixture
def login(own: FastAPI, accounts: Accounts) -> Iterator[Login]:
    """Log in by the form: `login("主任")`."""

    def entered(name: str, password: str = GOOD, next: str = "/account") -> TestClient:
        client = TestClient(own, follow_redirects=False)
        answer = post(client, "/login", "/login", name=name, password=password, next=next)
        assert answer.status_code == 303, answer.text
        return client

    yield entered
    for name in ("主任", "镇上"):
        accounts.enable(name)


def post(client: TestClient, page: str, to: str, **fields: object):  # type: ignore[no-untyped-def]
    """Fill in the form of a page and send it."""
    token = re.search(r'name="csrf" (?:content|value)="(\w+)"', client.get(page).text)
    assert token is not None
    return client.post(to, data={"csrf": token[1], **fields})


def secret(text: str) -> str:
    """What a page shows once."""
    found = re.search(r'class="secret">([^<]+)<', text)
    assert found is not None, text
    return found[1]


@pytest.mark.parametrize(
    ("said", "root", "goes"),
    [
        ("/gaps?unit=a%2Fb&page=2", "", "/gaps?unit=a%2Fb&page=2"),
        ("/x/gaps", "/x", "/gaps"),
        ("/gaps", "/x", "/"),
        ("//evil.invalid", "", "/"),
        ("/x//evil.invalid", "/x", "/"),
        ("/\\evil.invalid", "", "/"),
        ("/\t/evil.invalid", "", "/"),
        ("https:evil.invalid", "", "/"),
        ("javascript:alert(1)", "", "/"),
        ("/login", "", "/"),
        ("/logout?x=1", "", "/"),
        ("/api/v1/users", "", "/"),
        ("/" + "a" * 3000, "", "/"),
        ("", "", "/"),
    ],
)
def test_next_leads_nowhere_else(said: str, root: str, goes: str) -> None:
    assert safe_next(said, root) == goes


def test_a_page_asks_for_a_login_and_comes_back(own: FastAPI, login: Login) -> None:
    nobody = TestClient(own, follow_redirects=False)
    answer = nobody.get("/account?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Faccount%3Fx%3D1")
    client = login("主任", next="/account?x=1")
    page = client.get("/account")
    assert page.status_code == 200 and "账号：主任" in page.text and "no-store" in page.headers["cache-control"]
    assert client.get("/login?next=%2Fusers").headers["location"] == "/users"


def test_sentences_of_a_refused_login(own: FastAPI, accounts: Accounts) -> None:
    client = TestClient(own, follow_redirects=False)
    texts = set()
    for name in ("没有这人", "主任"):
        answer = post(client, "/login", "/login", name=name, password="wrong")
        assert answer.status_code == 403 and "daohu=" not in answer.headers.get("set-cookie", "")
        texts.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(texts) == 1 and "用户名或密码不对" in texts.pop()
    assert client.post("/login", data={"name": "主任", "password": GOOD}).status_code == 403  # no form token
    for _ in range(4):
        answer = post(client, "/login", "/login", name="没有这人", password="wrong")
    answer = post(client, "/login", "/login", name="没有这人", password="wrong")
    assert answer.status_code == 429 and "15 分钟后再试" in answer.text and answer.headers["retry-after"] == "900"


def test_a_login_gives_a_new_session_and_a_logout_ends_it(login: Login, accounts: Accounts) -> None:
    client = login("镇上")
    planted = client.cookies["daohu"]
    again = post(client, "/account", "/login", name="镇上", password=GOOD, next="/account")
    assert again.status_code == 303 and client.cookies["daohu"] != planted
    assert "HttpOnly" in again.headers["set-cookie"] and "SameSite=lax" in again.headers["set-cookie"]
    fresh = client.cookies["daohu"]
    client.cookies.clear()
    client.cookies.set("daohu", planted)
    assert client.get("/account").status_code == 303  # the earlier one ended with it
    client.cookies.clear()
    client.cookies.set("daohu", fresh)
    assert "退出登录" in client.get("/logout").text
    assert post(client, "/logout", "/logout").status_code == 303
    client.cookies.set("daohu", fresh)
    assert client.get("/account").headers["location"].startswith("/login")
    assert "登录已过期" in client.get("/login").text
    assert [e.action for e in accounts.log(LogFilter(who="镇上")).entries][:2] == ["logout", "logout"]


def test_the_first_password_must_be_changed(login: Login, accounts: Accounts) -> None:
    accounts.add("新人", "viewer", password=FIRST)
    client = login("新人", FIRST, "/users")
    for address in ("/", "/users", "/log"):
        assert client.get(address).headers["location"] == "/account"
    page = client.get("/account").text
    assert "请先修改初始密码" in page and "新建令牌" not in page
    assert "原密码不对" in post(client, "/account", "/account/password", old="x", new=GOOD, again=GOOD).text
    assert "不一样" in post(client, "/account", "/account/password", old=FIRST, new=GOOD, again=GOOD + "x").text
    assert "太短" in post(client, "/account", "/account/password", old=FIRST, new="short", again="short").text
    other = login("新人", FIRST)
    assert post(client, "/account", "/account/password", old=FIRST, new=GOOD, again=GOOD).headers["location"] == "/"
    assert "新建令牌" in client.get("/account").text
    assert other.get("/account").status_code == 303


def test_an_own_token_is_shown_once_and_revoked(login: Login, accounts: Accounts, own: FastAPI) -> None:
    client = login("镇上")
    fields = {"title": "报表<script>", "unit": "", "days": "30", "permission": ["look", "export"]}
    page = post(client, "/account", "/account/tokens", **fields)
    text = secret(page.text)
    assert "报表&lt;script&gt;" in page.text and text not in client.get("/account").text
    account = accounts.token(text)
    assert account is not None and account.permissions == {"look", "export"} and account.place == account.home
    for wrong in ({"days": "x"}, {"days": "9999"}, {"permission": ["users"]}, {"title": ""}, {"unit": "没有这个镇"}):
        refused = post(client, "/account", "/account/tokens", **fields | wrong)
        assert refused.status_code in (404, 409, 422) and 'role="alert"' in refused.text and "secret" not in refused.text
    units = own.state.office.results().units
    outside = next(u for u in units if u.level == 2 and u.path != account.place.path)
    assert post(client, "/account", "/account/tokens", **fields | {"unit": outside.path}).status_code == 404
    inside = next(u for u in units if u.level == 3 and u.path.startswith(account.place.path))
    small = accounts.token(secret(post(client, "/account", "/account/tokens", **fields | {"unit": inside.path}).text))
    assert small is not None and small.unit == inside.id and outside.path not in client.get("/account").text
    assert post(client, "/account", f"/account/tokens/{account.token}/revoke").status_code == 303
    assert accounts.token(text) is None
    assert post(login("主任"), "/account", f"/account/tokens/{small.token}/revoke").status_code == 404


@pytest.mark.parametrize("address", ["/users", "/users/主任", "/log", "/log/export", "/settings"])
def test_only_an_administrator_sees_these(login: Login, accounts: Accounts, address: str) -> None:
    client = login("镇上")
    assert client.get(address).status_code == 403
    assert accounts.log().entries[0].action == "refused" and accounts.log().entries[0].who == "镇上"


@pytest.mark.parametrize("to", ["/users", "/settings", *(f"/users/主任{rest}" for rest in ("", "/reset", "/disable", "/enable", "/tokens/x/revoke"))])
def test_only_an_administrator_changes_these(login: Login, accounts: Accounts, to: str) -> None:
    before = accounts.users(), accounts.settings()
    assert post(login("镇上"), "/account", to, name="x", role="admin", second_person="yes").status_code == 403
    assert [u.changed_at for u in before[0]] == [u.changed_at for u in accounts.users()] and before[1] == accounts.settings()


def test_an_administrator_looks_after_users(login: Login, accounts: Accounts, own: FastAPI) -> None:
    client = login("主任")
    village = next(u for u in own.state.office.results().units if u.level == 3)
    page = post(client, "/users", "/users", name="村会计", role="viewer", unit=village.path)
    assert accounts.login("村会计", secret(page.text), "10.9.9.9").unit == village.id
    assert "已有用户" in post(client, "/users", "/users", name="村会计", role="viewer").text
    assert "全县" in post(client, "/users", "/users", name="假管理", role="admin", unit=village.path).text
    assert post(client, "/users", "/users", name="假管理", role="boss").status_code == 409
    assert village.path in client.get("/users/村会计").text
    session = accounts.open_session(accounts.login("村会计", secret(page.text), "10.9.9.9"), "", "")
    assert post(client, "/users/村会计", "/users/村会计", role="analyst", unit=village.path).status_code == 303
    assert accounts.user("村会计").role == "analyst" and accounts.user("村会计").place.id == village.id and accounts.session(session.id) is None
    assert "第一次登录" not in (text := post(client, "/users/村会计", "/users/村会计/reset").text)
    assert accounts.login("村会计", secret(text), "10.9.9.9").must_change
    assert post(client, "/users/村会计", "/users/村会计/disable").status_code == 303
    assert accounts.user("村会计").disabled and "已停用" in client.get("/users").text
    assert post(client, "/users/村会计", "/users/村会计/enable").status_code == 303
    assert client.get("/users/没有这人").status_code == 404
    accounts.disable("admin")
    assert "唯一的管理员" in post(client, "/users/主任", "/users/主任/disable").text
    assert "唯一的管理员" in post(client, "/users/主任", "/users/主任", role="viewer", unit="").text


def test_the_log_is_filtered_and_exported(login: Login, accounts: Accounts) -> None:
    client = login("主任")
    accounts.note("甲", "looked", "10.0.0.1", person="=HYPERLINK(1)", title="<b>粗</b>")
    for _ in range(3):
        accounts.note("甲", "looked", "10.0.0.1", household="h1")
    page = client.get("/log?who=甲&size=2").text
    assert "共 4 行" in page and "第 1 / 2 页" in page and "日志完整" in page
    assert "&lt;b&gt;粗" in client.get("/log?who=甲&size=2&page=2").text
    assert "没有符合条件的行" in client.get("/log?who=甲' OR '1'='1").text
    assert "日志完整" in client.get("/log?check=all&since=2020-01-01&until=2099-12-31").text
    for bad in ("page=0", "size=x", "since=yesterday", "page=99999999999"):
        assert client.get(f"/log?{bad}").status_code == 400
    answer = client.get("/log/export?format=csv&who=甲")
    assert answer.content.startswith(b"\xef\xbb\xbf") and answer.content.count(b"\r\n") == 5
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0]["谁"] == "甲" and "HYPERLINK" in rows[0]["详情"] and not rows[0]["详情"].startswith("=")
    lines = [json.loads(line) for line in client.get("/log/export?format=jsonl&who=甲").text.splitlines()]
    assert [line["details"].get("household") for line in lines] == [None, "h1", "h1", "h1"]
    assert client.get("/log/export?format=exe").status_code == 400
    assert [e.action for e in accounts.log(LogFilter(action="log_exported")).entries] == ["log_exported"] * 2


def test_settings_are_kept_together_or_not_at_all(login: Login, accounts: Accounts) -> None:
    client = login("主任")
    answer = post(client, "/settings", "/settings", second_person="yes", lock_minutes="99999")
    assert answer.status_code == 422 and "锁定多久" in answer.text and accounts.setting("second_person") is False
    assert post(client, "/settings", "/settings", second_person="yes", lock_minutes="20").status_code == 303
    assert accounts.setting("second_person") is True and accounts.setting("lock_minutes") == 20
    assert 'value="20"' in client.get("/settings").text
    post(client, "/settings", "/settings", second_person="no", lock_minutes="15")


def test_closing_all_sessions(login: Login) -> None:
    one, two = login("镇上"), login("镇上")
    assert post(one, "/account", "/account/sessions").headers["location"] == "/login"
    assert one.get("/account").status_code == two.get("/account").status_code == 303


def test_permissions_of_the_file(own: FastAPI) -> None:
    folder: Path = own.state.office.settings.office
    assert folder.stat().st_mode & 0o077 == 0 and (folder / "office.sqlite").stat().st_mode & 0o077 == 0
