"""Edges are put apart for the embedded engine without changing what a text means."""

from __future__ import annotations

import pytest

from graph.portability.apart import apart

CHAIN = "MATCH (h:Household)<-[l:LIVES_IN]-(p:Person)-[m:MEMBER_OF]->(o:Cooperative)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{CHAIN} WHERE l.until > $d AND m.until > $d AND h.id = 'a' RETURN h.id AS a",
            "MATCH (h:Household)<-[l:LIVES_IN]-(p:Person) WHERE l.until > $d AND h.id = 'a' WITH * "
            "MATCH (p)-[m:MEMBER_OF]->(o:Cooperative) WHERE m.until > $d RETURN h.id AS a",
        ),
        (f"{CHAIN} WHERE l.until > $d OR m.until > $d RETURN 1 AS a", None),
        (
            "MATCH (:Unit)<-[:PART_OF]-()<-[:LIVES_IN]-(p:Person) RETURN p.id AS a",
            "MATCH (between__0_0_0:Unit)<-[:PART_OF]-(between__0_0_1) WITH * MATCH (between__0_0_1)<-[:LIVES_IN]-(p:Person) RETURN p.id AS a",
        ),
        (
            "MATCH (h:Household)-[:PART_OF]->(u:Unit) MATCH (h)<-[c:CONTACTS]-(p) WHERE c.until > u.until RETURN p.id AS a",
            "MATCH (h:Household)-[:PART_OF]->(u:Unit)  WITH * MATCH (h)<-[c:CONTACTS]-(p) WHERE c.until > u.until RETURN p.id AS a",
        ),
        (
            "MATCH (h:Household)<-[:CONTACTS]-(p:Person), (h)-[:PART_OF]->(u:Unit {id: 'x'}) "
            "WHERE NOT EXISTS { MATCH (h)-[:IN_GRID]->(:Grid) } RETURN p.id AS a",
            "MATCH (h:Household)<-[:CONTACTS]-(p:Person) WITH * MATCH (h)-[:PART_OF]->(u:Unit {id: 'x'}) "
            "WHERE NOT EXISTS { MATCH (h)-[:IN_GRID]->(:Grid) } RETURN p.id AS a",
        ),
    ],
)
def test_edges_stand_apart(text: str, expected: str | None) -> None:
    """Each condition where all its names are known, an OR whole at the end, a subquery at the end."""
    if expected is None:
        assert apart(text).endswith("(p)-[m:MEMBER_OF]->(o:Cooperative) WHERE l.until > $d OR m.until > $d RETURN 1 AS a")
    else:
        assert apart(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (h:Household)<-[:CONTACTS]-(p:Person) RETURN p.id AS a",
        "MATCH path = (a:Unit)-[:PART_OF]->(b:Unit)-[:PART_OF]->(c:Unit) RETURN length(path) AS a",
        "MATCH (h:Household)<-[:CONTACTS]-(p:Person) WITH h, p MATCH (p)-[:LIVES_IN]->(g:Household) RETURN g.id AS a",
        "MATCH (h:Household) OPTIONAL MATCH (h)-[:IN_GRID]->(g:Grid)<-[:HOLDS_POST]-(p:Person) RETURN g.id AS a",
        f"{CHAIN} RETURN *",
        "CALL show_tables() RETURN *",
        "MATCH (h `",
    ],
)
def test_what_is_left_as_it_is(text: str) -> None:
    """One edge, a path that is asked for as a whole, what a WITH parts already, an optional part, and what cannot be read."""
    assert "WITH *" not in apart(text) and apart(text).split() == text.split()
