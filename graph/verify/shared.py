"""Tables that several checks stand on, as SQL. ``$day`` is the day of the audit; what is in force has since ≤ day < until.

A label and ``edges_…`` hold what is in force (`database`), ``ever_…`` also what is not.

A person who has left by the day holds, joins and contacts nothing any more.
"""

from __future__ import annotations

from collections.abc import Mapping

BODIES = ("PartyOrganization", "SelfGovernmentBody", "MassOrganization", "Cooperative", "SocialOrganization", "Institution", "Place")


def in_force(edge: str) -> str:
    """An SQL condition on the dates of an edge or a node."""
    return f"{edge}.since <= $day AND {edge}.until > $day"


def _serving(edge: str, person: str = "from") -> str:
    """An SQL condition: the end of an edge is no person, or one in service."""
    return f"""{edge}."{person}" NOT IN (SELECT id FROM leavers)"""


TABLES: Mapping[str, str] = {
    # ---- the chain of units -----------------------------------------------------------------------------------------
    # A unit and each unit above it, itself included; `own` and `level` are their levels.
    "ancestry": """
        WITH RECURSIVE up AS (
            SELECT id, id AS ancestor FROM Unit
            UNION
            SELECT up.id, e."to" FROM up JOIN edges_part_of e ON e."from" = up.ancestor AND e.source = 'Unit'
        )
        SELECT up.id, own.level AS own, up.ancestor, u.level
        FROM up JOIN Unit own ON own.id = up.id JOIN Unit u ON u.id = up.ancestor
    """,
    # Per unit its village, with 村 or 社区 for the similar kinds too, and whether that village is a virtual one.
    "villages": """
        SELECT a.id, a.ancestor AS village,
               CASE v.kind WHEN '类似村委会' THEN '村' WHEN '类似居委会' THEN '社区' ELSE v.kind END AS kind,
               length(v.code) = 12 AND (v.code LIKE '%498' OR v.code LIKE '%598') AS virtual
        FROM ancestry a JOIN Unit v ON v.id = a.ancestor WHERE a.level = 3
    """,
    # A unit's village, town, county and city side by side.
    "places": """
        SELECT id, min(ancestor) FILTER (WHERE level = 3) AS village, min(ancestor) FILTER (WHERE level = 2) AS town,
               min(ancestor) FILTER (WHERE level = 1) AS county, min(ancestor) FILTER (WHERE level = 0) AS city
        FROM ancestry GROUP BY id
    """,
    "roots": "SELECT min(id) AS id FROM Unit WHERE id NOT IN (SELECT \"from\" FROM edges_part_of WHERE source = 'Unit')",
    "deliveries": 'SELECT DISTINCT d.ledger, f."to" AS unit FROM Delivery d JOIN edges_delivered_for f ON f."from" = d.id',
    # ---- households and people --------------------------------------------------------------------------------------
    "leavers": "SELECT id FROM Person WHERE left_on <= $day",
    "homes": """
        SELECT h.id AS household, min(e."to") AS unit, any_value(h.kind) AS kind, any_value(h.counted) AS counted
        FROM Household h JOIN edges_part_of e ON e."from" = h.id AND e.source = 'Household' GROUP BY h.id
    """,
    "residents": f"""
        SELECT e."from" AS person, e."to" AS household FROM edges_lives_in e WHERE {in_force("e")} AND {_serving("e")}
    """,
    # ---- contacts, cooperatives, grids ------------------------------------------------------------------------------
    "contacts": f"""
        SELECT c.target, c."from" AS person, c."to" AS contacted, c.mechanism
        FROM edges_contacts c WHERE {in_force("c")} AND {_serving("c")}
    """,
    # A person contacts the lowest units of the households, and the units, that the contacts name.
    "contact_units": """
        SELECT DISTINCT c.person, c.mechanism, h.unit, FALSE AS itself FROM contacts c JOIN homes h ON h.household = c.contacted WHERE c.target = 'Household'
        UNION ALL
        SELECT DISTINCT person, mechanism, contacted, TRUE FROM contacts WHERE target = 'Unit'
    """,
    "cooperators": f"""
        SELECT m."from" AS household, m."to" AS cooperative, o.kind FROM ever_member_of m JOIN ever_cooperative o ON o.id = m."to"
        WHERE m.source = 'Household' AND {in_force("m")}
    """,
    "grid_homes": f"""
        SELECT e."from" AS household, e."to" AS grid, g.kind, h.unit, h.counted
        FROM edges_in_grid e JOIN Grid g ON g.id = e."to" JOIN homes h ON h.household = e."from" WHERE {in_force("e")}
    """,
    # A grid, its units and, where it states none, those of the grids above it.
    "grid_units": f"""
        WITH RECURSIVE up AS (
            SELECT id, id AS above, 0 AS step FROM Grid
            UNION ALL
            SELECT up.id, e."to", step + 1 FROM up JOIN edges_part_of e ON e."from" = up.above AND e.target = 'Grid' WHERE step < 9 AND {in_force("e")}
        ),
        there AS (
            SELECT up.id, e."to" AS unit, step FROM up JOIN edges_part_of e ON e."from" = up.above AND e.source = 'Grid' AND e.target = 'Unit'
            WHERE {in_force("e")}
        )
        SELECT id AS grid, unit FROM there QUALIFY step = min(step) OVER (PARTITION BY id)
    """,
    # ---- bodies (and places) ----------------------------------------------------------------------------------------
    # Bodies in force; one whose every place has ended stands nowhere any more and is none.
    "bodies": " UNION ALL ".join(
        f"""SELECT '{b}' AS label, b.id, b.kind, b.name FROM {b} b WHERE (
                b.id IN (SELECT "from" FROM edges_covers WHERE source = '{b}' AND target = 'Unit')
                OR b.id NOT IN (SELECT "from" FROM ever_covers WHERE source = '{b}' AND target = 'Unit'))"""
        for b in BODIES
    ),
    # Where a body stands: `target` is Unit or Grid.
    "covers": f"""
        SELECT DISTINCT c.source AS label, b.id AS body, b.kind, c.target, c."to" AS place
        FROM edges_covers c JOIN bodies b ON b.id = c."from" AND b.label = c.source WHERE {in_force("c")}
    """,
    "body_levels": "SELECT DISTINCT c.label, c.body, u.level FROM covers c JOIN Unit u ON u.id = c.place WHERE c.target = 'Unit'",
    # Who is a member of what, with those who have left; `members` is without them.
    "rolls": f"""
        SELECT DISTINCT m.source, m."from" AS member, m."to" AS body, b.label, b.kind, m.role
        FROM edges_member_of m JOIN bodies b ON b.id = m."to" AND b.label = m.target WHERE {in_force("m")}
    """,
    "members": "SELECT * FROM rolls WHERE source <> 'Person' OR member NOT IN (SELECT id FROM leavers)",
    "ups": f"""SELECT DISTINCT e.source, e."from" AS body, e.target, e."to" AS parent FROM edges_under e WHERE {in_force("e")}""",
    "parents": "SELECT u.source, u.body, u.parent, b.label, b.kind FROM ups u JOIN bodies b ON b.id = u.parent AND b.label = u.target",
    # A body and all above it, itself included.
    "climbs": """
        WITH RECURSIVE up AS (
            SELECT label AS from_label, id AS body, label, id AS above FROM bodies
            UNION
            SELECT up.from_label, up.body, u.target, u.parent FROM up JOIN ups u ON u.source = up.label AND u.body = up.above
        )
        SELECT up.*, b.kind FROM up JOIN bodies b ON b.id = up.above AND b.label = up.label
    """,
    "pairs": f'SELECT DISTINCT p.source, p."from" AS body, p.target, p."to" AS partner, p.kind FROM edges_paired_with p WHERE {in_force("p")}',
    # ---- posts ------------------------------------------------------------------------------------------------------
    "posts": f"""
        SELECT h."from" AS person, h.target, h."to" AS thing, h.post, h.ledger, h.political FROM edges_holds_post h WHERE {in_force("h")} AND {_serving("h")}
    """,
    # ---- events -----------------------------------------------------------------------------------------------------
    "happened": "SELECT id AS event, kind, date, until, outcome, days FROM Event WHERE date <= $day",
    "abouts": 'SELECT DISTINCT e.*, a.target, a."to" AS subject FROM happened e JOIN edges_about a ON a."from" = e.event',
    "doers": 'SELECT DISTINCT e.*, b.target, b."to" AS subject FROM happened e JOIN edges_by b ON b."from" = e.event',
    # An event happens at the unit it is about, else where the household lives.
    "event_units": """
        WITH there AS (
            SELECT event, subject AS unit, 0 AS step FROM abouts WHERE target = 'Unit'
            UNION ALL
            SELECT a.event, h.unit, 1 FROM abouts a JOIN homes h ON h.household = a.subject WHERE a.target = 'Household'
        )
        SELECT DISTINCT e.event, coalesce(t.unit, (SELECT id FROM roots)) AS unit
        FROM happened e LEFT JOIN (FROM there QUALIFY step = min(step) OVER (PARTITION BY event)) t USING (event)
    """,
}
