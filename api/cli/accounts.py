"""daohu user: the accounts of the office's pages."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from api.accounts import ROLES, WHOLE, AccountError, Accounts, Place, User, open_accounts
from api.asking.units import COLUMNS, Units
from api.cli.console import out, sentences
from api.cli.registers import opened
from graph.errors import QueryError
from graph.register import Register
from graph.register.journal import user as whoever

_ACTIONS = "list、add 用户名、reset 用户名、change 用户名、disable 用户名、enable 用户名"
_HERE = "命令行"
_TOP = "全县"


def user(
    action: Annotated[str, typer.Argument(metavar="操作", help=_ACTIONS)],
    register: Annotated[Path, typer.Option("--register", help="登记库文件夹")],
    name: Annotated[str, typer.Argument(metavar="用户名", help="谁：汉字、字母或数字", show_default=False)] = "",
    role: Annotated[str, typer.Option("--role", help=f"角色：{'、'.join(ROLES.values())}；add 时默认为查看", show_default=False)] = "",
    unit: Annotated[str, typer.Option("--unit", help=f"只能看哪个单元：名称、编码或路径；“{_TOP}”为不限。add 时默认为全县", show_default=False)] = "",
    ask: Annotated[bool, typer.Option("--ask", help="add、reset 时在终端里输入密码，不用随机密码")] = False,
) -> None:
    """网页的用户：列出，新增，重设密码，改角色和单元，停用，启用。密码随机生成，只显示一次，第一次登录时要改。"""
    with sentences():
        there = opened(register)
        accounts = open_accounts(there.folder)
        try:
            if action == "list":
                for one in accounts.users():
                    out.print(_line(one), markup=False)
            elif not name:
                raise AccountError(f"“{action}”缺少用户名，或写法不对。可用：daohu user {_ACTIONS}。")
            else:
                _act(accounts, there, action, name, role, unit, ask)
        finally:
            accounts.close()


def _act(accounts: Accounts, register: Register, action: str, name: str, role: str, unit: str, ask: bool) -> None:
    by = whoever()
    if action == "add":
        place = _place(register, unit) or WHOLE
        password = accounts.add(name, role or "viewer", place, _asked(ask), by=by, address=_HERE)
        _tell(accounts.user(name), password, ask)
    elif action == "reset":
        password = accounts.reset(name, _asked(ask), by=by, address=_HERE)
        _tell(accounts.user(name), password, ask)
    elif action == "change":
        if not role and not unit:
            raise AccountError("没有要改的。请写 --role 角色，或 --unit 单元。")
        out.print(_line(accounts.change(name, role or None, _place(register, unit), by=by, address=_HERE)), markup=False)
    elif action == "disable":
        accounts.disable(name, by=by, address=_HERE)
        out.print(_line(accounts.user(name)), markup=False)
    elif action == "enable":
        accounts.enable(name, by=by, address=_HERE)
        out.print(_line(accounts.user(name)), markup=False)
    else:
        raise AccountError(f"没有“{action}”这个操作。可用：daohu user {_ACTIONS}。")


def _place(register: Register, said: str) -> Place | None:
    """The unit that is meant, in the current edition; None where none was said. Never guessed: a scope decides who sees whom."""
    if not said:
        return None
    if said == _TOP:
        return WHOLE
    if register.current is None:
        raise AccountError(f"登记库还没有启用的版次，不能确定“{said}”是哪个单元。请先装载台账并启用，再指定单元。")
    try:
        units = Units(register.edition().nodes("Unit", COLUMNS))
        found = units.find(said)
    except QueryError as error:
        raise AccountError(str(error)) from None
    return WHOLE if found == units.top else Place(found.id, found.code, found.path)


def _asked(ask: bool) -> str | None:
    if not ask:
        return None
    try:
        return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输入一遍", err=True))
    except typer.Abort:
        raise AccountError("没有输入密码，什么也没改。请在终端里输入，或不写 --ask，由程序随机生成。") from None


def _tell(user: User, password: str, ask: bool) -> None:
    out.print(_line(user), markup=False)
    if not ask:
        out.print(f"密码：{password}", markup=False)
        out.print("密码只显示这一次，请交给本人；第一次登录时要改。", markup=False)


def _line(user: User) -> str:
    last = time.strftime("%Y-%m-%d %H:%M", time.localtime(user.last_login)) if user.last_login else "没有登录过"
    states = [word for word, holds in (("已停用", user.disabled), ("未改初始密码", user.must_change)) if holds]
    return f"{user.name}  {ROLES.get(user.role, user.role)}  {user.place.shown}  {last}{'  ' + '、'.join(states) if states else ''}"


def add_to(app: typer.Typer) -> None:
    """Register this command."""
    app.command()(user)
