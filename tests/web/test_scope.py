"""A user of a town, a village, a group or a bay gets nothing of what lies outside it: by no route, no id, no form of answer.

Every route that reads is walked, whatever routes there are, with ids of the whole county; what an answer says is searched for units,
households, people and organisations of elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.results import Reader, Results, UnitRow
from api.web.office import Office
from graph.register import Register
from tests.web.walking import Walked, add_user, copied, ids, logged_in, place_of, rest, said, walk, without

ROLES = ("auditor", "analyst", "viewer")
FORMS = ("json", "csv", "jsonl", "arrow", "xlsx")
FILTERS = ("format", "unit", "q", "size", "edition", "plain", "names", "state", "household", "system", "from", "to")
EXAMPLES = 80
_CODE = re.compile(r"(?<![\w.])(?:\d{9,14}[GBgb]?\w*(?:#[\w-]+)?|p[0-9a-f]{20})")
"""What ids of units, households and people look like, so that an answer's own can be looked up at once."""
_SAME = ("/api/docs", "/api/v1/openapi.json", "/assets")
"""What is the same for everybody, whatever the county."""


@dataclass(frozen=True)
class Scope:
    """One unit as a scope, and what must not be said to its users."""

    results: Results
    unit: UnitRow

    @cached_property
    def reader(self) -> Reader:
        return self.results.within(self.unit.id)

    def _column(self, text: str, inside: bool = False) -> set[str]:
        rows = (self.reader if inside else self.results.within()).rows(text)
        return {str(value) for row in rows for value in row.values() if value}

    def _outside(self, text: str) -> set[str]:
        return self._column(text) - self._column(text, inside=True)

    @cached_property
    def ids(self) -> set[str]:
        """Codes and ids of elsewhere; units above are no secret."""
        above = {u.id for u in self.results.units if u.unit <= self.unit.unit <= u.last} | {
            u.code for u in self.results.units if u.unit <= self.unit.unit <= u.last
        }
        found = self._outside("SELECT id, code FROM unit") | self._outside("SELECT id, code FROM household") | self._outside("SELECT id FROM person")
        return {one for one in found - above if len(one) >= 6}

    @cached_property
    def texts(self) -> set[str]:
        """Paths of units of elsewhere, ids and names of bodies that are only there, full names of people who are only there."""
        above = {u.path for u in self.results.units if u.unit <= self.unit.unit <= u.last}
        inside = "\n".join(self._column("SELECT id, name FROM body", inside=True) | self._column("SELECT path FROM unit", inside=True) | above)
        plain = {str(row[0]) for row in self.results.cursor().execute("SELECT head FROM plain.household").fetchall()}
        mine = set(self.reader.plain("household", sorted(self._column("SELECT id FROM household", inside=True))).values())
        found = self._outside("SELECT path FROM unit") | self._outside("SELECT id, name FROM body") | {n for n in plain - mine if len(n) == 3}
        return {one for one in found if len(one) >= 3 and one not in inside}

    def leaks(self, text: str) -> list[str]:
        """What a text says of elsewhere."""
        return sorted(set(_CODE.findall(text)) & self.ids) + sorted(one for one in self.texts if one in text)


@dataclass(frozen=True)
class World:
    """The application of these tests: its scopes, a browser for each scope and role, its routes and the county's ids."""

    app: FastAPI
    scopes: Sequence[Scope]
    browsers: dict[tuple[int, str], TestClient]
    routes: Sequence[Walked]
    known: dict[str, Sequence[object]]

    def filled(self, route: Walked, pick: int) -> list[object]:
        """Values for a route's path: ids of the whole county, chosen by a number."""
        every = [one for pool in self.known.values() for one in pool]
        return [pool[pick % len(pool)] if (pool := self.known.get(word) or every) else "1" for word, _ in route.parts]

    def filters(self, name: str) -> list[str]:
        """What a parameter of that name may say: units, households and words of the whole county."""
        units, households = [str(one) for one in self.known["units"]], [str(one) for one in self.known["households"]]
        return {
            "format": [*FORMS], "unit": units, "q": [*units, *households, "村", "1"], "size": ["200"], "edition": ["1"], "plain": ["1"], "names": ["plain"],
            "state": ["gap", "unknown", "met"], "household": households, "system": [str(one) for one in self.known["systems"]], "from": ["1"], "to": ["1"],
        }[name]  # fmt: skip


