"""XML Spreadsheet 2003, which systems and WPS hand out as .xls: places by ss:Index, merges by ss:MergeAcross and ss:MergeDown."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re

from lxml import etree

from loaders.workbook.errors import UnreadableFile
from loaders.workbook.grid import Grid
from loaders.workbook.sheet import Sheet

__all__ = ["is_spreadsheetml", "read_spreadsheetml"]

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_CELL, _DATA = _SS + "Cell", _SS + "Data"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<(?:\w+:)?Workbook\b")


def is_spreadsheetml(text: str) -> bool:
    """Whether a marked-up text is one."""
    head = text[:65_536]
    return NAMESPACE in head and _ROOT.search(head) is not None


def read_spreadsheetml(text: str, file: str, notes: tuple[str, ...] = ()) -> list[Sheet]:
    """All worksheets, hidden ones included. UnreadableFile where the XML is not well formed: a guess might lose cells."""
    if "<!DOCTYPE" in text[:65_536]:  # entities that multiply; Excel writes none
        raise UnreadableFile(file, "XML 表格里有 DOCTYPE 声明，不是 Excel 写出的")
    # The text is decoded already, so its declared encoding no longer holds.
    data = _DECLARATION.sub("", text, count=1).encode()
    sheets: list[Sheet] = []
    try:
        events = etree.iterparse(io.BytesIO(data), events=("end",), tag=(_SS + "Worksheet", _SS + "Row"), huge_tree=True, resolve_entities=False)
        reader = _Reader(file)
        for _, node in events:
            if node.tag == _SS + "Row":
                reader.row(node)
                node.clear(keep_tail=False)
                continue
            hidden = node.findtext(".//{urn:schemas-microsoft-com:office:excel}Visible", "").startswith("Sheet")
            more = ("这张工作表是隐藏的，照样读取",) if hidden else ()
            sheets.append(reader.grid.sheet(_attribute(node, "Name"), (*notes, *more)))
            reader = _Reader(file)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(file, f"XML 表格第 {error.lineno} 行有错") from error
    return sheets


class _Reader:
    """Where the next row of one worksheet goes."""

    def __init__(self, file: str) -> None:
        self.grid = Grid(file)
        self.next_row = 0

    def row(self, node: etree._Element) -> None:
        row = _number(node, "Index", self.next_row + 1) - 1
        self.next_row = row + 1 + _number(node, "Span", 0)
        column = 0
        for cell in node.iterchildren(_CELL):
            down = across = 0
            if cell.attrib:
                column = _number(cell, "Index", column + 1) - 1
                down, across = _number(cell, "MergeDown", 0), _number(cell, "MergeAcross", 0)
            self.grid.put(row, column, _value(cell.find(_DATA)), down, across)
            column += across + 1


def _value(data: etree._Element | None) -> object:
    """The cell as a Python value: text, float, date; "" for an error."""
    if data is None:
        return ""
    text = "".join(data.itertext()) if len(data) else data.text or ""
    kind = _attribute(data, "Type")
    if kind == "String":
        return text
    if kind == "Error":
        return ""
    if kind == "Boolean":
        return text.strip() in ("1", "true", "True")
    with contextlib.suppress(ValueError):  # a number or date that is none stays the text that it is
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = dt.datetime.fromisoformat(text.strip())
            # Excel writes a bare time of day on the day before its calendar begins.
            return moment.time() if moment.date() == dt.date(1899, 12, 31) else moment
    return text


def _attribute(node: etree._Element, name: str) -> str:
    """With its namespace, or without, as some systems write it."""
    return str(node.get(_SS + name) or node.get(name) or "")


def _number(node: etree._Element, name: str, default: int) -> int:
    text = _attribute(node, name)
    return int(text) if text.isdigit() else default
