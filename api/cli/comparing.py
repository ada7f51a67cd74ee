"""The command diff: what changed between two editions of a register, and what that did to coverage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import work
from api.cli.console import bars, day_of, out, sentences
from graph.register import open_register
from graph.trend import CHANGES


def diff(
    before: Annotated[int, typer.Argument(metavar="前", help="较早的版次号", show_default=False)],
    after: Annotated[int, typer.Argument(metavar="后", help="较晚的版次号", show_default=False)],
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    out_folder: Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹")] = Path("版次比较"),
    scheme: Annotated[str, typer.Option("--scheme", help="两版都按哪个方案；默认为后一版的方案")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="两版都按哪一天计算；默认各按各的日期")] = "",
    unit: Annotated[str, typer.Option("--unit", help="只看一个单元及其下级：名称，或从县起的路径")] = "",
    between: Annotated[bool, typer.Option("--series", help="前后两版之间的每一版都算，写出 series.csv 和 diff.xlsx 的“变化趋势”")] = False,
) -> None:
    """比较：两个版次之间变了什么，补上了哪些缺口，又多出哪些。"""
    with sentences():
        with bars() as progress:
            numbers, day = (before, after), day_of(as_of)
            found = work.diff_register(open_register(register), numbers, out_folder, scheme, day, series=between, unit=unit, progress=progress)
        changes = found.gaps["change"].value_counts()
        out.print("，".join(f"{word} {changes.get(code, 0):,}" for code, word in CHANGES.items()) + "。", markup=False)
        if len(found.units.pairs):
            out.print(f"区划变动 {len(found.units.pairs):,} 条：撤并、更名的单元按现在的单元合计比较，见 diff.xlsx 的“区划变动”。", markup=False)
        out.print(f"结果：{out_folder / 'diff.xlsx'}、diff_coverage.csv、diff_gaps.csv、diff_facts.csv", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(diff)
