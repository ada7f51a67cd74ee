"""Texts to units: by names from the town down, by code where no name is given, out of addresses, titles and sheet names.

Under a 地级市 several counties may have towns of one name: a county that the row, its sheet or its address names then narrows
the towns; where none does and several fit, the unit is ambiguous. With one county its column is not needed and decides nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from loaders import units
from loaders.units import Tree

_SPACE = re.compile(r"\s+")
_LONGEST = 16
"""No village's name is longer."""
_GROUP = re.compile(r"第?[0-9一二两三四五六七八九十]+(?:村民小组|居民小组|小组|组|生产队|队)")
_WHOLE = re.compile(r"^(?:(?P<county>[县区旗])|(?P<top>市))(?:直|级|本级)?(?:单位|机关|部门)?$|^(?P<all>全[县区市]|本级)$")
"""县直, 市级, 全区: words in a town's column that mean the county or the city itself."""
_ESTATE = re.compile(r".{1,8}?(?:小区|片区)")


@dataclass(frozen=True)
class Found:
    """What texts name: a unit (-1 for none) or the problem and what to say about it; beside it a group and a bay, as texts.

    `former`: the number of the former unit whose name or code was said (loaders.former), -1 where a living one was.
    """

    unit: int = -1
    problem: str = ""
    note: str = ""
    group: str = ""
    bay: str = ""
    former: int = -1


NOTHING = Found()


