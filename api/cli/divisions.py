"""The command divisions: two division lists → a draft of the 撤村并居对照表."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import out, sentences
from api.divisions import draft
from api.output import explain
from api.reports.divisions import write_draft
from graph.errors import OutputError


def divisions(
    old: Annotated[Path, typer.Argument(metavar="前", help="调整前的区划名单(代码、名称、级别或上级代码)", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="后", help="调整后的区划名单", show_default=False)],
    out_file: Annotated[Path, typer.Option("--out", help="草稿写到哪个 .xlsx 文件")] = Path("撤村并居对照表.xlsx"),
    county: Annotated[str, typer.Option("--county", help="名单不止一个县时，写县的区划代码")] = "",
) -> None:
    """区划：比较两份区划名单，写出撤村并居对照表的草稿，由人补填后作为台账报送。"""
    with sentences():
        if out_file.exists():
            raise OutputError(f"{out_file} 已经存在，里面可能有填好的内容，不会覆盖。请换一个文件名，或先移走它。")
        found = draft(old, new, county)
        try:
            write_draft(found, out_file)
        except OSError as error:
            raise OutputError(explain(error, out_file)) from error
    for name, number in found.counts.items():
        out.print(f"  {name} {number:,}", markup=False)
    out.print(f"草稿：{out_file}。请补填“现村(社区)”等黄色格，再放进台账文件夹。", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(divisions)
