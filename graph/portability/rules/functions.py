"""Functions: which both engines have with the same answers, which only one has, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.portability.analysis import Analysis, calls
from graph.portability.rules.base import Effect, Hit, Rule, is_keyword
from graph.portability.types import type_of

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
_BOTH = frozenset(
    re.findall(
        r"\w+",
        """
        ACOS ASIN ATAN ATAN2 COS COT DEGREES DURATION ID KEYS LABELS LOG LOWER LTRIM PERCENTILEDISC PI PROPERTIES RADIANS REVERSE ROUND RTRIM SIN SUBSTRING TAN
        TIMESTAMP UPPER
        """,
    )
)
_NEO4J = frozenset(
    re.findall(
        r"[\w.]+",
        """
        BTRIM CHAR_LENGTH CHARACTER_LENGTH DATE.REALTIME DATE.STATEMENT DATE.TRANSACTION DATE.TRUNCATE DATETIME DATETIME.FROMEPOCH DATETIME.FROMEPOCHMILLIS
        DATETIME.REALTIME DATETIME.STATEMENT DATETIME.TRANSACTION DATETIME.TRUNCATE DURATION.BETWEEN DURATION.INDAYS DURATION.INMONTHS DURATION.INSECONDS E
        ELEMENTID ENDNODE EXP HAVERSIN HEAD ISEMPTY ISNAN LAST LOCALDATETIME LOCALDATETIME.TRUNCATE LOCALTIME LOCALTIME.TRUNCATE NORMALIZE POINT POINT.DISTANCE
        POINT.WITHINBBOX RAND RANDOMUUID REDUCE SPLIT STARTNODE STDEV STDEVP TAIL TIME TIME.TRUNCATE TOBOOLEAN TOBOOLEANLIST TOBOOLEANORNULL TOFLOAT TOFLOATLIST
        TOFLOATORNULL TOINTEGER TOINTEGERLIST TOINTEGERORNULL TOSTRING TOSTRINGLIST TOSTRINGORNULL TYPE VALUETYPE VECTOR.SIMILARITY.COSINE
        VECTOR.SIMILARITY.EUCLIDEAN SHORTESTPATH ALLSHORTESTPATHS
        """,
    )
)
_EMBEDDED = re.compile(
    r"""
    (ARRAY|BITSHIFT|BITWISE|LIST|REGEXP|TO|MAP|STRUCT|UNION)_\w+|CAST|CBRT|CEILING|CENTURY|CONCAT(_WS)?|CONSTANT_OR_NULL|CONTAINS|COUNT_IF|CURRENT_(DATE|TIMESTAMP)
    |CARDINALITY|DATE_?PART|DATE_?TRUNC|DAYNAME|DECODE|ELEMENT_AT|ENCODE|(START|END)_NODE|(STARTS|ENDS)_WITH|EPOCH_MS|(NOT_)?EQUALS|EVEN|FACTORIAL|GAMMA
    |GREATEST|(GREATER|LESS)_THAN(_EQUALS)?|HASH|HISTOGRAM|IFNULL|INITCAP|INTERNAL_ID|INTERVAL|IS_(ACYCLIC|TRAIL)|LABEL|LAST_DAY|[LU]CASE|LEAST|LEVENSHTEIN|LGAMMA
    |LN|LOG2|[LR]PAD|MAKE_DATE|MAP|MD5|MONTHNAME|NEGATE|OCTET_LENGTH|OFFSET|POW|PREFIX|SUFFIX|RANDOM|RELS|REPEAT|ROWID|SHA256|SPLIT_PART|STR(ING)?(_SPLIT)?
    |STRING_TO_ARRAY|SUBSTR|TIME_BUCKET|TYPEOF|UUID|GEN_RANDOM_UUID|BLOB
    """,
    re.VERBOSE,
)
_BY_PROGRAM = "请在程序里算"
INSTEAD = {
    "SUBSTRING": "两个引擎从不同的位置数起；请用 left、right",
    "LABELS": "内嵌引擎给的是一个词，Neo4j 给的是列表；请在模式里写明标签",
    "LABEL": "请在模式里写明标签",
    "HEAD": "请用 min、max 或 UNWIND",
    "LAST": "请用 min、max 或 UNWIND",
    "TAIL": "请用 UNWIND",
    "REVERSE": "列表和合成的表情符号两个引擎倒得不同；请在程序里倒序，或用 ORDER BY",
    "SPLIT": _BY_PROGRAM,
    "TOINTEGER": "参数请用属性的类型，转换在程序里做",
    "TOFLOAT": "请乘以 1.0",
    "TOSTRING": "转换请在程序里做",
    "CAST": "转换请在程序里做",
    "ROUND": "两个引擎舍入不同；请在程序里四舍五入，或用 floor(x*10+0.5)/10",
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
    "UPPER": "请用 toUpper",
    "LOWER": "请用 toLower",
    "UCASE": "请用 toUpper",
    "LCASE": "请用 toLower",
    "CEILING": "请用 ceil",
    "POW": "请用 ^",
    "IFNULL": "请用 coalesce",
    "ID": "请用 x.id",
    "ELEMENTID": "请用 x.id",
}
_SAYS: dict[Effect, str] = {
    "embedded_refuses": "内嵌引擎没有；请在程序里算",
    "neo4j_refuses": "Neo4j 没有；请在程序里算",
    "both_refuse": "两个引擎都没有这个函数；请改写",
    "differs": "没有在两个引擎上验证过；请改写",
}
_NOT_FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        """
        AND AS BY CASE COLLECT CONTAINS COUNT DISTINCT ELSE EXISTS IN IS LIMIT MATCH NOT ON OR RETURN SKIP THEN UNION UNWIND WHEN WHERE WITH XOR
        ALL ASC DESC ORDER CALL
        """,
    )
)
_ON_TEXT = ("LEFT", "RIGHT", "TOUPPER", "TOLOWER", "TRIM", "REPLACE", "SIZE")


def effect_of(name: str) -> Effect | None:
    """What a call of a function (in capitals) does; None of a portable one."""
    if name in PORTABLE_FUNCTIONS:
        return None
    if name in _BOTH:
        return "differs"
    if name in _NEO4J:
        return "embedded_refuses"
    return "neo4j_refuses" if _EMBEDDED.fullmatch(name) else "both_refuse"


def _functions(text: Analysis) -> Iterator[Hit]:
    tokens = text.tokens
    for i, token in enumerate(tokens[:-1]):
        if token.is_identifier and tokens[i + 1].is_symbol("(") and not (token.is_word(*_NOT_FUNCTIONS) and is_keyword(tokens, i)):
            name, shown, start = token.value.upper(), token.text, i
            while start > 1 and tokens[start - 1].is_symbol(".") and tokens[start - 2].is_identifier:
                name, shown, start = f"{tokens[start - 2].value.upper()}.{name}", f"{tokens[start - 2].text}.{shown}", start - 2
            if effect := effect_of(name):
                yield Hit(tokens[start], f"{shown}()", effect, INSTEAD.get(name) or _SAYS[effect])


def _on_text(text: Analysis) -> Iterator[Hit]:
    for e in text.expressions:
        for i, arguments in calls(e.tokens, *_ON_TEXT):
            kind = type_of(arguments[0], e.scope) if arguments else None
            if kind in ("int", "float", "bool", "date"):
                yield Hit(e.tokens[i], f"{e.tokens[i].text}({''.join(t.text for t in arguments[0])})")


RULES = (
    Rule("function", "differs", "请改写", _functions),
    Rule("text_function", "neo4j_refuses", "Neo4j 不把数、日期或真假当文字；请比较它们本身", _on_text),
)
