"""One small county for every hand-made case, and a way to ask it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checks.builder import Book, county
from tests.verify.given import Figures, check, figures

Asked = Callable[..., Figures]


@pytest.fixture
def book() -> Book:
    """The county of `tests.checks.builder`: 8 households that count, one 空户 (h7), one in a virtual community (h8)."""
    return county()


@pytest.fixture
def asked(book: Book, tmp_path: Path) -> Asked:
    """of, met and unknown of a check, by its id, ledger and options."""
    return lambda id, ledger="", **options: figures(book, tmp_path, check(id, ledger, **options))
