"""Clauses: a query is parts joined by UNION, a part is reading clauses that end with RETURN."""

from __future__ import annotations

from graph.guard.caps import UNIONS, WITHS
from graph.guard.grammar.cursor import Cursor
from graph.guard.grammar.expressions import expression
from graph.guard.grammar.patterns import match_patterns


def statement(c: Cursor) -> None:
    """The whole text: one query, at most one semicolon behind it."""
    if c.done:
        c.unexpected("查询是空的；要以 RETURN 结束")
    query(c, must_return=True)
    if c.token.is_symbol(";") and c.at == len(c.tokens) - 1:
        c.end = c.at
        c.next()
    if not c.done:
        c.unexpected("RETURN 之后只能是 ORDER BY、SKIP、LIMIT、UNION 或查询的末尾")


def query(c: Cursor, *, must_return: bool) -> None:
    """Parts joined by UNION; inside EXISTS and COUNT a part need not return anything. `c.limited`: whether the last part has a LIMIT."""
    parts = 0
    while True:
        parts += 1
        if parts > UNIONS:
            c.stop(c.token, f"UNION 超过 {UNIONS} 段；请分成几个查询。")
        part(c, must_return=must_return)
        if not c.take_word("UNION"):
            break
        c.take_word("ALL", "DISTINCT")
    c.parts = parts


def part(c: Cursor, *, must_return: bool) -> None:
    c.limited = False
    c.joined = 0
    read_any = False
    while True:
        if c.take_word("MATCH"):
            match(c)
        elif c.take_word("OPTIONAL"):
            c.require_word("MATCH", "OPTIONAL 之后，")
            c.joined = 0
            match(c)
        elif c.take_word("UNWIND"):
            expression(c)
            c.require_word("AS", "UNWIND 的列表之后，")
            c.declare("AS 之后，")
        elif c.take_word("WITH"):
            c.withs += 1
            if c.withs > WITHS:
                c.stop(c.tokens[c.at - 1], f"WITH 超过 {WITHS} 个；请分成几个查询。")
            projection(c)
            c.joined = 0
            where(c)
        elif c.take_word("RETURN"):
            c.limited = projection(c)
            return
        elif read_any and not must_return and c.token.is_symbol("}"):
            return
        elif c.done and read_any:
            c.unexpected("查询要以 RETURN 结束")
        else:
            c.unexpected("这里应当是 MATCH、OPTIONAL MATCH、UNWIND、WITH 或 RETURN")
        read_any = True


def match(c: Cursor) -> None:
    match_patterns(c)
    where(c)


def where(c: Cursor) -> None:
    if c.take_word("WHERE"):
        expression(c)


def projection(c: Cursor) -> bool:
    """What follows WITH or RETURN, without WHERE; whether it has a LIMIT."""
    c.take_word("DISTINCT")
    if c.take("*"):
        if c.take(","):
            items(c)
    else:
        items(c)
    if c.token.is_word("ORDER") and c.ahead(1).is_word("BY"):
        c.at += 2
        order(c)
    if c.take_word("SKIP", "OFFSET"):
        expression(c)
    if c.take_word("LIMIT"):
        expression(c)
        return True
    return False


def items(c: Cursor) -> None:
    while True:
        expression(c)
        if c.take_word("AS"):
            c.declare("AS 之后，")
        if not c.take(","):
            return


def order(c: Cursor) -> None:
    while True:
        expression(c)
        c.take_word("ASC", "DESC", "ASCENDING", "DESCENDING")
        if not c.take(","):
            return
