"""Ledgers of units: 村组湾落名册 and division lists (code, name, level, parent_code)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders import units
from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.normalise import numbers, text
from loaders.rows import REJECTED, Rows
from loaders.units import Tree
from loaders.world import World

_TOTAL = Field("claimed", "总户数", ("总户数", "户数", "家庭户数", "户籍户数", "农户数"), cell="count", weight=0.6)
_NAME = Field("name", "名称", ("name", "名称", "区划名称", "单位名称"), weight=1.5)
_LEVEL = Field("level", "级别", ("level", "级别", "层级"), weight=2.0)
_PARENT = Field("parent_code", "上级代码", ("parent_code", "上级代码", "父级代码", "上级区划代码"), cell="code", weight=2.0)
_CODE = Field("code", "区划代码", ("code", "代码", "区划代码", "行政区划代码", "统计用区划代码"), cell="code", weight=1.5)
_KIND = Field("kind", "类别", ("kind", "类型", "类别"), weight=0.5)
_CLASS = Field("urban_rural", "城乡分类代码", ("urban_rural_code", "城乡分类代码", "城乡分类"), weight=1.5)
CHAIN = ("county", "town", "village", "group", "bay")


def read(rows: Rows, world: World) -> None:
    """Units from county to bay. Cells left blank below a merged block (or a CSV saved from one) continue it."""
    cells = _filled(rows)
    code = numbers.division_codes(rows.cells("code"))
    sources, codes = rows.sources.to_pylist(), code.to_pylist()
    value, qualifier = numbers.counts(rows.cells("claimed"))
    contexts = [_context(b.found.title, b.name) for b in rows.blocks]
    lowest = np.full(len(rows), -1)
    village = np.full(len(rows), -1)
    for i, names in enumerate(zip(*(cells[n].to_pylist() for n in CHAIN), strict=True)):
        lowest[i], village[i] = _unit(world, names, contexts[rows.sheet[i]], codes[i] or "", sources[i])
    rows.reject("required_missing", (lowest < 0) & ~rows.zero, "village", "村(社区)")
    seen = [cells[n] for n in CHAIN]
    rows.mark_duplicates([*seen, code, pa.array(value), rows.words("remark")])
    _claims(rows, world, lowest, village, value, qualifier)
    world.deliver(rows, village)


def _filled(rows: Rows) -> dict[str, pa.Array]:
    """The names of the chain; a row that names a lower unit takes the blank upper ones from the row above."""
    cells = {n: rows.words(n) for n in CHAIN}
    starts = np.r_[True, rows.sheet[1:] != rows.sheet[:-1]] if len(rows) else np.zeros(0, bool)
    present = {n: text.present(c) for n, c in cells.items()}
    anchor = np.arange(len(rows))
    for depth, name in enumerate(CHAIN[:-1]):
        below = np.logical_or.reduce([present[n] for n in CHAIN[depth + 1 :]])
        above = np.logical_or.reduce([present[n] for n in CHAIN[:depth]]) if depth else np.zeros(len(rows), bool)
        if name == "group":
            above |= np.r_[True, cells["village"].to_numpy(zero_copy_only=False)[1:] != cells["village"].to_numpy(zero_copy_only=False)[:-1]] if len(rows) else above
        follows = ~present[name] & below & ~above & ~starts & rows.blank(name)
        if follows.any():
            source = np.maximum.accumulate(np.where(follows, -1, anchor))
            cells[name] = cells[name].take(pa.array(source))
            rows.replace(name, rows.cells(name).take(pa.array(source)))
    return cells


def _context(title: str, sheet: str) -> str:
    return f"{title} {sheet}"


def _unit(world: World, names: tuple[str | None, ...], context: str, code: str, source: str) -> tuple[int, int]:
    """Add the chain of one row; returns its lowest unit and its village (-1 where it names none)."""
    tree = world.tree
    county, town, village, group, bay = names
    top = _county(world, county, source)
    if not town:
        return (-1, -1) if village else (top, -1) if county else (-1, -1)
    at = _same(tree, top, town, units.TOWN)
    at = tree.add(town, top, units.TOWN, source, "" if village else code) if at < 0 else at
    if not village:
        return at, -1
    here = _same(tree, at, village, units.VILLAGE)
    here = tree.add(village, at, units.VILLAGE, source, code) if here < 0 else here
    if not group and not bay:
        return here, here
    above = tree.add(group, here, units.GROUP, source) if group else here
    return (tree.add(bay, above, units.BAY, source), here) if bay else (above, here)


def _same(tree: Tree, parent: int, name: str, level: int) -> int:
    """The child that a division list has already named with other suffixes (仙女社区居民委员会 is 仙女社区), renamed; else -1."""
    if tree.child(parent, name) >= 0:
        return tree.child(parent, name)
    short = units.base if level == units.VILLAGE else units.town_base
    fits = [c for c in tree.children(parent) if tree.units[c].level == level and tree.units[c].code and short(tree.units[c].name) == short(name)]
    if level == units.VILLAGE:
        told = units.kind_told(name)
        fits = [c for c in fits if not told or units.kind_told(tree.units[c].name) in ("", told)]
    if len(fits) != 1:
        return -1
    tree.rename(fits[0], name)
    return fits[0]


def _county(world: World, name: str | None, source: str) -> int:
    """The county of a row: its own column, else the settings' name, else the only one there is."""
    settings, tree = world.settings, world.tree
    there = tree.at_level(units.COUNTY)
    wanted = name or settings.county_name or (tree.units[there[0]].name if there else "本县")
    same = [c for c in there if tree.units[c].name == wanted]
    if same:
        return same[0]
    return tree.add(wanted, -1, units.COUNTY, source, numbers_code(settings.county) if wanted == settings.county_name or not there else "")


