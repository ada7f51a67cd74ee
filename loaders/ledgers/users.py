"""平台用户: residents who are verified on a platform (川善治 …), and when they were last active."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.happened import record
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.household_keys import household_keys
from loaders.ledgers.several import person_keys
from loaders.naming import ledger_name
from loaders.normalise import text
from loaders.placing import place
from loaders.rows import Rows
from loaders.world import World

TITLE, VERIFIED, ACTIVE = "平台用户", "实名认证", "平台活跃"
_NAME = Field("name", "姓名", f.words("姓名 用户姓名 居民姓名 真实姓名 用户名称 实名"), cell="name", weight=1.0)
_VERIFIED = Field("date", "认证时间", f.words("认证时间 实名认证时间 认证日期 实名认证日期 实名时间 实名日期 认证通过时间"), cell="date", weight=3.0)
_WHETHER = Field("whether", "是否认证", f.words("是否认证 是否实名 是否实名认证 认证状态 实名状态 实名认证 认证情况"), weight=2.0)
_ACTIVE = Field(
    "active",
    "最近活跃",
    f.words("最近活跃 最近活跃时间 最近活跃日期 最后活跃时间 最后登录时间 最近登录时间 最近登录 最后登录 最近使用时间 最近访问时间 末次登录时间"),
    cell="date",
    weight=3.0,
)
_NOT = r"^(否|未|×|没有|不通过|0)"


def read(rows: Rows, world: World) -> None:
    """An event 实名认证 of each verified user, and 平台活跃 of each who was ever active; both about the person and the village.

    A sheet with a column for the day of it says by a blank cell that a user is not verified; an unreadable day is an unknown one.
    """
    rows.ledger_names = np.array([ledger_name(b, world.scheme, TITLE, "users") for b in rows.blocks] or [""], object)[rows.sheet]
    placed = place(rows, world.finder)
    name, ids, head_ids = rows.names("name"), rows.ids("id"), rows.ids("head_id").value
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "姓名")
    day, active, phone = rows.dates("date"), rows.dates("active"), rows.phones("phone")
    rows.mark_duplicates(**placed.said, name=name, id=ids.value, head_id=head_ids, date=day.stated(), active=active.stated(), phone=phone)
    good = rows.accepted & ~rows.zero
    at = np.flatnonzero(good)
    where = pa.array(at)
    who = name.take(where)
    keys, known = household_keys(rows, world, placed, at, who, ids.value.take(where), person_keys(placed.village[at], placed.apart(who, at)), head_ids)
    mention = np.full(len(rows), -1, np.int64)
    mention[at] = world.persons.mention(keys, who, rows.sources.take(where), known, phone=phone.take(where))
    refused = text.mask(pc.match_substring_regex(rows.words("whether"), _NOT))
    verified = good & ~refused & (text.present(text.stated(rows.cells("date"))) | ~rows.in_sheet("date"))
    happened = good & text.present(text.stated(rows.cells("active")))
    for kind, some, when, suffix in ((VERIFIED, verified, day, ""), (ACTIVE, happened, active, "#活跃")):
        r = np.flatnonzero(some)
        source = text.objects(rows.sources)[r]
        record(world, rows, r, placed.village, np.full(len(rows), kind, object), when.first, np.full(len(rows), "", object), suffix=suffix)
        world.edge("ABOUT", ("Event", "Person"), ("event", "mention"), source + suffix, mention[r], source, when.first[r])
        world.edge("ABOUT", ("Event", "Unit"), ("event", "unit"), source + suffix, placed.village[r], source, when.first[r])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name)


USERS = Ledger(
    kind="users",
    title=TITLE,
    fields=fields(f.SEQ, f.PLACES, _NAME, f.ID_NUMBER, f.PHONE, f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID, _VERIFIED, _WHETHER, _ACTIVE, f.REMARK),
    required=(("name",), ("date", "active", "whether"), ("village", "place")),
    read=read,
    order=47,
    signs=(TITLE, "实名认证", "川善治", "注册用户", "用户", "认证", "登录"),
    against=("与户主关系", "入党", "职务"),
    never_beside="与户主关系|入党时间",
    aliases=("平台用户台账", "实名认证用户", "F12", "users"),
    proven=True,
)
