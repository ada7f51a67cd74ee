"""What the linter recommends gives the same rows on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.edition import Edition, write_edition
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore
from tests.neo4j_server.server import Server
from tests.portability.cases import CASES, PARAMETERS
from tests.stores.conftest import edges, nodes, village

Both = tuple[EmbeddedStore, Neo4jStore]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The village with a party organisation above its own, and a member: a text that answers nothing shows nothing."""
    contents = village()
    contents.nodes["PartyOrganization"] = nodes("PartyOrganization", {"id": "o1", "name": "金山村党支部"}, {"id": "o2", "name": "董市镇党委"})
    contents.edges["UNDER", "PartyOrganization", "PartyOrganization"] = edges("UNDER", ("o1", "o2"))
    contents.edges["MEMBER_OF", "Person", "PartyOrganization"] = edges("MEMBER_OF", ("p1", "o1"))
    return write_edition(tmp_path_factory.mktemp("editions") / "0001", contents)


@pytest.fixture(scope="module")
def both(neo4j_server: Server, edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with EmbeddedStore(tmp_path_factory.mktemp("both") / "daohu.lbug") as embedded, Neo4jStore(neo4j_server.address) as neo4j:
        neo4j.clear()
        for store in (embedded, neo4j):
            store.build(edition)
        yield embedded, neo4j
        neo4j.clear()


@pytest.mark.parametrize("rule", CASES)
def test_same_rows(both: Both, rule: str) -> None:
    one, other = (store.query(CASES[rule][1], PARAMETERS) for store in both)
    assert one.schema.types == other.schema.types
    assert sorted(map(repr, one.to_pylist())) == sorted(map(repr, other.to_pylist()))
    assert one.num_rows
