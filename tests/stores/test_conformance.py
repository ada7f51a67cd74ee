"""The same query, the same rows: the portable subset on a village counted by hand (tests/stores/conftest.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pyarrow as pa
import pytest

from graph.errors import QueryError
from graph.portability import require_portable
from graph.schema import OPEN_SINCE, OPEN_UNTIL
from graph.store import Store
from tests.conftest import EVERY_STORE

D = dt.date
Rows = list[tuple[object, ...]]

CASES: dict[str, tuple[str, dict[str, object], Rows]] = {
    "order by code point, limit and skip by parameter": (
        "MATCH (u:Unit) RETURN u.name AS name ORDER BY name SKIP $skip LIMIT $limit",
        {"skip": 1, "limit": 3},
        [("仙女社区",), ("枝江市",), ("湾1",)],
    ),
    "descending by two keys": (
        "MATCH (u:Unit) RETURN u.level AS level, u.id AS id ORDER BY level DESC, id LIMIT 4",
        {},
        [(5, "b1"), (4, "g1"), (3, "v1"), (3, "v2")],
    ),
    "booleans": ("MATCH (h:Household) WHERE NOT h.counted RETURN h.id AS id, h.counted AS counted", {}, [("h4", False)]),
    "a boolean parameter": ("MATCH (h:Household) WHERE h.counted = $counted RETURN count(h) AS n", {"counted": True}, [(4,)]),
    "dates and their sentinels": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household {id: 'h2'}) RETURN c.since AS since, c.until AS until ORDER BY since",
        {},
        [(D(2019, 1, 1), D(2022, 1, 1)), (D(2021, 3, 1), OPEN_UNTIL)],
    ),
    "an edge counts on a date": (
        "MATCH (p:Person)-[c:CONTACTS]->(h:Household) WHERE c.since <= $d AND c.until > $d AND p.left_on > $d RETURN h.id AS id, count(c) AS n ORDER BY id",
        {"d": D(2024, 6, 1)},
        [("h1", 2), ("h2", 1)],
    ),
    "a date from text": ("MATCH (p:Person) WHERE p.left_on = date($d) RETURN p.id AS id", {"d": "2024-05-01"}, [("p3",)]),
    "a date literal": ("MATCH (p:Person) WHERE p.left_on < date('9999-12-31') RETURN p.id AS id", {}, [("p3",)]),
    "min and max of dates": (
        "MATCH (:Person)-[c:CONTACTS]->(:Household) RETURN min(c.since) AS first, max(c.until) AS last",
        {},
        [(OPEN_SINCE, OPEN_UNTIL)],
    ),
    "aggregation by group": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) RETURN c.mechanism AS mechanism, count(*) AS edges, count(DISTINCT h) AS households ORDER BY mechanism",
        {},
        [("好邻居", 3, 3), ("联户长", 2, 2)],
    ),
    "parallel edges are two": ("MATCH (:Person {id: 'p1'})-[c:CONTACTS]->(:Household {id: 'h1'}) RETURN count(c) AS n", {}, [(2,)]),
    "sums are int64": ("MATCH (u:Unit) RETURN coalesce(sum(u.level), 0) AS total", {}, [(18,)]),
    "the sum of nothing": ("MATCH (u:Unit) WHERE u.level > 9 RETURN coalesce(sum(u.level), 0) AS total", {}, [(0,)]),
    "averages are float64": ("MATCH (u:Unit) RETURN avg(u.level) AS mean", {}, [(3.0,)]),
    "optional match and count": (
        "MATCH (h:Household) OPTIONAL MATCH (h)<-[c:CONTACTS]-(:Person) RETURN h.id AS id, count(c) AS n ORDER BY id",
        {},
        [("h1", 2), ("h2", 2), ("h3", 1), ("h4", 0), ("h5", 0)],
    ),
    "optional match with an inner condition": (
        "MATCH (h:Household) OPTIONAL MATCH (h)<-[c:CONTACTS]-(p:Person) WHERE c.until > $d RETURN h.id AS id, count(p) AS n ORDER BY id",
        {"d": D(2024, 1, 1)},
        [("h1", 2), ("h2", 1), ("h3", 1), ("h4", 0), ("h5", 0)],
    ),
    "optional match gives null": (
        "MATCH (p:Person) OPTIONAL MATCH (p)-[l:LIVES_IN]->(h:Household) RETURN p.id AS id, h.id AS home ORDER BY id",
        {},
        [("p1", "h1"), ("p2", None), ("p3", None), ("p4", "h1")],
    ),
    "not exists": (
        "MATCH (h:Household) WHERE h.counted AND NOT EXISTS { MATCH (h)<-[c:CONTACTS]-(p:Person) WHERE c.mechanism IN $ms } RETURN h.id AS id ORDER BY id",
        {"ms": ["好邻居"]},
        [("h5",)],
    ),
    "exists as a column": (
        "MATCH (h:Household) RETURN h.id AS id, EXISTS { MATCH (h)<-[:MAY_CONTACT]-(:Person) } AS may ORDER BY id DESC LIMIT 2",
        {},
        [("h5", True), ("h4", False)],
    ),
    "an empty list": ("MATCH (h:Household) WHERE h.id IN $ids RETURN h.id AS id", {"ids": []}, []),
    "unwind a list of maps": (
        "UNWIND $rows AS r MATCH (h:Household {id: r.id}) RETURN h.code AS code, r.n AS n, r.d AS d ORDER BY code",
        {"rows": [{"id": "h2", "n": 2, "d": D(2024, 1, 1)}, {"id": "h1", "n": 1, "d": D(2024, 1, 2)}, {"id": "nobody", "n": 3, "d": D(2024, 1, 3)}]},
        [("001", 1, D(2024, 1, 2)), ("002", 2, D(2024, 1, 1))],
    ),
    "up the chain of units": (
        "MATCH (h:Household)-[:PART_OF]->(low:Unit) MATCH (low)-[:PART_OF*0..4]->(u:Unit) WITH u, count(h) AS n RETURN u.id AS id, n AS n ORDER BY id",
        {},
        [("b1", 2), ("c", 5), ("g1", 3), ("t", 5), ("v1", 4), ("v2", 1)],
    ),
    "length of a path": (
        "MATCH p = (b:Unit {id: 'b1'})-[:PART_OF*1..5]->(u:Unit) RETURN u.id AS id, length(p) AS steps ORDER BY steps",
        {},
        [("g1", 1), ("v1", 2), ("t", 3), ("c", 4)],
    ),
    "label alternatives": (
        "MATCH (o:PartyOrganization|MassOrganization)-[:COVERS]->(u:Unit) RETURN o.kind AS kind, u.id AS id ORDER BY kind",
        {},
        [("党支部", "v1"), ("妇联", "v1")],
    ),
    "edge alternatives": (
        "MATCH (:Person)-[c:CONTACTS|MAY_CONTACT]->(h:Household) RETURN h.id AS id, count(c) AS n ORDER BY id",
        {},
        [("h1", 2), ("h2", 2), ("h3", 1), ("h5", 1)],
    ),
    "case and conditional counts": (
        "MATCH (:Person)-[c:CONTACTS]->(h:Household) "
        "RETURN h.id AS id, max(CASE WHEN c.mechanism = '联户长' THEN 1 ELSE 0 END) AS leader, count(CASE WHEN c.until < $d THEN 1 END) AS ended ORDER BY id",
        {"d": D(2024, 1, 1)},
        [("h1", 1, 0), ("h2", 1, 1), ("h3", 0, 0)],
    ),
    "collect has no nulls": (
        "MATCH (h:Household) OPTIONAL MATCH (h)<-[c:MAY_CONTACT]-(:Person) "
        "WITH h, collect(c.mechanism) AS ms RETURN h.id AS id, size(ms) AS n ORDER BY id LIMIT 5",
        {},
        [("h1", 0), ("h2", 0), ("h3", 0), ("h4", 0), ("h5", 1)],
    ),
    "two matches share an edge": (
        "MATCH (p:Person)-[:CONTACTS]->(h:Household {id: 'h2'}) MATCH (q:Person)-[:CONTACTS]->(h) RETURN p.id AS a, q.id AS b ORDER BY a, b",
        {},
        [("p1", "p1"), ("p1", "p2"), ("p2", "p1"), ("p2", "p2")],
    ),
    "arithmetic": ("UNWIND [7, 8] AS x RETURN x / 2 AS half, x % 3 AS rest, x * 1.0 / 2 AS exact ORDER BY half, exact", {}, [(3, 1, 3.5), (4, 2, 4.0)]),
    "text": (
        "MATCH (p:Person) WHERE p.name STARTS WITH '司' OR p.name CONTAINS '四' RETURN left(p.name, 1) AS surname, size(p.name) AS length ORDER BY length",
        {},
        [("李", 2), ("司", 4)],
    ),
    "a text with quotes and a comment sign": ("UNWIND ['a//b', 'it\\'s', \"$x\"] AS t RETURN t AS t ORDER BY t", {}, [("$x",), ("a//b",), ("it's",)]),
    "distinct": ("MATCH (:Person)-[c:CONTACTS]->(:Household) RETURN DISTINCT c.mechanism AS m ORDER BY m", {}, [("好邻居",), ("联户长",)]),
    "where after with": ("MATCH (p:Person)-[:CONTACTS]->(h:Household) WITH p, count(DISTINCT h) AS n WHERE n > 1 RETURN p.id AS id, n AS n", {}, [("p1", 2)]),
}


@pytest.fixture(scope="module", params=EVERY_STORE)
def module_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store of each kind, the optional one too."""
    with EVERY_STORE[request.param](tmp_path_factory.mktemp("store"), request) as opened:
        yield opened


