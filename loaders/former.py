"""Former units: villages and towns that were merged, split, renamed or given another code (撤村并居), and what they are now.

Rows that name a former unit are placed in the unit that took it over. A living unit of exactly that name and town always wins; where
name and code both say the former one, it is the former one. A unit that was split says nothing by its name alone: a group may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.finder import NOTHING, Finder, Found
from loaders.normalise import text
from loaders.rows import Rows
from loaders.units import Tree


@dataclass
class Old:
    """A former unit. `now`: the living units that took it over; `village` is empty for a town; `shared`: whether what took it over
    holds other people too, so that its groups, grids and 户号 do not stand for themselves any more."""

    town: str
    village: str
    code: str
    now: list[int] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    """Of a unit split by groups: where each group went."""
    shared: bool = True
    through: bool = False
    """Whether what took it over has been taken over in its turn."""

    @property
    def label(self) -> str:
        """What people call it: 金山村 for 金山村民委员会."""
        if not self.village:
            return self.town
        return units.base(self.village) + (units.kind_told(self.village) or "村")

    @property
    def mark(self) -> str:
        """What its households are told apart by: its code, else its town and name."""
        return self.code or f"{self.town}{self.village}"


class Succeeding(Finder):
    """A finder that also knows former units. What it finds by one carries its number in `Found.former`."""

    def __init__(self, tree: Tree, olds: Sequence[Old]) -> None:
        super().__init__(tree)
        self.olds = list(olds)
        past = Tree()
        top = past.add(tree.units[tree.top].name, -1, units.COUNTY, "")
        self._number: dict[int, int] = {}
        for number, one in enumerate(self.olds):
            town = past.add(one.town or "?", top, units.TOWN, "")
            here = past.add(one.village, town, units.VILLAGE, "", one.code) if one.village else town
            self._number.setdefault(here, number)
        past.settle_kinds()
        self._past = Finder(past)
        self._by_old_code = {one.code: number for number, one in reversed(list(enumerate(self.olds))) if one.code}

    def town(self, name: str, county: int = -1) -> list[int]:
        """Living towns that a name fits; else those that took over the former town of that name, or its villages."""
        return super().town(name, county) or self._towns_now(name)

    def _towns_now(self, name: str) -> list[int]:
        found: list[int] = []
        for town in self._past.town(name):
            own = self._number.get(town, -1)
            below = [self._number[c] for c in self._past.tree.children(town) if c in self._number]
            for number in [own] if own >= 0 else below:
                found += [self.tree.up(u, units.TOWN) for u in self.olds[number].now]
        return [t for t in dict.fromkeys(found) if t >= 0]

    def village(self, name: str, towns: list[int]) -> list[int]:
        living = super().village(name, towns)
        if any(_means(name, n) for v in living for n in self.tree.names(v)):
            return living
        numbers, exact = self._former(name, [], towns)
        if len(numbers) == 1 and (exact or not living):
            return self.olds[numbers[0]].now
        return living

    def find(self, town: str, village: str, code: str, context: Found, county: str = "", upper: bool = False) -> Found:
        if village:
            living = Finder.town(self, town, -1) if town else []
            above = self.tree.up(context.unit, units.TOWN) if not town else -1
            inside = living or ([above] if above >= 0 else [])
            past_towns = self._past.town(town) if town else []
            numbers, exact = self._former(village, past_towns, inside)
            if numbers and (not town or living or past_towns):
                coded = [n for n in numbers if code and self.olds[n].code == code]
                bare = not (exact or coded or units.kind_told(village)) and super().village(village, living or self._reach(town))
                if bare and not set(bare) <= {u for n in numbers for u in self.olds[n].now} and not (len(bare) == 1 and self._lives(village, town, inside)):
                    told = "、".join(f"已撤并的 {self.olds[n].town}{self.olds[n].village}" for n in numbers[:2])
                    return Found(-1, "unit_ambiguous", f"{self._told(bare)}、{told}")
                if coded or (exact and not self._lives(village, town, inside)) or not super().village(village, living or self._reach(town)):
                    return self._now(coded or numbers, code)
        elif code and self.tree.by_code(code) < 0 and code in self._by_old_code:
            return self._now([self._by_old_code[code]], "")
        found = super().find(town, village, code, context, county, upper)
        if not village and context.former >= 0 and found.unit == context.unit and found.former < 0:
            return replace(found, former=context.former)  # the sheet's name or title names the former village
        if found.unit >= 0 and village and not found.problem and found.former < 0:
            return self._conflicting(found, code)
        if found.unit < 0 and not found.problem and town and not village and len(towns := self.town(town)) > 1 and not Finder.town(self, town, -1):
            return Found(-1, "unit_ambiguous", self._told(towns))
        return found

    def _reach(self, town: str) -> list[int]:
        """The living towns in which a name beside a former town's is looked for; all where no town is said."""
        return self._towns_now(town) if town else []

    def _lives(self, village: str, town: str, inside: Sequence[int]) -> bool:
        """Whether a living village has exactly that name in the towns in question (anywhere, where none is)."""
        fits = [v for v in self._base.get(units.base(village), ()) if any(_means(village, n) for n in self.tree.names(v))]
        among = [v for v in fits if not inside or self.tree.units[v].parent in inside]
        return bool(among) and bool(inside or not town)

    def _former(self, village: str, past_towns: list[int], inside: Sequence[int]) -> tuple[list[int], bool]:
        """Numbers of the former villages that a name fits, and whether by exactly that name. `past_towns`: the former towns said;
        `inside`: living towns said: former ones of those towns come first, then those that these towns took over."""
        if not past_towns:
            names = {self.tree.units[t].name for t in inside}
            past_towns = [t for t in self._past.towns if self._past.tree.units[t].name in names]
        fits = self._past.village(village, past_towns) if past_towns or not inside else []
        if not fits:
            fits = [v for v in self._every(village) if not inside or self._went_to(v) & set(inside)]
        fits = [v for v in fits if v in self._number]
        exact = [v for v in fits if _means(village, self._past.tree.units[v].name)]
        return [self._number[v] for v in exact or fits], bool(exact)

    def _every(self, village: str) -> list[int]:
        fits = self._past.village(village, [])
        return fits or list(self._past._base.get(units.base(village), ()))

    def _went_to(self, past: int) -> set[int]:
        number = self._number.get(past, -1)
        return {self.tree.up(u, units.TOWN) for u in self.olds[number].now} if number >= 0 else set()

    def _now(self, numbers: Sequence[int], code: str) -> Found:
        """What the former units are now; -1 with the problem where several, or one in several parts, are meant."""
        if len(numbers) > 1:
            return Found(-1, "unit_ambiguous", "已撤并的 " + "、".join(f"{self.olds[n].town}{self.olds[n].village}" for n in numbers[:4]))
        old = self.olds[numbers[0]]
        if len(old.now) != 1:
            return Found(-1, "unit_ambiguous", f"已拆分为 {self._told(old.now)}，请写明现属哪一个", former=numbers[0])
        by_code = self.tree.by_code(code) if code and code != old.code else -1
        if by_code >= 0 and by_code != old.now[0]:
            return Found(old.now[0], "code_conflict", f"，该代码属于 {self.tree.path(by_code)}", former=numbers[0])
        return Found(old.now[0], former=numbers[0])

    def _conflicting(self, found: Found, code: str) -> Found:
        """A living unit beside the code of a former one that went elsewhere."""
        number = self._by_old_code.get(code, -1) if code and self.tree.by_code(code) < 0 else -1
        if number < 0 or found.unit in self.olds[number].now:
            return found
        return replace(found, problem="code_conflict", note=f"，该代码属于已撤并的 {self.olds[number].town}{self.olds[number].village}")

    def _told(self, living: Sequence[int]) -> str:
        return "、".join(self.tree.path(u) for u in living[:4])

    def by_group(self, number: int, group: str) -> int:
        """The part of a split unit that a group lies in: as the table says, else the only one that has such a group; else -1."""
        old, key = self.olds[number], units.group_key(group)
        if key in old.groups:
            return old.groups[key]
        having = [u for u in old.now if any(units.group_key(self.tree.units[c].name) == key for c in self.tree.children(u))]
        return having[0] if len(having) == 1 and group else -1

    def split(self, said: str, towns: list[int]) -> tuple[Found, str]:
        living = super().split(said, towns)
        if living[0].unit >= 0 and any(n in said for n in self.tree.names(living[0].unit)):
            return living
        rest = self._after_town(*self._after_county(said))
        for whole in dict.fromkeys((said, rest[0])):
            names = {self.tree.units[t].name for t in towns}
            past_towns = [t for t in self._past.towns if self._past.tree.units[t].name in names]
            old, left = self._past.split(whole, past_towns)
            number = self._number.get(old.unit, -1) if old.unit >= 0 else -1
            literal = number >= 0 and any(n in whole for n in self._past.tree.names(old.unit))
            if number >= 0 and (literal or living[0].unit < 0):
                return replace(self._now([number], ""), group=old.group, bay=old.bay), left
        return living

    def context(self, *texts: str, inside: int = -1) -> Found:
        found = super().context(*texts, inside=inside)
        old = self._past.context(*texts)
        number = self._number.get(old.unit, -1) if old.unit >= 0 else -1
        if number >= 0 and self.olds[number].village:
            if self._said_living(found, number, texts, inside):
                return found
            town = self.tree.up(found.unit, units.TOWN)
            own = town < 0 or self.tree.units[town].name == self.olds[number].town or town in self._went_to(old.unit)
            now = self._now([number], "")
            return replace(now, group=old.group) if (own or self._in_its_town(number, texts)) and now.unit >= 0 else found
        if found is NOTHING and old.unit >= 0 and len(towns := self._towns_now(self._past.tree.units[old.unit].name)) == 1:
            return Found(towns[0])
        return found

    def _said_living(self, found: Found, number: int, texts: Sequence[str], inside: int) -> bool:
        """Whether texts that name a former village name a living one all the same: by its own name, and not beside the former one's town."""
        village = self.tree.up(found.unit, units.VILLAGE)
        if village < 0 or not any(name in t for name in self.tree.names(village) for t in texts):
            return False
        town = self.tree.units[self.tree.up(village, units.TOWN)].name
        return inside >= 0 or town == self.olds[number].town or any(town in t for t in texts) or not self._in_its_town(number, texts)

    def _in_its_town(self, number: int, texts: Sequence[str]) -> bool:
        return any(self.olds[number].town in t for t in texts)


