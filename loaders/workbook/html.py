"""HTML tables, which many systems hand out as .xls: every table a sheet, every cell text, rowspan and colspan as merged ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from loaders.workbook.errors import UnreadableFile
from loaders.workbook.grid import Grid
from loaders.workbook.sheet import Sheet

__all__ = ["is_html_table", "read_html"]

_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_SHEET_NAMES = re.compile(r"<x:Name>([^<]*)</x:Name>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r" *\v *")
_BLOCKS = frozenset(("p", "div", "li"))
_UNSEEN = frozenset(("script", "style", "table"))
_MAX_COLSPAN = 1000  # as browsers have it
_SPANS = etree.XPath(".//*[self::td or self::th][@rowspan or @colspan]")
_ROWS = etree.XPath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")


def is_html_table(text: str) -> bool:
    """Whether a text holds a table of HTML."""
    return _TABLE.search(text) is not None


def read_html(text: str, file: str, notes: tuple[str, ...] = ()) -> list[Sheet]:
    """One sheet per table that holds anything, named as Excel named it, else 表1, 表2 …; row 1 is the first row of the table.

    Numbers stay the text that is shown, so that an id number which a page marks as text is not rounded.
    """
    if not is_html_table(text):
        raise UnreadableFile(file, "网页里没有表格")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, no_network=True)
    names = _SHEET_NAMES.findall(text[:65_536])
    # The text is decoded already, so what the page declares no longer holds; a NUL would end it for the parser.
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).replace("\0", "").encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(file, f"网页第 {error.lineno} 行有错") from error
    grids = [grid for table in root.iter("table") if (grid := _grid(table, file)).rows]
    if len(names) != len(grids):
        names = [f"表{number}" for number in range(1, len(grids) + 1)]
    return [grid.sheet(name, notes) for name, grid in zip(names, grids, strict=True)]


def _grid(table: etree._Element, file: str) -> Grid:
    """The cells of one table, without those of a table inside it."""
    grid = Grid(file)
    taken: dict[int, int] = {}  # column -> the first row below that a rowspan leaves free
    rows = _ROWS(table)
    spanning = {cell.getparent() for cell in _SPANS(table)}
    covered = 0  # the first row that no rowspan from above reaches
    for row, node in enumerate(rows):
        if row >= covered and node not in spanning:
            grid.put_row(row, [_text(cell) for cell in node.iterchildren("td", "th")])
            continue
        column = 0
        for cell in node.iterchildren("td", "th"):
            while taken.get(column, 0) > row:
                column += 1
            across = max(1, min(_span(cell, "colspan"), _MAX_COLSPAN))
            # 0 means to the end of the table; a span beyond the end stops there.
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - row)
            grid.put(row, column, _text(cell), down - 1, across - 1)
            covered = max(covered, row + down)
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), row + down))
            column += across
    return grid


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return int(text) if text.isdigit() and len(text) < 9 else 1


def _text(cell: etree._Element) -> str:
    """What a browser shows: runs of spaces are one, <br> and paragraphs are line breaks, &nbsp; is a space."""
    text = cell.text or "" if len(cell) == 0 else "".join(_pieces(cell))
    if not text or text.isalnum():
        return text
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip(" \n")
    return text.replace("\xa0", " ")


def _pieces(node: etree._Element) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        if child.tag == "br":
            yield "\v"
        elif child.tag not in _UNSEEN:
            if child.tag in _BLOCKS and child.getprevious() is not None:
                yield "\v"
            yield from _pieces(child)
        if child.tail:
            yield child.tail
