"""Real bytes of formats that no library here writes, made by hand, and `read`: bytes under a name -> sheets."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from loaders.workbook import Sheet, read_file

Cells = Mapping[tuple[int, int], str | float]
Read = Callable[..., list[Sheet]]
_SECTOR = 512


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file: header, one sector of FAT, the directory, the streams (each at least 4096 bytes, so none is a mini stream)."""
    bodies = {name: body.ljust(-(-max(len(body), 4096) // _SECTOR) * _SECTOR, b"\0") for name, body in streams.items()}
    directory_sectors = -(-(len(bodies) + 1) // 4)
    fat = [0xFFFFFFFD, *range(2, directory_sectors + 1), 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, body) in enumerate(bodies.items(), start=1):
        start, count = len(fat), len(body) // _SECTOR
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        entries.append(_entry(name, 2, start, len(body), right=number + 1 if number < len(bodies) else 0xFFFFFFFF))
    assert len(fat) <= _SECTOR // 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    return header + table + b"".join(entries).ljust(directory_sectors * _SECTOR, b"\0") + b"".join(bodies.values())


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(text), kind, 1, 0xFFFFFFFF, right, child, start, size)


def biff8(sheets: Mapping[str, Cells], merged: Sequence[tuple[int, int, int, int]] = (), hidden: Sequence[str] = (), locked: bool = False) -> bytes:
    """The Workbook stream of an .xls: LABEL and NUMBER cells, MERGEDCELLS on every sheet, FILEPASS where it is locked."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def bof(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0x7CC, 0, 6))

    parts = []
    for cells in sheets.values():
        part = bof(0x10)
        for (row, column), value in cells.items():
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                part += record(0x204, at + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            else:
                part += record(0x203, at + struct.pack("<d", value))
        boxes = b"".join(struct.pack("<4H", top, bottom, left, right) for top, left, bottom, right in merged)
        parts.append(part + record(0xE5, struct.pack("<H", len(merged)) + boxes) + record(0x0A))
    lead = bof(0x05) + (record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if locked else b"")
    names = [record(0x85, struct.pack("<IBBBB", 0, name in hidden, 0, len(name), 1) + name.encode("utf-16-le")) for name in sheets]
    start = len(lead) + sum(map(len, names)) + 4
    whole = lead
    for number, name in enumerate(names):
        whole += name[:4] + struct.pack("<I", start) + name[8:]
        start += len(parts[number])
    return whole + record(0x0A) + b"".join(parts)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def xlsb(name: str, cells: Cells, merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A binary workbook of one sheet."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return (bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))) + bytes((len(body),)) + body

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    rows = sorted({row for row, _ in cells})
    right = max(column for _, column in cells)
    sheet = record(129) + record(148, struct.pack("<4I", rows[0], rows[-1], 0, right)) + record(145)
    for row in rows:
        sheet += record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0))
        for (where, column), value in cells.items():
            if where == row:
                at = struct.pack("<II", column, 0)
                sheet += record(6, at + text(value)) if isinstance(value, str) else record(5, at + struct.pack("<d", value))
    sheet += record(146) + record(177, struct.pack("<I", len(merged)))
    sheet += b"".join(record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in merged) + record(178) + record(130)
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + text("rId1") + text(name)) + record(144) + record(132)
    link = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" {}/></Relationships>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": link.format(f'Type="{office}/officeDocument" Target="xl/workbook.bin"').encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": link.format(f'Type="{office}/worksheet" Target="worksheets/sheet1.bin"').encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def ods(table: str) -> bytes:
    """A spreadsheet whose sheet 名册 holds these rows of XML."""
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
    body = f'<office:spreadsheet><table:table table:name="名册">{table}</table:table></office:spreadsheet>'
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>{body}</office:body></office:document-content>'
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content.encode()})


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """read(bytes, name) -> the sheets of a file of that name."""

    def call(data: bytes, name: str = "台账.xls") -> list[Sheet]:
        path = tmp_path / name
        path.write_bytes(data)
        return read_file(path, name)

    return call


@pytest.fixture
def make() -> dict[str, Callable[..., bytes]]:
    """The makers above, by name: test folders are no packages, so tests cannot import them."""
    return {"ole": ole, "biff8": biff8, "zipped": zipped, "xlsb": xlsb, "ods": ods}
