"""Operators and expression forms that one engine refuses or that give other values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import Expression, closing
from graph.portability.clauses import split
from graph.portability.lexer import Token
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Rule, each, show
from graph.portability.types import type_of

_COMPARE = ("=", "<>", "<", ">", "<=", ">=")
_BREAKS = ("AND", "OR", "XOR", "NOT", "WHEN", "THEN", "ELSE", "CASE", "END")
_WORDS = ("AND", "OR", "XOR", "NOT", "IN", "WHEN", "THEN", "ELSE", "CASE", "IS", "CONTAINS", "WITH", "DISTINCT", "WHERE", "ASC", "DESC", "BY")
_FIELDS = ("year", "month", "day", "week", "quarter", "ordinalDay", "epochDays")


def _chained(e: Expression) -> Iterator[tuple[int, str]]:
    counts = [0]
    for token in e.tokens:
        if token.is_symbol("(", "[", "{"):
            counts.append(0)
        elif token.is_symbol(")", "]", "}") and len(counts) > 1:
            counts.pop()
        elif token.is_symbol(",") or token.is_word(*_BREAKS):
            counts[-1] = 0
        elif token.is_symbol(*_COMPARE):
            counts[-1] += 1
            if counts[-1] == 2:
                yield token.line, show(e.tokens)


def _is_value_end(token: Token) -> bool:
    return token.is_symbol(")", "]", "}") or token.kind in ("name", "parameter", "string", "number") or (token.kind == "word" and not token.is_word(*_WORDS))


def _index(e: Expression) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(e.tokens):
        if b.is_symbol("[") and _is_value_end(a):
            yield b.line, f"{a.text}[…]"


def _comprehension(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens[:-2]):
        after = e.tokens[i + 1 : i + 3]
        if token.is_symbol("[") and ((after[0].is_identifier and after[1].is_word("IN")) or any(t.is_symbol("|") for t in e.tokens[i : closing(e.tokens, i)])):
            yield token.line, show(e.tokens[i : closing(e.tokens, i) + 1])


def _quantifier(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens[:-1]):
        if token.is_word("ANY", "ALL", "NONE", "SINGLE") and e.tokens[i + 1].is_symbol("("):
            inside = e.tokens[i + 2 : closing(e.tokens, i + 1)]
            if not any(t.is_word("COALESCE") for t in inside):
                yield token.line, f"{token.text}({show(inside)})"


def _map_projection(e: Expression) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(e.tokens):
        if b.is_symbol("{") and a.is_identifier and not a.is_word("EXISTS", "COUNT", "COLLECT", *_WORDS):
            yield b.line, f"{a.text} {{…}}"


def _label_test(e: Expression) -> Iterator[tuple[int, str]]:
    braces: list[bool] = []
    for i, token in enumerate(e.tokens):
        if token.is_symbol("(", "[", "{"):
            braces.append(token.is_symbol("{"))
        elif token.is_symbol(")", "]", "}") and braces:
            braces.pop()
        elif token.is_symbol(":") and not (braces and braces[-1]):
            yield token.line, show(e.tokens[max(i - 1, 0) : i + 2])


def _bare_pattern(e: Expression) -> Iterator[tuple[int, str]]:
    for a, b, c in zip(e.tokens, e.tokens[1:], e.tokens[2:], strict=False):
        if a.is_symbol(")") and ((b.is_symbol("-") and c.is_symbol("[", "-")) or (b.is_symbol("<") and c.is_symbol("-"))):
            yield b.line, show(e.tokens)


def _parameters(e: Expression) -> Iterator[tuple[int, str]]:
    for a, op, b in zip(e.tokens, e.tokens[1:], e.tokens[2:], strict=False):
        if a.kind == b.kind == "parameter" and op.is_symbol("+", "-", "*", "/", "%"):
            yield op.line, f"{a.text} {op.text} {b.text}"


def _division(e: Expression) -> Iterator[tuple[int, str]]:
    for op, by in pairwise(e.tokens):
        if op.is_symbol("/", "%") and not by.is_word("NULLIF") and not (by.kind == "number" and float(by.text) != 0):
            yield op.line, f"{op.text} {by.text}"


def _unary_plus(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("+") and (i == 0 or not _is_value_end(e.tokens[i - 1])):
            yield token.line, show(e.tokens[i : i + 2])


def _text_plus(e: Expression) -> Iterator[tuple[int, str]]:
    """Text + something that may be null: a property or an alias that no coalesce covers."""
    for i, token in enumerate(e.tokens):
        if token.is_symbol("+"):
            left, right = operand_before(e.tokens, i), operand_after(e.tokens, i)
            kinds = (type_of(left, e.scope), type_of(right, e.scope))
            if "text" in kinds and any(_may_be_null(side) for side in (left, right)):
                yield token.line, f"{show(left)} + {show(right)}"


def _may_be_null(side: Tokens) -> bool:
    return bool(side) and not (len(side) == 1 and side[0].kind in ("string", "number", "parameter")) and not side[0].is_word("COALESCE")


def operand_before(tokens: Tokens, at: int) -> Tokens:
    """The operand that ends before `at`: up to the next operator, comma or keyword at its depth."""
    depth, i = 0, at - 1
    while i >= 0:
        depth += tokens[i].is_symbol(")", "]", "}") - tokens[i].is_symbol("(", "[", "{")
        if depth < 0 or (depth == 0 and _separates(tokens[i])):
            break
        i -= 1
    return tokens[i + 1 : at]


def operand_after(tokens: Tokens, at: int) -> Tokens:
    """The operand that begins after `at`."""
    depth, i = 0, at + 1
    while i < len(tokens):
        depth += tokens[i].is_symbol("(", "[", "{") - tokens[i].is_symbol(")", "]", "}")
        if depth < 0 or (depth == 0 and _separates(tokens[i])):
            break
        i += 1
    return tokens[at + 1 : i]


def _separates(token: Token) -> bool:
    return token.is_symbol("+", "-", "*", "/", "%", "^", ",", "|", ":", *_COMPARE, "=~") or token.is_word(*_WORDS, "END", "STARTS", "ENDS", "AS")


def _replace(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens[:-2]):
        if token.is_word("REPLACE") and e.tokens[i + 1].is_symbol("("):
            arguments = list(split(e.tokens[i + 2 : closing(e.tokens, i + 1)]))
            empty = len(arguments) > 1 and len(arguments[1]) == 1 and arguments[1][0].kind == "string" and not arguments[1][0].value
            if empty or (arguments and _may_be_null(arguments[0])):
                yield token.line, f"replace({show(arguments[0] if arguments else ())}, …)"


def _sum(e: Expression) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(e.tokens[:-1]):
        if token.is_word("SUM") and e.tokens[i + 1].is_symbol("(") and not (i > 1 and e.tokens[i - 1].is_symbol("(") and e.tokens[i - 2].is_word("COALESCE")):
            yield token.line, show(e.tokens[i : closing(e.tokens, i + 1) + 1])


def _field(e: Expression) -> Iterator[tuple[int, str]]:
    for i in range(1, len(e.tokens) - 1):
        dot, name = e.tokens[i], e.tokens[i + 1]
        if dot.is_symbol(".") and name.is_identifier:
            chained = i + 2 < len(e.tokens) and e.tokens[i + 2].is_symbol(".")
            owner = e.scope.get(e.tokens[i - 1].identifier) if e.tokens[i - 1].is_identifier else None
            dated = name.identifier in _FIELDS and not (owner and owner.kind in ("node", "edge"))
            if chained or dated:
                yield dot.line, show(e.tokens[i - 1 : i + 4 if chained else i + 2])


RULES = (
    Rule("chained_comparison", "embedded_refuses", "内嵌引擎不认连写的比较；请写 1 < x AND x < 3", each(_chained)),
    Rule("list_index", "differs", "两个引擎从不同的位置数起；请用 UNWIND、min、max", each(_index)),
    Rule("comprehension", "embedded_refuses", "内嵌引擎不认列表推导；请用 UNWIND、WHERE 与 collect", each(_comprehension)),
    Rule("quantifier", "differs", "遇到 null 两个引擎答得不同；条件里请写 coalesce(x.kind, '') = …", each(_quantifier)),
    Rule("map_projection", "embedded_refuses", "内嵌引擎不认；请逐列写 x.name AS name", each(_map_projection)),
    Rule("label_test", "embedded_refuses", "内嵌引擎不认；标签请写在变量出现的模式里", each(_label_test)),
    Rule("bare_pattern", "embedded_refuses", "请写 EXISTS { MATCH … }", each(_bare_pattern)),
    Rule("parameter_arithmetic", "differs", "内嵌引擎按参数的大小定类型，会溢出；请在程序里算好，或写 $x * 1.0 * $y", each(_parameters)),
    Rule("division", "differs", "内嵌引擎先算除法再看条件；除数请写成 nullIf(n, 0)", each(_division)),
    Rule("unary_plus", "embedded_refuses", "内嵌引擎不认正号；请删去", each(_unary_plus)),
    Rule("text_plus_null", "wrong", "null 在内嵌引擎里当空串，在 Neo4j 里结果为 null；请写 coalesce(x, '') + …", each(_text_plus)),
    Rule("replace_null", "wrong", "请写 replace(coalesce(x, ''), …)，被替换的不能是空串", each(_replace)),
    Rule("sum_of_nothing", "differs", "没有行时内嵌引擎给 null,Neo4j 给 0；请写 coalesce(sum(x), 0)", each(_sum)),
    Rule("date_field", "embedded_refuses", "内嵌引擎不认日期的分量；请传入两个日期参数，写 d >= $a AND d < $b", each(_field)),
)
