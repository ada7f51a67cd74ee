"""The sheet 报送情况: which village has sent which ledger."""

from __future__ import annotations

from typing import Any

from api.reports.arrived import delivery_matrix
from api.reports.view import View
from api.reports.workbook.rows import Rows
from api.reports.workbook.styles import Styles, matrix_page
from api.reports.workbook.table import Column, header, legend, put, widths

_LINE = "已报：收到该村的行（含拒收行）；零报告：该村声明没有；未报：没有收到，该村相应的户或单元列为“待核实”。"
_STATES = ("delivered", "zero", "nothing")


def write(sheet: Any, styles: Styles, view: View) -> None:
    matrix = delivery_matrix(view.result.delivery, view.places)
    columns = [Column("镇街", 16), Column("村(社区)", 20), *(Column(name, 13) for name in matrix.ledgers), Column("未报数", 9, "number")]
    widths(sheet, columns)
    said = f"没有任何村（社区）报送、不列出的台账：{'、'.join(matrix.nobody)}。" if matrix.nobody else ""
    legend(sheet, styles, columns, _LINE + said)
    header(sheet, styles, 1, columns)
    out, end = Rows(sheet), 2
    for town, village, cells in matrix.rows:
        formats = [styles(c.state if c.state in _STATES else "center") for c in cells]
        values = [town, village, *(c.text for c in cells), sum(c.state == "nothing" for c in cells)]
        out.add(end, values, [styles("text"), styles("text"), *formats, styles("number")])
        end += 1
    put(sheet, end, 0, "未报村数", styles("text", bold=True))
    put(sheet, end, 1, "", styles("text"))
    missing = [sum(r[2][i].state == "nothing" for r in matrix.rows) for i in range(len(matrix.ledgers))]
    for i, count in enumerate([*missing, sum(missing)], 2):
        put(sheet, end, i, count, styles("number", bold=True))
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, max(end - 1, 1), len(columns) - 1)
    matrix_page(sheet, (1, 1), [c.width for c in columns], 2)
