"""公布数字, 填报数字: figures of units as documents and forms have them, kept as claims and never loaded as facts."""

from __future__ import annotations

import re
from difflib import get_close_matches

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.catalogue import measures
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers import targets
from loaders.ledgers.grounds import stand
from loaders.normalise import numbers, text
from loaders.rows import Rows
from loaders.world import World

PUBLISHED = "公布数字"
_MEASURE = Field("measure", "指标", f.words("指标 指标名称 项目 统计项目 数据项 指标名 统计指标 metric"), weight=2.0)
_VALUE = Field("claimed", "数值", f.words("数值 数量 数据 填报数 上报数 公布数 公布数字 公布数值 数字 数 指标值 value"), cell="count", weight=2.0)
_QUALIFIER = Field("qualifier", "限定词", f.words("限定词 限定 修饰词 约数词 限定说法 qualifier"), weight=1.5)
_DOCUMENT = Field("document", "文件", f.words("文件 文件名称 来源 出处 文号 来源文件 资料来源 文件来源"), weight=1.0)
_QUOTE = Field("quote", "原文", f.words("原文 原文表述 原句 摘录 原文摘录 表述"), weight=1.0)
HOUSEHOLD_MEASURES = ("总户数", "户数", "户籍户数", "家庭户数", "农户数")
_PLACES = ("county", "town", "village", "group", "bay", "code", "place")
_AMOUNT = re.compile(
    r"^(?P<before>约|近|超过|超|不低于|不少于|至少|达到|达|突破)?(?:共|计|累计)?(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?P<mid>余|多)?(?P<scale>百万|千万|亿|万|千|百)?"
    r"(?P<after>余|多|以上|左右|\+)?[^\d%余多以上左右+.]{0,8}?(?P<last>余|多|以上|左右|\+)?$"
)
_SCALE = {"百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}


def amounts(cells: pa.Array) -> tuple[np.ndarray, pa.Array]:
    """Counts as documents write them: 1.6万余人, 5000名左右, 达385个. Returns int64 (-1 where none is readable) and the qualifier ("")."""
    known = {cell: _amount(cell) for cell in pc.unique(cells).to_pylist()}
    told = [known[cell] for cell in cells.to_pylist()]
    return np.array([n for n, _ in told], np.int64), pa.array([q for _, q in told], pa.string())


def _amount(cell: str | None) -> tuple[int, str]:
    found = _AMOUNT.match(cell or "")
    if not found:
        return -1, ""
    exact = float(found["n"].replace(",", "")) * _SCALE.get(found["scale"] or "", 1)
    if abs(exact - round(exact)) > 1e-6:
        return -1, ""
    before = {"达到": "达"}.get(found["before"] or "", found["before"] or "")
    return round(exact), before + "".join(found[g] or "" for g in ("mid", "after", "last"))


def read(rows: Rows, world: World) -> None:
    """One claim per row that has a number, at the unit it names; without any unit of the county.

    A published figure whose number was cut out (blank, ××, 若干) or is a share (38%) is no claim and no fault: the row is loaded and
    states nothing. In a form that an office fills in itself a missing number is a missing number.
    """
    published = np.array([_published(rows, n) for n in range(len(rows.blocks))] or [False])[rows.sheet]
    rows.ledger_names = np.where(published, PUBLISHED, rows.ledger.title).astype(object)
    placeless = ~np.logical_or.reduce([rows.in_sheet(n) for n in _PLACES])
    placed = stand(rows, world, published | placeless)
    measure, cells = rows.words("measure"), rows.words("claimed")
    value, qualifier = numbers.counts(rows.cells("claimed"))
    loose, told = amounts(cells)
    qualifier = pc.if_else(pa.array(value >= 0), qualifier, told)
    value = np.where(value >= 0, value, loose)
    own = rows.words("qualifier")
    qualifier = pc.if_else(pc.is_valid(own), own, qualifier)
    rows.reject("required_missing", ~text.present(measure) & ~rows.zero, "measure", "指标")
    hole = published & (~text.present(cells) | ~text.mask(pc.match_substring_regex(cells, r"\d")) | text.mask(pc.match_substring_regex(cells, "%")))
    rows.reject("required_missing", (value < 0) & text.present(measure) & ~rows.zero & ~hole, "claimed", "数值")
    _unknown(rows, measure, (value >= 0) & rows.accepted & ~rows.zero)
    rows.mark_duplicates(**placed.said, measure=measure, claimed=pa.array(value), qualifier=qualifier)
    kept = np.flatnonzero(rows.accepted & ~rows.zero & (placed.lowest >= 0) & (value >= 0))
    if len(kept):
        said = ["总户数" if m in HOUSEHOLD_MEASURES else m for m in measure.take(pa.array(kept)).to_pylist()]
        target = placed.lowest[kept]
        names = [world.tree.units[t].name for t in target]
        world.claim(rows, kept, said, value[kept], qualifier.take(pa.array(kept)), "unit", "Unit", target, target, names)
    world.deliver(rows, placed.village, placed.unit)


def _unknown(rows: Rows, measure: pa.Array, where: np.ndarray) -> None:
    """Tell of figures that nothing counts, with the known measure that is written most alike."""
    known = [*measures(), *HOUSEHOLD_MEASURES]
    lost = where & ~text.mask(pc.is_in(measure, value_set=pa.array(known)))
    if not lost.any():
        return
    said = text.said(measure)
    near = {m: next(iter(get_close_matches(m, known, 1, 0.5)), "") for m in dict.fromkeys(said[lost])}
    notes = [f"是不是“{n}”？请改为这个写法。" if (n := near.get(m)) else "请核对写法，或由核查方案的指标表补上。" for m in said]
    rows.report("measure_unknown", lost, "measure", notes)


def _published(rows: Rows, number: int) -> bool:
    """Whether a sheet says that its figures were published: in its title or name, or by a column for the document."""
    one = rows.blocks[number]
    return "document" in one.cells or "quote" in one.cells or "公布" in f"{' '.join(one.texts)} {one.found.heads}"


FIGURES = Ledger(
    kind="figures",
    title="填报数字",
    fields=fields(f.SEQ, targets.PLACES, _MEASURE, _VALUE, _QUALIFIER, _DOCUMENT, _QUOTE, f.REMARK),
    required=(("measure",), ("claimed",)),
    read=read,
    order=50,
    signs=("统计", "数字", "指标", "填报", "公布"),
    against=("姓名", "户主", "身份证"),
    aliases=("claims", "数字", PUBLISHED, "公布数字台账"),
)