def _means(said: str, name: str) -> bool:
    """Whether a text is a village's name, kind included: 金山村委会 is 金山村 and not 金山社区."""
    told = units.kind_told(said)
    return said == name or bool(told and told == units.kind_told(name) and units.base(said) == units.base(name))


_LOCAL = ("bay", "group", "grid", "own_grid", "name", "parent")
"""Fields whose names stand only inside their village: 一组, 东湾, 第一网格."""
_CODE = r"^[0-9A-Za-z-]{6,}$"


def apart(former: pa.Array | None, names: pa.Array, row: np.ndarray | None = None) -> pa.Array:
    """户号 or names (one per row, or of the rows `row`) as they stand in keys, behind the mark of their former village."""
    if former is None or former.null_count == len(former):
        return names
    marks = former if row is None else former.take(pa.array(row))
    return pc.coalesce(pc.binary_join_element_wise(marks, names, "/"), names)


def went_by_group(rows: Rows, finder: Succeeding, former: np.ndarray, unit: np.ndarray, problem: np.ndarray) -> None:
    """Place rows of split units by their group, where it tells; `unit` and `problem` are changed."""
    open_ = np.flatnonzero((former >= 0) & (unit < 0))
    groups = rows.words("group").take(pa.array(open_)).to_pylist()
    found = cache(finder.by_group)
    for row, group in zip(open_, groups, strict=True):
        if group and (part := found(int(former[row]), group)) >= 0:
            unit[row], problem[row] = part, ""


