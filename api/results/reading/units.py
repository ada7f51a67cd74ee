"""What a unit holds: the units below it, its households, grids, bodies, posts and contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.results import Reader, UnitRow
from api.results.reading.lasting import lasts, serves

VILLAGE = 3
HOUSEHOLDS = {"code": "h.code", "unit": "h.unit", "head": "h.head", "address": "h.address"}
GRIDS = {"name": "g.name", "kind": "g.kind", "households": "households", "of": 'c."of"', "met": "c.met", "gap": "c.gap", "unknown": "c.unknown"}
BODIES = {"name": "b.name", "kind": "b.kind", "label": "b.label", "unit": "b.unit"}
POSTS = {"unit": "p.unit", "post": "p.post"}
CONTACTS = {"mechanism": "c.mechanism", "here": "c.here", "load": "l.households"}
"""What each list may be sorted by → SQL."""
_HERE = "unit BETWEEN $first AND $last"
_POST = f"({lasts('p')} AND {serves('n')})"


def about(reader: Reader, unit: UnitRow) -> dict[str, Any]:
    """A unit's own words, and how many of each thing are in force at or under it."""
    row = reader.one(
        f"""SELECT u.id, u.code, u.name, u.path, u.kind, u.level, u.urban_rural, u.virtual,
            (SELECT count(*) FROM unit WHERE parent = $first) AS children, (SELECT count(*) FROM household WHERE {_HERE}) AS households,
            (SELECT count(*) FROM grid WHERE {_HERE}) AS grids, (SELECT count(*) FROM body b WHERE {_HERE} AND {lasts("b")}) AS bodies,
            (SELECT count(*) FROM post p LEFT JOIN person n ON n.id = p.person WHERE p.{_HERE} AND {_POST}) AS posts,
            (SELECT count(DISTINCT person) FROM contact WHERE {_HERE} AND state = 'met') AS contacts,
            (SELECT count(*) FROM problem WHERE {_HERE}) AS problems
            FROM unit u WHERE u.unit = $first""",
        first=unit.unit, last=unit.last, day=reader.results.day,
    )  # fmt: skip
    assert row is not None
    return row


def tree(reader: Reader, number: int | None) -> list[dict[str, Any]]:
    """The units of the scope down to the villages (in a village: its own), in tree order, each with its figures of one check where it has them.

    `depth` counts from the scope's top; `opens`: units below it follow; `closes`: how many of those above it end with it.
    """
    deepest = max(VILLAGE, reader.top.level + 1)
    rows = reader.rows(
        """SELECT u.unit, u.last, u.id, u.code, u.name, u.kind, u.level, u.virtual, c."of", c.met, c.gap, c.unknown
           FROM unit u LEFT JOIN coverage c ON c.unit = u.unit AND c."check" = $number WHERE u.level <= $deepest ORDER BY u.unit""",
        number=-1 if number is None else number, deepest=deepest,
    )  # fmt: skip
    above: list[int] = []
    for row, following in zip(rows, [*(r["unit"] for r in rows[1:]), reader.top.last + 1], strict=True):
        row["depth"], row["opens"] = len(above), following <= row["last"]
        if row["opens"]:
            above.append(row["last"])
        ended = [last for last in above if last < following]
        row["closes"] = len(ended)
        del above[len(above) - len(ended) :]
    return rows


