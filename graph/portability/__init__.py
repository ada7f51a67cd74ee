"""Which Cypher both engines answer with the same rows, and what to write instead of the rest."""

from __future__ import annotations

from graph.portability.lexer import tokenise

__all__ = ["require_portable"]


def require_portable(text: str, place: str = "") -> None:
    tokenise(text, place)
