"""The second computation: `of` and `met` of every check for the whole county, in SQL over the edition's Parquet.

The embedded engine answers some texts wrongly and says nothing, so nothing is written before both ways agree (design,
section 8). This file shares no code with the checks: only the declarations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from graph.edition import Edition
from graph.schema import edge_schema, node_schema
from graph.scheme import Check, Scheme


def verify(edition: Edition, scheme: Scheme, as_of: dt.date, lists: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """check, of, met of the county for each check of the scheme."""
    with duckdb.connect() as sql:
        tables(sql, edition)
        for statement in _GROUND:
            sql.execute(statement, {"day": as_of} if "$day" in statement else None)
        figures = [(c.id, *_Figures(sql, scheme, as_of, lists).of(c)) for c in scheme.checks]
    return pd.DataFrame(figures, columns=["check", "of", "met"])


def tables(sql: duckdb.DuckDBPyConnection, edition: Edition) -> None:
    """A view per label and per edge type and pair that a check may need (``CONTACTS_Person_Household``), and the claims' places.

    What the edition has no rows of is empty.
    """
    for label in _LABELS:
        sql.register(f"{label}_empty", node_schema(label).empty_table())
        _view(sql, label, edition.folder / "nodes" / f"{label}.parquet", f"{label}_empty")
    for name, source, target in _EDGES:
        sql.register(f"{name}_empty", edge_schema(name).empty_table())
        _view(sql, f"{name}_{source}_{target}", edition.edge_path(name, source, target), f"{name}_empty")
    sql.register("claim_places", edition.table("claims").select(["id", "unit_id"]))


def _view(sql: duckdb.DuckDBPyConnection, name: str, path: Path, empty: str) -> None:
    quoted = path.as_posix().replace("'", "''")
    sql.execute(f"CREATE VIEW {name} AS SELECT * FROM " + (f"read_parquet('{quoted}')" if path.exists() else empty))


_BODIES = ("PartyOrganization", "SelfGovernmentBody", "MassOrganization", "Place", "SocialOrganization")
_LABELS = (*_BODIES, "Unit", "Household", "Person", "Cooperative", "Grid", "Delivery", "Claim")
_EDGES = (
    *(("COVERS", body, "Unit") for body in _BODIES),
    ("PART_OF", "Unit", "Unit"),
    ("PART_OF", "Household", "Unit"),
    ("IN_GRID", "Household", "Grid"),
    ("CONTACTS", "Person", "Household"),
    ("MEMBER_OF", "Household", "Cooperative"),
    ("HOLDS_POST", "Person", "Grid"),
    ("DELIVERED_FOR", "Delivery", "Unit"),
    *(("CLAIMED_FOR", "Claim", label) for label in ("Unit", "Grid", "Person")),
)
_GROUND = (
    """
    CREATE TABLE above AS
    WITH RECURSIVE up AS (
        SELECT id, id AS ancestor FROM Unit
        UNION ALL
        SELECT up.id, e."to" FROM up JOIN PART_OF_Unit_Unit e ON e."from" = up.ancestor
    )
    SELECT up.id, up.ancestor, u.level FROM up JOIN Unit u ON u.id = up.ancestor
    """,
    """
    CREATE TABLE virtual AS
    SELECT DISTINCT a.id FROM above a JOIN Unit v ON v.id = a.ancestor
    WHERE a.level = 3 AND length(v.code) = 12 AND (v.code LIKE '%498' OR v.code LIKE '%598')
    """,
    """
    CREATE TABLE delivered AS
    WITH given AS (SELECT DISTINCT d.ledger, f."to" AS village FROM Delivery d JOIN DELIVERED_FOR_Delivery_Unit f ON f."from" = d.id)
    SELECT g.ledger, a.id FROM given g JOIN above a ON a.ancestor = g.village
    UNION
    SELECT g.ledger, a.ancestor FROM given g JOIN above a ON a.id = g.village WHERE a.level < 3
    """,
    """
    CREATE TABLE counting AS
    SELECT c."from" AS person, c."to" AS household, c.mechanism
    FROM CONTACTS_Person_Household c JOIN Person p ON p.id = c."from"
    WHERE c.since <= $day AND c.until > $day AND p.left_on > $day
    """,
    """
    CREATE TABLE member AS
    SELECT m."from" AS household, o.kind FROM MEMBER_OF_Household_Cooperative m JOIN Cooperative o ON o.id = m."to" WHERE m.since <= $day AND m.until > $day
    """,
    "CREATE TABLE body AS "
    + " UNION ALL ".join(
        f"""SELECT '{label}' AS label, o.kind, c."to" AS unit FROM {label} o
        JOIN COVERS_{label}_Unit c ON c."from" = o.id WHERE c.since <= $day AND c.until > $day"""
        for label in _BODIES
    ),
    """
    CREATE TABLE held AS
    SELECT h."to" AS grid, h.post, p.id AS person, list(h.political) AS said
    FROM HOLDS_POST_Person_Grid h JOIN Person p ON p.id = h."from"
    WHERE h.since <= $day AND h.until > $day AND p.left_on > $day GROUP BY ALL
    """,
    "CREATE TABLE counted AS SELECT id FROM Household WHERE counted",
)

_HOUSEHOLDS = "SELECT count(*), count(*) FILTER (WHERE id IN (SELECT household FROM met)) FROM counted"
_ASSIGNED = "SELECT household FROM counting WHERE list_contains($mechanisms, mechanism) GROUP BY household HAVING count(DISTINCT person) = 1"
_REACHED = """
SELECT household FROM counting WHERE list_contains($mechanisms, mechanism)
UNION
SELECT household FROM member WHERE list_contains($kinds, kind)
"""
_LOAD = """
WITH per AS (SELECT count(DISTINCT household) AS n FROM counting WHERE list_contains($mechanisms, mechanism) GROUP BY person, mechanism)
SELECT count(*), count(*) FILTER (WHERE n BETWEEN $low AND $high) FROM per
"""
_STAFFING = """
SELECT count(*), count(*) FILTER (WHERE (id, post) IN (SELECT (grid, post) FROM held)) FROM (SELECT id, unnest($posts) AS post FROM Grid)
"""
_SHARE = "SELECT count(*), count(*) FILTER (WHERE list_has_any(said, $political)) FROM held WHERE list_contains($posts, post)"
_SUBJECTS = """
SELECT u.id, u.kind, u.id IN (SELECT id FROM delivered WHERE ledger = $ledger) AS delivered
FROM Unit u WHERE u.level = $level AND u.id NOT IN (SELECT id FROM virtual) AND ($every OR list_contains($units, u.kind))
"""
_SLOT = f"""
WITH subject AS ({_SUBJECTS})
SELECT count(*), count(*) FILTER (WHERE delivered AND id IN (
    SELECT unit FROM body WHERE label <> 'SocialOrganization' AND list_contains($kinds, kind)))
