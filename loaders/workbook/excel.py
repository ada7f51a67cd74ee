"""xlsx, xlsm, xlsb, xls, et and ods -> sheets, by calamine: hidden sheets and rows included, formulas as their last values."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.workbook.columns import make_sheet, transpose
from loaders.workbook.errors import UnreadableFile
from loaders.workbook.merges import ods_merges, xlsb_merges
from loaders.workbook.ole import check_ole
from loaders.workbook.sheet import Sheet
from loaders.workbook.zips import check_extents, open_zip

__all__ = ["read_ole", "read_zip"]

Ranges = Sequence[Sequence[int]]


def read_zip(data: bytes, file: str) -> list[Sheet]:
    """xlsx, xlsm, xlsb and ods; UnreadableFile for any other ZIP."""
    archive, kind = open_zip(data, file)
    with archive:
        merges = None
        with _said(file):
            if kind == "xlsx":
                check_extents(archive, file)
            else:
                merges = ods_merges(archive) if kind == "ods" else xlsb_merges(archive)
    return _sheets(data, file, merges)


def read_ole(data: bytes, file: str) -> list[Sheet]:
    """xls, and et where WPS wrote it as xls does; UnreadableFile for any other OLE container."""
    check_ole(data, file)
    return _sheets(data, file, None)


def _sheets(data: bytes, file: str, merges: dict[str, list[tuple[int, int, int, int]]] | None) -> list[Sheet]:
    """All sheets in the workbook's order. `merges` by sheet name where calamine does not know them."""
    with _said(file), CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheets = [_sheet(book, index, file, merges) for index, about in enumerate(book.sheets_metadata) if about.typ != SheetTypeEnum.Vba]
        if not sheets:
            raise ValueError("no sheet")  # Excel writes none such: what names the sheets is damaged
        return sheets


def _sheet(book: CalamineWorkbook, index: int, file: str, merges: dict[str, list[tuple[int, int, int, int]]] | None) -> Sheet:
    about = book.sheets_metadata[index]
    notes = () if about.visible == SheetVisibleEnum.Visible else ("这张工作表是隐藏的，照样读取",)
    sheet = book.get_sheet_by_index(index)
    merged: Ranges = (
        [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()] if merges is None else merges.get(about.name, ())
    )
    # With the empty area before the first cell, an index is Excel's row number less one.
    columns = transpose(sheet.to_python(skip_empty_area=False))
    return make_sheet(file, about.name, columns, merged, notes)


@contextmanager
def _said(file: str) -> Iterator[None]:
    """Whatever calamine raises, as a sentence about the file."""
    try:
        yield
    except (UnreadableFile, MemoryError):
        raise
    except BaseException as error:
        # A damaged file may end in a Rust panic, which is no Exception and has no importable name.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        step = "请用 Excel 打开并修复，另存为 .xlsx；.et 文件请在 WPS 中另存为 .xlsx 后再交"
        raise UnreadableFile(file, "文件不完整或已损坏", step) from error
