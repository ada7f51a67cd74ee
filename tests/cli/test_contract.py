"""The shapes of the command line are a contract; those of commands still to come are listed here beforehand."""

from __future__ import annotations

from typing import Any

import pytest
import typer

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
TO_COME = {"draw", "serve", "user"}
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