FROM subject
"""
_SOCIAL = f"""
WITH subject AS ({_SUBJECTS}),
     numbers AS (SELECT a.ancestor AS id, count(*) AS n FROM body b JOIN above a ON a.id = b.unit WHERE b.label = 'SocialOrganization' GROUP BY 1)
SELECT count(*), count(*) FILTER (WHERE delivered AND coalesce(n, 0) >= $least) FROM subject LEFT JOIN numbers USING (id)
"""
_CLAIMS = {
    "联户户数": """LEFT JOIN CLAIMED_FOR_Claim_Person f ON f."from" = q.id
        LEFT JOIN (SELECT DISTINCT "from" AS person, "to" AS subject, part FROM CONTACTS_Person_Household) x ON x.person = f."to" AND x.part = q.part""",
    "网格户数": """LEFT JOIN CLAIMED_FOR_Claim_Grid f ON f."from" = q.id
        LEFT JOIN (SELECT g."to" AS grid, c.id AS subject FROM IN_GRID_Household_Grid g JOIN counted c ON c.id = g."from") x ON x.grid = f."to" """,
    "总户数": """LEFT JOIN CLAIMED_FOR_Claim_Unit f ON f."from" = q.id
        LEFT JOIN (SELECT a.ancestor, c.id AS subject FROM PART_OF_Household_Unit e JOIN counted c ON c.id = e."from"
                   JOIN above a ON a.id = e."to") x ON x.ancestor = f."to" """,
}
_CLAIM = """
WITH per AS (
    SELECT q.id, q.value, q.qualifier, count(DISTINCT x.subject) AS n
    FROM Claim q {joins}
    WHERE q.measure = $measure AND f."to" IS NOT NULL AND q.id IN (SELECT id FROM claim_places WHERE unit_id IN (SELECT id FROM Unit))
    GROUP BY ALL
)
SELECT count(*), count(*) FILTER (WHERE CASE
    WHEN regexp_matches(qualifier, '以上|不低于|不少于|至少|超过|达') THEN n >= value
    WHEN regexp_matches(qualifier, '约|近|左右|余|多') THEN 10 * abs(n - value) <= value
    ELSE n = value END)
