"""Cells of a sheet's XML get another style; every other byte stays what it was.

The rows are found by their tags and only marked ones are touched, so that a sheet of 100,000 rows needs no tree of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from api.checked.package import MAIN, UnmarkableError, parse, written

__all__ = ["Cell", "SheetXml", "letters", "reference"]

Cell = tuple[int, int]
"""Row as Excel shows it (from 1), column index (from 0)."""
Restyle = Callable[[int, Cell], int]
"""(style of a cell, the cell) → its new style."""

_TAG = re.compile(rb"""<(/?)([\w.-]+:)?([\w.-]+)((?:"[^"]*"|'[^']*'|[^>"'])*?)(/?)>""")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])([^>]*?)(/?)>")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])([^>]*?)(/?)>")
_NUMBER = re.compile(rb"""\sr=["'](\d+)["']""")
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]+)\d+["']""")
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")
_FORMATTED = re.compile(rb"""\scustomFormat=["'](?:1|true)["']""")
_SPANS = re.compile(rb"""\sspans=["'][^"']*["']""")
_MERGE = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?ref=["']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)["']""")
_COLUMN = re.compile(rb"<(?:[\w.-]+:)?col\s([^>]*?)/?>")
_SELECTED = re.compile(rb"""\stabSelected=["'](?:1|true)["']""")
_AFTER_DRAWING = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent")
"""What may follow the relation to the drawing of the comments, at the end of a sheet."""


def letters(column: int) -> str:
    """0 → A, 27 → AB."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def reference(cell: Cell) -> str:
    """(3, 1) → B3."""
    return f"{letters(cell[1])}{cell[0]}"


def _index(text: bytes) -> int:
    number = 0
    for letter in text:
        number = number * 26 + letter - 64
    return number - 1


@dataclass
class _Found:
    """A row or a cell in the bytes: where its tag begins and ends, where it ends, its attributes."""

    number: int
    start: int
    tag_end: int
    end: int
    attributes: bytes
    closed: bool


class SheetXml:
    """The XML of one worksheet. Raises UnmarkableError for what is none of the transitional standard's."""

    def __init__(self, data: bytes) -> None:
        if b"<![CDATA[" in data or b"<!--" in data or not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") or b"\0" in data[:100]:
            data = written(parse(data))
        declared = re.match(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([\w-]+)["']""", data)
        if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
            data = written(parse(data))
        root = next((m for m in _TAG.finditer(data) if not m[1]), None)
        if root is None or MAIN.encode() not in root[4]:
            raise UnmarkableError("not a worksheet")
        self._prefix: bytes = root[2] or b""
        self._name: bytes = root[3]
        opened = re.compile(rb"<" + re.escape(self._prefix) + rb"sheetData\s*(/?)>").search(data)
        if opened is None:
            head, tail, body = data, b"", b""
            raise UnmarkableError("no cells") if self._name == b"worksheet" else UnmarkableError("not a worksheet")
        close = b"</" + self._prefix + b"sheetData>"
        end = opened.end() if opened[1] else data.find(close, opened.end())
        if end < 0:
            raise UnmarkableError("cut off")
        head, body, tail = data[: opened.start()], b"" if opened[1] else data[opened.end() : end], data[end if opened[1] else end + len(close) :]
        self._head, self._body, self._tail = head, body, tail
        self._parts: list[bytes] | None = None
        boxes = [(int(r1), _index(c1), int(r2), _index(c2)) for c1, r1, c2, r2 in _MERGE.findall(tail)]
        self._merges = np.array(boxes, np.int64).reshape(-1, 4)
        self._columns = [self._column(m[1]) for m in _COLUMN.finditer(head)]

    @staticmethod
    def _column(attributes: bytes) -> tuple[int, int, int, float]:
        def said(name: bytes, default: bytes) -> bytes:
            found = re.search(rb"\b" + name + rb"""=["']([\d.]+)["']""", attributes)
            return found[1] if found else default

        return int(said(b"min", b"1")) - 1, int(said(b"max", b"1")) - 1, int(said(b"style", b"0")), float(said(b"width", b"8.43"))

    def width(self, column: int) -> float:
        """A column's width in characters."""
        return next((w for low, high, _, w in self._columns if low <= column <= high), 8.43)

    def anchor(self, cell: Cell) -> Cell:
        """The top left cell of the merged range that covers a cell, else the cell itself."""
        row, column = cell
        boxes = self._merges
        hit = np.flatnonzero((boxes[:, 0] <= row) & (row <= boxes[:, 2]) & (boxes[:, 1] <= column) & (column <= boxes[:, 3]))
        return (int(boxes[hit[0], 0]), int(boxes[hit[0], 1])) if len(hit) else cell

    def first_used(self, rows: set[int]) -> dict[int, int]:
        """Per row the first column that holds something; 0 of a blank row."""
        found = dict.fromkeys(rows, 0)
        for row in self._rows():
            if row.number in rows:
                inside = self._body[row.tag_end : row.end]
                found[row.number] = next((c.number for c in self._cells(inside) if not c.closed and c.end - c.tag_end > len(self._prefix) + 4), 0)
        return found

    def restyle(self, cells: Mapping[int, set[int]], style: Restyle) -> None:
        """Give cells (row → columns) another style; cells and rows that are not there are made."""
        parts, at, left = [], 0, sorted(cells)
        for row in self._rows():
            while left and left[0] < row.number:
                number = left.pop(0)
                parts += [self._body[at : row.start], self._made(number, cells[number], style)]
                at = row.start
            if left and left[0] == row.number:
                left.pop(0)
                parts += [self._body[at : row.start], self._restyled(row, cells[row.number], style)]
                at = row.end
        parts.append(self._body[at:])
        parts += [self._made(number, cells[number], style) for number in left]
        self._body = b"".join(parts)

    def deselect(self) -> None:
        """The sheet is no longer the one that opens: two selected sheets would be edited together."""
        self._head = _SELECTED.sub(b"", self._head)

    def draw(self, ident: str) -> None:
        """Refer to the drawing of the comments by its relation."""
        tag = f' xmlns:daohu="http://schemas.openxmlformats.org/officeDocument/2006/relationships" daohu:id="{ident}"/>'.encode()
        at = self._place(_AFTER_DRAWING)
        self._tail = self._tail[:at] + b"<" + self._prefix + b"legacyDrawing" + tag + self._tail[at:]

    def drawing(self) -> str:
        """The relation to the drawing of comments and form controls that the sheet has, empty where it has none."""
        found = re.search(rb"""<(?:[\w.-]+:)?legacyDrawing\s[^>]*?\bid=["']([^"']+)["']""", self._tail)
        return found[1].decode() if found else ""

    def data(self) -> bytes:
        """The part."""
        p = self._prefix
        return b"".join((self._head, b"<", p, b"sheetData>", self._body, b"</", p, b"sheetData>", self._tail))

    def _place(self, names: tuple[str, ...]) -> int:
        """Where the first of some elements, or the end, stands in the tail; elements inside others do not count."""
        depth = 0
        for tag in _TAG.finditer(self._tail):
            if tag[1]:
                depth -= 1
                if depth < 0:
                    return tag.start()
                continue
            if not depth and tag[3].decode() in names:
                return tag.start()
            depth += not tag[5]
        raise UnmarkableError("cut off")

    def _rows(self) -> list[_Found]:
        found: list[_Found] = []
        number, close = 0, b"</" + self._prefix + b"row>"
        for tag in _ROW.finditer(self._body):
            said = _NUMBER.search(tag[1])
            number = int(said[1]) if said else number + 1
            end = tag.end() if tag[2] else self._body.find(close, tag.end())
            if end < 0:
                raise UnmarkableError("cut off")
            found.append(_Found(number, tag.start(), tag.end(), end if tag[2] else end + len(close), tag[1], bool(tag[2])))
        return found

    def _cells(self, inside: bytes) -> list[_Found]:
        found: list[_Found] = []
        number, close = -1, b"</" + self._prefix + b"c>"
        for tag in _CELL.finditer(inside):
            said = _REFERENCE.search(tag[1])
            number = _index(said[1]) if said else number + 1
            end = tag.end() if tag[2] else inside.find(close, tag.end())
            if end < 0:
                raise UnmarkableError("cut off")
            found.append(_Found(number, tag.start(), tag.end(), end if tag[2] else end + len(close), tag[1], bool(tag[2])))
        return found

    def _restyled(self, row: _Found, columns: set[int], style: Restyle) -> bytes:
        close = b"</" + self._prefix + b"row>"
        inside = b"" if row.closed else self._body[row.tag_end : row.end - len(close)]
        cells = self._cells(inside)
        own = int(said[1]) if _FORMATTED.search(row.attributes) and (said := _STYLE.search(row.attributes)) else None
        parts, at, left = [], 0, sorted(columns)
        for cell in cells:
            while left and left[0] < cell.number:
                parts += [inside[at : cell.start], self._new((row.number, left.pop(0)), own, style)]
                at = cell.start
            if left and left[0] == cell.number:
                left.pop(0)
                said = _STYLE.search(cell.attributes)
                attributes = _STYLE.sub(b"", cell.attributes)
                new = style(int(said[1]) if said else 0, (row.number, cell.number))
                tag = b"<" + self._prefix + b"c" + attributes.rstrip() + f' s="{new}"'.encode() + (b"/>" if cell.closed else b">")
                parts += [inside[at : cell.start], tag]
                at = cell.tag_end
        parts.append(inside[at:])
        parts += [self._new((row.number, column), own, style) for column in left]
        attributes = _SPANS.sub(b"", row.attributes).rstrip()  # only a hint, which a new cell may make wrong
        return b"".join((b"<", self._prefix, b"row", attributes, b">", *parts, close))

    def _made(self, number: int, columns: set[int], style: Restyle) -> bytes:
        cells = b"".join(self._new((number, c), None, style) for c in sorted(columns))
        return b"".join((b"<", self._prefix, b'row r="', str(number).encode(), b'">', cells, b"</", self._prefix, b"row>"))

    def _new(self, cell: Cell, row_style: int | None, style: Restyle) -> bytes:
        """A blank cell, formatted as its row or column is."""
        column = next((s for low, high, s, _ in self._columns if low <= cell[1] <= high), 0)
        new = style(column if row_style is None else row_style, cell)
        return b"".join((b"<", self._prefix, b'c r="', reference(cell).encode(), f'" s="{new}"/>'.encode()))
