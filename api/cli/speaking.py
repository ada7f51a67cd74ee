"""Help and mistakes on the command line in Chinese, as wide as the terminal. typer's own are English, and its tables cut long Chinese sentences off."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typer
from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

_Function = TypeVar("_Function", bound=Callable[..., Any])
PROGRAM = "daohu"
_WORDS: dict[object, str] = {Path: "路径", str: "文字", int: "整数", float: "数"}
_PIECE = re.compile(r"[!-~]+|\s+|.")
_CLOSING = frozenset("、，。；：！？)）”》…")
_WIDEST = 110
_INDENT, _LEFT = 2, 24
"""Cells before a line, and of the column that names the options."""


def folded(text: str, width: int) -> Iterator[str]:
    """A text in lines of so many cells: Chinese breaks anywhere but before a closing mark, a Latin word nowhere."""
    line = ""
    for piece in _joined(text):
        if line and cell_len(line) + cell_len(piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _joined(text: str) -> list[str]:
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if found and piece in _CLOSING:
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _page(command: Any, ctx: Any) -> str:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    arguments = [p for p in command.params if p.param_type_name == "argument" and not p.hidden]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    commands = dict(getattr(command, "commands", {}))
    path = " ".join((PROGRAM, *ctx.command_path.split()[-1:])) if ctx.parent else PROGRAM
    shape = [path, *(["命令", "[选项]"] if commands else []), *map(_argument, arguments), *([] if commands else ["[选项]"])]
    lines = [f"用法：{' '.join(shape)}", "", *folded(command.help or "", width)]
    lines += _section("参数", [(_argument(p), p.help or "") for p in arguments], width)
    lines += _section("选项", [(_option(p), _said(p)) for p in options] + [("--help", "显示这一页")], width)
    lines += _section("命令", [(name, one.help or "") for name, one in commands.items()], width)
    if commands:
        lines += ["", f"每个命令的选项：{PROGRAM} 命令 --help"]
    return "\n".join(lines) + "\n"


def _section(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    if not rows:
        return
    left = min(_LEFT, max(cell_len(name) for name, _ in rows))
    yield from ("", f"{title}：")
    for name, said in rows:
        lines = list(folded(said, width - left - _INDENT - 2)) or [""]
        if cell_len(name) > left:
            lines.insert(0, "")
        for number, line in enumerate(lines):
            shown = name if number == 0 else ""
            yield (" " * _INDENT + shown + " " * (max(left - cell_len(shown), 0) + 2) + line).rstrip()


def _argument(param: Any) -> str:
    shown = f"{param.metavar or param.name}{'…' if param.nargs == -1 else ''}"
    return shown if param.required else f"[{shown}]"


def _option(param: Any) -> str:
    return param.opts[0] if param.is_flag else f"{param.opts[0]} {_type(param)}"


def _type(param: Any) -> str:
    annotation = getattr(getattr(param, "type_descriptor", None), "annotation", str)
    return next((word for kind, word in _WORDS.items() if annotation is kind), "文字")


def _said(param: Any) -> str:
    told = param.help or ""
    if param.required:
        return f"必须给出。{told}"
    default = param.default
    known = param.show_default and not param.is_flag and default not in (None, "") and not isinstance(default, (list, tuple))
    return f"{told}(默认 {default})" if known else told


def mistake(error: Any) -> str:
    """What is wrong with a command line, and where to read on."""
    ctx = getattr(error, "ctx", None)
    where = ctx.command_path.split()[-1] if ctx is not None and ctx.parent else ""
    return f"{_wrong(error, ctx)}用 {' '.join(filter(None, (PROGRAM, where, '--help')))} 查看用法。"


def _wrong(error: Any, ctx: Any) -> str:
    kind, message = type(error).__name__, str(error.format_message())
    param = getattr(error, "param", None)
    named = "" if param is None else f"参数“{_argument(param).strip('[]…')}”" if param.param_type_name == "argument" else f"选项 {param.opts[0]} "
    option = getattr(error, "option_name", "")
    if kind == "NoSuchOption":
        near = "、".join(error.possibilities or ())
        return f"没有选项 {option}{f'，是不是 {near}' if near else ''}。"
    if kind == "BadOptionUsage":
        return f"选项 {option} {'不带值' if 'not take' in message else '后面要写一个值'}。"
    if kind == "MissingParameter" and param is not None:
        return f"缺少{named.strip()}{f'：{param.help}' if param.help else ''}。"
    if kind == "BadParameter" and named:
        bounds = (("不小于", getattr(param, "min", None)), ("不大于", getattr(param, "max", None)))
        return f"{named}写得不对：要写{_type(param)}{''.join(f'，{word} {bound}' for word, bound in bounds if bound is not None)}。"
    if (unknown := re.match(r"No such command '(.*?)'", message)) and ctx is not None:
        near = "、".join(difflib.get_close_matches(unknown[1], list(ctx.command.commands), 2))
        return f"没有命令“{unknown[1]}”{f'，是不是 {near}' if near else ''}。"
    if extra := re.match(r"Got unexpected extra argument\S* \((.*)\)", message):
        return f"多出了“{extra[1]}”：有空格的文字要加引号。"
    return f"命令写得不对({message})。"


class Command(TyperCommand):
    """A command whose help is Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The page of the command."""
        formatter.write(_page(self, ctx))


class Group(TyperGroup):
    """The commands together: their help, and a mistake in a command line as one sentence with exit code 2."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The page of all commands."""
        formatter.write(_page(self, ctx))

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        return self._spoken(lambda: super(Group, self).invoke(ctx))

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read what stands before the command."""
        return self._spoken(lambda: super(Group, self).make_context(*args, **kwargs))

    def _spoken(self, do: Callable[[], Any]) -> Any:
        try:
            return do()
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            unasked = type(error).__name__ == "NoArgsIsHelpError"  # its message is the help
            typer.echo(error.format_message() if unasked else mistake(error), err=not unasked)
            raise typer.Exit(2) from None


class App(typer.Typer):
    """A typer application that speaks Chinese."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[_Function], _Function]:
        """Register a command."""
        return super().command(*args, **{"cls": Command, **kwargs})
