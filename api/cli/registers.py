"""Commands about a register: load, editions, push."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import work
from api.cli.console import DONE, FAILED, REFUSED_ROWS, bars, out, sentences
from graph.errors import EditionError
from graph.register import Register, create, open_register
from graph.store import open_store

_NewRegister = Annotated[Path, typer.Option("--register", help="登记库文件夹；没有就新建")]
_Register = Annotated[Path, typer.Option("--register", help="登记库文件夹")]


def load(
    ledgers: Annotated[list[Path], typer.Argument(metavar="台账", help="台账文件或文件夹，可以有几个", show_default=False)],
    register: _NewRegister,
    scheme: Annotated[str, typer.Option("--scheme", help="方案名或 .toml 文件；daohu.toml 写明时可省略")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接设为当前版次")] = False,
) -> None:
    """装载：把台账写成登记库的新版次，与当前版次比较，确认后设为当前。"""
    with sentences():
        there = open_register(register) if (register / "register.json").exists() else create(register)
        there.clean()
        with bars() as progress:
            number, edition, refused = work.load_ledgers(ledgers, there, scheme, progress)
        _compare(there, number)
        if not (yes or _agreed(f"把第 {number} 版设为当前版次?")):
            out.print(f"第 {number} 版已保存，未设为当前。要设为当前：daohu editions rollback {number} --register {register}", markup=False)
            raise typer.Exit(FAILED)
        there.make_current(number)
        out.print(f"当前版次：第 {number} 版({edition.id})。", markup=False)
    raise typer.Exit(REFUSED_ROWS if refused else DONE)


def _agreed(question: str) -> bool:
    """The answer of the person at the terminal; where nobody can answer it is no."""
    try:
        return typer.confirm(question)
    except typer.Abort:
        return False


def _compare(register: Register, number: int) -> None:
    """Counts of the new edition beside those of the current one."""
    new = register.edition(number).counts
    old = register.edition().counts if register.current else {}
    for name in sorted({*new, *old}):
        change = new.get(name, 0) - old.get(name, 0)
        out.print(f"  {name:<20} {new.get(name, 0):>10,}" + (f"  ({change:+,})" if old else ""), markup=False)


def editions(
    action: Annotated[str, typer.Argument(metavar="操作", help="list 或 rollback")],
    register: _Register,
    number: Annotated[int | None, typer.Argument(metavar="版次号", help="回到第几版", show_default=False)] = None,
) -> None:
    """版次：列出，或回到较早的一版。"""
    with sentences():
        there = open_register(register)
        if action == "rollback" and number is not None:
            there.make_current(number)
        elif action != "list":
            raise EditionError(f"“{action}”写法不对。可用：daohu editions list，或 daohu editions rollback 版次号。")
        for one in there.numbers():
            edition = there.edition(one)
            arrow = "→" if one == there.current else " "
            out.print(f"{arrow} 第 {one} 版 {edition.id} {edition.manifest['as_of']} 户 {edition.counts.get('Household', 0):,}", markup=False)


def push(
    register: _Register,
    store: Annotated[str, typer.Option("--store", help="bolt:// 或 neo4j:// 地址")],
    names: Annotated[str, typer.Option(help="masked(只留姓)或 plain")] = "masked",
    replace: Annotated[bool, typer.Option("--replace", help="允许清空服务器上的其他数据")] = False,
) -> None:
    """推送：把当前版次装进 Neo4j。"""
    with sentences(), bars() as progress:
        edition = open_register(register).edition()
        with open_store(store, register) as target:
            work.fill(target, edition, register, replace=replace, names=names, progress=progress)
    out.print(f"{store} 现有版次 {edition.id}。", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    for command in (load, editions, push):
        app.command()(command)
