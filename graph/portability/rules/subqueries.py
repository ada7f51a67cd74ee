"""OPTIONAL MATCH and EXISTS that read from outside: where that is null, Ladybug's inner pattern never matches."""

from __future__ import annotations

from collections.abc import Iterator

from graph.portability.analysis import Analysis, Binding, Scope
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Rule


def _outer_reads(text: Analysis) -> Iterator[tuple[int, str]]:
    for match in text.matches:
        if match.kind != "MATCH":
            values = [value for path in match.paths for part in path.parts for value in part.values.values()]
            for tokens in (match.where, *values):
                yield from _reads(tokens, match.outer)


def _reads(tokens: Tokens, outer: Scope) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(tokens):
        after_dot = i > 0 and tokens[i - 1].is_symbol(".", ":")
        if not token.is_identifier or after_dot or token.identifier not in outer:
            continue
        binding = outer[token.identifier]
        if i + 1 < len(tokens) and tokens[i + 1].is_symbol("."):
            if not binding.unwound:
                yield token.line, "".join(t.text for t in tokens[i : i + 3])
        elif _may_be_null(binding):
            yield token.line, token.text


def _may_be_null(binding: Binding) -> bool:
    """Whether a name from outside can be null: bound by OPTIONAL MATCH, or a column that no coalesce or count makes whole."""
    if binding.kind != "value":
        return binding.optional
    if binding.unwound:
        return False
    first = binding.expression[0] if binding.expression else None
    return first is None or not (first.is_word("COALESCE", "COUNT", "SIZE", "LENGTH", "COLLECT", "DATE") or first.kind in ("string", "number", "parameter"))


RULES = (
    Rule(
        "outer_in_subquery",
        "wrong",
        "OPTIONAL MATCH 或 EXISTS 里读了外面的属性或列，它为 null 时内嵌引擎永远不匹配；请把条件放到外面，或先写 WITH h, coalesce(h.x, …) AS x",
        _outer_reads,
    ),
)
