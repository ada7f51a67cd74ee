"""What a text may be at most, so that both engines plan it in a moment: planning runs without a clock.

Characters, tokens and brackets are counted before parsing, the rest while parsing (graph.guard.grammar). The seconds were
measured with EXPLAIN on two busy cores, LadybugDB 0.22.0 and Neo4j 5.26.30; what is not named plans in less than a second.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.guard.refusals import Refusal, at
from graph.portability.lexer import Token

CHARACTERS = 20_000
TOKENS = 4_000
DEPTH = 30
"""Brackets inside brackets."""
CASES = 8
"""CASE inside CASE: where the inner one is the subject, Neo4j plans 8 in 1.0 s and 12 in 12 s; the embedded engine 12 in 0.2 s."""
UNIONS = 20
"""Parts of a UNION (20: 0.7 s)."""
EDGES = 10
"""Edges that one part between two WITH joins (a star of 10: 7.4 s on the embedded engine, 12: 16.7 s; a path of 40: no answer in 25 s)."""
ALL_EDGES = 40
"""Edges in all patterns together."""
CHAIN = 300
"""Operators in one expression, brackets left out (300 ``+``: 0.6 s; 50 groups of 4 conditions: 3.7 s)."""
XORS = 10
"""XOR in one text: Neo4j plans 14 in 0.2 s, 18 in 3.6 s, 24 not in 25 s."""
LABELS = 10
"""``&`` in one label expression: Neo4j plans ``(A|B)&…`` with 10 in 0.6 s, with 20 not in 25 s."""
WITHS = 25
"""WITH one after the other: each may double what the one before built."""
PREFIXES = 10
"""NOT or a sign in front of each other."""


def too_long(text: str) -> list[Refusal]:
    """A text longer than any query: refused before it is read at all."""
    if len(text) <= CHARACTERS:
        return []
    return [Refusal(1, 0, "", f"查询有 {len(text)} 个字符，最多 {CHARACTERS} 个；请把长的列表作为参数传入，或分成几个查询。")]


def too_deep(tokens: Sequence[Token]) -> list[Refusal]:
    """Too many tokens, or brackets too deep, at the token that is too much."""
    if len(tokens) > TOKENS:
        return [at(tokens[TOKENS], f"查询有 {len(tokens)} 个词，最多 {TOKENS} 个；请把长的列表作为参数传入，或分成几个查询。")]
    depth = 0
    for token in tokens:
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        if depth > DEPTH:
            return [at(token, f"括号套了 {DEPTH} 层以上；请用 WITH 分步写。")]
    return []
