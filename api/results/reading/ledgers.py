"""What arrived and what is missing, and what is wrong with it: deliveries, sheets, problems of one edition or of one check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv

from api.results import Reader
from api.results.opened import UnitRow
from graph.result import PROBLEMS

__all__ = ["COLUMNS", "ProblemFilter", "ProblemList", "deliveries", "edition_problems", "file_loads", "file_problems", "loads"]

COLUMNS: Mapping[str, str] = {
    "line": "line",
    "file": "file",
    "sheet": "sheet",
    "row": '"row"',
    "column": '"column"',
    "code": "code",
    "severity": "CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END",
    "value": "value",
}
"""What problems may be sorted by → SQL."""
_SAID = ", ".join(f'"{name}"' for name in PROBLEMS)
_WORST = {"error": 0, "warning": 1, "info": 2}
Rows = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True)
class ProblemFilter:
    """Which problems: each part is empty where it asks for nothing. `unit` is of the edition's tree."""

    unit: UnitRow | None = None
    file: str = ""
    sheet: str = ""
    code: str = ""
    severity: str = ""
    q: str = ""

    def where(self) -> tuple[str, dict[str, object]]:
        """The condition and its parameters."""
        parts, given = ["true"], dict[str, object]()
        for name in ("file", "sheet", "code", "severity"):
            if value := getattr(self, name):
                parts.append(f"{name} = ${name}")
                given[name] = value
        if self.unit is not None:
            parts.append("unit BETWEEN $first AND $last")
            given |= {"first": self.unit.unit, "last": self.unit.last}
        if self.q:
            parts.append("contains(lower(concat_ws(' ', file, sheet, \"column\", value, message)), lower($q))")
            given["q"] = self.q
        return " AND ".join(parts), given


@dataclass(frozen=True)
class ProblemList:
    """The problems of an edition within a scope, or of one check's file."""

    _rows: Rows
    _arrow: Callable[..., Iterator[pa.RecordBatch]]

    def page(self, which: ProblemFilter, order: str, size: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
        """How many there are, and those of one page; `order` is made of COLUMNS."""
        where, given = which.where()
        found = self._rows(
            f"SELECT line, {_SAID}, count(*) OVER () AS total FROM problem WHERE {where} ORDER BY {order}, line LIMIT $size OFFSET $offset",
            **given, size=size, offset=offset,
        )  # fmt: skip
        if found:
            return int(found[0]["total"]), found
        return int(self._rows(f"SELECT count(*) AS n FROM problem WHERE {where}", **given)[0]["n"]), []

    def batches(self, which: ProblemFilter) -> Iterator[pa.RecordBatch]:
        """All of them with the columns of problems.csv, in its order, as they are read."""
        where, given = which.where()
        return self._arrow(f"SELECT {_SAID} FROM problem WHERE {where} ORDER BY line", **given)

    def counts(self, unit: UnitRow | None = None) -> dict[str, list[tuple[str, int]]]:
        """How many there are by severity (the worst first), by code and by file (the most first): what may be filtered by."""
        where, given = ProblemFilter(unit=unit).where()
        found = self._rows(f"SELECT file, code, severity, count(*) AS n FROM problem WHERE {where} GROUP BY ALL", **given)
        counted: dict[str, dict[str, int]] = {"severity": {}, "code": {}, "file": {}}
        for row in found:
            for name, counts in counted.items():
                counts[row[name]] = counts.get(row[name], 0) + row["n"]
        found_counts = {name: sorted(counts.items(), key=lambda one: (-one[1], one[0])) for name, counts in counted.items()}
        return found_counts | {"severity": sorted(found_counts["severity"], key=lambda one: _WORST.get(one[0], 9))}


def edition_problems(reader: Reader) -> ProblemList:
    """Of an edition, within the reader's scope."""
    return ProblemList(reader.rows, reader.arrow)


def file_problems(path: Path) -> ProblemList:
    """Of a problems.csv that a check wrote."""
    table = _read(path, path.stat().st_mtime_ns)

    def opened() -> duckdb.DuckDBPyConnection:
        sql = duckdb.connect(config={"enable_external_access": "false", "threads": "1"})
        sql.register("problem", table)
        return sql

    def rows(text: str, /, **given: object) -> list[dict[str, Any]]:
        found = opened().execute(text, dict(given))
        names = [d[0] for d in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def arrow(text: str, /, **given: object) -> Iterator[pa.RecordBatch]:
        sql = opened()  # held until the last batch is read
        found = sql.sql(text, params=dict(given)).to_arrow_reader(10_000)
        empty = True
        for batch in found:
            empty = False
            yield batch
        if empty:
            yield pa.RecordBatch.from_pylist([], schema=found.schema)

    return ProblemList(rows, arrow)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> pa.Table:
    """The table of a problems.csv with its line numbers; the texts stay as they are written (a leading ' where a cell was tamed)."""
    kinds = {name: pa.int64() if name == "row" else pa.string() for name in PROBLEMS}
    convert = pyarrow.csv.ConvertOptions(column_types=kinds, strings_can_be_null=False)
    table = pyarrow.csv.read_csv(path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True), convert_options=convert)
    return table.append_column("line", pa.array(range(table.num_rows), pa.int64()))


def file_loads(path: Path) -> dict[str, dict[str, Any]]:
    """Of a load.csv that a check wrote: file → what its sheets were read as, and what became of their rows together."""
    table = pyarrow.csv.read_csv(path, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True))
    found: dict[str, dict[str, Any]] = {}
    for row in table.to_pylist():
        one = found.setdefault(str(row["file"]), {"ledgers": [], "rows_in": 0, "loaded": 0, "rejected": 0})
        if row["ledger"] not in one["ledgers"]:
            one["ledgers"].append(row["ledger"])
        for name in ("rows_in", "loaded", "rejected"):
            one[name] += row[name]
    return found


