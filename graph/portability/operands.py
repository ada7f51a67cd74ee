"""Operands and branches of an expression, cut from its tokens."""

from __future__ import annotations

from graph.portability.lexer import Token
from graph.portability.patterns import Tokens

COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
ARITHMETIC = ("+", "-", "*", "/", "%", "^")
WORDS = ("AND", "OR", "XOR", "NOT", "IN", "WHEN", "THEN", "ELSE", "CASE", "IS", "CONTAINS", "WITH", "DISTINCT", "WHERE", "ASC", "DESC", "BY")
"""Keywords after which a value begins."""


def is_value_end(token: Token) -> bool:
    """Whether a value can end with this token."""
    return token.is_symbol(")", "]", "}") or token.kind in ("name", "parameter", "string", "number") or (token.kind == "word" and not token.is_word(*WORDS))


def operand_before(tokens: Tokens, at: int) -> Tokens:
    """The operand that ends before `at`: up to the next operator, comma or keyword at its depth."""
    depth, i = 0, at - 1
    while i >= 0:
        token = tokens[i]
        depth += token.is_symbol(")", "]", "}") - token.is_symbol("(", "[", "{") + _ends_case(tokens, i) - _begins_case(tokens, i)
        if depth < 0 or (depth == 0 and _separates(tokens, i) and not _begins_case(tokens, i)):
            break
        i -= 1
    return tokens[i + 1 : at]


def operand_after(tokens: Tokens, at: int) -> Tokens:
    """The operand that begins after `at`, its minus sign too."""
    depth, i = 0, at + 1
    while i < len(tokens):
        token = tokens[i]
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}") + _begins_case(tokens, i) - _ends_case(tokens, i)
        sign = i == at + 1 and token.is_symbol("-")
        closes = token.is_symbol(")", "]", "}") or _ends_case(tokens, i)
        if depth < 0 or (depth == 0 and not sign and not closes and _separates(tokens, i)):
            break
        i += 1
    return tokens[at + 1 : i]


def whole_case(tokens: Tokens, at: int) -> Tokens:
    """The CASE … END that begins at `at`."""
    nested = 0
    for i in range(at, len(tokens)):
        nested += _begins_case(tokens, i) - _ends_case(tokens, i)
        if nested == 0:
            return tokens[at : i + 1]
    return tokens[at:]


def branches(tokens: Tokens) -> list[Tokens]:
    """The THEN and ELSE branches of a CASE … END."""
    found: list[list[int]] = []
    nested = depth = 0
    for i, token in enumerate(tokens):
        nested += _begins_case(tokens, i) - _ends_case(tokens, i)
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        ends = (nested == 1 and token.is_word("WHEN", "ELSE") and not depth) or (nested == 0 and i)
        if ends and found and len(found[-1]) == 1:
            found[-1].append(i)
        if nested == 1 and token.is_word("THEN", "ELSE") and not depth:
            found.append([i + 1])
    return [tokens[b[0] : b[1]] for b in found if len(b) == 2]


def bare(tokens: Tokens) -> Tokens:
    """Tokens without the brackets around the whole of them."""
    while len(tokens) > 2 and tokens[0].is_symbol("(") and tokens[-1].is_symbol(")") and _closes(tokens):
        tokens = tokens[1:-1]
    return tokens


def _closes(tokens: Tokens) -> bool:
    depth = 0
    for i, token in enumerate(tokens):
        depth += token.is_symbol("(", "[", "{") - token.is_symbol(")", "]", "}")
        if depth == 0:
            return i == len(tokens) - 1
    return False


def _begins_case(tokens: Tokens, i: int) -> bool:
    return tokens[i].is_word("CASE") and not (i and tokens[i - 1].is_symbol("."))


def _ends_case(tokens: Tokens, i: int) -> bool:
    return tokens[i].is_word("END") and not (i and tokens[i - 1].is_symbol("."))


def _separates(tokens: Tokens, i: int) -> bool:
    token = tokens[i]
    if i and tokens[i - 1].is_symbol("."):
        return False
    return token.is_symbol(*ARITHMETIC, ",", "|", ":", "..", *COMPARISONS, "=~") or token.is_word(*WORDS, "END", "STARTS", "ENDS", "AS")
