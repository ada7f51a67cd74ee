"""CSV and text tables -> one sheet. Rows are records, as Excel numbers them: a line break inside quotes starts no row, a blank line is one."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter

from loaders.workbook.columns import make_sheet, transpose
from loaders.workbook.errors import UnreadableFile
from loaders.workbook.sheet import MAX_CELLS, MAX_COLUMNS, Sheet

__all__ = ["read_delimited", "sniff_delimiter"]

DELIMITERS = ",\t;"
_SAMPLE = 65_536  # characters
_CUT_SHARE = 0.5  # of the records, that a tab or a semicolon must cut; a comma cuts whenever it stands there, as in Excel
_HINT = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def read_delimited(text: str, file: str, notes: tuple[str, ...] = ()) -> list[Sheet]:
    """One sheet named "" whose cells are all text. UnreadableFile where the quotes or the width are beyond reading."""
    hint = _HINT.match(text)
    if hint:  # a line for Excel, which does not show it as a row
        text = text[hint.end() :]
    delimiter = hint[1] if hint else sniff_delimiter(text)
    rows, unpaired = _records(text, delimiter, file)
    widths = set(map(len, rows))
    width = max(widths, default=0)
    if width > MAX_COLUMNS or width * len(rows) > MAX_CELLS:
        raise UnreadableFile(file, f"有一行分出 {width} 列，多半不是表格，或引号不配对")
    if len(widths) > 1:
        rows = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    more = list(notes)
    if unpaired:
        more.append("引号不配对，个别格可能连成一格，行号以 Excel 打开时为准")
    columns = transpose(rows)  # type: ignore[arg-type]
    if '="' in text and sum(map(_unwrap, columns)):
        more.append('写成 ="…" 的格按引号里的文字读取')
    return [make_sheet(file, "", columns, notes=more)]


def sniff_delimiter(text: str) -> str:
    """The delimiter that cuts most records into the same number of fields; a comma where none cuts."""
    sample, whole = text[:_SAMPLE], len(text) <= _SAMPLE
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        rows = _sampled(sample, delimiter)
        if not whole:
            rows = rows[:-1]
        widths = Counter(len(row) for row in rows if len(row) > 1 or any(row))
        if delimiter != "," and widths[1] > (1 - _CUT_SHARE) * widths.total():
            continue
        # Title lines and notes are of width 1 under every delimiter, so they decide nothing.
        score = max(((count / widths.total()) * math.log(width) for width, count in widths.items()), default=0.0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


def _records(text: str, delimiter: str, file: str) -> tuple[list[list[str]], bool]:
    """The records, and whether the quotes were out of order. Read strictly first: that is the only way to learn of it."""
    for strict in (True, False):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        try:
            return list(reader), not strict
        except csv.Error as error:
            if "field limit" in str(error):
                step = "请用 Excel 打开，看这一行附近的引号是否配对，改好后再交"
                raise UnreadableFile(file, f"第 {reader.line_num} 行附近有一格超过 13 万字，多半是引号不配对", step) from error
            if not strict:
                raise UnreadableFile(file, f"第 {reader.line_num} 行附近分不出列（{error}）") from error
    raise AssertionError("the second pass returns or raises")


def _unwrap(column: list[object]) -> bool:
    """Replaces ="4205…", the way to keep Excel from rounding an id, by what Excel shows; says whether there was one."""
    found = False
    for index, cell in enumerate(column):
        whole = _FORMULA_TEXT.fullmatch(str(cell).strip())
        if whole:
            column[index] = whole[1].replace('""', '"')
            found = True
    return found
