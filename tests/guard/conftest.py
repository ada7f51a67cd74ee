"""One small county in both engines, filled once for the folder's modules and only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.guard import Engine
from graph.store import Store
from tests.checks.builder import whole


@pytest.fixture(scope="module")
def county(module_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    module_store.build(whole().edition(tmp_path_factory.mktemp("edition") / "0001"))
    yield module_store


@pytest.fixture(scope="module")
def engine(county: Store) -> Engine:
    return "embedded" if county.name == "embedded" else "neo4j"
