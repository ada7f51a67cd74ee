"""The paths of a MATCH: ``p = (a:Person)-[c:CONTACTS]->(h:Household)``, as nodes and edges with their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.portability.lexer import Token

Tokens = tuple[Token, ...]
Inside = tuple[str | None, tuple[str, ...], dict[str, Tokens], str | None, Token | None]


@dataclass(frozen=True)
class NodePattern:
    """``(variable:A|B {key: value})``; `odd` is the first sign that joins labels otherwise than ``|``, or what else stands inside."""

    variable: str | None
    labels: tuple[str, ...]
    values: dict[str, Tokens]
    odd: Token | None
    at: Token


@dataclass(frozen=True)
class EdgePattern:
    """``-[variable:R|S*1..3 {key: value}]->``; `source` and `target` follow the arrow, or the text where it has none."""

    variable: str | None
    types: tuple[str, ...]
    values: dict[str, Tokens]
    length: str | None
    """``1..3`` of a var-length edge, ``""`` of a bare ``*``, None of a single edge."""
    directed: bool
    odd: Token | None
    source: NodePattern
    target: NodePattern
    at: Token


@dataclass(frozen=True)
class PathPattern:
    """One path of a MATCH."""

    variable: str | None
    nodes: tuple[NodePattern, ...]
    edges: tuple[EdgePattern, ...]

    @property
    def parts(self) -> tuple[NodePattern | EdgePattern, ...]:
        return (*self.nodes, *self.edges)


class UnreadableError(Exception):
    """A pattern of a form that no engine, or only one, reads; `token` is where."""

    def __init__(self, token: Token) -> None:
        super().__init__(token.text)
        self.token = token


def parse_paths(tokens: Tokens) -> list[PathPattern]:
    """The paths between commas. Raises UnreadableError."""
    return _Parser(tokens).paths()


def parse_path_at(tokens: Tokens, at: int) -> tuple[PathPattern, int] | None:
    """A path with at least one edge that begins at `at`, and where it ends; None where none stands there."""
    parser = _Parser(tokens, at)
    try:
        path = parser.path()
    except UnreadableError:
        return None
    return (path, parser.at) if path.edges else None


class _Parser:
    def __init__(self, tokens: Tokens, at: int = 0) -> None:
        self._tokens = tokens
        self._at = at

    @property
    def at(self) -> int:
        return self._at

    def paths(self) -> list[PathPattern]:
        found = [self.path()]
        while self._take(","):
            found.append(self.path())
        if self._at < len(self._tokens):
            raise UnreadableError(self._tokens[self._at])
        return found

    def path(self) -> PathPattern:
        variable = None
        if self._at + 1 < len(self._tokens) and self._tokens[self._at].is_identifier and self._tokens[self._at + 1].is_symbol("="):
            variable = self._next().identifier
            self._next()
        nodes = [self._node()]
        edges: list[EdgePattern] = []
        while self._peek("-", "<"):
            edge, node = self._edge(nodes[-1])
            edges.append(edge)
            nodes.append(node)
        return PathPattern(variable, tuple(nodes), tuple(edges))

    def _node(self) -> NodePattern:
        at = self._require("(")
        variable, labels, values, length, odd = self._inside(")")
        return NodePattern(variable, labels, values, odd or (at if length is not None else None), at)

    def _edge(self, left: NodePattern) -> tuple[EdgePattern, NodePattern]:
        at = self._tokens[self._at]
        backwards = self._take("<")
        self._require("-")
        inside: Inside = (None, (), {}, None, None)
        if self._take("["):
            inside = self._inside("]")
        self._require("-")
        forwards = self._take(">")
        right = self._node()
        variable, types, values, length, odd = inside
        source, target = (right, left) if backwards else (left, right)
        return EdgePattern(variable, types, values, length, backwards != forwards, odd, source, target, at), right

    def _inside(self, close: Literal[")", "]"]) -> Inside:
        """What stands in brackets: variable, labels or types, property map, length, whether something else stands there too."""
        variable = self._next().identifier if self._at < len(self._tokens) and self._tokens[self._at].is_identifier else None
        names: list[str] = []
        odd: Token | None = None
        if self._take(":"):
            names.append(self._name())
            while self._peek("|", ":", "&", "!"):
                sign = self._next()
                if not sign.is_symbol("|") or self._peek(":"):
                    odd = odd or sign
                self._take(":")
                names.append(self._name())
        length = None
        if self._take("*"):
            length = ""
            while not self._peek(close, "{"):
                length += self._next().text
        values: dict[str, Tokens] = {}
        if self._peek("{"):
            values = self._map()
        if not self._take(close):
            odd = self._tokens[self._at] if self._at < len(self._tokens) else odd
            depth = 1
            while depth:
                token = self._next()
                depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        return variable, tuple(names), values, length, odd

    def _map(self) -> dict[str, Tokens]:
        self._require("{")
        values: dict[str, Tokens] = {}
        while not self._take("}"):
            key = self._name()
            self._require(":")
            start, depth = self._at, 0
            while depth or not self._peek(",", "}"):
                token = self._next()
                depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
            values[key] = self._tokens[start : self._at]
            self._take(",")
        return values

    def _name(self) -> str:
        token = self._next()
        if not token.is_identifier:
            raise UnreadableError(token)
        return token.identifier

    def _peek(self, *symbols: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].is_symbol(*symbols)

    def _take(self, symbol: str) -> bool:
        if self._peek(symbol):
            self._at += 1
            return True
        return False

    def _require(self, symbol: str) -> Token:
        token = self._next()
        if not token.is_symbol(symbol):
            raise UnreadableError(token)
        return token

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise UnreadableError(self._tokens[-1] if self._tokens else Token("symbol", "", "", 1))
        self._at += 1
        return self._tokens[self._at - 1]
