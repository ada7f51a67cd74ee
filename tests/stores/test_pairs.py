"""In the embedded file the label pairs of an edge type that have rows stand before those that have none: the engine loses rows otherwise."""

from __future__ import annotations

from pathlib import Path

from api.work import fill
from graph.edition import read_edition, write_edition
from graph.schema import EDGES
from graph.stores.embedded import EmbeddedStore
from tests.stores.conftest import edges, nodes, village


def test_pairs_with_rows_come_first(tmp_path: Path) -> None:
    """And every pair of the schema is there, so that a text may name it."""
    contents = village()
    contents.nodes |= {
        "Person": nodes("Person", {"id": "x1", "name": "甲"}),
        "MassOrganization": nodes("MassOrganization", {"id": "m1", "name": "妇联"}),
        "Institution": nodes("Institution", {"id": "i1", "name": "学校"}),
    }
    contents.edges = {
        ("MEMBER_OF", "Person", "Institution"): edges("MEMBER_OF", ("x1", "i1")),
        ("MEMBER_OF", "Person", "MassOrganization"): edges("MEMBER_OF", ("x1", "m1")),
    }
    edition = read_edition(write_edition(tmp_path / "版", contents).folder)
    with EmbeddedStore(tmp_path / "daohu.lbug") as store:
        store.build(edition, names="plain")
        for edge in EDGES:
            there = [
                (r["source table name"], r["destination table name"]) for r in store.query(f"CALL show_connection('{edge.name}') RETURN *", {}).to_pylist()
            ]
            assert sorted(there) == sorted(edge.pairs)
            rows = [edition.edge_path(edge.name, *pair).exists() for pair in there]
            assert rows == sorted(rows, reverse=True), edge.name
        found = store.query("MATCH (p:Person)-[m:MEMBER_OF]->(o:MassOrganization|Institution|PartyOrganization) RETURN count(*) AS n", {})
        assert found["n"].to_pylist() == [2]


def test_a_file_of_an_earlier_layout_is_built_anew(tmp_path: Path) -> None:
    """Its rows cannot be trusted: the mark says that it is not whole, and whoever fills stores builds it again."""
    edition = read_edition(write_edition(tmp_path / "版", village()).folder)
    path = tmp_path / "daohu.lbug"
    with EmbeddedStore(path) as store:
        store.build(edition, names="plain")
        summed = path.with_name("daohu.lbug.sha256")
        summed.write_text(summed.read_text(encoding="ascii").split()[-1], encoding="ascii")
        mark = store.mark()
        assert mark is not None and not mark.whole
        fill(store, edition, tmp_path)
        mark = store.mark()
        assert mark is not None and mark.whole and mark.id == edition.id
