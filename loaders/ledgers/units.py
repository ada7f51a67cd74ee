"""村组湾落名册: units from county to bay, one per row, with their typed 总户数. Of a 地级市: of all its counties."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders import units
from loaders.blocks import Block
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.divisions import code_of
from loaders.normalise import numbers, text
from loaders.rows import REJECTED, Rows
from loaders.units import Tree
from loaders.world import World

_TOTAL = Field("claimed", "总户数", f.words("总户数 户数 家庭户数 户籍户数 农户数"), cell="count", weight=0.6)
_NAMELESS = ("本县", "本市")
"""What the top unit is called as long as nothing names it."""
_TITLED = re.compile("[\u4e00-\u9fff]{2,6}?(?:自治县|县|区|市|旗)")
_NO_COUNTY = re.compile("(社|小|片|辖|园|功能|行政|各|全|本|城|乡镇|街道|镇.+)[县区市旗]$")
_COUNTY = re.compile("[\u4e00-\u9fff]{1,6}?[县区市旗]")
CHAIN = ("county", "town", "village", "group", "bay")


def read(rows: Rows, world: World) -> None:
    """Units from county to bay. Cells left blank below a merged block (or a CSV saved from one) continue it."""
    cells = _filled(rows)
    code = numbers.division_codes(rows.cells("code"))
    sources, codes = rows.sources.to_pylist(), code.to_pylist()
    value, qualifier = numbers.counts(rows.cells("claimed"))
    towns = [_towns(rows, number, world.tree) for number in range(len(rows.blocks))]
    city = _city(rows, cells["county"], world)
    counties = [city.told(rows.blocks[number]) if city else "" for number in range(len(rows.blocks))]
    lowest, village = np.full(len(rows), -1), np.full(len(rows), -1)
    conflict = np.zeros(len(rows), bool)
    for i, (county, town, *names) in enumerate(zip(*(cells[n].to_pylist() for n in CHAIN), strict=True)):
        town, county = town or towns[rows.sheet[i]], county or counties[rows.sheet[i]]
        lowest[i], village[i] = _unit(world, city, (county, town, *names), codes[i] or "", sources[i])
        conflict[i] = village[i] >= 0 and bool(codes[i]) and world.tree.by_code(codes[i]) != village[i]
    _name_county(rows, world)
    rows.report("code_conflict", conflict, "code")
    missing = (lowest < 0) & ~rows.zero
    homeless = missing & text.present(cells["town"]) & (city is not None)
    rows.reject("required_missing", homeless, "county", "县(市、区)")
    rows.reject("required_missing", missing & ~homeless, "village" if rows.has("village") else "town", "村(社区)")
    rows.mark_duplicates(**cells, code=code, claimed=pa.array(value))
    _claims(rows, world, lowest, village, value, qualifier)
    world.deliver(rows, village)


def _filled(rows: Rows) -> dict[str, pa.Array]:
    """The names of the chain; a row that names a lower unit takes the blank upper ones from the row above."""
    cells = {n: rows.words(n) for n in CHAIN}
    present = {n: text.present(c) for n, c in cells.items()}
    for depth, name in enumerate(CHAIN[:-1]):
        below = np.logical_or.reduce([present[n] for n in CHAIN[depth + 1 :]])
        above = np.logical_or.reduce([present[n] for n in CHAIN[:depth]]) if depth else np.zeros(len(rows), bool)
        if name == "group" and len(rows):
            here = text.objects(cells["village"])
            above |= np.r_[True, here[1:] != here[:-1]]
        rows.fill_down(name, ~present[name] & below & ~above & rows.blank(name))
        cells[name] = rows.words(name)
    return cells


def _towns(rows: Rows, number: int, tree: Tree) -> str:
    """The town of a sheet without a town's column: a town of a division list that its title or name holds, else its own name."""
    one = rows.blocks[number]
    if "town" in one.cells:
        return ""
    said = f"{one.found.title} {one.name}"
    fits = {tree.units[t].name for t in tree.at_level(units.TOWN) if tree.units[t].name in said}
    if len(fits) == 1:
        return fits.pop()
    return one.name if one.name.endswith(("镇", "乡", "街道", "办事处")) else ""


