"""daohu structure: who holds whom up in a county's organisations: chains, cut points, concurrent posts, one team under several names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import pyarrow as pa
import typer

from api.asking.files import form_of, write_file
from api.asking.units import COLUMNS, Units
from api.cli.answers import print_rows, show_rows
from api.cli.console import day_of, out, sentences
from api.cli.registers import opened
from graph.columns import batches
from graph.errors import QueryError
from graph.structure import QUESTIONS, Organisations, ask, titled

FORMS = ("table", "csv", "json", "xlsx")
SHOWN = 200
"""Rows that a table shows; files have all."""
_KINDS = "；".join(f"{name} {asked.title.partition('：')[0]}" for name, asked in QUESTIONS.items())


def structure(
    question: Annotated[str, typer.Argument(metavar="问题", help=_KINDS, show_default=False)],
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    edition: Annotated[int | None, typer.Option(help="第几版；默认为当前版次", show_default=False)] = None,
    unit: Annotated[str, typer.Option("--unit", help="只要这个单元之内的行：名称、编码或路径")] = "",
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天，如 2024-06-30；默认为版次的日期")] = "",
    form: Annotated[str, typer.Option("--format", help="table(默认)、csv、json、xlsx")] = "",
    out_file: Annotated[Path | None, typer.Option("--out", help="写到这个文件，写完整才出现")] = None,
    names: Annotated[str, typer.Option("--names", help="姓名：masked(只留姓)或 plain(原样)")] = "masked",
    limit: Annotated[int, typer.Option(help="table 最多显示多少行，0 为不限；文件总是全部", min=0)] = SHOWN,
) -> None:
    """结构：组织是否上下贯通、哪些单元只靠一个人、兼职怎样连成片、一套人马挂几块牌子。"""
    with sentences():
        chosen = _form(form, out_file)
        if question not in QUESTIONS:
            raise QueryError(f"没有结构问题“{question}”；有的是 {'、'.join(QUESTIONS)}。")
        o = Organisations(opened(register).edition(edition), day_of(as_of), names)  # type: ignore[arg-type]  # it refuses other words
        found = ask(o, question, unit and Units(o.edition.nodes("Unit", COLUMNS)).find(unit).id)
        if chosen == "table":
            _show(found, question, limit)
        elif out_file is not None:
            done = write_file(out_file, chosen, batches(_table(titled(found, QUESTIONS[question].columns) if chosen == "xlsx" else found)))
            out.print(f"共 {len(found):,} 行，已写到 {done}。", markup=False)
        else:
            print_rows(chosen, batches(_table(found)))


def _form(said: str, out_file: Path | None) -> str:
    if said and said not in FORMS:
        raise QueryError(f"--format 只能是 {'、'.join(FORMS)}，不是“{said}”。")
    if out_file is None:
        if said == "xlsx":
            raise QueryError("xlsx 不是文字，不能显示。请用 --out 写到文件。")
        return said or "table"
    if said == "table":
        raise QueryError("table 只用来显示。写到文件请用 --format csv、json 或 xlsx。")
    chosen = form_of(out_file, said)
    if chosen not in FORMS:
        raise QueryError(f"--out 的文件只能是 csv、json 或 xlsx，不是“{chosen}”。")
    return chosen


def _show(found: pd.DataFrame, question: str, limit: int) -> None:
    asked = QUESTIONS[question]
    hidden = [c.name for c in asked.columns if c.title.endswith("标识")]
    shown = found.head(limit) if limit else found
    out.print(f"{asked.title}。一行是{asked.row}。", markup=False)
    show_rows(_table(titled(shown.drop(columns=hidden), asked.columns)), out)
    more = f"，只显示前 {len(shown):,} 行，全部请用 --out 结果.xlsx" if len(shown) < len(found) else ""
    out.print(f"共 {len(found):,} 行{more}。", markup=False)


def _table(found: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(found.round(3), preserve_index=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(structure)
