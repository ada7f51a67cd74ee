"""Both engines answer what the linter passes with the same rows: random queries over a county with all that tells them apart.

``DAOHU_PORTABLE_QUERIES=3000`` throws more; ``DAOHU_PORTABLE_SEED`` another stream.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import QueryError
from graph.portability import check
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server.server import Server
from tests.portability.cases import CASES, PARAMETERS
from tests.portability.county import county
from tests.portability.generator import PARAMETERS as GIVEN
from tests.portability.generator import Generator
from tests.portability.texts import RIGHT

QUERIES = int(os.environ.get("DAOHU_PORTABLE_QUERIES", "100"))
SEED = int(os.environ.get("DAOHU_PORTABLE_SEED", "6"))
Both = tuple[EmbeddedStore, Neo4jStore]
WRONG = (
    "outer_in_subquery",
    "null_comparison",
    "null_in_list",
    "text_plus_null",
    "replace_null",
    "quantifier",
    "mixed_comparison",
    "text_test",
    "mixed_case",
    "mixed_property",
    "with_distinct_node",
    "group_by_null_edge",
    "null_path",
    "same_edge",
    "path_repeats",
    "two_labels",
    "label_on_bound",
    "undirected",
)
"""Rules whose refused text is answered by both, and not alike (others are refused by one, or crash, or depend on the data)."""


@pytest.fixture(scope="module")
def both(neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    edition = county().edition(tmp_path_factory.mktemp("county") / "0001")
    with EmbeddedStore(tmp_path_factory.mktemp("store") / "daohu.lbug") as embedded, Neo4jStore(neo4j_server.address) as neo4j:
        neo4j.clear()
        for store in (embedded, neo4j):
            store.build(edition)
        yield embedded, neo4j
        neo4j.clear()


def test_random_portable_queries(both: Both) -> None:
    """Rows are equal; a few plans that an engine gives up aloud are no wrong rows, and stay few."""
    generator, asked, answered = Generator(SEED), 0, 0
    refused: list[str] = []
    while asked < QUERIES:
        text = generator.query()
        if check(text):
            continue
        asked += 1
        try:
            one, other = (_rows(store.query(text, GIVEN).to_pylist(), text) for store in both)
        except QueryError as error:
            refused.append(f"{text}\n{error}")
            continue
        assert one == other, f"{text}\nembedded: {one}\nneo4j: {other}"
        answered += bool(one)
    assert len(refused) <= max(2, QUERIES // 50), "\n".join(refused)
    assert answered > QUERIES / 5, "too many of them find nothing"


@pytest.mark.parametrize("text", RIGHT)
def test_right_on_both(both: Both, text: str) -> None:
    parameters = {**PARAMETERS, "rows": GIVEN["rows"]}
    if "r.m" in text:
        parameters["rows"] = [{"m": "联户长"}, {"m": "党代表"}]
    one, other = (_rows(store.query(text, parameters).to_pylist(), text) for store in both)
    assert one == other


@pytest.mark.parametrize("rule", WRONG)
def test_no_folklore(both: Both, rule: str) -> None:
    """What a rule refuses really is answered otherwise by the embedded engine."""
    text = CASES[rule][0]
    one = _rows(both[0].query(text, PARAMETERS).to_pylist(), text)
    try:
        other = _rows(both[1].query(text, PARAMETERS).to_pylist(), text)
    except QueryError:  # its column mixes types: no row of the embedded engine's can be right
        other = Counter()
    assert one != other


def test_an_impossible_edge_finds_strangers(both: Both, tmp_path: Path) -> None:
    text = "MATCH (h:Household) OPTIONAL MATCH (h)-[:DELIVERED_FOR]->(u:Unit) RETURN count(u) AS n"
    assert [s.query(text).to_pylist()[0]["n"] > 0 for s in both] == [True, False]


def _rows(found: list[dict[str, Any]], text: str) -> Any:
    """Rows to compare: in their order where the last RETURN orders by all columns, else as a bag; lists as bags too."""
    rows = [tuple(_plain(v) for v in row.values()) for row in found]
    return rows if "ORDER BY" in text.rsplit("RETURN", 1)[1] else Counter(rows)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(sorted((_plain(v) for v in value), key=repr))
    if isinstance(value, dict):
        return tuple((k, _plain(v)) for k, v in value.items())
    return round(value, 9) if isinstance(value, float) else value
