"""Two editions beside each other within one scope: figures per check, and which subjects of a check stand otherwise now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from api.results.errors import NotFoundError
from api.results.opened import UnitRow
from api.results.reader import Reader

WORDS: Mapping[str, str] = {"met": "覆盖", "gap": "缺口", "unknown": "待核实", "absent": "不在其中"}
FIGURES = ("of", "met", "gap", "unknown")
_NOBODY = pa.schema([("id", pa.string()), ("state", pa.string())])
_COVERAGE = """SELECT k.id, k.system, k.title, k.kind, c."of", c.met, c.gap, c.unknown FROM coverage c JOIN checks k ON k.number = c."check"
WHERE c.unit = $unit AND NOT k.silent ORDER BY k.number"""
_ASKS = """SELECT number FROM checks WHERE id = $id"""
_HOUSEHOLDS = 'SELECT household AS id, state FROM household_state WHERE "check" = $number AND unit BETWEEN $first AND $last'
_FINDINGS = 'SELECT subject_id AS id, min(state) AS state FROM finding WHERE "check" = $number AND unit BETWEEN $first AND $last GROUP BY subject_id'
_SHOWN = {
    "household": """SELECT h.id, h.code, h.head AS name, u.path FROM household h JOIN unit u ON u.unit = h.unit WHERE h.id IN (SELECT unnest($ids))""",
    "subject": """SELECT f.subject_id AS id, min(f.subject_code) AS code, min(f.subject_name) AS name, min(u.path) AS path
FROM finding f JOIN unit u ON u.unit = f.unit WHERE f.subject_id IN (SELECT unnest($ids)) GROUP BY f.subject_id""",
}


def both(first: Reader, last: Reader, unit: str = "") -> tuple[UnitRow | None, UnitRow | None]:
    """The unit in either edition, None in one that has it not: villages merge and split. Raises NotFoundError where neither has it."""
    found = [_unit(reader, unit) for reader in (first, last)]
    if found == [None, None]:
        raise NotFoundError(f"两版里都没有“{unit}”这个单元。请从单元页面选。")
    return found[0], found[1]


def figures(first: Reader, last: Reader, units: tuple[UnitRow | None, UnitRow | None]) -> list[dict[str, Any]]:
    """Per check of either edition: its figures before and after, None where that edition has not asked it, and the differences."""
    then, now = ({r["id"]: r for r in reader.rows(_COVERAGE, unit=u.unit)} if u else {} for reader, u in zip((first, last), units, strict=True))
    found = []
    for id, row in (now | {k: v for k, v in then.items() if k not in now}).items():
        before, after = then.get(id), now.get(id)
        line: dict[str, Any] = {"check": id, "system": row["system"], "title": row["title"]}
        for name in FIGURES:
            line[f"{name}_before"], line[f"{name}_after"] = before and before[name], after and after[name]
            line[f"{name}_change"] = after[name] - before[name] if before and after else None
        found.append(line)
    return found


def transitions(first: Reader, last: Reader, check: str, units: tuple[UnitRow | None, UnitRow | None]) -> tuple[str, pa.Table]:
    """What the check says of each subject in either edition: kind (household or subject), and a table id, before, after of those that differ.

    A check that asks households knows all of them; of another check only the gaps and unknowns are kept, so a subject that is none of
    these is "absent": it is covered, or not asked. Raises NotFoundError where neither edition has the check.
    """
    numbers = [reader.value(_ASKS, id=check) for reader in (first, last)]
    if numbers == [None, None]:
        raise NotFoundError(f"没有“{check[:40]}”这项检查。请从比较表里选。")
    pairs = list(zip((first, last), numbers, units, strict=True))
    then, now = (_states(reader, _HOUSEHOLDS, n, u) for reader, n, u in pairs)
    kind = "household"
    if not then.num_rows and not now.num_rows:
        kind, (then, now) = "subject", (_states(reader, _FINDINGS, n, u) for reader, n, u in pairs)
    joined = then.rename_columns(["id", "before"]).join(now.rename_columns(["id", "after"]), "id", join_type="full outer")
    for name in ("before", "after"):
        joined = joined.set_column(joined.column_names.index(name), name, pc.fill_null(joined[name], "absent"))
    return kind, joined.filter(pc.not_equal(joined["before"], joined["after"]))


def changed(first: Reader, last: Reader, check: str, units: tuple[UnitRow | None, UnitRow | None], change: str, page: int, size: int) -> dict[str, Any]:
    """A page of those that stand otherwise: kind, counts per change, total, pages, rows. `change` is one of the counts' ("gap-met"), "" for all.

    Raises NotFoundError for a check or a change that there is not.
    """
    kind, moved = transitions(first, last, check, units)
    counts = counted(moved)
    if change:
        before, _, after = change.partition("-")
        if before not in WORDS or after not in WORDS:
            raise NotFoundError(f"没有“{change[:40]}”这种变化。请从比较表里选。")
        moved = moved.filter(pc.and_(pc.equal(moved["before"], before), pc.equal(moved["after"], after)))
    rows = moved.sort_by("id").slice((page - 1) * size, size).to_pylist()
    return {
        "kind": kind, "counts": counts, "change": change, "total": moved.num_rows, "page": page, "pages": max(1, -(-moved.num_rows // size)),
        "rows": named(first, last, kind, rows),
    }  # fmt: skip


def counted(moved: pa.Table) -> list[dict[str, Any]]:
    """How many subjects went from which state to which, the most frequent first."""
    sizes = moved.group_by(["before", "after"]).aggregate([([], "count_all")]).to_pylist()
    found = [{"before": r["before"], "after": r["after"], "number": r["count_all"], "change": f"{r['before']}-{r['after']}"} for r in sizes]
    return sorted(found, key=lambda r: (-r["number"], r["change"]))


def named(first: Reader, last: Reader, kind: str, rows: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """These rows of `transitions` with code, masked name and unit, as the later edition knows them, else the earlier."""
    ids = [row["id"] for row in rows]
    told: dict[str, dict[str, Any]] = {}
    for reader in (first, last):
        told |= {r["id"]: r for r in reader.rows(_SHOWN[kind], ids=ids)}
    nothing = {"code": "", "name": "", "path": ""}
    return [{**nothing, **told.get(row["id"], {}), **row} for row in rows]


def _unit(reader: Reader, said: str) -> UnitRow | None:
    if not said:
        return reader.top
    try:
        return reader.unit(said)
    except NotFoundError:
        return None


def _states(reader: Reader, text: str, number: int | None, unit: UnitRow | None) -> pa.Table:
    if number is None or unit is None:
        return _NOBODY.empty_table()
    return pa.Table.from_batches(reader.arrow(text, number=number, first=unit.unit, last=unit.last)).cast(_NOBODY)
