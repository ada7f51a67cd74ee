"""户: one household, why it counts or not, and the ledger rows that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.reports import words
from api.results import NotFoundError, Reader
from api.results.reading.grounds import grounds
from api.results.reading.lasting import lasts, serves
from api.results.reading.sources import problems
from graph.checks.units import VILLAGE

CONTACT_STATES = {"met": "有效", "ended": "已结束", "contact_left": "联系人已离任、去世或迁出", "not_started": "尚未开始"}
"""The state of one contact in words."""
_MEMBERS = f"""SELECT r.person, p.name, r.relation, r.is_head, p.sex, p.birth_year, p.political, p.left_on, p.left_why, r.since, r.until, r.source,
       {lasts("r")} AS lasts
FROM resident r JOIN person p ON p.id = r.person WHERE r.unit = $unit AND r.household = $id ORDER BY lasts DESC, r.is_head DESC, r.source"""
_CONTACTS = """SELECT c.person, p.name, c.mechanism, c.part, c.since, c.until, c.state, p.left_on, p.left_why, c.source
FROM contact c JOIN person p ON p.id = c.person WHERE c.unit = $unit AND c.household = $id
ORDER BY c.state <> 'met', c.mechanism, c.since DESC NULLS LAST, c.source"""
_CHECKS = """SELECT k.number, k.id AS "check", k.title, k.system, s.name AS system_name, x.state
FROM household_state x JOIN checks k ON k.number = x."check" JOIN system s ON s.system = k.system
WHERE x.unit = $unit AND x.household = $id ORDER BY k.number"""
_WHY = """SELECT "check" AS number, reason, said, hint FROM finding WHERE unit BETWEEN $first AND $last AND subject_id = $id AND subject_kind = 'Household'"""
"""A village's lines lie together within each check: its range is read, not the county."""
_GRIDS = f"""SELECT i.grid, g.code, g.name, g.kind, i.since, i.until, i.source, {lasts("i")} AS lasts FROM in_grid i JOIN grid g ON g.id = i.grid
WHERE i.unit = $unit AND i.household = $id ORDER BY i.until NULLS FIRST, g.name"""
_COOPERATIVES = f"""SELECT m.body, b.name, b.kind, b.label, m.role, m.since, m.until, m.source, {lasts("m")} AS lasts
FROM membership m JOIN body b ON b.id = m.body WHERE m.unit = $unit AND m.member = $id AND m.member_label = 'Household'
ORDER BY m.until NULLS FIRST, b.kind, b.name"""
_ORGANISED = f"""SELECT m.member AS person, p.name, m.body, b.name AS body_name, b.kind, b.label, m.role, m.since, m.until, m.source,
       {" AND ".join((lasts("m"), lasts("r"), lasts("b"), serves("p")))} AS lasts
FROM resident r JOIN membership m ON m.member = r.person AND m.member_label = 'Person' JOIN body b ON b.id = m.body JOIN person p ON p.id = r.person
WHERE r.unit = $unit AND r.household = $id ORDER BY r.is_head DESC, b.kind, b.name"""
_CANDIDATES = """SELECT c.label, CASE WHEN c.label = 'Person' THEN c.id ELSE coalesce(b.id, '') END AS id,
       CASE WHEN c.label = 'Person' THEN c.name ELSE coalesce(b.name, '本单元范围之外的组织') END AS name, c.mechanism, c.source
FROM candidate c LEFT JOIN body b ON b.id = c.id WHERE c.unit = $unit AND c.household = $id ORDER BY c.mechanism, c.source"""
_EVENTS = """SELECT id, kind, date, outcome, days, source, coalesce(date <= $day, true) AS lasts
FROM event WHERE unit = $unit AND about = $id ORDER BY date DESC NULLS LAST, source LIMIT 200"""
_NEAR = f"""SELECT x.person, p.name, x.what, u.id AS unit_id, u.name AS unit_name, u.level, x.since, x.until, x.source
FROM (SELECT person, mechanism AS what, unit, since, until, source FROM contact
      WHERE household IS NULL AND state = 'met' AND unit IN (SELECT unnest($above::INTEGER[]))
      UNION ALL SELECT person, post, unit, since, until, source FROM post
      WHERE target_label = 'Unit' AND unit IN (SELECT unnest($above::INTEGER[])) AND {lasts("post")}) x
JOIN person p ON p.id = x.person JOIN unit u ON u.unit = x.unit WHERE {serves("p")} ORDER BY u.level DESC, x.what, x.source LIMIT 30"""


def household(reader: Reader, id: str) -> dict[str, Any]:
    """Everything that is known of a household of the scope, names masked. Raises NotFoundError, the same for one outside the scope."""
    row = reader.one("SELECT id, code, head, address, kind, counted, unit, since, until, source FROM household WHERE id = $id", id=id)
    if row is None:
        raise NotFoundError(f"没有户“{id[:80]}”。请从单元页面、缺口清单或搜索进入。")
    at = {"id": id, "unit": row["unit"]}
    dated = {**at, "day": reader.results.day}
    units = reader.above(row["unit"])
    found: dict[str, Any] = {
        **row, "units": [{"id": u.id, "name": u.name, "path": u.path, "level": u.level} for u in units], "unit_path": units[-1].path if units else "",
        "counted_why": "计入应覆盖户数" if row["counted"] else f"不计入应覆盖户数：登记为“{row['kind']}”",
        "members": reader.rows(_MEMBERS, **dated), "contacts": _contacts(reader, at), "grids": reader.rows(_GRIDS, **dated),
        "cooperatives": reader.rows(_COOPERATIVES, **dated), "organised": reader.rows(_ORGANISED, **dated), "candidates": reader.rows(_CANDIDATES, **at),
        "events": reader.rows(_EVENTS, **dated), "near": reader.rows(_NEAR, above=[u.unit for u in units if u.level >= VILLAGE], day=reader.results.day),
    }  # fmt: skip
    _numbered(found)
    found["checks"] = _checks(reader, at, found)
    hints = [one["hint"] for one in found["checks"]]
    parts = ("members", "contacts", "grids", "cooperatives", "organised", "candidates", "events")
    sources = [row["source"], *hints, *(one["source"] for part in parts for one in found[part])]
    found["problems"] = problems(reader, sources)
    return found


def _contacts(reader: Reader, at: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one | {"said": CONTACT_STATES.get(one["state"], one["state"])} for one in reader.rows(_CONTACTS, **at)]


def _numbered(found: Mapping[str, Any]) -> None:
    """Number what can be evidence, so that a check can say by which it counts."""
    number = 0
    for part in ("contacts", "cooperatives", "organised", "grids", "events", "candidates"):
        for one in found[part]:
            number += 1
            one["n"] = number


def _checks(reader: Reader, at: Mapping[str, Any], found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every check that asks the household: its state, the reason in words, and the numbers of the evidence."""
    village = next((u for u in reader.above(at["unit"]) if u.level >= VILLAGE), reader.top)
    why = {one["number"]: one for one in reader.rows(_WHY, id=at["id"], first=village.unit, last=village.last)}
    rows = reader.rows(_CHECKS, **at)
    states = {one["check"]: one["state"] for one in rows}
    scheme = reader.results.scheme
    for one in rows:
        known = why.get(one.pop("number"), {})
        one["reason"], one["hint"] = known.get("reason", ""), known.get("hint", "")
        one["said"] = known.get("said", "")
        one["told"] = words.STATES.get(one["state"], one["state"])
        one["by"] = grounds(scheme, one["check"], one["state"], one["reason"], states, found)
    return rows
