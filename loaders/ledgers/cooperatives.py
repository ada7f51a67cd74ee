"""合作社成员名册: households as members of cooperatives; directories of cooperatives without members."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ledgers import fields as f
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers.bodies import COMMON, body_key, read_bodies
from loaders.normalise import numbers, text
from loaders.placing import place
from loaders.resolve import resolve
from loaders.rows import Rows
from loaders.world import World

SPECIALIST, SHAREHOLDING = "专业合作社", "股份经济合作社"
_NAME = Field("name", "合作社名称", ("合作社名称", "股份经济合作社名称", "专业合作社名称", "所属合作社", "加入合作社", "合作社"), weight=3.0)
_HEAD = Field("head_name", "户主姓名", ("户主姓名", "户主", "社员姓名", "成员姓名", "股东姓名", "社员", "成员户主", "姓名"), cell="name", weight=1.0)
_SINCE = Field("since", "入社时间", ("入社时间", "入社日期", "加入时间", "加入日期", "入股时间"), cell="date", weight=1.5)
_UNTIL = Field("until", "退社时间", ("退社时间", "退社日期", "退出时间"), cell="date", weight=1.0)
_HEAD_ID = Field("head_id", "户主身份证号", ("身份证号", "身份证号码", "公民身份号码"), pattern=f.HEAD_ID.pattern, cell="id", weight=1.2)


def kind_of(code: pa.Array, name: pa.Array) -> pa.Array:
    """专业合作社 (USCC 93…) or 股份经济合作社 (N2…), by the code, else by the name; the two are counted apart."""
    prefix = pc.utf8_slice_codeunits(code, 0, 2)
    by_code = pc.if_else(pc.equal(prefix, "93"), SPECIALIST, pc.if_else(pc.equal(pc.utf8_slice_codeunits(prefix, 0, 1), "N"), SHAREHOLDING, pa.scalar(None, pa.string())))
    by_name = pc.if_else(pc.match_substring(name, "股份"), SHAREHOLDING, SPECIALIST)
    return pc.coalesce(by_code, by_name)


def read_members(rows: Rows, world: World) -> None:
    """Memberships of households; the cooperative is one by its code, else by its name and village."""
    placed = place(rows, world.finder)
    name = rows.words("name")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "合作社名称")
    code, bad = numbers.credit_codes(rows.cells("uscc"))
    rows.report("uscc_invalid", bad, "uscc")
    code = _one_code(name, code)
    head_ids = rows.ids("head_id")
    since, until = rows.dates("since"), rows.dates("until")
    resolved = resolve(rows, placed, world, head_ids.value)
    rows.mark_duplicates(
        [pa.array(placed.village), name, code, head_ids.value, resolved.name, resolved.code, pa.array(since.first), pa.array(since.precision), pa.array(until.first), rows.words("remark")]
    )
    kind = kind_of(code, name)
    good = rows.accepted & ~rows.zero
    frame = pd.DataFrame(
        {"label": "Cooperative", "unit": placed.village, "kind": _text(kind), "name": _text(name), "code": _text(code), "founded": np.datetime64("NaT", "D"), "source": _text(rows.sources), "leader": ""}
    )  # fmt: skip
    candidates = np.zeros(len(rows), bool)
    candidates[resolved.may_row] = True
    first = frame[good | candidates].drop_duplicates(["name", "code"])
    world.bodies.setdefault("stated", []).append(first)
    home = {(n, c): u for n, c, u in zip(first["name"], first["code"], first["unit"], strict=True)}
    kept = rows.accepted[resolved.row]
    r, h = resolved.row[kept], resolved.household[kept]
    frame["key"] = [body_key("Cooperative", home.get((n, c), u), k, n) for n, c, u, k in zip(frame["name"], frame["code"], frame["unit"], frame["kind"], strict=True)]
    body, source = frame["key"].to_numpy(), frame["source"].to_numpy()
    world.edge(
        "MEMBER_OF", ("Household", "Cooperative"), ("row", "body"), h, body[r], source[r], since.first[r], until.after()[r],
        role=np.full(len(r), "成员", object), home=np.ones(len(r), bool),
    )  # fmt: skip
    r, h = resolved.may_row, resolved.may_household
    world.edge("MAY_CONTACT", ("Cooperative", "Household"), ("body", "row"), body[r], h, source[r], since.first[r], until.after()[r], mechanism=_text(kind)[r])
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, resolved.code, resolved.name)


def _one_code(name: pa.Array, code: pa.Array) -> pa.Array:
    """A row without a readable code takes that of the one cooperative of its name."""
    frame = pd.DataFrame({"name": name.to_numpy(zero_copy_only=False), "code": code.to_numpy(zero_copy_only=False)})
    known = frame.dropna().drop_duplicates()
    known = known[~known.duplicated("name", keep=False)].set_index("name")["code"]
    filled = frame["code"].where(frame["code"].notna(), frame["name"].map(known))
    return pa.array(filled.where(filled.notna(), None), pa.string())


def read_directory(rows: Rows, world: World) -> None:
    """A list of cooperatives, without members."""
    rows.replace("kind", kind_of(rows.words("uscc"), rows.words("name")))
    read_bodies(rows, world, "Cooperative")


def _text(array: pa.Array) -> np.ndarray:
    return pc.fill_null(array, "").to_numpy(zero_copy_only=False)


MEMBERS = Ledger(
    kind="cooperative_members", title="合作社成员", fields=fields(f.SEQ, f.PLACES, _NAME, f.USCC, f.HOUSEHOLD_CODE, _HEAD, _HEAD_ID, _SINCE, _UNTIL, f.PHONE, f.REMARK),
    required=(("name",), ("head_name", "household_code", "head_id")), read=read_members, order=41, signs=("合作社",), against=("法定代表人", "联系人", "联系户"),
    aliases=("合作社成员名册", "E8", "合作社"), needs="合作社名称,以及户主姓名、户主身份证号或户号",
)  # fmt: skip
DIRECTORY = Ledger(
    kind="cooperatives", title="合作社名录", fields=fields(COMMON, _NAME, f.USCC, Field("kind", "类别", ("合作社类型", "合作社类别", "类别"))), required=(("name",), ("uscc", "leader", "village")),
    read=read_directory, order=36, signs=("合作社", "名录"), against=("户主", "户号", "社员", "股东", "成员姓名"), aliases=("合作社目录",), needs="合作社名称",
)  # fmt: skip
