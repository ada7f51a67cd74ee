"""Rows find their units: distinct (town, village, code) texts are resolved once, then spread over the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.normalise import numbers, text
from loaders.rows import REJECTED, Rows
from loaders.units import Tree

Found = tuple[int, str, str]
"""(unit index or -1, problem code or "", note)."""


@dataclass(frozen=True)
class Placed:
    """Per row: `unit` (town or village), `village` (-1 where not in one), `group`, `bay` (-1 not stated, -2 stated but
    not found), `lowest` (the lowest unit known)."""

    unit: np.ndarray
    village: np.ndarray
    group: np.ndarray
    bay: np.ndarray

    @property
    def lowest(self) -> np.ndarray:
        return np.where(self.bay >= 0, self.bay, np.where(self.group >= 0, self.group, self.unit))


class Finder:
    """Finds units of one tree by what a row and its sheet say."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.towns = tree.at_level(units.TOWN)
        self.villages = tree.at_level(units.VILLAGE)

    def town(self, name: str) -> list[int]:
        """The towns that a name fits."""
        exact = [t for t in self.towns if self.tree.units[t].name == name]
        return exact or [t for t in self.towns if units.town_base(self.tree.units[t].name) == units.town_base(name)]

    def village(self, name: str, towns: list[int]) -> list[int]:
        """The villages of those towns (all where empty) that a name fits, by the rules of design section 5."""
        among = [v for v in self.villages if not towns or self.tree.units[v].parent in towns]
        exact = [v for v in among if self.tree.units[v].name == name]
        if len(exact) == 1:
            return exact
        fits = exact or [v for v in among if units.base(self.tree.units[v].name) == units.base(name)]
        told = units.kind_told(name)
        if len(fits) > 1 and told:
            same = [v for v in fits if (told == "社区") == (self.tree.units[v].kind in ("社区", "类似居委会"))]
            fits = same or fits
        if not fits:
            for town in towns or self.towns:
                for prefix in (self.tree.units[town].name, units.town_base(self.tree.units[town].name) + "镇"):
                    if name.startswith(prefix) and len(name) > len(prefix):
                        return self.village(name[len(prefix) :], [town])
        return fits

    def find(self, town: str, village: str, code: str, context: Found) -> Found:
        """The unit that the texts of a row name; `context` is what its sheet names."""
        towns = self.town(town) if town else []
        if town and not towns:
            return -1, "unit_unknown", f";乡镇“{town}”不在单元名册中"
        if not village:
            return self._without_village(towns, code, context)
        if not town and context[0] >= 0:
            above = self.tree.up(context[0], units.TOWN)
            towns = [above] if above >= 0 else []
        fits = self.village(village, towns) or ([] if town else self.village(village, []))
        if not fits:
            elsewhere = self.village(village, []) if town else []
            names = "、".join(self.tree.path(v) for v in elsewhere[:3])
            return -1, "unit_unknown", f";名册中有 {names},是否乡镇填错" if names else ""
        if len(fits) > 1:
            return -1, "unit_ambiguous", "、".join(self.tree.path(v) for v in fits[:4])
        by_code = self.tree.by_code(code) if code else -1
        conflict = "code_conflict" if by_code >= 0 and by_code != fits[0] else ""
        return fits[0], conflict, f",该代码属于 {self.tree.path(by_code)}" if conflict else ""

    def _without_village(self, towns: list[int], code: str, context: Found) -> Found:
        by_code = self.tree.by_code(code) if code else -1
        if by_code >= 0 and self.tree.units[by_code].level >= units.TOWN:
            return by_code, "", ""
        if code and by_code < 0 and not towns and context[0] < 0:
            return -1, "unit_unknown", ";区划代码不在单元名册中"
        if context[0] >= 0 and (not towns or self.tree.up(context[0], units.TOWN) in towns):
            return context
        return (towns[0], "", "") if len(towns) == 1 else (-1, "", "")

    def context(self, sheet_name: str, title: str, file: str) -> Found:
        """What a sheet's name, its title or its file name say: the longest village name, else the longest town name."""
        for where in (sheet_name, title, file):
            flat = text.without_spaces(pa.array([where], pa.string()))[0].as_py()
            towns = [t for t in self.towns if self.tree.units[t].name in flat]
            villages = [v for v in self.villages if self.tree.units[v].name in flat and (not towns or self.tree.units[v].parent in towns)]
            longest = [v for v in villages if len(self.tree.units[v].name) == max(len(self.tree.units[w].name) for w in villages)]
            if len(longest) == 1:
                return longest[0], "", ""
            if not villages and where == sheet_name and flat:
                whole = self.village(flat, towns)
                if len(whole) == 1:
                    return whole[0], "", ""
            if len(towns) == 1:
                below = self.context_village(title, towns) if where == sheet_name else -1
                return (below, "", "") if below >= 0 else (towns[0], "", "")
        return -1, "", ""

    def context_village(self, title: str, towns: list[int]) -> int:
        fits = [v for v in self.villages if self.tree.units[v].parent in towns and self.tree.units[v].name in title]
        return fits[0] if len(fits) == 1 else -1