def _unit(world: World, city: City | None, names: tuple[str | None, ...], code: str, source: str) -> tuple[int, int]:
    """Add the chain of one row; returns its lowest unit and its village (-1 where it names none)."""
    tree = world.tree
    county, town, village, group, bay = names
    top = city.county(county or "", town or "", source) if city else _county(world, county, source)
    if not town:
        return (-1, -1) if village or not county else (top, -1)
    if top < 0:
        return -1, -1
    at = _same(tree, top, town, units.TOWN)
    at = tree.add(tree.units[at].name if at >= 0 else town, top, units.TOWN, source, "" if village else code)
    if not village:
        return at, -1
    here = _same(tree, at, village, units.VILLAGE, code)
    here = tree.add(tree.units[here].name if here >= 0 else village, at, units.VILLAGE, source, code)
    if not group and not bay:
        return here, here
    above = tree.add(group, here, units.GROUP, source) if group else here
    return (tree.add(bay, above, units.BAY, source), here) if bay else (above, here)


def _same(tree: Tree, parent: int, name: str, level: int, code: str = "") -> int:
    """The child that another list has already named with other suffixes (仙女社区居民委员会 is 仙女社区), renamed; else -1.

    Names decide. A unit of the same parent with that code and a name that fits nothing else was renamed meanwhile.
    """
    exact = tree.child(parent, name)
    if exact >= 0:
        return exact
    short = units.base if level == units.VILLAGE else units.town_base
    fits = [c for c in tree.children(parent) if tree.units[c].level == level and short(tree.units[c].name) == short(name)]
    told = units.kind_told(name)
    if level == units.VILLAGE and told:
        fits = [c for c in fits if units.kind_told(tree.units[c].name) in ("", told)]
    fits = [c for c in fits if tree.units[c].code]
    by_code = tree.by_code(code) if code and not fits else -1
    if by_code >= 0 and tree.units[by_code].parent == parent:
        fits = [by_code]
    if len(fits) != 1:
        return -1
    tree.rename(fits[0], name)
    return fits[0]


def _city(rows: Rows, county: pa.Array, world: World) -> City | None:
    """The 地级市 that the settings name, that a division list has, or that must be there as the rows name several counties."""
    settings, tree = world.settings, world.tree
    code = code_of(settings.county)
    there = tree.at_level(units.CITY)
    names = {units.county_base(n) for n in county.drop_null().unique().to_pylist()}
    if not (units.is_city(code) or there or (not code and len(names) > 1)):
        return None
    source = rows.sources[0].as_py() if len(rows) else ""
    return City(tree, there[0] if there else tree.add(settings.county_name or "本市", -1, units.CITY, source, code, "地级市"))


@dataclass(frozen=True)
class City:
    """A 地级市 in the tree, to whose counties rows are put."""

    tree: Tree
    top: int

    @property
    def counties(self) -> list[int]:
        return [c for c in self.tree.children(self.top) if self.tree.units[c].level == units.COUNTY]

    def told(self, block: Block) -> str:
        """The county of a sheet without a county's column: one of the tree, else a word such as 浉河区 in its title, name or file's name."""
        if "county" in block.cells:
            return ""
        city = self.tree.units[self.top].name
        texts = [t.replace(city, " ") for t in (block.found.title, block.name, block.file)]
        known = {self.tree.units[c].name for c in self.counties if any(self.tree.units[c].name in t for t in texts)}
        words = [w for t in texts for w in _COUNTY.findall(t)]
        return known.pop() if len(known) == 1 else words[0] if words and not known else ""

    def county(self, name: str, town: str, source: str) -> int:
        """The county of a row, made where it is new; without a name the only one, or the only one that has that town; else -1."""
        own, counties = self.tree.units[self.top].name, self.counties
        short = name.removeprefix(own)
        if not name or (name == own and town):
            having = [c for c in counties if town and self.tree.child(c, town) >= 0]
            fits = having if having or len(counties) != 1 else counties
            return fits[0] if len(fits) == 1 else -1
        if not short:
            return self.top
        fits = [c for c in counties if short in self.tree.names(c)]
        fits = fits or [c for c in counties if units.county_base(self.tree.units[c].name) == units.county_base(short)]
        return fits[0] if len(fits) == 1 else self.tree.add(short, self.top, units.COUNTY, source)


