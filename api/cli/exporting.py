"""daohu export: the graph as files for Gephi and other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.asking.units import COLUMNS, Units
from api.cli.console import bars, err, out, sentences
from api.cli.registers import opened
from api.exporting import FORMS, export
from graph.edition import Edition
from graph.errors import OutputError
from graph.projection import Projected
from graph.stores.contents import Filling

_FORMS = "、".join(FORMS)


def export_command(
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    form: Annotated[str, typer.Option("--format", help=f"{_FORMS}；graphml 和 gexf 给 Gephi")],
    folder: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")],
    edition: Annotated[int | None, typer.Option(help="第几版；默认为当前版次")] = None,
    unit: Annotated[str, typer.Option(help="只导出一个单元：名称、编码或路径；别处的人和组织只计数、不具名")] = "",
    names: Annotated[str, typer.Option(help="masked(只留姓)或 plain；有 --unit 时只能是 masked")] = "masked",
    only: Annotated[list[str] | None, typer.Option("--only", help="只要哪几种节点或边，如 --only 组织 或 --only Unit,PART_OF，可多次")] = None,
) -> None:
    """导出：把图写成 GraphML、GEXF、Parquet 或 CSV，逐项读回核对后才出现。"""
    with sentences():
        found = opened(register).edition(edition)
        with bars() as progress:
            written = export(_part(found, unit, names), form, folder, names=names, only=only or [], progress=progress)
        for notice in written.notices:
            err.print(notice, style="yellow", markup=False)
        out.print(f"已写到 {written.folder}：{len(written.files)} 个文件，{sum(written.counts.values()):,} 个节点和边，已读回核对。", markup=False)


def _part(edition: Edition, unit: str, names: str) -> Edition | Filling:
    """The edition, or a unit's part of it."""
    if not unit:
        return edition
    if names != "masked":
        raise OutputError("一个单元的子图里姓名总是遮盖的，不能用 --names plain。要原样的姓名请不加 --unit，导出全部。")
    edition.verify()
    return Projected(edition, Units(edition.nodes("Unit", COLUMNS)).find(unit).id)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command("export")(export_command)
