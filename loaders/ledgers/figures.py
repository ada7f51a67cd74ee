"""填报数字表: typed or published figures of units, kept as claims and never loaded as facts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.normalise import numbers, text
from loaders.placing import place
from loaders.rows import Rows
from loaders.world import World

_MEASURE = Field("measure", "指标", f.words("指标 指标名称 项目 统计项目 数据项 metric"), weight=2.0)
_VALUE = Field("claimed", "数值", f.words("数值 数量 数据 填报数 上报数 公布数 value"), cell="count", weight=2.0)
HOUSEHOLD_MEASURES = ("总户数", "户数", "户籍户数", "家庭户数", "农户数")


def read(rows: Rows, world: World) -> None:
    """One claim per row; what cannot be counted from the ledgers stays without a counted figure."""
    placed = place(rows, world.finder, village_required=False)
    measure = rows.words("measure")
    value, qualifier = numbers.counts(rows.cells("claimed"))
    rows.reject("required_missing", ~text.present(measure) & ~rows.zero, "measure", "指标")
    rows.reject("required_missing", (value < 0) & text.present(measure) & ~rows.zero, "claimed", "数值")
    rows.mark_duplicates(**placed.said, measure=measure, claimed=pa.array(value))
    kept = np.flatnonzero(rows.accepted & ~rows.zero & (placed.lowest >= 0))
    if len(kept):
        said = ["总户数" if m in HOUSEHOLD_MEASURES else m for m in measure.take(pa.array(kept)).to_pylist()]
        target = placed.lowest[kept]
        names = [world.tree.units[t].name for t in target]
        world.claim(rows, kept, said, value[kept], qualifier.take(pa.array(kept)), "unit", "Unit", target, target, names)
    world.deliver(rows, placed.village)


FIGURES = Ledger(
    kind="figures",
    title="填报数字",
    fields=fields(f.SEQ, f.PLACES, _MEASURE, _VALUE, f.REMARK),
    required=(("measure",), ("claimed",)),
    read=read,
    order=50,
    signs=("统计", "数字", "指标", "填报"),
    against=("姓名", "户主", "身份证"),
    aliases=("claims", "数字"),
)
