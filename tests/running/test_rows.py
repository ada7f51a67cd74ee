"""What a process of its own answers is what the store answers in this one, on both engines, and what is left out is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from graph.errors import LimitError, QueryError, StoreError
from graph.running import Limits, Target, stream
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore

TEXT = """MATCH (h:Household)-[e:PART_OF]->(u:Unit) WHERE h.since <= $day AND h.counted = $counted AND u.level IN $levels
RETURN h.id AS id, h AS whole, e.since AS since, h.counted AS counted, u.level AS level, u.level * 0.5 AS half ORDER BY id"""
GIVEN: dict[str, object] = {"day": dt.date(2024, 6, 30), "counted": True, "levels": [3, 4, 5]}


def rows(target: Target, text: str, parameters: dict[str, object] | None = None, **limits: float) -> tuple[pa.Table, bool]:
    """All rows of a text, and whether some were left out."""
    with stream(target, text, parameters or {}, Limits(**limits)) as found:  # type: ignore[arg-type]
        return pa.Table.from_batches(list(found), schema=found.schema), found.cut


def store_of(target: Target) -> Store:
    return EmbeddedStore(target.file) if target.file else Neo4jStore(target.address)


def test_rows_and_types(target: Target) -> None:
    with store_of(target) as store:
        here = store.query(TEXT, GIVEN)
    there, cut = rows(target, TEXT, GIVEN)
    assert there.num_rows == 8
    assert there.equals(here)
    assert not cut


def test_whole_nodes_alone(target: Target) -> None:
    """The engine's client takes memory per column beforehand: one column of nodes asked for more than a worker may have."""
    with store_of(target) as store:
        here = store.query("MATCH (u:Unit) RETURN u")
    there, _ = rows(target, "MATCH (u:Unit) RETURN u")
    assert there.num_rows == here.num_rows > 0
    assert there.schema == pa.schema([("u", pa.string())])


def test_no_rows_have_columns(target: Target) -> None:
    there, cut = rows(target, "MATCH (u:Unit) WHERE u.level > 9 RETURN u.name AS name, u.level AS level, u.since AS since")
    assert there.schema == pa.schema([("name", pa.string()), ("level", pa.int64()), ("since", pa.date32())])
    assert (there.num_rows, cut) == (0, False)


@pytest.mark.parametrize(("limit", "left_out"), [(9, True), (10, False)])
def test_what_is_left_out_is_said(target: Target, limit: int, left_out: bool) -> None:
    there, cut = rows(target, "MATCH (u:Unit) RETURN u.id AS id", rows=limit)
    assert (there.num_rows, cut) == (limit, left_out)


def test_an_engines_error_is_a_sentence(target: Target) -> None:
    with pytest.raises(QueryError, match="查询出错"):
        rows(target, "MATCH (u:Unit) RETURN u.name + AS name")


def test_no_store() -> None:
    with pytest.raises(StoreError, match="还没有图库文件"):
        rows(Target(Path("nowhere.lbug")), "RETURN 1 AS one")
    with pytest.raises(StoreError, match="其中一个"):
        Target()


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"rows": -1}, {"memory": 1 << 20}])
def test_limits_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(LimitError, match="请"):
        Limits(**wrong)


TYPES = """MATCH (u:Unit) OPTIONAL MATCH (u)-[e:PART_OF]->(t:Unit)
RETURN u AS node, e AS edge, [u] AS nodes, {a: u.level, b: [u.name]} AS map, sum(u.level) AS sum, avg(u.level) AS mean, u.since AS day,
       u.level > 2 AS truth, null AS nothing, [u.level] AS levels ORDER BY u.id"""


def test_large_results_have_the_types_of_small_ones(file: Path) -> None:
    with EmbeddedStore(file) as store:
        small = store.query(TYPES)
        large = list(store.stream(TYPES, batch=3, at_once=0))
    assert [b.num_rows for b in large] == [3, 3, 3, 1]
    assert pa.Table.from_batches(large).equals(small)
