"""The queries about the lines of organisation keep their given → expect cases on both engines."""

from __future__ import annotations

import pytest

from graph.edition import Edition
from graph.store import Store
from tests.checks.cases import Case
from tests.checks.line_cases import LINE_CASES
from tests.checks.lines import lines
from tests.checks.test_queries import expect


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return lines().edition(tmp_path_factory.mktemp("lines") / "0001")


@pytest.mark.parametrize(("name", "case"), [pytest.param(n, c, id=f"{n}-{i}") for n, cases in LINE_CASES.items() for i, c in enumerate(cases)])
def test_given_expect_of_lines(filled: Store, name: str, case: Case) -> None:
    expect(filled, name, case)
