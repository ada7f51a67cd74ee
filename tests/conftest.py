"""The `store` fixture: an empty store of each kind; every test that takes it is a promise that both engines keep.

Neo4j is real: one server per session (tests/neo4j_server), or the empty one behind NEO4J_URL. Without java or mvn its half is
skipped with the reason, and with REQUIRE_NEO4J=1 it fails. Under xdist all tests that touch Neo4j run on one worker,
because they clear the one server they share; they are known by ``neo4j`` in their node id.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph.store import Store
from tests.neo4j_server.server import Server, UnavailableError, given, start

StoreMaker = Callable[[Path, pytest.FixtureRequest], AbstractContextManager[Store]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Under ``-n``: a file is one piece of work, and everything on Neo4j is one more, whatever the file; so are the web's tests, which share
    one county.

    (xdist's own ``xdist_group`` does nothing with pytest 9.2: it marks by a node id that pytest no longer reads.)
    """
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = _piece
    return scheduler


def _piece(nodeid: str) -> str:
    if "neo4j" in nodeid.lower():
        return "neo4j"
    return "web" if nodeid.startswith("tests/web/") else nodeid.split("::")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "neo4j_server" in getattr(item, "fixturenames", ()) and "neo4j" not in item.nodeid.lower():
            raise pytest.UsageError(f"{item.nodeid} uses the Neo4j server: its file, class, name or parameter must say neo4j, so that one worker runs it")


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j that is empty at the start; whoever takes it may clear it."""
    try:
        server = given() or start(tmp_path_factory.mktemp("neo4j"))
    except UnavailableError as reason:
        if os.environ.get("REQUIRE_NEO4J") or os.environ.get("NEO4J_URL"):
            pytest.fail(f"Neo4j was asked for (REQUIRE_NEO4J or NEO4J_URL): {reason}")
        pytest.skip(str(reason))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        yield server
    server.stop()


@contextmanager
def _embedded(folder: Path, _request: pytest.FixtureRequest) -> Iterator[Store]:
    from graph.stores.embedded import EmbeddedStore

    with EmbeddedStore(folder / "daohu.lbug") as store:
        yield store


@contextmanager
def _neo4j(_folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    from graph.stores.neo4j import Neo4jStore

    server: Server = request.getfixturevalue("neo4j_server")
    with Neo4jStore(server.address) as store:
        store.clear()
        yield store
        store.clear()


@contextmanager
def _py2neo(_folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    from graph.stores.py2neo import Py2neoStore

    server: Server = request.getfixturevalue("neo4j_server")
    with pytest.warns(UserWarning, match="停止维护"):
        store = Py2neoStore(f"py2neo+{server.address}")
    with store:
        store.clear()
        yield store
        store.clear()


STORES: dict[str, StoreMaker] = {"embedded": _embedded, "neo4j": _neo4j}
EVERY_STORE: dict[str, StoreMaker] = {**STORES, "neo4j over py2neo": _py2neo}
"""With the optional package too: for a module that asks what a store itself promises, by a `store` or `module_store` of its own."""


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind; what one engine cannot do is data on the test: ``not_on(store, reason, raises)``."""
    for mark in request.node.iter_markers("not_on"):
        if mark.kwargs["store"] == request.param:
            request.applymarker(pytest.mark.xfail(reason=mark.kwargs["reason"], raises=mark.kwargs["raises"]))
    with STORES[request.param](tmp_path, request) as opened:
        yield opened


@pytest.fixture(scope="module", params=STORES)
def module_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same for a module that fills its store once and only reads it. Such a module must not take `store` as well."""
    with STORES[request.param](tmp_path_factory.mktemp("store"), request) as opened:
        yield opened
