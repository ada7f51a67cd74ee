"""LEDGERS (files and folders) -> the files that are ledgers, and why the others are passed over."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InputError
from loaders.workbook.delimited import sniff_delimiter
from loaders.workbook.encoding import decode
from loaders.workbook.errors import UnreadableFile
from loaders.workbook.html import is_html_table
from loaders.workbook.ole import ole_kind
from loaders.workbook.sniff import HEAD, MARKUP, OLE, ZIP, kind_of
from loaders.workbook.spreadsheetml import is_spreadsheetml
from loaders.workbook.zips import WORKBOOKS, kind_inside

__all__ = ["Found", "list_files"]

_SETTINGS = "daohu.toml"
_PLAIN = "没有分列的文字"
_OUT = frozenset(("coverage.csv", "summary.json"))
_CHECK, _COPIES_OF = frozenset(("problems.csv", "load.csv")), "checked"
"""What a check of ledgers writes: lists, and a folder of marked copies, which are ledgers again once they are mended."""
_SYSTEM = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db"))
# Taken whatever is in them: if it is no table, the person who sent it must hear of it.
_TABLES = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".xlsb", ".et", ".ett", ".ods", ".csv", ".tsv"))
# May be a table or a text about tables: the content decides.
_PERHAPS = frozenset((".txt", ".htm", ".html", ".xml"))
# Never ledgers, though their content may look like one (a backup of a workbook would state every row twice).
_COPIES = frozenset((".bak", ".tmp", ".old", ".lock", ".part", ".crdownload", ".download", ".xlk"))


@dataclass(frozen=True)
class Found:
    """`files`: (path, relative name with /), sorted by that name. `passed_over`: (relative name, why in Chinese)."""

    files: list[tuple[Path, str]] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)


def list_files(paths: Sequence[Path]) -> Found:
    """The ledgers under `paths`. A file given directly has its own name, one in a folder its path below that folder.

    Where two of `paths` give the same name, both get the name of their parent folder before it; a file that is given twice is
    taken once. Settings (daohu.toml) are neither ledger nor passed over. InputError where a path does not exist.
    """
    files: dict[Path, tuple[Path, str, str]] = {}
    found = Found()
    for given in paths:
        if not given.exists():
            raise InputError(f"找不到台账“{given}”。请检查路径是否写对，U 盘或共享文件夹是否还连着。")
        root = given if given.is_dir() else given.parent
        for path in _walk(given, found):
            name = _legible(path.relative_to(root).as_posix())
            why = _why_not(path)
            if why is None:
                files.setdefault(path.resolve(), (path, name, _legible(root.resolve().name)))
            elif why:
                found.passed_over.append((name, why))
    times = Counter(name for _, name, _ in files.values())
    found.files.extend(sorted(((path, f"{root}/{name}" if times[name] > 1 else name) for path, name, root in files.values()), key=lambda one: one[1]))
    found.passed_over.sort()
    return found


def _legible(name: str) -> str:
    """A name that is no UTF-8 (a ZIP made on Chinese Windows, unpacked on Linux) as the GBK that it is."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def _walk(given: Path, found: Found) -> Iterator[Path]:
    """The files of a folder and below, without hidden folders and earlier results; a file is itself."""
    if not given.is_dir():
        yield given
        return

    def refused(error: OSError) -> None:
        folder = Path(error.filename)
        found.passed_over.append((_legible(folder.relative_to(given).as_posix() if folder != given else given.name), "没有权限打开这个文件夹"))

    for folder, below, names in os.walk(given, onerror=refused):
        here = Path(folder)
        if set(names) >= _OUT:
            below.clear()
            found.passed_over.append((_legible(here.relative_to(given).as_posix() if here != given else given.name), "是以前的审计结果文件夹"))
            continue
        if set(names) >= _CHECK and _COPIES_OF in below:
            if here != given:
                below.clear()
                found.passed_over.append((_legible(here.relative_to(given).as_posix()), "是以前的核对结果文件夹，改好的副本请单独给出"))
            below[:], names = [name for name in below if name == _COPIES_OF], []
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (here / name for name in names)


def _why_not(path: Path) -> str | None:
    """None for a ledger, "" for what nobody asks about, else why it is passed over."""
    name, suffix = path.name, path.suffix.lower()
    if name.lower() == _SETTINGS:
        return ""
    if name.startswith(("~$", ".~")):
        return "Excel 或 WPS 的锁文件：同名台账正打开着"
    if name.startswith(".") or name.lower() in _SYSTEM:
        return "系统文件"
    if suffix in _COPIES:
        return "备份或临时文件"
    if suffix in _TABLES:
        return None
    try:
        kind = _content(path)
    except OSError:
        return "打不开"
    if suffix in _PERHAPS:
        return None if kind in ("table", "workbook") else f"不像表格：{kind}"
    # Any other extension, or none (台账2024.06): only what can be nothing but a workbook.
    if kind == "workbook":
        return None
    return f"后缀 {suffix or '（无）'} 不是表格的后缀" if kind in ("table", _PLAIN) else f"不是表格，是{kind}"


def _content(path: Path) -> str:
    """workbook, table (of text or HTML), or in Chinese what else it is."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    kind = kind_of(head)
    if kind == ZIP:
        try:
            with zipfile.ZipFile(path) as archive:
                inside = kind_inside(archive)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
            return "损坏的压缩包"
        return "workbook" if inside in WORKBOOKS else inside
    if kind == OLE:
        try:
            inside = ole_kind(path.read_bytes())
        except ValueError:
            return "损坏的 Office 文档"
        return "workbook" if inside in ("xls", "encrypted") else inside or "Office 文档"
    if not kind.is_table:
        return str(kind)
    try:
        text, _ = decode(head, path.name)
    except UnreadableFile:
        return "认不出编码的文字"
    if kind == MARKUP:
        if is_spreadsheetml(text):
            return "workbook"
        return "table" if is_html_table(text) else "没有表格的网页"
    lines = [line for line in text.splitlines() if line.strip()]
    cut = sniff_delimiter(text)
    return "table" if sum(cut in line for line in lines) * 2 > len(lines) else _PLAIN
