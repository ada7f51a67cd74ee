"""The shapes of the command line are a contract; those of commands still to come are listed here beforehand."""

from __future__ import annotations

import re
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from api.cli import app
from tests.cli.running import DONE, FAILED, daohu

SHAPES: dict[str, tuple[str, ...]] = {
    "demo": ("--scheme", "--households", "--seed"),
    "check": ("--scheme", "--out"),
    "load": ("--register", "--scheme", "--yes"),
    "audit": ("--scheme", "--out", "--as-of", "--store", "--register", "--edition", "--no-verify", "--replace"),
    "diff": ("--register", "--out", "--series"),
    "editions": ("--register",),
    "backup": (),
    "restore": (),
    "query": ("--list", "--cypher", "--register", "--store", "--param", "--format", "--limit", "--timeout"),
    "push": ("--register", "--store", "--names"),
    "export": ("--register", "--format", "--out"),
    "structure": ("--register", "--format", "--out"),
    "systems": ("--scheme", "--format"),
    "draw": ("--register", "--store", "--unit", "--out"),
    "serve": ("--register", "--host", "--port"),
    "user": (),
}
TO_COME = {"draw"}
"""Commands and options that are not there yet; whoever adds one strikes it out here."""
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str) -> None:
    if name in TO_COME:
        assert name not in COMMANDS, f"`daohu {name}` is there now: strike it out of TO_COME"
        return
    options = {o for p in COMMANDS[name].params for o in (*p.opts, *p.secondary_opts)}
    for option in SHAPES[name]:
        assert (option in options) != (f"{name} {option}" in TO_COME), f"daohu {name} {option}"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help(name: str) -> None:
    said = daohu(name, "--help")
    assert said.code == DONE
    assert any("一" <= letter <= "鿿" for letter in said.out), "help is in Chinese"
    for parameter in COMMANDS[name].params:
        assert parameter.help, f"daohu {name}: {parameter.name} has no help"
    assert COMMANDS[name].help.rstrip().endswith("。")


def test_help_of_all() -> None:
    said = daohu("--help")
    assert said.code == DONE
    for name in COMMANDS:
        assert name in said.out


@pytest.mark.parametrize("arguments", [["nope"], ["audit", "--nope"], ["load"], ["editions", "--register", "x"]])
def test_misuse_ends_with_2(arguments: list[str]) -> None:
    assert daohu(*arguments).code == FAILED


@pytest.mark.parametrize("width", [60, 80, 110])
def test_help_is_whole_and_chinese_at_any_width(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for name in ("query", "load", "structure"):
        said = daohu(name, "--help").out
        assert max(map(cell_len, said.splitlines())) <= width
        whole = "".join(said.split())
        for parameter in COMMANDS[name].params:
            assert "".join(parameter.help.split()) in whole, parameter.name
        assert not re.search(r"Usage|Options|Show this|required|default:", said)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["qery"], "没有命令“qery”，是不是 query。用 daohu --help 查看用法。"),
        (["query", "--nope"], "没有选项 --nope，是不是 --store。用 daohu query --help 查看用法。"),
        (["query", "--limit", "-1"], "选项 --limit 写得不对：要写整数，不小于 0。用 daohu query --help 查看用法。"),
        (["query", "a", "b", "c"], "多出了“b c”：有空格的文字要加引号。用 daohu query --help 查看用法。"),
        (["load"], "缺少参数“台账”：台账文件或文件夹，可以有几个。用 daohu load --help 查看用法。"),
        (["load", "x", "--register"], "选项 --register 后面要写一个值。用 daohu --help 查看用法。"),
    ],
)
def test_a_mistyped_command_line_is_a_sentence(arguments: list[str], sentence: str) -> None:
    assert daohu(*arguments) == (FAILED, "", sentence + "\n")
