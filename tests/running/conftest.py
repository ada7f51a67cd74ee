"""A small county in a store of each kind, to be read in processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.edition import Edition
from graph.running import Target
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.checks.builder import whole
from tests.neo4j_server.server import Server


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return whole().edition(tmp_path_factory.mktemp("running") / "edition")


@pytest.fixture(scope="session")
def file(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county as an embedded file."""
    path = tmp_path_factory.mktemp("running") / "daohu.lbug"
    with EmbeddedStore(path) as store:
        store.build(edition)
    return path


@pytest.fixture(scope="module")
def served(edition: Edition, neo4j_server: Server) -> Iterator[Target]:
    """The county on the server."""
    with Neo4jStore(neo4j_server.address) as store:
        store.clear()
        store.build(edition)
        yield Target(address=neo4j_server.address)
        store.clear()


@pytest.fixture(scope="module", params=["file", "neo4j"])
def target(request: pytest.FixtureRequest) -> Target:
    """The county in each kind of store."""
    found: Target = request.getfixturevalue("served") if request.param == "neo4j" else Target(request.getfixturevalue("file"))
    return found