@pytest.mark.parametrize("case", CASES)
def test_same_rows(filled: Store, case: str) -> None:
    text, parameters, expected = CASES[case]
    table = filled.query(text, parameters)
    assert [tuple(row.values()) for row in table.to_pylist()] == expected


@pytest.mark.parametrize("case", CASES)
def test_the_suite_is_portable(case: str) -> None:
    require_portable(CASES[case][0])


TYPES = "MATCH (h:Household) RETURN h.id AS id, h.counted AS counted, h.since AS since, size(h.id) AS n, 0.5 AS x, count(*) AS c"
EXPECTED_TYPES = {"id": pa.string(), "counted": pa.bool_(), "since": pa.date32(), "n": pa.int64(), "x": pa.float64(), "c": pa.int64()}


def test_types(filled: Store) -> None:
    schema = filled.query(TYPES).schema
    assert dict(zip(schema.names, schema.types, strict=True)) == EXPECTED_TYPES


def test_types_of_no_rows(filled: Store) -> None:
    table = filled.query(TYPES.replace("RETURN", "WHERE h.id = 'nobody' RETURN"))
    assert table.num_rows == 0
    assert dict(zip(table.schema.names, table.schema.types, strict=True)) == EXPECTED_TYPES


def test_types_through_with(filled: Store) -> None:
    text = "MATCH (u:Unit) WHERE u.level > 9 WITH u.level AS a, u AS v, coalesce(sum(u.level), 0) AS s "
    text += "RETURN a AS a, v.since AS d, s AS s, CASE WHEN a > 1 THEN 'x' ELSE 'y' END AS t"
    assert filled.query(text).schema.types == [pa.int64(), pa.date32(), pa.int64(), pa.string()]


