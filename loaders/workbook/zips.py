"""What a ZIP holds, asked before anything unpacks it: a workbook, another document, or a bomb."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from loaders.workbook.errors import NEXT_REMOVE_PASSWORD, NEXT_SAVE_AS_XLSX, UnreadableFile
from loaders.workbook.sheet import MAX_CELLS

__all__ = ["MAX_RATIO", "MAX_UNPACKED", "WORKBOOKS", "check_extents", "open_zip", "zip_kind"]

MAX_UNPACKED = 2 * 1024**3  # bytes
MAX_RATIO = 200  # unpacked to packed, asked above _SMALL only; ledgers stay under 30
_SMALL = 100 * 1024**2  # bytes
WORKBOOKS = ("xlsx", "xlsb", "ods")

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="\$?[A-Z]+\$?\d+:\$?([A-Z]+)\$?(\d+)"')
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>')
_CHUNK = 4 * 1024**2


def zip_kind(names: list[str], mimetype: bytes = b"") -> str:
    """xlsx, xlsb, ods, or the Chinese name of what else it is, by the names of its members."""
    lower = {name.replace("\\", "/").lower() for name in names}
    if "xl/workbook.bin" in lower:
        return "xlsb"
    if any(name.startswith("xl/") for name in lower):
        return "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return "ods" if b"spreadsheet" in mimetype else "文档或演示稿（OpenDocument）"
    for prefix, name in (("word/", "Word 文档"), ("ppt/", "PPT 演示稿"), ("document.xml", "OFD 或其他文档"), ("ofd.xml", "OFD 文档")):
        if any(one.startswith(prefix) for one in lower):
            return name
    return "压缩包"


def kind_inside(archive: zipfile.ZipFile) -> str:
    """`zip_kind` of an archive; of a member that says it only the beginning is unpacked."""
    if "mimetype" not in archive.NameToInfo:
        return zip_kind(archive.namelist())
    with archive.open("mimetype") as said:
        return zip_kind(archive.namelist(), said.read(100))


def open_zip(data: bytes, file: str) -> tuple[zipfile.ZipFile, str]:
    """The archive and which of WORKBOOKS it is. UnreadableFile for all else, for damage, passwords and bombs."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableFile(file, "设了打开密码", NEXT_REMOVE_PASSWORD)
        unpacked = sum(member.file_size for member in members)
        if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * len(data)):
            raise UnreadableFile(file, f"解开后有 {unpacked // 1024**2:,} MB，不像正常的台账", "请在 Excel 里删去表格以外的空白格和图片，另存后再交")
        kind = kind_inside(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(file, "文件不完整或已损坏", "请重新拷贝；仍打不开时，请填报单位另存为 .xlsx 后再交") from error
    if kind not in WORKBOOKS:
        step = "请解压后把里面的表格放进来" if kind == "压缩包" else NEXT_SAVE_AS_XLSX
        raise UnreadableFile(file, f"不是表格，是{kind}", step)
    return archive, kind


def check_extents(archive: zipfile.ZipFile, file: str) -> None:
    """Refuses an .xlsx whose cells lie so far apart that a dense sheet would not fit into memory: a stray cell in XFD1048576.

    Excel states a sheet's extent at its head, formatted blank cells included; only where that is beyond MAX_CELLS are the cells
    themselves looked at. A program that states less than there is gets past this check.
    """
    for member in archive.infolist():
        if not member.filename.lower().startswith("xl/worksheets/") or not member.filename.endswith(".xml"):
            continue
        with archive.open(member) as part:
            stated = _DIMENSION.search(part.read(4096))
        if stated is None or int(stated[2]) * _column_number(stated[1]) <= MAX_CELLS:
            continue
        rows, column = _farthest(archive, member)
        if rows * _column_number(column) > MAX_CELLS:
            step = f"请删去表格右边和下边的多余内容（例如整列 {column.decode()}），另存后再交"
            raise UnreadableFile(file, f"有格远在第 {rows} 行、{column.decode()} 列，整张表大到放不进内存", step)


def _farthest(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, bytes]:
    """The last row and the last column in which a cell holds something."""
    row, column, rest = 0, b"A", b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            chunk = rest + chunk
            for letters, digits in _CELL.findall(chunk):
                row = max(row, int(digits))
                column = max(column, letters, key=_column_number)
            rest = chunk[chunk.rfind(b"<") :]
    return row, column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
