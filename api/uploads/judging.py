"""Whether a file that arrived may become a ledger: its ending, its content, and whether they agree. A refusal is a sentence."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from api.uploads.errors import RefusedFileError
from api.uploads.limits import UploadLimits
from api.uploads.settings import check_settings
from api.uploads.workbooks import check_workbook
from loaders.settings import NAME as SETTINGS
from loaders.workbook import UnreadableFile, list_files
from loaders.workbook.delimited import sniff_delimiter
from loaders.workbook.encoding import decode
from loaders.workbook.html import is_html_table
from loaders.workbook.ole import check_ole
from loaders.workbook.sniff import HEAD, MARKUP, OLE, TEXT, ZIP, Kind, kind_of
from loaders.workbook.spreadsheetml import is_spreadsheetml

__all__ = ["is_archive", "judge"]

_PACKAGES = (".xlsx", ".xlsm", ".xltx", ".xltm")
_UNTAKEN = (".xlsb", ".ods", ".ett")
_ROW = re.compile(r"<(?:\w+:)?(?:tr|row)\b", re.IGNORECASE)
_CELL = re.compile(r"<(?:\w+:)?(?:t[dh]|cell)\b", re.IGNORECASE)
_SAMPLE = 1024 * 1024


def is_archive(path: Path, name: str) -> bool:
    """Whether a file is a .zip of ledgers, to be unpacked. RefusedFileError where only its ending says so."""
    with path.open("rb") as file:
        packed = kind_of(file.read(HEAD)) == ZIP
    if name.lower().endswith(".zip") and not packed:
        raise RefusedFileError("后缀是 .zip，内容却不是压缩包。请重新打包后再上传")
    return name.lower().endswith(".zip")


def judge(path: Path, name: str, limits: UploadLimits) -> None:
    """RefusedFileError, in one sentence with the next step, unless the loaders may read this file. `path` has the ending of `name`."""
    if not path.stat().st_size:
        raise RefusedFileError("是空文件（0 字节）。请重新拷贝，或请填报单位重交")
    if path.name.casefold() == SETTINGS:
        check_settings(path)
        return
    suffix = path.suffix.lower()
    if suffix in _UNTAKEN:
        raise RefusedFileError(f"是 {suffix} 格式，本页面不接收。请用 Excel 或 WPS 另存为 .xlsx 后再上传")
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD))
    if kind != ZIP:
        _require_not_passed_over(path)
    try:
        _content(path, kind, suffix, limits)
    except UnreadableFile as error:
        raise RefusedFileError(f"{error.what}。{error.next_step}") from error
    if kind == ZIP:  # only now: the loaders unpack some of it where they ask what it is
        _require_not_passed_over(path)


def _require_not_passed_over(path: Path) -> None:
    """RefusedFileError for what the loaders pass over by its name, or by its content where the name says nothing."""
    passed = list_files([path]).passed_over
    if passed:
        raise RefusedFileError(f"{passed[0][1]}。请上传 .xlsx、.xls、.csv 台账，或装有台账的 .zip")


def _content(path: Path, kind: Kind, suffix: str, limits: UploadLimits) -> None:
    if kind == ZIP:
        with path.open("rb") as file:
            check_workbook(file, path, limits)
    elif kind == OLE:
        check_ole(path.read_bytes(), path.name)
    elif kind in (MARKUP, TEXT):
        with path.open("rb") as file:
            text, _ = decode(file.read(_SAMPLE), path.name)
        _text(text, suffix, limits)
    else:
        raise RefusedFileError(f"不是表格，是{kind}。请把内容做成表格，存为 .xlsx 后再上传")


def _text(text: str, suffix: str, limits: UploadLimits) -> None:
    """The rules for what is text inside: web pages and XML tables that carry .xls, CSV, text."""
    if not text.strip():
        raise RefusedFileError("没有内容，只有空白。请重新拷贝，或请填报单位重交")
    marked = text.lstrip().startswith("<") or is_html_table(text)
    if marked and not (is_html_table(text) or is_spreadsheetml(text)):
        raise RefusedFileError("是网页或 XML，里面没有表格。请用 Excel 或 WPS 另存为 .xlsx 后再上传")
    if "<!DOCTYPE" in text and "<!ENTITY" in text:
        raise RefusedFileError("里面的 XML 带有实体声明，不接收。请用 Excel 或 WPS 打开并另存为 .xlsx 后再上传")
    if not marked and suffix in _PACKAGES:
        raise RefusedFileError(f"后缀是 {suffix}，内容却是文字，不是工作簿。请用 Excel 或 WPS 打开并另存为 .xlsx 后再上传")
    width = _marked_width(text) if marked else _delimited_width(text)
    if width > limits.columns:
        raise RefusedFileError(f"有一行分出 {width} 列，超过 {limits.columns} 列。台账没有这么宽：请删去多余的列，或检查引号是否配对，再上传")


def _marked_width(text: str) -> int:
    return max((len(_CELL.findall(row)) for row in _ROW.split(text)[1:]), default=0)


def _delimited_width(text: str) -> int:
    sample = text[:HEAD]
    try:
        return max(map(len, csv.reader(io.StringIO(sample, newline=""), delimiter=sniff_delimiter(sample))), default=0)
    except csv.Error:  # the check says where
        return 0
