"""One place that the guard refuses, and the sentence about all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import RefusedError
from graph.portability.lexer import Token


@dataclass(frozen=True)
class Refusal:
    """What stands where, why it is not let through, and what to write instead."""

    line: int
    column: int
    word: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place} {self.word}：{self.reason}" if self.word else f"{self.place}：{self.reason}"

    @property
    def place(self) -> str:
        return f"第 {self.line} 行第 {self.column} 列" if self.column else f"第 {self.line} 行"


class StopError(Exception):
    """The recogniser cannot read on."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def at(token: Token, reason: str) -> Refusal:
    """The refusal of one token."""
    word = token.text if len(token.text) <= 40 else token.text[:39] + "…"
    return Refusal(token.line, token.column, word, reason)


def refused(found: Sequence[Refusal], what: str) -> RefusedError:
    """The error that lists every refusal; its first line says how many and where the first one is."""
    ordered = sorted(set(found), key=lambda r: (r.line, r.column))
    lines = "\n".join(f"  {r}" for r in ordered)
    return RefusedError(f"查询没有执行：{ordered[0].place}{'起' if len(ordered) > 1 else ''}有 {len(ordered)} 处{what}。\n{lines}")
