"""From an analyst's text to the text that an engine gets, or to the refusal that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from graph.guard.caps import too_deep, too_long
from graph.guard.functions import Engine
from graph.guard.grammar import read
from graph.guard.portable import WHAT, sorted_findings
from graph.guard.rebuilding import rebuild
from graph.guard.refusals import Refusal, at, refused
from graph.portability import Extra
from graph.portability.lexer import LexicalError, Token, tokenise

NOT_ALLOWED = "不允许的写法"
REWRITTEN = "内嵌引擎的客户端会在执行前改写 to_json(…)，字符串里的也改，检查过的就不是执行的；请去掉。"
_TO_JSON = "to_json"


@dataclass(frozen=True)
class Admitted:
    """A text that may run: rebuilt from its tokens, comments gone; `warnings` say what the other engine answers otherwise."""

    text: str
    parameters: tuple[str, ...]
    warnings: tuple[str, ...]
    limited: bool
    """Whether the last RETURN has a LIMIT of its own."""
    united: bool = False
    """Whether it has several parts joined by UNION."""

    def within(self, rows: int) -> str:
        """The text with ``LIMIT rows``, where it has no LIMIT of its own and one can be added."""
        return self.text if self.limited or self.united else f"{self.text}\nLIMIT {rows}"


def admit(text: str, engine: Engine, *, extra: Extra | None = None) -> Admitted:
    """Let a text through to an engine; `extra` are properties that its graph has beyond the schema.

    Raises RefusedError that lists every word that is not let through: line, column, why, and what to write instead.
    """
    tokens = _tokens(text)
    found = read(tokens, engine)
    if found.refusals:
        raise refused(found.refusals, NOT_ALLOWED)
    whole = tokens[: found.end] if found.end is not None else tokens
    rebuilt = rebuild(whole, found.names)
    if engine == "embedded" and (rewritten := [at(t, REWRITTEN) for t in whole if _TO_JSON in t.text.lower()]):
        raise refused(rewritten, NOT_ALLOWED)
    findings = sorted_findings(rebuilt, engine, extra)
    if findings.refused:
        raise refused(findings.refused, WHAT[engine])
    return Admitted(
        text=rebuilt,
        parameters=tuple(dict.fromkeys(t.value for t in whole if t.kind == "parameter")),
        warnings=findings.warnings,
        limited=found.limited,
        united=found.parts > 1,
    )


def _tokens(text: str) -> list[Token]:
    """The tokens of a text within the limits. Raises RefusedError."""
    if long := too_long(text):
        raise refused(long, NOT_ALLOWED)
    try:
        tokens = tokenise(text)
    except LexicalError as error:
        raise refused([Refusal(error.line, error.column, "", error.reason)], NOT_ALLOWED) from None
    if deep := too_deep(tokens):
        raise refused(deep, NOT_ALLOWED)
    return tokens