@pytest.fixture(scope="module")
def world(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A town, a village, a group and a bay with households, each with users of three roles."""
    app = copied(register, tmp_path_factory.mktemp("scope"))
    office: Office = app.state.office
    results = office.results()
    lived = {int(row["unit"]) for row in results.within().rows("SELECT unit FROM household")}
    chosen = [u for level in (2, 3, 4, 5) for u in [u for u in results.units if u.level == level and any(u.unit <= one <= u.last for one in lived)][:1]]
    scopes, browsers = [Scope(results, u) for u in chosen], {}
    for n, unit in enumerate(chosen):
        for role in ROLES:
            add_user(office, f"{role}{n}", role, place_of(unit))
            browsers[n, role] = logged_in(app, f"{role}{n}", form_token=False)
    routes = [r for r in walk(app, "GET") if not r.path.startswith(_SAME)]
    yield World(app, scopes, browsers, routes, ids(app, results))
    rest(app, close=True)


def asked(world: World, number: int, role: str, route: Walked, values: Sequence[object], query: dict[str, str]) -> list[str]:
    """What one request says that it must not."""
    scope = world.scopes[number]
    response = world.browsers[number, role].get(route.address(values), params=query)
    text = without(said(response), [*values, *query.values()])
    wrong = [f"{response.status_code}"] if response.status_code >= 500 else []
    return wrong + scope.leaks(text)


def test_every_route_for_every_scope(world: World) -> None:
    """Each route once per scope, with an id of elsewhere and one of its own."""
    found: dict[str, list[str]] = {}
    for number, scope in enumerate(world.scopes):
        for n, route in enumerate(world.routes):
            for pick in (n, -1 - n) if route.parts else (0,):
                wrong = asked(world, number, ROLES[(n + number) % 3], route, world.filled(route, pick), {})
                if wrong:
                    found.setdefault(f"{route.path} ({scope.unit.name})", []).extend(wrong[:5])
    assert not found, "\n".join(f"{path}: {wrong}" for path, wrong in found.items())


@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    number=st.integers(0, 3), role=st.sampled_from(ROLES), route=st.integers(0, 9_999), pick=st.integers(0, 99_999),
    filters=st.dictionaries(st.sampled_from(FILTERS), st.integers(0, 99_999), max_size=4),
)  # fmt: skip
def test_no_row_from_outside(world: World, number: int, role: str, route: int, pick: int, filters: dict[str, int]) -> None:
    """Any user, any route, ids and filters of anywhere, any form of answer."""
    walked = world.routes[route % len(world.routes)]
    query = {name: pool[n % len(pool)] for name, n in filters.items() if (pool := world.filters(name))}
    assert asked(world, number % len(world.scopes), role, walked, world.filled(walked, pick), query) == [], (walked.path, query)


def test_the_search_finds_what_is_outside(world: World) -> None:
    """That these tests see a leak: what the whole county's administrator reads is full of what a town's users must not see."""
    add_user(world.app.state.office, "全", "admin", place_of(world.scopes[0].unit)._replace(id="", code="", path=""))
    client = logged_in(world.app, "全", form_token=False)
    seen = 0
    for route in world.routes:
        if any(route.path.endswith(end) for end in ("/units", "/gaps", "/households/{id:path}", "/organisations/{id:path}", "/claims", "/systems/{code}")):
            seen += bool(world.scopes[0].leaks(said(client.get(route.address(world.filled(route, 50_001))))))
    assert seen >= 4
    assert all(scope.ids and scope.texts for scope in world.scopes) and len(world.scopes) >= 4


def test_own_unit_is_shown(world: World) -> None:
    """The scope takes nothing away that belongs to it: a town's user reads that town, its villages and a household of it."""
    for number, scope in enumerate(world.scopes):
        client = world.browsers[number, "viewer"]
        below = [scope.unit, *islice(scope.reader.under(scope.unit), 3)]
        household = scope.reader.value("SELECT id FROM household ORDER BY unit DESC LIMIT 1")
        for address in [
            *(Walked("GET", "/units/{id:path}", ()).address([u.id]) for u in below),
            Walked("GET", "/households/{id:path}", ()).address([household]),
        ]:
            got = client.get(address)
            assert got.status_code == 200, (scope.unit.path, address)


def test_a_scope_that_is_nowhere_sees_nothing(world: World) -> None:
    """A unit that this edition has not is never taken for the whole county."""
    add_user(world.app.state.office, "无", "auditor", place_of(world.scopes[0].unit)._replace(id="999999999999", code="999999999999", path="没有/这里"))
    client = logged_in(world.app, "无", form_token=False)
    county = Scope(world.scopes[0].results, world.scopes[0].results.units[0])
    everything = {u.path for u in county.results.units if u.level > 1}
    for route in world.routes:
        got = client.get(route.address(world.filled(route, 3)))
        text = without(said(got), world.filled(route, 3))
        assert got.status_code < 500 and not any(path in text for path in everything), route.path
