"""Rows find their units: distinct texts are resolved once, then spread over the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.finder import NOTHING, Finder, Found
from loaders.former import Succeeding, apart, told_apart, went_by_group
from loaders.normalise import numbers, text
from loaders.rows import REJECTED, Rows
from loaders.units import Tree


@dataclass(frozen=True)
class Placed:
    """Per row: `unit` (town or village), `village` (-1 where not in one), `group`, `bay` (-1 not stated, -2 stated but
    not found), `lowest` (the lowest unit known)."""

    unit: np.ndarray
    village: np.ndarray
    group: np.ndarray
    bay: np.ndarray
    said: dict[str, pa.Array]
    """What the row states of its place, normalised: part of its statement."""
    former: pa.Array
    """Of rows that name a former village which shares its successor with others: what its households are told apart by; else null."""

    def apart(self, names: pa.Array, row: np.ndarray | None = None) -> pa.Array:
        """户号 or names (one per row, or of the rows `row`) as they stand in keys: those of a former village are not those of its
        neighbours in the village of now."""
        return apart(self.former, names, row)

    @property
    def lowest(self) -> np.ndarray:
        return np.where(self.bay >= 0, self.bay, np.where(self.group >= 0, self.group, self.unit))


def place(rows: Rows, finder: Finder, *, village_required: bool = True, anywhere: bool = False, create: bool = False) -> Placed:
    """Units of all rows; rows whose unit is not found are rejected with their problem.

    `anywhere`: rows of a sheet without any column for a place may stay without one. `create`: groups and bays that the
    tree does not have are made (the household register may name them).
    """
    if village_required:
        _continue_merged(rows)
    contexts = _Contexts(rows, finder)
    town, village = rows.words("town"), rows.words("village")
    code = numbers.division_codes(rows.cells("code"))
    by_address = ~(rows.in_sheet("village") | rows.in_sheet("place")) & ~contexts.in_village
    whole = pc.coalesce(rows.words("place"), pc.if_else(pa.array(by_address), rows.words("address"), None))
    upper = not village_required
    county = rows.words("county") if finder.several or upper else text.empty(len(rows))
    key = _joined(contexts.number, county, town, village, code, whole)
    answers = [_answer(finder, contexts.found, k, upper) for k in key.dictionary.to_pylist()]
    index = np.asarray(key.indices) if len(rows) else np.zeros(0, np.int64)
    unit = np.array([a.unit for a in answers] or [-1])[index]
    problem = np.array([a.problem for a in answers] or [""], object)[index]
    note = np.array([a.note for a in answers] or [""], object)[index]
    for name in ("group", "bay"):
        beside = pa.array([getattr(a, name) or None for a in answers] or [None], pa.string()).take(pa.array(index))
        if beside.null_count < len(beside):
            rows.replace(name, pc.coalesce(text.compact(rows.cells(name)), beside))
    former = np.array([a.former for a in answers] or [-1])[index]
    stated = {name: rows.words(name) for name in ("group", "bay")}
    marks = text.empty(len(rows))
    if isinstance(finder, Succeeding) and (former >= 0).any():
        went_by_group(rows, finder, former, unit, problem)
        marks = told_apart(rows, finder, np.where(unit >= 0, former, -1), unit, create)
    level = np.array([u.level for u in finder.tree.units] + [0])[unit]
    at = "village" if rows.has("village") else "place" if rows.has("place") else "town"
    written = pc.coalesce(village, whole, town, code)
    for wrong in ("unit_unknown", "unit_ambiguous"):
        rows.reject(wrong, problem == wrong, at, note, written)
    rows.report("code_conflict", problem == "code_conflict", "code", note)
    nowhere = (unit < 0) & (problem == "")
    if village_required:
        nowhere |= (unit >= 0) & (level < units.VILLAGE)
    if anywhere:
        nowhere &= rows.in_sheet("village") | rows.in_sheet("town") | rows.in_sheet("place")
    rows.reject("required_missing", nowhere & (rows.status != REJECTED) & ~rows.zero, at, rows.ledger.by_name[at].title)
    in_village = np.where(level == units.VILLAGE, unit, -1)
    rows.former = marks
    group, bay = below(rows, finder.tree, in_village, create)
    return Placed(unit, in_village, group, bay, _said(unit, group, bay, stated, marks), marks)


def _said(unit: np.ndarray, group: np.ndarray, bay: np.ndarray, stated: dict[str, pa.Array], former: pa.Array) -> dict[str, pa.Array]:
    """The place as part of a statement: units that were found, else the words; `county`, `code`, `place` say nothing more.

    Two former villages that are one now do not say the same by the same words.
    """
    nothing = text.empty(len(unit))
    village = pc.binary_join_element_wise(pc.cast(pa.array(unit), pa.string()), pc.fill_null(former, ""), "~")
    said = {"town": nothing, "county": nothing, "code": nothing, "place": nothing, "village": village}
    for name, found in (("group", group), ("bay", bay)):
        number = pc.if_else(pa.array(found >= 0), pc.cast(pa.array(found), pa.string()), None)
        said[name] = pc.coalesce(number, stated[name])
    return said


class _Contexts:
    """What sheets and the section rows in them (a village's name across the table) say of the rows below."""

    def __init__(self, rows: Rows, finder: Finder) -> None:
        self.found: list[Found] = []
        firsts = []
        for one in rows.blocks:
            firsts.append(len(self.found))
            here = finder.context(one.name, one.found.title, one.file)
            self.found.append(here)
            for said in one.sections:
                here = _below_section(finder, said, here)
                self.found.append(here)
        sections = np.concatenate([b.section for b in rows.blocks]) if rows.blocks else np.zeros(0, np.int64)
        self.number = np.array(firsts or [0])[rows.sheet] + sections
        inside = np.array([finder.tree.up(f.unit, units.VILLAGE) >= 0 for f in self.found] or [False])
        self.in_village = inside[self.number] if len(rows) else np.zeros(0, bool)


def _below_section(finder: Finder, said: str, above: Found) -> Found:
    """A section names a village or town, or a group of the village above it; other texts change nothing."""
    named = finder.context(said, inside=above.unit)
    if named.unit >= 0:
        return named
    village = finder.tree.up(above.unit, units.VILLAGE)
    group, rest = finder.leading(village, units.GROUP, said) if village >= 0 else ("", said)
    return Found(above.unit, group=group) if group and not rest else above


def _joined(context: np.ndarray, *columns: pa.Array) -> pa.DictionaryArray:
    return pc.binary_join_element_wise(pc.cast(pa.array(context), pa.string()), *(pc.fill_null(c, "") for c in columns), "\x1f").dictionary_encode()


def _answer(finder: Finder, contexts: Sequence[Found], key: str, upper: bool) -> Found:
    number, county, town, village, code, whole = key.split("\x1f")
    context = contexts[int(number)]
    if not whole:
        return _with_context(finder.find(town, village, code, context, county, upper), context)
    if village:  # a column 村组 beside one for the village: only the group is of interest
        found = finder.find(town, village, code, context, county)
        group, _ = finder.leading(found.unit, units.GROUP, _without(whole, (village, *finder.tree.names(found.unit)) if found.unit >= 0 else ()))
        return replace(found, group=found.group or group)
    home = finder.county(county) if county and finder.several else finder.county_of(context.unit)
    towns = finder.town(town, home) if town else [t for t in [finder.tree.up(context.unit, units.TOWN)] if t >= 0] or finder.within(home)
    found, _ = finder.split(whole.replace("/", ""), towns)
    if found is NOTHING and upper and (told := finder.named(whole, county or town, context)) >= 0:
        return Found(told)
    if found is NOTHING:
        plain = finder.find(town, "", code, context, county)
        if finder.tree.up(plain.unit, units.VILLAGE) >= 0:
            return replace(plain, group=finder.leading(plain.unit, units.GROUP, whole)[0], bay="")
        return Found(-1, "unit_unknown", "")
    return found


def _with_context(found: Found, context: Found) -> Found:
    """A row in the village of its section takes the section's group, where it has none of its own."""
    if context.group and found.unit == context.unit and not found.group:
        return replace(found, group=context.group)
    return found


def _without(said: str, names: Sequence[str]) -> str:
    longest = max((n for n in names if said.startswith(n)), key=len, default="")
    return said[len(longest) :]


def _continue_merged(rows: Rows) -> None:
    """In a CSV saved from a workbook with merged unit cells a blank one continues the one above.

    It is such a CSV where the column has blanks and never names one unit in two rows running. Group and bay follow only
    where town or village do: a household may have none.
    """
    upper = False
    for names in (("town",), ("village", "code"), ("group",), ("bay",)):
        here = [n for n in names if rows.has(n)]
        if not here or (names[0] in ("group", "bay") and not upper):
            continue
        follows = _blockwise(rows, here[0])
        upper |= bool(follows.any())
        for n in here:
            rows.fill_down(n, follows & rows.blank(n))


def _blockwise(rows: Rows, name: str) -> np.ndarray:
    """The blank cells of a column below a stated one, in sheets without merged cells where no text stands in two rows running."""
    size = len(rows)
    blank = rows.blank(name) & rows.in_sheet(name)
    said = rows.words(name).to_numpy(zero_copy_only=False)
    starts = rows.starts
    again = np.zeros(size, bool)
    if size:
        again[1:] = (said[1:] == said[:-1]) & ~blank[1:] & ~blank[:-1] & ~starts[1:]
    loose = np.array([not len(b.found.sheet.merged) for b in rows.blocks] or [False])
    for number in np.unique(rows.sheet[again]) if size else ():
        loose[number] = False
    return np.asarray(blank & loose[rows.sheet] & ~rows.zero) if size else blank


def below(rows: Rows, tree: Tree, village: np.ndarray, create: bool) -> tuple[np.ndarray, np.ndarray]:
    """Groups and bays of rows that lie in a village."""
    key = _joined(village, rows.words("group"), rows.words("bay"))
    _, first = np.unique(np.asarray(key.indices), return_index=True)
    sources = rows.sources.take(pa.array(first)).to_pylist() if len(rows) else []
    answers = [_below(tree, k, create, s) for k, s in zip(key.dictionary.to_pylist(), sources, strict=True)]
    index = np.asarray(key.indices) if len(rows) else np.zeros(0, np.int64)
    return np.array([a[0] for a in answers] or [-1])[index], np.array([a[1] for a in answers] or [-1])[index]


def _below(tree: Tree, key: str, create: bool, source: str) -> tuple[int, int]:
    village, group, bay = key.split("\x1f")
    parent = int(village)
    if parent < 0:
        return -1, -1
    group = _without(group, tree.names(parent)) or group
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
