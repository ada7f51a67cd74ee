"""The text that an engine gets: the tokens at their old places, blanks for comments, keywords that are names in backticks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graph.guard.words import QUOTED
from graph.portability.lexer import Token


def rebuild(tokens: Sequence[Token], names: Collection[int] = ()) -> str:
    """The text of tokens; `names` are the indices of those that are variables or columns.

    Every token stays at its line and column (backticks shift the rest of their line), so that an engine's own messages name
    the right place.
    """
    parts: list[str] = []
    line, end = 1, 0
    for i, token in enumerate(tokens):
        if token.line > line:
            parts.append("\n" * (token.line - line) + " " * (token.column - 1))
        else:
            parts.append(" " * (token.start - end))
        parts.append(_written(token, quoted=i in names))
        line, end = token.line + token.text.count("\n"), token.end
    return "".join(parts)


def _written(token: Token, *, quoted: bool) -> str:
    if token.kind == "parameter" and token.value.isidentifier():
        return f"${token.value}"
    return f"`{token.text}`" if quoted and token.kind == "word" and token.value in QUOTED else token.text
