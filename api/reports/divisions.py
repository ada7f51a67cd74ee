"""The workbook of a drafted 撤村并居对照表: to be completed by hand, then loaded as a ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from api.divisions import COLUMNS, Draft
from api.reports.workbook import open_book
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import Column, body, header, widths, write_table
from loaders.ledgers.successions import KINDS

_TABLE = tuple(
    Column(title, width, style, head)
    for title, width, style, head in zip(
        COLUMNS, (14, 22, 15, 14, 22, 15, 12, 12, 44, 36),
        ("text", "text", "text", "fill_text", "fill_text", "fill_text", "fill_text", "fill_date", "wrap", "wrap"),
        ("header", "header", "header", *("fill_header",) * 5, "header", "header"), strict=True,
    )
)  # fmt: skip
_ADDED = (Column("新增单元所在镇街", 18), Column("新增单元", 28), Column("新增代码", 16))
_SHOWN = 250
"""Letters that a list of choices in a cell may have: Excel's limit is 255."""


def write_draft(found: Draft, path: Path) -> None:
    """Write the workbook: the table to complete, what is new without an origin, the counts. Raises OSError where it cannot be written.

    It is written beside its place and put there at the end: an earlier draft stays whole until then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.stem}.{os.getpid()}.xlsx")
    try:
        _write(found, staging)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)


def _write(found: Draft, path: Path) -> None:
    with open_book(path, "撤村并居对照表(草稿)") as book:
        styles = Styles(book)
        sheet = book.add_worksheet("撤村并居对照表")
        _table(sheet, styles, found)
        said = "后一份名单中有、前一份没有、也没有哪一行写明来源的单元。它们多由撤并而来：请在对照表的“现村(社区)”中填上。"
        write_table(book.add_worksheet("新增单元"), styles, said, _ADDED, found.added.itertuples(index=False, name=None), 2)
        counts = ((level, what, n) for name, n in found.counts.items() for level, _, what in [name.partition("：")])
        write_table(book.add_worksheet("说明"), styles, "", (Column("层级", 12), Column("情况", 24), Column("个数", 10, "number")), counts)


def _table(sheet: Any, styles: Styles, found: Draft) -> None:
    widths(sheet, _TABLE)
    header(sheet, styles, 0, _TABLE)
    rows = found.rows.values.tolist()
    end = body(sheet, styles, 1, _TABLE, rows)
    for number, row in enumerate(rows, 1):
        guesses = [g.rpartition("/")[2] if row[1] else g for g in str(row[8]).split("、") if g]
        if guesses and len(",".join(guesses)) <= _SHOWN:
            where = (number, 4) if row[1] else (number, 3)
            how = {"validate": "list", "source": guesses, "error_type": "information", "error_title": "不在候选中", "error_message": "可以填候选以外的单元。"}
            sheet.data_validation(*where, *where, how)
    sheet.data_validation(1, 6, max(end - 1, 1), 6, {"validate": "list", "source": list(KINDS)})
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(end - 1, 0), len(_TABLE) - 1)
    page(sheet, (0, 0))
