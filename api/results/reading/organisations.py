"""组织: bodies and places of every label; one with its members, posts, what is above and below, and what it covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from api.reports import words
from api.results import NotFoundError, Reader
from api.results.reading.findings import told, with_links
from api.results.reading.lasting import lasts, serves
from graph.schema import ORGANIZATIONS

LABELS: Mapping[str, str] = {label: words.LABELS[label] for label in (*ORGANIZATIONS, "Place")}
SORTS: Mapping[str, str] = {"unit": "unit", "name": "name", "kind": "kind", "label": "label", "level": "level"}
_ROW = """SELECT b.id, b.label, b.code, b.name, b.kind, b.level, b.founded, b.since, b.until, b.source, b.unit, u.id AS unit_id, u.path AS unit_path
FROM body b LEFT JOIN unit u ON u.unit = b.unit WHERE b.id = $id"""
_MEMBERS = f"""SELECT m.member, m.member_label AS label, coalesce(p.name, h.head, b.name) AS name, h.code, m.role, m.home, m.since, m.until, m.source,
       {lasts("m")} AND {serves("p")} AS lasts
FROM (SELECT * FROM membership WHERE body = $id ORDER BY until NULLS FIRST, member_label, role, source, member LIMIT $size OFFSET $offset) m
LEFT JOIN person p ON p.id = m.member LEFT JOIN household h ON h.id = m.member LEFT JOIN body b ON b.id = m.member
ORDER BY m.until NULLS FIRST, m.member_label, m.role, m.source, m.member"""
_POSTS = f"""SELECT t.person, p.name, t.post, t.duty, t.political, t.ledger, t.since, t.until, t.source, {lasts("t")} AND {serves("p")} AS lasts
FROM post t JOIN person p ON p.id = t.person WHERE t.target = $id ORDER BY t.until NULLS FIRST, t.post, t.source LIMIT 200"""
_NOW = f"FROM membership m LEFT JOIN person p ON p.id = m.member WHERE {lasts('m')} AND {serves('p')}"
_ABOVE = """SELECT e.upper AS id, e.upper_label AS label, b.name, b.kind, e.role, e.since, e.until, e.source FROM under e LEFT JOIN body b ON b.id = e.upper
WHERE e.lower = $id ORDER BY e.until NULLS FIRST, b.name"""
_BELOW = """SELECT e.lower AS id, b.label, b.name, b.kind, e.role, e.since, e.until, e.source FROM under e JOIN body b ON b.id = e.lower
WHERE e.upper = $id ORDER BY e.until NULLS FIRST, b.label, b.name LIMIT 500"""
_BELONGS = """SELECT m.body AS id, b.label, b.name, b.kind, m.role, m.since, m.until, m.source FROM membership m JOIN body b ON b.id = m.body
WHERE m.member = $id ORDER BY m.until NULLS FIRST, b.name LIMIT 200"""
_PAIRS = f"""SELECT r.kind, r.body, a.name AS body_name, r.partner, r.partner_label AS label, coalesce(b.name, n.name) AS partner_name, n.path AS unit_path,
       r.since, r.until, r.source, {lasts("r")} AS lasts
