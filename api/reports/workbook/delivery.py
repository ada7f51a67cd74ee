"""The sheet 报送情况: which village has sent which ledger."""

from __future__ import annotations

from typing import Any

from api.reports.arrived import delivery_matrix
from api.reports.places import Places
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import Column, header, put, widths
from graph.result import AuditResult

_LINE = "已报：收到该村的行（含拒收行）；零报告：该村声明没有；未报：没有收到，该村相应的户或单元列为“待核实”。"


def write(sheet: Any, styles: Styles, result: AuditResult) -> None:
    matrix = delivery_matrix(result.delivery, Places.of(result.coverage))
    columns = [Column("镇街", 16), Column("村(社区)", 20), *(Column(name, 13) for name in matrix.ledgers), Column("未报数", 9, "number")]
    widths(sheet, columns)
    sheet.write_string(0, 0, _LINE, styles("note"))
    header(sheet, styles, 1, columns)
    for row, (town, village, cells) in enumerate(matrix.rows, 2):
        put(sheet, row, 0, town, styles("text"))
        put(sheet, row, 1, village, styles("text"))
        for i, cell in enumerate(cells, 2):
            put(sheet, row, i, cell.text, styles(cell.state if cell.state in {"delivered", "zero", "nothing"} else "center"))
        put(sheet, row, len(cells) + 2, sum(c.state == "nothing" for c in cells), styles("number"))
    end = len(matrix.rows) + 2
    put(sheet, end, 0, "未报村数", styles("text", bold=True))
    put(sheet, end, 1, "", styles("text"))
    missing = [sum(r[2][i].state == "nothing" for r in matrix.rows) for i in range(len(matrix.ledgers))]
    for i, count in enumerate([*missing, sum(missing)], 2):
        put(sheet, end, i, count, styles("number", bold=True))
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, max(end - 1, 1), len(columns) - 1)
    page(sheet, (1, 1))
