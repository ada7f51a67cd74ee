"""The sheet 横向到边: units down to the village × systems, each cell a sign, the share met, and the share unknown beside it."""

from __future__ import annotations

from typing import Any

from api.reports import words
from api.reports.across import SIGNS, UNSURE, band, percent, sign
from api.reports.figures import VILLAGE, Figure
from api.reports.view import View
from api.reports.workbook.rows import Rows
from api.reports.workbook.styles import Styles, matrix_page
from api.reports.workbook.table import Column, header, legend, put, span, widths

_LEFT = (Column("单元", 22), Column("所属", 16), Column("层级", 9, "center"), Column("区划代码", 13))
_WIDTH = 13
_TOP = 3
_LEGEND = "每格：{signs}；空白：不问该单元。百分数为覆盖/应覆盖，“待”后为待核实/应覆盖。每个体系取一项检查，见表头；该体系的全部检查见各条线的表。"


def write(sheet: Any, styles: Styles, view: View) -> None:
    shown = band(view)
    columns = [*_LEFT, *(Column(f"{s.code}\n{s.name}", _WIDTH, "center") for _, s, _ in shown.columns)]
    widths(sheet, columns)
    legend(sheet, styles, columns, _LEGEND.format(signs="，".join(f"{k} {v}" for k, v in SIGNS.items())))
    first = len(_LEFT)
    span(sheet, 1, 0, first - 1, "条线", styles("header"))
    for name, count in shown.lines:
        if count > 1:
            span(sheet, 1, first, first + count - 1, name, styles("header"))
        else:
            sheet.write_string(1, first, name, styles("header"))
        first += count
    header(sheet, styles, 2, columns)
    sheet.set_row(2, 96)
    for i, (_, system, check) in enumerate(shown.columns, len(_LEFT)):
        title = "" if check.title == system.name else f"\n{check.title}"
        put(sheet, 2, i, f"{system.code} {system.name}{title}", styles("tall_header"))
    end = _TOP
    out = Rows(sheet)
    for unit in shown.units:
        bold = unit.level < VILLAGE
        names = [unit.name, unit.parent.name if unit.parent else "", words.LEVELS.get(unit.level, str(unit.level)), unit.code]
        formats = [styles("text", bold=bold, indent=min(unit.depth, 4)), styles("text"), styles("center"), styles("text")]
        cells = [_cell(styles, unit.figures.get(check.id), bold) for _, _, check in shown.columns]
        out.add(end, [*names, *(value for value, _ in cells)], [*formats, *(style for _, style in cells)])
        end += 1
    last = len(columns) - 1
    if shown.columns and end > _TOP:
        sheet.conditional_format(_TOP, len(_LEFT), end - 1, last, _SCALE)
    sheet.freeze_panes(_TOP, 1)
    sheet.autofilter(2, 0, max(end - 1, 2), last)
    matrix_page(sheet, (1, 2), [c.width for c in columns])


_SCALE = {
    "type": "3_color_scale",
    "min_type": "num",
    "mid_type": "num",
    "max_type": "num",
    "min_value": 0,
    "mid_value": 0.5,
    "max_value": 1,
    "min_color": "#F8C48C",
    "mid_color": "#FFFFFF",
    "max_color": "#9CC2E5",
}
"""Light in the middle, darker at both ends; the sign tells which end it is where there is no colour."""


def _cell(styles: Styles, figure: Figure | None, bold: bool) -> tuple[object, Any]:
    """(value, format): the share is a number, for filters and the colour scale; sign and unknown are in its format."""
    mark = sign(figure)
    if not mark or figure is None:
        return "", styles("text")
    if mark == UNSURE:
        return UNSURE, styles("unsure")
    unknown = percent(figure.unknown, figure.of)
    beside = f'" 待{unknown}%"' if unknown else ""
    return percent(figure.met, figure.of) / 100, styles("sign", bold=bold, number=f'"{mark}"0%{beside}')
