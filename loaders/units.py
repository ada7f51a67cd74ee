"""The tree of units (县 → 镇街 → 村社区 → 组/小区 → 湾落/楼栋) and the rules by which a row finds its unit (design 5.2).

A unit is found by its names from the town down, by its division code where no name is given. The exact name comes first,
then names without suffixes; a suffix that tells the kind decides between a village and a community of one name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

CITY, COUNTY, TOWN, VILLAGE, GROUP, BAY = 0, 1, 2, 3, 4, 5

_VILLAGE_SUFFIX = re.compile(r"(村民委员会|居民委员会|村委会|居委会|村民委|居民委|社区|村|居)$")
_TOWN_SUFFIX = re.compile(r"(街道办事处|镇人民政府|乡人民政府|人民政府|办事处|街道办|街道|镇|乡|街办)$")
_COUNTY_SUFFIX = re.compile(r"(?<=..)(自治县|自治旗|新区|县|区|市|旗)$")
_COMMUNITY = ("居民委员会", "居委会", "居民委", "社区", "居")
_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")
_GROUP_WORD = re.compile(r"^第?([0-9一二两三四五六七八九十]+)(村民小组|居民小组|小组|组|队|生产队)$")


@cache
def base(name: str) -> str:
    """A village's name without its suffixes, twice where needed: 金山村村民委员会 → 金山."""
    for _ in range(2):
        short = _VILLAGE_SUFFIX.sub("", name)
        if not short:
            return name
        name = short
    return name


@cache
def town_base(name: str) -> str:
    """A town's name without 镇, 乡, 街道办事处 …"""
    return _TOWN_SUFFIX.sub("", name) or name


@cache
def county_base(name: str) -> str:
    """A county's name without 县, 区, 市, 旗; two letters at least stay."""
    return _COUNTY_SUFFIX.sub("", name)


def kind_told(name: str) -> str:
    """村 or 社区 where the name's last suffix tells it, else an empty text."""
    found = _VILLAGE_SUFFIX.search(name)
    if not found:
        return ""
    return "社区" if found.group(1) in _COMMUNITY else "村"


@cache
def group_key(name: str) -> str:
    """第一村民小组, 一组, 1组 are one group; other names stay."""
    found = _GROUP_WORD.match(name)
    if not found:
        return name
    number = found.group(1)
    if "十" in number:
        tens, _, ones = number.partition("十")
        number = str(int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0))
    return f"{int(number.translate(_DIGITS))}组"


def village_kind(code: str, name: str) -> str:
    """社区, 村, 类似居委会 or 类似村委会, by digits 10-12 of the code, else by the name."""
    tail = int(code[9:12]) if len(code) == 12 and code.isdigit() else 0
    for low, high, kind in ((1, 199, "社区"), (200, 399, "村"), (400, 499, "类似居委会"), (500, 599, "类似村委会")):
        if low <= tail <= high:
            return kind
    return kind_told(name) or "村"


def group_kind(name: str, parent_kind: str) -> str:
    """小区, 片区 or 村民小组, by the name, else by the kind of the village."""
    for word in ("小区", "片区"):
        if name.endswith(word):
            return word
    if _GROUP_WORD.match(name) or name.endswith(("组", "队", "屯")):
        return "村民小组"
    return "小区" if "社区" in parent_kind or "居委会" in parent_kind else "村民小组"


def bay_kind(name: str, parent_kind: str) -> str:
    """楼栋, 巷道 or 湾落."""
    if re.search(r"(栋|幢|号楼|单元|楼)$", name):
        return "楼栋"
    if name.endswith(("巷", "巷道", "弄", "街")):
        return "巷道"
    return "湾落" if parent_kind not in ("小区", "片区") else "楼栋"


def is_city(code: str) -> bool:
    """Whether a division code of 12 digits names a 地级市: four digits that tell, then zeros."""
    return len(code) == 12 and code.endswith("00000000") and code[2:4] != "00"


def is_virtual(code: str) -> bool:
    """虚拟社区 and 虚拟生活区 (codes ending 498, 598): no population, left out of unit counts."""
    return len(code) == 12 and code.endswith(("498", "598"))


@dataclass
class Unit:
    """One unit. `parent` is an index into the tree, -1 at the top."""

    name: str
    code: str
    parent: int
    level: int
    kind: str
    source: str
    urban_rural: str = ""


