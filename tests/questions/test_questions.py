"""Given → expect of every question on both engines."""

from __future__ import annotations

from graph.queries import query, questions
from graph.store import Store
from tests.checks.cases import Case
from tests.questions.conftest import FILES, given


def test_given_expect(county: Store, name: str, case: Case) -> None:
    asked = query(name)
    table = county.query(asked.text, given(asked, case.parameters))
    assert tuple(table.column_names) == asked.returns
    assert [tuple(row.values()) for row in table.to_pylist()] == list(case.rows)


def test_every_question_has_a_case() -> None:
    said = {name for file in FILES for name, cases in file.CASES.items() if any(case.rows for case in cases)}
    assert sorted({q.name for q in questions()} - said) == [], "a question without a given → expect case that has rows: add one to tests/questions/cases_*.py"
    assert sorted(said - {q.name for q in questions()}) == [], "cases of questions that are no longer there"
