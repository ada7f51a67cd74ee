"""Words of Cypher that an analyst's query may not use: why, and what to write instead; and the words that must be quoted as names."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """Words written one after the other."""
    return frozenset(words.split())


_WRITES = "查询只读，不能改动图；请删去这一句，要改数据请改台账后重新装载"
_FILES = "查询不能读写文件，也不能访问网络；请删去这一句，数据只来自图"
_SETTINGS = "查询不能改动引擎、连接或图库的设置；请删去这一句"
_SHOW = "查询不能读引擎自己的信息；图里有什么请看图模型一页"
_PREFIX = "查询前面不能加这个词；请从 MATCH、UNWIND、WITH 或 RETURN 写起"
_TRANSACTION = "查询不能自己开关事务；请删去这一句"
_LATER = "不在可用的写法之内；请用 MATCH、WHERE、WITH、UNWIND、RETURN 改写"


def _each(words: str, reason: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), reason)


FORBIDDEN: dict[str, str] = {
    **_each("CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH DROP ALTER RENAME INSERT ADD GRANT DENY REVOKE CONSTRAINT INDEX TRUNCATE UPDATE", _WRITES),
    **_each("LOAD COPY EXPORT IMPORT", _FILES),
    **_each("ATTACH INSTALL UNINSTALL EXTENSION FORCE", "查询不能装载扩展，也不能连接别的数据库；请删去这一句"),
    **_each("CALL", "不能调用过程，也不用 CALL 子查询；请用 OPTIONAL MATCH 加聚合，或 EXISTS { … }、COUNT { … }"),
    **_each("YIELD", "不能调用过程，所以没有 YIELD；请删去"),
    **_each("USE", "只查当前的图库，不能换库；请删去 USE 这一句"),
    **_each("SHOW TERMINATE KILL DESCRIBE", _SHOW),
    **_each("PROFILE EXPLAIN CYPHER", _PREFIX),
    **_each("BEGIN COMMIT ROLLBACK TRANSACTION TRANSACTIONS", _TRANSACTION),
    **_each("CHECKPOINT GRAPH START STOP ALLOCATE DEALLOCATE REALLOCATE ENABLE DRYRUN VACUUM ANALYZE PRAGMA COMMENT MACRO SEQUENCE", _SETTINGS),
    **_each("FINISH FILTER LET FOR NEXT INTERSECT EXCEPT", _LATER),
    **_each("SELECT FROM JOIN", "这是 SQL 的写法；请写 MATCH … RETURN …"),
    **_each("LIKE ILIKE GLOB", "这是 SQL 的写法；请写 x CONTAINS '村'、x STARTS WITH '村'，或 x =~ '.*村'"),
    **_each("BETWEEN", "这是 SQL 的写法；请写 x >= a AND x <= b"),
    **_each("GROUP", "Cypher 没有 GROUP BY；RETURN 里不聚合的列就是分组"),
    **_each("HAVING", "Cypher 没有 HAVING；请写 WITH …, count(*) AS n WHERE n > 1"),
    **_each("USING HINT", "查询不能给引擎执行提示；请删去这一句"),
}
"""By word: why it is refused where a query has it as a keyword. As the name of a property, a label or a column it is fine."""

CLAUSES = listed("MATCH OPTIONAL WHERE WITH UNWIND RETURN ORDER SKIP OFFSET LIMIT UNION")
"""The words that a clause begins with."""

QUOTED = (
    CLAUSES
    | listed(" ".join(FORBIDDEN))
    | listed(
        """
        ACYCLIC ALL AND ANY AS ASC ASCENDING BY CASE COLLECT COLUMN CONTAINS COUNT CSV DBTYPE DEFAULT DESC DESCENDING DISTINCT ELSE END ENDS EXISTS
        FALSE FIELDTERMINATOR GLOB HEADERS IN INFINITY INF IS KEY NAN NODE NONE NOT NULL ON ONLY OR PRIMARY REDUCE REL RELATIONSHIP REPEATABLE
        SHORTEST SHORTESTPATH ALLSHORTESTPATHS SINGLE STARTS TABLE THEN TO TRAIL TRUE TYPE TYPED UNIQUE WHEN WSHORTEST XOR
        """
    )
)
"""Keywords of either engine: used as a variable or a column, they are sent in backticks, so that no engine reads a clause there."""
