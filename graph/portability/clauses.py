"""The clauses of a query and the items of its projections, cut from tokens at bracket depth 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.portability.lexer import Token

_STARTS = {"MATCH", "OPTIONAL", "WHERE", "WITH", "UNWIND", "RETURN", "ORDER", "SKIP", "LIMIT", "UNION", "CALL"}
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True)
class Clause:
    """One clause: its keyword (``OPTIONAL`` for OPTIONAL MATCH, ``ORDER`` for ORDER BY) and the tokens after the keyword."""

    keyword: str
    tokens: tuple[Token, ...]
    at: Token


def clauses(tokens: list[Token] | tuple[Token, ...]) -> list[Clause]:
    """The clauses in their order. Keywords inside brackets, property names and ``STARTS WITH`` do not start one."""
    found: list[Clause] = []
    start: Token | None = None
    body: list[Token] = []
    depth = 0
    for i, token in enumerate(tokens):
        previous = tokens[i - 1] if i else None
        if depth == 0 and _starts(token, previous):
            if start is not None:
                found.append(Clause(start.value, tuple(body), start))
            start, body = token, []
            continue
        if token.is_symbol(*_OPEN):
            depth += 1
        elif token.is_symbol(*_CLOSE):
            depth -= 1
        if start is not None and not (not body and start.is_word("OPTIONAL") and token.is_word("MATCH")):
            body.append(token)
    if start is not None:
        found.append(Clause(start.value, tuple(body), start))
    return found


def _starts(token: Token, previous: Token | None) -> bool:
    if token.kind != "word" or token.value not in _STARTS:
        return False
    if previous is None:
        return True
    if token.value == "WITH" and previous.is_word("STARTS", "ENDS"):
        return False
    if token.value == "MATCH" and previous.is_word("OPTIONAL"):
        return False
    return not previous.is_symbol(".", ":") and not previous.is_word("AS")


def split(tokens: tuple[Token, ...], separator: str = ",") -> Iterator[tuple[Token, ...]]:
    """The parts between separators at depth 0."""
    depth = 0
    part: list[Token] = []
    for token in tokens:
        if depth == 0 and token.is_symbol(separator):
            yield tuple(part)
            part = []
            continue
        depth += token.is_symbol(*_OPEN) - token.is_symbol(*_CLOSE)
        part.append(token)
    if part:
        yield tuple(part)


@dataclass(frozen=True)
class Item:
    """One item of a WITH or RETURN: its expression, and its alias where it has one."""

    expression: tuple[Token, ...]
    alias: str | None
    at: Token

    @property
    def column(self) -> str:
        """The column's name: the alias, or the bare variable's own name, or the expression's text."""
        if self.alias is not None:
            return self.alias
        return self.expression[0].identifier if len(self.expression) == 1 else "".join(t.text for t in self.expression)

    @property
    def is_named(self) -> bool:
        """Whether every engine gives the column the same name: aliased, or a bare variable."""
        return self.alias is not None or (len(self.expression) == 1 and self.expression[0].is_identifier)


def items(clause: Clause) -> list[Item]:
    """The items of a WITH or RETURN clause."""
    tokens = clause.tokens[1:] if clause.tokens and clause.tokens[0].is_word("DISTINCT") else clause.tokens
    found = []
    for part in split(tokens):
        if len(part) > 2 and part[-2].is_word("AS"):
            found.append(Item(part[:-2], part[-1].identifier, part[0]))
        elif part:
            found.append(Item(part, None, part[0]))
    return found


def returned_columns(tokens: list[Token] | tuple[Token, ...]) -> list[str]:
    """The columns of the last RETURN, in order; empty where there is none."""
    returns = [c for c in clauses(tokens) if c.keyword == "RETURN"]
    return [item.column for item in items(returns[-1])] if returns else []
