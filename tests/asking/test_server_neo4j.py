"""A copy on a server is asked as a register is: by name, by text, within limits, with a line in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.asking import County, open_county
from graph.edition import Edition
from graph.errors import RefusedError
from graph.register import open_register
from graph.stores.neo4j import Neo4jStore
from tests.cli.running import DONE, daohu
from tests.neo4j_server.server import Server


@pytest.fixture(scope="module")
def served(register: Path, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    edition: Edition = open_register(register).edition()
    with Neo4jStore(neo4j_server.address) as store, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAOHU_LOG", str(tmp_path_factory.mktemp("log") / "queries.jsonl"))
        store.clear()
        store.build(edition, names="masked")
        yield open_county(store=neo4j_server.address, user="测试员")
        store.clear()


def test_a_server(served: County, county: County) -> None:
    given: dict[str, object] = {"household": "桃店村/0001", "as_of": "2024-06-30"}
    answer = served.ask("household_evidence", **given)  # type: ignore[arg-type]
    here = county.ask("household_evidence", **given)  # type: ignore[arg-type]
    assert answer.table.schema == here.table.schema
    assert answer.rows == here.rows == 2
    assert served.day == county.day, "the copy knows the day of its edition"
    assert served.unit("桃店村/2组").id == "2组桃店村"
    with pytest.raises(RefusedError):
        served.cypher("CALL db.labels() YIELD label RETURN label")
    text = "MATCH (h:Household) WHERE COUNT { MATCH (h)<-[:CONTACTS]-(:Person) } = 0 RETURN h.id AS id ORDER BY id"
    assert served.cypher(text).table.column("id").to_pylist() == ["h10"]
    with pytest.raises(RefusedError):
        county.cypher(text)
    lines = [json.loads(line) for line in served.log.read_text(encoding="utf-8").splitlines()]
    assert [(line["engine"], line["outcome"]) for line in lines] == [("neo4j", "done"), ("neo4j", "refused"), ("neo4j", "done")]
    assert all(line["where"] == served.name for line in lines)


def test_the_command_on_a_server(served: County) -> None:
    said = daohu("query", "--cypher", "MATCH (p:Person) RETURN p.name AS name ORDER BY name", "--store", served.name, "--format", "csv")
    assert said.code == DONE
    assert "张*" in said.out
