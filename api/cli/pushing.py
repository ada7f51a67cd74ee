"""daohu push: the current edition onto a Neo4j server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import bars, out, sentences
from api.pushing import push as push_to
from graph.register import open_register


def push(
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    store: Annotated[str, typer.Option("--store", help="bolt:// 或 neo4j:// 地址；口令取自 NEO4J_PASSWORD")],
    names: Annotated[str, typer.Option(help="masked(只留姓)或 plain")] = "masked",
    replace: Annotated[bool, typer.Option("--replace", help="允许清空服务器上的其他数据，全部重写")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="把整份副本逐行读回核对(全部写入时总会核对)")] = False,
) -> None:
    """推送：把 Neo4j 上的副本更新到当前版次。只写变化的部分；中断后再运行一次即从断处继续。"""
    with sentences():
        with bars() as progress:
            pushed = push_to(open_register(register), store, names=names, replace=replace, complete=verify, progress=progress)
        out.print(f"{pushed.done}。{store} 现有版次 {pushed.edition.id}，数量与内容核对无误。", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(push)