def place(rows: Rows, finder: Finder, *, village_required: bool = True, create: bool = False) -> Placed:
    """Units of all rows; rows whose unit is not found are rejected with their problem.

    `create`: groups and bays that the tree does not have are made (the household register may name them).
    """
    contexts = [finder.context(b.name, b.found.title, b.file) for b in rows.blocks]
    town, village = rows.words("town"), rows.words("village")
    code = numbers.division_codes(rows.cells("code"))
    said = [pc.fill_null(c, "") for c in (town, village, code)]
    key = pc.binary_join_element_wise(pc.cast(pa.array(rows.sheet), pa.string()), *said, "\x1f").dictionary_encode()
    answers = [_answer(finder, contexts, k) for k in key.dictionary.to_pylist()]
    index = np.asarray(key.indices) if len(rows) else np.zeros(0, np.int64)
    unit = np.array([a[0] for a in answers] or [-1])[index]
    problem = np.array([a[1] for a in answers] or [""], object)[index]
    note = np.array([a[2] for a in answers] or [""], object)[index]
    level = np.array([u.level for u in finder.tree.units] + [0])[unit]
    at = "village" if rows.has("village") else "town"
    written = pc.coalesce(village, town, code)
    for wrong in ("unit_unknown", "unit_ambiguous"):
        rows.reject(wrong, problem == wrong, at, list(note), written)
    rows.report("code_conflict", problem == "code_conflict", "code", list(note))
    nowhere = (unit < 0) & (problem == "")
    if village_required:
        nowhere |= (unit >= 0) & (level < units.VILLAGE)
    rows.reject("required_missing", nowhere & (rows.status != REJECTED) & ~rows.zero, at, rows.ledger.by_name[at].title)
    in_village = np.where(level == units.VILLAGE, unit, -1)
    group, bay = below(rows, finder.tree, in_village, create)
    return Placed(unit, in_village, group, bay)


def _answer(finder: Finder, contexts: list[Found], key: str) -> Found:
    sheet, town, village, code = key.split("\x1f")
    return finder.find(town, village, code, contexts[int(sheet)])


def below(rows: Rows, tree: Tree, village: np.ndarray, create: bool) -> tuple[np.ndarray, np.ndarray]:
    """Groups and bays of rows that lie in a village."""
    group, bay = rows.words("group"), rows.words("bay")
    parts = [pc.cast(pa.array(village), pa.string()), pc.fill_null(group, ""), pc.fill_null(bay, "")]
    key = pc.binary_join_element_wise(*parts, "\x1f").dictionary_encode()
    first = _first_rows(key)
    sources = rows.sources.take(pa.array(first)).to_pylist() if len(rows) else []
    answers = [_below(tree, k, create, s) for k, s in zip(key.dictionary.to_pylist(), sources, strict=True)]
    index = np.asarray(key.indices) if len(rows) else np.zeros(0, np.int64)
    return np.array([a[0] for a in answers] or [-1])[index], np.array([a[1] for a in answers] or [-1])[index]


def _first_rows(key: pa.DictionaryArray) -> np.ndarray:
    _, first = np.unique(np.asarray(key.indices), return_index=True)
    return first


def _below(tree: Tree, key: str, create: bool, source: str) -> tuple[int, int]:
    village, group, bay = key.split("\x1f")
    parent = int(village)
    if parent < 0:
        return -1, -1
    found = _group(tree, parent, group, lambda n: tree.add(n, parent, units.GROUP, source) if create else -2)
    if group and found == -2 and not bay:
        as_bay = _bay_anywhere(tree, parent, group)
        if as_bay >= 0:
            return tree.up(as_bay, units.GROUP), as_bay
    if not bay:
        return found, -1
    above = found if found >= 0 else parent
    there = tree.child(above, bay)
    if there < 0 and found < 0:
        there = _bay_anywhere(tree, parent, bay)
    if there < 0:
        there = tree.add(bay, above, units.BAY, source) if create else -2
    return (tree.up(there, units.GROUP) if found == -1 and there >= 0 else found), there


def _group(tree: Tree, village: int, name: str, missing: Callable[[str], int]) -> int:
    if not name:
        return -1
    exact = tree.child(village, name)
    if exact >= 0 and tree.units[exact].level == units.GROUP:
        return exact
    same = [g for g in tree.children(village) if tree.units[g].level == units.GROUP and units.group_key(tree.units[g].name) == units.group_key(name)]
    return same[0] if len(same) == 1 else missing(name)


def _bay_anywhere(tree: Tree, village: int, name: str) -> int:
    """The one bay of that name in a village, whatever its group; -1 where none or several."""
    fits = [b for g in (village, *tree.children(village)) for b in tree.children(g) if tree.units[b].level == units.BAY and tree.units[b].name == name]
    return fits[0] if len(set(fits)) == 1 else -1
