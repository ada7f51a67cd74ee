"""Every rule, in the order in which a text is told about them."""

from __future__ import annotations

from graph.portability.rules import constructs, functions, literals, names, operators, paths, patterns, projections, subqueries, types
from graph.portability.rules.base import Effect, Finding, Rule

__all__ = ["RULES", "Effect", "Finding", "Rule"]

RULES: tuple[Rule, ...] = (
    *constructs.RULES,
    *functions.RULES,
    *literals.RULES,
    *operators.RULES,
    *types.RULES,
    *patterns.RULES,
    *paths.RULES,
    *names.RULES,
    *subqueries.RULES,
    *projections.RULES,
)
