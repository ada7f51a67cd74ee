"""Tables in the terminal."""

from __future__ import annotations

from rich.table import Table

from api.cli.console import out
from api.reports.view import View
from graph.result import AuditResult


def show_checks(result: AuditResult) -> None:
    """The first page's checks for the whole county, one line each: 应覆盖, 覆盖, 缺口, 待核实."""
    view = View(result)
    table = Table(title=f"{result.county_name} {result.as_of} {result.scheme.title}", title_justify="left")
    for name in ("检查", "名称"):
        table.add_column(name)
    for name in ("应覆盖", "覆盖", "缺口", "待核实"):
        table.add_column(name, justify="right")
    for check in view.key:
        figure = view.whole[check.id]
        table.add_row(check.id, check.title, *(f"{n:,}" for n in (figure.of, figure.met, figure.gap, figure.unknown)))
    out.print(table)
    if len(view.key) < len(view.all_checks):
        out.print(f"以上是主要指标；{view.counted()}，见 report.xlsx 的“体系一览”。", markup=False)
    for notice in result.notices[:10]:
        out.print(f"注意：{notice}", markup=False)
