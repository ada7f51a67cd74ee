"""Comparisons and branches of different types: one engine casts in silence, the other answers null or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from graph.portability.analysis import Expression, closing
from graph.portability.clauses import split
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Rule, each, show
from graph.portability.rules.operators import operand_after, operand_before
from graph.portability.types import branches, type_of

_PLAIN = {"text", "int", "float", "bool", "date"}


def _differ(kinds: list[str | None], *, numbers_alike: bool) -> bool:
    known = {"number" if numbers_alike and k in ("int", "float") else k for k in kinds if k in _PLAIN}
    return len(known) > 1


def _comparison(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("=", "<>", "<", ">", "<=", ">="):
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            if _differ([type_of(left, e.scope), type_of(right, e.scope)], numbers_alike=True):
                yield token.line, f"{show(left)} {token.text} {show(right)}"


def _case(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens):
        if token.is_word("CASE"):
            tokens = _whole_case(e.tokens, i)
            kinds = [type_of(branch, e.scope) for branch in branches(tokens)]
            if _differ(kinds, numbers_alike=False):
                yield token.line, show(tokens)


def _whole_case(tokens: Tokens, at: int) -> Tokens:
    nested = 0
    for i in range(at, len(tokens)):
        nested += tokens[i].is_word("CASE") - tokens[i].is_word("END")
        if nested == 0:
            return tokens[at : i + 1]
    return tokens[at:]


def _coalesce(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens[:-1]):
        if token.is_word("COALESCE") and e.tokens[i + 1].is_symbol("("):
            inside = e.tokens[i + 2 : closing(e.tokens, i + 1)]
            if _differ([type_of(part, e.scope) for part in split(inside)], numbers_alike=False):
                yield token.line, f"coalesce({show(inside)})"


def _list(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("["):
            inside = e.tokens[i + 1 : closing(e.tokens, i)]
            if _differ([type_of(part, e.scope) for part in split(inside)], numbers_alike=False):
                yield token.line, f"[{show(inside)}]"


def _date_arithmetic(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("+", "-"):
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            if "date" in (type_of(left, e.scope), type_of(right, e.scope)):
                yield token.line, f"{show(left)} {token.text} {show(right)}"


RULES = (
    Rule("mixed_comparison", "wrong", "两边类型不同，内嵌引擎会暗中转换；参数和常量请用属性的类型", each(_comparison)),
    Rule("mixed_case", "wrong", "CASE 各支要同一类型(0.0 与 0.5，不是 0 与 0.5)", each(_case)),
    Rule("mixed_coalesce", "embedded_refuses", "coalesce 的各项要同一类型", each(_coalesce)),
    Rule("mixed_list", "embedded_refuses", "列表的各项要同一类型", each(_list)),
    Rule("date_arithmetic", "neo4j_refuses", "只有内嵌引擎认日期加减；请把算好的日期作为参数传入", each(_date_arithmetic)),
)
