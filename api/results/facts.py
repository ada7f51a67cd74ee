"""What the edition holds, as tables with units by their number in tree order; names masked, the plain ones apart."""

from __future__ import annotations

import datetime as dt

import duckdb
import pyarrow as pa

from graph.edition import Edition
from graph.gaps import masked
from graph.schema import ORGANIZATIONS
from graph.verify.database import tables


def write(sql: duckdb.DuckDBPyConnection, edition: Edition, day: dt.date) -> None:
    """Make every table that comes from the edition. The tables of `answers` are there already."""
    tables(sql, edition)
    sql.execute("CREATE TEMP MACRO told(d) AS CASE WHEN d IN (DATE '0001-01-01', DATE '9999-12-31') THEN NULL ELSE d END")
    sql.execute(f"CREATE TEMP MACRO today() AS DATE '{day.isoformat()}'")
    sql.execute("CREATE TEMP MACRO lasts(a, b) AS a <= today() AND b > today()")
    for table, label, name in (("household", "Household", "head"), ("person", "Person", "name")):
        names = edition.nodes(label, ["id", name])
        sql.register("_names", pa.table({"id": names["id"], "plain": names[name], "masked": masked(names[name])}))
        sql.execute(f"CREATE TEMP TABLE names_{table} AS SELECT * FROM _names")
        sql.unregister("_names")
    for text in _TEXTS:
        sql.execute(text)
    views = sql.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary").fetchall()
    for (name,) in views:  # they name the edition's own files
        sql.execute(f'DROP VIEW "{name}"')


_BODY = " UNION ALL ".join(
    f"SELECT id, '{label}' AS label, code, name, kind, level, told(founded) AS founded, since, until, source FROM ever_{label.lower()}"
    for label in ORGANIZATIONS
)
# A view of edges calls the labels that it joins source and target, so the ledger row is its source_1.
_DATED = "told(e.since) AS since, told(e.until) AS until"

