"""Strings, numbers and nulls written into a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import Analysis, Expression, closing
from graph.portability.nulls import elements_may_be_null, may_be_null
from graph.portability.operands import COMPARISONS, bare, operand_after, operand_before
from graph.portability.patterns import Tokens
from graph.portability.rules.base import Hit, Rule, each, is_keyword, show
from graph.portability.words import EMBEDDED_KEYWORDS

_ESCAPES = re.compile(r"\\(?!['\"\\nt]|u[0-9A-Fa-f]{4})")
_REGEX = re.compile(r"\(\?(?!i\))|\\\\[1-9bBAzZG]|[*+?}]\+|\\\\p\{(?!L\})")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def _escapes(text: Analysis) -> Iterator[Hit]:
    for token in text.tokens:
        if token.kind == "string" and _ESCAPES.search(re.sub(r"\\\\", "", token.value)):
            yield Hit(token, token.text)


def _adjacent(text: Analysis) -> Iterator[Hit]:
    for a, b in pairwise(text.tokens):
        if a.kind == b.kind == "string":
            yield Hit(a, a.text + b.text)


def _numbers(text: Analysis) -> Iterator[Hit]:
    for token in text.tokens:
        if token.kind == "number" and token.text[:2].lower() in ("0x", "0o"):
            yield Hit(token, token.text)


def _null_comparison(e: Expression) -> Iterator[Hit]:
    """``x = null`` is null on both engines, which is not what was meant; ``CASE x WHEN null`` matches on the embedded one."""
    for i, (a, b) in enumerate(pairwise(e.tokens)):
        if a.is_word("WHEN") and b.is_word("NULL") and (i + 2 == len(e.tokens) or e.tokens[i + 2].is_word("THEN")):
            yield Hit(a, f"{a.text} {b.text}", "wrong")
            continue
        tested = i and e.tokens[i - 1].is_word("IS", "NOT")
        if (a.is_symbol(*COMPARISONS) and b.is_word("NULL")) or (a.is_word("NULL") and b.is_symbol(*COMPARISONS) and not tested):
            yield Hit(a, f"{a.text} {b.text}", advice="结果总是 null，什么也选不出；请写 x IS NULL 或 x IS NOT NULL")


def _null_in_list(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens):
        if token.is_word("IN") and not _binds(e.tokens, i):
            whole = operand_before(e.tokens, i), operand_after(e.tokens, i)
            left, right = map(bare, whole)
            if elements_may_be_null(right, e.scope, grouped=e.grouped):
                yield Hit(token, f"IN {show(right)}")
            elif may_be_null(left, e.scope, grouped=e.grouped) and _may_be_empty(right) and _decides(e, i, *whole):
                yield Hit(token, f"{show(left)} IN {show(right)}", "differs" if right[:1] and right[0].kind == "parameter" else None)


def _binds(tokens: Tokens, at: int) -> bool:
    """``any(x IN list WHERE …)`` and ``[x IN list | …]`` name an element; they do not ask whether it is in the list."""
    opens = at > 1 and tokens[at - 2].is_symbol("(", "[")
    quantified = at > 2 and tokens[at - 2].is_symbol("(") and tokens[at - 3].is_word("ANY", "ALL", "NONE", "SINGLE", "REDUCE")
    listed = opens and tokens[at - 2].is_symbol("[") and any(t.is_word("WHERE") or t.is_symbol("|") for t in tokens[at : closing(tokens, at - 2)])
    return quantified or listed


def _may_be_empty(tokens: Tokens) -> bool:
    """Whether a list can have no elements: ``null IN []`` is null on the embedded engine and false on Neo4j."""
    return not (len(tokens) > 2 and tokens[0].is_symbol("[") and tokens[-1].is_symbol("]"))


def _decides(e: Expression, at: int, left: Tokens, right: Tokens) -> bool:
    """Whether it matters if the IN at `at` is null or false: not where it only lets rows or a CASE branch pass."""
    start, end = 0, len(e.tokens)
    for i in range(at - 1, -1, -1):
        if e.tokens[i].is_word("WHEN"):
            start = i + 1
            break
        if e.tokens[i].is_word("THEN", "ELSE"):
            return True
    if start:
        end = next((i for i in range(at, end) if e.tokens[i].is_word("THEN")), end)
    elif e.clause != "WHERE":
        return True
    before, after = at - len(left) - 1, at + len(right) + 1
    beside = [e.tokens[i] for i in (before, after) if 0 <= i < end]
    if any(t.is_symbol(*COMPARISONS) or t.is_word("IS", "NOT") for t in beside):
        return True
    return any(t.is_word("XOR") or _works_on_brackets(e.tokens, i) for i, t in enumerate(e.tokens[start:end], start))


def _works_on_brackets(tokens: Tokens, at: int) -> bool:
    """``NOT (…)``, ``(…) = x``, ``(…) IS NULL``: what stands inside may be turned round."""
    token, before, after = tokens[at], tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    opens, closes = after is not None and after.is_symbol("("), before is not None and before.is_symbol(")")
    return (token.is_word("NOT") and opens) or (token.is_symbol(*COMPARISONS) and (opens or closes)) or (token.is_word("IS") and closes)


def _null_parameter(text: Analysis) -> Iterator[Hit]:
    for a, b in pairwise(text.tokens):
        if a.kind == "parameter" and b.is_word("IS"):
            yield Hit(a, f"{a.text} IS NULL")


def _empty_pattern(text: Analysis) -> Iterator[Hit]:
    for a, b in pairwise(text.tokens):
        if a.is_word("CONTAINS", "WITH") and b.kind == "string" and not b.value:
            yield Hit(a, f"{a.text} ''")


def _regex(e: Expression) -> Iterator[Hit]:
    for i, token in enumerate(e.tokens):
        if token.is_symbol("=~"):
            right = bare(operand_after(e.tokens, i))
            if len(right) != 1 or right[0].kind != "string" or _REGEX.search(right[0].value):
                yield Hit(token, f"=~ {show(right)}")


def _keyword_parameters(text: Analysis) -> Iterator[Hit]:
    for token in text.tokens:
        if token.kind == "parameter" and token.value.upper() in EMBEDDED_KEYWORDS:
            yield Hit(token, token.text)


def _dates(text: Analysis) -> Iterator[Hit]:
    for i, token in enumerate(text.tokens[:-1]):
        if token.is_word("DATE") and text.tokens[i + 1].is_symbol("(") and is_keyword(text.tokens, i):
            inside = text.tokens[i + 2 : closing(text.tokens, i + 1)]
            if len(inside) == 1 and inside[0].kind == "string":
                if not _DATE.fullmatch(inside[0].value):
                    yield Hit(token, f"date({show(inside)})")
            elif not inside or inside[0].is_symbol("{"):
                yield Hit(token, f"date({show(inside)})")
            elif not (len(inside) == 1 and inside[0].kind == "parameter"):
                yield Hit(token, f"date({show(inside)})", "differs")


def _durations(text: Analysis) -> Iterator[Hit]:
    """``duration('P1D')`` and ``duration({days: 1})`` are Neo4j's, ``duration('1 day')`` is the embedded engine's."""
    for i, token in enumerate(text.tokens[:-2]):
        if token.is_word("DURATION") and text.tokens[i + 1].is_symbol("(") and is_keyword(text.tokens, i):
            inside = text.tokens[i + 2 : closing(text.tokens, i + 1)]
            iso = inside[:1] and inside[0].kind == "string" and inside[0].value.lstrip("-").startswith("P")
            if inside[:1] and (iso or inside[0].is_symbol("{")):
                yield Hit(token, f"duration({show(inside)})", "embedded_refuses", "内嵌引擎的时长写 duration('30 days')；最好把算好的日期作为参数传入")
            elif len(inside) == 1 and inside[0].kind == "string":
                yield Hit(token, f"duration({show(inside)})")


RULES = (
    Rule("escape", "embedded_refuses", "两个引擎认的转义不同；只用 \\' \\\" \\\\ \\n \\t \\u4e2d", _escapes),
    Rule("adjacent_strings", "both_refuse", "引号请写成 \\'", _adjacent),
    Rule("number_base", "embedded_refuses", "请写十进制数", _numbers),
    Rule("null_comparison", "differs", "请写 x IS NULL 或 x IS NOT NULL", each(_null_comparison)),
    Rule("null_in_list", "wrong", "null 与列表比，两个引擎答得不同；列表里不能有 null，请写 x IS NOT NULL AND NOT x IN …", each(_null_in_list)),
    Rule("null_parameter", "differs", "内嵌引擎认不出空参数的类型；请另加布尔参数，写 $every OR p = $x", _null_parameter),
    Rule("keyword_parameter", "embedded_refuses", "这个参数名是内嵌引擎的关键字；请换一个", _keyword_parameters),
    Rule("empty_pattern", "differs", "空串的包含关系两个引擎答得不同;请删去", _empty_pattern),
    Rule("regex", "differs", "两个引擎的正则不同；请写成字面串，只用 . [一-龥] [0-9] ( | ) * + ? {n} \\\\d \\\\w \\\\s \\\\p{L} 和 (?i)", each(_regex)),
    Rule("date_form", "embedded_refuses", "只写 date('YYYY-MM-DD') 或 date($d)；今天请作为参数传入", _dates),
    Rule("duration_form", "neo4j_refuses", "Neo4j 的时长写 duration('P30D')；最好把算好的日期作为参数传入", _durations),
)
