"""Division lists (code, name, level, parent_code) as a ledger of units: of a county, or of the whole country with the county set."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.normalise import numbers, text
from loaders.rows import Rows
from loaders.world import World

_NAME = Field("name", "名称", f.words("name 名称 区划名称 单位名称"), weight=1.5)
_LEVEL = Field("level", "级别", f.words("level 级别 层级"), weight=2.0)
_PARENT = Field("parent_code", "上级代码", f.words("parent_code 上级代码 父级代码 上级区划代码"), cell="code", weight=2.0)
_CODE = Field("code", "区划代码", f.words("code 代码 区划代码 行政区划代码 统计用区划代码"), cell="code", weight=1.5)
_KIND = Field("kind", "类别", f.words("kind 类型 类别"), weight=0.5)
_CLASS = Field("urban_rural", "城乡分类代码", f.words("urban_rural_code 城乡分类代码 城乡分类"), weight=1.5)
_ENDS = ((9, units.VILLAGE), (6, units.TOWN), (4, units.COUNTY), (2, 0))
"""A code names a unit of a level if it has digits other than 0 behind so many."""


def read(rows: Rows, world: World) -> None:
    """Units of the county of the settings, or of the city with all its counties; without one, of all. A unit's parent is named, or stands in its code."""
    code, parent, name = numbers.division_codes(rows.cells("code")), numbers.division_codes(rows.cells("parent_code")), rows.words("name")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "名称")
    rows.reject("unit_unknown", ~text.present(code) & text.present(name) & ~rows.zero, "code")
    rows.mark_duplicates(code=code, parent_code=parent, name=name)
    level = _levels(rows, code)
    county = code_of(world.settings.county)
    mine = rows.accepted & (level >= 0)
    if county:
        prefix = county[:4] if county[4:6] == "00" else county[:6]
        mine &= text.mask(pc.starts_with(code, prefix)) & (level >= (units.CITY if units.is_city(county) else units.COUNTY))
    at = np.flatnonzero(mine)
    where = pa.array(at)
    frame = pd.DataFrame(
        {
            "code": code.take(where).to_pylist(), "parent": parent.take(where).to_pylist(), "name": name.take(where).to_pylist(), "level": level[at],
            "urban_rural": text.said(rows.words("urban_rural").take(where)), "source": rows.sources.take(where).to_pylist(),
        }
    ).sort_values("level", kind="stable")  # fmt: skip
    if units.is_city(county) and len(frame) and frame["level"].min() > units.CITY:
        world.tree.add(world.settings.county_name or "本市", -1, units.CITY, str(frame["source"].iloc[0]), county, "地级市")
    for one in frame.itertuples(index=False):
        _add(world, str(one.code), one.parent, str(one.name), int(one.level), str(one.urban_rural), str(one.source))
    rows.unit[at] = [world.tree.by_code(c) for c in code.take(where).to_pylist()]


def _levels(rows: Rows, code: pa.Array) -> np.ndarray:
    """Our levels: the list's own, shifted as most codes say; where it has none, as the code says."""
    by_code = np.full(len(rows), -1)
    for behind, level in reversed(_ENDS):
        by_code[text.mask(pc.match_substring_regex(pc.utf8_slice_codeunits(code, behind), "[1-9]"))] = level
    said = numbers.counts(rows.cells("level"))[0]
    both = (said >= 0) & (by_code >= 0)
    shift = int(np.median(said[both] - by_code[both])) if both.any() else 0
    return np.where(said >= 0, said - shift, by_code)


def _add(world: World, code: str, parent: str | None, name: str, level: int, urban_rural: str, source: str) -> None:
    tree = world.tree
    if tree.by_code(code) >= 0:
        return
    above = tree.by_code(parent) if parent else -1
    for cut in (9, 6, 4) if above < 0 else ():
        above = above if above >= 0 else tree.by_code(code[:cut].ljust(12, "0")) if code[:cut].ljust(12, "0") != code else -1
    if level in (units.CITY, units.COUNTY) and code == code_of(world.settings.county) and world.settings.county_name:
        name = world.settings.county_name
    tree.add(name, above, level, source, code, "地级市" if level == units.CITY else "", urban_rural)


def code_of(code: str) -> str:
    """A code as 12 digits, empty where it is none."""
    found = numbers.division_codes(pa.array([code or None], pa.string()))[0].as_py()
    return found or ""


DIVISIONS = Ledger(
    kind="divisions",
    title="单元名册",
    fields=fields(f.SEQ, _CODE, _NAME, _LEVEL, _PARENT, _KIND, _CLASS),
    required=(("code",), ("name",), ("level", "parent_code", "urban_rural")),
    read=read,
    order=10,
    signs=("区划",),
    against=("户", "姓名", "负责人", "村"),
    aliases=("区划代码表", "divisions"),
)
