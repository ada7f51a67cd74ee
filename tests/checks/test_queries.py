"""Every query that the checks read has given → expect cases, and both engines keep them; those that people ask: tests/questions."""

from __future__ import annotations

import pytest

from graph.queries import load_queries, query
from graph.store import Store
from tests.checks.cases import CASES, Case
from tests.checks.line_cases import LINE_CASES

ALL = {*CASES, *LINE_CASES}
CHECKS = {name for name, one in load_queries().items() if one.folder == "checks"}


def test_every_query_has_a_case() -> None:
    assert sorted(CHECKS - ALL) == [], "a query without a given → expect case: add one to tests/checks/cases.py"
    assert sorted(ALL - set(load_queries())) == [], "cases of queries that are no longer there"


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=f"{n}-{i}") for n, cases in CASES.items() for i, c in enumerate(cases)])
def test_given_expect(filled: Store, name: str, case: Case) -> None:
    expect(filled, name, case)


def expect(filled: Store, name: str, case: Case) -> None:
    """The rows of a case, in any order, with the declared columns."""
    asked = query(name)
    table = filled.query(asked.text, case.parameters)
    assert tuple(table.column_names) == asked.returns
    assert sorted(map(repr, (tuple(r.values()) for r in table.to_pylist()))) == sorted(map(repr, case.rows))
