"""Every question against DuckDB SQL written by hand over the same edition: the same columns and rows in the same order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bench.questions import FOLDER, Asked
from graph.edition import Edition
from graph.queries import query, questions
from graph.store import Store
from tests.checks.cases import Case
from tests.questions.conftest import FILES, given

DEMO: dict[str, list[dict[str, Any]]] = {name: said for file in FILES for name, said in getattr(file, "DEMO", {}).items()}


@pytest.fixture(scope="module")
def asked(demo: Edition) -> Asked:
    return Asked(demo)


@pytest.fixture(scope="module")
def places(demo: Edition) -> dict[int, str]:
    """A unit of each level: the one with the smallest id."""
    rows = demo.nodes("Unit", ["id", "level"]).to_pylist()
    return {level: min(r["id"] for r in rows if r["level"] == level) for level in {r["level"] for r in rows}}


def test_by_hand(county_in_sql: Asked, name: str, case: Case) -> None:
    """The cases that the engines keep, by SQL."""
    table = county_in_sql.rows(name, given(query(name), case.parameters))
    assert [tuple(row.values()) for row in table.to_pylist()] == list(case.rows)


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_on_the_demo_county(name: str, demo: Edition, embedded: Store, asked: Asked, places: dict[int, str]) -> None:
    one, day = query(name), dt.date.fromisoformat(str(demo.manifest["as_of"]))
    tried = [{k: v(demo) if callable(v) else v for k, v in said.items()} for said in DEMO.get(name, [])]
    if not any(p.required for p in one.parameters):
        before = {"as_of": day - dt.timedelta(365)} if "as_of" in one.parameter_names else {}
        inside = [{"unit": places[3], **before}] if "unit" in one.parameter_names else [before]
        tried += [{}, *inside]
    assert tried, f"{name} needs parameters for the demo county: say them in DEMO of its file of cases"
    for said in tried:
        values = given(one, said, unit=places[1], as_of=day)
        mine, other = embedded.query(one.text, values), asked.rows(name, values)
        assert tuple(other.column_names) == one.returns
        assert mine.to_pylist() == other.to_pylist(), said


def test_every_question_has_its_sql() -> None:
    written = {path.stem for path in FOLDER.glob("*.sql")} - {"prelude"}
    assert sorted({q.name for q in questions()} ^ written) == []
