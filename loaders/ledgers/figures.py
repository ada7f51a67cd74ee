"""填报数字表: typed or published figures of units, kept as claims and never loaded as facts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.normalise import numbers, text
from loaders.placing import place
from loaders.rows import Rows
from loaders.world import World

_MEASURE = Field("measure", "指标", ("指标", "指标名称", "项目", "统计项目", "数据项", "metric"), weight=2.0)
_VALUE = Field("claimed", "数值", ("数值", "数量", "数据", "填报数", "上报数", "公布数", "value"), cell="count", weight=2.0)
HOUSEHOLD_MEASURES = ("总户数", "户数", "户籍户数", "家庭户数", "农户数")


def read(rows: Rows, world: World) -> None:
    """One claim per row; what cannot be counted from the ledgers stays without a counted figure."""
    placed = place(rows, world.finder, village_required=False)
    measure = rows.words("measure")
    value, qualifier = numbers.counts(rows.cells("claimed"))
    rows.reject("required_missing", ~text.present(measure) & ~rows.zero, "measure", "指标")
    rows.reject("required_missing", (value < 0) & text.present(measure) & ~rows.zero, "claimed", "数值")
    rows.mark_duplicates([pa.array(placed.unit), pa.array(placed.group), pa.array(placed.bay), measure, pa.array(value), qualifier])
    kept = np.flatnonzero(rows.accepted & ~rows.zero & (placed.lowest >= 0))
    blocks = [rows.blocks[b] for b in rows.sheet[kept]]
    said = ["总户数" if m in HOUSEHOLD_MEASURES else m for m in measure.take(pa.array(kept)).to_pylist()]
    target = placed.lowest[kept]
    world.claims.append(
        pd.DataFrame(
            {
                "measure": said, "value": value[kept], "qualifier": qualifier.take(pa.array(kept)).to_pylist(), "subject": [world.tree.units[t].name for t in target], "part": "", "end": "unit",
                "target": target, "label": "Unit", "unit": target, "source": rows.sources.take(pa.array(kept)).to_pylist(), "row": rows.row[kept],
                "column": [b.found.labels[b.found.columns["claimed"]] for b in blocks], "file": [b.file for b in blocks], "sheet": [b.name for b in blocks],
            }
        )
    )  # fmt: skip
    world.deliver(rows, placed.village)


FIGURES = Ledger(
    kind="figures", title="填报数字", fields=fields(f.SEQ, f.PLACES, _MEASURE, _VALUE, f.REMARK), required=(("measure",), ("claimed",)), read=read, order=50, signs=("统计", "数字", "指标", "填报"),
    against=("姓名", "户主", "身份证"), aliases=("claims", "数字"), needs="指标和数值",
)  # fmt: skip
