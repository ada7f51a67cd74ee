"""Contact mechanisms (好邻居, 联户长, 两代表一委员 …): what a column, a title, a sheet's name or the settings call them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from graph.scheme import Scheme
from loaders.naming import words_asked
from loaders.recognise import Recognised

DEPUTIES = ("党代表", "人大代表", "政协委员")
BOARD = "两代表一委员"
"""The ledger of the three mandates."""
REPORTED, LEADERS = "双报到", "领导包片"
"""Mechanisms of persons who contact a whole unit: 在职党员 who report to a community, leaders who answer for an area."""
MECHANISMS = (
    *("好邻居", "联户长", "党员中心户", *DEPUTIES, "包户干部", "包保干部", "帮扶干部", "帮扶责任人", "结对党员", "联系党员", "楼栋长", "单元长"),
    *("网格员", "微网格员", "驻村干部", "志愿者", REPORTED, LEADERS),
)
"""Mechanisms known by name; a ledger may name others in a column or in daohu.toml."""
SYNONYMS = {
    **dict.fromkeys(("双联户长", "联户代表", "单元长/联户长"), "联户长"),
    **dict.fromkeys(("中心户", "党员中心户户主", "党员中心户户长"), "党员中心户"),
    **{f"{place}{one}": one for place in ("省", "市", "县", "区", "镇", "乡", "县级", "市级", "区级", "镇级", "乡级", "乡镇") for one in DEPUTIES},
    **dict.fromkeys(("干部包户", "包户人", "包户责任人", "党员干部包户", "机关干部包户"), "包户干部"),
    "人大": "人大代表",
    "政协": "政协委员",
    "中共党代表": "党代表",
    "党代会代表": "党代表",
    "好邻居姓名": "好邻居",
    **dict.fromkeys(("党员双报到", "在职党员报到", "在职党员双报到", "党员报到", "报到党员", "党员干部双报到"), REPORTED),
    **{
        f"领导{w}": LEADERS
        for w in ("包联", "包村", "包保", "联村", "联系村", "联片", "挂点", "联系点", "包镇", "包镇街", "联系乡镇", "联系镇街", "联系社区", "包社区")
    },
    **{f"{w}领导": LEADERS for w in ("包片", "包联", "包村", "包保", "联村", "挂点", "联系", "责任")},
}
_EXPLICIT = re.compile("机制|联系|两代表")
"""Header words that say that the column names the mechanism, whatever its words are."""


_AND = re.compile(r"[、,，;；/|+\s和及兼]+")
_BESIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


def split_mandates(said: str, names: Collection[str]) -> tuple[list[str], list[str]]:
    """(mechanisms, words that are none) of a cell: 市党代表、市人大代表 is two, 云溪县政协委员(常委) is one."""
    told: list[str] = []
    unknown: list[str] = []
    for part in filter(None, _AND.split(_BESIDE.sub("", said))):
        named = [SYNONYMS.get(part, part)] if part in names or part in SYNONYMS else [d for d in DEPUTIES if d in part]
        told += named
        unknown += [] if named else [part]
    return list(dict.fromkeys(told)), unknown


def ledger_of(mechanism: str) -> str:
    """The ledger that a mechanism is delivered in: 两代表一委员 for the three mandates, else the mechanism's own name."""
    return BOARD if mechanism in DEPUTIES else mechanism


def known(scheme: Scheme) -> frozenset[str]:
    """All mechanisms known by name, those of the scheme's checks among them."""
    return frozenset({*MECHANISMS, *SYNONYMS, *words_asked(scheme, "mechanisms")})


def mechanism_in(said: str, names: Iterable[str]) -> str:
    """The mechanism that a text (a title, a sheet name, a header) names; empty where none or several."""
    if BOARD in said:
        return BOARD
    if said in SYNONYMS:
        return SYNONYMS[said]
    found, left = set(), said
    for name in sorted((n for n in names if len(n) > 2), key=len, reverse=True):
        if name in left:
            found.add(SYNONYMS.get(name, name))
            left = left.replace(name, " ")
    if len(found) > 1 and found <= set(DEPUTIES):
        return BOARD
    return found.pop() if len(found) == 1 else ""


def mechanism_of(found: Recognised, said: str, names: frozenset[str]) -> str:
    """What a sheet's settings, name, title, the header of its contact column, its headers or its file name as mechanism."""
    contact = found.labels[found.columns["contact"]] if "contact" in found.columns else ""
    texts = (found.sheet.name, found.title, contact, found.heads, found.sheet.path_told)
    return SYNONYMS.get(said, said) or next((m for m in (mechanism_in(t, names) for t in texts) if m), "")


def column_tells(found: Recognised, names: frozenset[str]) -> bool:
    """Whether a column names the mechanism of each row: by its header, or since most of its words are mechanisms."""
    column = found.columns.get("mechanism")
    if column is None:
        return False
    if _EXPLICIT.search(found.labels[column]):
        return True
    cells = [c.strip() for c in found.sheet.columns[column].slice(found.header[1] + 1, 400).to_pylist() if c and c.strip()]
    return bool(cells) and sum(c in names for c in cells) >= 0.5 * len(cells)
