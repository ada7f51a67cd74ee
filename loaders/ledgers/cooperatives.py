"""合作社成员名册: households as members of cooperatives; directories of cooperatives without members."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import COMMON, body_key, read_bodies
from loaders.normalise import numbers, text
from loaders.placing import place
from loaders.resolve import resolve
from loaders.rows import Rows
from loaders.world import NO_DAY, World

SPECIALIST, SHAREHOLDING = "专业合作社", "股份经济合作社"
_NAME = Field("name", "合作社名称", f.words("合作社名称 股份经济合作社名称 专业合作社名称 所属合作社 加入合作社 合作社"), weight=3.0)
_HEAD = Field("head_name", "户主姓名", f.words("户主姓名 户主 社员姓名 成员姓名 股东姓名 社员 成员户主 姓名"), cell="name", weight=1.0)
_SINCE = Field("since", "入社时间", f.words("入社时间 入社日期 加入时间 加入日期 入股时间"), cell="date", weight=1.5)
_UNTIL = Field("until", "退社时间", f.words("退社时间 退社日期 退出时间"), cell="date", weight=1.0)
_HEAD_ID = Field("head_id", "户主身份证号", f.words("身份证号 身份证号码 公民身份号码"), pattern=f.HEAD_ID.pattern, cell="id", weight=1.2)


def kind_of(code: pa.Array, name: pa.Array) -> pa.Array:
    """专业合作社 (USCC 93…) or 股份经济合作社 (N2…), by the code, else by the name; the two are counted apart."""
    prefix = pc.utf8_slice_codeunits(code, 0, 2)
    shares = pc.equal(pc.utf8_slice_codeunits(prefix, 0, 1), "N")
    by_code = pc.if_else(pc.equal(prefix, "93"), SPECIALIST, pc.if_else(shares, SHAREHOLDING, pa.scalar(None, pa.string())))
    by_name = pc.if_else(pc.match_substring(name, "股份"), SHAREHOLDING, SPECIALIST)
    return pc.coalesce(by_code, by_name)


def read_members(rows: Rows, world: World) -> None:
    """Memberships of households; the cooperative is one by its code, else by its name and village."""
    placed = place(rows, world.finder)
    name = rows.words("name")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "合作社名称")
    code, bad = numbers.credit_codes(rows.cells("uscc"))
    rows.report("uscc_invalid", bad, "uscc")
    head_ids, phone = rows.ids("head_id"), rows.phones("phone")
    since, until = rows.dates("since"), rows.dates("until")
    resolved = resolve(rows, placed, world, head_ids.value)
    rows.mark_duplicates(
        **placed.said, name=name, uscc=code, head_id=head_ids.value, head_name=resolved.name, household_code=resolved.code, phone=phone,
        since=since.stated(), until=until.stated(),
    )  # fmt: skip
    code = _one_code(name, code)
    candidates = np.zeros(len(rows), bool)
    candidates[resolved.may_row] = True
    body = _cooperatives(rows, world, placed.village, name, code, (rows.accepted & ~rows.zero) | candidates)
    source, kind, ends = text.objects(rows.sources), text.said(kind_of(code, name)), until.after()
    kept = rows.accepted[resolved.row]
    r, h = resolved.row[kept], resolved.household[kept]
    own = {"role": np.full(len(r), "成员", object), "home": np.ones(len(r), bool)}
    world.edge("MEMBER_OF", ("Household", "Cooperative"), ("row", "body"), h, body[r], source[r], since.first[r], ends[r], **own)
    r, h = resolved.may_row, resolved.may_household
    world.edge("MAY_CONTACT", ("Cooperative", "Household"), ("body", "row"), body[r], h, source[r], since.first[r], ends[r], mechanism=kind[r])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, resolved.code, resolved.name)


def _cooperatives(rows: Rows, world: World, village: np.ndarray, name: pa.Array, code: pa.Array, named: np.ndarray) -> np.ndarray:
    """State the cooperatives that rows name, each at the village of its first row; returns the body key of every row."""
    frame = pd.DataFrame({"label": "Cooperative", "unit": village, "kind": text.said(kind_of(code, name)), "name": text.said(name), "code": text.said(code)})
    frame = frame.assign(founded=NO_DAY, source=text.objects(rows.sources))
    first = frame[named].drop_duplicates(["name", "code"])
    world.bodies.setdefault("stated", []).append(first)
    one = pd.MultiIndex.from_frame(frame[["name", "code"]])
    home = pd.Series(first["unit"].to_numpy(), index=pd.MultiIndex.from_frame(first[["name", "code"]])).reindex(one).to_numpy()
    distinct = frame.assign(unit=np.where(pd.isna(home), frame["unit"], home).astype(np.int64))[["label", "unit", "kind", "name"]]
    number = distinct.groupby(list(distinct.columns), sort=False).ngroup().to_numpy()
    keys = np.array([body_key(*k) for k in distinct.drop_duplicates().itertuples(index=False)], object)
    return keys[number] if len(keys) else np.zeros(0, object)


def _one_code(name: pa.Array, code: pa.Array) -> pa.Array:
    """A row without a readable code takes that of the one cooperative of its name."""
    frame = pd.DataFrame({"name": text.objects(name), "code": text.objects(code)})
    known = frame.dropna().drop_duplicates()
    known = known[~known.duplicated("name", keep=False)].set_index("name")["code"]
    filled = frame["code"].where(frame["code"].notna(), frame["name"].map(known))
    return pa.array(filled.where(filled.notna(), None), pa.string())


def read_directory(rows: Rows, world: World) -> None:
    """A list of cooperatives, without members."""
    rows.replace("kind", kind_of(rows.words("uscc"), rows.words("name")))
    read_bodies(rows, world, "Cooperative")


MEMBERS = Ledger(
    kind="cooperative_members",
    title="合作社成员",
    fields=fields(f.SEQ, f.PLACES, _NAME, f.USCC, f.HOUSEHOLD_CODE, _HEAD, _HEAD_ID, _SINCE, _UNTIL, f.PHONE, f.REMARK),
    required=(("name",), ("head_name", "household_code", "head_id")),
    read=read_members,
    order=41,
    signs=("合作社",),
    against=("法定代表人", "联系人", "联系户"),
    aliases=("合作社成员名册", "E8", "合作社"),
)
DIRECTORY = Ledger(
    kind="cooperatives",
    title="合作社名录",
    fields=fields(COMMON, _NAME, f.USCC, Field("kind", "类别", f.words("合作社类型 合作社类别 类别"))),
    required=(("name",), ("uscc", "leader", "village")),
    read=read_directory,
    order=36,
    signs=("合作社", "名录"),
    against=("户主", "户号", "社员", "股东", "成员姓名"),
    aliases=("合作社目录",),
)