def _county(world: World, name: str | None, source: str) -> int:
    """The county of a row: its own column, else the settings' name, else the only one there is."""
    settings, tree = world.settings, world.tree
    there = tree.at_level(units.COUNTY)
    wanted = name or settings.county_name or (tree.units[there[0]].name if there else "本县")
    same = [c for c in there if tree.units[c].name == wanted]
    if same:
        return same[0]
    if len(there) == 1 and settings.county and tree.units[there[0]].code == code_of(settings.county):
        return there[0]
    return tree.add(wanted, -1, units.COUNTY, source, code_of(settings.county) if wanted == settings.county_name or not there else "")


def _name_county(rows: Rows, world: World) -> None:
    """Where neither settings nor a column name the county, the beginning of a title, a sheet's name or a file's does: 云溪县村组名册."""
    tree = world.tree
    if tree.top < 0 or tree.units[tree.top].name not in _NAMELESS:
        return
    texts = [t for b in rows.blocks for t in (b.found.title, b.name, b.file.rsplit("/", 1)[-1])]
    told = list(dict.fromkeys(m.group() for t in texts if (m := _TITLED.match(t)) and not _NO_COUNTY.search(m.group())))
    if len(told) == 1:
        tree.rename(tree.top, told[0])


def _claims(rows: Rows, world: World, lowest: np.ndarray, village: np.ndarray, value: np.ndarray, qualifier: pa.Array) -> None:
    """总户数: of the village where its block states it once, else of the lowest unit of each row; 合计 rows: of the town."""
    stated = (value >= 0) & ~rows.continued("claimed") & (rows.status != REJECTED) & (village >= 0)
    frame = pd.DataFrame({"village": village, "unit": lowest})[stated]
    if len(frame):
        per_row = frame.groupby("village").size().gt(1)
        target = np.where(frame["village"].map(per_row).to_numpy(bool), frame["unit"], frame["village"])
        kept = pd.DataFrame({"target": target, "row": frame.index}).drop_duplicates("target")
        at, unit = kept["row"].to_numpy(), kept["target"].to_numpy()
        names = [world.tree.units[t].name for t in unit]
        world.claim(rows, at, "总户数", value[at], qualifier.take(pa.array(at)), "unit", "Unit", unit, unit, names)
    for number, one in enumerate(rows.blocks):
        inside = {world.tree.up(int(u), units.TOWN) for u in lowest[rows.sheet == number] if u >= 0} - {-1}
        top = {world.tree.units[t].parent for t in inside}
        unit_of = next(iter(inside)) if len(inside) == 1 else next(iter(top)) if len(top) == 1 else world.tree.top if len(top) > 1 else -1
        for total in one.totals:
            amount, word = numbers.counts(pa.array([total.cells.get("claimed") or None], pa.string()))
            if amount[0] >= 0 and unit_of >= 0 and "小计" not in total.label:
                frame = {"measure": "总户数", "value": int(amount[0]), "qualifier": word[0].as_py(), "subject": world.tree.units[unit_of].name, "part": ""}
                place = {"end": "unit", "target": unit_of, "label": "Unit", "unit": unit_of, "source": f"{one.file}#{one.name}!{total.row}"}
                found = {"row": total.row, "column": rows.label(number, "claimed"), "file": one.file, "sheet": one.name}
                world.claims.append(pd.DataFrame([{**frame, **place, **found}]))


ROSTER = Ledger(
    kind="units",
    title="单元名册",
    fields=fields(f.SEQ, f.PLACES[:-1], _TOTAL, f.REMARK),
    required=(("village",), ("group", "bay", "code", "claimed", "town")),
    read=read,
    order=11,
    signs=("名册", "村组", "湾落", "区划", "单元"),
    against=("姓名", "户号", "户主", "负责人", "组织", "联系电话", "网格", "身份证"),
    aliases=("村组湾落名册", "units", "区划"),
    understood=0.6,
    never_beside=f"{f.WHO}|姓名|户主|负责人|书记|职务|身份证|电话",
)