def told_apart(rows: Rows, finder: Succeeding, former: np.ndarray, unit: np.ndarray, create: bool) -> pa.Array:
    """Per row the mark of the former village that shares its successor with others, null elsewhere.

    The groups, bays and grids of such rows are told apart from those of the neighbours: 一组 of the former 金山村 is 金山村一组. Where the
    village of now has no such group and none may be made, the former one says nothing.
    """
    shared = np.array([one.shared and bool(one.village) for one in finder.olds] + [False])
    marks = pa.array([one.mark for one in finder.olds] + [None], pa.string())
    inside = np.where(shared[former], former, -1)
    where = inside >= 0
    for name in _LOCAL if where.any() else ():
        if (not rows.has(name) and rows.cells(name).null_count == len(rows)) or (name in ("name", "parent") and rows.ledger.kind != "grids"):
            continue
        said = rows.words(name)
        here = where & ~text.present(rows.words("group")) if name == "bay" else where  # a group tells its bays apart
        asked = pd.DataFrame({"former": inside, "unit": unit, "said": text.objects(said)})[here & text.present(said)].drop_duplicates()
        answers = {(f, u, s): _told(finder, f, u, s, name, create) for f, u, s in asked.itertuples(index=False, name=None)}
        at = np.flatnonzero(here & text.present(said))
        out = text.objects(said).copy()
        out[at] = [answers[f, u, s] for f, u, s in zip(inside[at], unit[at], out[at], strict=True)]
        rows.replace(name, pa.array(out, pa.string()))
    return marks.take(pa.array(np.where(where, inside, len(finder.olds))))


def _told(finder: Succeeding, former: int, unit: int, said: str, field_name: str, create: bool) -> str | None:
    old, tree = finder.olds[former], finder.tree
    base = units.base(old.village)
    if said.startswith(base) or (field_name not in ("group", "bay") and not pd.isna(said) and _is_code(said)):
        return said
    if field_name in ("group", "bay"):
        for child in tree.children(unit):
            own = tree.units[child].name.removeprefix("原")
            if own.startswith(base) and units.group_key(own[len(base) :].lstrip("村社区")) == units.group_key(said):
                return tree.units[child].name
        if not create:
            bays = [b for g in tree.children(unit) for b in tree.children(g) if tree.units[b].name == said] if field_name == "bay" else []
            return said if len(bays) == 1 else None
    return f"{old.label}{said}"


def _is_code(said: str) -> bool:
    return bool(pc.match_substring_regex(pa.scalar(said), _CODE).as_py())
