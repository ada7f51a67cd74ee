"""A rule: how a construct is recognised, what it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph.portability.analysis import Analysis, Expression
from graph.portability.lexer import Token

Effect = Literal["wrong", "differs", "embedded_refuses", "neo4j_refuses", "both_refuse", "unsafe"]
"""What a construct does: the embedded engine answers wrong rows, the meaning differs, an engine refuses it, it is not read-only.
"""
Found = Iterable[tuple[int, str]]
"""(line, what stands there)."""
Finder = Callable[[Analysis], Found]


@dataclass(frozen=True)
class Rule:
    """`name` is stable (tests and suppressions use it); `advice` is the Chinese sentence after what was found."""

    name: str
    effect: Effect
    advice: str
    find: Finder


@dataclass(frozen=True)
class Finding:
    """One place where a rule applies."""

    rule: str
    line: int
    found: str
    advice: str
    effect: Effect = "differs"
    column: int = 0

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.found}:{self.advice}[{self.rule}]"


def words(*names: str) -> Finder:
    """Bare keywords; properties, labels, aliases and map keys of that name are something else."""

    def find(text: Analysis) -> Iterator[tuple[int, str]]:
        for i, token in enumerate(text.tokens):
            if token.is_word(*names) and is_keyword(text.tokens, i):
                yield token.line, token.text

    return find


def is_keyword(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether the word at `i` is a keyword and not somebody's name."""
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    named = before is not None and (before.is_symbol(".", ":", "|") or before.is_word("AS"))
    key = before is not None and before.is_symbol("{", ",") and after is not None and after.is_symbol(":")
    return not named and not key


def sequence(*parts: str) -> Finder:
    """Consecutive tokens anywhere: a keyword in capitals or a symbol each."""

    def find(text: Analysis) -> Iterator[tuple[int, str]]:
        for i in range(len(text.tokens) - len(parts) + 1):
            window = text.tokens[i : i + len(parts)]
            if all(t.kind in ("word", "symbol") and t.value == p for t, p in zip(window, parts, strict=True)) and is_keyword(text.tokens, i):
                yield window[0].line, " ".join(t.text for t in window)

    return find


def each(check: Callable[[Expression], Found]) -> Finder:
    """Apply a check to every expression."""

    def find(text: Analysis) -> Iterator[tuple[int, str]]:
        for expression in text.expressions:
            yield from check(expression)

    return find


def show(tokens: Iterable[Token]) -> str:
    """Tokens as a short text for a message."""
    parts: list[str] = []
    for token in tokens:
        between = parts and token.kind != "symbol" and parts[-1][-1] not in "([{.:$"
        parts.append(f" {token.text}" if between else token.text)
    joined = "".join(parts)
    return joined if len(joined) <= 40 else joined[:39] + "…"
