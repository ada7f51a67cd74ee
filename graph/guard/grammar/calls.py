"""Calls of functions, and the forms that look like calls: any( … ), reduce( … ), count(*), trim( … FROM … ), CAST( … AS … )."""

from __future__ import annotations

from graph.guard.functions import why_not
from graph.guard.grammar import expressions, patterns
from graph.guard.grammar.bounding import bounded, ranged
from graph.guard.grammar.cursor import Cursor
from graph.guard.refusals import Refusal

_QUANTIFIERS = ("ALL", "ANY", "NONE", "SINGLE")
_PATHS = ("SHORTESTPATH", "ALLSHORTESTPATHS")


def is_call(c: Cursor) -> bool:
    """Whether a function's name stands here: names joined by dots, and a bracket."""
    i = 0
    while c.ahead(i).is_identifier and c.ahead(i + 1).is_symbol("."):
        i += 2
    return (
        c.ahead(i).is_identifier and c.ahead(i + 1).is_symbol("(") and not c.ahead(0).is_word("NOT", "IN", "AND", "OR", "XOR", "CASE", "WHEN", "THEN", "ELSE")
    )


def call(c: Cursor) -> None:
    """Read a call; a function that is not on the list is noted, and reading goes on."""
    first = c.next()
    name = first.text
    while c.take("."):
        name += "." + c.next().text
    if "`" in name:
        c.stop(first, "函数名不用反引号；请直接写函数名。")
    if reason := why_not(name, c.engine):
        c.refusals.append(Refusal(first.line, first.column, f"{name}()", reason))
    c.require("(", "函数名之后，")
    if first.is_word(*_QUANTIFIERS) and "." not in name:
        _quantifier(c)
    elif first.is_word("REDUCE") and "." not in name:
        _reduce(c)
    elif first.is_word(*_PATHS):
        patterns.chain(c)
    else:
        start = c.at
        _arguments(c, first.value)
        unwound = start > 2 and c.tokens[start - 3].is_word("UNWIND") and c.ahead(1).is_word("AS")
        if first.is_word("RANGE") and c.engine == "neo4j" and not unwound and (why := ranged(c.tokens[start : c.at])):
            c.note(first, why)
    c.require(")", f"{name} 的括号里，")


def _quantifier(c: Cursor) -> None:
    """``any(x IN xs WHERE …)``; on the embedded engine also ``any(xs, x -> …)``."""
    if c.token.is_identifier and c.ahead(1).is_word("IN"):
        c.declare("括号里，")
        c.next()
        expressions.expression(c)
        patterns.inner_where(c)
    else:
        _arguments(c, "")


def _reduce(c: Cursor) -> None:
    start = c.at
    accumulator = c.declare("reduce 的括号里，")
    c.require("=", "reduce 写成 reduce(sum = 0, x IN xs | sum + x.y)，")
    initial = c.at
    expressions.expression(c)
    c.require(",", "reduce 写成 reduce(sum = 0, x IN xs | sum + x.y)，")
    c.declare("reduce 里，")
    c.require_word("IN", "reduce 里，")
    over = c.at
    expressions.expression(c)
    c.require("|", "reduce 写成 reduce(sum = 0, x IN xs | sum + x.y)，")
    body = c.at
    expressions.expression(c)
    if why := bounded(accumulator, c.tokens[initial : over - 3], c.tokens[over : body - 1], c.tokens[body : c.at]):
        c.note(c.tokens[start - 2], why)


def _arguments(c: Cursor, name: str) -> None:
    if c.token.is_symbol(")"):
        return
    if name == "COUNT" and c.take("*"):
        return
    c.take_word("DISTINCT", "ALL")
    if name == "TRIM" and (c.take_word("BOTH", "LEADING", "TRAILING") or c.token.is_word("FROM")):
        if not c.token.is_word("FROM"):
            expressions.expression(c)
        c.require_word("FROM", "trim 里，")
    while True:
        _argument(c)
        if name == "CAST" and c.take_word("AS"):
            expressions.type_name(c)
        elif name == "TRIM" and c.take_word("FROM"):
            expressions.expression(c)
        if not c.take(","):
            return


def _argument(c: Cursor) -> None:
    """One argument: a path in Neo4j's exists( ), a lambda of the embedded engine, or an expression."""
    if c.engine == "embedded" and _lambda(c):
        return
    expressions.expression(c)


def _lambda(c: Cursor) -> bool:
    """``x -> …`` or ``(a, x) -> …``."""
    if c.token.is_identifier and c.ahead(1).is_symbol("-") and c.ahead(2).is_symbol(">"):
        c.declare("")
        c.at += 2
        expressions.expression(c)
        return True
    pair = c.symbols("(") and c.ahead(1).is_identifier and c.ahead(2).is_symbol(",") and c.ahead(3).is_identifier and c.ahead(4).is_symbol(")")
    if pair and c.ahead(5).is_symbol("-") and c.ahead(6).is_symbol(">"):
        c.next()
        c.declare("")
        c.next()
        c.declare("")
        c.at += 3
        expressions.expression(c)
        return True
    return False
