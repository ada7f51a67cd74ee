"""The Cypher that analysts may use, as a recursive-descent recogniser: what it does not read is refused at its word.

It reads a superset of both engines' reading syntax and builds nothing. That an accepted text cannot do anything else rests on
three things: every clause begins with a word of this grammar, every name that is a keyword somewhere is sent in backticks,
and every function is on a list.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.guard.functions import Engine
from graph.guard.grammar.clauses import statement
from graph.guard.grammar.cursor import Cursor
from graph.guard.refusals import StopError
from graph.portability.lexer import Token

__all__ = ["Cursor", "read"]


def read(tokens: Sequence[Token], engine: Engine) -> Cursor:
    """Read a whole text; the cursor holds what was refused and what was noted. It never raises."""
    cursor = Cursor(tokens, engine)
    try:
        statement(cursor)
    except StopError as error:
        cursor.refusals.append(error.refusal)
    return cursor
