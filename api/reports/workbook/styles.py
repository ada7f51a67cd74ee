"""Fonts, colours and cell formats of every workbook, and how a page of it is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

FONT = "微软雅黑"
MET, GAP, UNKNOWN = "#1F4E79", "#F2A65A", "#DADADA"
"""Dark, middle and light: told apart in grey print and by colour-blind readers; a word always stands beside them."""

_BASE = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
_GRID = {**_BASE, "border": 1, "border_color": "#BFBFBF"}
_STYLES: dict[str, dict[str, object]] = {
    "plain": _BASE,
    "title": {**_BASE, "font_size": 18, "bold": True},
    "subtitle": {**_BASE, "font_size": 13, "bold": True, "font_color": MET},
    "note": {**_BASE, "font_color": "#404040"},
    "wrapped_note": {**_BASE, "font_color": "#404040", "text_wrap": True, "valign": "top"},
    "notice": {**_BASE, "text_wrap": True, "bg_color": "#FFF2CC", "border": 1, "border_color": "#BF9000"},
    "header": {**_GRID, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#D9E2EC"},
    "tall_header": {**_GRID, "bold": True, "text_wrap": True, "align": "center", "valign": "top", "bg_color": "#D9E2EC", "font_size": 9},
    "text": {**_GRID, "num_format": "@"},
    "wrap": {**_GRID, "num_format": "@", "text_wrap": True},
    "center": {**_GRID, "num_format": "@", "align": "center"},
    "number": {**_GRID, "num_format": "#,##0"},
    "right": {**_GRID, "num_format": "@", "align": "right"},
    "share": {**_GRID, "num_format": "0.0%"},
    "sign": {**_GRID, "align": "center"},
    "signed": {**_GRID, "num_format": "+#,##0;-#,##0;0"},
    "fill_text": {**_GRID, "num_format": "@", "bg_color": "#FFF9DB"},
    "fill_date": {**_GRID, "num_format": "yyyy-mm-dd", "bg_color": "#FFF9DB"},
    "mended": {"bg_color": "#D9D9D9"},
    "fill_header": {**_GRID, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#FFE699"},
    "band": {**_BASE, "bold": True, "font_color": MET, "bg_color": "#EEF3F8", "bottom": 1, "bottom_color": "#BFBFBF"},
    "unsure": {**_GRID, "align": "center", "bg_color": UNKNOWN},
    "link": {**_GRID, "font_color": "#0563C1", "underline": 1},
    "delivered": {**_GRID, "align": "center"},
    "zero": {**_GRID, "align": "center", "bg_color": UNKNOWN, "italic": True},
    "nothing": {**_GRID, "align": "center", "bg_color": "#7F7F7F", "font_color": "#FFFFFF", "bold": True},
    "differs": {**_GRID, "align": "center", "bg_color": GAP, "bold": True},
    "met_header": {**_GRID, "bold": True, "align": "center", "bg_color": MET, "font_color": "#FFFFFF", "text_wrap": True},
    "gap_header": {**_GRID, "bold": True, "align": "center", "bg_color": GAP, "text_wrap": True},
    "unknown_header": {**_GRID, "bold": True, "align": "center", "bg_color": UNKNOWN, "text_wrap": True},
}


class Styles:
    """The formats of one workbook, made when first asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, int, str], Any] = {}

    def __call__(self, name: str, *, bold: bool = False, indent: int = 0, number: str = "") -> Any:
        key = (name, bold, indent, number)
        if key not in self._made:
            more: dict[str, object] = {"bold": True} if bold else {}
            more |= {k: v for k, v in (("indent", indent), ("num_format", number)) if v}
            self._made[key] = self._book.add_format({**_STYLES[name], **more})
        return self._made[key]


A3, A4 = 8, 9
"""Paper as Excel numbers it."""
_ROOM = {A4: 230, A3: 380}
"""Width of columns (Excel's units) that stays readable on one landscape page."""
_READABLE = 310
"""The same where an A3 page is one of several."""


def page(sheet: Any, header_rows: tuple[int, int] | None, *, paper: int = A4, one_page_wide: bool = True) -> None:
    """Landscape with page numbers; `header_rows` (first, last) are repeated on every page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f'&L&"{FONT}"&8&A&C&"{FONT}"&8第 &P 页，共 &N 页')
    if one_page_wide:
        sheet.fit_to_pages(1, 0)
    if header_rows:
        sheet.repeat_rows(*header_rows)


def matrix_page(sheet: Any, header_rows: tuple[int, int], widths: Sequence[float], fixed: int = 1) -> None:
    """A sheet that may have a hundred columns: A4, else A3, else as many A3 pages beside each other as stay readable.

    The first `fixed` columns are repeated on every page.
    """
    total, repeated = sum(widths), sum(widths[:fixed])
    paper = A4 if total <= _ROOM[A4] else A3
    page(sheet, header_rows, paper=paper)
    sheet.repeat_columns(0, fixed - 1)
    if total > _ROOM[A3]:
        sheet.fit_to_pages(math.ceil((total - repeated) / (_READABLE - repeated)), 0)
