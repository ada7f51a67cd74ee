"""What an expression is made of: values, variables, lists, maps, CASE, comprehensions, subqueries and calls."""

from __future__ import annotations

from graph.guard.caps import CASES
from graph.guard.grammar import clauses, expressions, patterns
from graph.guard.grammar.calls import call, is_call
from graph.guard.grammar.cursor import Cursor

_CONSTANTS = ("TRUE", "FALSE", "NULL", "INF", "INFINITY", "NAN")


def atom(c: Cursor) -> None:
    """One operand without its prefixes and suffixes."""
    token = c.token
    if token.kind in ("string", "number", "parameter"):
        c.next()
        if token.kind == "string" and c.token.kind == "string":
            c.stop(c.token, "两个字符串连在一起；字符串里的引号请写成 \\' 。")
    elif token.is_symbol("("):
        bracket(c)
    elif token.is_symbol("["):
        listing(c)
    elif token.is_symbol("{"):
        expressions.mapping(c)
    elif token.is_word("CASE") and not _named(c):
        case(c)
    elif token.is_word("EXISTS", "COUNT", "COLLECT") and c.ahead(1).is_symbol("{"):
        subquery(c)
    elif is_call(c):
        call(c)
    elif token.is_word(*_CONSTANTS) and token.identifier not in c.declared:
        c.next()
    elif token.is_identifier:
        c.variable()
        if c.token.is_symbol("{"):
            projection(c)
    else:
        c.unexpected("这里应当是一个值")


def _named(c: Cursor) -> bool:
    """Whether a word that could begin something here is somebody's name instead."""
    return c.token.identifier in c.declared and not c.ahead(1).is_word("WHEN")


def bracket(c: Cursor) -> None:
    """A path as a condition, or an expression in brackets."""
    if patterns.begins_pattern(c):
        patterns.chain(c)
        return
    c.require("(", "")
    expressions.expression(c)
    c.require(")", "括号里，")


def listing(c: Cursor) -> None:
    """A list, ``[x IN xs WHERE … | …]`` or ``[(a)-->(b) WHERE … | …]``."""
    c.require("[", "")
    if c.take("]"):
        return
    named = c.token.is_identifier and c.ahead(1).is_symbol("=") and c.ahead(2).is_symbol("(")
    if named:
        mark = c.at
        c.at += 2
        is_path = patterns.begins_pattern(c)
        c.at = mark
        if is_path:
            c.declare("方括号里，")
            c.next()
    if patterns.begins_pattern(c):
        patterns.chain(c)
        if c.token.is_word("WHERE") or c.token.is_symbol("|"):
            patterns.inner_where(c)
            c.require("|", "模式的列表里，")
            expressions.expression(c)
            c.require("]", "模式的列表里，")
            return
        if c.take("]"):
            return
        c.require(",", "列表里，")
    elif c.token.is_identifier and c.ahead(1).is_word("IN"):
        c.declare("方括号里，")
        c.next()
    expressions.expression(c)
    patterns.inner_where(c)
    if c.take("|"):
        expressions.expression(c)
    while c.take(","):
        expressions.expression(c)
    c.require("]", "列表里，")


def case(c: Cursor) -> None:
    """Both forms; in Neo4j's longer one a WHEN may begin with a comparison, and hold several values."""
    c.cases += 1
    if c.cases > CASES:
        c.stop(c.token, f"CASE 套了 {CASES} 层以上，引擎来不及安排；请用 WITH 分步写，或并列写几个 WHEN。")
    c.next()
    if not c.token.is_word("WHEN"):
        expressions.expression(c)
    while True:
        c.require_word("WHEN", "CASE 里，")
        while True:
            when(c)
            if not c.take(","):
                break
        c.require_word("THEN", "WHEN 的条件之后，")
        expressions.expression(c)
        if not c.token.is_word("WHEN"):
            break
    if c.take_word("ELSE"):
        expressions.expression(c)
    c.require_word("END", "CASE 要以 END 结束，")
    c.cases -= 1


def when(c: Cursor) -> None:
    if c.token.is_word("IS"):
        expressions.null_or_type(c)
    else:
        if not c.token.is_symbol("+", "-"):
            expressions.operator(c)
        expressions.expression(c)


def subquery(c: Cursor) -> None:
    """``EXISTS { }``, ``COUNT { }``, ``COLLECT { }``: a pattern with WHERE, or clauses."""
    word = c.next()
    c.next()
    limited, parts, joined = c.limited, c.parts, c.joined
    c.joined = 0
    if c.token.is_symbol("(") or (c.token.is_identifier and c.ahead(1).is_symbol("=")):
        if word.is_word("COLLECT"):
            c.unexpected("COLLECT { } 里要写 MATCH … RETURN … ，")
        patterns.match_patterns(c)
        patterns.inner_where(c)
    else:
        clauses.query(c, must_return=word.is_word("COLLECT"))
    c.limited, c.parts, c.joined = limited, parts, joined
    c.require("}", f"{word.text} {{ }} 里，")


def projection(c: Cursor) -> None:
    """``h {.id, .*, n: count(x), other}``."""
    c.require("{", "")
    while not c.token.is_symbol("}"):
        if c.take("."):
            if not c.take("*"):
                c.name("点之后，")
        elif c.token.is_identifier and c.ahead(1).is_symbol(":"):
            c.name("大括号里，")
            c.next()
            expressions.expression(c)
        else:
            c.variable()
        if not c.take(","):
            break
    c.require("}", "大括号里，")