def test_a_column_of_nulls(filled: Store) -> None:
    table = filled.query("MATCH (p:Person {id: 'p2'}) OPTIONAL MATCH (p)-[l:LIVES_IN]->(h:Household) RETURN h.since AS since, h.code AS code")
    assert table.to_pylist() == [{"since": None, "code": None}]
    assert table.schema.types == [pa.date32(), pa.string()]


def test_whole_nodes_come_as_text(filled: Store) -> None:
    wanted = '{"_label": "CONTACTS", "mechanism": "好邻居", "part": "", "since": "2021-03-01", "source": "联系.csv#!4", "until": "9999-12-31"}'
    assert filled.query("MATCH (:Person)-[c:CONTACTS]->(:Household {id: 'h2'}) WHERE c.mechanism = '好邻居' RETURN c AS c").to_pylist() == [{"c": wanted}]
    node = filled.query("MATCH (o:PartyOrganization|MassOrganization) WHERE o.id = 'm1' RETURN o AS o").to_pylist()[0]["o"]
    assert node.startswith('{"_label": "MassOrganization", "code": "", "founded": "9999-12-31", "id": "m1"')
    path = filled.query("MATCH p = (:Unit {id: 'b1'})-[:PART_OF*1..1]->(:Unit) RETURN p AS p").to_pylist()[0]["p"]
    assert path.startswith('{"edges": [{"_label": "PART_OF"') and path.count('"_label": "Unit"') == 2


def test_missing_parameter_is_refused(filled: Store) -> None:
    with pytest.raises(QueryError, match=r"缺少参数 \$id"):
        filled.query("MATCH (h:Household) WHERE h.id = $id RETURN h.id AS id", {"ids": ["h1"]})


def test_a_dollar_in_a_string_is_no_parameter(filled: Store) -> None:
    assert filled.query("RETURN '$nobody' AS t // $nobody", {"unused": 1}).to_pylist() == [{"t": "$nobody"}]


def test_wrong_text_is_a_query_error(filled: Store) -> None:
    with pytest.raises(QueryError, match="查询出错"):
        filled.query("MATCH (h:Household RETURN h.id AS id")


def test_writing_is_refused(filled: Store) -> None:
    with pytest.raises(QueryError):
        filled.query("MATCH (h:Household) SET h.head = 'x' RETURN h.id AS id")
    assert filled.query("MATCH (h:Household {head: 'x'}) RETURN count(h) AS n").to_pylist() == [{"n": 0}]


def test_mixed_types_in_a_column(filled: Store) -> None:
    with pytest.raises(QueryError):
        filled.query("UNWIND [1, 'a'] AS x RETURN x AS x")
