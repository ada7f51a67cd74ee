"""A rule: how a construct is recognised, what it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graph.portability.analysis import Analysis, Expression
from graph.portability.lexer import Token
from graph.portability.operands import is_value_end
from graph.portability.patterns import Tokens

Effect = Literal["wrong", "differs", "embedded_refuses", "neo4j_refuses", "both_refuse", "unsafe"]
"""What a construct does: the embedded engine answers it with wrong rows; both answer, but not the same; an engine refuses it;
it is more than one reading statement."""


class Hit(NamedTuple):
    """A place where a rule applies: the token, what stands there, and the effect and advice where they are not the rule's own."""

    at: Token
    what: str
    effect: Effect | None = None
    advice: str = ""


Found = Iterable[Hit]
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
    column: int = 1

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.found}：{self.advice}[{self.rule}]"


def words(*names: str, anywhere: bool = False) -> Finder:
    """Keywords where a clause begins, or anywhere; properties, labels, aliases and map keys of that name are something else."""

    def find(text: Analysis) -> Iterator[Hit]:
        for i, token in enumerate(text.tokens):
            if token.is_word(*names) and (is_keyword if anywhere else begins_clause)(text.tokens, i):
                yield Hit(token, token.text)

    return find


def begins_clause(tokens: Tokens, i: int) -> bool:
    """Whether the word at `i` stands where a clause begins: after a whole value, or in front of everything."""
    if not is_keyword(tokens, i):
        return False
    before = tokens[i - 1] if i else None
    if before is None or before.is_symbol("{", ";") or before.is_word("ASC", "DESC"):
        return True
    return is_value_end(before) and not before.is_word("RETURN", "UNWIND", "MATCH", "ORDER", "SKIP", "LIMIT", "AS")


def is_keyword(tokens: Tokens, i: int) -> bool:
    """Whether the word at `i` is a keyword and not somebody's name."""
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    named = before is not None and (before.is_symbol(".", ":", "|") or before.is_word("AS"))
    key = before is not None and before.is_symbol("{", ",") and after is not None and after.is_symbol(":")
    return not named and not key


def sequence(*parts: str) -> Finder:
    """Consecutive tokens anywhere: a keyword in capitals or a symbol each."""

    def find(text: Analysis) -> Iterator[Hit]:
        for i in range(len(text.tokens) - len(parts) + 1):
            window = text.tokens[i : i + len(parts)]
            if all(t.kind in ("word", "symbol") and t.value == p for t, p in zip(window, parts, strict=True)) and is_keyword(text.tokens, i):
                yield Hit(window[0], " ".join(t.text for t in window))

    return find


def each(check: Callable[[Expression], Found]) -> Finder:
    """Apply a check to every expression."""

    def find(text: Analysis) -> Iterator[Hit]:
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