@dataclass
class Tree:
    """Units in the order in which ledgers name them; children are found by name, villages also by code."""

    units: list[Unit] = field(default_factory=list)
    _children: dict[int, dict[str, int]] = field(default_factory=dict)
    _by_code: dict[str, int] = field(default_factory=dict)
    _names: list[list[str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.units)

    def add(self, name: str, parent: int, level: int, source: str, code: str = "", kind: str = "", urban_rural: str = "") -> int:
        """The index of a child by that name, made where there is none; a code is added to one that has none."""
        siblings = self._children.setdefault(parent, {})
        index = siblings.get(name, -1)
        if index < 0:
            index = len(self.units)
            self.units.append(Unit(name, "", parent, level, kind, source))
            siblings[name] = index
            self._names.append([name])
        unit = self.units[index]
        if code and not unit.code and code not in self._by_code:
            unit.code = code
            self._by_code[code] = index
        unit.urban_rural = unit.urban_rural or urban_rural
        if not unit.kind:
            unit.kind = kind
        return index

    @property
    def top(self) -> int:
        """The first unit of the highest level there is: the city, else the county; -1 in an empty tree."""
        return min(range(len(self.units)), key=lambda i: (self.units[i].level, i), default=-1)

    def names(self, index: int) -> list[str]:
        """Every name by which ledgers of units call a unit."""
        return self._names[index] if index >= 0 else []

    def rename(self, index: int, name: str) -> None:
        """Call a unit as a later ledger writes it; the earlier name still finds it."""
        unit = self.units[index]
        self._children.setdefault(unit.parent, {})[name] = index
        self._names[index].append(name)
        unit.name = name

    def child(self, parent: int, name: str) -> int:
        """The index of the child of exactly that name, else -1."""
        return self._children.get(parent, {}).get(name, -1)

    def children(self, parent: int) -> list[int]:
        return list(dict.fromkeys(self._children.get(parent, {}).values()))

    def below(self, index: int, level: int) -> list[int]:
        """All units of a level under a unit, in the order of the tree."""
        return [i for i, u in enumerate(self.units) if u.level == level and self._under(i, index)]

    def _under(self, index: int, top: int) -> bool:
        while index >= 0 and index != top:
            index = self.units[index].parent
        return index >= 0

    def at_level(self, level: int) -> list[int]:
        return [i for i, u in enumerate(self.units) if u.level == level]

    def by_code(self, code: str) -> int:
        return self._by_code.get(code, -1)

    def up(self, index: int, level: int) -> int:
        """The unit of that level above (or at) a unit, else -1."""
        while index >= 0 and self.units[index].level > level:
            index = self.units[index].parent
        return index if index >= 0 and self.units[index].level == level else -1

    def ids(self) -> list[str]:
        """What identifies each unit in every reading: its division code where it has one, else the id above it and its name."""
        ids: list[str] = []
        for index, unit in enumerate(self.units):
            above = unit.parent
            ids.append(unit.code or (f"{ids[above]}/{unit.name}" if 0 <= above < index else unit.name))
        return ids

    def path(self, index: int) -> str:
        """The names from the county down, joined by /, as the unit ledger writes them; a city's path is its name."""
        if index >= 0 and self.units[index].level == CITY:
            return self.units[index].name
        names: list[str] = []
        while index >= 0 and self.units[index].level >= COUNTY:
            names.append(self.units[index].name)
            index = self.units[index].parent
        return "/".join(reversed(names))

    def settle_kinds(self) -> None:
        """Give every unit without a kind the one that its code, name and place tell."""
        for unit in self.units:
            above = self.units[unit.parent].kind if unit.parent >= 0 else ""
            if unit.kind:
                continue
            if unit.level == VILLAGE:
                unit.kind = village_kind(unit.code, unit.name)
            elif unit.level == GROUP:
                unit.kind = group_kind(unit.name, above)
            elif unit.level == BAY:
                unit.kind = bay_kind(unit.name, above)
            elif unit.level == TOWN:
                unit.kind = next((w for w in ("街道", "镇", "乡") if unit.name.endswith(w)), "镇街")
            else:
                unit.kind = "县" if unit.level == COUNTY else "地级市"
