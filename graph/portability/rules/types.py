"""Comparisons and branches of different types: one engine casts in silence, the other answers null or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from graph.portability.analysis import Expression, calls, closing
from graph.portability.clauses import split
from graph.portability.operands import COMPARISONS, bare, branches, is_value_end, operand_after, operand_before, whole_case
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Hit, Rule, each, show
from graph.portability.scope import Scope
from graph.portability.types import type_of

_PLAIN = {"text", "int", "float", "bool", "date"}
_NUMBERS = {"int", "float"}


def _kinds(parts: list[Tokens], scope: Scope, *, numbers_alike: bool) -> list[str]:
    kinds = [k for part in parts if (k := type_of(part, scope)) in _PLAIN]
    return ["number" if numbers_alike and k in _NUMBERS else k for k in kinds]


def _comparison(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol(*COMPARISONS):
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            kinds = set(_kinds([left, right], e.scope, numbers_alike=True))
            if len(kinds) > 1:
                refused = "bool" in kinds and "text" not in kinds
                yield Hit(token, f"{show(left)} {token.text} {show(right)}", "embedded_refuses" if refused else None)


def _member(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens):
        if token.is_word("IN") and i:
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            kind = type_of(right, e.scope) or ""
            kinds = set(_kinds([left], e.scope, numbers_alike=True))
            inside = kind[5:-1] if kind.startswith("list[") else ""
            kinds |= {"number" if inside in _NUMBERS else inside} & (_PLAIN | {"number"})
            if len(kinds) > 1:
                yield Hit(token, f"{show(left)} IN {show(right)}")


def _simple_case(e: Expression) -> Iterator[Hit]:
    """``CASE x WHEN value``: value must have the type of x."""
    for i, token in enumerate(e.tokens[:-1]):
        if token.is_word("CASE") and not e.tokens[i + 1].is_word("WHEN"):
            whole = whole_case(e.tokens, i)
            subject = operand_after(whole, 0)
            values = [operand_after(whole, j) for j in _own_whens(whole)]
            if len(set(_kinds([subject, *values], e.scope, numbers_alike=True))) > 1:
                yield Hit(token, show(whole))


def _own_whens(case: Tokens) -> Iterator[int]:
    nested = 0
    for i, token in enumerate(case):
        nested += token.is_word("CASE") - token.is_word("END")
        if nested == 1 and token.is_word("WHEN"):
            yield i


def _text_test(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens[:-1]):
        if token.is_word("CONTAINS") or (token.is_word("STARTS", "ENDS") and e.tokens[i + 1].is_word("WITH")):
            left = operand_before(e.tokens, i)
            if type_of(left, e.scope) in _PLAIN - {"text"}:
                yield Hit(token, f"{show(left)} {token.text}")


def _case(e: Expression) -> Iterator[Hit]:
    """All branches get the type of the first; a float cut to an int is silent, most other mixtures are refused."""
    for i, token in enumerate(e.tokens):
        if token.is_word("CASE") and not (i and e.tokens[i - 1].is_symbol(".")):
            tokens = whole_case(e.tokens, i)
            parts = [bare(b) for b in branches(tokens) if not (len(b) == 1 and b[0].is_word("NULL"))]
            kinds = _kinds(parts, e.scope, numbers_alike=False)
            given = [p for p in parts if len(p) == 1 and p[0].kind == "parameter"]
            if len(set(kinds)) > 1:
                numbers = set(kinds) <= _NUMBERS
                cut = (numbers and kinds[0] == "int") or kinds[0] == "text"
                yield Hit(token, show(tokens), "wrong" if cut else "differs" if numbers else "embedded_refuses")
            elif given and ((parts[0] not in given and kinds[:1] == ["int"]) or (parts[0] in given and "float" in kinds)):
                yield Hit(token, show(tokens), "differs", "参数与别的分支类型不同时，内嵌引擎会截去小数；请让各支同一类型，例如 $x * 1.0")


def _coalesce(e: Expression) -> Iterator[Hit]:
    for i, arguments in calls(e.tokens, "COALESCE", "NULLIF"):
        kinds = _kinds(arguments, e.scope, numbers_alike=False)
        if len(set(kinds)) > 1:
            numbers = set(kinds) <= _NUMBERS
            yield Hit(e.tokens[i], f"{e.tokens[i].text}({', '.join(show(a) for a in arguments)})", "differs" if numbers else None)


def _list(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("[") and not (i and is_value_end(e.tokens[i - 1])):
            inside = e.tokens[i + 1 : closing(e.tokens, i)]
            kinds = set(_kinds(list(split(inside)), e.scope, numbers_alike=False))
            if len(kinds) > 1:
                yield Hit(token, f"[{show(inside)}]", "differs" if kinds <= _NUMBERS else None)


def _date_arithmetic(e: Expression) -> Iterator[Hit]:
    """A date with a number or another date: only the embedded engine; with a duration both, each with its own way of writing one."""
    for i, token in enumerate(e.tokens):
        if token.is_symbol("+", "-"):
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            kinds = (type_of(left, e.scope), type_of(right, e.scope))
            if "date" in kinds and "text" not in kinds:
                other = left if kinds[0] != "date" else right
                certain = None not in kinds or (len(other) == 1 and other[0].kind == "parameter")
                yield Hit(token, f"{show(left)} {token.text} {show(right)}", None if certain else "differs", "" if certain else _DURATION)


_DURATION = "两个引擎的时长写法不同；请把算好的日期作为参数传入"
RULES = (
    Rule("mixed_comparison", "wrong", "两边类型不同，内嵌引擎会暗中转换；参数和常量请用属性的类型", each(_comparison)),
    Rule("mixed_member", "embedded_refuses", "IN 两边类型不同，内嵌引擎不认；请用属性的类型", each(_member)),
    Rule("mixed_simple_case", "embedded_refuses", "CASE x WHEN 值：值要与 x 同一类型", each(_simple_case)),
    Rule("text_test", "wrong", "只有文字能这样比；内嵌引擎会暗中把数和日期当文字", each(_text_test)),
    Rule("mixed_case", "wrong", "CASE 各支要同一类型(0.0 与 0.5，不是 0 与 0.5)", each(_case)),
    Rule("mixed_coalesce", "embedded_refuses", "coalesce、nullIf 的各项要同一类型", each(_coalesce)),
    Rule("mixed_list", "embedded_refuses", "列表的各项要同一类型", each(_list)),
    Rule("date_arithmetic", "neo4j_refuses", "只有内嵌引擎认日期加减；请把算好的日期作为参数传入", each(_date_arithmetic)),
)
