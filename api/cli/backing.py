"""Commands that keep a register safe: backup, restore."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from api import backup as backups
from api.cli.console import bars, out, sentences
from api.cli.registers import opened
from api.sealed import is_locked
from graph.errors import EditionError

PASSWORD = "DAOHU_BACKUP_PASSWORD"
SHORTEST = 8


def backup(
    target: Annotated[Path, typer.Argument(metavar="文件", help="备份写到哪个新文件", show_default=False)],
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    no_password: Annotated[bool, typer.Option("--no-password", help="不加密；文件里有身份证号、电话和登记库的密钥")] = False,
) -> None:
    """备份：把登记库写成一个加密的文件，写完读回核对。口令取自 DAOHU_BACKUP_PASSWORD，没有就询问。"""
    with sentences():
        there = opened(register)
        passphrase = None if no_password else _new_passphrase()
        with bars() as progress:
            kept = backups.backup(there, target, passphrase, progress)
        out.print(f"备份已写到 {target}，读回核对无误：{_said(kept)}，{target.stat().st_size / 1e6:,.1f} MB。", markup=False)
        if no_password:
            out.print("没有加密：里面有身份证号、电话和登记库的密钥。请放在只有本人能读的地方。", markup=False)
        else:
            out.print("请把口令另处保管：忘了口令，谁也打不开这份备份。", markup=False)


def restore(
    source: Annotated[Path, typer.Argument(metavar="文件", help="备份文件", show_default=False)],
    register: Annotated[Path | None, typer.Option("--register", help="恢复到哪个新文件夹")] = None,
    check: Annotated[bool, typer.Option("--check", help="只核对备份文件，不恢复")] = False,
) -> None:
    """恢复：核对备份文件，把登记库放进一个新文件夹；不对就什么也不写。"""
    with sentences():
        if check == (register is not None):
            raise EditionError("请用 --register 指定恢复到哪个新文件夹，或用 --check 只作核对(二者选一)。")
        passphrase = _passphrase("备份的口令") if is_locked(source) else None
        with bars() as progress:
            if register is None:
                files = backups.check(source, passphrase, progress)
                out.print(f"{source} 完好：{files:,} 个文件都与校验和相符。", markup=False)
                return
            kept = backups.restore(source, register, passphrase, progress)
        out.print(f"已恢复到 {register}：{_said(kept)}；各版次都与校验和相符。", markup=False)


def _said(kept: backups.Kept) -> str:
    current = f"当前第 {kept.current} 版" if kept.current is not None else "没有当前版次"
    return f"{len(kept.editions)} 个版次({current})、{kept.files:,} 个文件"


def _passphrase(question: str, *, twice: bool = False) -> str:
    if given := os.environ.get(PASSWORD):
        return given
    try:
        return str(typer.prompt(question, hide_input=True, confirmation_prompt="再输入一遍" if twice else False, err=True))
    except typer.Abort:
        raise EditionError(f"没有口令。请在终端里输入，或设置环境变量 {PASSWORD}；确实不加密请写 --no-password。") from None


def _new_passphrase() -> str:
    passphrase = _passphrase(f"给备份设一个口令(至少 {SHORTEST} 个字符)", twice=True)
    if len(passphrase) < SHORTEST:
        raise EditionError(f"口令太短。请用至少 {SHORTEST} 个字符：备份里有身份证号和电话。")
    return passphrase


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    for command in (backup, restore):
        app.command()(command)