_TEXTS = (
    # units, households, grids
    "CREATE TEMP TABLE number AS SELECT id, unit FROM whole.unit",
    """CREATE TEMP TABLE home AS
       SELECT h.id, coalesce(min(n.unit), 0)::INTEGER AS unit FROM ever_household h
       LEFT JOIN ever_part_of p ON p."from" = h.id AND p.source = 'Household' AND lasts(p.since, p.until) LEFT JOIN number n ON n.id = p."to"
       WHERE lasts(h.since, h.until) GROUP BY h.id""",
    """CREATE TABLE whole.household AS
       SELECT h.id, h.code, m.masked AS head, h.address, h.kind, h.counted, home.unit, told(h.since) AS since, told(h.until) AS until, h.source
       FROM ever_household h JOIN home USING (id) JOIN names_household m USING (id) ORDER BY home.unit, h.code, h.id""",
    "CREATE TABLE plain.household AS SELECT h.id, m.plain AS head FROM whole.household h JOIN names_household m USING (id)",
    """CREATE TABLE whole.household_state AS
       SELECT h.id AS household, a."check", a.state, home.unit FROM asked a JOIN asked_household h ON h.place = a.place JOIN home ON home.id = h.id
       ORDER BY home.unit, h.id, a."check" """,
    f"""CREATE TABLE whole.in_grid AS
       SELECT e."from" AS household, e."to" AS grid, home.unit, {_DATED}, e.source_1 AS source
       FROM ever_in_grid e JOIN home ON home.id = e."from" ORDER BY home.unit""",
    """CREATE TEMP TABLE grid_above AS
       WITH RECURSIVE up(grid, above) AS (
           SELECT id, id FROM ever_grid
           UNION SELECT up.grid, p."to" FROM up JOIN ever_part_of p
               ON p."from" = up.above AND p.source = 'Grid' AND p.target = 'Grid' AND lasts(p.since, p.until))
       SELECT up.grid, min(n.unit) AS unit FROM up JOIN ever_part_of p ON p."from" = up.above AND p.source = 'Grid' AND p.target = 'Unit'
           AND lasts(p.since, p.until) JOIN number n ON n.id = p."to" GROUP BY up.grid""",
    """CREATE TABLE whole.grid AS
       SELECT g.id, g.code, g.name, g.kind, coalesce(u.unit, low.unit, 0)::INTEGER AS unit FROM ever_grid g LEFT JOIN grid_above u ON u.grid = g.id
       LEFT JOIN (SELECT grid, min(unit) AS unit FROM whole.in_grid GROUP BY grid) low ON low.grid = g.id
       WHERE lasts(g.since, g.until) ORDER BY 5, g.id""",
    # organisations: where they are is what they cover, else where the households that belong to them live
    f"CREATE TEMP TABLE bodies AS {_BODY} UNION ALL SELECT id, 'Place', '', name, kind, 0, NULL, since, until, source FROM ever_place",
    """CREATE TEMP TABLE covered AS
       SELECT DISTINCT e."from" AS body, coalesce(n.unit, g.unit)::INTEGER AS unit, lasts(e.since, e.until) AS now FROM ever_covers e
       LEFT JOIN number n ON n.id = e."to" LEFT JOIN whole.grid g ON g.id = e."to" WHERE coalesce(n.unit, g.unit) IS NOT NULL""",
    """CREATE TEMP TABLE belonging AS
       SELECT DISTINCT m."to" AS body, home.unit FROM ever_member_of m JOIN home ON home.id = m."from" WHERE m.source = 'Household'""",
    """CREATE TABLE whole.body AS
       SELECT b.id, b.label, b.code, b.name, b.kind, b.level, b.founded, coalesce(c.unit, m.unit, 0)::INTEGER AS unit, told(b.since) AS since,
              told(b.until) AS until, b.source
       FROM bodies b LEFT JOIN (SELECT body, coalesce(min(unit) FILTER (now), min(unit)) AS unit FROM covered GROUP BY body) c ON c.body = b.id
       LEFT JOIN (SELECT body, min(unit) AS unit FROM belonging GROUP BY body) m ON m.body = b.id ORDER BY 8, b.label, b.id""",
    """CREATE TABLE whole.body_unit AS
       SELECT DISTINCT body, unit
       FROM (SELECT body, unit FROM covered UNION ALL FROM belonging UNION ALL SELECT id AS body, unit FROM whole.body) ORDER BY unit, body""",
    f"""CREATE TABLE whole.under AS
       SELECT e."from" AS lower, e.source AS lower_label, e."to" AS upper, e.target AS upper_label, e.role, {_DATED}, e.source_1 AS source
       FROM ever_under e ORDER BY lower""",
    f"""CREATE TABLE whole.membership AS
       SELECT e."from" AS member, e.source AS member_label, e."to" AS body, e.target AS body_label, e.role, e.home, {_DATED},
              coalesce(home.unit, b.unit)::INTEGER AS unit, e.source_1 AS source
       FROM ever_member_of e JOIN whole.body b ON b.id = e."to" LEFT JOIN home ON home.id = e."from" AND e.source = 'Household' ORDER BY 9, body, member""",
    # a cell that says two posts of one name is two edges
    f"""CREATE TABLE whole.post AS
       SELECT DISTINCT e."from" AS person, e."to" AS target, e.target AS target_label, e.post, e.duty, e.political, e.ledger, {_DATED},
              coalesce(b.unit, g.unit, n.unit)::INTEGER AS unit, e.source_1 AS source
       FROM ever_holds_post e LEFT JOIN whole.body b ON b.id = e."to" LEFT JOIN whole.grid g ON g.id = e."to" LEFT JOIN number n ON n.id = e."to"
       WHERE coalesce(b.unit, g.unit, n.unit) IS NOT NULL ORDER BY 10, target, person""",
    f"""CREATE TABLE whole.pair AS
       SELECT e."from" AS body, e."to" AS partner, e.target AS partner_label, e.kind, {_DATED}, b.unit, e.source_1 AS source
       FROM ever_paired_with e JOIN whole.body b ON b.id = e."from" ORDER BY b.unit, body""",
    # persons
    """CREATE TABLE whole.person AS
       SELECT p.id, m.masked AS name, p.sex, p.birth_year, p.ethnic, p.education, p.political, told(p.left_on) AS left_on, p.left_why, p.source
       FROM ever_person p JOIN names_person m USING (id) ORDER BY p.id""",
    "CREATE TABLE plain.person AS SELECT id, plain AS name FROM names_person ORDER BY id",
    f"""CREATE TABLE whole.resident AS
       SELECT e."from" AS person, e."to" AS household, home.unit, e.relation, e.is_head, {_DATED}, e.source_1 AS source
       FROM ever_lives_in e JOIN home ON home.id = e."to" ORDER BY home.unit, household, is_head DESC, person""",
    f"""CREATE TABLE whole.contact AS
       SELECT e."from" AS person, CASE WHEN e.target = 'Household' THEN e."to" END AS household, coalesce(home.unit, n.unit)::INTEGER AS unit, e.mechanism,
              e.part, {_DATED},
              CASE WHEN e.until <= today() THEN 'ended' WHEN p.left_on <= today() THEN 'contact_left' WHEN e.since > today() THEN 'not_started'
                   ELSE 'met' END AS state, e.source_1 AS source
       FROM ever_contacts e JOIN ever_person p ON p.id = e."from" LEFT JOIN home ON home.id = e."to" AND e.target = 'Household'
       LEFT JOIN number n ON n.id = e."to" AND e.target = 'Unit' WHERE coalesce(home.unit, n.unit) IS NOT NULL
       ORDER BY 3, 2, e.mechanism, e.source_1""",
    """CREATE TABLE whole.load_of AS
       SELECT person, mechanism, count(DISTINCT household) AS households FROM whole.contact
       WHERE state = 'met' AND household IS NOT NULL GROUP BY ALL ORDER BY person, mechanism""",
    "CREATE TABLE whole.mechanism AS SELECT mechanism, count(*) AS contacts FROM whole.contact GROUP BY mechanism ORDER BY mechanism",
    """CREATE TABLE whole.candidate AS
       SELECT e."to" AS household, home.unit, e.source AS label, e."from" AS id, coalesce(m.masked, b.name) AS name, e.mechanism, e.source_1 AS source
       FROM ever_may_contact e JOIN home ON home.id = e."to" LEFT JOIN names_person m ON m.id = e."from" LEFT JOIN whole.body b ON b.id = e."from"
       ORDER BY home.unit, household""",
    f"""CREATE TABLE whole.listed AS
       SELECT e."from" AS person, n.unit, e.roster, {_DATED}, e.source_1 AS source FROM ever_listed_in e JOIN number n ON n.id = e."to" ORDER BY n.unit""",
    """CREATE TABLE whole.event AS
       SELECT v.id, v.kind, told(v.date) AS date, v.outcome, v.days, e."to" AS about, e.target AS about_label,
              coalesce(home.unit, n.unit, b.unit, g.unit)::INTEGER AS unit, v.source
       FROM ever_event v JOIN ever_about e ON e."from" = v.id LEFT JOIN home ON home.id = e."to" LEFT JOIN number n ON n.id = e."to"
       LEFT JOIN whole.body b ON b.id = e."to" LEFT JOIN whole.grid g ON g.id = e."to"
       WHERE coalesce(home.unit, n.unit, b.unit, g.unit) IS NOT NULL AND v.until > today() AND e.until > today() ORDER BY 8, v.date, v.id""",
    """CREATE TABLE whole.person_unit AS
       SELECT DISTINCT person, unit FROM (
           SELECT person, unit FROM whole.resident UNION ALL SELECT person, unit FROM whole.contact UNION ALL SELECT person, unit FROM whole.post
           UNION ALL SELECT person, unit FROM whole.listed UNION ALL SELECT member, unit FROM whole.membership WHERE member_label = 'Person'
           UNION ALL SELECT id, unit FROM whole.candidate WHERE label = 'Person') ORDER BY unit, person""",
)
