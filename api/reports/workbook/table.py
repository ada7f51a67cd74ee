"""A sheet that is one table: a line above it, a header, rows; frozen, filtered, printable."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from api.reports.workbook.rows import CELL, Rows
from api.reports.workbook.styles import Styles, page

LIMIT = 50_000
"""Rows of a list in report.xlsx; beyond it the sheet says how many more there are and where."""
LINE = 16
"""Points that a line of text takes."""
_LEGEND = 180
"""Width of the text above a wide table at most."""
_USUAL = 8.43
"""Width of a column that nobody has set."""


@dataclass(frozen=True)
class Column:
    """`width` in Excel's units: a Han character takes two. `style` is a name of styles.py."""

    title: str
    width: float
    style: str = "text"
    header: str = "header"


def put(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    """Write one cell: numbers as numbers, everything else as text that Excel never evaluates."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value[:CELL], style)
        else:
            sheet.write_blank(row, column, None, style)
    elif value is None or value is pd.NA or value != value:  # NaN
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value)[:CELL], style)


def header(sheet: Any, styles: Styles, row: int, columns: Sequence[Column], first: int = 0) -> None:
    """The header row, tall enough for its titles."""
    sheet.set_row(row, LINE * max((lines(c.title, c.width) for c in columns), default=1) + 6)
    for i, column in enumerate(columns, first):
        sheet.write_string(row, i, column.title, styles(column.header))


def widths(sheet: Any, columns: Sequence[Column]) -> None:
    for i, column in enumerate(columns):
        sheet.set_column(i, i, column.width)


def body(sheet: Any, styles: Styles, row: int, columns: Sequence[Column], rows: Iterable[Sequence[object]], bold: Container[int] = ()) -> int:
    """Write rows from `row` on, those counted in `bold` (from 0) in bold; returns the row after the last."""
    plain, strong = [styles(c.style) for c in columns], [styles(c.style, bold=True) for c in columns] if bold else []
    wrapped, out = wraps(columns), Rows(sheet)
    for n, values in enumerate(rows):
        out.add(row, values, strong if n in bold else plain, height(values, wrapped))
        row += 1
    return row


def write_table(
    sheet: Any, styles: Styles, line: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], frozen: int = 0, bold: Container[int] = ()
) -> int:
    """A whole sheet: `line` in the first row (none where empty), header, rows, `frozen` columns. Returns the row after the last."""
    top = 1 if line else 0
    widths(sheet, columns)
    if line:
        sheet.set_row(0, 20)
        sheet.write_string(0, 0, line, styles("note"))
    header(sheet, styles, top, columns)
    end = body(sheet, styles, top + 1, columns, rows, bold)
    sheet.freeze_panes(top + 1, frozen)
    sheet.autofilter(top, 0, max(end - 1, top), len(columns) - 1)
    page(sheet, (top, top))
    return end


def listed(what: str, total: int, limit: int, where: str) -> str:
    """The sentence above a list: how many there are, and exactly how many are not in it."""
    if total <= limit:
        return f"{what}共 {total:,} 条，全部列出。"
    return f"{what}共 {total:,} 条，本表列出前 {limit:,} 条，另有 {total - limit:,} 条未在此列出；{where}。"


def span(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    """Write a text over the columns first to last of one row."""
    sheet.merge_range(row, first, row, last, "", style)
    sheet.write_string(row, first, text[:CELL], style)


def legend(sheet: Any, styles: Styles, columns: Sequence[Column], text: str) -> None:
    """A text above a wide table, in the first row: as wide as the first printed page holds, wrapped."""
    last, width = 0, columns[0].width
    while width < _LEGEND and (last + 1 < len(columns) or width < _LEGEND // 2):
        last += 1
        width += columns[last].width if last < len(columns) else _USUAL
    sheet.set_row(0, LINE * lines(text, width) + 6)
    span(sheet, 0, 0, max(last, 1), text, styles("wrapped_note"))


def units(text: str) -> int:
    """Width of a text in Excel's units: a Han character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


@lru_cache(1 << 16)
def lines(text: str, width: float) -> int:
    """Lines that a wrapped text needs in a column of that width."""
    if 2 * len(text) < width:
        return 1 + text.count("\n")
    return sum(max(int(-(-units(part) // max(width - 1, 2))), 1) for part in text.split("\n"))


def wraps(columns: Sequence[Column]) -> list[tuple[int, float]]:
    """Position and width of the columns whose text is wrapped."""
    return [(i, c.width) for i, c in enumerate(columns) if c.style == "wrap"]


def height(values: Sequence[object], wrapped: Sequence[tuple[int, float]]) -> float:
    """Points that a row's wrapped texts need, 0 for one line: not every program makes rows taller itself when it opens the file."""
    most = max((lines(v, width) for i, width in wrapped if isinstance(v := values[i], str)), default=1)
    return LINE * min(most, 20) + 2 if most > 1 else 0
