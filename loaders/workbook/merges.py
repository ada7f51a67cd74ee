"""Merged ranges of xlsb and ods workbooks, which calamine does not give: {sheet name: [(first_row, first_col, last_row, last_col)]}."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator

from lxml import etree

__all__ = ["ods_merges", "xlsb_merges"]

Range = tuple[int, int, int, int]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BUNDLE_SHEET, _END_SHEET_DATA, _MERGE_CELL = 156, 146, 176


def ods_merges(archive: zipfile.ZipFile) -> dict[str, list[Range]]:
    """By the spans of the cells; a repeated row or cell counts as often as it is repeated, but holds no span itself."""
    content = archive.read("content.xml")
    if b"-spanned" not in content:
        return {}
    found: dict[str, list[Range]] = {}
    ranges: list[Range] = []
    row = column = 0
    tags = [_TABLE + tag for tag in ("table", "table-row", "table-cell", "covered-table-cell")]
    for event, node in etree.iterparse(io.BytesIO(content), events=("start", "end"), tag=tags, huge_tree=True, resolve_entities=False):
        if event == "start":
            if node.tag == _TABLE + "table":
                row, ranges = 0, found.setdefault(node.get(_TABLE + "name", ""), [])
            elif node.tag == _TABLE + "table-row":
                column = 0
            else:
                down, across = int(node.get(_TABLE + "number-rows-spanned", 1)), int(node.get(_TABLE + "number-columns-spanned", 1))
                if down * across > 1:
                    ranges.append((row, column, row + down - 1, column + across - 1))
                column += int(node.get(_TABLE + "number-columns-repeated", 1))
        elif node.tag == _TABLE + "table-row":
            row += int(node.get(_TABLE + "number-rows-repeated", 1))
            node.clear()
    return found


def xlsb_merges(archive: zipfile.ZipFile) -> dict[str, list[Range]]:
    """By the records after the cells of each sheet; the millions of records before are not walked."""
    found: dict[str, list[Range]] = {}
    parts = _relations(archive)
    for record, body in _records(archive.read("xl/workbook.bin")):
        if record == _BUNDLE_SHEET:
            relation, after = _wide_text(body, 8)
            name, _ = _wide_text(body, after)
            sheet = archive.read(parts[relation]) if relation in parts else b""
            end = sheet.rfind(bytes((_END_SHEET_DATA & 0x7F | 0x80, _END_SHEET_DATA >> 7, 0)))
            tail = _records(sheet[end:]) if end >= 0 else ()
            boxes = [struct.unpack_from("<4I", data) for kind, data in tail if kind == _MERGE_CELL and len(data) >= 16]
            found[name] = [(top, left, bottom, right) for top, bottom, left, right in boxes]
    return found


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    """Relation id -> path of the part inside the archive."""
    root = etree.fromstring(archive.read("xl/_rels/workbook.bin.rels"), etree.XMLParser(resolve_entities=False))
    return {node.get("Id", ""): posixpath.normpath(posixpath.join("/xl", node.get("Target", "")))[1:] for node in root}


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """BIFF12 records: a type of one or two bytes, a length of one to four of seven bits each, the body."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80 and at < len(data):
            kind = kind & 0x7F | data[at] << 7
            at += 1
        length = 0
        for shift in range(0, 28, 7):
            if at >= len(data):
                return
            length |= (data[at] & 0x7F) << shift
            at += 1
            if not data[at - 1] & 0x80:
                break
        yield kind, data[at : at + length]
        at += length


def _wide_text(body: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end
