"""Tables in the terminal."""

from __future__ import annotations

from rich.table import Table

from api.cli.console import out
from graph.result import AuditResult


def show_checks(result: AuditResult) -> None:
    """One line per check for the whole county: 应覆盖, 覆盖, 缺口, 待核实."""
    table = Table(title=f"{result.county_name} {result.as_of} {result.scheme.title}", title_justify="left")
    for name in ("检查", "名称"):
        table.add_column(name)
    for name in ("应覆盖", "覆盖", "缺口", "待核实"):
        table.add_column(name, justify="right")
    top = result.coverage[result.coverage["level"] == result.coverage["level"].min()].groupby("check", sort=False)[["of", "met", "gap", "unknown"]].sum()
    titles = {c.id: c.title for c in result.scheme.checks}
    for check, row in top.iterrows():
        table.add_row(str(check), titles[str(check)], *(f"{int(row[c]):,}" for c in ("of", "met", "gap", "unknown")))
    out.print(table)
    for notice in result.notices[:10]:
        out.print(f"注意：{notice}", markup=False)
