"""Texts to units: by names from the town down, by code where no name is given, out of addresses, titles and sheet names."""

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
_ESTATE = re.compile(r".{1,8}?(?:小区|片区)")


@dataclass(frozen=True)
class Found:
    """What texts name: a unit (-1 for none) or the problem and what to say about it; beside it a group and a bay, as texts."""

    unit: int = -1
    problem: str = ""
    note: str = ""
    group: str = ""
    bay: str = ""


NOTHING = Found()


class Finder:
    """Finds units of one tree by what a row and its sheet say. Names are compared without spaces."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.towns = tree.at_level(units.TOWN)
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

    def town(self, name: str) -> list[int]:
        """The towns that a name fits."""
        exact = [t for t in self.towns if name in self.tree.names(t)]
        return exact or [t for t in self.towns if any(units.town_base(n) == units.town_base(name) for n in self.tree.names(t))]

    def village(self, name: str, towns: list[int]) -> list[int]:
        """The villages of those towns (all where empty) that a name fits, by the rules of design section 5."""
        fits = self._village(name, towns)
        if not fits:
            rest, above = self._after_town(self._after_county(name))
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

    def _after_county(self, said: str) -> str:
        for county in self.tree.at_level(units.COUNTY):
            before, name, rest = said.partition(self.tree.units[county].name)
            if name and len(before) < 12 and rest:
                return rest
        return said

    def _after_town(self, said: str) -> tuple[str, list[int]]:
        fits = [(w, t) for w, t in self._town_words if said.startswith(w) and len(said) > len(w)]
        if not fits:
            return said, []
        longest = len(fits[0][0])
        return said[longest:], [t for w, t in fits if len(w) == longest]

    def find(self, town: str, village: str, code: str, context: Found) -> Found:
        """The unit that the texts of a row name; `context` is what its sheet or section names."""
        towns = self.town(town) if town else []
        if town and not towns:
            return Found(-1, "unit_unknown", f"；乡镇“{town}”不在单元名册中")
        if not village:
            return self._without_village(towns, code, context)
        if not town and context.unit >= 0:
            above = self.tree.up(context.unit, units.TOWN)
            towns = [above] if above >= 0 else []
        fits = self.village(village, towns) or ([] if town else self.village(village, []))
        if not fits:
            return self._with_group(village, towns) or self._unknown(village, town)
        if len(fits) > 1:
            return Found(-1, "unit_ambiguous", "、".join(self.tree.path(v) for v in fits[:4]))
        by_code = self.tree.by_code(code) if code else -1
        if by_code >= 0 and by_code != fits[0]:
            return Found(fits[0], "code_conflict", f"，该代码属于 {self.tree.path(by_code)}")
        return Found(fits[0])

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
        return Found(towns[0]) if len(towns) == 1 else NOTHING

    def split(self, said: str, towns: list[int]) -> tuple[Found, str]:
        """An address or 村组 text, 枝江市仙女镇仙女村一组5号: its village, group and bay, and what is left over."""
        rest, above = self._after_town(self._after_county(_SPACE.sub("", said)))
        among = above or towns
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

    def context(self, *texts: str) -> Found:
        """What a sheet's name, its title or its file name say, the first that says something: a village (and group), else a town."""
        for number, where in enumerate(texts):
            flat = _SPACE.sub("", where)
            towns = [t for t in self.towns if self.tree.units[t].name in flat]
            village = self._village_in(flat, towns)
            if village is NOTHING and number == 0 and flat and len(whole := self.village(flat, towns)) == 1:
                village = Found(whole[0])
            if village is NOTHING and len(towns) == 1:
                beside = (self._village_in(_SPACE.sub("", t), towns) for t in texts[number + 1 : 2])
                village = next((v for v in beside if v is not NOTHING), NOTHING)
            if village is not NOTHING:
                return village
            if len(towns) == 1:
                return Found(towns[0])
        return NOTHING

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
