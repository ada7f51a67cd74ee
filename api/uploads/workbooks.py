"""Whether an .xlsx may be let in: no bomb, no macros, no password, no sheet of 300 columns. It is unpacked once, into nothing."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from api.checked.book import Book
from api.checked.package import Package, UnmarkableError
from api.uploads.errors import RefusedFileError
from api.uploads.limits import UploadLimits
from api.uploads.zips import members, unpacked
from loaders.workbook.zips import zip_kind

__all__ = ["check_workbook"]

_MACROS = re.compile(r"vbaproject|xl/macrosheets/|xl/activex/|/activex", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00D\x00O\x00C\x00|\x00<\x00!\x00D\x00O\x00C")
_REFERENCE = 64
"""Bytes that a reference and the end of its tag need where a chunk cuts them."""


def check_workbook(file: BinaryIO, path: Path, limits: UploadLimits) -> None:
    """RefusedFileError, with what to do, for a ZIP that is no workbook or none that may be opened here."""
    infos = members(file, path, limits, limits.unpacked)
    kind = zip_kind([i.filename for i in infos], _mimetype(file, infos))
    if kind in ("xlsb", "ods"):
        raise RefusedFileError(f"是 .{kind} 格式，本页面不接收。请用 Excel 或 WPS 另存为 .xlsx 后再上传")
    if kind == "压缩包":
        raise RefusedFileError("后缀是表格，内容却是压缩包。请把里面的台账打成 .zip 上传")
    if kind != "xlsx":
        raise RefusedFileError(f"不是表格，是{kind}。请把内容做成表格，存为 .xlsx 后再上传")
    if any(_MACROS.search(i.filename) for i in infos):
        raise RefusedFileError("含有宏（VBA 程序），不接收。请在 Excel 或 WPS 里另存为不带宏的 .xlsx 后再上传")
    wide = _wide(limits.columns)
    for info in infos:
        sheet = _SHEET.search(info.filename.replace("\\", "/"))
        xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
        column = _looked_through(unpacked(file, info), wide if sheet else None, xml=xml)
        if column:
            name = _sheet_name(path, info)
            raise RefusedFileError(f"工作表{name}在第 {column} 列还有内容，超过 {limits.columns} 列。台账没有这么宽：请删去表格右边多余的内容，另存后再上传")


def _looked_through(chunks: Iterable[bytes], wide: Callable[[bytes], str] | None, *, xml: bool) -> str:
    """The first column beyond the limit in which a cell holds something, "" where there is none. Refuses XML that declares entities."""
    rest, first = b"", True
    for chunk in chunks:
        if first and xml and _DOCTYPE.search(chunk[:65_536]):
            raise RefusedFileError("里面的 XML 带有 DOCTYPE 声明，不是 Excel 或 WPS 写出的。请用 Excel 或 WPS 打开并另存为 .xlsx 后再上传")
        first = False
        if wide is None:
            continue
        data = rest + chunk
        found = wide(data)
        if found:
            return found
        rest = data[-_REFERENCE:]
    return ""


def _wide(columns: int) -> Callable[[bytes], str]:
    """What finds a cell with content beyond this column."""
    cell = re.compile(rb"""\br=["']([A-Z]{%d,3})\d{1,7}["'][^<>]*(?<!/)>""" % (1 if columns < 26 else 2))

    def find(data: bytes) -> str:
        return next((letters.decode() for letters in cell.findall(data) if _number(letters) > columns), "")

    return find


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _mimetype(file: BinaryIO, infos: list[zipfile.ZipInfo]) -> bytes:
    """What an OpenDocument file says that it is."""
    found = next((i for i in infos if i.filename == "mimetype" and i.file_size < 1000), None)
    return b"".join(unpacked(file, found)) if found else b""


def _sheet_name(path: Path, info: zipfile.ZipInfo) -> str:
    """“The sheet's name”, "" where the workbook does not say it."""
    try:
        sheets = Book(Package(path.read_bytes())).sheets()
    except (UnmarkableError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return ""
    return next((f"“{s.name}”" for s in sheets if s.part.lower() == info.filename.lower()), "")
