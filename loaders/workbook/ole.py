"""What an OLE container holds: an .xls, an encrypted .xlsx, a Word document, a WPS table; and whether its cells can be held."""

from __future__ import annotations

import struct

from loaders.workbook.biff import check_records
from loaders.workbook.cfb import Container, open_container
from loaders.workbook.errors import NEXT_REMOVE_PASSWORD, UnreadableFile

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
            locked = check_records(next(container.stream(name) for name in ("Workbook", "Book") if name in container.entries))
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
