"""report.xlsx: the whole result for the auditor, one module per group of sheets."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from api.reports.view import View
from api.reports.workbook import band, delivery, ledgers, lists, overview, systems, tree
from api.reports.workbook.styles import Styles

SAFE = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Rows go to disk as they are written, and no text becomes a formula, a link or a number."""


def write_workbook(view: View, path: Path) -> None:
    """Write the workbook. Raises OSError where it cannot be written."""
    with open_book(path, f"{view.result.county_name}到户核查结果") as book:
        styles = Styles(book)
        overview.write(book.add_worksheet("概况"), styles, view)
        systems.write(book.add_worksheet("体系一览"), styles, view)
        band.write(book.add_worksheet("横向到边"), styles, view)
        overview.write_towns(book.add_worksheet("按镇街"), styles, view)
        for line in view.lines:
            tree.write(book.add_worksheet(line.name), styles, view, line)
        if len(view.result.grids):
            overview.write_grids(book.add_worksheet("按网格"), styles, view)
        lists.write(book.add_worksheet("缺口清单"), styles, view, "gap")
        lists.write(book.add_worksheet("待核实清单"), styles, view, "unknown")
        ledgers.write_problems(book.add_worksheet("台账问题"), styles, view.result)
        ledgers.write_load(book.add_worksheet("台账收数"), styles, view.result)
        delivery.write(book.add_worksheet("报送情况"), styles, view)
        ledgers.write_claims(book.add_worksheet("数字核对"), styles, view.result)
        if view.published.place:
            ledgers.write_published(book.add_worksheet("公布数字"), styles, view.published)


@contextmanager
def open_book(path: Path, title: str) -> Iterator[Any]:
    """A workbook for the length of a `with`, written at its end unless something went wrong; `title` goes into its properties.

    Raises OSError where it cannot be written. Rows wait in files beside `path`, not in the system's temporary folder: they hold names, and go with the folder.
    """
    with tempfile.TemporaryDirectory(prefix=".rows-", dir=path.parent, ignore_cleanup_errors=True) as rows:
        book = xlsxwriter.Workbook(str(path), {**SAFE, "tmpdir": rows})
        book.set_properties({"title": title, "comments": "到户 (daohu)"})
        try:
            yield book
            book.close()
        except FileCreateError as error:  # the library's own word for what the disk said
            raise next((a for a in error.args if isinstance(a, OSError)), OSError(str(error))) from None
        finally:
            for sheet in book.worksheets():
                sheet._opt_close()
