"""The sheets 台账问题, 台账收数 and 数字核对."""

from __future__ import annotations

from typing import Any

import pandas as pd

from api.reports import words
from api.reports.arrived import ROWS
from api.reports.published import Published
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import LIMIT, LINE, Column, lines, listed, put, span, write_table
from graph.result import AuditResult

PROBLEM_COLUMNS = (
    Column("文件", 30, "wrap"),
    Column("工作表", 13, "wrap"),
    Column("行", 8, "number"),
    Column("列", 14, "wrap"),
    Column("问题", 24, "wrap"),
    Column("程度", 9, "center"),
    Column("内容", 20, "wrap"),
    Column("说明", 46, "wrap"),
    Column("问题代码", 20),
)


def problem_rows(problems: pd.DataFrame) -> list[list[object]]:
    """Rows in the order of PROBLEM_COLUMNS; empty where a problem has no row or column."""
    shown = problems.assign(
        title=problems["code"].map(lambda c: words.PROBLEMS.get(c, c)),
        severity=problems["severity"].map(lambda s: words.SEVERITIES.get(s, s)),
    )
    columns = ["file", "sheet", "row", "column", "title", "severity", "value", "message", "code"]
    return [[None if pd.isna(v) else v for v in row] for row in shown[columns].itertuples(index=False, name=None)]


def write_problems(sheet: Any, styles: Styles, result: AuditResult, limit: int = LIMIT) -> None:
    line = listed("台账问题", len(result.problems), limit, "全部见 problems.csv")
    write_table(sheet, styles, line, PROBLEM_COLUMNS, problem_rows(result.problems.head(limit)))


def write_load(sheet: Any, styles: Styles, result: AuditResult) -> None:
    """rows_in = loaded + rejected + duplicate + skipped, per sheet of every ledger, with the sum below."""
    columns = [Column("文件", 44, "wrap"), Column("工作表", 18), Column("台账", 24)]
    columns += [Column(t, 11, "number") for t in ("表内行数", "收入", "拒收", "重复", "略过")] + [Column("核对", 9, "center")]
    line = "表内行数 = 收入 + 拒收 + 重复 + 略过（略过：空行、重复表头、小计、合计、填表人等）。"
    load = result.load
    rows: list[list[object]] = []
    for file, sheet_name, ledger, *counts in load[["file", "sheet", "ledger", *ROWS]].itertuples(index=False):
        numbers = [int(n) for n in counts]
        rows.append([file, sheet_name, ledger, *numbers, "相符" if numbers[0] == sum(numbers[1:]) else "不符"])
    end = write_table(sheet, styles, line, columns, rows, frozen=2)
    sums: list[object] = ["合计", "", "", *(int(load[name].sum()) for name in ROWS), ""]
    for i, (value, column) in enumerate(zip(sums, columns, strict=True)):
        put(sheet, end, i, value, styles(column.style, bold=True))


def claim_state(difference: float | None) -> str:
    """same, differs or uncountable (nothing to compare with)."""
    if difference is None or difference != difference:
        return "uncountable"
    return "differs" if difference else "same"


def write_claims(sheet: Any, styles: Styles, result: AuditResult) -> None:
    """Typed and published figures beside what was counted."""
    columns = (
        Column("体系", 8, "center"),
        Column("项目", 24, "wrap"),
        Column("单元", 32, "wrap"),
        Column("对象", 16, "wrap"),
        Column("填报数", 11, "number"),
        Column("限定", 9, "center"),
        Column("实有数", 11, "number"),
        Column("差（填报－实有）", 12, "signed"),
        Column("结果", 11, "center"),
        Column("出处", 36, "wrap"),
    )
    claims = result.claims
    names = ["system", "claim", "unit_path", "subject", "claimed", "qualifier", "counted", "difference", "source"]
    states = [claim_state(None if pd.isna(d) else float(d)) for d in claims["difference"]]
    rows = []
    for values, state in zip(claims[names].itertuples(index=False, name=None), states, strict=True):
        cells = [None if pd.isna(v) else v for v in values]
        rows.append([*cells[:8], words.CLAIMS[state], cells[8]])
    line = f"填报数共 {len(rows):,} 项：一致 {states.count('same'):,}，不符 {states.count('differs'):,}，无法核对 {states.count('uncountable'):,}。"
    end = write_table(sheet, styles, line, columns, rows, frozen=4)
    marked = {"type": "cell", "criteria": "==", "value": f'"{words.CLAIMS["differs"]}"', "format": styles("differs")}
    sheet.conditional_format(2, 8, max(end - 1, 2), 8, marked)


_PUBLISHED = (
    Column("体系", 7, "center"),
    Column("指标", 26, "wrap"),
    Column("公布值", 11, "right"),
    Column("限定词", 8, "center"),
    Column("单位", 8, "center"),
    Column("台账计数", 11, "number"),
    Column("差额（台账－公布）", 12, "signed"),
    Column("说明", 40, "wrap"),
    Column("文件", 24, "wrap"),
    Column("原文", 40, "wrap"),
)


def write_published(sheet: Any, styles: Styles, said: Published) -> None:
    """The published figures beside the ledgers' counts, and below them what does not agree in the documents."""
    names = ("体系", "指标", "公布值", "限定词", "单位", "台账计数", "差额", "说明", "文件", "原文")
    rows = [[None if pd.isna(v) else v for v in row] for row in said.figures[list(names)].itertuples(index=False, name=None)]
    line = f"{said.place}文件公布的数字 {len(rows):,} 项，其中 {said.compared:,} 项可与台账计数相减。"
    line += "公布值为“文中缺”的，是文件本身缺数，不是 0；带限定词（约、余、不低于等）的，差额只供参考。"
    end = write_table(sheet, styles, line, _PUBLISHED, rows, frozen=2)
    if not len(said.disagreeing):
        return
    sheet.write_string(end + 1, 0, "文件中互相对不上的数（照录，原因只是可能）", styles("subtitle"))
    end += 2
    spans = ((0, 0, "序号"), (1, 1, "体系"), (2, 6, "对不上的数"), (7, 7, "算式"), (8, 9, "可能的原因"))
    disagreeing = said.disagreeing[[title for *_, title in spans]].astype(str).itertuples(index=False, name=None)
    for n, values in enumerate([tuple(title for *_, title in spans), *disagreeing]):
        style = styles("wrap" if n else "header")
        room = [sum(c.width for c in _PUBLISHED[a : b + 1]) for a, b, _ in spans]
        sheet.set_row(end, LINE * max(lines(str(v), w) for v, w in zip(values, room, strict=True)) + 4)
        for (first, last, _), value in zip(spans, values, strict=True):
            if first == last:
                put(sheet, end, first, value, style)
            else:
                span(sheet, end, first, last, value, style)
        end += 1
