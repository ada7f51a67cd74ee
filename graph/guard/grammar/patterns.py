"""Patterns: paths of nodes and edges as they stand in MATCH, EXISTS { }, COUNT { } and comprehensions."""

from __future__ import annotations

from graph.guard.caps import ALL_EDGES, EDGES
from graph.guard.grammar import expressions
from graph.guard.grammar.cursor import Cursor
from graph.guard.grammar.labels import labels

_SELECTORS = ("ALL", "ANY", "SHORTEST")
_FUNCTIONS = ("SHORTESTPATH", "ALLSHORTESTPATHS")


def match_patterns(c: Cursor) -> None:
    """The paths of a MATCH, with their names and selectors."""
    if c.token.is_word("REPEATABLE", "DIFFERENT") and not c.ahead(1).is_symbol("=", "("):
        c.at += 2
    while True:
        if c.token.is_identifier and c.ahead(1).is_symbol("="):
            c.declare("模式之前，")
            c.next()
        selector(c)
        path(c)
        if not c.take(","):
            return


def selector(c: Cursor) -> None:
    """``SHORTEST 1``, ``ALL SHORTEST``, ``ANY``, ``SHORTEST 2 GROUPS``: Neo4j's choice among the paths."""
    if not c.token.is_word(*_SELECTORS):
        return
    while c.token.is_word(*_SELECTORS, "PATH", "PATHS", "GROUP", "GROUPS") or c.token.kind == "number":
        c.next()


def path(c: Cursor) -> None:
    """One path, or one inside shortestPath( )."""
    if c.token.is_word(*_FUNCTIONS) and c.ahead(1).is_symbol("("):
        c.at += 2
        chain(c)
        c.require(")", "模式里，")
        return
    chain(c)


def chain(c: Cursor) -> None:
    """Nodes joined by edges; in Neo4j also paths in brackets, which may be repeated."""
    element(c)
    while c.token.is_symbol("-") or c.symbols("<", "-") or c.token.is_symbol("("):
        if not c.token.is_symbol("("):
            edge(c)
        element(c)


def element(c: Cursor) -> None:
    if c.symbols("(", "(") or (c.symbols("(") and c.ahead(1).is_identifier and c.ahead(2).is_symbol("=")):
        c.next()
        if c.token.is_identifier:
            c.declare("括号里，")
            c.next()
        chain(c)
        inner_where(c)
        c.require(")", "带括号的路径里，")
        quantifier(c)
    else:
        node(c)


def node(c: Cursor) -> None:
    c.require("(", "模式里，")
    named(c, ")")
    labels(c)
    values(c)
    inner_where(c)
    c.require(")", "节点里，")


def named(c: Cursor, close: str) -> None:
    """The variable of a node or edge, if it has one; WHERE is one only where nothing can follow that belongs to a condition."""
    following = c.ahead(1)
    if c.token.is_identifier and (not c.token.is_word("WHERE") or following.is_symbol(close, ":", "{", "*")):
        c.declare("模式里，")


def edge(c: Cursor) -> None:
    c.edges += 1
    c.joined += 1
    if c.joined > EDGES:
        c.stop(c.token, f"两个 WITH 之间的边超过 {EDGES} 条，引擎来不及安排次序；请用 WITH 分步写。")
    if c.edges > ALL_EDGES:
        c.stop(c.token, f"模式里的边超过 {ALL_EDGES} 条；请分成几个查询。")
    c.take("<")
    c.require("-", "边的写法是 -[e:边]-> ，")
    if c.take("["):
        named(c, "]")
        labels(c)
        if c.take("*"):
            length(c)
        values(c)
        inner_where(c)
        c.require("]", "边里，")
    c.require("-", "边的写法是 -[e:边]-> ，")
    c.take(">")
    quantifier(c)


def length(c: Cursor) -> None:
    """``1..3`` after the star; on the embedded engine also TRAIL, SHORTEST … and a filter in brackets."""
    while c.token.is_word("TRAIL", "ACYCLIC", "ALL", "SHORTEST", "WSHORTEST"):
        c.next()
        if c.take("("):
            c.name("WSHORTEST 的括号里，")
            c.require(")", "WSHORTEST 里，")
    bound(c)
    if c.take(".."):
        bound(c)
    if c.take("("):
        c.declare("边的条件里，")
        c.require(",", "边的条件写成 (r, n | WHERE …)，")
        c.declare("边的条件里，")
        c.require("|", "边的条件写成 (r, n | WHERE …)，")
        inner_where(c)
        if c.take("|"):
            projected(c)
            c.require(",", "边的条件里，")
            projected(c)
        c.require(")", "边的条件里，")


def projected(c: Cursor) -> None:
    """``{r.since, n.name}``: what the embedded engine keeps of the edges and nodes on the way."""
    c.require("{", "边的条件里，")
    if not c.token.is_symbol("}"):
        expressions.sequence(c)
    c.require("}", "边的条件里，")


def bound(c: Cursor) -> None:
    if c.token.kind == "number":
        c.next()
    elif c.token.kind == "parameter":
        c.stop(c.token, "路径的长度要写成数字，不能是参数。")


def quantifier(c: Cursor) -> None:
    """``{1,3}``, ``+`` or ``*`` after an edge or a path in brackets (Neo4j)."""
    if c.take("+") or c.take("*"):
        return
    if c.take("{"):
        bound(c)
        if c.take(","):
            bound(c)
        c.require("}", "重复次数里，")


def values(c: Cursor) -> None:
    """``{key: value}`` or a parameter in its place."""
    if c.token.kind == "parameter":
        c.next()
    elif c.token.is_symbol("{"):
        expressions.mapping(c)


def inner_where(c: Cursor) -> None:
    if c.take_word("WHERE"):
        expressions.expression(c)


def begins_pattern(c: Cursor) -> bool:
    """Whether the bracket here begins a path with at least one edge, and not an expression in brackets."""
    if not c.symbols("("):
        return False
    i, depth = 0, 0
    while True:
        token = c.ahead(i)
        if not token.text:
            return False
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        i += 1
        if depth == 0:
            break
    inside = c.ahead(1)
    looks_like_node = inside.is_symbol(")", ":", "{") or (inside.is_identifier and (c.ahead(2).is_symbol(")", ":", "{") or c.ahead(2).is_word("WHERE", "IS")))
    if not looks_like_node:
        return False
    if c.ahead(i).is_symbol("<"):
        i += 1
    if not c.ahead(i).is_symbol("-"):
        return False
    if c.ahead(i + 1).is_symbol("["):
        return True
    return c.ahead(i + 1).is_symbol("-") and (c.ahead(i + 2).is_symbol("(") or (c.ahead(i + 2).is_symbol(">") and c.ahead(i + 3).is_symbol("(")))
