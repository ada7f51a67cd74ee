"""The words that a scheme may use: those of the national standards, of the catalogue, and those that the scheme adds itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache

from graph.catalogue import catalogue, measures
from graph.scheme import SCHEMES

UNIT_KINDS: Mapping[int, tuple[str, ...]] = {
    1: ("县",),
    2: ("镇", "乡", "街道", "镇街"),
    3: ("村", "社区"),
    4: ("村民小组", "小区", "片区", "院落", "聚居点"),
    5: ("湾落", "楼栋", "巷道"),
}
"""The words for units by level; 村 means a 类似村委会 too, 社区 a 类似居委会."""
AT: Mapping[str, int] = {"县": 1, "镇街": 2, "村社区": 3, "组": 4, "湾落": 5, "网格": 0}
"""Where on a household's way up something is asked for; 网格 is beside the levels."""
SCOPES = ("村社区", "镇街", "县", "单元")
"""Who must have delivered a ledger for an absence in it to be known."""
LABELS: Mapping[str, str] = {
    "党组织": "PartyOrganization",
    "自治组织": "SelfGovernmentBody",
    "群团组织": "MassOrganization",
    "社会组织": "SocialOrganization",
    "合作社": "Cooperative",
    "机构": "Institution",
    "阵地": "Place",
}
COOPERATIVES = ("专业合作社", "股份经济合作社")
GRID_POSTS = ("网格长", "专职网格员", "兼职网格员", "网格指导员")
POLITICAL = (
    *("中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "致公党党员"),
    *("九三学社社员", "台盟盟员", "无党派人士", "群众"),
)
"""GB/T 4762, short."""
ANY = "*"
"""Every claim whatever its measure; every post, every event."""
_KIND_OPTIONS = ("kinds", "bodies", "members", "under")


@cache
def known(what: str) -> frozenset[str]:
    """The catalogue's words for ``kinds`` of bodies or for ``posts``; for ``measures`` the names of the measures."""
    if what == "measures":
        return frozenset({*measures(), ANY})
    keys = _KIND_OPTIONS if what == "kinds" else (what,)
    declared = (check for system in catalogue() for check in system.checks)
    own = GRID_POSTS if what == "posts" else _listed()
    return frozenset({*own, *(w for one in declared for w in _words(one, keys))})


@cache
def standard_lists() -> Mapping[str, tuple[str, ...]]:
    """The lists (三室一窗, 一约七会 …) of the schemes that come with the product, for a scheme that selects a check but writes no list."""
    lists = [tomllib.loads(path.read_text(encoding="utf-8")).get("lists", {}) for path in sorted(SCHEMES.glob("*.toml"))]
    return {str(name): tuple(map(str, words)) for one in lists for name, words in one.items()}


def _listed() -> tuple[str, ...]:
    return tuple(w for words in standard_lists().values() for w in words)


@cache
def said_by_catalogue(option: str) -> frozenset[str]:
    """Every word that the catalogue's checks and the product's schemes say under an option: ``mechanisms``, ``events``, ``pairs``, ``ledger``."""
    schemes = (tomllib.loads(path.read_text(encoding="utf-8")).get("checks", []) for path in sorted(SCHEMES.glob("*.toml")))
    declared = [*(c for s in catalogue() for c in s.checks), *(c for one in schemes for c in one)]
    keys = (option, "ledgers") if option == "ledger" else (option,)
    return frozenset(w for one in declared for w in _words(one, keys))


def _words(said: object, keys: tuple[str, ...]) -> Iterable[str]:
    """All words under these keys, however deep."""
    if isinstance(said, Mapping):
        for key, value in said.items():
            yield from _flat(value) if key in keys else _words(value, keys)
    elif isinstance(said, list | tuple):
        for one in said:
            yield from _words(one, keys)


def _flat(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (w for one in value.values() for w in _flat(one))
    elif isinstance(value, list | tuple):
        yield from (w for one in value for w in _flat(one))
