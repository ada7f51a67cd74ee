"""The functions that an analyst's query may call on each engine: those that only compute from what they are given.

Taken from the engines' own lists (``CALL show_functions()`` of LadybugDB 0.22.0, ``SHOW FUNCTIONS`` of Neo4j 5.26.30). Left out
are those that read or keep something else: sequences (nextval, currval), the seed (setseed), the file of a LOAD CSV (file,
linenumber), other graphs (graph.byName), error(), and on the embedded engine to_json, whose call the client rewrites.
"""

from __future__ import annotations

import difflib
from typing import Literal

from graph.guard.words import listed

Engine = Literal["embedded", "neo4j"]

_EMBEDDED = """
abs acos all any array_append array_cat array_concat array_contains array_cosine_similarity array_cross_product array_distance array_dot_product
array_extract array_has array_indexof array_inner_product array_position array_prepend array_push_back array_push_front array_slice
array_squared_distance array_value asin atan atan2 avg bitshift_left bitshift_right bitwise_and bitwise_or bitwise_xor cardinality cast cbrt ceil
ceiling century coalesce collect concat concat_ws constant_or_null contains cos cost cot count count_if current_date current_timestamp date datepart
datetrunc date_part date_trunc dayname degrees duration element_at end_node ends_with epoch_ms equals even exists factorial floor gamma
gen_random_uuid greater_than greater_than_equals greatest hash histogram id ifnull initcap interval is_acyclic is_trail keys label labels last_day
lcase least left length less_than less_than_equals levenshtein lgamma list_any_value list_append list_cat list_concat list_contains list_creation
list_distinct list_element list_extract list_filter list_has list_has_all list_has_any list_indexof list_max list_min list_position list_prepend
list_product list_reduce list_reverse list_reverse_sort list_slice list_sort list_sum list_to_string list_transform list_unique ln log log10 log2
lower lpad ltrim make_date map map_extract map_keys map_values max md5 min monthname negate nodes none not_equals nullif octet_length offset
percentilecont percentiledisc pi pow prefix properties radians random range regexp_extract regexp_extract_all regexp_full_match regexp_matches
regexp_replace regexp_split_to_array relationships rels repeat replace reverse right round rpad rtrim sha256 sign sin single size split_part sqrt
start_node starts_with string string_split string_to_array str_split struct_extract substr substring suffix sum tan time_bucket timestamp tolower
to_bool to_date to_days to_double to_epoch_ms to_float to_hours to_int128 to_int16 to_int32 to_int64 to_int8 to_interval to_microseconds
to_milliseconds to_minutes to_months to_seconds to_string to_timestamp to_uint128 to_uint16 to_uint32 to_uint64 to_uint8 to_uuid to_years toupper
trim typeof ucase upper uuid
"""
_NEO4J = """
abs acos all any asin atan atan2 avg btrim ceil char_length character_length coalesce collect cos cot count date date.realtime date.statement
date.transaction date.truncate datetime datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement datetime.transaction
datetime.truncate degrees duration duration.between duration.indays duration.inmonths duration.inseconds e elementid endnode exists exp floor
haversin head id isempty isnan keys labels last left length localdatetime localdatetime.realtime localdatetime.statement
localdatetime.transaction localdatetime.truncate localtime localtime.realtime localtime.statement localtime.transaction localtime.truncate log
log10 lower ltrim max min nodes none normalize nullif percentilecont percentiledisc pi point point.distance point.withinbbox properties radians
rand randomuuid range reduce relationships replace reverse right round rtrim sign sin single size split sqrt startnode stdev stdevp substring sum
tail tan time time.realtime time.statement time.transaction time.truncate timestamp toboolean tobooleanlist tobooleanornull tofloat tofloatlist
tofloatornull tointeger tointegerlist tointegerornull tolower tostring tostringlist tostringornull toupper trim type upper valuetype
vector.similarity.cosine vector.similarity.euclidean allshortestpaths shortestpath
"""
FUNCTIONS: dict[Engine, frozenset[str]] = {
    "embedded": listed(_EMBEDDED),
    "neo4j": listed(_NEO4J),
}
"""By engine, in small letters; namespaced ones with their dot."""

_NAMES: dict[Engine, str] = {"embedded": "内嵌引擎", "neo4j": "Neo4j"}
_REASONS = {
    "to_json": "内嵌引擎的客户端会在执行前改写 to_json(…)，检查过的就不是执行的；请去掉",
    "nextval": "会改动序列；请去掉",
    "currval": "读的是引擎自己的状态；请去掉",
    "setseed": "会改动连接的状态；请去掉",
    "error": "只会让查询出错；请去掉",
    "file": "只用于读文件；请去掉",
    "linenumber": "只用于读文件；请去掉",
}
_INSTEAD: dict[Engine, dict[str, str]] = {
    "embedded": {
        "head": "请用 min(x)，或 UNWIND 后取值",
        "last": "请用 max(x)，或 UNWIND 后取值",
        "tail": "请用 UNWIND",
        "split": "请用 string_split(s, d)",
        "tointeger": "请用 CAST(x AS INT64)",
        "tofloat": "请用 x * 1.0",
        "tostring": "请用 CAST(x AS STRING)",
        "toboolean": "请用 CAST(x AS BOOLEAN)",
        "isempty": "请用 size(x) = 0",
        "exp": "请用 2.718281828 ^ x",
        "type": "请用 label(r)",
        "elementid": "请用 id(n)",
        "startnode": "请用 start_node(r)",
        "endnode": "请用 end_node(r)",
        "rand": "请用 random()",
        "reduce": "请用 list_sum、list_reduce，或 UNWIND 加聚合",
        "datetime": "请用 timestamp('…')",
        "shortestpath": "请用 -[:边* SHORTEST 1..n]-",
        "allshortestpaths": "请用 -[:边* ALL SHORTEST 1..n]-",
    },
    "neo4j": {
        "label": "请用 labels(n)[0]，边用 type(r)",
        "rels": "请用 relationships(p)",
        "concat": "请用 +",
        "cast": "请用 toInteger、toFloat 或 toString",
        "date_part": "请用 d.year、d.month、d.day",
        "random": "请用 rand()",
        "ifnull": "请用 coalesce(a, b)",
        "list_contains": "请写 x IN xs",
        "string_split": "请用 split(s, d)",
        "regexp_matches": "请写 s =~ '.*张.*'",
        "len": "请用 size(x)",
    },
}


def why_not(name: str, engine: Engine) -> str | None:
    """Why a function may not be called on an engine, with what to write instead; None where it may."""
    small = name.lower()
    if small in FUNCTIONS[engine]:
        return None
    if small in _REASONS:
        return f"{_REASONS[small]}。"
    other: Engine = "neo4j" if engine == "embedded" else "embedded"
    why = f"只有{_NAMES[other]}有这个函数" if small in FUNCTIONS[other] else f"{_NAMES[engine]}没有这个函数，或者它不只是计算"
    instead = _INSTEAD[engine].get(small) or _nearest(small, engine)
    return f"{why}；{instead}。" if instead else f"{why}；请改用别的写法。"


def _nearest(name: str, engine: Engine) -> str:
    near = difflib.get_close_matches(name, sorted(FUNCTIONS[engine]), n=3, cutoff=0.7)
    return f"相近的有 {'、'.join(near)}" if near else ""
