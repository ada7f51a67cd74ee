"""Clauses and keywords that one engine lacks or that mean two things."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.portability.analysis import Analysis, is_subquery
from graph.portability.rules.base import Finder, Hit, Rule, sequence, words

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


def _subquery(word: str) -> Finder:
    def find(text: Analysis) -> Iterator[Hit]:
        for i, token in enumerate(text.tokens):
            if token.is_word(word) and is_subquery(text.tokens, i):
                yield Hit(token, f"{token.text} {{ … }}")

    return find


def _exists_call(text: Analysis) -> Iterator[Hit]:
    for i, token in enumerate(text.tokens[:-2]):
        if token.is_word("EXISTS") and text.tokens[i + 1].is_symbol("("):
            yield Hit(token, "exists(…)", "embedded_refuses" if text.tokens[i + 2].is_symbol("(") else "both_refuse")


def _statements(text: Analysis) -> Iterator[Hit]:
    for token in text.tokens:
        if token.is_symbol(";"):
            yield Hit(token, "分号后面的语句")


def _ends_with_return(text: Analysis) -> Iterator[Hit]:
    """Each part between UNIONs ends with its one RETURN."""
    parts: list[list[str]] = [[]]
    for clause in text.clauses:
        parts.append([]) if clause.keyword == "UNION" else parts[-1].append(clause.keyword)
    for kinds in parts:
        if kinds.count("RETURN") != 1 or any(k not in ("ORDER", "SKIP", "LIMIT") for k in kinds[kinds.index("RETURN") + 1 :]):
            if text.tokens:
                yield Hit(text.clauses[-1].at if text.clauses else text.tokens[0], "RETURN 不是恰好一个、在最后")
            return


def _trail(words_: tuple[str, ...]) -> Callable[[Analysis], Iterator[Hit]]:
    def find(text: Analysis) -> Iterator[Hit]:
        for star, word in zip(text.tokens, text.tokens[1:], strict=False):
            if star.is_symbol("*") and word.is_word(*words_):
                yield Hit(word, f"* {word.text}")

    return find


def _limit_alone(text: Analysis) -> Iterator[Hit]:
    for projection in text.projections:
        limit = projection.followed_by.get("LIMIT") or projection.followed_by.get("SKIP")
        if limit and "ORDER" not in projection.followed_by and [t.text for t in limit.tokens] != ["0"]:
            yield Hit(limit.at, f"{limit.at.text} 之前没有 ORDER BY")


RULES = (
    Rule("union", "wrong", "内嵌引擎会丢行、混列甚至崩溃；请写成两个查询，由程序合并", words("UNION", anywhere=True)),
    Rule("call", "unsafe", "CALL 只有 Neo4j 认，也不是只读的；请用 OPTIONAL MATCH 加聚合", words("CALL", "YIELD")),
    Rule("write", "unsafe", "查询只读；请删去写入的语句", words(*_WRITES)),
    Rule("statement_words", "unsafe", "查询只有一条语句，不带前缀；请删去", words(*_PREFIXES)),
    Rule("two_statements", "unsafe", "一次一条语句；请拆成两个查询", _statements),
    Rule("count_subquery", "wrong", "内嵌引擎会丢掉 0；请用 NOT EXISTS { … }，或 OPTIONAL MATCH 加 count(c)", _subquery("COUNT")),
    Rule("collect_subquery", "embedded_refuses", "内嵌引擎不认；请用 OPTIONAL MATCH 加 collect(x)", _subquery("COLLECT")),
    Rule("exists_call", "both_refuse", "请写 x IS NOT NULL，或 EXISTS { MATCH … }", _exists_call),
    Rule("trail", "neo4j_refuses", "只有内嵌引擎认；请写 *1..n 并 RETURN DISTINCT", _trail(("TRAIL", "ACYCLIC", "SHORTEST", "WSHORTEST", "ALL"))),
    Rule("not_in", "both_refuse", "两个引擎都不认；请写 NOT x IN …", sequence("NOT", "IN")),
    Rule("not_equal", "both_refuse", "两个引擎都不认；请写 <>", sequence("!=")),
    Rule("one_return", "both_refuse", "查询要以一个 RETURN 结束(其后只有 ORDER BY、SKIP、LIMIT)", _ends_with_return),
    Rule("limit_without_order", "differs", "取到哪几行由引擎定；请先写 ORDER BY，以不重复的列收尾", _limit_alone),
)
