"""The baseline of the checks: the same coverage table by hand-written DuckDB SQL over the same Parquet.

Every unit, every check, all three states: what `graph.checks` computes by Cypher, written once more without it.
"""

from __future__ import annotations

import datetime as dt

import duckdb
import pandas as pd

from graph.edition import Edition
from graph.schema import EDGES, NODES, edge_schema, node_schema
from graph.scheme import Check, Scheme

_GROUND = """
CREATE TEMP TABLE above AS
WITH RECURSIVE up AS (
    SELECT id, id AS ancestor FROM Unit
    UNION ALL
    SELECT up.id, e."to" FROM up JOIN PART_OF_Unit_Unit e ON e."from" = up.ancestor)
SELECT up.id, up.ancestor, u.level FROM up JOIN Unit u ON u.id = up.ancestor;
CREATE TEMP TABLE village_of AS
SELECT a.id, a.ancestor AS village, v.kind, length(v.code) = 12 AND (v.code LIKE '%498' OR v.code LIKE '%598') AS virtual
FROM above a JOIN Unit v ON v.id = a.ancestor WHERE a.level = 3;
CREATE TEMP TABLE delivered AS SELECT DISTINCT d.ledger, f."to" AS village FROM Delivery d JOIN DELIVERED_FOR_Delivery_Unit f ON f."from" = d.id;
CREATE TEMP TABLE denominator AS
SELECT h.id, e."to" AS unit, v.village FROM Household h JOIN PART_OF_Household_Unit e ON e."from" = h.id JOIN village_of v ON v.id = e."to" WHERE h.counted;
CREATE TEMP TABLE placed ("check" VARCHAR, unit VARCHAR, state VARCHAR, n BIGINT);
"""

_REACH = """
CREATE TEMP TABLE strength AS
SELECT household, mechanism, max(strength) AS strength FROM (
    SELECT c."to" AS household, c.mechanism,
           CASE WHEN c.until <= $day THEN 2 WHEN p.left_on <= $day THEN 3 WHEN c.since > $day THEN 1 ELSE 6 END AS strength
    FROM CONTACTS_Person_Household c JOIN Person p ON p.id = c."from"
    UNION ALL SELECT "to", mechanism, 5 FROM MAY_CONTACT_Person_Household
    UNION ALL SELECT m."from", o.kind, CASE WHEN m.until <= $day THEN 2 WHEN m.since > $day THEN 1 ELSE 6 END
    FROM MEMBER_OF_Household_Cooperative m JOIN Cooperative o ON o.id = m."to"
    UNION ALL SELECT "to", mechanism, 5 FROM MAY_CONTACT_Cooperative_Household)
GROUP BY 1, 2
"""

_CODES = """
CREATE TEMP TABLE code AS
WITH best AS (SELECT a."check", s.household, max(s.strength) AS strength FROM strength s JOIN asked a USING (mechanism) GROUP BY 1, 2)
SELECT h.id, h.unit, k."check",
       CASE WHEN b.strength IS NULL AND d.village IS NULL THEN 4 ELSE coalesce(b.strength, 0) END AS code
FROM denominator h CROSS JOIN (SELECT DISTINCT "check", ledger FROM asked) k
LEFT JOIN best b ON b.household = h.id AND b."check" = k."check"
LEFT JOIN delivered d ON d.village = h.village AND d.ledger = k.ledger
"""

_LOAD = """
INSERT INTO placed
WITH per AS (
    SELECT p.id, c.mechanism, count(DISTINCT c."to") AS households, min(v.village) AS village, count(DISTINCT v.village) AS villages,
           min(t.ancestor) AS town, count(DISTINCT t.ancestor) AS towns, min(r.ancestor) AS county
    FROM CONTACTS_Person_Household c JOIN Person p ON p.id = c."from" JOIN PART_OF_Household_Unit e ON e."from" = c."to" JOIN village_of v ON v.id = e."to"
    JOIN above t ON t.id = v.village AND t.level = 2 JOIN above r ON r.id = v.village AND r.level = 1
    WHERE list_contains($names, c.mechanism) AND c.since <= $day AND c.until > $day AND p.left_on > $day GROUP BY 1, 2)
SELECT $name, CASE WHEN villages = 1 THEN village WHEN towns = 1 THEN town ELSE county END,
       CASE WHEN households BETWEEN $low AND $high THEN 'met' ELSE 'gap' END, count(*)
FROM per GROUP BY ALL
"""

_PRESENCE = """
INSERT INTO placed
SELECT $name, u.id,
       CASE WHEN d.village IS NULL THEN 'unknown' WHEN u.id IN (SELECT unit FROM bodies WHERE list_contains($kinds, kind)) THEN 'met' ELSE 'gap' END, count(*)
FROM Unit u JOIN village_of v ON v.id = u.id LEFT JOIN delivered d ON d.village = v.village AND d.ledger = $ledger
WHERE u.level = $level AND NOT v.virtual AND ($every OR list_contains($units, u.kind)) GROUP BY ALL
"""

_SOCIAL = """
INSERT INTO placed
SELECT $name, v.village, CASE WHEN any_value(d.village) IS NULL THEN 'unknown'
    WHEN count(c."from") >= CASE WHEN any_value(v.kind) IN ('社区', '类似居委会') THEN $city ELSE $country END THEN 'met' ELSE 'gap' END, 1
FROM village_of v LEFT JOIN COVERS_SocialOrganization_Unit c ON c."to" = v.id AND c.since <= $day AND c.until > $day
LEFT JOIN delivered d ON d.village = v.village AND d.ledger = $ledger WHERE NOT v.virtual GROUP BY v.village
"""


