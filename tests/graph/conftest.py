"""An audit of a hand-made book on the embedded engine; both engines and the second computation are tried in tests/checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from graph.audit import audit
from graph.result import AuditResult
from graph.stores.embedded import EmbeddedStore
from tests.checks.builder import Book, D, scheme

Audit = Callable[..., AuditResult]


@pytest.fixture(scope="session")
def audit_of(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """audit_of(book, lines of TOML, day): each call in a folder of its own."""

    def run(book: Book, text: str, day: dt.date = D) -> AuditResult:
        folder = tmp_path_factory.mktemp("audit")
        edition = book.edition(folder / "edition")
        with EmbeddedStore(folder / "daohu.lbug") as store:
            store.build(edition)
            return audit(edition, store, scheme(folder, text), day, verified=False)

    return run
