"""Rows that come some at a time: the types of the whole result, a time limit that the server keeps, an end when nobody takes more."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyarrow as pa
import pytest

from graph.edition import Edition
from graph.errors import LimitError, QueryError, StoreError
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server.server import Server
from tests.stores.test_conformance import EXPECTED_TYPES, TYPES

SLOW = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b WITH a, b WHERE a * b < 0 RETURN a AS a"


@pytest.fixture(scope="module")
def copy(neo4j_server: Server, edition: Edition) -> Iterator[Neo4jStore]:
    with Neo4jStore(neo4j_server.address) as store:
        store.clear()
        store.build(edition)
        yield store
        store.clear()


def streamed(copy: Neo4jStore, text: str, batch: int = 3) -> pa.Table:
    return pa.Table.from_batches(list(copy.stream(text, {}, seconds=20, batch=batch)))


@pytest.mark.parametrize(
    "text",
    [
        TYPES + " ORDER BY id",
        TYPES.replace("RETURN", "WHERE h.id = 'nobody' RETURN"),
        "MATCH (u:Unit) OPTIONAL MATCH (u)<-[:COVERS]-(o:MassOrganization) RETURN u.id AS id, o.name AS name, o.since AS since, o.level AS n ORDER BY id",
        "UNWIND [null, null, null, 4] AS x RETURN x AS x",
        "UNWIND [[], [], [], [], [1]] AS x RETURN x AS x",
        "MATCH (p:Person) RETURN p AS p, [p.since] AS days ORDER BY p.id",
    ],
)
def test_the_same_table_as_at_once(copy: Neo4jStore, text: str) -> None:
    assert streamed(copy, text) == copy.query(text)


def test_batches_of_one_schema(copy: Neo4jStore) -> None:
    batches = list(copy.stream(TYPES, {}, seconds=20, batch=2))
    assert [b.num_rows for b in batches] == [2, 2, 1]
    assert {tuple(b.schema.types) for b in batches} == {tuple(EXPECTED_TYPES.values())}


@pytest.mark.parametrize("values", ["[1, 'a']", "[1, 2, 3, 'a']", "[1, 2, 3, 0.5]"])
def test_mixed_types(copy: Neo4jStore, values: str) -> None:
    with pytest.raises(QueryError, match="混有几种类型"):
        streamed(copy, f"UNWIND {values} AS x RETURN x AS x")


def test_the_server_keeps_the_time(copy: Neo4jStore) -> None:
    started = time.monotonic()
    with pytest.raises(LimitError, match="时间限制"):
        list(copy.stream(SLOW, {}, seconds=0.5))
    assert time.monotonic() - started < 10
    assert copy.query("RETURN 1 AS one")["one"].to_pylist() == [1]


def test_whoever_stops_taking_ends_the_query(copy: Neo4jStore, neo4j_server: Server) -> None:
    rows = copy.stream("UNWIND range(1, 1000000000) AS x RETURN x AS x", {}, seconds=60, batch=1000)
    assert next(rows)["x"].to_pylist()[-1] == 1000
    rows.close()  # type: ignore[attr-defined]
    assert neo4j_server.run("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS '1000000000' AND NOT currentQuery CONTAINS 'SHOW' RETURN 1") == []
    assert copy.query("RETURN 1 AS one")["one"].to_pylist() == [1]


def test_nothing_is_written(copy: Neo4jStore, neo4j_server: Server) -> None:
    with pytest.raises(QueryError):
        streamed(copy, "MATCH (h:Household) SET h.head = 'x' RETURN h.id AS id")
    assert neo4j_server.run("MATCH (h:Household {head: 'x'}) RETURN count(h) AS n") == [{"n": 0}]


def test_what_is_missing_is_said(copy: Neo4jStore) -> None:
    with pytest.raises(QueryError, match=r"缺少参数 \$id"):
        next(copy.stream("MATCH (h:Household {id: $id}) RETURN h.id AS id", {}, seconds=5))
    with pytest.raises(QueryError, match="查询出错"):
        next(copy.stream("MATCH (h:Household RETURN h.id AS id", {}, seconds=5))
    with Neo4jStore("bolt://127.0.0.1:1") as nobody, pytest.raises(StoreError, match="连不上"):
        next(nobody.stream("RETURN 1 AS one", {}, seconds=5))


def test_a_changed_copy_is_refused_or_doubted(copy: Neo4jStore, neo4j_server: Server) -> None:
    """Last in this file: it changes the copy."""
    neo4j_server.run("MATCH (h:Household {id: 'h1'}) SET h.address = 'x'")
    text = "MATCH (h:Household) RETURN count(h) AS n"
    with Neo4jStore(neo4j_server.address) as quick:
        assert next(quick.stream(text, {}, seconds=5, read_back=False))["n"].to_pylist() == [5] and quick.doubted
        with pytest.raises(StoreError, match="改过"):
            next(quick.stream(text, {}, seconds=5))
    neo4j_server.run("MATCH (h:Household {id: 'h2'}) DETACH DELETE h")
    with Neo4jStore(neo4j_server.address) as quick, pytest.raises(StoreError, match="改过"):
        next(quick.stream(text, {}, seconds=5, read_back=False))
