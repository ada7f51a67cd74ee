"""A query as rules look at it: its matches with what is bound outside, its expressions, its projections."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from graph.portability.clauses import Clause, Item, clauses, items, split
from graph.portability.lexer import Token
from graph.portability.patterns import PathPattern, Tokens, UnreadableError, parse_path_at, parse_paths
from graph.portability.scope import Binding, Extra, Scope, bindings, element

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "COLLECT", "PERCENTILECONT", "PERCENTILEDISC", "STDEV", "STDEVP")
SUBQUERIES = ("EXISTS", "COUNT", "COLLECT")


@dataclass(frozen=True)
class Match:
    """One MATCH, OPTIONAL MATCH, EXISTS, or pattern in an expression, with its WHERE; `outer` is what was bound before it."""

    kind: Literal["MATCH", "OPTIONAL", "EXISTS", "PATTERN"]
    paths: tuple[PathPattern, ...]
    where: Tokens
    outer: Scope
    inner: Scope
    at: Token
    clause: str = ""
    """Of EXISTS: the clause that it stands in."""


@dataclass(frozen=True)
class Expression:
    """An expression with the bodies of subqueries and patterns cut out (the word EXISTS stays), and the names it can see."""

    tokens: Tokens
    scope: Scope
    clause: str
    grouped: bool = False
    """One of several items of a projection with grouping keys: an aggregate in it always has a row."""


@dataclass(frozen=True)
class Projection:
    """A WITH or RETURN with the clauses that belong to it (ORDER, SKIP, LIMIT, WHERE)."""

    keyword: str
    distinct: bool
    items: tuple[Item, ...]
    followed_by: dict[str, Clause]
    scope: Scope
    at: Token
    matches: int
    """How many matches stand before it."""
    unwinds: int


@dataclass
class Analysis:
    """Everything found in a text; `unreadable` holds the places of patterns that could not be read."""

    tokens: Tokens
    clauses: tuple[Clause, ...]
    extra: Extra = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    projections: list[Projection] = field(default_factory=list)
    unreadable: list[Token] = field(default_factory=list)
    unwinds: int = 0
    scope: Scope = field(default_factory=dict)


def analyse(tokens: Tokens, extra: Extra | None = None) -> Analysis:
    """Read a query. It never fails: what cannot be read is listed as unreadable."""
    if tokens and tokens[-1].is_symbol(";"):
        tokens = tokens[:-1]
    found = Analysis(tokens, tuple(clauses(tokens)), extra or {})
    parts = list(found.clauses)
    i = 0
    while i < len(parts):
        clause, followers = parts[i], {}
        i += 1
        while i < len(parts) and parts[i].keyword in _FOLLOW.get(clause.keyword, ()):
            followers[parts[i].keyword] = parts[i]
            i += 1
        _read(found, clause, followers)
    return found


_FOLLOW = {"MATCH": ("WHERE",), "OPTIONAL": ("WHERE",), "WITH": ("ORDER", "SKIP", "LIMIT", "WHERE"), "RETURN": ("ORDER", "SKIP", "LIMIT")}


def _read(found: Analysis, clause: Clause, followers: dict[str, Clause]) -> None:
    if clause.keyword in ("MATCH", "OPTIONAL"):
        kind: Literal["MATCH", "OPTIONAL"] = "OPTIONAL" if clause.keyword == "OPTIONAL" else "MATCH"
        where = followers["WHERE"].tokens if "WHERE" in followers else ()
        found.scope = _match(found, kind, clause.tokens, where, found.scope, clause.at)
    elif clause.keyword in ("WITH", "RETURN"):
        _project(found, clause, followers)
    elif clause.keyword == "UNWIND":
        found.unwinds += 1
        _expression(found, clause.tokens[:-2], found.scope, "UNWIND")
        if len(clause.tokens) > 2:
            found.scope = {**found.scope, clause.tokens[-1].identifier: element(clause.tokens[:-2], found.scope)}
    elif clause.keyword == "UNION":
        found.scope = {}
    else:
        _expression(found, clause.tokens, found.scope, clause.keyword)


def _match(found: Analysis, kind: Literal["MATCH", "OPTIONAL", "EXISTS"], pattern: Tokens, where: Tokens, outer: Scope, at: Token, clause: str = "") -> Scope:
    try:
        paths = tuple(parse_paths(pattern))
    except UnreadableError as error:
        found.unreadable.append(error.token)
        return outer
    inner = _bound(paths, outer, found.extra, optional=kind == "OPTIONAL")
    if kind == "MATCH":
        mentioned = {part.variable for path in paths for part in path.parts}
        inner = {name: replace(b, optional=False) if name in mentioned else b for name, b in _sure(where, inner).items()}
    found.matches.append(Match(kind, paths, where, outer, inner, at, clause))
    here = {name: b if name in outer else replace(b, optional=False) for name, b in inner.items()}  # inside, what it binds is there
    for path in paths:
        for part in path.parts:
            for value in part.values.values():
                _expression(found, value, here, "MATCH")
    _expression(found, where, here, "WHERE")
    return inner


def _bound(paths: tuple[PathPattern, ...], outer: Scope, extra: Extra, *, optional: bool) -> dict[str, Binding]:
    inner = dict(outer)
    for path in paths:
        for name, binding in bindings(path, inner, extra, optional=optional).items():
            known = inner.get(name)
            if known is None:
                inner[name] = binding
            elif known.kind == binding.kind and binding.names and not known.names:
                inner[name] = replace(binding, optional=known.optional and optional)
    return inner


def _sure(where: Tokens, scope: Scope) -> dict[str, Binding]:
    """The scope after a WHERE: what ``x IS NOT NULL`` (or ``x.y IS NOT NULL``) demands is not null."""
    after = dict(scope)
    for part in conjuncts(where):
        words = [t.value for t in part[-3:]]
        if words == ["IS", "NOT", "NULL"] and part[0].is_identifier and (len(part) == 4 or (len(part) == 6 and part[1].is_symbol("."))):
            known = after.get(part[0].identifier)
            if known is not None and known.kind != "path":
                after[part[0].identifier] = replace(known, optional=False, sure=len(part) == 4)
    return after


def conjuncts(tokens: Tokens) -> list[Tokens]:
    """The parts of a condition between its outermost ANDs; the whole where an OR or XOR stands beside them."""
    parts: list[Tokens] = []
    depth, start = 0, 0
    for i, token in enumerate(tokens):
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}") + token.is_word("CASE") - token.is_word("END")
        named = i > 0 and tokens[i - 1].is_symbol(".")
        if depth == 0 and not named and token.is_word("OR", "XOR"):
            return [tokens]
        if depth == 0 and not named and token.is_word("AND"):
            parts.append(tokens[start:i])
            start = i + 1
    return [p for p in (*parts, tokens[start:]) if p]


def _project(found: Analysis, clause: Clause, followers: dict[str, Clause]) -> None:
    parts = tuple(items(clause))
    before = found.scope
    distinct = bool(clause.tokens) and clause.tokens[0].is_word("DISTINCT")
    found.projections.append(Projection(clause.keyword, distinct, parts, followers, before, clause.at, len(found.matches), found.unwinds))
    aggregating = [item for item in parts if aggregates(item.expression)]
    grouped = 0 < len(aggregating) < len(parts)
    after: dict[str, Binding] = {}
    for item in parts:
        _expression(found, item.expression, before, clause.keyword, grouped=grouped)
        bare = len(item.expression) == 1 and item.expression[0].is_identifier
        name = item.alias or (item.expression[0].identifier if bare else None)
        if name is not None:
            known = before.get(item.expression[0].identifier) if bare else None
            after[name] = known or Binding("value", expression=item.expression, scope=before, grouped=grouped)
    if clause.tokens and any(t.is_symbol("*") for t in clause.tokens[:2]):
        after = {**before, **after}
    seen = after if distinct or aggregating else {**before, **after}
    for keyword, follower in followers.items():
        _expression(found, follower.tokens[1:] if keyword == "ORDER" else follower.tokens, seen, keyword, grouped=grouped)
    found.scope = _sure(followers["WHERE"].tokens, after) if "WHERE" in followers else after


def aggregates(tokens: Tokens) -> bool:
    """Whether an expression calls an aggregate."""
    return any(a.is_word(*AGGREGATES) and b.is_symbol("(") for a, b in pairwise(tokens))


def _expression(found: Analysis, tokens: Tokens, scope: Scope, clause: str, *, grouped: bool = False) -> None:
    """Note an expression; the matches inside its subqueries and patterns are read with `scope` as what is outside."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        if is_subquery(tokens, i):
            kept.append(tokens[i])
            end = closing(tokens, i + 1)
            _subquery(found, tokens[i], tokens[i + 2 : end], scope, clause)
            i = end + 1
        elif tokens[i].is_symbol("(") and (path := _pattern(tokens, i)):
            kept.append(replace(tokens[i], kind="word", text="EXISTS", value="EXISTS"))
            found.matches.append(Match("PATTERN", (path[0],), (), scope, _bound((path[0],), scope, found.extra, optional=False), tokens[i]))
            i = path[1]
        else:
            kept.append(tokens[i])
            i += 1
    if kept:
        found.expressions.append(Expression(tuple(kept), scope, clause, grouped))


