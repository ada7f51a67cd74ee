"""One small county behind a real application, and browsers of its users: made once per run of pytest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import loading
from api.accounts import Place, users
from api.demo import make_demo
from api.results import Results, make_results, open_results
from api.web import Settings, create_app
from api.web.office import Office, open_office
from api.web.security import COOKIE, _signer
from graph.register import Register, create, open_register

HOUSEHOLDS = 120
Browser = Callable[..., TestClient]


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional county's ledgers."""
    folder = tmp_path_factory.mktemp("web") / "台账"
    make_demo(folder, "zhijiang", HOUSEHOLDS, 7, villages=6)
    return folder


@pytest.fixture(scope="session")
def register(ledgers: Path) -> Register:
    """The ledgers loaded and approved, its results computed. For reading: who writes copies the folder."""
    made = create(ledgers.parent / "登记库")
    found = loading.load([ledgers], made, effect=False)
    loading.approve(made, found.number, sure=True)
    make_results(made)
    return open_register(made.folder)


@pytest.fixture(scope="session")
def results(register: Register) -> Iterator[Results]:
    """The current edition's results."""
    found = open_results(register)
    yield found
    found.close()


@pytest.fixture(scope="session")
def app(register: Register) -> FastAPI:
    """The application over that register, with a user of every role: 管理员 审核 分析 查看, and 镇审核 镇查看 of the first town."""
    settings = Settings(register.folder)
    office = open_office(settings)
    town = next(u for u in office.results().units if u.level == 2)
    place = Place(town.id, town.code, town.path)
    for name, role, where in (("管理员", "admin", Place()), ("审核", "auditor", Place()), ("分析", "analyst", Place()), ("查看", "viewer", Place()),
                              ("镇审核", "auditor", place), ("镇查看", "viewer", place)):  # fmt: skip
        office.accounts.add(name, role, where, password="一句很长的口令 2026", by="测试")
    with office.accounts._base.writing() as con:
        con.execute("UPDATE user SET must_change = 0")
    return create_app(settings, office)


@pytest.fixture(scope="session")
def office(app: FastAPI) -> Office:
    """What that application holds."""
    found: Office = app.state.office
    return found


@pytest.fixture(scope="session")
def browser(app: FastAPI, office: Office) -> Browser:
    """A browser logged in as one of those users (no argon2 each time): `browser("审核")`; `.headers` carry the form token for POST."""

    def opened(name: str) -> TestClient:
        client = TestClient(app, base_url="http://testserver", follow_redirects=False)
        with office.accounts._base.reading() as con:
            account = users.account_of(users.found(con, name))
        session = office.accounts.open_session(account, "127.0.0.1", "测试")
        client.cookies.set(COOKIE, _signer(office).dumps(session.id))
        page = client.get("/account")
        client.headers["X-CSRF-Token"] = page.text.split('name="csrf" content="')[1].split('"')[0]
        return client

    return opened
