"""What an OLE container holds: an .xls, an encrypted .xlsx, a Word document, a WPS table; and whether its cells can be held."""

from __future__ import annotations

import struct

from loaders.workbook.cfb import Container, open_container
from loaders.workbook.errors import NEXT_REMOVE_PASSWORD, UnreadableFile
from loaders.workbook.sheet import MAX_CELLS

__all__ = ["check_ole", "ole_kind"]

_WORKBOOK = "xls"
_ENCRYPTED = "encrypted"
_KINDS = {
    "Workbook": _WORKBOOK,
    "Book": _WORKBOOK,
    "WordDocument": "Word 文档",
    "PowerPoint Document": "PPT 演示稿",
    "VisioDocument": "Visio 图",
    "__properties_version1.0": "邮件",
}
_FILEPASS, _EOF = 0x2F, 0x0A
# FORMULA, LABELSST, NUMBER, LABEL, BOOLERR, RK, MULRK, RSTRING: they begin with row and column.
_CELLS = frozenset((0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xD6))


def ole_kind(data: bytes) -> str:
    """xls, encrypted, the Chinese name of another document, or "" where nothing is known of it. ValueError where it is damaged."""
    return _kind(_opened(data))


def check_ole(data: bytes, file: str) -> None:
    """UnreadableFile unless it holds a workbook that can be read."""
    try:
        container = _opened(data)
        kind = _kind(container)
        locked = kind == _ENCRYPTED
        if kind == _WORKBOOK:
            locked = _walk(next(container.stream(name) for name in ("Workbook", "Book") if name in container.entries))
    except ValueError as error:
        step = "请重新拷贝；仍打不开时，请用 Excel 或 WPS 打开并另存为 .xlsx 后再交"
        raise UnreadableFile(file, "文件不完整或已损坏", step) from error
    if locked:
        raise UnreadableFile(file, "设了打开密码", NEXT_REMOVE_PASSWORD)
    if not kind:
        raise UnreadableFile(file, "不是能认出的 Excel 表格（可能是 WPS 的 .et）", "请在 WPS 中另存为 .xlsx 后再交")
    if kind != _WORKBOOK:
        raise UnreadableFile(file, f"不是表格，是{kind}")


def _opened(data: bytes) -> Container:
    try:
        return open_container(data)
    except (struct.error, IndexError) as error:
        raise ValueError("container") from error


def _kind(container: Container) -> str:
    """A Word document may hold a workbook as an object, and the other way round: the outer one comes first in the directory."""
    if "EncryptedPackage" in container.entries:
        return _ENCRYPTED
    return next((_KINDS[name] for name in container.entries if name in _KINDS), "")


def _walk(stream: bytes) -> bool:
    """Whether the records of a workbook are encrypted. ValueError where its cells lie further apart than any .xls allows.

    One look at each record costs as much again as calamine's own reading, which is a quarter of that of an .xlsx. But a single
    wrong byte in a column number would have it ask for 100 GB, which ends the process and the whole audit without a word.
    """
    unpack = struct.Struct("<HHHH").unpack_from
    at, end, last_row, last_column = 0, len(stream) - 8, 0, 0
    globals_end = False
    while at <= end:
        kind, length, row, column = unpack(stream, at)
        if kind in _CELLS:
            if row > last_row:
                last_row = row
            if column > last_column:
                last_column = column
        elif kind == _FILEPASS and not globals_end:
            return True
        elif kind == _EOF:
            globals_end = True
        at += 4 + length
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise ValueError("extent")
    return False
