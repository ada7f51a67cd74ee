"""The library: one query per ``.cypher`` file, with a contract in its head that is checked when it is read.

::

    // contacts_who_left(unit: unit = county, mechanisms: texts = 联户长|党员中心户, as_of: date)
    // 已不在任的联系人
    // 当天联系仍有效、本人已去世、迁出或离任的联系人，和他名下的户数。
    // row: 一个联系人的一种机制
    // unknown: 不涉及：台账没有写明离任的不算离任
    // topics: 联系人 离任
    // returns: unit_path, person_id, name, mechanism, households, left_on
    MATCH …

Checked: the name is the file's, declared parameters are those used, declared columns are those of the last RETURN, no
name stands in two folders, and the text is portable (graph.portability).
"""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

from graph.errors import QueryError
from graph.queries.contract import LIBRARY, Query, parse, place
from graph.queries.parameters import A_YEAR, REQUIRED, TYPES, Parameter, ParameterType
from graph.queries.searching import ranked

__all__ = ["A_YEAR", "LIBRARY", "REQUIRED", "TYPES", "Parameter", "ParameterType", "Query", "load_queries", "parse", "query", "questions", "search"]

QUESTIONS = "questions"
"""The folder of what people ask; the other folder holds what the checks read."""


def load_queries(folder: Path = LIBRARY) -> dict[str, Query]:
    """Every query below a folder by name; read once per process.

    Raises QueryError naming ``file:line`` of the first broken contract, PortabilityError for a construct that one engine
    refuses or answers otherwise.
    """
    return dict(_load(folder))


def questions() -> list[Query]:
    """The queries that people ask, by name; without those that the checks read."""
    return [one for one in _load(LIBRARY).values() if one.folder == QUESTIONS]


def query(name: str) -> Query:
    """The library query of a name. Raises QueryError naming the nearest ones where there is none."""
    library = _load(LIBRARY)
    if name not in library:
        near = difflib.get_close_matches(name, library, n=3, cutoff=0.4)
        raise QueryError(f"没有叫 {name} 的查询。{'相近的有：' + '、'.join(near) + '。' if near else ''}用 daohu query --list 查看全部。")
    return library[name]


def search(words: str) -> list[Query]:
    """The queries about some words, Chinese or of the name, best first, what people ask before what checks read; without words all of them."""
    library = list(_load(LIBRARY).values())
    return ranked(words, [*(q for q in library if q.folder == QUESTIONS), *(q for q in library if q.folder != QUESTIONS)])


@cache
def _load(folder: Path) -> dict[str, Query]:
    found: dict[str, Query] = {}
    for path in sorted(folder.rglob("*.cypher")):
        parsed = parse(path)
        if parsed.name in found:
            raise QueryError(f"{place(path)}:1 查询 {parsed.name} 与 {place(found[parsed.name].path)} 重名。请给其中一个改名。")
        found[parsed.name] = parsed
    return found
