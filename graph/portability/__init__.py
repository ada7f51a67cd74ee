"""Which Cypher both engines answer with the same rows, and what to write instead of the rest.

``check`` lists what stands in a text, each finding with its effect; ``require_portable`` refuses a text with any. The rules are
data (`graph.portability.rules`), each measured on LadybugDB 0.22.0 and Neo4j 5.26.30 with a store of ours, where no property
is null.
"""

from __future__ import annotations

from graph.errors import PortabilityError
from graph.portability.analysis import analyse
from graph.portability.lexer import tokenise
from graph.portability.rules import RULES, Effect, Finding
from graph.portability.scope import Extra

__all__ = ["Effect", "Extra", "Finding", "check", "require_portable"]


def check(text: str, place: str = "", *, extra: Extra | None = None) -> list[Finding]:
    """Everything in a text that the engines would answer differently, by place; each place once per rule.

    `extra` are properties that the store has beyond the schema, by label or edge type. Raises PortabilityError where the text
    cannot even be cut into tokens.
    """
    tokens = tuple(tokenise(text, place))
    try:
        analysis = analyse(tokens, extra)
        found = {
            Finding(rule.name, hit.at.line, hit.what, hit.advice or rule.advice, hit.effect or rule.effect, hit.at.column)
            for rule in RULES
            for hit in rule.find(analysis)
        }
    except RecursionError:
        return [Finding("too_deep", 1, "整个查询", "嵌套太深，看不完；请拆成几层 WITH，或几个查询", "both_refuse")]
    return sorted(found, key=lambda f: (f.line, f.column, f.rule, f.found))


def require_portable(text: str, place: str = "") -> None:
    """Refuse a text with any finding. Raises PortabilityError that lists them all, each with what to write instead."""
    if found := check(text, place):
        lines = "\n".join(f"  {f}" for f in found)
        raise PortabilityError(f"{place or '查询'}:{found[0].line} 有 {len(found)} 处两个引擎不一致的写法，请改写：\n{lines}")
