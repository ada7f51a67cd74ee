"""The sheets 缺口清单 and 待核实清单."""

from __future__ import annotations

from typing import Any

from api.reports import words
from api.reports.listing import readable
from api.reports.view import View
from api.reports.workbook.blocks import write_texts
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import LIMIT, Column, header, listed, widths

_COLUMNS: dict[str, Column] = {
    "system": Column("体系", 8, "center"),
    "title": Column("检查", 26),
    "county": Column("县（市、区）", 11),
    "town": Column("镇街", 11),
    "village": Column("村(社区)", 13),
    "group": Column("组", 10),
    "bay": Column("湾落", 12),
    "kind": Column("对象类别", 9, "center"),
    "code": Column("户号/编码", 14),
    "name": Column("户主/对象", 16, "wrap"),
    "reason": Column("原因", 32, "wrap"),
    "hint": Column("线索", 30, "wrap"),
}


def write(sheet: Any, styles: Styles, view: View, state: str, limit: int = LIMIT) -> None:
    """One row per gap (or unknown), names masked, up to `limit`; a line at the top says what is not listed."""
    found = view.gaps[view.gaps["state"] == state]
    columns = {k: c for k, c in _COLUMNS.items() if k != "county" or view.places.several}
    rows = readable(found.head(limit), view.titles, view.places)[list(columns)]
    what = "台账已报而无法判断的待核实" if state == "unknown" and view.unlisted else words.STATES[state]
    line = listed(what, len(found), limit, "全部见 gaps.csv 和 towns 文件夹内各镇街工作簿")
    if state == "unknown":
        line += view.unlisted_sentence()
    shown = list(columns.values())
    widths(sheet, shown)
    sheet.set_row(0, 20)
    sheet.write_string(0, 0, line, styles("note"))
    header(sheet, styles, 1, shown)
    end = write_texts(sheet, styles, 2, shown, rows)
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, max(end - 1, 1), len(shown) - 1)
    page(sheet, (1, 1))
