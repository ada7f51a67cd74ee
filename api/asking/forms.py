"""The forms of a file of rows, each written batch by batch: csv, json, xlsx for people, arrow for programs.

People see no open dates (0001-01-01, 9999-12-31: empty) and no formulas: ledger text that a spreadsheet would run is plain text.
Arrow keeps every value as the store holds it.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import xlsxwriter
from rich.cells import cell_len
from xlsxwriter.exceptions import FileCreateError

from api.reports.csv_files import tame, tame_head
from graph.errors import LimitError
from graph.schema import OPEN_SINCE, OPEN_UNTIL

Batches = Iterable[pa.RecordBatch]
Writer = Callable[[Path, Batches], None]
XLSX_ROWS = 1_048_575
"""Rows of a worksheet below its head."""
XLSX_TEXT = 32_767
_EXACT = 10**15
"""Whole numbers from here on lose digits in a spreadsheet; they are written as text."""
_FIRST_DAY = dt.date(1900, 3, 1)
"""Spreadsheets do not agree on days before it."""
_LOOKED_AT = 2_000
"""Rows that the widths of a worksheet's columns are taken from."""
_NARROWEST, _WIDEST = 8, 60
_ARROW = 4
"""What the filter's arrow covers of a head."""


def told(value: object) -> object:
    """A value as people see it: an open date is nothing, whatever sentinel the stores keep for it."""
    if isinstance(value, dt.date) and value in (OPEN_SINCE, OPEN_UNTIL):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def written(value: object) -> str:
    """A value as text: dates ISO, true and false, lists and maps as JSON, nothing empty."""
    value = told(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, (list, dict)) else str(value)


def rows_of(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    """The rows of a batch as Python values; columns may have one name."""
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def write_csv(path: Path, batches: Batches, *, encoding: str = "utf-8-sig", end: str = "\r\n") -> None:
    """Comma-separated, as every CSV of ours."""
    with path.open("w", encoding=encoding, newline="") as file:
        for i, batch in enumerate(batches):
            columns = {str(n): [_cell(v) for v in column.to_pylist()] for n, column in enumerate(batch.columns)}
            frame = pd.DataFrame(columns, dtype="str")
            text = [str(n) for n, f in enumerate(batch.schema) if not _number(f.type)]
            frame[text] = tame(frame[text])
            frame.to_csv(file, index=False, header=list(map(tame_head, batch.schema.names)) if i == 0 else False, lineterminator=end)


def write_json(path: Path, batches: Batches) -> None:
    """An array of objects, one line each."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        between = "[\n"
        for batch in batches:
            for row in rows_of(batch):
                values = {name: told(value) for name, value in zip(batch.schema.names, row, strict=True)}
                file.write(between + json.dumps(values, ensure_ascii=False, default=_plain))
                between = ",\n"
        file.write("[]\n" if between == "[\n" else "\n]\n")


def write_xlsx(path: Path, batches: Batches) -> None:
    """One worksheet; text is never a formula. Raises LimitError for more rows or longer text than a worksheet holds."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    try:
        _fill(book, batches)
    finally:
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from error


def _fill(book: Any, batches: Batches) -> None:
    sheet = book.add_worksheet("结果")
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    at, widths = 0, []
    for batch in batches:
        if not at:
            widths = _head(sheet, batch.schema, head)
        if at + batch.num_rows > XLSX_ROWS:
            raise LimitError(f"结果超过 {XLSX_ROWS:,} 行，一张工作表放不下。请用 csv 或 arrow 导出，或缩小范围。")
        if at < _LOOKED_AT:
            widths = [max(width, _width(values)) for width, values in zip(widths, batch.slice(0, _LOOKED_AT).columns, strict=True)]
        for row in rows_of(batch):
            at += 1
            for column, value in enumerate(row):
                _write_cell(sheet, at, column, told(value), day)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
    sheet.autofilter(0, 0, at, max(len(widths) - 1, 0))


def write_arrow(path: Path, batches: Batches) -> None:
    """An Arrow file (Feather)."""
    writer = None
    with pa.OSFile(str(path), "wb") as sink:
        for batch in batches:
            writer = writer or pa.ipc.new_file(sink, batch.schema)
            writer.write_batch(batch)
        assert writer is not None
        writer.close()


WRITERS: dict[str, Writer] = {"csv": write_csv, "json": write_json, "xlsx": write_xlsx, "arrow": write_arrow}


def _cell(value: object) -> str | None:
    return written(value) or None


def _number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else str(value)


def _head(sheet: Any, schema: pa.Schema, style: Any) -> list[int]:
    """Write the names, which stay in sight and stand on every printed page (A4, all columns side by side); their widths."""
    for column, name in enumerate(schema.names):
        sheet.write_string(0, column, name, style)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return [cell_len(name) + _ARROW for name in schema.names]


def _width(values: pa.Array) -> int:
    """What the widest of some values takes: a Han character takes two; a little more, so that it does not touch its neighbour."""
    return max((cell_len(line) for value in values.to_pylist() for line in written(value)[:_WIDEST].splitlines()), default=0) + 2


def _write_cell(sheet: Any, row: int, column: int, value: object, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)) and abs(value) < _EXACT:
        sheet.write_number(row, column, value)
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), day)
    elif (text := written(value)) and len(text) > XLSX_TEXT:
        raise LimitError(f"第 {row} 行有一格长 {len(text):,} 个字，工作表一格最多 {XLSX_TEXT:,} 个。请用 csv、json 或 arrow 导出。")
    else:
        sheet.write_string(row, column, text)