def _pattern(tokens: Tokens, at: int) -> tuple[PathPattern, int] | None:
    """A pattern used as a condition; ``(a.x)--(1)`` is arithmetic."""
    path = parse_path_at(tokens, at)
    return path if path and not any(part.odd for part in path[0].nodes) else None


def is_subquery(tokens: Tokens, at: int) -> bool:
    """Whether ``EXISTS {``, ``COUNT {`` or ``COLLECT {`` stands here; ``(n:Count {id: 1})`` and ``m.count {…}`` do not open one."""
    if not (tokens[at].is_word(*SUBQUERIES) and at + 1 < len(tokens) and tokens[at + 1].is_symbol("{")):
        return False
    inside = tokens[at + 2 : at + 4]
    return bool(inside) and not (inside[0].is_symbol("}", ".") or (len(inside) == 2 and inside[0].is_identifier and inside[1].is_symbol(":")))


def _subquery(found: Analysis, word: Token, body: Tokens, scope: Scope, clause: str) -> None:
    inner = clauses(body)
    if word.is_word("EXISTS") and [c.keyword for c in inner] in (["MATCH"], ["MATCH", "WHERE"]):
        _match(found, "EXISTS", inner[0].tokens, inner[1].tokens if len(inner) > 1 else (), scope, word, clause)
    elif word.is_word("EXISTS"):
        found.unreadable.append(word)


def closing(tokens: Tokens, at: int) -> int:
    """The index of the bracket that closes the one at `at`; the last index where none does."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += tokens[i].is_symbol("(", "[", "{") - tokens[i].is_symbol(")", "]", "}")
        if depth == 0:
            return i
    return len(tokens) - 1


def calls(tokens: Tokens, *names: str) -> list[tuple[int, list[Tokens]]]:
    """Where these functions are called (keywords in capitals; none means any), with their arguments."""
    found = []
    for i, (a, b) in enumerate(pairwise(tokens)):
        if b.is_symbol("(") and a.is_identifier and (not names or a.value.upper() in names) and not (i and tokens[i - 1].is_symbol(".")):
            found.append((i, list(split(tokens[i + 2 : closing(tokens, i + 1)]))))
    return found
