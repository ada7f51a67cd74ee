"""Commands about persons who are likely one: list, decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.table import Table

from api import identity as persons
from api.cli.console import DONE, REFUSED_ROWS, err, out, sentences
from graph.errors import InputError
from graph.register import open_register
from loaders.identity.decisions import APART, SAME, WORDS, decision

_SHOWN = 30
"""Pairs in the terminal at most; the workbook has all."""
_ACTIONS = "list、decide"
_Pair = tuple[str, str]
_NOBODY = ("", "")


def identity(
    action: Annotated[str, typer.Argument(metavar="操作", help="list 列出，decide 记下判定")],
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    file: Annotated[Path | None, typer.Argument(metavar="核对表", help="decide：填好判定的表", show_default=False)] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="list：写成一个待填的 Excel 文件", show_default=False)] = None,
    same: Annotated[_Pair, typer.Option("--same", metavar="甲 乙", help="decide：这两个标识是同一人", show_default=False)] = _NOBODY,
    apart: Annotated[_Pair, typer.Option("--apart", metavar="甲 乙", help="decide：这两个标识不是同一人", show_default=False)] = _NOBODY,
) -> None:
    """人员核对：列出可能是同一人的记录，记下判定；判定在下次装载时生效。"""
    with sentences():
        there = open_register(register)
        if action == "list":
            if out_file is None:
                _show(persons.open_pairs(there))
                return
            number = persons.write_pairs(there, out_file)
            out.print(f"{number:,} 对待判定，已写入 {out_file}。填好“判定”后：daohu identity decide {out_file} --register {register}", markup=False)
            return
        pairs = [(same, SAME), (apart, APART)]
        given = [decision(*pair, verdict) for pair, verdict in pairs if pair != _NOBODY]
        if action != "decide" or (file is None) == (not given):
            raise InputError(f"“{action}”写法不对。可用：{_ACTIONS}；decide 后写填好的表，或用 --same 甲 乙、--apart 甲 乙。")
        answers = persons.read_answers(file) if file is not None else persons.Answers(tuple(given), 0, ())
        new, refused = persons.remember(there, answers.decisions)
        for line in (*answers.refused, *refused):
            err.print(line, markup=False)
        told = "，".join(f"{word} {sum(d.verdict == v for d in new):,} 对" for v, word in WORDS.items())
        known = len(answers.decisions) - len(new) - len(refused)
        more = "".join((f"，原已判定 {known:,} 对" if known else "", f"，留空 {answers.open:,} 对" if answers.open else ""))
        out.print(f"已记下：{told}{more}。当前版次不变，下次装载(daohu load)时生效。", markup=False)
    raise typer.Exit(REFUSED_ROWS if answers.refused or refused else DONE)


def _show(pairs: pd.DataFrame) -> None:
    table = Table(title=f"{len(pairs):,} 对待判定", title_justify="left")
    for name in ("姓名", "村(社区)", "把握", "理由", "标识"):
        table.add_column(name)
    for p in pairs.head(_SHOWN).itertuples(index=False):
        table.add_row(p.name, p.unit_path, p.score, p.reasons, f"{p.person_a} {p.person_b}")
    out.print(table)
    if len(pairs) > _SHOWN:
        out.print(f"另有 {len(pairs) - _SHOWN:,} 对，用 --out 写成 Excel 查看。", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(identity)
