"""A copy is found by what people look up: an index per `looked_up` of the schema, made with a copy and again where one is missing."""

from __future__ import annotations

import pytest

from graph.edition import Edition
from graph.schema import NODES
from graph.stores.neo4j import Neo4jStore
from graph.stores.neo4j.indexes import wanted
from tests.neo4j_server.server import Server

LOOKED_UP = [(node.label, column) for node in NODES for column in ("id", *node.looked_up)]
SEEKS = {"NodeIndexSeek", "NodeUniqueIndexSeek"}


@pytest.fixture
def copy(server: Server, edition: Edition) -> Neo4jStore:
    with Neo4jStore(server.address) as store:
        store.bring(edition)
    return store


@pytest.mark.usefixtures("copy")
def test_look_ups_use_an_index(server: Server) -> None:
    assert {("Unit", "name"), ("Unit", "code"), ("Household", "code"), ("Person", "name"), ("Grid", "code")} <= set(LOOKED_UP)
    texts = {key: "MATCH (n:`{}` {{`{}`: $v}}) RETURN n.id".format(*key) for key in LOOKED_UP}
    scans = [key for key, text in texts.items() if not SEEKS & set(server.operators(text, v="x"))]
    assert not scans
    assert "NodeByLabelScan" in server.operators("MATCH (u:Unit {kind: $v}) RETURN u.id", v="村")


def test_asked_again_nothing_is_made(copy: Neo4jStore, server: Server, edition: Edition) -> None:
    held = server.run("SHOW INDEXES YIELD name, type WHERE type = 'RANGE' RETURN name ORDER BY name")
    mark = server.run("MATCH (e:Edition) RETURN properties(e) AS p")
    with copy:
        assert copy.bring(edition) == "副本已是这一版，没有改动"
    assert server.run("SHOW INDEXES YIELD name, type WHERE type = 'RANGE' RETURN name ORDER BY name") == held
    assert server.run("MATCH (e:Edition) RETURN properties(e) AS p") == mark
    assert len(held) == len(wanted()) == len(LOOKED_UP)


def test_a_missing_one_is_made_by_the_next_push(copy: Neo4jStore, server: Server, edition: Edition) -> None:
    server.run("DROP INDEX daohu_person_name")
    with copy:
        assert copy.bring(edition) == "副本已是这一版，没有改动，补建了索引，内容逐行核对无误"
        assert copy.bring(edition) == "副本已是这一版，没有改动"
        mark = copy.mark()
    assert mark is not None and mark.whole
    assert "NodeIndexSeek" in server.operators("MATCH (p:Person {name: $v}) RETURN p.id", v="张三")


def test_other_hands_index_is_as_good(copy: Neo4jStore, server: Server, edition: Edition) -> None:
    server.run("DROP INDEX daohu_person_name")
    server.run("CREATE INDEX theirs FOR (p:Person) ON (p.name)")
    with copy:
        assert copy.bring(edition) == "副本已是这一版，没有改动，内容逐行核对无误"
    assert server.run("SHOW INDEXES YIELD name, labelsOrTypes, properties WHERE labelsOrTypes = ['Person'] AND properties = ['name'] RETURN name") == [
        {"name": "theirs"}
    ]
    server.run("DROP INDEX theirs")
