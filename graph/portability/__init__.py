"""Which Cypher both engines answer with the same rows, and what to write instead of the rest.

``check`` lists what stands in a text; ``require_portable`` refuses it. The rules are data (`graph.portability.rules`), each
measured on LadybugDB 0.22.0 and Neo4j 5.26.30.
"""

from __future__ import annotations

from graph.errors import PortabilityError
from graph.portability.analysis import analyse
from graph.portability.lexer import tokenise
from graph.portability.rules import RULES, Effect, Finding

__all__ = ["Effect", "Finding", "check", "require_portable"]


def check(text: str, place: str = "") -> list[Finding]:
    """Everything in a text that the engines would answer differently, by line; each place once per rule.

    Raises PortabilityError where the text cannot even be cut into tokens.
    """
    analysis = analyse(tuple(tokenise(text, place)))
    found = {Finding(rule.name, line, what, rule.advice, rule.effect) for rule in RULES for line, what in rule.find(analysis)}
    return sorted(found, key=lambda f: (f.line, f.rule, f.found))


def require_portable(text: str, place: str = "") -> None:
    """Refuse a text with any finding. Raises PortabilityError that lists them all, each with what to write instead."""
    if found := check(text, place):
        lines = "\n".join(f"  {f}" for f in found)
        raise PortabilityError(f"{place or '查询'}:{found[0].line} 有 {len(found)} 处两个引擎不一致的写法，请改写:\n{lines}")
