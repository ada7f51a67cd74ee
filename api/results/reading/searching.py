"""搜索: units, households by 户号, organisations by name; persons and heads by their names only for who may see them."""

from __future__ import annotations

from typing import Any

from api.results import Reader
from api.results.reading.organisations import LABELS

MOST = 20
"""Of each sort; one more is asked for, to say that there are more."""
_UNITS = """SELECT id, code, name, path, kind, level FROM unit WHERE contains(name, $q) OR code = $q OR path = $q
ORDER BY name <> $q AND code <> $q, level, unit LIMIT $most"""
_HOUSEHOLDS = """SELECT h.id, h.code, h.head, h.address, u.path AS unit_path
FROM (SELECT * FROM household WHERE code <> '' AND (starts_with(code, $q) OR ltrim(code, '0') = $short)
      ORDER BY code <> $q, length(code), unit, id LIMIT $most) h
JOIN unit u ON u.unit = h.unit ORDER BY h.code <> $q, length(h.code), h.unit, h.id"""
_BODIES = """SELECT b.id, b.label, b.name, b.kind, u.path AS unit_path
FROM (SELECT * FROM body WHERE contains(name, $q) OR code = $q ORDER BY name <> $q, length(name), unit, id LIMIT $most) b
LEFT JOIN unit u ON u.unit = b.unit ORDER BY b.name <> $q, length(b.name), b.unit, b.id"""
_PERSONS = """SELECT p.id, p.name, p.sex, p.birth_year, p.left_why, any_value(h.address) AS address, any_value(u.path) AS unit_path
FROM person p LEFT JOIN resident r ON r.person = p.id LEFT JOIN household h ON h.id = r.household LEFT JOIN unit u ON u.unit = r.unit
WHERE p.id IN (SELECT unnest($ids::VARCHAR[])) AND ($place = '' OR contains(u.path, $place)) GROUP BY p.id, p.name, p.sex, p.birth_year, p.left_why
ORDER BY unit_path, p.id LIMIT $most"""


def search(reader: Reader, q: str) -> dict[str, Any]:
    """What a text may mean, at most MOST of each sort (`more` says of which there are more)."""
    said = q.strip()
    empty: dict[str, Any] = {"units": [], "households": [], "organisations": []}
    found = _found(reader, said) if said else empty
    for one in found["organisations"]:
        one["said"] = LABELS.get(one["label"], one["label"])
    return _cut(found)


def persons(reader: Reader, said: str) -> dict[str, Any]:
    """The scope's persons of just this name (behind a space: who live in a unit so called), names masked.

    It asks schema `plain`: whoever calls it asked whether the account may, and notes what is found.
    """
    name, place = (*said.split(maxsplit=1), "", "")[:2]
    found = reader.named(name) if name else []
    return _cut({"persons": reader.rows(_PERSONS, ids=found, place=place.strip(), most=MOST + 1) if found else []})


def _found(reader: Reader, said: str) -> dict[str, Any]:
    number = said if said.isascii() and said.isalnum() else ""
    return {
        "units": reader.rows(_UNITS, q=said.strip("/"), most=MOST + 1),
        "households": reader.rows(_HOUSEHOLDS, q=number, short=number.lstrip("0") or number, most=MOST + 1) if number else [],
        "organisations": reader.rows(_BODIES, q=said, most=MOST + 1),
    }


def _cut(found: dict[str, Any]) -> dict[str, Any]:
    return {part: rows[:MOST] for part, rows in found.items()} | {"more": [part for part, rows in found.items() if len(rows) > MOST]}
