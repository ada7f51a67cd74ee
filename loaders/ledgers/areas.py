"""功能分区: which 亚区 each village lies in."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import state
from loaders.ledgers.grounds import named, stand
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World

KIND = "功能亚区"
_AREA = Field("area", "亚区", f.words("亚区 功能亚区 亚区名称 所属亚区 功能亚区名称 亚区类型 所在亚区 二级分区 二级功能区"), weight=3.0)
_WHOLE = Field("whole", "功能区", f.words("功能区 功能分区 所属功能区 功能区名称 一级分区 一级功能区 分区 大区"), weight=1.0)


def read(rows: Rows, world: World) -> None:
    """A place of kind 功能亚区 at each village; a row without 亚区 is refused."""
    placed = stand(rows, world, False)
    named(rows, world, "bodies")
    area = rows.words("area")
    rows.reject("required_missing", ~text.present(area) & rows.accepted & ~rows.zero, "area", "亚区")
    rows.mark_duplicates(**placed.said, area=area)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    state(world, rows, at, np.full(len(rows), "Place", object), placed.lowest, pa.array([KIND] * len(rows), pa.string()), area)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=area)


AREAS = Ledger(
    kind="areas",
    title="功能分区",
    fields=fields(f.SEQ, f.PLACES, _AREA, _WHOLE, f.REMARK),
    required=(("area",), ("village", "place", "code")),
    read=read,
    order=34,
    signs=("功能分区", "功能区", "亚区"),
    against=("户主", "户号", "姓名", "负责人"),
    never="走访|信访",
    aliases=("A5", "功能亚区"),
)
