"""The types of an analyst's parameters: ``members=3`` is a number where the text compares it with one, and text where it compares text.

What the text does not tell is told by its look; ``--param 名称：类型=值`` (text, int, float, bool, date, and their plurals) says it outright.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from api.asking.values import advice, day_of, typed
from graph.errors import QueryError
from graph.portability.analysis import Analysis, Expression, analyse
from graph.portability.lexer import Token, tokenise
from graph.portability.operands import COMPARISONS, operand_after, operand_before
from graph.portability.patterns import EdgePattern, NodePattern
from graph.portability.scope import Binding
from graph.portability.types import property_type, type_of
from graph.schema import Property

KINDS = ("text", "int", "float", "bool", "date", "texts", "ints", "floats", "bools", "dates")
_SAID = re.compile(r"\s*(?P<name>\w+)\s*(?:[:：]\s*(?P<kind>\w+)\s*)?=(?P<value>.*)", re.DOTALL)
_TEXT_WORDS = ("CONTAINS", "WITH")
_WHOLE, _POINT = re.compile(r"-?(0|[1-9]\d{0,14})"), re.compile(r"-?\d+\.\d+")


def split_said(said: Sequence[str]) -> dict[str, tuple[str, str]]:
    """``name=value`` and ``name:kind=value`` as name → (kind or nothing, value). Raises QueryError for anything else."""
    found = {}
    for one in said:
        match = _SAID.fullmatch(one)
        if match is None or (match["kind"] and match["kind"] not in KINDS):
            raise QueryError(f"参数“{one}”写得不对。请写成 --param 名称=值，或写明类型：--param 名称:date=2024-06-30（类型有 {'、'.join(KINDS)}）。")
        if match["name"] in found:
            raise QueryError(f"参数 {match['name']} 给了两次。请只给一次；几个值请用 | 隔开。")
        found[match["name"]] = (match["kind"] or "", match["value"])
    return found


def of_text(text: str, said: Sequence[str], extra: Mapping[str, tuple[Property, ...]] | None = None) -> dict[str, object]:
    """The parameters of a text, typed as said, else as the text tells, else by their look. Raises QueryError for a value of another type."""
    pairs = split_said(said)
    told = wanted(text, extra) if pairs else {}
    found = {}
    for name, (kind, value) in pairs.items():
        known = kind or told.get(name)
        try:
            found[name] = typed(value, known) if known else by_look(value)
        except ValueError:
            raise QueryError(f"参数 {name} 的值“{value}”不对：查询里它是 {known}。{advice(known or 'text')}") from None
    return found


def wanted(text: str, extra: Mapping[str, tuple[Property, ...]] | None = None) -> dict[str, str]:
    """The kinds of parameters that a text tells: what each is compared with, sought in, or limits."""
    found: dict[str, str] = {}
    analysis = analyse(tuple(tokenise(text)), extra)
    for name, kind in (*_in_patterns(analysis), *(pair for e in analysis.expressions for pair in _in_expression(e))):
        if kind is not None and kind.removesuffix("s") in KINDS:
            found.setdefault(name, kind)
    return found


def by_look(value: str) -> object:
    """A value as what it looks like: a whole number, a number, true or false, a day, else text."""
    bare = value.strip()
    if bare.lower() in ("true", "false"):
        return bare.lower() == "true"
    if _WHOLE.fullmatch(bare):
        return int(bare)
    if _POINT.fullmatch(bare):
        return float(bare)
    try:
        return day_of(bare) if re.match(r"\d{4}[-年/]", bare) else value
    except ValueError:
        return value


def _in_patterns(analysis: Analysis) -> Iterator[tuple[str, str | None]]:
    """Parameters in property maps: ``(:Unit {code: $code})``."""
    for match in analysis.matches:
        for path in match.paths:
            for part in path.parts:
                for name, value in part.values.items():
                    if len(value) == 1 and value[0].kind == "parameter":
                        yield value[0].value, _property(part, name, analysis.extra)


def _property(part: NodePattern | EdgePattern, name: str, extra: Mapping[str, tuple[Property, ...]]) -> str | None:
    kind: Literal["node", "edge"] = "node" if isinstance(part, NodePattern) else "edge"
    return property_type(Binding(kind, part.labels if isinstance(part, NodePattern) else part.types, extra=extra), name)


def _in_expression(expression: Expression) -> Iterator[tuple[str, str | None]]:
    tokens = expression.tokens
    for i, token in enumerate(tokens):
        if token.kind == "parameter":
            yield token.value, _beside(expression, tokens, i)


def _beside(expression: Expression, tokens: tuple[Token, ...], i: int) -> str | None:
    """What stands beside a parameter tells its kind."""
    if expression.clause in ("LIMIT", "SKIP"):
        return "int"
    before = tokens[i - 1] if i else None
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if before and before.is_word("IN"):
        inner = type_of(operand_before(tokens, i - 1), expression.scope)
        return f"{inner}s" if inner else None
    if before and (before.is_word(*_TEXT_WORDS) or before.is_symbol("=~")):
        return "text"
    if before and before.is_symbol(*COMPARISONS):
        return type_of(operand_before(tokens, i - 1), expression.scope)
    if after and after.is_symbol(*COMPARISONS):
        return type_of(operand_after(tokens, i + 1), expression.scope)
    if after and after.is_word("IN"):
        kind = type_of(operand_after(tokens, i + 1), expression.scope)
        return kind[5:-1] if kind and kind.startswith("list[") else None
    return "date" if i > 1 and before and before.is_symbol("(") and tokens[i - 2].is_word("DATE") else None
