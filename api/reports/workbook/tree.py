"""The sheet 覆盖明细: the tree of units, folded below the village, four figures per check."""

from __future__ import annotations

from typing import Any

from api.reports import words
from api.reports.figures import shown_checks, unit_tree
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import Column, header, put, span, widths
from graph.result import AuditResult

_LEFT = (Column("单元", 24), Column("层级", 10, "center"), Column("区划代码", 14))
_OPEN = 3
"""The deepest level shown unfolded: the village."""
_PER_PAGE = 3
"""Checks on one printed page, beside the repeated unit columns."""


def write(sheet: Any, styles: Styles, result: AuditResult) -> None:
    checks = shown_checks(result.scheme, result.coverage)
    columns = [
        *_LEFT,
        *(
            Column(title, 8, "number", style)
            for _ in checks
            for title, style in zip(words.FIGURES, ("header", "met_header", "gap_header", "unknown_header"), strict=True)
        ),
    ]
    widths(sheet, columns)
    sheet.outline_settings(symbols_below=False)
    sheet.set_row(0, 40)
    for i in range(len(_LEFT)):
        sheet.write_blank(0, i, None, styles("header"))
    for i, check in enumerate(checks):
        first = len(_LEFT) + 4 * i
        counted = f"（{words.counts(check.counts)}）" if check.counts else ""
        span(sheet, 0, first, first + 3, f"{check.system} {check.title}{counted}", styles("header"))
    header(sheet, styles, 1, columns)
    end = _rows(sheet, styles, result, [c.id for c in checks])
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(end - 1, 1), len(columns) - 1)
    page(sheet, (0, 1), one_page_wide=False)
    sheet.set_print_scale(68)
    sheet.repeat_columns(0, 0)
    sheet.set_v_pagebreaks([len(_LEFT) + 4 * i for i in range(_PER_PAGE, len(checks), _PER_PAGE)])


def _rows(sheet: Any, styles: Styles, result: AuditResult, checks: list[str]) -> int:
    units = unit_tree(result.coverage)
    row = 2
    for unit in units:
        bold = unit.level < _OPEN
        folded = unit.level >= _OPEN and bool(unit.children)
        sheet.set_row(row, None, None, {"level": min(unit.depth, 7), "hidden": unit.level > _OPEN, "collapsed": folded})
        number, blank = styles("number", bold=bold), styles("text")
        put(sheet, row, 0, unit.name, styles("text", bold=bold, indent=unit.depth))
        put(sheet, row, 1, words.LEVELS.get(unit.level, str(unit.level)), styles("center"))
        put(sheet, row, 2, unit.code, styles("text"))
        column = len(_LEFT)
        for check in checks:
            figure = unit.figures.get(check)
            if figure is None:
                for i in range(4):
                    sheet.write_blank(row, column + i, None, blank)
            else:
                for i, value in enumerate((figure.of, figure.met, figure.gap, figure.unknown)):
                    sheet.write_number(row, column + i, value, number)
            column += 4
        row += 1
    return row
