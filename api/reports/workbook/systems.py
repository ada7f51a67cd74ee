"""The sheet 体系一览: line × system × check, the ledgers that are missing said once instead of a row of zeros."""

from __future__ import annotations

from typing import Any

from api.reports import words
from api.reports.lines import SystemPart, tally
from api.reports.view import View
from api.reports.workbook.overview import FIGURES, SHARES, figure_cells
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import Column, write_table

_COLUMNS = (
    Column("条线", 10, "center"),
    Column("体系", 7, "center"),
    Column("名称", 26, "wrap"),
    Column("检查", 32, "wrap"),
    Column("类别", 8, "center"),
    Column("计数对象", 10, "center"),
    *FIGURES,
    *SHARES,
    Column("缺口、待核实的原因", 44, "wrap"),
)


def write(sheet: Any, styles: Styles, view: View) -> None:
    reasons = why(view)
    rows: list[list[object]] = []
    for line in view.lines:
        for system in line.systems:
            head = [line.name, system.code, system.name]
            for check in system.checks:
                said = [check.title, words.kind(check.kind), words.counts(check.counts)]
                figure = view.whole[check.id]
                rows.append([*head, *said, *figure_cells(figure), reasons.get(check.id, "") or ("" if figure.of else "没有应覆盖的对象")])
            rows += [[*head, text, "", "", *[None] * 6, why_not] for text, why_not in missing(system)]
    systems = [s for line in view.lines for s in line.systems]
    text = f"{tally(systems)}。{view.counted()}。"
    write_table(sheet, styles, text, _COLUMNS, rows, frozen=4)


def missing(system: SystemPart) -> list[tuple[str, str]]:
    """(what, why) for what a system cannot show: at most one row for missing ledgers and one for what no ledger tells."""
    said = []
    if system.silent:
        said.append(("、".join(dict.fromkeys(c.title for c in system.silent)), system.wanted))
    if system.reason:
        said.append(("（不能计算）", f"{system.reason}需要：{system.needs}"))
    if not (said or system.checks):
        said.append(("（本方案没有检查）", ""))
    return said


def why(view: View) -> dict[str, str]:
    """Check id → its reasons with their numbers, the most frequent first."""
    counts = view.gaps.groupby(["check", "reason"], sort=False).size()
    found: dict[str, list[tuple[int, str]]] = {}
    for (check, reason), n in counts.items():
        found.setdefault(check, []).append((-int(n), view.reason(reason, check)))
    return {c: "；".join(f"{text} {-n:,}" for n, text in sorted(said)) for c, said in found.items()}
