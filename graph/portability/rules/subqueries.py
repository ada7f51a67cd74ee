"""OPTIONAL MATCH and EXISTS that read from outside: where that is null, Ladybug's inner pattern never matches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import Analysis, Match, conjuncts
from graph.portability.nulls import binding_may_be_null
from graph.portability.operands import COMPARISONS, bare
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Hit, Rule
from graph.portability.scope import Binding, Scope


def _outer_reads(text: Analysis) -> Iterator[Hit]:
    for match in text.matches:
        if match.kind in ("OPTIONAL", "EXISTS"):
            for part in conjuncts(match.where):
                if not _rejects_null(bare(part)):
                    yield from _reads(part, match.outer)
                yield from _tested_properties(part, match.outer)
                yield from _tested_nodes(part, match.outer)
            for values in _values(match):
                if not _plain(values):
                    yield from _reads(values, match.outer)


def _tested_nodes(tokens: Tokens, outer: Scope) -> Iterator[Hit]:
    """``x IS NOT NULL`` of a node from outside: with several labels the embedded engine then matches nothing."""
    for i, (token, test) in enumerate(pairwise(tokens)):
        known = outer.get(token.identifier) if token.is_identifier and not (i and tokens[i - 1].is_symbol(".")) else None
        if known is not None and known.kind in ("node", "edge") and test.is_word("IS") and not binding_may_be_null(known):
            yield Hit(token, f"{token.text} IS …", "differs" if len(known.possible) == 1 else None)


def _tested_properties(tokens: Tokens, outer: Scope) -> Iterator[Hit]:
    """``h.until IS NULL`` and ``coalesce(h.until, …)`` of a node from outside: whoever writes so expects nulls, with which it would go wrong."""
    for i in range(len(tokens) - 3):
        known = outer.get(tokens[i].identifier) if tokens[i].is_identifier and tokens[i + 1].is_symbol(".") else None
        tested = tokens[i + 3].is_word("IS") or (i > 1 and tokens[i - 1].is_symbol("(") and tokens[i - 2].is_word("COALESCE"))
        if known is not None and known.kind in ("node", "edge") and tested and not binding_may_be_null(known) and not known.lacks(tokens[i + 2].identifier):
            yield Hit(tokens[i], "".join(t.text for t in tokens[i : i + 3]), advice=_NEVER_NULL)


_NEVER_NULL = "外面的值为 null 时内嵌引擎永远不匹配；图里的属性从不为 null(至今为 9999-12-31，未知的文字为 '')，请去掉这个判断，或放到外面"


def _values(match: Match) -> Iterator[Tokens]:
    for path in match.paths:
        for part in path.parts:
            yield from part.values.values()


def _rejects_null(tokens: Tokens) -> bool:
    """Whether a condition lets nothing pass where what it reads is null, on either engine: one comparison of plain values."""
    negated = bool(tokens) and tokens[0].is_word("NOT")
    if negated:
        tokens = tokens[1:]
    signs = [i for i, t in enumerate(tokens) if t.is_symbol(*COMPARISONS, "=~") or t.is_word("IN", "CONTAINS", "STARTS", "ENDS")]
    if len(signs) != 1 or (negated and tokens[signs[0]].is_word("IN")):
        return False
    left, right = tokens[: signs[0]], tokens[signs[0] + 1 :]
    if right[:1] and right[0].is_word("WITH"):
        right = right[1:]
    if tokens[signs[0]].is_word("IN") and right[:1] and right[0].is_symbol("["):
        return _plain(left) and all(t.kind in ("string", "number", "parameter") or t.is_symbol("[", ",", "]", "-") for t in right)
    return _plain(left) and _plain(right)


def _plain(tokens: Tokens) -> bool:
    """A variable, property, literal or parameter by itself."""
    named = len(tokens) in (1, 3) and tokens[0].is_identifier and (len(tokens) == 1 or tokens[1].is_symbol("."))
    return named or (len(tokens) == 1 and tokens[0].kind in ("string", "number", "parameter"))


def _reads(tokens: Tokens, outer: Scope) -> Iterator[Hit]:
    for i, token in enumerate(tokens):
        named = i > 0 and tokens[i - 1].is_symbol(".", ":")
        key = i + 1 < len(tokens) and tokens[i + 1].is_symbol(":", "(")
        if not token.is_identifier or (named and not tokens[i - 1].is_symbol(":")) or key or token.identifier not in outer:
            continue
        binding = outer[token.identifier]
        property_read = i + 2 < len(tokens) and tokens[i + 1].is_symbol(".")
        if named and not property_read and binding.kind != "value":
            continue
        if binding_may_be_null(binding) or (property_read and _property_may_be_null(binding, tokens[i + 2].identifier)):
            yield Hit(token, "".join(t.text for t in tokens[i : i + (3 if property_read else 1)]))


def _property_may_be_null(binding: Binding, name: str) -> bool:
    if binding.kind in ("node", "edge"):
        return binding.lacks(name)
    return binding.kind == "value" and binding.unwound


def _counted_rows(text: Analysis) -> Iterator[Hit]:
    """A column made by ``count(*)`` cannot be read by a condition of EXISTS; one made by ``count(h)`` can."""
    for match in text.matches:
        if match.kind == "EXISTS":
            for i, token in enumerate(match.where):
                named = i > 0 and match.where[i - 1].is_symbol(".", ":")
                binding = match.outer.get(token.identifier) if token.is_identifier and not named else None
                if binding is not None and _counts_rows(binding):
                    yield Hit(token, token.text)


def _same_node(text: Analysis) -> Iterator[Hit]:
    """``k = h`` of a node inside EXISTS with one outside."""
    for match in text.matches:
        for part in conjuncts(match.where) if match.kind == "EXISTS" else ():
            plain = bare(part)
            if len(plain) == 3 and plain[1].is_symbol("=") and plain[0].is_identifier and plain[2].is_identifier:
                outside = [n in match.outer for n in (plain[0].identifier, plain[2].identifier)]
                kinds = {b.kind for n in (plain[0], plain[2]) if (b := match.inner.get(n.identifier))}
                if kinds == {"node"} and any(outside) and not all(outside):
                    yield Hit(plain[1], f"{plain[0].text} = {plain[2].text}")


def _strangers(text: Analysis) -> Iterator[Hit]:
    """EXISTS as a column that reads what its own pattern does not name: the embedded engine loses it, by its plan, and says so."""
    for match in text.matches:
        if match.kind == "EXISTS" and match.clause in ("WITH", "RETURN", "ORDER"):
            tied = {part.variable for path in match.paths for part in path.parts}
            for i, token in enumerate(match.where):
                named = i > 0 and match.where[i - 1].is_symbol(".", ":")
                if token.is_identifier and not named and token.identifier in match.outer and token.identifier not in tied:
                    yield Hit(token, token.text)


def _counts_rows(binding: Binding) -> bool:
    if binding.kind != "value" or binding.unwound:
        return False
    if "rows" not in binding.memo:
        tokens = binding.expression
        counts = any(a.is_word("COUNT") and b.is_symbol("(") and c.is_symbol("*") for a, b, c in zip(tokens, tokens[1:], tokens[2:], strict=False))
        names = [t.identifier for i, t in enumerate(tokens) if t.is_identifier and not (i and tokens[i - 1].is_symbol("."))]
        binding.memo["rows"] = counts or any(_counts_rows(binding.scope[n]) for n in names if n in binding.scope)
    return bool(binding.memo["rows"])


RULES = (
    Rule(
        "outer_in_subquery",
        "wrong",
        "OPTIONAL MATCH 或 EXISTS 里读了外面可能为 null 的值，它为 null 时内嵌引擎永远不匹配；请把条件放到外面，或先写 WITH h, coalesce(g.x, …) AS x",
        _outer_reads,
    ),
    Rule("same_node_in_exists", "embedded_refuses", "内嵌引擎不能在 EXISTS 里这样比里外两个节点；请比 k.id = h.id", _same_node),
    Rule("stranger_in_exists", "differs", "EXISTS 作为一列时，内嵌引擎有时不认里面读到的、模式里没有的名字；请把这个条件放到 EXISTS 外面", _strangers),
    Rule(
        "rows_in_exists",
        "embedded_refuses",
        "内嵌引擎不能在 EXISTS 里读 count(*) 得来的列；请改成 count(h)，或把条件放到外面",
        _counted_rows,
    ),
)
