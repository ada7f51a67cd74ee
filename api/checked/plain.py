"""A file that is no .xlsx, as one: its cells as they were read. Formats, formulas and pictures are not in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.compute as pc

from api.checked.cells import letters
from api.checked.package import MAIN, OFFICE
from loaders.workbook.sheet import Sheet

__all__ = ["plain_workbook"]

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_AS_TEXT = "1"
"""The style 文本: what is typed there keeps its digits."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NO_TEXT = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_HIDDEN = "隐藏"


def plain_workbook(sheets: Sequence[Sheet]) -> tuple[bytes, dict[str, str]]:
    """The bytes of an .xlsx, and the names of its sheets → the names under which they were read, where these differ."""
    names = _names([s.name or s.file.rsplit("/", 1)[-1].rsplit(".", 1)[0] for s in sheets])
    out = io.BytesIO()
    parts = [(f"xl/worksheets/sheet{n}.xml", f"rId{n}") for n in range(1, len(sheets) + 1)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        kinds = "".join(f'<Override PartName="/{p}" ContentType="{_SPREADSHEET}.worksheet+xml"/>' for p, _ in parts)
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>{kinds}</Types>',
        )
        archive.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([(i, "worksheet", p) for p, i in parts] + [("rIdStyles", "styles", "xl/styles.xml")]))
        listed = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{" state=" + quoteattr("hidden") if any(_HIDDEN in t for t in s.notes) else ""}/>'
            for n, (name, s) in enumerate(zip(names, sheets, strict=True), 1)
        )
        views = '<bookViews><workbookView activeTab="0"/></bookViews>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{views}<sheets>{listed}</sheets></workbook>')
        archive.writestr("xl/styles.xml", _STYLES)
        for (part, _), sheet in zip(parts, sheets, strict=True):
            archive.writestr(part, _sheet(sheet))
    return out.getvalue(), {here: s.name for here, s in zip(names, sheets, strict=True) if here != s.name}


def _relations(some: Sequence[tuple[str, str, str]]) -> str:
    nodes = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="/{part}"/>' for i, kind, part in some)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{nodes}</Relationships>'


def _names(read: Sequence[str]) -> list[str]:
    """Names that Excel allows: 31 characters, none of []:*?/\\, no two alike in any case."""
    names: list[str] = []
    for number, name in enumerate(read, 1):
        plain = _FORBIDDEN.sub("_", name).strip("' ")[:31] or f"表{number}"
        while plain.lower() in (n.lower() for n in names):
            plain = f"{plain[:26]}（{number}）"
        names.append(plain)
    return names


def _sheet(sheet: Sheet) -> bytes:
    """Text cells as text and numbers as numbers, whole columns at a time."""
    rows = pa.array(range(sheet.first_row, sheet.first_row + sheet.height), pa.int64()).cast(pa.string())
    columns, widths = [], []
    for number, cells in enumerate(sheet.columns):
        text = pc.replace_substring_regex(cells, _NO_TEXT, "")
        for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
            text = pc.replace_substring(text, sign, entity)
        place = pc.binary_join_element_wise(f'<c r="{letters(number)}', rows, "")
        made = pc.binary_join_element_wise(place, f'" s="{_AS_TEXT}" t="inlineStr"><is><t xml:space="preserve">', text, "</t></is></c>", "")
        numeric = sheet.numeric[number]
        if numeric is not None:
            made = pc.if_else(pa.array(numeric), pc.binary_join_element_wise(place, '"><v>', cells, "</v></c>", ""), made)
        columns.append(pc.fill_null(made, ""))
        long = pc.max(pc.binary_length(cells.slice(0, 2000))).as_py() or 0
        style = f' style="{_AS_TEXT}"' if numeric is None or not numeric.any() else ""
        widths.append(f'<col min="{number + 1}" max="{number + 1}" width="{min(max(long * 0.75 + 2, 8), 42):.1f}" customWidth="1"{style}/>')
    body = ""
    if sheet.height:
        head = pc.binary_join_element_wise('<row r="', rows, '">', "")
        body = "".join(pc.binary_join_element_wise(head, *columns, "</row>", "").to_pylist())
    merges = "".join(f'<mergeCell ref="{_box(sheet, box)}"/>' for box in _apart(sheet.merged.tolist()))
    return "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">',
            f"<cols>{''.join(widths)}</cols>" if widths else "",
            f"<sheetData>{body}</sheetData>",
            f"<mergeCells>{merges}</mergeCells>" if merges else "",
            "</worksheet>",
        )
    ).encode()


def _box(sheet: Sheet, box: Sequence[int]) -> str:
    top, left, bottom, right = box
    return f"{letters(left)}{top + sheet.first_row}:{letters(right)}{bottom + sheet.first_row}"


def _apart(boxes: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Without those that lie over an earlier one, which Excel would not open."""
    kept: list[Sequence[int]] = []
    taken: set[tuple[int, int]] = set()
    for box in boxes:
        top, left, bottom, right = box
        cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if not cells & taken:
            taken |= cells
            kept.append(box)
    return kept
