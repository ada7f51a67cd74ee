"""The two sheets that a checked copy has more than its original: 问题, with a link to every cell, and the hidden `_daohu`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from api.checked.cells import Cell, letters, reference
from api.checked.marks import SEVERITIES, Mark
from api.checked.package import MAIN
from loaders.own_sheets import CHECKED, FORMAT, PROBLEM_COLUMNS, ROLE

__all__ = ["about_sheet", "problem_sheet"]

_WIDTHS = (6, 16, 9, 16, 7, 22, 78)
_LINKS = 65_000
"""Excel knows 65,530 links of a sheet and repairs a file that has more."""
_LONGEST = 32_767
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def problem_sheet(title: str, notes: Sequence[str], rows: Sequence[tuple[Mark, Cell | None]], shown: Mapping[str, str], style: Callable[[str], int]) -> bytes:
    """A title, explanations, and a row per problem. `shown`: a mark's sheet → its name in this workbook; the cell is None where the
    problem is of a whole sheet or file."""
    last = letters(len(PROBLEM_COLUMNS) - 1)
    lines = [_row(1, 28, [_text((1, 0), title, style("title"))])]
    for number, note in enumerate(notes, 2):
        height = 17 * max(1, -(-_units(note) // (sum(_WIDTHS) - 6)))
        lines.append(_row(number, height, [_text((number, 0), note, style("note"))]))
    head = len(notes) + 2
    lines.append(_row(head, 24, [_text((head, c), name, style("header")) for c, name in enumerate(PROBLEM_COLUMNS)]))
    links: list[str] = []
    for number, (mark, cell) in enumerate(rows, 1):
        at = head + number
        name = shown.get(mark.sheet, mark.sheet)
        linked = cell is not None and len(links) < _LINKS
        place = reference(cell) if cell else f"第 {mark.row} 行" if mark.row else "整张表" if name else "整个文件"
        said = (name, place, mark.label, SEVERITIES[mark.severity], mark.value, mark.message)
        looks = ("text", "link" if linked else "center", "text", mark.severity, "text", "text")
        cells = [f'<c r="A{at}" s="{style("center")}"><v>{number}</v></c>']
        cells += [_text((at, c), text, style(look)) for c, (text, look) in enumerate(zip(said, looks, strict=True), 1)]
        height = 17 * max(-(-_units(t) // (w - 1)) or 1 for t, w in zip(said, _WIDTHS[1:], strict=True))
        lines.append(_row(at, min(height + 3, 400), cells))
        if linked:
            target = "'" + name.replace("'", "''") + "'!" + place
            links.append(f'<hyperlink ref="C{at}" location={quoteattr(_clean(target))} display={quoteattr(place)} tooltip="跳到这一格"/>')
    merges = "".join(f'<mergeCell ref="A{n}:{last}{n}"/>' for n in range(1, head))
    columns = "".join(f'<col min="{n}" max="{n}" width="{w + 0.7}" customWidth="1"/>' for n, w in enumerate(_WIDTHS, 1))
    pane = f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{head + 1}"/>'
    return "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFC00000"/>',
            '<pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">{pane}</sheetView></sheetViews>',
            f'<sheetFormatPr defaultRowHeight="17"/><cols>{columns}</cols><sheetData>{"".join(lines)}</sheetData>',
            f'<autoFilter ref="A{head}:{last}{head + len(rows)}"/><mergeCells count="{head - 1}">{merges}</mergeCells>',
            f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>",
            "</worksheet>",
        )
    ).encode()


def about_sheet(came: Sequence[tuple[str, str]], renamed: Mapping[str, str]) -> bytes:
    """Format, role, then (file, checksum) of the original and of what it was a copy of itself.

    `renamed`: sheets' names here → when read.
    """
    facts = [("format", str(FORMAT)), (ROLE, CHECKED)]
    for file, checksum in came:
        facts += [("file", file), ("checksum", checksum)]
    facts += [("sheet", f"{here}\t{read}") for here, read in renamed.items()]
    rows = "".join(_row(n, 0, [_text((n, 0), name, 0), _text((n, 1), value, 0)]) for n, (name, value) in enumerate(facts, 1))
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def _row(number: int, height: float, cells: Sequence[str]) -> str:
    tall = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def _text(cell: Cell, text: str, style: int) -> str:
    return f'<c r="{reference(cell)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_clean(text))}</t></is></c>'


def _clean(text: str) -> str:
    return _NO_TEXT.sub("", text)[:_LONGEST]


def _units(text: str) -> int:
    """Width of a text; a Han character takes two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