def deliveries(reader: Reader, unit: UnitRow | None = None) -> dict[str, Any]:
    """Which of the villages have sent which ledger: a row per ledger, a column per unit below `unit`.

    `columns`: the units; `rows`: ledger, for each column (villages that have sent it, villages, rows), and the same of all together.
    """
    top = unit or reader.top
    below = reader.counted_below(top) or [top]
    found = reader.rows(
        """SELECT d.ledger, c.unit, count(*) AS villages, count(*) FILTER (d.state <> 'nothing') AS came, count(*) FILTER (d.state = 'zero') AS zero,
           sum(d."rows")::BIGINT AS "rows" FROM delivery d JOIN (SELECT unnest($units) AS unit, unnest($lasts) AS last) c ON d.unit BETWEEN c.unit AND c.last
           GROUP BY d.ledger, c.unit""",
        units=[u.unit for u in below], lasts=[u.last for u in below],
    )  # fmt: skip
    cells = {(row["ledger"], row["unit"]): row for row in found}
    below = [u for u in below if u.unit in {row["unit"] for row in found}]  # nothing is asked of a virtual community
    ledgers = sorted({row["ledger"] for row in found})
    rows = []
    for ledger in ledgers:
        those = [cells.get((ledger, u.unit)) for u in below]
        there = [one for one in those if one]
        total = {name: sum(one[name] for one in there) for name in ("villages", "came", "zero", "rows")}
        rows.append({"ledger": ledger, "cells": those, "all": total})
    rows.sort(key=lambda row: (row["all"]["came"] == 0, row["ledger"]))
    return {"unit": top, "columns": below, "rows": rows}


def loads(reader: Reader, q: str = "") -> list[dict[str, Any]]:
    """Every sheet that arrived in the edition, what it was read as, and what became of its rows."""
    return reader.rows(
        """SELECT file, sheet, ledger, rows_in, loaded, rejected, duplicate, skipped FROM ledger_load
           WHERE $q = '' OR contains(lower(file || ' ' || sheet || ' ' || ledger), lower($q)) ORDER BY file, sheet""",
        q=q,
    )  # fmt: skip