FROM pair r JOIN body a ON a.id = r.body LEFT JOIN body b ON b.id = r.partner LEFT JOIN unit n ON n.id = r.partner
WHERE r.body = $id OR r.partner = $id ORDER BY r.until NULLS FIRST, r.kind, partner_name LIMIT 200"""
_PLACES = """SELECT id, name, kind, source FROM body WHERE label = 'Place' AND unit = $unit AND id <> $id ORDER BY kind, name LIMIT 50"""
_EVENTS = "SELECT id, kind, date, outcome, days, source FROM event WHERE about = $id ORDER BY date DESC NULLS LAST, source LIMIT 100"
_FOUND = "SELECT line FROM finding WHERE subject_kind = $label AND (subject_id = $id OR starts_with(subject_id, $id || '/')) ORDER BY line LIMIT 100"


@dataclass(frozen=True)
class Wanted:
    """Which organisations: of a label, a kind, at a unit or below, with a text in the name or code."""

    label: str = ""
    kind: str = ""
    unit: str = ""
    q: str = ""


def _sought(reader: Reader, wanted: Wanted) -> tuple[str, dict[str, object]]:
    tests, given = [], dict[str, object]()
    if wanted.label:
        label = next((key for key, word in LABELS.items() if wanted.label in (key, word)), "")
        if not label:
            raise NotFoundError(f"没有“{wanted.label[:40]}”这类组织。可用：{'、'.join(LABELS.values())}。")
        tests.append("label = $label")
        given["label"] = label
    if wanted.kind:
        tests.append("kind = $kind")
        given["kind"] = wanted.kind
    if wanted.unit:
        unit = reader.unit(wanted.unit)
        tests.append("unit BETWEEN $unit_first AND $unit_last")
        given |= {"unit_first": unit.unit, "unit_last": unit.last}
    if q := wanted.q.strip():
        tests.append("(contains(name, $q) OR code = $q)")
        given["q"] = q
    return " AND ".join(tests) or "true", given


def counts(reader: Reader, wanted: Wanted) -> dict[str, Any]:
    """`total` in the list, `now`: those in force, and how many of these by `kinds`: label, kind, many."""
    condition, given = _sought(reader, wanted)
    text = f"SELECT label, kind, count(*) AS every, count(*) FILTER ({lasts('b')}) AS many FROM body b WHERE {condition} GROUP BY ALL"
    kinds = reader.rows(f"{text} ORDER BY label, many DESC, kind", **given, day=reader.results.day)
    return {
        "total": sum(one.pop("every") for one in kinds),
        "now": sum(one["many"] for one in kinds),
        "kinds": [one | {"said": LABELS.get(one["label"], one["label"])} for one in kinds],
    }


def kinds(reader: Reader, label: str = "") -> list[dict[str, Any]]:
    """Every kind that the scope has, of a label where one is said: label, kind."""
    condition, given = _sought(reader, Wanted(label=label))
    return reader.rows(f"SELECT label, kind, count(*) AS many FROM body WHERE {condition} GROUP BY ALL ORDER BY label, many DESC, kind", **given)


def listed(reader: Reader, wanted: Wanted, order: str, size: int, offset: int) -> list[dict[str, Any]]:
    """One page, `order` a part of SORTS with its direction; each with the number of its members and who leads it (masked)."""
    condition, given = _sought(reader, wanted)
    rows = reader.rows(
        f"""SELECT b.id, b.label, b.code, b.name, b.kind, b.level, b.founded, b.until, u.id AS unit_id, u.path AS unit_path, {lasts("b")} AS lasts
        FROM (SELECT * FROM body WHERE {condition} ORDER BY {order}, id LIMIT $size OFFSET $offset) b
        LEFT JOIN unit u ON u.unit = b.unit ORDER BY b.{order}, b.id""",
        **given, size=size, offset=offset, day=reader.results.day,
    )  # fmt: skip
    ids = [one["id"] for one in rows]
    members = {one["body"]: one["many"] for one in reader.rows(
        f"SELECT m.body, count(*) AS many {_NOW} AND m.body IN (SELECT unnest($ids::VARCHAR[])) GROUP BY m.body",
        ids=ids, day=reader.results.day)}  # fmt: skip
    heads = {one["target"]: one["names"] for one in reader.rows(
        f"""SELECT t.target, string_agg(DISTINCT p.name, '、' ORDER BY p.name) AS names FROM post t JOIN person p ON p.id = t.person
        WHERE t.target IN (SELECT unnest($ids::VARCHAR[])) AND t.post = '负责人' AND {lasts("t")} AND {serves("p")} GROUP BY t.target""",
        ids=ids, day=reader.results.day)}  # fmt: skip
    return [one | {"said": LABELS.get(one["label"], one["label"]), "members": members.get(one["id"], 0), "head": heads.get(one["id"], "")} for one in rows]


def whole(reader: Reader, wanted: Wanted) -> Iterator[pa.RecordBatch]:
    """Every one that is wanted, in the order of units."""
    condition, given = _sought(reader, wanted)
    return reader.arrow(
        f"""SELECT b.label, b.kind, b.code, b.name, b.level, b.founded, b.until, u.id AS unit_id, u.path AS unit_path,
               (SELECT count(*) {_NOW} AND m.body = b.id) AS members, b.id
        FROM (SELECT * FROM body WHERE {condition}) b LEFT JOIN unit u ON u.unit = b.unit ORDER BY b.unit, b.label, b.id""",
        **given,
        day=reader.results.day,
    )


def organisation(reader: Reader, id: str, size: int = 50, offset: int = 0) -> dict[str, Any]:
    """Everything that is known of an organisation of the scope, names masked; of the members one page. Raises NotFoundError, the same for one outside."""
    row = reader.one(_ROW, id=id)
    if row is None:
        raise NotFoundError(f"没有“{id[:80]}”这个组织。请从组织清单、单元页面或搜索进入。")
    dated = {"id": id, "day": reader.results.day}
    found: dict[str, Any] = {
        **row, "said": LABELS.get(row["label"], row["label"]), "posts": reader.rows(_POSTS, **dated),
        "members": [_unknown(one, "member", "name") for one in reader.rows(_MEMBERS, **dated, size=size, offset=offset)],
        "members_now": reader.value(f"SELECT count(*) {_NOW} AND m.body = $id", **dated),
        "members_total": reader.value("SELECT count(*) FROM membership WHERE body = $id", id=id),
        "above": [_hidden(one) for one in reader.rows(_ABOVE, id=id)],
        "below": reader.rows(_BELOW, id=id),
        "belongs": reader.rows(_BELONGS, id=id),
        "pairs": [_unknown(one, "partner", "partner_name") for one in reader.rows(_PAIRS, **dated)],
        "covers": _covers(reader, id), "events": reader.rows(_EVENTS, id=id),
        "places": reader.rows(_PLACES, id=id, unit=row["unit"]) if row["unit_id"] and row["label"] != "Place" else [],
        "findings": with_links(reader, told(reader, [one["line"] for one in reader.rows(_FOUND, id=id, label=row["label"])])),
    }  # fmt: skip
    if not reader.whole and row["unit_id"] is None:  # it only reaches into the scope: the row that states it is another unit's
        found["source"] = ""
    del found["unit"]
    return found


def _hidden(one: dict[str, Any]) -> dict[str, Any]:
    """An organisation above that lies outside the scope has no name, and no id, which may say the name."""
    return one if one["name"] is not None else one | {"id": "", "name": "本单元范围之外的上级组织", "kind": "", "source": ""}


def _unknown(one: dict[str, Any], id: str, name: str) -> dict[str, Any]:
    """Without its id where it has no name here: it lies outside the scope."""
    return one if one[name] is not None else one | {id: ""}


def _covers(reader: Reader, id: str) -> list[dict[str, Any]]:
    """The units of the scope that it covers, or in which its member households live."""
    found = reader.rows("SELECT unit FROM body_unit WHERE body = $id ORDER BY unit LIMIT 300", id=id)
    units = [reader.results.units[one["unit"]] for one in found]
    return [{"id": u.id, "name": u.name, "path": u.path, "level": u.level} for u in units]
