"""Restyling cells in a sheet's XML: every other cell, and all else in the part, stays as it was; odd but legal writing is understood."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from api.checked.cells import SheetXml, letters, reference
from api.checked.package import MAIN, UnmarkableError

Cells = dict[tuple[int, int], tuple[int, str]]
"""(row, column) → style, text."""
Written = tuple[Cells, str, bool]

_at = st.tuples(st.integers(1, 12), st.integers(0, 30))
_cells = st.dictionaries(_at, st.tuples(st.integers(0, 3), st.sampled_from(["", "文 &amp; 字", "x", "7"])), max_size=25)


def sheet(cells: Cells, prefix: str, said: bool, tail: str = "") -> bytes:
    """A worksheet; `said`: whether rows and cells state their places (they need not where there is no gap)."""
    p = f"{prefix}:" if prefix else ""
    rows = []
    for row in sorted({r for r, _ in cells}):
        parts = []
        for (r, c), (style, text) in sorted(cells.items()):
            if r == row:
                at = f' r="{reference((r, c))}"' if said else ""
                inside = f"<{p}is><{p}t>{text}</{p}t></{p}is>" if text else ""
                parts.append(f'<{p}c{at} s="{style}" t="inlineStr">{inside}</{p}c>' if text else f'<{p}c{at} s="{style}"/>')
        rows.append(f"<{p}row{f' r={chr(34)}{row}{chr(34)}' if said else ''} spans='1:9'>{''.join(parts)}</{p}row>")
    space = f'xmlns{":" + prefix if prefix else ""}="{MAIN}"'
    body = f"<{p}sheetData>{''.join(rows)}</{p}sheetData>" if rows else f"<{p}sheetData/>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}worksheet {space}>{body}{tail}</{p}worksheet>'.encode()


def understood(data: bytes) -> Cells:
    """What a program that reads XML properly finds; places must ascend."""
    found: Cells = {}
    n = f"{{{MAIN}}}"
    for row in etree.fromstring(data).iter(f"{n}row"):
        for cell in row.iter(f"{n}c"):
            ref = cell.get("r")
            column = 0
            for ch in ref.rstrip("0123456789"):
                column = column * 26 + ord(ch) - 64
            assert ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == row.get("r")
            found[int(row.get("r")), column - 1] = (int(cell.get("s", "0")), "".join(cell.itertext()))
    assert list(found) == sorted(found)
    return found


@settings(max_examples=150, deadline=None)
@given(_cells, st.sets(_at, max_size=12), st.sampled_from(["", "x"]))
def test_restyle(cells: Cells, wanted: set[tuple[int, int]], prefix: str) -> None:
    xml = SheetXml(sheet(cells, prefix, True))
    xml.restyle({r: {c for q, c in wanted if q == r} for r, _ in wanted}, lambda style, _cell: style + 100)
    plain = {at: (style, text.replace("&amp;", "&")) for at, (style, text) in cells.items()}
    blank = dict.fromkeys(wanted - set(cells), (100, ""))
    assert understood(xml.data()) == plain | {at: (plain[at][0] + 100, plain[at][1]) for at in wanted & set(cells)} | blank


def test_places_that_are_not_stated() -> None:
    cells: Cells = {(1, 0): (0, "甲"), (1, 1): (1, "乙"), (2, 0): (0, "丙")}
    xml = SheetXml(sheet(cells, "", False))
    assert xml.first_used({1, 2, 9}) == {1: 0, 2: 0, 9: 0}
    xml.restyle({1: {1}, 2: {0}}, lambda style, _cell: style + 5)
    assert xml.data().count(b's="6"') == 1 and xml.data().count(b's="5"') == 1


def test_a_new_cell_looks_like_its_row_or_column() -> None:
    head = f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" width="20" style="4"/></cols><sheetData>'
    rows = '<row r="2"/><row r="3" s="9" customFormat="1"><c r="A3"/></row><row r="4" s="8"><c r="D4"><v>1</v></c></row></sheetData></worksheet>'
    xml = SheetXml((head + rows).encode())
    seen: dict[tuple[int, int], int] = {}
    xml.restyle({n: {1} for n in (1, 2, 3, 4)}, lambda style, cell: seen.setdefault(cell, style))
    assert seen == {(1, 1): 4, (2, 1): 4, (3, 1): 9, (4, 1): 4}
    assert [at for at in understood(xml.data()) if at[1] == 1] == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert (xml.width(1), xml.width(5)) == (20.0, 8.43)


def test_the_first_used_cell_and_merged_ranges() -> None:
    tail = '<mergeCells count="1"><mergeCell ref="B2:D5"/></mergeCells>'
    xml = SheetXml(sheet({(2, 0): (0, ""), (2, 1): (0, "x"), (4, 4): (0, "y")}, "", True, tail))
    assert xml.first_used({2, 3, 4}) == {2: 1, 3: 0, 4: 4}
    assert [xml.anchor(c) for c in ((2, 1), (5, 3), (6, 3), (3, 0))] == [(2, 1), (2, 1), (6, 3), (3, 0)]


@pytest.mark.parametrize(
    ("tail", "after"),
    [
        ("", "worksheet"),
        ('<drawing a="1"/><tableParts count="0"/>', "tableParts"),
        ('<conditionalFormatting><cfRule a="x>y"><extLst><a/></extLst></cfRule></conditionalFormatting><pageMargins/><extLst><b/></extLst>', "extLst"),
    ],
)
def test_the_drawing_is_told_of_in_its_place(tail: str, after: str) -> None:
    xml = SheetXml(sheet({(1, 0): (0, "x")}, "", True, tail))
    assert xml.drawing() == ""
    xml.draw("rId7")
    root = etree.fromstring(xml.data())
    at = next(i for i, n in enumerate(root) if n.tag.endswith("legacyDrawing"))
    below = root[at + 1].tag if at + 1 < len(root) else root.tag
    assert etree.QName(below).localname == after and xml.drawing() == "rId7"


@pytest.mark.parametrize("text", ["<!-- <row r='1'> -->", "<![CDATA[<c r='A1'/>]]>"])
def test_comments_and_cdata_do_not_deceive(text: str) -> None:
    cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    xml = SheetXml(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'.encode())
    xml.restyle({1: {0}}, lambda _style, _cell: 3)
    assert understood(xml.data())[1, 0][0] == 3


@pytest.mark.parametrize("data", [b"", b"<a/>", b"not xml", f'<worksheet xmlns="{MAIN}"/>'.encode(), f'<worksheet xmlns="{MAIN}"><sheetData><row>'.encode()])
def test_what_is_no_worksheet_is_refused(data: bytes) -> None:
    with pytest.raises(UnmarkableError):
        SheetXml(data).restyle({1: {0}}, lambda _style, _cell: 1)


def test_letters() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
