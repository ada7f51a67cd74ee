"""Two division lists → a draft of the table of what became of the units (撤村并居对照表), which a person then completes.

What two lists cannot tell is never filled in: a removed unit has candidates beside it, the likeliest first, and an empty cell.

::

    更名       the same code under another name of the same sound or stem: renamed where it stands
    改码       the same name in the same town under another code
    划转       the same name under another code in another town, of only one such name before and after
    撤并       no longer there: what took it over is to be filled in
    更名或代码改用   the same code, a wholly different name: renamed, or the code was given to another unit; to be decided
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

from graph.errors import InputError
from graph.scheme import Scheme
from loaders import units
from loaders.ledgers.divisions import DIVISIONS
from loaders.read import files_of, recognise_files
from loaders.rows import Rows
from loaders.settings import Settings
from loaders.units import Tree
from loaders.world import World

COLUMNS = ("原乡镇", "原村(社区)", "原代码", "现乡镇", "现村(社区)", "现代码", "调整类型", "调整日期", "候选", "说明")
"""Of the drafted table; 候选 and 说明 are for the person who completes it."""
CANDIDATES = 5
_OPEN = "更名或代码改用"
_DECIDE = "代码相同、名称不同，请决定：是更名，填候选中的第一个；是原村撤并、代码改给了别的村，填接收的村"


@dataclass(frozen=True)
class Draft:
    """`rows`: columns of COLUMNS; `added`: units of the later list without an origin; `counts` by word, as it is told;
    `units`: paths below the county of the units of now, by town, for choosing."""

    rows: pd.DataFrame
    added: pd.DataFrame
    counts: Mapping[str, int]
    units: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class _Unit:
    code: str
    name: str
    town: str
    level: int

    @property
    def plain(self) -> str:
        return units.base(self.name) if self.level == units.VILLAGE else units.town_base(self.name)

    @property
    def short(self) -> str:
        """What people call it, as a candidate: 登科街道/红梅社区."""
        return f"{self.town}/{self.plain}{units.kind_told(self.name) or self.kind}" if self.level == units.VILLAGE else self.name

    @property
    def kind(self) -> str:
        return units.village_kind(self.code, self.name).removeprefix("类似")


def draft(old: Path, new: Path, county: str = "") -> Draft:
    """Draft the table from two division lists as a ledger of units has them; `county`: the code of the county, of a longer list.

    Raises InputError where a file holds no division list.
    """
    before, after = (_units(p, county) for p in (old, new))
    rows = [*_changed(before, after, units.TOWN), *_changed(before, after, units.VILLAGE)]
    frame = pd.DataFrame([r[: len(COLUMNS)] for r in rows], columns=list(COLUMNS))
    told = {str(c) for c in frame["现代码"]} | {c for c, u in before.items() if c in after and u.plain == after[c].plain}
    added = [u for c, u in after.items() if c not in told]
    counts = Counter({f"{_NAMES[level]}：原有": n for level, n in _sizes(before).items()})
    counts |= {f"{_NAMES[level]}：现有": n for level, n in _sizes(after).items()}
    for row in rows:
        counts[f"{_NAMES[units.VILLAGE if row[1] else units.TOWN]}：{row[6] if row[5] or row[6] == _OPEN else '撤并待填'}"] += 1
    for one in added:
        counts[f"{_NAMES[one.level]}：新增未写明来源"] += 1
    by_town: defaultdict[str, list[str]] = defaultdict(list)
    for one in after.values():
        if one.level == units.VILLAGE:
            by_town[one.town].append(one.name)
    listed = pd.DataFrame([(u.town, u.name if u.level == units.VILLAGE else "", u.code) for u in added], columns=["现乡镇", "现村(社区)", "现代码"])
    return Draft(frame, listed, dict(counts), by_town)


_NAMES = {units.TOWN: "镇街", units.VILLAGE: "村社区"}


def _sizes(known: Mapping[str, _Unit]) -> dict[int, int]:
    return {level: sum(u.level == level for u in known.values()) for level in _NAMES}


def _units(path: Path, county: str) -> dict[str, _Unit]:
    """Towns and villages of a list by their code."""
    settings = Settings(county=county)
    recognition = recognise_files(files_of([path]), Scheme("", "", ()), settings)
    blocks = [b for b in recognition.blocks if b.found.ledger.kind == DIVISIONS.kind]
    if not blocks:
        raise InputError(f"{path} 不是区划名单：要有代码、名称两列，并有级别或上级代码。")
    world: World = recognition.fresh()
    ledger = blocks[0].found.ledger
    ledger.read(Rows(ledger, blocks, world.problems), world)
    tree: Tree = world.tree
    counties = tree.at_level(units.COUNTY)
    if len(counties) > 1:
        raise InputError(f"{path} 中有 {len(counties)} 个县(市、区)。请用 --county 写明是哪一个县的代码，如 --county 990121。")
    found = {}
    for i, one in enumerate(tree.units):
        if one.level in _NAMES and one.code:
            town = tree.up(i, units.TOWN)
            found[one.code] = _Unit(one.code, one.name, tree.units[town].name if town >= 0 else "", one.level)
    return found


def _changed(before: Mapping[str, _Unit], after: Mapping[str, _Unit], level: int) -> list[tuple[str, ...]]:
    """Rows for the units of one level that are not the same in both lists."""
    old = {c: u for c, u in before.items() if u.level == level}
    new = {c: u for c, u in after.items() if u.level == level}
    taken = {c for c, u in old.items() if c in new and u.plain == new[c].plain}  # a suffix alone is no other name
    gone = {c: u for c, u in old.items() if c not in taken}
    come = {c: u for c, u in new.items() if c not in taken}
    towns = _towns_now(before, after)
    found: dict[str, tuple[_Unit, str, str]] = {}
    for among in (_same_town, _same_name):
        found |= among({c: u for c, u in gone.items() if c not in found}, {c: u for c, u in come.items() if c not in {n.code for n, _, _ in found.values()}})
    used = {n.code for n, _, _ in found.values()}
    for code, one in gone.items():
        if code in found or code not in come or code in used:
            continue
        alike = SequenceMatcher(None, one.plain, come[code].plain).ratio() >= 0.5
        found[code] = (come[code], "更名" if alike else _OPEN, "" if alike else _DECIDE)
        used |= {code} if alike else set()
    rows: list[tuple[str, ...]] = []
    for code, one in gone.items():
        village = one.name if level == units.VILLAGE else ""
        if code in found:
            now, kind, note = found[code]
            if kind == _OPEN:
                guesses = list(dict.fromkeys([now.short, *_candidates(one, list(new.values()), towns)]))[:CANDIDATES]
                rows.append((one.town, village, code, "", "", "", kind, "", "、".join(guesses), note))
            else:
                rows.append((one.town, village, code, now.town, now.name if village else "", now.code, kind, "", "", note))
        else:
            guesses = _candidates(one, list(new.values()), towns)
            note = "请填写由哪个村(社区)接收" if village else "请填写并入哪个镇街；各村去向不同的，镇街一行可删"
            rows.append((one.town, village, code, "", "", "", "撤并", "", "、".join(guesses), note))
    return rows


def _same_town(gone: Mapping[str, _Unit], come: Mapping[str, _Unit]) -> dict[str, tuple[_Unit, str, str]]:
    """One name in one town before and after, under another code. 金山村 is not 金山社区 where both kinds are there."""
    return _alone(gone, come, lambda u: (u.town if u.level == units.VILLAGE else "", u.plain), "改码")


def _same_name(gone: Mapping[str, _Unit], come: Mapping[str, _Unit]) -> dict[str, tuple[_Unit, str, str]]:
    """One name in the whole county before and after, in another town."""
    return _alone(gone, come, lambda u: u.plain, "划转")


def _alone(gone: Mapping[str, _Unit], come: Mapping[str, _Unit], key: Callable[[_Unit], object], kind: str) -> dict[str, tuple[_Unit, str, str]]:
    by_old: defaultdict[object, list[_Unit]] = defaultdict(list)
    by_new: defaultdict[object, list[_Unit]] = defaultdict(list)
    for some, where in ((gone, by_old), (come, by_new)):
        for one in some.values():
            where[key(one)].append(one)
    found = {}
    for name, olds in by_old.items():
        news = by_new.get(name, [])
        if len(olds) == 1 and len(news) == 1:
            note = "" if olds[0].kind == news[0].kind or olds[0].level != units.VILLAGE else "村与社区同名，请核对是否同一单元"
            renamed = olds[0].level == units.TOWN and olds[0].name != news[0].name
            found[olds[0].code] = (news[0], "更名" if renamed else kind, note)
    return found


def _towns_now(before: Mapping[str, _Unit], after: Mapping[str, _Unit]) -> dict[str, list[str]]:
    """Earlier town → towns of now in which villages of its names are, most of them first; itself where it is still there."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for one in after.values():
        if one.level == units.VILLAGE:
            names[one.plain].add(one.town)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    living = {u.plain: u.name for u in after.values() if u.level == units.TOWN}
    for one in before.values():
        if one.level == units.VILLAGE and len(names[one.plain]) == 1:
            votes[one.town][next(iter(names[one.plain]))] += 1
        if one.level == units.TOWN and one.plain in living:
            votes[one.town][living[one.plain]] += 1000
    return {town: [t for t, _ in some.most_common()] for town, some in votes.items()}


def _candidates(one: _Unit, among: Sequence[_Unit], towns: Mapping[str, Sequence[str]]) -> list[str]:
    """The likeliest units of now: alike in name, then in the town that took the earlier one over, near in code."""
    near = {t: n for n, t in enumerate(towns.get(one.town, ()))}
    if one.level == units.TOWN:
        return [t for t in near if t != one.name][:CANDIDATES]

    def rank(u: _Unit) -> tuple[float, int, int]:
        alike = SequenceMatcher(None, one.plain, u.plain).ratio()
        return (-alike if alike >= 0.6 else 0.0, near.get(u.town, len(near) + (u.town != one.town)), abs(int(u.code[-3:]) - int(one.code[-3:])))

    fits = [u for u in among if u.town in near or SequenceMatcher(None, one.plain, u.plain).ratio() >= 0.6]
    return [u.short for u in sorted(fits, key=rank)[:CANDIDATES]]
