"""Clauses, keywords and functions that one engine lacks or that mean two things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.portability.analysis import Analysis
from graph.portability.rules.base import Rule, is_keyword, sequence, words

PORTABLE_FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        """
        ABS ALL ANY AVG CEIL COALESCE COLLECT COUNT DATE FLOOR LEFT LENGTH LOG10 MAX MIN NODES NONE NULLIF PERCENTILECONT RANGE RELATIONSHIPS REPLACE RIGHT SIGN
        SINGLE SIZE SQRT SUM TOLOWER TOUPPER TRIM
        """,
    )
)
"""Functions that gave the same rows on both engines (some only as further rules demand)."""
_BY_PROGRAM = "请在程序里算"
INSTEAD = {
    "SUBSTRING": "两个引擎从不同的位置数起；请用 left、right",
    "LABELS": "请在模式里写明标签",
    "LABEL": "请在模式里写明标签",
    "HEAD": "请用 min、max 或 UNWIND",
    "LAST": "请用 min、max 或 UNWIND",
    "TAIL": "请用 UNWIND",
    "REVERSE": "请在程序里倒序，或用 ORDER BY",
    "SPLIT": _BY_PROGRAM,
    "TOINTEGER": "参数请用属性的类型，转换在程序里做",
    "TOFLOAT": "请乘以 1.0",
    "TOSTRING": "转换请在程序里做",
    "CAST": "转换请在程序里做",
    "ROUND": "请在程序里四舍五入，或用 floor(x*10+0.5)/10",
    "LOG": "两个引擎的底数不同；请用 log10",
    "TYPE": "请把边的类型写明",
    "KEYS": "请写出属性名",
    "PROPERTIES": "请写出属性名",
    "ISEMPTY": "请用 size(x) = 0",
    "SHORTESTPATH": "请用 *1..n 与 min(length(p))",
    "ALLSHORTESTPATHS": "请用 *1..n 与 min(length(p))",
    "REDUCE": "请用 UNWIND 与聚合",
    "RELS": "请用 relationships(p)",
    "CONCAT": "请用 +",
    "DURATION": "日期的界限请作为参数传入",
    "DATE_PART": "请传入两个日期参数，写 d >= $a AND d < $b",
    "DATETIME": "请用 date('YYYY-MM-DD') 或日期参数",
}
_NOT_FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        "AND AS BY CASE COLLECT CONTAINS COUNT DISTINCT ELSE EXISTS IN IS LIMIT MATCH NOT ON OR RETURN SKIP THEN UNION UNWIND WHEN WHERE WITH XOR",
    )
)


_WRITES = [
    "CREATE",
    "MERGE",
    "SET",
    "DELETE",
    "DETACH",
    "REMOVE",
    "FOREACH",
    "DROP",
    "ALTER",
    "COPY",
    "LOAD",
    "INSTALL",
    "EXPORT",
    "IMPORT",
    "ATTACH",
    "CHECKPOINT",
]
_PREFIXES = ["USE", "EXPLAIN", "PROFILE", "SHOW", "TERMINATE", "CYPHER", "BEGIN", "COMMIT", "ROLLBACK"]


def _functions(text: Analysis) -> Iterator[tuple[int, str]]:
    for i, token in enumerate(text.tokens[:-1]):
        if token.is_identifier and text.tokens[i + 1].is_symbol("(") and not (token.is_word(*_NOT_FUNCTIONS) and is_keyword(text.tokens, i)):
            name = token.value.upper()
            spaced = i > 0 and text.tokens[i - 1].is_symbol(".")
            if spaced or name not in PORTABLE_FUNCTIONS:
                yield token.line, f"{token.text}()({INSTEAD.get(name, '没有在两个引擎上验证过')})"


def _statements(text: Analysis) -> Iterator[tuple[int, str]]:
    for token in text.tokens:
        if token.is_symbol(";"):
            yield token.line, "分号后面的语句"


def _ends_with_return(text: Analysis) -> Iterator[tuple[int, str]]:
    kinds = [c.keyword for c in text.clauses]
    if kinds.count("RETURN") != 1 or any(k not in ("ORDER", "SKIP", "LIMIT") for k in kinds[kinds.index("RETURN") + 1 :]):
        yield (text.clauses[-1].line if text.clauses else 1), "RETURN 不是恰好一个、在最后"


RULES = (
    Rule("union", "wrong", "内嵌引擎会丢行、混列甚至崩溃；请写成两个查询，由程序合并", words("UNION")),
    Rule("call", "unsafe", "CALL 只有 Neo4j 认，也不是只读的；请用 OPTIONAL MATCH 加聚合", words("CALL", "YIELD")),
    Rule("write", "unsafe", "查询只读；请删去写入的语句", words(*_WRITES)),
    Rule("statement_words", "unsafe", "库中的查询只有一条语句，不带前缀；请删去", words(*_PREFIXES)),
    Rule("two_statements", "unsafe", "一个文件一条语句；请拆成两个文件", _statements),
    Rule("count_subquery", "wrong", "内嵌引擎会丢掉 0；请用 NOT EXISTS { … }，或 OPTIONAL MATCH 加 count(c)", sequence("COUNT", "{")),
    Rule("collect_subquery", "embedded_refuses", "内嵌引擎不认；请用 OPTIONAL MATCH 加 collect(x)", sequence("COLLECT", "{")),
    Rule("function", "differs", "请改写", _functions),
    Rule("trail", "neo4j_refuses", "只有内嵌引擎认；请写 *1..n 并 RETURN DISTINCT", words("TRAIL", "ACYCLIC", "SHORTEST", "WSHORTEST")),
    Rule("not_in", "both_refuse", "两个引擎都不认；请写 NOT x IN …", sequence("NOT", "IN")),
    Rule("not_equal", "both_refuse", "两个引擎都不认；请写 <>", sequence("!=")),
    Rule("one_return", "both_refuse", "查询要以一个 RETURN 结束(其后只有 ORDER BY、SKIP、LIMIT)", _ends_with_return),
)
