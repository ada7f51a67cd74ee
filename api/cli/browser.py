"""daohu browser: the style and the favourites for Neo4j Browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.browser import write
from api.cli.console import out, sentences
from graph.register import open_register


def browser(
    folder: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")],
    register: Annotated[Path | None, typer.Option("--register", help="登记库文件夹：给出时，查询里填好县和版次的日期")] = None,
) -> None:
    """Neo4j Browser：写出样式 daohu.grass 和常用查询 常用查询.zip，把它们拖进 Browser 的窗口即可。"""
    with sentences():
        made = write(folder, open_register(register).edition() if register is not None else None)
        for path in made:
            out.print(f"  {path}", markup=False)
        out.print("请在 Neo4j Browser 打开后，把这两个文件逐个拖进窗口。", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(browser)
