"""The queries about the lines of organisation keep their given → expect cases on both engines."""

from __future__ import annotations

import pytest

from graph.edition import Edition
from graph.queries import query
from graph.store import Store
from tests.checks.builder import BEFORE, D
from tests.checks.cases import Case
from tests.checks.line_cases import LINE_CASES
from tests.checks.lines import lines
from tests.checks.past import DAY_BEFORE, with_past
from tests.checks.test_queries import CHECKS, expect


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return with_past(lines()).edition(tmp_path_factory.mktemp("lines") / "0001")


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=f"{n}-{i}") for n, cases in LINE_CASES.items() for i, c in enumerate(cases)])
def test_given_expect_of_lines(filled: Store, name: str, case: Case) -> None:
    expect(filled, name, case)


UNDATED = {"claims_contacts"}
"""What a group's rows said does not depend on the day."""
STRENGTHS = {"contacts"}
"""Told by their own cases: what ended is a row of another strength."""


def test_every_query_tells_the_day_before() -> None:
    assert sorted(CHECKS - set(DAY_BEFORE) - UNDATED - STRENGTHS) == [], "a query that counts what has ended: add rows of the day before"


@pytest.mark.parametrize("name", DAY_BEFORE)
def test_what_ended_on_the_day_is_in_the_day_before_only(filled: Store, name: str) -> None:
    said, *rows = DAY_BEFORE[name]
    asked = query(name)
    assert "as_of" in asked.parameter_names
    before, after = ([tuple(r.values()) for r in filled.query(asked.text, {**said, "as_of": day}).to_pylist()] for day in (BEFORE, D))
    assert set(rows) <= set(before)
    assert not set(rows) & set(after)
