"""Finding queries by words: Chinese has no spaces, so what is not found whole is found by its pairs of characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph.queries.contract import Query

_PARTS = re.compile(r"[a-z0-9_]+|[一-龥]+")
ENOUGH = 0.5
"""The share of a word's pairs that must be found."""


def ranked(words: str, queries: Sequence[Query]) -> list[Query]:
    """The queries that have something of every word, else of any, best first; equal ones in their order."""
    asked = _PARTS.findall(words.lower())
    scores = {query.name: [_score(word, query) for word in asked] for query in queries}
    there = [q for q in queries if all(scores[q.name])] or [q for q in queries if any(scores[q.name])]
    return sorted(there, key=lambda query: -sum(scores[query.name]))


def _score(word: str, query: Query) -> float:
    """How much of a word a query has: its title and topics say more than its description."""
    weights = ((8, query.title), (6, " ".join(query.topics)), (4, query.name), (1, f"{query.doc} {query.row} {query.unknown}"))
    return sum(weight * share for weight, text in weights if (share := _share(word, text.lower())) >= ENOUGH)


def _share(word: str, text: str) -> float:
    if word in text:
        return 1.0
    pairs = [] if word.isascii() else [a + b for a, b in pairwise(word)]
    return 0.9 * sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
