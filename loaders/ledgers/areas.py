"""功能分区: which 亚区 each village lies in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers import targets
from loaders.ledgers.bodies import state
from loaders.ledgers.grounds import follow_merged, named
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World

KIND = "功能亚区"
_AREA = Field("area", "亚区", f.words("亚区 功能亚区 亚区名称 所属亚区 功能亚区名称 亚区类型 所在亚区 二级分区 二级功能区"), weight=3.0)
_VILLAGE = replace(
    f.VILLAGE, pattern=rf"{f.VILLAGE.pattern}|^(?:所辖|包含|包括|涵盖|覆盖|辖)的?(?:行政村|村居|村社区|村\(社区\)|村、社区|村/社区|村|社区)(?:名称|名单)?$"
)
_PLACES = tuple(_VILLAGE if one.name == "village" else one for one in f.PLACES)
_WHOLE = Field("whole", "功能区", f.words("功能区 功能分区 所属功能区 功能区名称 一级分区 一级功能区 分区 大区"), weight=1.0)


def read(rows: Rows, world: World) -> None:
    """A place of kind 功能亚区 at each village that a row names; a row without 亚区 is refused."""
    follow_merged(rows)
    placed, row_of, unit_of = targets.place_several(rows, world)
    named(rows, world, "bodies")
    area = rows.words("area")
    rows.reject("required_missing", ~text.present(area) & rows.accepted & ~rows.zero, "area", "亚区")
    rows.mark_duplicates(**placed.said, area=area)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    labels, kinds = np.full(len(rows), "Place", object), pa.array([KIND] * len(rows), pa.string())
    state(world, rows, at, labels, placed.lowest, kinds, area)
    left = np.isin(row_of, at)
    more, where = row_of[left], unit_of[left]
    while len(more):  # a row may name several villages: each time the next of every row
        first = np.unique(more, return_index=True)[1]
        unit = np.full(len(rows), -1, np.int64)
        unit[more[first]] = where[first]
        state(world, rows, more[first], labels, unit, kinds, area)
        more, where = np.delete(more, first), np.delete(where, first)
    world.deliver(rows, placed.village, placed.unit)
    world.deliver_at(rows, row_of, unit_of)
    world.refuse(rows, placed.village, name=area)


AREAS = Ledger(
    kind="areas",
    title="功能分区",
    fields=fields(f.SEQ, _PLACES, _AREA, _WHOLE, f.REMARK),
    required=(("area",), ("village", "place", "code")),
    read=read,
    order=34,
    signs=("功能分区", "功能区", "亚区"),
    against=("户主", "户号", "姓名", "负责人"),
    never="走访|信访",
    aliases=("A5", "功能亚区"),
)
