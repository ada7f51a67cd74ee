"""Strings, numbers and nulls written into a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph.portability.analysis import Analysis, closing
from graph.portability.rules.base import Rule, is_keyword, show

_ESCAPES = re.compile(r"\\(?!['\"\\nt]|u[0-9A-Fa-f]{4})")
_REGEX = re.compile(r"\(\?(?!i\))|\\\\[1-9bBAzZG]|[*+?}]\+|\\\\p\{(?!L\})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _escapes(text: Analysis) -> Iterator[tuple[int, str]]:
    for token in text.tokens:
        if token.kind == "string" and _ESCAPES.search(re.sub(r"\\\\", "", token.value)):
            yield token.line, token.text


def _adjacent(text: Analysis) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(text.tokens):
        if a.kind == b.kind == "string":
            yield a.line, a.text + b.text


def _numbers(text: Analysis) -> Iterator[tuple[int, str]]:
    for token in text.tokens:
        if token.kind == "number" and token.text[:2].lower() in ("0x", "0o"):
            yield token.line, token.text


def _null_comparison(text: Analysis) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(text.tokens):
        compared = a.is_symbol("=", "<>", "<", ">", "<=", ">=") or a.is_word("WHEN")
        if (compared and b.is_word("NULL")) or (a.is_word("NULL") and b.is_symbol("=", "<>")):
            yield a.line, f"{a.text} {b.text}"


def _null_in_list(text: Analysis) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(text.tokens):
        if token.is_symbol("["):
            inside = text.tokens[i + 1 : closing(text.tokens, i)]
            if any(t.is_word("NULL") and is_keyword(inside, j) for j, t in enumerate(inside)):
                yield token.line, f"[{show(inside)}]"


def _null_parameter(text: Analysis) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(text.tokens):
        if a.kind == "parameter" and b.is_word("IS"):
            yield a.line, f"{a.text} IS NULL"


def _empty_pattern(text: Analysis) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(text.tokens):
        if a.is_word("CONTAINS", "WITH") and b.kind == "string" and not b.value:
            yield a.line, f"{a.text} ''"


def _regex(text: Analysis) -> Iterator[tuple[int, str]]:
    for a, b in pairwise(text.tokens):
        if a.is_symbol("=~") and (b.kind != "string" or _REGEX.search(b.value)):
            yield a.line, f"=~ {b.text}"


def _dates(text: Analysis) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(text.tokens[:-1]):
        if token.is_word("DATE") and text.tokens[i + 1].is_symbol("(") and is_keyword(text.tokens, i):
            inside = text.tokens[i + 2 : closing(text.tokens, i + 1)]
            good = len(inside) == 1 and (inside[0].kind == "parameter" or (inside[0].kind == "string" and _DATE.fullmatch(inside[0].value)))
            if not good:
                yield token.line, f"date({show(inside)})"


RULES = (
    Rule("escape", "embedded_refuses", "两个引擎认的转义不同；只用 \\' \\\" \\\\ \\n \\t \\u4e2d", _escapes),
    Rule("adjacent_strings", "both_refuse", "引号请写成 \\'", _adjacent),
    Rule("number_base", "embedded_refuses", "请写十进制数", _numbers),
    Rule("null_comparison", "wrong", "请写 x IS NULL 或 x IS NOT NULL", _null_comparison),
    Rule("null_in_list", "wrong", "列表里不能有 null；请写 x IS NOT NULL AND …", _null_in_list),
    Rule("null_parameter", "differs", "内嵌引擎认不出空参数的类型；请另加布尔参数，写 $every OR p = $x", _null_parameter),
    Rule("empty_pattern", "differs", "空串的包含关系两个引擎答得不同;请删去", _empty_pattern),
    Rule("regex", "differs", "两个引擎的正则不同；请写成字面串，只用 . [一-龥] [0-9] ( | ) * + ? {n} \\\\d \\\\w \\\\s \\\\p{L} 和 (?i)", _regex),
    Rule("date_form", "embedded_refuses", "只写 date('YYYY-MM-DD') 或 date($d)；今天请作为参数传入", _dates),
)