def numbers_code(code: str) -> str:
    """A code as 12 digits, empty where it is none."""
    found = numbers.division_codes(pa.array([code or None], pa.string()))[0].as_py()
    return found or ""


def _claims(rows: Rows, world: World, lowest: np.ndarray, village: np.ndarray, value: np.ndarray, qualifier: pa.Array) -> None:
    """总户数: of the village where its block states it once, else of the lowest unit of each row; 合计 rows: of the town."""
    stated = (value >= 0) & ~rows.continued("claimed") & (rows.status != REJECTED)
    frame = pd.DataFrame({"village": village, "unit": lowest, "value": value, "sheet": rows.sheet})[stated & (village >= 0)]
    per_row = frame.groupby("village").size().gt(1)
    target = np.where(frame["village"].map(per_row).to_numpy(bool), frame["unit"], frame["village"]) if len(frame) else np.zeros(0, np.int64)
    kept = pd.DataFrame({"target": target, "row": frame.index}).drop_duplicates("target")
    said = _claim_frame(rows, kept["row"].to_numpy(), kept["target"].to_numpy(), value, qualifier.to_pylist(), world)
    world.claims.append(said)
    for number, one in enumerate(rows.blocks):
        towns = {world.tree.up(int(u), units.TOWN) for u in lowest[rows.sheet == number] if u >= 0} - {-1}
        for total in one.totals:
            amount, word = numbers.counts(pa.array([total.cells.get("claimed") or None], pa.string()))
            if amount[0] < 0:
                continue
            top = {world.tree.units[t].parent for t in towns}
            unit = next(iter(towns)) if len(towns) == 1 else next(iter(top)) if len(top) == 1 else -1
            if unit >= 0 and "小计" not in total.label:
                world.claims.append(_one(world, unit, int(amount[0]), word[0].as_py(), one.file, one.name, total.row, one.found.labels[one.found.columns["claimed"]]))