class Finder:
    """Finds units of one tree by what a row and its sheet say. Names are compared without spaces."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.counties = tree.at_level(units.COUNTY)
        self.several = len(self.counties) > 1
        """Whether a county's name tells anything."""
        self.top = tree.top
        self.towns = tree.at_level(units.TOWN)
        self._in_county: dict[int, list[int]] = defaultdict(list)
        for t in self.towns:
            self._in_county[tree.up(t, units.COUNTY)].append(t)
        self.villages = tree.at_level(units.VILLAGE)
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._base: dict[str, list[int]] = defaultdict(list)
        for v in self.villages:
            for name in tree.names(v):
                self._exact[name].append(v)
                self._base[units.base(name)].append(v)

    @cached_property
    def _town_words(self) -> list[tuple[str, int]]:
        """Words that a text about a town begins with, the longest first."""
        words = {
            (name, t)
            for t in self.towns
            for own in self.tree.names(t)
            for name in (own, *(units.town_base(own) + s for s in ("街道办事处", "街道", "镇", "乡")))
        }
        return sorted(words, key=lambda w: -len(w[0]))

    def county(self, name: str) -> int:
        """The county that a name fits, with or without its suffix and the city's name before it; -1 where none or several."""
        top = self.top
        city = self.tree.units[top].name if top >= 0 else ""
        rest = name.removeprefix(city) or name
        exact = [c for c in self.counties if rest in self.tree.names(c) or name in self.tree.names(c)]
        fits = exact or [c for c in self.counties if units.county_base(self.tree.units[c].name) == units.county_base(rest)]
        return fits[0] if len(fits) == 1 else -1

    def county_of(self, unit: int) -> int:
        """The county at or above a unit, -1 where there is none or where all units are of one county."""
        return self.tree.up(unit, units.COUNTY) if self.several and unit >= 0 else -1

    def town(self, name: str, county: int = -1) -> list[int]:
        """The towns that a name fits, in a county where one is given."""
        among = self.within(county) or self.towns
        exact = [t for t in among if name in self.tree.names(t)]
        return exact or [t for t in among if any(units.town_base(n) == units.town_base(name) for n in self.tree.names(t))]

    def within(self, county: int) -> list[int]:
        """The towns of a county; none where it is -1."""
        return self._in_county.get(county, []) if county >= 0 else []

    def village(self, name: str, towns: list[int]) -> list[int]:
        """The villages of those towns (all where empty) that a name fits, by the rules of design section 5."""
        fits = self._village(name, towns)
        if not fits:
            rest, above = self._after_town(*self._after_county(name))
            if rest and rest != name and (not towns or not above or set(above) & set(towns)):
                fits = self._village(rest, above or towns)
        return fits

    def _village(self, name: str, towns: list[int]) -> list[int]:
        parents = set(towns)
        exact = [v for v in self._exact.get(name, ()) if not parents or self.tree.units[v].parent in parents]
        if len(exact) == 1:
            return exact
        fits = exact or list(dict.fromkeys(v for v in self._base.get(units.base(name), ()) if not parents or self.tree.units[v].parent in parents))
        told = units.kind_told(name)
        if len(fits) > 1 and told:
            same = [v for v in fits if (told == "社区") == (self.tree.units[v].kind in ("社区", "类似居委会"))]
            fits = same or fits
        return fits

    def _after_county(self, said: str) -> tuple[str, int]:
        """What follows a county's name, and the county, -1 where the text names none."""
        for county in self.counties:
            before, name, rest = said.partition(self.tree.units[county].name)
            if name and len(before) < 12 and rest:
                return rest, county if self.several else -1
        return said, -1

    def _after_town(self, said: str, county: int = -1) -> tuple[str, list[int]]:
        fits = [(w, t) for w, t in self._town_words if said.startswith(w) and len(said) > len(w)]
        fits = [(w, t) for w, t in fits if county < 0 or self.tree.up(t, units.COUNTY) == county]
        if not fits:
            return said, self.within(county)
        longest = len(fits[0][0])
        return said[longest:], [t for w, t in fits if len(w) == longest]

    def find(self, town: str, village: str, code: str, context: Found, county: str = "", upper: bool = False) -> Found:
        """The unit that the texts of a row name; `context` is what its sheet or section names. `upper`: a county's or a town's name
        may stand where a lower one is asked for, and is then meant itself."""
        if upper and town and not village and (told := self.whole(town, county, context)) >= 0:
            return Found(told)
        if upper and county and not (town or village or code) and context.unit < 0 and (told := self.whole(county, county, context)) >= 0:
            return Found(told)
        if upper and not town and village and not self.village(village, []) and (told := self.named(village, county, context)) >= 0:
            return Found(told)
        home = self.county(county) if county and self.several else -1
        if county and self.several and home < 0 and county not in self.tree.names(self.top):
            return Found(-1, "unit_unknown", f"；县(市、区)“{county}”不在单元名册中")
        towns = self.town(town, home) if town else []
        if town and not towns:
            return Found(-1, "unit_unknown", f"；乡镇“{town}”不在单元名册中")
        if home < 0 and (here := self.county_of(context.unit)) >= 0:
            home = here
            towns = [t for t in towns if self.tree.up(t, units.COUNTY) == here] or towns
        if not village:
            return self._without_village(towns, code, context)
        if not town:
            above = self.tree.up(context.unit, units.TOWN)
            towns = [above] if above >= 0 and above in (self.within(home) or self.towns) else self.within(home)
        fits = self.village(village, towns) or ([] if town else self.village(village, self.within(home)))
        if not fits:
            return self._with_group(village, towns) or self._unknown(village, town)
        if len(fits) > 1:
            return Found(-1, "unit_ambiguous", "、".join(self.tree.path(v) for v in fits[:4]))
        by_code = self.tree.by_code(code) if code else -1
        if by_code >= 0 and by_code != fits[0]:
            return Found(fits[0], "code_conflict", f"，该代码属于 {self.tree.path(by_code)}")
        return Found(fits[0])

    def whole(self, said: str, county: str, context: Found) -> int:
        """The county or the city that a text means itself: by name, or as 县直, 市级, 全区; else -1."""
        flat = _SPACE.sub("", said)
        top = self.top
        if not flat or self.town(flat):
            return -1
        if flat in self.tree.names(top):
            return top
        named = self.county(flat)
        told = _WHOLE.match(flat)
        if named >= 0 or not told:
            return named
        if told["top"] or not self.several:
            return top
        home = self.county(county) if county else self.county_of(context.unit)
        return home if home >= 0 else top if told["all"] == "全市" else -1

    def named(self, said: str, county: str = "", context: Found = NOTHING) -> int:
        """The county or town that a text names wholly, also as a path (云溪县/青石镇); -1 where none or several."""
        *above, last = [p for p in _SPACE.sub("", said).split("/") if p] or [""]
        home = self.county(above[0]) if above else self.county(county) if county else self.county_of(context.unit)
        towns = self.town(last, home if self.several else -1)
        exact = [t for t in towns if last in self.tree.names(t)] or towns
        return exact[0] if len(exact) == 1 else self.whole(last, county, context)

    def _unknown(self, village: str, town: str) -> Found:
        elsewhere = self.village(village, []) if town else []
        names = "、".join(self.tree.path(v) for v in elsewhere[:3])
        return Found(-1, "unit_unknown", f"；名册中有 {names}，是否乡镇填错" if names else "")

    def _with_group(self, said: str, towns: list[int]) -> Found | None:
        """仙女村一组 in the village's cell, where the rest is wholly a group (and a bay)."""
        found, rest = self.split(said, towns)
        return found if found.unit >= 0 and found.group and not rest else None

    def _without_village(self, towns: list[int], code: str, context: Found) -> Found:
        by_code = self.tree.by_code(code) if code else -1
        if by_code >= 0 and self.tree.units[by_code].level >= units.TOWN:
            return Found(by_code)
        if code and by_code < 0 and not towns and context.unit < 0:
            return Found(-1, "unit_unknown", "；区划代码不在单元名册中")
        if context.unit >= 0 and (not towns or self.tree.up(context.unit, units.TOWN) in towns):
            return context
        if len(towns) > 1 and self.several:
            return Found(-1, "unit_ambiguous", "、".join(self.tree.path(t) for t in towns[:4]))
        return Found(towns[0]) if len(towns) == 1 else NOTHING

    def split(self, said: str, towns: list[int]) -> tuple[Found, str]:
        """An address or 村组 text, 枝江市仙女镇仙女村一组5号: its village, group and bay, and what is left over."""
        rest, above = self._after_town(*self._after_county(_SPACE.sub("", said)))
        among = ([t for t in above if t in set(towns)] if towns and self.several else above) or above or towns
        for size in range(min(len(rest), _LONGEST), 1, -1):
            if not (self._exact.get(rest[:size]) or units.kind_told(rest[:size]) or _GROUP.match(rest[size:])):
                continue  # 金山大道 is not in 金山村
            if fits := self._village(rest[:size], among):
                break
        else:
            return NOTHING, said
        if len(fits) > 1:
            return Found(-1, "unit_ambiguous", "、".join(self.tree.path(v) for v in fits[:4])), rest[size:]
        group, rest = self.leading(fits[0], units.GROUP, rest[size:])
        above_bay = self.tree.child(fits[0], group) if group else fits[0]
        bay, rest = self.leading(above_bay, units.BAY, rest) if above_bay >= 0 else ("", rest)
        return Found(fits[0], group=group, bay=bay), rest

    def leading(self, parent: int, level: int, said: str) -> tuple[str, str]:
        """The group or bay that a text begins with: one of the tree, or a word such as 一组 or 和谐小区; and the rest."""
        known = [self.tree.units[c].name for c in self.tree.children(parent) if self.tree.units[c].level == level]
        own = max((n for n in known if said.startswith(n)), key=len, default="")
        if not own and level == units.GROUP:
            told = _GROUP.match(said) or _ESTATE.match(said)
            own = told.group() if told else ""
        return own, said[len(own) :]

    def context(self, *texts: str, inside: int = -1) -> Found:
        """What a sheet's name, its title or its file name say, the first that says something: a village (and group), else a town,
        else (of several) a county. `inside`: the unit that the rows above have named."""
        county = self._county_in(_SPACE.sub("", "/".join(texts))) if self.several else -1
        county = county if county >= 0 else self.county_of(inside)
        here = self.within(county)
        for number, where in enumerate(texts):
            flat = _SPACE.sub("", where)
            towns = [t for t in here or self.towns if self.tree.units[t].name in flat]
            village = self._village_in(flat, towns or here)
            if village is NOTHING and number == 0 and flat and len(whole := self.village(flat, towns or here)) == 1:
                village = Found(whole[0])
            if village is NOTHING and len(towns) == 1:
                beside = (self._village_in(_SPACE.sub("", t), towns) for t in texts[number + 1 : 2])
                village = next((v for v in beside if v is not NOTHING), NOTHING)
            if village is not NOTHING:
                return village
            if len(towns) == 1:
                return Found(towns[0])
        return Found(county) if county >= 0 else NOTHING

    def _county_in(self, flat: str) -> int:
        """The one county whose name stands in a text, -1 where none or several."""
        fits = [c for c in self.counties if self.tree.units[c].name in flat]
        return fits[0] if len(fits) == 1 else -1

    def _village_in(self, flat: str, towns: list[int]) -> Found:
        """The one village whose name stands in a text, the longest where one name holds another, with a group behind it."""
        parents = set(towns)
        pieces = ((e - s, e, flat[s:e]) for s in range(len(flat)) for e in range(s + 2, min(s + _LONGEST, len(flat)) + 1))
        fits = [(size, v, end) for size, end, piece in pieces for v in self._exact.get(piece, ()) if not parents or self.tree.units[v].parent in parents]
        longest = {v: end for size, v, end in fits if size == max(size for size, _, _ in fits)}
        if len(longest) != 1:
            return NOTHING
        village, end = longest.popitem()
        group = _GROUP.match(flat[end:])
        return Found(village, group=group.group() if group else "")
