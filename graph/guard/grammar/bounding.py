"""What must be small before it runs: on Neo4j no clock interrupts one expression (``all(x IN range(1, 10000000000) …)`` ran on for minutes)."""

from __future__ import annotations

from collections.abc import Sequence

from graph.portability.lexer import Token

LITERAL = 100
"""Elements of a list written into the text."""
RANGE = 100_000
"""Numbers in a range that is not unwound."""
_GROWS = ("+", "||", "*", "^", "[")


def bounded(accumulator: str, initial: Sequence[Token], source: Sequence[Token], body: Sequence[Token]) -> str:
    """Why a reduce may not run; empty where it may.

    Nodes or edges of a path and lists written out are short. Of any other list only a number may be computed, in a body that
    reads the accumulator once or only compares it.
    """
    uses = sum(t.is_identifier and t.identifier == accumulator for t in body)
    grows = any(t.is_symbol(*_GROWS) for t in body)
    if uses > 1 and grows and not _compares(body):
        return f"reduce 里 {accumulator} 每一步用了 {uses} 次，结果会成倍变大；请每一步只用一次。"
    if _short(source):
        return ""
    scalar = len(initial) <= 2 and all(t.kind == "number" or t.is_symbol("-") or t.is_word("TRUE", "FALSE", "NULL") for t in initial)
    if scalar and not any(t.is_symbol("[", "||") or t.kind == "string" for t in body):
        return ""
    return "reduce 只能在 nodes(p)、relationships(p) 或写明的短列表上拼接；请用 UNWIND 加 sum、max 或 collect。"


def ranged(arguments: Sequence[Token]) -> str:
    """Why a range( ) inside an expression may not run; empty where its ends are small numbers or sizes of lists."""
    for i, token in enumerate(arguments):
        sized = token.is_word("SIZE", "LENGTH") and i + 1 < len(arguments) and arguments[i + 1].is_symbol("(")
        inside = _inside_size(arguments, i)
        small = token.kind == "number" and token.text.isdigit() and len(token.text) < 10 and int(token.text) <= RANGE
        if not (sized or inside or small or token.is_symbol("(", ")", "+", "-", ",")):
            return f"range 在这里要写明不超过 {RANGE} 的两端，或用 size(列表)；更长的请写 UNWIND range(…) AS x 。"
    return ""


def _inside_size(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token stands in the brackets of size( ) or length( )."""
    depth = 0
    for i in range(at, 0, -1):
        depth += tokens[i].is_symbol(")") - tokens[i].is_symbol("(")
        if depth < 0:
            if tokens[i - 1].is_word("SIZE", "LENGTH"):
                return True
            depth = 0
    return False


def _short(source: Sequence[Token]) -> bool:
    if len(source) > 3 and source[0].is_word("NODES", "RELATIONSHIPS", "RELS") and source[1].is_symbol("("):
        return len(source) == 4
    literal = bool(source) and source[0].is_symbol("[") and source[-1].is_symbol("]")
    return literal and not any(t.is_word("IN", "RANGE") or t.is_symbol("(", "|") for t in source) and sum(t.is_symbol(",") for t in source) < LITERAL


def _compares(body: Sequence[Token]) -> bool:
    """``CASE WHEN x > m THEN x ELSE m END``: the accumulator is chosen, not built."""
    return bool(body) and body[0].is_word("CASE") and not any(t.is_symbol(*_GROWS) for t in body)
