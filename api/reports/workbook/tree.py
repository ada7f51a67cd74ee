"""The sheet of one line (党组织, 自治 …): the tree of units, folded below the village, four figures per check."""

from __future__ import annotations

from typing import Any

from api.reports import words
from api.reports.figures import VILLAGE, UnitNode
from api.reports.lines import Line, tally
from api.reports.view import View
from api.reports.workbook.rows import Rows, outlined
from api.reports.workbook.styles import A3, A4, Styles, page
from api.reports.workbook.table import LINE, Column, header, span, units, widths

_LEFT = (Column("单元", 24), Column("层级", 10, "center"), Column("区划代码", 14))
_PER_PAGE = {A4: (4, 68), A3: (7, 64)}
"""Paper → checks on one printed page, beside the repeated unit column, and the scale in percent.

What is folded is not printed: towns and villages are, unless somebody unfolds more.
"""
_CELLS = 600_000
"""Cells of a sheet beyond which it ends at the village: few computers open more."""
_LINE_WIDTH = 130


def write(sheet: Any, styles: Styles, view: View, line: Line) -> None:
    checks = line.checks
    shown, cut = _shown(view, line)
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
    _notes(sheet, styles, notes(line, cut))
    sheet.set_row(1, 40)
    for i in range(len(_LEFT)):
        sheet.write_blank(1, i, None, styles("header"))
    names = {s.code: s.name for s in line.systems}
    for i, check in enumerate(checks):
        first = len(_LEFT) + 4 * i
        counted = f"（{words.counts(check.counts)}）" if check.counts else ""
        span(sheet, 1, first, first + 3, f"{check.system} {names.get(check.system, '')}\n{check.title}{counted}", styles("header"))
    header(sheet, styles, 2, columns)
    end = _rows(sheet, styles, shown, [c.id for c in checks])
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, max(end - 1, 2), len(columns) - 1)
    paper = A4 if len(checks) <= _PER_PAGE[A4][0] else A3
    many, scale = _PER_PAGE[paper]
    page(sheet, (1, 2), paper=paper, one_page_wide=False)
    sheet.set_print_scale(scale)
    sheet.repeat_columns(0, 0)
    sheet.set_v_pagebreaks([len(_LEFT) + 4 * i for i in range(many, len(checks), many)])


def notes(line: Line, cut: bool = False) -> str:
    """What stands above a line's table: how many systems, and which ledgers are missing."""
    said = [f"{line.name}：{tally(line.systems)}；有数的检查 {len(line.checks)} 项。"]
    for what, systems in (("还需要这些台账才能计算", line.wanting), ("部分已计算，其余检查还缺台账", line.partly)):
        if systems:
            said.append(f"{what}：" + "；".join(f"{s.code} {s.name}（{s.wanted}）" for s in systems) + "。")
    if line.uncountable:
        said.append("没有台账可以计算：" + "、".join(f"{s.code} {s.name}" for s in line.uncountable) + "（原因见“体系一览”）。")
    if cut:
        said.append("单元太多，本表到村（社区）为止；组和湾落的数字见 coverage.csv。")
    return "".join(said)


def _notes(sheet: Any, styles: Styles, text: str) -> None:
    needed = min(1 + units(text) // _LINE_WIDTH, 8)
    sheet.set_row(0, LINE * needed + 6)
    span(sheet, 0, 0, 14, text, styles("wrapped_note"))


def _shown(view: View, line: Line) -> tuple[list[UnitNode], bool]:
    """The units of the sheet, and whether it had to end at the village."""
    ids = [c.id for c in line.checks]
    units = [u for u in view.units if u.level <= VILLAGE or any(i in u.figures for i in ids)]
    if 4 * sum(i in u.figures for u in units for i in ids) <= _CELLS:
        return units, False
    return [u for u in units if u.level <= VILLAGE], True


def _rows(sheet: Any, styles: Styles, shown: list[UnitNode], checks: list[str]) -> int:
    out, row, inside = Rows(sheet), 3, {u.id for u in shown}
    for unit in shown:
        bold = unit.level < VILLAGE
        folded = unit.level >= VILLAGE and any(c.id in inside for c in unit.children)
        values: list[object] = [unit.name, words.LEVELS.get(unit.level, str(unit.level)), unit.code]
        number = styles("number", bold=bold)
        formats = [styles("text", bold=bold, indent=min(unit.depth, 6)), styles("center"), styles("text")]
        for check in checks:
            figure = unit.figures.get(check)
            values += figure or (None,) * 4
            formats += [None if figure is None else number] * 4
        out.add(row, values, formats, outline=outlined(min(unit.depth, 7), unit.level > VILLAGE, folded))
        row += 1
    return row
