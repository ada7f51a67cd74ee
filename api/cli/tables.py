"""Tables in the terminal."""

from __future__ import annotations

from rich.table import Table

from api.cli.console import out
from api.loading.load import Loaded
from api.loading.report import named, unit_paths
from api.reports.view import View
from graph.result import AuditResult
from graph.scheme import read_scheme


def show_checks(result: AuditResult) -> None:
    """The first page's checks for the whole county, one line each: 应覆盖, 覆盖, 缺口, 待核实."""
    view = View(result)
    table = Table(title=f"{result.county_name} {result.as_of} {result.scheme.title}", title_justify="left")
    for name in ("检查", "名称"):
        table.add_column(name, overflow="fold")
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


_TOWNS, _CHECKS = 30, 20
"""Lines of a load's tables at most; the workbook has all."""


def show_load(found: Loaded) -> None:
    """What a load changes: rows per ledger and town, coverage of the whole, what is doubtful."""
    _show_rows(found)
    effect = found.effect
    if len(effect):
        top = effect[effect["level"] == effect["level"].min()]
        moved = top[(top[["of_change", "met_change", "gap_change", "unknown_change"]] != 0).any(axis=1)]
        table = Table(title=f"对覆盖的影响：{len(moved)} 项检查有变化", title_justify="left")
        table.add_column("检查", overflow="fold")
        for name in ("应覆盖", "覆盖", "缺口", "待核实"):
            table.add_column(name, justify="right")
        titles = {c.id: c.title for c in read_scheme(found.edition.scheme).checks}
        for row in moved.head(_CHECKS).itertuples(index=False):
            figures = [(getattr(row, f"{f}_after"), getattr(row, f"{f}_change")) for f in ("of", "met", "gap", "unknown")]
            table.add_row(f"{row.check} {titles.get(str(row.check), '')}", *(f"{n:,}" + (f" ({c:+,})" if c else "") for n, c in figures))
        out.print(table)
        if len(moved) > _CHECKS:
            out.print(f"另有 {len(moved) - _CHECKS} 项，见 load_coverage.csv。", markup=False)
    for doubt in found.doubts:
        out.print(f"可疑：{doubt}", style="red", markup=False)


def _show_rows(found: Loaded) -> None:
    counts = found.comparison.counts
    told = named(counts["unit"], unit_paths(found.edition))
    town = told.str.split("/").str[:2].str.join("/")
    sums = counts.assign(town=town).groupby(["ledger", "town"], sort=True)[["added", "changed", "ended", "refused", "missing"]].sum()
    moved = sums[(sums > 0).any(axis=1)].reset_index()
    table = Table(title=f"第 {found.number} 版：{len(moved)} 处有变化(行)", title_justify="left")
    for name in ("台账", "镇街"):
        table.add_column(name, overflow="fold")
    for name in ("新增", "变更", "消失", "不再采用", "缺报的村"):
        table.add_column(name, justify="right")
    for row in moved.head(_TOWNS).itertuples(index=False):
        table.add_row(str(row.ledger), str(row.town), *(f"{n:,}" if n else "" for n in (row.added, row.changed, row.ended, row.refused, row.missing)))
    out.print(table)
    if len(moved) > _TOWNS:
        out.print(f"另有 {len(moved) - _TOWNS} 处，见 load_rows.csv。", markup=False)
