"""走访登记: events about a household by a person, each on a day."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from loaders.happened import record
from loaders.identity import keys
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.normalise import text
from loaders.placing import place
from loaders.resolve import resolve
from loaders.rows import DUPLICATE, Rows
from loaders.world import World

KIND = "走访"
_DATE = Field("date", "走访时间", f.words("走访时间 走访日期 走访日期时间 入户时间 入户日期 上门时间 上门日期 联系时间 联系日期"), cell="date", weight=3.0)
_VISITOR = Field("visitor", "走访人", f.words("走访人 走访人员 走访人姓名 走访干部 入户干部 入户人员 填报人员 走访党员"), cell="name", weight=3.0)
_CONTENT = Field("content", "走访内容", f.words("走访内容 内容 诉求 反映问题 办理情况 处理意见与结果 走访情况 走访记录 困难诉求 问题诉求"), weight=1.0)


def read(rows: Rows, world: World) -> None:
    """Visits. A visit whose date cannot be read happened on an unknown day; one that fits several households may be about each."""
    placed = place(rows, world.finder)
    visitor, head_ids, when = rows.names("visitor"), rows.ids("head_id").value, rows.dates("date")
    phone = rows.phones("phone")
    resolved = resolve(rows, placed, world, head_ids)
    rows.mark_duplicates(
        **placed.said, visitor=visitor, head_id=head_ids, head_name=resolved.name, household_code=resolved.code, date=when.stated(), phone=phone
    )
    candidates = np.zeros(len(rows), bool)
    candidates[resolved.may_row[rows.status[resolved.may_row] != DUPLICATE]] = True
    by = np.flatnonzero(((rows.accepted & ~rows.zero) | candidates) & text.present(visitor))
    at = pa.array(by)
    mention = np.full(len(rows), -1, np.int64)
    mention[by] = world.persons.mention(keys.of_unit(placed.village, placed.apart(visitor)).take(at), visitor.take(at), rows.sources.take(at))
    source = text.objects(rows.sources)
    good = np.flatnonzero(rows.accepted & ~rows.zero)
    record(world, rows, good, placed.lowest, np.full(len(rows), KIND, object), when.first, text.said(rows.words("content")))
    kept = rows.accepted[resolved.row]
    r, h = resolved.row[kept], resolved.household[kept]
    world.edge("ABOUT", ("Event", "Household"), ("event", "row"), source[r], h, source[r], when.first[r])
    r = good[mention[good] >= 0]
    world.edge("BY", ("Event", "Person"), ("event", "mention"), source[r], mention[r], source[r], when.first[r])
    may = candidates[resolved.may_row] & (mention[resolved.may_row] >= 0)
    r, h = resolved.may_row[may], resolved.may_household[may]
    kind = np.full(len(r), KIND, object)
    world.edge("MAY_CONTACT", ("Person", "Household"), ("mention", "row"), mention[r], h, source[r], when.first[r], mechanism=kind)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, resolved.code, resolved.name)


VISITS = Ledger(
    kind="visits",
    title=KIND,
    fields=fields(f.SEQ, f.PLACES, _DATE, _VISITOR, f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID, f.PHONE, _CONTENT, f.REMARK),
    required=(("date",), ("household_code", "head_name", "head_id")),
    read=read,
    order=43,
    signs=("走访", "入户"),
    against=("结束",),
    never="来访|信访|接待",
    never_beside="来访",
    aliases=("走访登记表", "走访台账", "入户走访", "G11", "visits"),
)
