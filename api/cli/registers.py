"""Commands about a register: load, editions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pyarrow.compute as pc
import typer

from api import loading
from api.cli.console import DONE, FAILED, REFUSED_ROWS, bars, day_of, err, out, sentences
from api.cli.tables import show_load
from api.loading.report import BOOK
from graph.edition import Edition
from graph.errors import EditionError
from graph.private import protect
from graph.register import Register, create, open_register
from graph.schema import OPEN_UNTIL
from loaders.merge.doubts import LOSS

_NewRegister = Annotated[Path, typer.Option("--register", help="登记库文件夹；没有就新建")]
_Register = Annotated[Path, typer.Option("--register", help="登记库文件夹")]
_Sure = Annotated[bool, typer.Option("--sure", help="有可疑之处也启用：已经核实过")]
_ACTIONS = "list、approve 版次号、rollback 版次号、prune、rebuild 版次号、log"


def load(
    ledgers: Annotated[list[Path], typer.Argument(metavar="台账", help="台账文件或文件夹，可以有几个", show_default=False)],
    register: _NewRegister,
    scheme: Annotated[str, typer.Option("--scheme", help="方案名或 .toml 文件；daohu.toml 写明、或登记库已有版次时可省略")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接设为当前版次；有可疑之处时还要 --sure")] = False,
    sure: _Sure = False,
    loss: Annotated[float, typer.Option("--loss", help="一个单元的一种台账消失的行超过这个比例时视为可疑", min=0.0, max=1.0)] = LOSS,
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天计算，如 2024-06-30；默认取 daohu.toml，再默认为今天")] = "",
) -> None:
    """装载：台账做成登记库的新版次，列出变化和对覆盖的影响，确认后设为当前。"""
    with sentences():
        there = opened(register, make=True)
        with bars() as progress:
            found = loading.load(ledgers, there, scheme, loss=loss, day=day_of(as_of), progress=progress)
        tell([*found.cleaned, *found.staged.notices])
        show_load(found)
        out.print(f"逐行的变化见 {found.folder / BOOK}。", markup=False)
        if not _agreed(found, yes, sure):
            more = "(核实后加 --sure)" if found.doubts else ""
            out.print(f"第 {found.number} 版已保存，未设为当前。要启用：daohu editions approve {found.number} --register {register}{more}", markup=False)
            raise typer.Exit(FAILED)
        loading.approve(there, found.number, sure=True)
        out.print(f"当前版次：第 {found.number} 版({found.edition.id})。", markup=False)
    raise typer.Exit(REFUSED_ROWS if found.refused else DONE)


def opened(register: Path, *, make: bool = False) -> Register:
    """A register for a command: made where there is none and it may be, its permissions checked; leftovers are cleaned and told."""
    fresh = make and not (register / "register.json").exists()
    there = create(register) if fresh else open_register(register)
    tell(protect(there.folder))
    if not make:
        tell(there.tidy())
    return there


def tell(lines: list[str]) -> None:
    """Sentences beside the result."""
    for line in lines:
        err.print(line, markup=False)


def _agreed(found: loading.Loaded, yes: bool, sure: bool) -> bool:
    """The answer of the person at the terminal; where nobody can answer it is no. What is doubtful asks for a second word."""
    if yes:
        return sure or not found.doubts
    try:
        if not typer.confirm(f"把第 {found.number} 版设为当前版次?"):
            return False
        if not found.doubts or sure:
            return True
        return bool(typer.prompt("有可疑之处。核实无误请输入“确认”两字，其他任何输入都不启用", default="", show_default=False).strip() == "确认")
    except typer.Abort:
        return False


def editions(
    action: Annotated[str, typer.Argument(metavar="操作", help=_ACTIONS)],
    register: _Register,
    number: Annotated[int | None, typer.Argument(metavar="版次号", help="第几版", show_default=False)] = None,
    sure: _Sure = False,
    keep: Annotated[int, typer.Option("--keep", help="prune 时保留最近几个启用过的版次(当前的总是保留)", min=1)] = loading.approving.KEPT,
) -> None:
    """版次：列出，启用新版，回到旧版，清理更早的，查看谁在何时做了什么。"""
    with sentences():
        there = opened(register)
        if action == "approve" and number is not None:
            loading.approve(there, number, sure=sure)
            out.print(f"已启用第 {number} 版。", markup=False)
        elif action == "rollback" and number is not None:
            loading.rollback(there, number)
            out.print(f"已回到第 {number} 版。", markup=False)
        elif action == "prune":
            gone, _ = loading.prune(there, keep)
            out.print(f"已清理：{'、'.join(f'第 {n} 版' for n in gone)}。" if gone else "没有可以清理的版次。", markup=False)
        elif action == "rebuild" and number is not None:
            with bars() as progress:
                names, _ = loading.rebuild(there, number, progress)
            out.print(f"已重建：{'、'.join(names)}。" if names else f"第 {number} 版没有损坏。", markup=False)
        elif action == "log":
            _show_log(there)
            return
        elif action != "list":
            raise EditionError(f"“{action}”写法不对，或缺少版次号。可用：daohu editions {_ACTIONS}。")
        _show_editions(there)


def _households(edition: Edition) -> int:
    """The households that are in force."""
    return int(pc.sum(pc.equal(edition.nodes("Household", ["until"])["until"], OPEN_UNTIL)).as_py() or 0)


def _show_editions(register: Register) -> None:
    current, approved = register.current, set(register.approved())
    for one in register.numbers():
        try:
            edition = register.edition(one)
        except EditionError as error:
            err.print(f"  第 {one} 版 {error}", style="red", markup=False)
            continue
        state = "当前" if one == current else "启用过" if one in approved else "未启用"
        base = edition.manifest.get("base")
        told = f"在第 {base} 版上" if base else "首次"
        doubts = f"，可疑 {len(list(d))} 处" if one not in approved and isinstance(d := edition.manifest.get("doubts"), list) and d else ""
        line = f"第 {one} 版 {edition.id} {edition.manifest['as_of']} 户 {_households(edition):,} {state}({told}{doubts})"
        out.print(f"{'→' if one == current else ' '} {line}", markup=False)


_DID = {"stage": "装载", "approve": "启用", "rollback": "回退到", "prune": "清理", "push": "推送", "backup": "备份", "rebuild": "重建", "decide": "认定人员"}


def _show_log(register: Register) -> None:
    for entry in register.history():
        number = f"第 {entry.number} 版" if entry.number else ""
        sure = "(可疑，已再次确认)" if entry.details.get("sure") else "(补记)" if entry.details.get("recovered") else ""
        out.print(f"{entry.when} {entry.who} {_DID.get(entry.action, entry.action)} {number}{sure}", markup=False)


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    for command in (load, editions):
        app.command()(command)
