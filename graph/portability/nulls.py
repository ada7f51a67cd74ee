"""Whether an expression can be null in our stores, where no property is: after OPTIONAL MATCH, from a label without the property, …"""

from __future__ import annotations

from graph.portability.analysis import AGGREGATES, closing
from graph.portability.clauses import split
from graph.portability.operands import branches, operand_before, whole_case
from graph.portability.patterns import Tokens
from graph.portability.scope import Binding, Scope, element

_MAKE_NULLS = ("NULLIF", "HEAD", "LAST", "TOINTEGER", "TOFLOAT", "TOBOOLEAN", "TOINTEGERORNULL", "TOFLOATORNULL")
_NEVER = ("COUNT", "COLLECT", "EXISTS")


def may_be_null(tokens: Tokens, scope: Scope, *, grouped: bool = False) -> bool:
    """Whether some part makes the whole null; coalesce, IS NULL, count and collect do away with the nulls inside them."""
    i = 0
    tested = _tested(tokens)
    while i < len(tokens):
        if i in tested:
            i = tested[i]
            continue
        token, called = tokens[i], i + 1 < len(tokens) and tokens[i + 1].is_symbol("(")
        if token.is_word("CASE"):
            case = whole_case(tokens, i)
            if not any(t.is_word("ELSE") for t in case) or any(may_be_null(b, scope, grouped=grouped) for b in branches(case)):
                return True
            i += len(case)
        elif token.is_identifier and called:
            null, i = _call(tokens, i, scope, grouped=grouped)
            if null:
                return True
        elif token.is_symbol("[", "{"):
            if token.is_symbol("[") and i and (tokens[i - 1].is_identifier or tokens[i - 1].is_symbol(")", "]")):
                return True
            i = closing(tokens, i) + 1
        elif token.is_identifier:
            null, i = _name(tokens, i, scope)
            if null:
                return True
        else:
            i += 1
    return False


def binding_may_be_null(binding: Binding) -> bool:
    """Whether what a name stands for can be null."""
    if binding.sure:
        return False
    if binding.kind != "value":
        return binding.optional
    if "null" not in binding.memo:
        look = elements_may_be_null if binding.unwound else may_be_null
        binding.memo["null"] = look(binding.expression, binding.scope, grouped=binding.grouped)
    return bool(binding.memo["null"])


def elements_may_be_null(tokens: Tokens, scope: Scope, *, grouped: bool = False) -> bool:
    """Whether a list can hold nulls: one written out that does."""
    if len(tokens) == 1 and tokens[0].is_identifier and (known := scope.get(tokens[0].identifier)):
        return known.kind == "value" and not known.unwound and elements_may_be_null(known.expression, known.scope)
    if tokens and tokens[0].is_symbol("[") and closing(tokens, 0) == len(tokens) - 1:
        return any(may_be_null(part, scope, grouped=grouped) for part in split(tokens[1:-1]))
    return False


def _call(tokens: Tokens, at: int, scope: Scope, *, grouped: bool) -> tuple[bool, int]:
    """Whether the call at `at` can be null by itself, and where to go on: past it, or to its arguments."""
    name, end = tokens[at].value.upper(), closing(tokens, at + 1)
    arguments = list(split(tokens[at + 2 : end]))
    if name in _NEVER:
        return False, end + 1
    if name == "COALESCE":
        return all(may_be_null(a, scope, grouped=grouped) for a in arguments), end + 1
    if name in ("ANY", "ALL", "NONE", "SINGLE"):
        return quantified_null(tokens[at + 2 : end], scope), end + 1
    return name in _MAKE_NULLS or (name in AGGREGATES and not grouped), at + 2


def quantified_null(inside: Tokens, scope: Scope) -> bool:
    """Whether the list, or the condition for one of its elements, of ``any(x IN list WHERE condition)`` can be null."""
    where = next((i for i, t in enumerate(inside) if t.is_word("WHERE")), len(inside))
    if len(inside) < 3 or not inside[1].is_word("IN"):
        return True
    values = inside[2:where]
    return may_be_null(values, scope) or may_be_null(inside[where + 1 :], {**scope, inside[0].identifier: element(values, scope)})


def _name(tokens: Tokens, at: int, scope: Scope) -> tuple[bool, int]:
    """Whether the variable or property at `at` can be null, and where it ends."""
    token = tokens[at]
    property_read = at + 2 < len(tokens) and tokens[at + 1].is_symbol(".")
    end = at + 3 if property_read else at + 1
    if token.is_word("NULL"):
        return True, end
    known = scope.get(token.identifier)
    if known is None:
        return False, end
    if binding_may_be_null(known):
        return True, end
    if property_read and known.kind in ("node", "edge"):
        return known.lacks(tokens[at + 2].identifier), end
    return property_read and known.kind == "value" and known.unwound, end


def _tested(tokens: Tokens) -> dict[int, int]:
    """Where operands of IS [NOT] NULL begin, and where the test ends."""
    found: dict[int, int] = {}
    for i, token in enumerate(tokens):
        if token.is_word("IS") and i:
            negated = i + 1 < len(tokens) and tokens[i + 1].is_word("NOT")
            found[i - len(operand_before(tokens, i))] = i + (3 if negated else 2)
    return found