FROM per
"""


class _Figures:
    """`of` and `met` of one check at a time."""

    def __init__(self, sql: duckdb.DuckDBPyConnection, scheme: Scheme, day: dt.date, lists: Mapping[str, Sequence[str]]) -> None:
        self.sql, self.scheme, self.day, self.lists = sql, scheme, day, lists

    def of(self, check: Check) -> tuple[int, int]:
        said = {k: v for k, v in check.options.items() if k in ("mechanisms", "low", "high", "posts", "political", "measure")}
        if check.kind == "reach":
            return self._one(f"WITH met AS ({_REACHED}) {_HOUSEHOLDS}", mechanisms=self._words(check, "mechanisms"), kinds=self._words(check, "cooperatives"))
        if check.kind == "assignment":
            return self._one(f"WITH met AS ({_ASSIGNED}) {_HOUSEHOLDS}", **said)
        if check.kind == "presence":
            return self._presence(check)
        if check.kind == "claim":
            return self._one(_CLAIM.format(joins=_CLAIMS[str(said["measure"])]), **said)
        return self._one({"load": _LOAD, "staffing": _STAFFING, "share": _SHARE}[check.kind], **said)

    def _words(self, check: Check, option: str) -> list[str]:
        """An option of a check and of the checks it is made of."""
        parts = [w for c in _listed(check.options.get("any_of")) for w in self._words(self.scheme.check(c), option)]
        return [*_listed(check.options.get(option)), *parts]

    def _presence(self, check: Check) -> tuple[int, int]:
        options = check.options
        about = {"ledger": check.ledger, "level": options["level"], "every": "units" not in options, "units": _kinds(_listed(options.get("units")))}
        social = options.get("social")
        if isinstance(social, dict):
            return _sum(self._one(_SOCIAL, **{**about, "every": False, "units": _kinds([word]), "least": least}) for word, least in social.items())
        slots = options.get("slots")
        kinds = [_listed(s["kinds"]) for s in slots] if isinstance(slots, list) else [[w] for w in self.lists.get(str(options["list"]), ())]
        return _sum(self._one(_SLOT, **about, kinds=one) for one in kinds)

    def _one(self, text: str, **parameters: object) -> tuple[int, int]:
        row = self.sql.execute(text, parameters).fetchone()
        assert row is not None
        return int(row[0]), int(row[1])


def _listed(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else []


def _kinds(words: Sequence[str]) -> list[str]:
    """A 类似村委会 is a 村, a 类似居委会 a 社区."""
    return [*words, *({"村": "类似村委会", "社区": "类似居委会"}[w] for w in words if w in ("村", "社区"))]


def _sum(figures: Iterable[tuple[int, int]]) -> tuple[int, int]:
    pairs = list(figures)
    return sum(of for of, _ in pairs), sum(met for _, met in pairs)