def _claim_frame(rows: Rows, row: np.ndarray, target: np.ndarray, value: np.ndarray, qualifier: list[str], world: World) -> pd.DataFrame:
    sources = rows.sources.to_pylist()
    return pd.DataFrame(
        {
            "measure": "总户数", "value": value[row], "qualifier": [qualifier[r] for r in row], "subject": [world.tree.units[t].name for t in target], "part": "", "end": "unit", "target": target,
            "label": "Unit", "unit": target, "source": [sources[r] for r in row], "row": rows.row[row], "column": [rows._label(int(rows.sheet[r]), "claimed") for r in row],
            "file": [rows.blocks[rows.sheet[r]].file for r in row], "sheet": [rows.blocks[rows.sheet[r]].name for r in row],
        }
    )  # fmt: skip


def _one(world: World, unit: int, value: int, qualifier: str, file: str, sheet: str, row: int, column: str) -> pd.DataFrame:
    name = world.tree.units[unit].name
    return pd.DataFrame(
        {"measure": ["总户数"], "value": [value], "qualifier": [qualifier], "subject": [name], "part": [""], "end": ["unit"], "target": [unit], "label": ["Unit"], "unit": [unit],
         "source": [f"{file}#{sheet}!{row}"], "row": [row], "column": [column], "file": [file], "sheet": [sheet]}
    )  # fmt: skip


def read_divisions(rows: Rows, world: World) -> None:
    """A division list; NBS levels (1 province .. 5 village) or ours are told apart by where villages (12-digit codes) lie."""
    code, parent = numbers.division_codes(rows.cells("code")), numbers.division_codes(rows.cells("parent_code"))
    name, level = rows.words("name"), numbers.counts(rows.cells("level"))[0]
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "名称")
    rows.reject("unit_unknown", ~text.present(code) & text.present(name) & ~rows.zero, "code")
    shift = int(level.max()) - units.VILLAGE if len(level) and not (level == 0).any() else 0
    frame = pd.DataFrame(
        {"code": code.to_pylist(), "parent": parent.to_pylist(), "name": name.to_pylist(), "level": level - shift, "kind": rows.words("kind").to_pylist(),
         "urban_rural": [c or "" for c in rows.words("urban_rural").to_pylist()], "source": rows.sources.to_pylist()}
    )[rows.accepted].sort_values("level", kind="stable")  # fmt: skip
    county = numbers_code(world.settings.county)
    for one in frame[frame["level"] >= 0].itertuples():
        inside = not county or one.code[:6] == county[:6] or (one.level == 0 and one.code[:4] == county[:4])
        if inside and not (county and one.level == 0):
            _add_division(world, one)
    rows.mark_duplicates([code, name, parent])
    world.deliver(rows, np.full(len(rows), -1))


def _add_division(world: World, one: object) -> None:
    tree = world.tree
    parent = tree.by_code(one.parent) if one.parent else -1  # type: ignore[attr-defined]
    level, name = int(one.level), str(one.name)  # type: ignore[attr-defined]
    kind = "" if level == units.VILLAGE else {0: "地级市"}.get(level, "")
    if level == units.COUNTY and world.settings.county_name and len(tree.at_level(units.COUNTY)) == 0:
        name = world.settings.county_name
    if tree.by_code(one.code) < 0:  # type: ignore[attr-defined]
        tree.add(name, parent, level, one.source, one.code, kind, one.urban_rural)  # type: ignore[attr-defined]


ROSTER = Ledger(
    kind="units", title="单元名册", fields=fields(f.SEQ, f.PLACES, _TOTAL, f.REMARK), required=(("town", "village"), ("village",), ("group", "bay", "code", "claimed")), read=read, order=11,
    signs=("名册", "村组", "湾落", "区划", "单元"), against=("姓名", "户号", "户主", "负责人", "组织", "联系电话", "网格", "身份证"), aliases=("村组湾落名册", "units", "区划"), needs="乡镇、村(社区),以及组、湾落、区划代码或户数",
)  # fmt: skip
DIVISIONS = Ledger(
    kind="divisions", title="单元名册", fields=fields(_CODE, _NAME, _LEVEL, _PARENT, _KIND, _CLASS), required=(("code",), ("name",), ("level",), ("parent_code",)), read=read_divisions, order=10,
    signs=("区划",), aliases=("区划代码表", "divisions"), needs="code、name、level、parent_code",
)  # fmt: skip
