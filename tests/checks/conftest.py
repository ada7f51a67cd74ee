"""The whole county in each engine, and a check of an own scheme run on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.result import AuditResult
from graph.store import Store
from tests.checks.builder import D, scheme, whole
from tests.checks.past import with_past


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return with_past(whole()).edition(tmp_path_factory.mktemp("whole") / "0001")


@pytest.fixture(scope="module")
def filled(module_store: Store, edition: Edition) -> Store:
    """Both engines with the whole county, to be read only."""
    module_store.build(edition)
    return module_store


Audited = Callable[[str], AuditResult]


@pytest.fixture
def audited(filled: Store, edition: Edition, tmp_path: Path) -> Audited:
    """An audit of the whole county by lines of TOML, verified, on each engine."""
    return lambda text: audit(edition, filled, scheme(tmp_path, text), D)
