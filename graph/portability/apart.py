"""One edge per MATCH for the embedded engine: ``(a)-[x]->(b)-[y]->(c)`` → ``MATCH (a)-[x]->(b) WITH * MATCH (b)-[y]->(c)``.

Where LadybugDB 0.22.0 follows a second edge right behind a filtered first one, it can lose the filter, or rows, at the ends of its vectors
of 2,048: one row in thousands, and only with some orders of the rows in the file (seen at 3,000 and at 110,000 households). With a WITH
between them it joins the two, which was right in every build tried. What a text means does not change: conditions go to the first place
where all that they name is known. Subqueries and OPTIONAL MATCH stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from graph.errors import PortabilityError
from graph.portability.analysis import conjuncts
from graph.portability.clauses import Clause, clauses, split
from graph.portability.lexer import Token, tokenise
from graph.portability.patterns import Tokens

_BREAK = " WITH * "
_NAME = "between__"
_KEPT = 500


@dataclass
class _Step:
    """One edge, or one node alone, with the conditions that are asked there; `names` are known from here on."""

    text: str
    names: set[str]
    edge: bool
    where: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return f"MATCH {self.text}" + (f" WHERE {' AND '.join(self.where)}" if self.where else "")


@lru_cache(_KEPT)
def apart(text: str) -> str:
    """The text with its edges apart; the text itself where nothing is to be done, or where it cannot be read."""
    source = text.replace("\r\n", "\n")
    try:
        tokens = tuple(tokenise(source))
    except PortabilityError:
        return text
    if any(t.is_symbol("*") and i and tokens[i - 1].is_word("RETURN", "DISTINCT", "WITH") for i, t in enumerate(tokens)):
        return text  # names of ours would come out
    parts = clauses(tokens)
    told: list[str] = []
    edges, changed, number = 0, False, 0
    bound: set[str] = set()
    i = 0
    while i < len(parts):
        clause = parts[i]
        where: Tokens = ()
        if clause.keyword != "MATCH":
            edges = 0 if clause.keyword in ("WITH", "UNION", "RETURN", "OPTIONAL") else edges
            bound = (set() if clause.keyword in ("WITH", "UNION") else bound) | {t.identifier for t in clause.tokens if t.is_identifier}
            told.append(_whole(source, clause))
            i += 1
            continue
        if i + 1 < len(parts) and parts[i + 1].keyword == "WHERE":
            where = parts[i + 1].tokens
            i += 1
        i += 1
        steps = list(_steps(source, clause.tokens, number, bound))
        bound |= {t.identifier for t in clause.tokens if t.is_identifier}
        number += len(steps)
        asks = edges + sum(step.edge for step in steps)
        if asks < 2:
            told.append(_whole(source, clause) + (f" WHERE {_slice(source, where)}" if where else ""))
        else:
            changed = True
            _ask(source, steps, where)
            shown = _joined(steps, first=edges == 0)
            told.append(shown)
        edges = asks
    return " ".join(told) if changed else text


def _joined(steps: list[_Step], *, first: bool) -> str:
    """The steps in their order; a break before every edge but the very first, nodes alone beside what stands before them."""
    out: list[str] = []
    seen = not first
    for step in steps:
        out.append(f"{_BREAK if step.edge and seen else ' '}{step.shown}")
        seen |= step.edge
    return "".join(out).strip() if first else "".join(out)


def _ask(source: str, steps: list[_Step], where: Tokens) -> None:
    """Put every condition at the first step where all that it names is known; one with a subquery at the last."""
    own = set().union(*(step.names for step in steps))
    for part in conjuncts(where):
        named = {t.identifier for t in part if t.is_identifier} & own
        inside = any(t.is_symbol("{") for t in part)
        at = len(steps) - 1 if inside else next((i for i in range(len(steps)) if named <= set().union(*(s.names for s in steps[: i + 1]))), len(steps) - 1)
        steps[at].where.append(_slice(source, part))


def _steps(source: str, tokens: Tokens, number: int, bound: set[str]) -> Iterator[_Step]:
    """The edges of a MATCH. A path begins where it meets what is `bound` already: a join with nothing in common would be every pair."""
    for which, path in enumerate(split(tokens)):
        pieces = list(_pieces(path))
        named = len(path) > 1 and path[1].is_symbol("=")
        if len(pieces) < 5 or named:
            yield _Step(_slice(source, path), {t.identifier for t in path if t.is_identifier}, edge=len(pieces) > 1)
            continue
        nodes, between = pieces[::2], pieces[1::2]
        names = [piece[1].text if piece[1].is_identifier else f"{_NAME}{number}_{which}_{place}" for place, piece in enumerate(nodes)]
        start = next((place for place, name in enumerate(names) if name in bound), 0)
        told: set[str] = set()
        for place in [*range(start, len(between)), *range(start - 1, -1, -1)]:
            ends = [_node(source, nodes[at], names[at], told) for at in (place, place + 1)]
            within = {t.identifier for piece in (nodes[place], between[place], nodes[place + 1]) for t in piece if t.is_identifier}
            yield _Step(f"{ends[0]}{_slice(source, between[place])}{ends[1]}", within, edge=True)


def _node(source: str, piece: Tokens, name: str, told: set[str]) -> str:
    """A node with a name, its own or one of ours; its labels only where it is told of first."""
    if name in told:
        return f"({name})"
    told.add(name)
    text = _slice(source, piece)
    return text if piece[1].is_identifier else f"({name}{text[1:]}"


def _pieces(path: Tokens) -> Iterator[Tokens]:
    """Nodes and the edges between them, in turn."""
    depth = 0
    piece: list[Token] = []
    for token in path:
        if depth == 0 and token.is_symbol("(") and piece:
            yield tuple(piece)
            piece = []
        piece.append(token)
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        if depth == 0 and token.is_symbol(")"):
            yield tuple(piece)
            piece = []
    if piece:
        yield tuple(piece)


def _whole(source: str, clause: Clause) -> str:
    """A clause as it stands."""
    if not clause.tokens:
        return _slice(source, (clause.at,))
    return _slice(source, (clause.at, *clause.tokens))


def _slice(source: str, tokens: tuple[Token, ...]) -> str:
    """What stands from the first token to the last."""
    return source[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]
