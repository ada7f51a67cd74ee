"""Texts to begin with, and the schema at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.projection import EXTRA
from graph.schema import EDGES, NODES, Property

EXAMPLES: Sequence[tuple[str, str, str]] = (
    (
        "各级有多少单元",
        """MATCH (u:Unit)
RETURN u.level AS level, count(*) AS units
ORDER BY level""",
        "",
    ),
    (
        "各村的户数",
        """MATCH (h:Household)-[:PART_OF]->(u:Unit)
WHERE h.counted
RETURN u.path AS unit_path, count(h) AS households
ORDER BY households DESC
LIMIT 30""",
        "",
    ),
    (
        "每种联系机制联系多少户",
        """MATCH (:Person)-[c:CONTACTS]->(h:Household)
WHERE c.since <= $day AND c.until > $day
RETURN c.mechanism AS mechanism, count(DISTINCT h.id) AS households
ORDER BY households DESC""",
        "day:date=今天",
    ),
    (
        "没有人联系的户",
        """MATCH (h:Household)-[:PART_OF]->(u:Unit)
WHERE h.counted AND NOT EXISTS { MATCH (:Person)-[:CONTACTS]->(h) }
RETURN u.path AS unit_path, h.id AS household_id, h.code AS code
ORDER BY unit_path, code
LIMIT 100""",
        "",
    ),
    (
        "联系户数最多的人",
        """MATCH (p:Person)-[c:CONTACTS]->(h:Household)
WHERE c.mechanism = $mechanism
WITH p, count(h) AS households
WHERE households >= $least
RETURN p.id AS person_id, p.name AS name, households
ORDER BY households DESC, person_id
LIMIT 50""",
        "mechanism=联户长\nleast=10",
    ),
    (
        "各种组织有多少",
        """MATCH (b:PartyOrganization)
RETURN b.kind AS kind, count(*) AS organizations
ORDER BY organizations DESC""",
        "",
    ),
    (
        "某个村有哪些任职",
        """MATCH (p:Person)-[e:HOLDS_POST]->(b:SelfGovernmentBody)-[:COVERS]->(u:Unit)
WHERE u.name = $village
RETURN p.id AS person_id, p.name AS name, e.post AS post, b.name AS body
ORDER BY body, post, person_id""",
        "village=金山村",
    ),
    (
        "党员户：有党员的户",
        """MATCH (p:Person)-[:LIVES_IN]->(h:Household)
WHERE p.political STARTS WITH '中共'
RETURN h.id AS household_id, h.code AS code, count(p) AS members
ORDER BY members DESC, household_id
LIMIT 100""",
        "",
    ),
)
"""Title, text, parameters a line each."""


@dataclass(frozen=True)
class Kind:
    """A label or an edge type with its properties; an edge type with the labels that it joins."""

    name: str
    meaning: str
    properties: tuple[Property, ...]
    joins: tuple[tuple[str, str], ...] = ()


def schema(*, masked: bool) -> tuple[list[Kind], list[Kind]]:
    """Labels and edge types; a masked store has properties more."""
    more = EXTRA if masked else {}
    nodes = [Kind(n.label, n.meaning, (*n.columns, *more.get(n.label, ()))) for n in NODES]
    edges = [Kind(e.name, e.meaning, (*e.columns, *more.get(e.name, ())), e.pairs) for e in EDGES]
    return nodes, edges
