"""Files as they come -> sheets of cells with places.

`read_file` asks a file's content, never its extension, and gives the sheets of xlsx, xlsm, xlsb, xls, et, ods, XML Spreadsheet 2003,
HTML tables, CSV and text tables alike; `list_files` says which files of a folder are ledgers, and why the others are none.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.workbook.delimited import read_delimited
from loaders.workbook.encoding import decode
from loaders.workbook.errors import UnreadableFile
from loaders.workbook.excel import read_ole, read_zip
from loaders.workbook.folder import Found, list_files
from loaders.workbook.html import is_html_table, read_html
from loaders.workbook.sheet import Sheet
from loaders.workbook.sniff import HEAD, MARKUP, OLE, ZIP, kind_of
from loaders.workbook.spreadsheetml import is_spreadsheetml, read_spreadsheetml

__all__ = ["Found", "Sheet", "UnreadableFile", "list_files", "read_file"]


def read_file(path: Path, file: str) -> list[Sheet]:
    """All sheets of a file, hidden ones included; a sheet without cells has height 0.

    `file` is the name that the sheets carry, the path below LEDGERS. UnreadableFile, in one sentence, for all that is no table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(file, f"打不开（{error.strerror or error}）", "请确认文件还在，并先在 Excel 或 WPS 里关闭它") from error
    if not data:
        raise UnreadableFile(file, "是空文件（0 字节）", "请重新拷贝或请填报单位重交")
    try:
        with _no_collection():
            return _read(data, file)
    except MemoryError as error:
        raise UnreadableFile(file, "太大，内存放不下", "请按镇街拆成几个文件后再交") from error
    except RecursionError as error:
        raise UnreadableFile(file, "内容一层套一层，套得太深，不是正常的表格") from error


def _read(data: bytes, file: str) -> list[Sheet]:
    kind = kind_of(data[:HEAD])
    if kind == ZIP:
        return read_zip(data, file)
    if kind == OLE:
        return read_ole(data, file)
    if not kind.is_table:
        raise UnreadableFile(file, f"不是表格，是{kind}")
    text, notes = decode(data, file)
    if not text.strip():
        raise UnreadableFile(file, "没有内容，只有空白", "请重新拷贝或请填报单位重交")
    if kind == MARKUP:
        if is_spreadsheetml(text):
            return read_spreadsheetml(text, file, notes)
        return read_html(text, file, notes)
    if is_html_table(text[:HEAD]) and "</tr>" in text.lower():  # a page with words before its first tag
        return read_html(text, file, notes)
    return read_delimited(text, file, notes)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Reading makes hundreds of thousands of lists and no cycles: looking for cycles meanwhile takes a third of to_python's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
