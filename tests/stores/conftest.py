"""A village on two sides of a county, small enough to count by hand.

::

    枝江市 ─ 董市镇 ─ 金山村 ─ 1组 ─ 湾1     户 h1 h2 (湾1), h3 (1组), h4 (村, 空户)
                    └ 仙女社区              户 h5
    p1 张三 联系 h1(两条:好邻居、联户长) h2 ; p2 司马相如 联系 h2(已结束) ; p3 李四 离任,联系 h3 ; h5 只有可能的联系
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from graph.edition import Contents, Edition, write_edition
from graph.schema import OPEN_SINCE, OPEN_UNTIL, edge_schema, node_schema
from graph.store import Store
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server.server import Server

_EMPTY: dict[pa.DataType, object] = {pa.string(): "", pa.int64(): 0, pa.bool_(): True}


def rows(schema: pa.Schema, *given: dict[str, object]) -> pa.Table:
    """A table of a schema; columns that a row does not give are open, empty, 0 or true."""

    def default(field: pa.Field) -> object:
        return {"since": OPEN_SINCE}.get(field.name, OPEN_UNTIL) if field.type == pa.date32() else _EMPTY[field.type]

    return pa.Table.from_pylist([{f.name: row.get(f.name, default(f)) for f in schema} for row in given], schema=schema)


def nodes(label: str, *given: dict[str, object]) -> pa.Table:
    return rows(node_schema(label), *({"source": f"户籍.csv#!{i}", **row} for i, row in enumerate(given, start=2)))


def edges(name: str, *given: tuple[str, str] | tuple[str, str, dict[str, object]]) -> pa.Table:
    return rows(
        edge_schema(name), *({"from": g[0], "to": g[1], "source": f"联系.csv#!{i}", **(g[2] if len(g) > 2 else {})} for i, g in enumerate(given, start=2))
    )


def village() -> Contents:
    contents = Contents(about={"county": "420583", "county_name": "枝江市"})
    units = [
        ("c", "枝江市", 1, "县"),
        ("t", "董市镇", 2, "镇街"),
        ("v1", "金山村", 3, "村"),
        ("v2", "仙女社区", 3, "社区"),
        ("g1", "1组", 4, "组"),
        ("b1", "湾1", 5, "湾落"),
    ]
    contents.nodes = {
        "Unit": nodes("Unit", *({"id": i, "code": i.upper(), "name": n, "level": level, "kind": k, "path": n} for i, n, level, k in units)),
        "Household": nodes(
            "Household",
            *({"id": f"h{i}", "code": f"00{i}", "head": head, "counted": i != 4} for i, head in enumerate(["张三", "王五", "赵六", "钱七", "欧阳修"], start=1)),
        ),
        "Person": nodes(
            "Person",
            {"id": "p1", "name": "张三", "sex": "男", "birth_year": 1960},
            {"id": "p2", "name": "司马相如", "sex": "男", "birth_year": 1971},
            {"id": "p3", "name": "李四", "sex": "女", "birth_year": 1982, "left_on": dt.date(2024, 5, 1), "left_why": "离任"},
            {"id": "p4", "name": "孙八", "sex": "女"},
        ),
        "PartyOrganization": nodes("PartyOrganization", {"id": "o1", "name": "金山村党支部", "kind": "党支部", "level": 3}),
        "MassOrganization": nodes("MassOrganization", {"id": "m1", "name": "金山村妇联", "kind": "妇联", "level": 3}),
        "Delivery": nodes("Delivery", {"id": "d1", "ledger": "contacts", "file": "联系.csv", "date": dt.date(2024, 6, 30)}),
        "Claim": nodes(
            "Claim",
            {"id": "c1", "measure": "households", "value": 5, "subject": "金山村"},
            {"id": "c2", "measure": "households", "value": 3, "subject": "张三", "part": "第1组"},
        ),
    }
    good: dict[str, object] = {"mechanism": "好邻居"}
    leader: dict[str, object] = {"mechanism": "联户长"}
    contents.edges = {
        ("PART_OF", "Unit", "Unit"): edges("PART_OF", ("t", "c"), ("v1", "t"), ("v2", "t"), ("g1", "v1"), ("b1", "g1")),
        ("PART_OF", "Household", "Unit"): edges("PART_OF", ("h1", "b1"), ("h2", "b1"), ("h3", "g1"), ("h4", "v1"), ("h5", "v2")),
        ("LIVES_IN", "Person", "Household"): edges("LIVES_IN", ("p1", "h1"), ("p4", "h1", {"is_head": False, "relation": "配偶"})),
        ("CONTACTS", "Person", "Household"): edges(
            "CONTACTS",
            ("p1", "h1", good | {"since": dt.date(2020, 1, 1)}),
            ("p1", "h1", leader),
            ("p1", "h2", good | {"since": dt.date(2021, 3, 1)}),
            ("p2", "h2", leader | {"since": dt.date(2019, 1, 1), "until": dt.date(2022, 1, 1)}),
            ("p3", "h3", good),
        ),
        ("MAY_CONTACT", "Person", "Household"): edges("MAY_CONTACT", ("p4", "h5", leader)),
        ("COVERS", "PartyOrganization", "Unit"): edges("COVERS", ("o1", "v1")),
        ("COVERS", "MassOrganization", "Unit"): edges("COVERS", ("m1", "v1")),
        ("UNDER", "MassOrganization", "PartyOrganization"): edges("UNDER", ("m1", "o1")),
        ("DELIVERED_FOR", "Delivery", "Unit"): edges("DELIVERED_FOR", ("d1", "v1", {"rows": 5, "zero": False}), ("d1", "v2", {"rows": 1})),
        ("CLAIMED_FOR", "Claim", "Unit"): edges("CLAIMED_FOR", ("c1", "v1"), ("c2", "v1")),
    }
    return contents


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return write_edition(tmp_path_factory.mktemp("editions") / "0001", village())


@pytest.fixture
def broken_edition(tmp_path: Path) -> Edition:
    """An edition with an edge to a household that does not exist."""
    contents = village()
    contents.edges["LIVES_IN", "Person", "Household"] = edges("LIVES_IN", ("p1", "h1"), ("p2", "nobody"))
    return write_edition(tmp_path / "broken", contents)


@pytest.fixture(scope="module")
def filled(module_store: Store, edition: Edition) -> Iterator[Store]:
    """The village in each engine, to be read only."""
    module_store.build(edition)
    yield module_store


@pytest.fixture
def server(neo4j_server: Server) -> Iterator[Server]:
    """The server, empty before and after."""
    with Neo4jStore(neo4j_server.address) as store:
        store.clear()
        yield neo4j_server
        store.clear()
