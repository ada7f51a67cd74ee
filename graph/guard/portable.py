"""Gate 2: what the portability rules find, sorted into what an engine must not be asked and what the analyst should know."""

from __future__ import annotations

from dataclasses import dataclass

from graph.guard.functions import Engine
from graph.guard.refusals import Refusal
from graph.portability import Effect, Extra, Finding, check

REFUSED: dict[Engine, frozenset[Effect]] = {
    "embedded": frozenset({"wrong", "embedded_refuses", "both_refuse", "unsafe"}),
    "neo4j": frozenset({"neo4j_refuses", "both_refuse", "unsafe"}),
}
"""By engine: the effects of a finding with which a text is not run."""
WHAT: dict[Engine, str] = {"embedded": "内嵌引擎会答错或不认的写法", "neo4j": " Neo4j 不认的写法"}


_REFUSES: dict[Engine, frozenset[Effect]] = {"embedded": frozenset({"embedded_refuses", "both_refuse"}), "neo4j": frozenset({"neo4j_refuses", "both_refuse"})}
"""By engine: what says no more than that the engine has no such function; gate 1 knows the engine's own list."""
_QUOTED = "keyword_name"
"""The rule that a rebuilt text always keeps: it has such names in backticks, where both engines take them."""


@dataclass(frozen=True)
class Findings:
    """What gate 2 says of a text."""

    refused: list[Refusal]
    warnings: tuple[str, ...]


def sorted_findings(text: str, engine: Engine, extra: Extra | None) -> Findings:
    """The findings of the portability rules in a text."""
    found = [f for f in check(text, extra=extra) if not (f.rule == "function" and f.effect in _REFUSES[engine]) and f.rule != _QUOTED]
    stopped = [f for f in found if f.effect in REFUSED[engine]]
    return Findings([_refusal(f) for f in stopped], tuple(str(f) for f in found if f not in stopped))


def _refusal(found: Finding) -> Refusal:
    return Refusal(found.line, found.column, found.found, f"{found.advice}[{found.rule}]")