_NEEDED = ("PART_OF", "DELIVERED_FOR", "CONTACTS", "MAY_CONTACT", "MEMBER_OF", "COVERS")


def coverage(edition: Edition, scheme: Scheme, day: dt.date) -> pd.DataFrame:
    """check, unit, met, gap, unknown for every unit that has anything to count. Claims are left to `graph.verify`."""
    with duckdb.connect() as sql:
        _views(sql, edition)
        sql.execute(_GROUND)
        _reach(sql, scheme, day)
        bodies = " UNION ALL ".join(
            f'SELECT o.kind, c."to" AS unit FROM {label} o JOIN COVERS_{label}_Unit c ON c."from" = o.id WHERE c.since <= $day AND c.until > $day'
            for label in ("PartyOrganization", "SelfGovernmentBody", "MassOrganization", "Place")
        )
        sql.execute(f"CREATE TEMP TABLE bodies AS {bodies}", {"day": day})
        for check in scheme.checks:
            _other(sql, check, scheme, day)
        states = ", ".join(f"coalesce(sum(n) FILTER (WHERE state = '{s}'), 0)::BIGINT AS \"{s}\"" for s in ("met", "gap", "unknown"))
        return sql.execute(f'SELECT "check", a.ancestor AS unit, {states} FROM placed p JOIN above a ON a.id = p.unit GROUP BY ALL').df()


def _views(sql: duckdb.DuckDBPyConnection, edition: Edition) -> None:
    """A view per label and per edge type and pair (``CONTACTS_Person_Household``); empty where the edition has none."""
    files = {n.label: (edition.folder / "nodes" / f"{n.label}.parquet", node_schema(n.label)) for n in NODES}
    files |= {f"{e.name}_{a}_{b}": (edition.edge_path(e.name, a, b), edge_schema(e.name)) for e in EDGES for a, b in e.pairs if e.name in _NEEDED}
    for name, (path, schema) in files.items():
        sql.register(f"{name}_empty", schema.empty_table())
        sql.execute(f"CREATE VIEW {name} AS SELECT * FROM " + (f"read_parquet('{path.as_posix()}')" if path.exists() else f"{name}_empty"))


def _reach(sql: duckdb.DuckDBPyConnection, scheme: Scheme, day: dt.date) -> None:
    sql.execute(_REACH, {"day": day})
    household_checks = [c for c in scheme.checks if c.kind in ("reach", "assignment")]
    asked = [(c.id, m, c.ledger) for c in household_checks for m in (c.options.get("mechanisms") or c.options.get("cooperatives") or ())]  # type: ignore[attr-defined]
    sql.register("asked", pd.DataFrame(asked, columns=["check", "mechanism", "ledger"]))
    sql.execute(_CODES)
    for check in scheme.checks:
        several = check.options.get("any_of")
        if several:
            text = 'INSERT INTO code SELECT id, unit, $name, max(code) FROM code WHERE list_contains($parts, "check") GROUP BY 1, 2'
            sql.execute(text, {"name": check.id, "parts": several})
        if check.kind == "assignment":
            text = """UPDATE code SET code = 2 WHERE "check" = $name AND code = 6 AND id IN (
                      SELECT c."to" FROM CONTACTS_Person_Household c JOIN Person p ON p.id = c."from"
                      WHERE list_contains($names, c.mechanism) AND c.since <= $day AND c.until > $day AND p.left_on > $day
                      GROUP BY 1 HAVING count(DISTINCT p.id) > 1)"""
            sql.execute(text, {"name": check.id, "names": check.options["mechanisms"], "day": day})
    state = "CASE WHEN code = 6 THEN 'met' WHEN code >= 4 THEN 'unknown' ELSE 'gap' END"
    sql.execute(f'INSERT INTO placed SELECT "check", unit, {state}, count(*) FROM code GROUP BY ALL')


def _other(sql: duckdb.DuckDBPyConnection, check: Check, scheme: Scheme, day: dt.date) -> None:
    options = check.options
    if check.kind == "load":
        sql.execute(_LOAD, {"name": check.id, "names": options["mechanisms"], "low": options["low"], "high": options["high"], "day": day})
    elif check.kind == "presence" and "social" in options:
        norms = options["social"]
        assert isinstance(norms, dict)
        sql.execute(_SOCIAL, {"name": check.id, "ledger": check.ledger, "city": norms["社区"], "country": norms["村"], "day": day})
    elif check.kind == "presence":
        words = scheme.lists.get(str(options.get("list")), ())
        slots = [[w] for w in words] or [s["kinds"] for s in options["slots"]]  # type: ignore[attr-defined]
        wanted = options.get("units") or []
        for kinds in slots:
            given = {"name": check.id, "ledger": check.ledger, "level": options["level"], "kinds": kinds, "every": not wanted, "units": wanted or [""]}
            sql.execute(_PRESENCE, given)


def differences(coverage_: pd.DataFrame, second: pd.DataFrame) -> int:
    """Rows of the audit's coverage (claims apart) that the SQL computed otherwise."""
    mine = coverage_[coverage_["kind"] != "claim"].set_index(["check", "unit_id"])[["met", "gap", "unknown"]]
    other = second.rename(columns={"unit": "unit_id"}).set_index(["check", "unit_id"])
    return int((mine != other.reindex(mine.index).fillna(0)).any(axis=1).sum())