def listed(reader: Reader, q: str, level: int, size: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Units whose name, code or path has a text; how many, and those of a page in tree order."""
    where = "WHERE ($q = '' OR contains(lower(concat_ws(' ', u.name, u.code, u.path)), lower($q))) AND ($level = -1 OR u.level = $level)"
    found = reader.rows(
        f"""SELECT u.unit, u.id, u.code, u.name, u.path, u.kind, u.level, u.virtual, count(*) OVER () AS total FROM unit u {where}
            ORDER BY u.unit LIMIT $size OFFSET $offset""",
        q=q, level=level, size=size, offset=offset,
    )  # fmt: skip
    return _total(reader, f"FROM unit u {where}", found, offset, q=q, level=level), found


def households(
    reader: Reader, unit: UnitRow, keys: Sequence[int], order: str, size: int, offset: int, *, number: int = -1, state: str = "", q: str = ""
) -> tuple[int, list[dict[str, Any]]]:
    """The households of a unit; `states`: of each check of `keys` that asks it, number → state.

    With `state` only those that the check `number` finds so; with `q` those whose 户号, address or (masked) head has the text.
    """
    where = f"WHERE h.{_HERE} AND ($q = '' OR contains(lower(concat_ws(' ', h.code, h.head, h.address)), lower($q)))"
    if state:
        where += f' AND h.id IN (SELECT household FROM household_state WHERE "check" = $number AND state = $state AND {_HERE})'
    given = {"first": unit.unit, "last": unit.last, "q": q} | ({"number": number, "state": state} if state else {})
    found = reader.rows(
        f"""SELECT h.id, h.code, h.head, h.address, h.kind, h.counted, h.unit, u.name AS unit_name, u.id AS unit_id, count(*) OVER () AS total
            FROM household h JOIN unit u ON u.unit = h.unit {where} ORDER BY {order}, h.id LIMIT $size OFFSET $offset""",
        **given, size=size, offset=offset,
    )  # fmt: skip
    states: dict[str, dict[int, str]] = {row["id"]: {} for row in found}
    units = [row["unit"] for row in found]
    if found and keys:
        for row in reader.rows(
            f"""SELECT household, "check", state FROM household_state WHERE {_HERE} AND household IN (SELECT unnest($ids))
                AND "check" IN (SELECT unnest($keys))""",
            ids=list(states), keys=list(keys), first=min(units), last=max(units),
        ):  # fmt: skip
            states[row["household"]][row["check"]] = row["state"]
    return _total(reader, f"FROM household h {where}", found, offset, **given), [{**row, "states": states[row["id"]]} for row in found]


def household_checks(reader: Reader) -> list[dict[str, Any]]:
    """The key checks that ask households: number, id, title."""
    return reader.rows('SELECT number, id, title FROM checks WHERE key AND NOT silent AND number IN (SELECT "check" FROM household_state) ORDER BY number')


def grids(reader: Reader, unit: UnitRow, number: int, order: str, size: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """The grids of a unit with their households and their figures of one check, where it has them."""
    given = {"first": unit.unit, "last": unit.last}
    found = reader.rows(
        f"""SELECT g.id, g.code, g.name, g.kind, u.name AS unit_name, u.id AS unit_id, coalesce(i.households, 0) AS households,
                   c."of", c.met, c.gap, c.unknown, count(*) OVER () AS total
            FROM grid g JOIN unit u ON u.unit = g.unit
            LEFT JOIN (SELECT grid, count(DISTINCT i.household) AS households FROM in_grid i WHERE {_HERE} AND {lasts("i")} GROUP BY grid) i ON i.grid = g.id
            LEFT JOIN (SELECT grid, "of", met, gap, unknown FROM grid_coverage WHERE "check" = $number) c ON c.grid = g.id
            WHERE g.{_HERE} ORDER BY {order}, g.id LIMIT $size OFFSET $offset""",
        **given, number=number, size=size, offset=offset, day=reader.results.day,
    )  # fmt: skip
    return _total(reader, f"FROM grid g WHERE g.{_HERE}", found, offset, **given), found


def bodies(reader: Reader, unit: UnitRow, label: str, order: str, size: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """The organisations and places of a unit, those in force first (`lasts`); of one label where it is named."""
    where, given = f"WHERE b.{_HERE} AND ($label = '' OR b.label = $label)", {"first": unit.unit, "last": unit.last, "label": label}
    found = reader.rows(
        f"""SELECT b.id, b.label, b.code, b.name, b.kind, b.since, b.until, b.source, u.name AS unit_name, u.id AS unit_id, count(*) OVER () AS total,
                   {lasts("b")} AS lasts
            FROM body b JOIN unit u ON u.unit = b.unit {where} ORDER BY lasts DESC, {order}, b.id LIMIT $size OFFSET $offset""",
        **given, size=size, offset=offset, day=reader.results.day,
    )  # fmt: skip
    return _total(reader, f"FROM body b {where}", found, offset, **given), found


def labels(reader: Reader, unit: UnitRow) -> list[tuple[str, int]]:
    """How many organisations and places in force of each label a unit has, the most first; a label of which all have ended is there with 0."""
    text = f"SELECT label, count(*) FILTER ({lasts('b')}) AS n FROM body b WHERE {_HERE} GROUP BY label ORDER BY n DESC, label"
    found = reader.rows(text, first=unit.unit, last=unit.last, day=reader.results.day)
    return [(row["label"], int(row["n"])) for row in found]


def posts(reader: Reader, unit: UnitRow, q: str, order: str, size: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Who holds which post in a unit, those in force first (`lasts`), then earlier and later ones.

    With `q` those whose post, or whose body, grid or unit, has the text.
    """
    where, given = f"WHERE p.{_HERE}", dict[str, object](first=unit.unit, last=unit.last)
    if q:
        named = " UNION ALL ".join(f"SELECT id FROM {table} WHERE contains(lower(name), lower($q))" for table in ("body", "grid", "unit"))
        where, given = f"{where} AND (contains(lower(p.post), lower($q)) OR p.target IN ({named}))", {**given, "q": q}
    found = reader.rows(
        f"""SELECT p.person, n.name, p.target, p.target_label, coalesce(b.name, g.name, t.name, '') AS target_name, p.post, p.duty, p.since, p.until,
                   n.left_on, n.left_why, u.name AS unit_name, u.id AS unit_id, p.source, p.total, p.lasts
            FROM (SELECT p.*, {_POST} AS lasts, count(*) OVER () AS total FROM post p LEFT JOIN person n ON n.id = p.person {where}
                  ORDER BY lasts DESC, {order}, p.target, p.person, p.post, p.source LIMIT $size OFFSET $offset) p
            LEFT JOIN person n ON n.id = p.person JOIN unit u ON u.unit = p.unit LEFT JOIN body b ON b.id = p.target LEFT JOIN grid g ON g.id = p.target
            LEFT JOIN unit t ON t.id = p.target ORDER BY p.lasts DESC, {order}, p.target, p.person, p.post, p.source""",
        **given, size=size, offset=offset, day=reader.results.day,
    )  # fmt: skip
    return _total(reader, f"FROM post p {where}", found, offset, **given), found


def contacts(reader: Reader, unit: UnitRow, mechanism: str, order: str, size: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Who contacts households (or the unit itself) in a unit, by mechanism: `here` households in it, `load` all that person's."""
    given = {"first": unit.unit, "last": unit.last, "mechanism": mechanism}
    grouped = f"""(SELECT person, mechanism, count(DISTINCT household) AS here, count(*) FILTER (household IS NULL) AS units FROM contact
        WHERE {_HERE} AND state = 'met' AND ($mechanism = '' OR mechanism = $mechanism) GROUP BY person, mechanism)"""
    found = reader.rows(
        f"""SELECT c.person, c.mechanism, c.here, c.units, coalesce(l.households, 0) AS load, count(*) OVER () AS total FROM {grouped} c
            LEFT JOIN load_of l ON l.person = c.person AND l.mechanism = c.mechanism
            ORDER BY {order}, c.mechanism, c.person LIMIT $size OFFSET $offset""",
        **given, size=size, offset=offset,
    )  # fmt: skip
    said = {row["id"]: row["name"] for row in reader.rows("SELECT id, name FROM person WHERE id IN (SELECT unnest($ids))", ids=[r["person"] for r in found])}
    return _total(reader, f"FROM {grouped} c", found, offset, **given), [{**row, "name": said.get(row["person"], "")} for row in found]


def mechanisms(reader: Reader, unit: UnitRow) -> list[tuple[str, int, int]]:
    """Of each mechanism in a unit: its word, how many persons, how many households."""
    found = reader.rows(
        f"""SELECT mechanism, count(DISTINCT person) AS persons, count(DISTINCT household) AS households FROM contact WHERE {_HERE} AND state = 'met'
            GROUP BY mechanism ORDER BY mechanism""",
        first=unit.unit, last=unit.last,
    )  # fmt: skip
    return [(row["mechanism"], int(row["persons"]), int(row["households"])) for row in found]


def _total(reader: Reader, text: str, found: list[dict[str, Any]], offset: int, **given: object) -> int:
    """How many rows a list has: said by its rows; asked only beyond its end."""
    if found:
        return int(found[0]["total"])
    return int(reader.value(f"SELECT count(*) {text}", **given)) if offset else 0
