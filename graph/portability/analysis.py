"""A query as rules look at it: its matches with what is bound outside, its expressions, its projections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.portability.clauses import Clause, Item, clauses, items
from graph.portability.lexer import Token
from graph.portability.patterns import NodePattern, PathPattern, Tokens, UnreadableError, parse_paths


@dataclass(frozen=True)
class Binding:
    """What a name stands for: a node with its labels, an edge with its types, a path, or a value with its expression."""

    kind: Literal["node", "edge", "path", "value"]
    names: tuple[str, ...] = ()
    optional: bool = False
    """Bound by OPTIONAL MATCH, so it may be null."""
    expression: Tokens = ()
    scope: Mapping[str, Binding] = field(default_factory=dict)
    unwound: bool = False


Scope = Mapping[str, Binding]


@dataclass(frozen=True)
class Match:
    """One MATCH, OPTIONAL MATCH or EXISTS with its WHERE; `outer` is what was bound before it, `inner` adds its own."""

    kind: Literal["MATCH", "OPTIONAL", "EXISTS"]
    paths: tuple[PathPattern, ...]
    where: Tokens
    outer: Scope
    inner: Scope
    line: int


@dataclass(frozen=True)
class Expression:
    """An expression with the bodies of EXISTS cut out (the word stays), and the names it can see."""

    tokens: Tokens
    scope: Scope
    clause: str


@dataclass(frozen=True)
class Projection:
    """A WITH or RETURN with the clauses that belong to it (ORDER, SKIP, LIMIT, WHERE)."""

    keyword: str
    distinct: bool
    items: tuple[Item, ...]
    followed_by: dict[str, Clause]
    scope: Scope
    line: int


@dataclass
class Analysis:
    """Everything found in a text; `unreadable` holds the places of patterns that could not be read."""

    tokens: Tokens
    clauses: tuple[Clause, ...]
    matches: list[Match] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    projections: list[Projection] = field(default_factory=list)
    unreadable: list[Token] = field(default_factory=list)
    scope: Scope = field(default_factory=dict)


def analyse(tokens: Tokens) -> Analysis:
    """Read a query. It never fails: what cannot be read is listed as unreadable."""
    if tokens and tokens[-1].is_symbol(";"):
        tokens = tokens[:-1]
    found = Analysis(tokens, tuple(clauses(tokens)))
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
        found.scope = _match(found, kind, clause.tokens, where, found.scope, clause.line)
    elif clause.keyword in ("WITH", "RETURN"):
        _project(found, clause, followers)
    elif clause.keyword == "UNWIND":
        _expression(found, clause.tokens[:-2], found.scope, "UNWIND")
        if len(clause.tokens) > 2:
            new = Binding("value", expression=clause.tokens[:-2], scope=found.scope, unwound=True)
            found.scope = {**found.scope, clause.tokens[-1].identifier: new}
    else:
        _expression(found, clause.tokens, found.scope, clause.keyword)


def _match(found: Analysis, kind: Literal["MATCH", "OPTIONAL", "EXISTS"], pattern: Tokens, where: Tokens, outer: Scope, line: int) -> Scope:
    try:
        paths = tuple(parse_paths(pattern))
    except UnreadableError as error:
        found.unreadable.append(error.token)
        return outer
    inner = dict(outer)
    for path in paths:
        for name, binding in _bindings(path, optional=kind == "OPTIONAL"):
            known = inner.get(name)
            if known is None or (known.kind == binding.kind and binding.names and not known.names):
                inner[name] = binding
    found.matches.append(Match(kind, paths, where, outer, inner, line))
    for path in paths:
        for part in path.parts:
            for value in part.values.values():
                _expression(found, value, inner, "MATCH")
    _expression(found, where, inner, "WHERE")
    return inner


def _bindings(path: PathPattern, *, optional: bool) -> Iterator[tuple[str, Binding]]:
    if path.variable is not None:
        yield path.variable, Binding("path", optional=optional)
    for part in path.parts:
        if part.variable is not None:
            if isinstance(part, NodePattern):
                yield part.variable, Binding("node", part.labels, optional)
            else:
                yield part.variable, Binding("edge", part.types, optional)


def _project(found: Analysis, clause: Clause, followers: dict[str, Clause]) -> None:
    parts = tuple(items(clause))
    before = found.scope
    distinct = bool(clause.tokens) and clause.tokens[0].is_word("DISTINCT")
    found.projections.append(Projection(clause.keyword, distinct, parts, followers, before, clause.line))
    after: dict[str, Binding] = {}
    for item in parts:
        _expression(found, item.expression, before, clause.keyword)
        bare = len(item.expression) == 1 and item.expression[0].is_identifier
        name = item.alias or (item.expression[0].identifier if bare else None)
        if name is not None:
            known = before.get(item.expression[0].identifier) if bare else None
            after[name] = known or Binding("value", expression=item.expression, scope=before)
    if clause.tokens and clause.tokens[0].is_symbol("*"):
        after = {**before, **after}
    found.scope = after
    for keyword, follower in followers.items():
        _expression(found, follower.tokens[1:] if keyword == "ORDER" else follower.tokens, {**before, **after}, keyword)


def _expression(found: Analysis, tokens: Tokens, scope: Scope, clause: str) -> None:
    """Note an expression; the matches inside its EXISTS are read with `scope` as what is outside."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        kept.append(tokens[i])
        if tokens[i].is_word("EXISTS") and i + 1 < len(tokens) and tokens[i + 1].is_symbol("{"):
            end = closing(tokens, i + 1)
            _exists(found, tokens[i], tokens[i + 2 : end], scope)
            i = end
        i += 1
    if kept:
        found.expressions.append(Expression(tuple(kept), scope, clause))


def _exists(found: Analysis, word: Token, body: Tokens, scope: Scope) -> None:
    inner = clauses(body)
    shape = [c.keyword for c in inner]
    if shape not in (["MATCH"], ["MATCH", "WHERE"]):
        found.unreadable.append(word)
        return
    _match(found, "EXISTS", inner[0].tokens, inner[1].tokens if len(inner) > 1 else (), scope, word.line)


def closing(tokens: Tokens, at: int) -> int:
    """The index of the bracket that closes the one at `at`; the last index where none does."""
    depth = 0
    for i in range(at, len(tokens)):
        depth += tokens[i].is_symbol("(", "[", "{") - tokens[i].is_symbol(")", "]", "}")
        if depth == 0:
            return i
    return len(tokens) - 1
