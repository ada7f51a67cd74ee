"""Walks over every route of the application, whatever routes there are: what fills their addresses, and what an answer says."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from starlette.testclient import TestClient

from api.accounts import Account, Place, passwords, users
from api.results import Results, UnitRow
from api.web import Settings, create_app
from api.web.office import Office, open_office
from api.web.security import COOKIE, _signer
from graph.register import Register, open_register

FREE = ("/login", "/assets")
"""What somebody sees who is not logged in."""
_PART = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Walked:
    """One route for one method; `query` are the parameters that it declares."""

    method: str
    path: str
    query: tuple[str, ...]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The parameters of the path, each with the word before it, which says of what it is the id."""
        return [(self.path[: m.start()].strip("/").split("/")[-1], m[1]) for m in _PART.finditer(self.path)]

    def address(self, values: Sequence[object]) -> str:
        """The path with values filled in."""
        given = iter(values)
        return _PART.sub(lambda _: quote(str(next(given)), safe=""), self.path)


def walk(app: FastAPI, *methods: str) -> list[Walked]:
    """Every route of ours, mounted folders of files aside."""
    found = []
    for one in iter_route_contexts(app.routes):
        dependant = getattr(one, "dependant", None)
        query = tuple(sorted(_declared(dependant))) if dependant else ()
        found += [Walked(method, str(one.path), query) for method in sorted(one.methods or ()) if method in methods]
    return found


def _declared(dependant: Dependant) -> set[str]:
    return {str(p.alias) for p in dependant.query_params} | {name for below in dependant.dependencies for name in _declared(below)}


def some(app: FastAPI, results: Results, route: Walked, first: int = 0) -> str:
    """The route's address with things that there are, where they are known; else with something that there is not."""
    known = ids(app, results)
    return route.address([pool[first % len(pool)] if (pool := known.get(word, ())) else "1" for word, _ in route.parts])


def ids(app: FastAPI, results: Results) -> dict[str, Sequence[object]]:
    """The ids of the whole county, by the word that stands before them in an address."""
    whole = results.within()

    def column(text: str) -> list[object]:
        return [next(iter(row.values())) for row in whole.rows(text)]

    office: Office = app.state.office
    unit = [one for u in results.units for one in (u.id, u.path)]
    return {
        "units": unit, "systems": column("SELECT system FROM system"),
        "households": column("SELECT id FROM household"), "persons": column("SELECT id FROM person"),
        "organisations": column("SELECT id FROM body"), "checks": column("SELECT id FROM checks"), "editions": [results.number],
        "tasks": [t.id for t in office.tasks.list()], "uploads": [u.id for u in office.inbox.list()], "users": [u.name for u in office.accounts.users()],
        "installed": ["plotly.min.js"],
    }  # fmt: skip


def copied(register: Register, folder: Path) -> FastAPI:
    """An application over a copy of a register, to be written to; its users are `accounts`' own."""
    to = folder / "登记库"
    shutil.copytree(register.folder, to, ignore=shutil.ignore_patterns("office"))
    settings = Settings(open_register(to).folder)
    return create_app(settings, open_office(settings))


def rest(app: FastAPI, close: bool = False) -> None:
    """Leave no process behind that a walk has begun: stores being prepared; with `close` the tasks of a copy too."""
    office: Office = app.state.office
    app.state.desk.stores.close()
    if close:
        for task in office.tasks.list():
            if task.state in ("waiting", "running"):
                office.tasks.cancel(task.id, "测试")
        office.close()


def place_of(unit: UnitRow) -> Place:
    """A unit as the scope of an account."""
    return Place(unit.id, unit.code, unit.path)


def add_user(office: Office, name: str, role: str, place: Place) -> None:
    """A user who need not change the password; without one that anybody knows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))  # nobody logs in with it
        office.accounts.add(name, role, place, by="测试")
    with office.accounts._base.writing() as con:
        con.execute("UPDATE user SET must_change = 0")


def account(app: FastAPI, name: str) -> Account:
    """A user as one who has just logged in."""
    office: Office = app.state.office
    with office.accounts._base.reading() as con:
        return users.account_of(users.found(con, name))


def logged_in(app: FastAPI, name: str, form_token: bool = True) -> TestClient:
    """A browser of a user."""
    office: Office = app.state.office
    client = TestClient(app, base_url="http://testserver", follow_redirects=False, raise_server_exceptions=False)
    client.cookies.set(COOKIE, _signer(office).dumps(office.accounts.open_session(account(app, name), "127.0.0.1", "测试").id))
    if form_token:
        client.headers["X-CSRF-Token"] = client.get("/api/docs").text.split('name="csrf" content="')[1].split('"')[0]
    return client


def said(response: Response) -> str:
    """All text of an answer, whatever its form: pages, JSON, CSV, Arrow, workbooks and archives."""
    media = response.headers.get("content-type", "")
    if "arrow" in media and response.content:
        return str(pa.ipc.open_stream(response.content).read_all().to_pylist())
    if response.content.startswith(b"PK"):
        return _unpacked(response.content)
    return response.content.decode("utf-8", "replace")


def _unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(_unpacked(p) if p.startswith(b"PK") else p.decode("utf-8", "replace") for p in parts)


def without(text: str, asked: Iterable[object]) -> str:
    """The text without what the request itself said, in the ways that an answer may repeat it."""
    for one in sorted({str(a) for a in asked if str(a)}, key=len, reverse=True):
        for shape in (one, quote(one, safe=""), quote(one), one.replace("&", "&amp;"), one.replace("/", " / ")):
            text = text.replace(shape, "")
    return text
