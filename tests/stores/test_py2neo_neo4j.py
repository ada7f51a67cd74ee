"""The optional package over the same server: pushes, marks, types, limits and sentences as with the default driver.

What a store promises in general runs on it too (test_conformance.py, test_building.py).
"""

from __future__ import annotations

import builtins
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graph.edition import Edition
from graph.errors import LimitError, QueryError, StoreError
from graph.store import open_store
from graph.stores.contents import Source
from graph.stores.neo4j import Neo4jStore
from graph.stores.py2neo import Py2neoStore
from tests.neo4j_server.server import Server
from tests.stores.moves import changed, drawn, finder, rows_of, rows_on, written
from tests.stores.test_streaming_neo4j import SLOW

COUNT = "MATCH (h:Household) RETURN count(h) AS n"


def opened(server: Server, scheme: str = "bolt") -> Py2neoStore:
    with pytest.warns(UserWarning, match="停止维护"):
        store = open_store(f"py2neo+{scheme}://{server.address.split('://')[1]}", Path())
    assert isinstance(store, Py2neoStore)
    return store


@pytest.fixture
def store(server: Server) -> Iterator[Py2neoStore]:
    with opened(server) as store:
        yield store


def test_pushes_and_marks_are_the_same(server: Server, store: Py2neoStore, tmp_path: Path) -> None:
    dice = random.Random(7)
    first = drawn(dice)
    one, two = (written(tmp_path, c) for c in (first, changed(dice, first)))
    assert store.bring(one) == "已全部写入"
    assert store.bring(two, find=finder(one, two)) == "已按差异更新"
    assert rows_on(server) == rows_of(Source(two, True))
    with Neo4jStore(server.address) as default:
        marks = default.mark(), store.mark()
        assert marks[0] == marks[1] is not None
        assert default.bring(two) == store.bring(two) == "副本已是这一版，没有改动"
        assert store._connection.stamp() == default._connection.stamp() is not None
        server.run("MATCH (h:Household) WITH h LIMIT 1 SET h.address = 'x'")
        with opened(server) as other, pytest.raises(StoreError, match="改过"):
            other.query(COUNT)


def test_values_are_the_same(store: Py2neoStore, server: Server, edition: Edition) -> None:
    store.bring(edition)
    texts = (
        "MATCH (u:Unit) RETURN u AS u, u.since AS day, [u.until] AS days, u.level * 0.5 AS x ORDER BY u.id",
        "MATCH p = (a:Unit)-[:PART_OF*1..3]->(:Unit) RETURN p AS p, relationships(p) AS rs, nodes(p) AS ns ORDER BY a.id, length(p)",
        "MATCH (c:Unit)<-[r:PART_OF]-(b:Unit) MATCH p = (c)<-[:PART_OF]-(b) RETURN p AS p, r AS r ORDER BY b.id",
        "UNWIND $days AS d RETURN d AS d, {day: d, n: 1} AS m",
    )
    parameters = {"days": [pa.scalar(n, pa.date32()).as_py() for n in (0, -719162, 2932896)]}
    with Neo4jStore(server.address) as default:
        for text in texts:
            assert (expected := default.query(text, parameters)).num_rows
            assert store.query(text, parameters) == expected
            assert pa.Table.from_batches(list(store.stream(text, parameters, seconds=20, batch=2))) == expected


def test_the_server_keeps_the_time(store: Py2neoStore, server: Server, edition: Edition) -> None:
    store.bring(edition)
    started = time.monotonic()
    with pytest.raises(LimitError, match="时间限制"):
        list(store.stream(SLOW, {}, seconds=0.5))
    assert time.monotonic() - started < 10
    rows = store.stream("UNWIND range(1, 1000000000) AS x RETURN x AS x", {}, seconds=60, batch=100)
    assert next(rows)["x"].to_pylist()[-1] == 100
    rows.close()  # type: ignore[attr-defined]
    assert server.run("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS '1000000000' AND NOT currentQuery CONTAINS 'SHOW' RETURN 1") == []
    with pytest.raises(QueryError, match="参数"):
        store.query("RETURN $x AS x", {"x": object()})
    assert store.query("RETURN 1 AS one")["one"].to_pylist() == [1]


def test_a_routing_address(server: Server, store: Py2neoStore, edition: Edition) -> None:
    store.bring(edition)
    with opened(server, "neo4j") as routed:
        assert routed.query(COUNT)["n"].to_pylist() == [edition.counts["Household"]]


def test_sentences(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.warns(UserWarning), open_store("py2neo+bolt://127.0.0.1:1", Path()) as nobody, pytest.raises(StoreError, match=r"连不上 py2neo\+bolt"):
        nobody.mark()
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong")
    with opened(server) as refused, pytest.raises(StoreError, match="NEO4J_PASSWORD"):
        refused.mark()


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said of the address, without a server; the node id says neo4j because of its file."""
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] in ("py2neo", "interchange"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest, **more)

    for module in ("graph.stores.py2neo.connection", "graph.stores.py2neo.values"):
        monkeypatch.delitem(__import__("sys").modules, module, raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    with pytest.raises(StoreError, match=r"pip install daohu\[py2neo\]"):
        open_store("py2neo+bolt://127.0.0.1:7687", Path())
