"""The type of an expression, as far as its text and the schema tell: what comparisons mix, and the columns of no rows."""

from __future__ import annotations

from collections.abc import Iterator

from graph.portability.analysis import analyse, closing
from graph.portability.clauses import split
from graph.portability.lexer import Token, tokenise
from graph.portability.operands import ARITHMETIC, COMPARISONS, branches, whole_case
from graph.portability.patterns import Tokens
from graph.portability.scope import Binding, Scope

Kind = str
"""text, int, float, bool, date, node, edge, path, ``list`` or ``list[kind]``."""
_FUNCTIONS: dict[str, Kind] = {
    **dict.fromkeys(("COUNT", "SIZE", "LENGTH", "SIGN"), "int"),
    **dict.fromkeys(("AVG", "FLOOR", "CEIL", "SQRT", "LOG10", "PERCENTILECONT"), "float"),
    **dict.fromkeys(("LEFT", "RIGHT", "TOUPPER", "TOLOWER", "TRIM", "REPLACE"), "text"),
    **dict.fromkeys(("ANY", "ALL", "NONE", "SINGLE"), "bool"),
    "DATE": "date",
    "RANGE": "list[int]",
    "NODES": "list[node]",
    "RELATIONSHIPS": "list[edge]",
}
_LIKE_ITS_ARGUMENTS = ("SUM", "MIN", "MAX", "COALESCE", "NULLIF", "ABS")
_LOGIC = ("OR", "XOR", "AND", "NOT", "IS", "IN", "CONTAINS", "STARTS", "ENDS")


def type_of(tokens: Tokens, scope: Scope) -> Kind | None:
    """The type of an expression, or None where the text does not tell (a parameter, a map's value)."""
    if not tokens:
        return None
    if len(tokens) == 1:
        return _atom(tokens, scope)
    if tokens[0].is_word("CASE") and len(whole_case(tokens, 0)) == len(tokens):
        return next((t for branch in branches(tokens) if (t := type_of(branch, scope))), None)
    top = [t for t, depth in _depths(tokens) if depth == 0]
    if any(t.is_word(*_LOGIC) or t.is_symbol(*COMPARISONS, "=~") for t in top):
        return "bool"
    if tokens[0].is_symbol("(") and closing(tokens, 0) == len(tokens) - 1:
        return type_of(tokens[1:-1], scope)
    if any(t.is_symbol(*ARITHMETIC) for t in top):
        return _arithmetic(tokens, scope)
    if tokens[0].is_symbol("["):
        inner = next((t for part in split(tokens[1:-1]) if (t := type_of(part, scope))), None)
        return f"list[{inner}]" if inner else "list"
    if len(tokens) == 3 and tokens[1].is_symbol(".") and tokens[0].is_identifier:
        return property_type(scope.get(tokens[0].identifier), tokens[2].identifier)
    return _call(tokens, scope) if tokens[0].kind == "word" else None


def property_type(binding: Binding | None, name: str) -> Kind | None:
    """The type of a node's or edge's property by the schema; None of a map's value or an unknown property."""
    if binding is None or binding.kind not in ("node", "edge"):
        return None
    found = binding.properties.get(name)
    return found.type if found else None


def column_types(text: str) -> dict[str, Kind | None]:
    """The types of a query's columns."""
    found = analyse(tuple(tokenise(text)))
    returns = [p for p in found.projections if p.keyword == "RETURN"]
    return {item.column: type_of(item.expression, p.scope) for p in returns[-1:] for item in p.items}


def _atom(tokens: Tokens, scope: Scope) -> Kind | None:
    token = tokens[0]
    if token.kind == "string":
        return "text"
    if token.kind == "number":
        return "int" if token.text.isdigit() else "float"
    if token.is_word("TRUE", "FALSE", "EXISTS"):
        return "bool"
    binding = scope.get(token.identifier) if token.is_identifier else None
    if binding is None:
        return None
    if binding.kind != "value":
        return binding.kind
    if "type" not in binding.memo:
        binding.memo["type"] = type_of(binding.expression, binding.scope)
    kind: Kind | None = binding.memo["type"]
    if binding.unwound:
        return kind[5:-1] if kind and kind.startswith("list[") else None
    return kind


def _arithmetic(tokens: Tokens, scope: Scope) -> Kind | None:
    kinds: list[Kind | None] = []
    start = 0
    for i, (token, depth) in enumerate(_depths(tokens)):
        if depth == 0 and token.is_symbol(*ARITHMETIC):
            kinds.append(type_of(tokens[start:i], scope))
            start = i + 1
    kinds.append(type_of(tokens[start:], scope))
    if any(t.is_symbol("^") for t in tokens):
        return "float"
    return next((k for wanted in ("list", "text", "float", "date", "int") for k in kinds if k and k.startswith(wanted)), None)


def _call(tokens: Tokens, scope: Scope) -> Kind | None:
    if len(tokens) < 3 or not tokens[1].is_symbol("(") or closing(tokens, 1) != len(tokens) - 1:
        return None
    name, inside = tokens[0].value, tokens[2:-1]
    if inside and inside[0].is_word("DISTINCT"):
        inside = inside[1:]
    if name in _LIKE_ITS_ARGUMENTS:
        return next((t for part in split(inside) if (t := type_of(part, scope))), None)
    if name == "COLLECT":
        inner = type_of(inside, scope)
        return f"list[{inner}]" if inner else "list"
    return _FUNCTIONS.get(name)


def _depths(tokens: Tokens) -> Iterator[tuple[Token, int]]:
    """Every token with the depth of brackets and CASE … END it stands in; an opening bracket counts as inside."""
    depth = 0
    for token in tokens:
        opens = token.is_symbol("(", "[", "{") or token.is_word("CASE")
        depth += opens
        yield token, depth
        depth -= token.is_symbol(")", "]", "}") or token.is_word("END")
