"""Writes sheets as offices keep them: xlsx, csv in several encodings, a web page that calls itself .xls."""

from __future__ import annotations

import csv
import html
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from api.demo.dice import Cell
from api.demo.draft import Sheet

EPOCH = date(1899, 12, 30)
WRITTEN = datetime(2025, 6, 20, 9, 0)
PAGE_HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n'
    "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>{name}</x:Name>"
    '</x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><body><table border="1">\n'
)
NOTES = ("填表说明", ("一、本表由各村（社区）填报，镇（街道）审核后统一报送。", "二、没有内容的单元格填“无”。", "三、日期填到日，结束日期为空表示仍在联系。"))


def write_file(folder: Path, sheets: Sequence[Sheet], notes: bool = False) -> None:
    """All sheets of one file, in the form that its name and its first draft ask for."""
    path = folder / sheets[0].draft.file
    if path.suffix == ".csv":
        _csv(path, sheets[0])
    elif path.suffix == ".xls":
        _page(path, sheets[0])
    else:
        _book(path, sheets, notes)


def _book(path: Path, sheets: Sequence[Sheet], notes: bool) -> None:
    """Row by row (`constant_memory`), so that a county fits; the same content gives the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": WRITTEN})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.draft.sheet)
        if sheet.draft.hidden:
            page.hide()
        text, number = page.write_string, page.write_number
        for r, row in enumerate([*sheet.head, *sheet.body]):
            for c, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        text(r, c, cell)
                elif isinstance(cell, date):
                    number(r, c, cell.toordinal() - EPOCH.toordinal(), day)
                else:
                    number(r, c, cell)
        # merge_range() would write blank cells into rows that constant_memory has already flushed; the ranges alone are enough
        page.merge.extend([list(m) for m in sheet.merges])
    if notes:
        page = book.add_worksheet(NOTES[0])
        for r, line in enumerate(NOTES[1]):
            page.write_string(r, 0, line)
    book.close()


def write_form(path: Path, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """A form: a title over words and answers side by side."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": WRITTEN})
    page = book.add_worksheet(name)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            page.write(r, c, cell)
    page.merge_range(0, 0, 0, len(rows[0]) - 1, rows[0][0])
    page.set_column(0, len(rows[0]) - 1, 18)
    book.close()


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.isoformat() if isinstance(cell, date) else f"{cell:g}" if isinstance(cell, float) else str(cell)


def _csv(path: Path, sheet: Sheet) -> None:
    with path.open("w", encoding=sheet.draft.encoding, newline="") as f:
        out = csv.writer(f, delimiter=sheet.draft.separator, lineterminator="\r\n")
        out.writerows([[_text(c) for c in row] for row in (*sheet.head, *sheet.body)])


def _page(path: Path, sheet: Sheet) -> None:
    """What web systems export as .xls: one HTML table, with the name that Excel would give the sheet."""
    with path.open("w", encoding="utf-8", newline="\n") as f:
        f.write(PAGE_HEAD.format(name=html.escape(sheet.draft.sheet)))
        for row in (*sheet.head, *sheet.body):
            f.write("<tr>" + "".join(f"<td>{html.escape(_text(c))}</td>" for c in row) + "</tr>\n")
        f.write("</table></body></html>\n")
