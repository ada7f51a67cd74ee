"""Figures of checks, in the shape that every page and answer shows: of, met, gap, unknown beside the check's own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from api.results import NotFoundError, Reader, UnitRow

SORTS = {
    "unit": "u.unit",
    "name": "u.name",
    "of": 'c."of"',
    "met": "c.met",
    "gap": "c.gap",
    "unknown": "c.unknown",
    "share": 'c.met / nullif(c."of", 0)',
}
"""What a table of units may be sorted by → SQL; its texts call unit `u` and coverage `c`."""
_SAID = 'k.number, k.id, k.system, k.title, k.kind, k.counts, k.key, k.deepest, k.mechanisms, s.line, s.name AS system_name, c."of", c.met, c.gap, c.unknown'
_FIGURES = f"""SELECT {_SAID} FROM coverage c JOIN checks k ON k.number = c."check" JOIN system s ON s.system = k.system
WHERE c.unit = $unit AND NOT k.silent AND ($system = '' OR k.system = $system) ORDER BY k.number"""
_UNITS = """FROM unit u JOIN coverage c ON c.unit = u.unit WHERE c."check" = $number AND u.unit BETWEEN $first AND $last
AND ($level = -1 OR u.level = $level) AND (NOT $children OR u.parent = $first)"""
_ROW = 'u.unit, u.id, u.code, u.name, u.path, u.kind, u.level, c."of", c.met, c.gap, c.unknown'
_ALL = """FROM coverage c JOIN checks k ON k.number = c."check" JOIN unit u ON u.unit = c.unit
WHERE ($system = '' OR k.system = $system) AND ($id = '' OR k.id = $id) AND ($level = -1 OR u.level = $level) AND u.unit BETWEEN $first AND $last"""
_COVERAGE = f"""SELECT k.system, k.id AS "check", k.kind, u.id AS unit_id, u.code AS unit_code, u.name AS unit_name, u.path AS unit_path, u.level,
c."of", c.met, c.gap, c.unknown {_ALL} ORDER BY k.number, u.unit"""


def figures(reader: Reader, unit: UnitRow, system: str = "") -> list[dict[str, Any]]:
    """The figures of every check that is not silent in one unit, in the scheme's order; of one system where it is named."""
    return reader.rows(_FIGURES, unit=unit.unit, system=system)


def check(reader: Reader, said: str = "", *, deepest: int = 0) -> dict[str, Any] | None:
    """The check of an id; the first key check that reaches level `deepest` where none is named, None where there is none.

    Raises NotFoundError for an id that the scheme has not, or of which nobody delivered a ledger.
    """
    found = reader.one(
        """SELECT number, id, system, title, kind, counts, key, deepest, mechanisms FROM checks
           WHERE NOT silent AND (id = $id OR ($id = '' AND deepest >= $deepest))
           ORDER BY key DESC, kind = 'reach' AND system LIKE 'H%' AND id NOT LIKE '%.%.%' DESC, number LIMIT 1""",
        id=said, deepest=deepest,
    )  # fmt: skip
    if found is None and said:
        raise NotFoundError(f"没有“{said[:60]}”这项检查，或没有任何单位报送它的台账。请从“体系”页选。")
    return found


def of_units(
    reader: Reader, unit: UnitRow, number: int, order: str, size: int, offset: int, *, level: int = -1, children: bool = False
) -> tuple[int, list[dict[str, Any]]]:
    """How many units at or under one have this check, and those of a page; `order` is made of SORTS."""
    given = {"number": number, "first": unit.unit, "last": unit.last, "level": level, "children": children}
    found = reader.rows(
        f"SELECT {_ROW}, count(*) OVER () AS total {_UNITS} ORDER BY {order}, u.unit LIMIT $size OFFSET $offset", **given, size=size, offset=offset
    )
    if found or not offset:
        return (int(found[0]["total"]) if found else 0), found
    return int(reader.value(f"SELECT count(*) {_UNITS}", **given)), []


def coverage(reader: Reader, unit: UnitRow, *, system: str = "", id: str = "", level: int = -1) -> Iterator[pa.RecordBatch]:
    """Rows with the columns of coverage.csv in its order, as they are read."""
    return reader.arrow(_COVERAGE, system=system, id=id, level=level, first=unit.unit, last=unit.last)


def coverage_page(
    reader: Reader, unit: UnitRow, size: int, offset: int, *, system: str = "", id: str = "", level: int = -1
) -> tuple[int, list[dict[str, Any]]]:
    """How many of those rows there are, and those of a page."""
    given = {"system": system, "id": id, "level": level, "first": unit.unit, "last": unit.last}
    return int(reader.value(f"SELECT count(*) {_ALL}", **given)), reader.rows(f"{_COVERAGE} LIMIT $size OFFSET $offset", **given, size=size, offset=offset)


def tiles(reader: Reader, unit: UnitRow, number: int, levels: int = 2) -> list[dict[str, Any]]:
    """A check's figures of a unit and those down to `levels` below it, for a picture: each names its parent."""
    return reader.rows(
        """SELECT u.unit, u.parent, u.name, u.level, c."of", c.met, c.gap, c.unknown FROM unit u JOIN coverage c ON c.unit = u.unit
           WHERE c."check" = $number AND u.unit BETWEEN $first AND $last AND u.level <= $level AND c."of" > 0 ORDER BY u.unit""",
        number=number, first=unit.unit, last=unit.last, level=unit.level + levels,
    )  # fmt: skip
