"""Organisations and places that one row states: what their ledgers share (unit, kind, name, leader, founded)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.ledgers import fields as f
from loaders.kinds import Field
from loaders.normalise import numbers, text
from loaders.placing import Placed, place
from loaders.rows import Rows
from loaders.world import World

PARTY_KINDS = ("党委", "党总支", "党支部", "党小组", "党工委", "联合党支部", "联合党总支", "功能型党支部", "综合党支部", "大党委", "基层党委")
SELF_KINDS = (
    "村民委员会", "居民委员会", "村务监督委员会", "居务监督委员会", "村民小组", "居民小组", "业主委员会", "业委会", "湾落理事会", "村民代表会议", "居民代表会议", "集体经济组织", "村民议事会", "理事会",
)  # fmt: skip
MASS_KINDS = ("团支部", "工会联合会", "妇女联合会", "商会分会", "团小组", "工会分会", "妇女小组", "工会小组", "妇女微家", "团建微联盟", "残联", "关工委", "科协", "团总支", "团委")
PLACE_KINDS = (
    "综治网格中心工作室", "矛盾纠纷调解室", "社会心理服务室", "群众接待窗口", "党群服务中心", "党群服务站", "便民服务站", "新时代文明实践站", "妇女儿童之家", "青年之家", "残疾人服务站",
)  # fmt: skip
SOCIAL_KINDS = ("社区事务类", "公益慈善类", "生活服务类", "文体活动类")

KIND = Field("kind", "组织类别", ("组织类别", "组织类型", "类别", "类型", "组织种类", "机构类别"), weight=1.0)
NAME = Field("name", "组织名称", ("组织名称", "名称", "机构名称", "组织全称", "组织机构名称"), weight=1.0)
REGISTERED = Field("registered", "登记或备案", ("登记或备案", "登记/备案", "登记状态", "备案情况", "是否登记", "登记情况"), weight=1.0)
COMMON = (f.SEQ, f.TOWN, f.VILLAGE, f.GROUP, f.BAY, f.COUNTY, f.DIVISION, f.LEADER, f.PHONE, f.FOUNDED, f.REMARK)


def standard(kinds: pa.Array, world: World) -> pa.Array:
    """Local words for kinds as the scheme and the settings say: 妇联 → 妇女联合会."""
    table = {**world.scheme.kinds, **world.settings.kinds}
    if not table:
        return kinds
    found = pc.index_in(kinds, value_set=pa.array(list(table), pa.string()))
    return pc.coalesce(pa.array(list(table.values()), pa.string()).take(found), kinds)


def state(rows: Rows, world: World, labels: np.ndarray, placed: Placed, kind: pa.Array, name: pa.Array, code: pa.Array) -> None:
    """Put accepted bodies into the world, with their leader as a post; `labels` per row."""
    founded = rows.dates("founded") if rows.has("founded") else None
    first = founded.first if founded is not None else np.full(len(rows), np.datetime64("NaT"))
    precision = founded.precision if founded is not None else np.zeros(len(rows), int)
    leader = rows.names("leader") if rows.has("leader") else text.empty(len(rows))
    phone = rows.phones("phone") if rows.has("phone") else text.empty(len(rows))
    rows.mark_duplicates(
        [pa.array(placed.unit), pa.array(placed.group), pa.array(placed.bay), kind, name, code, leader, phone, pa.array(first), pa.array(precision)]
        + [rows.words(n) for n in ("remark", "registered", "parent") if n in rows.ledger.by_name]
    )
    good = rows.accepted & ~rows.zero
    frame = pd.DataFrame(
        {
            "label": labels, "unit": placed.lowest, "kind": _text(kind), "name": _text(name), "code": _text(code), "founded": first, "source": _text(rows.sources), "leader": _text(leader),
        }
    )[good]  # fmt: skip
    world.bodies.setdefault("stated", []).append(frame)
    led = good & text.present(leader)
    if led.any():
        where = pa.array(np.flatnonzero(led))
        key = pc.binary_join_element_wise("v:", pc.cast(pa.array(placed.unit), pa.string()), "|", leader, "").take(where)
        mention = world.persons.mention(key, leader.take(where), rows.sources.take(where), phone=phone.take(where))
        body = [body_key(*k) for k in zip(frame.loc[led[good], "label"], frame.loc[led[good], "unit"], frame.loc[led[good], "kind"], frame.loc[led[good], "name"], strict=True)]
        for label in np.unique(labels[led]):
            one = labels[led] == label
            world.edge(
                "HOLDS_POST", ("Person", label), ("mention", "body"), mention[one], np.array(body, object)[one], _text(rows.sources)[led][one],
                post=np.full(one.sum(), "负责人", object), duty=np.full(one.sum(), "", object),
            )  # fmt: skip


def body_key(label: str, unit: int, kind: str, name: str) -> str:
    """What makes a body one body: its label, unit, kind and name."""
    return f"{label}|{unit}|{kind}|{name}"


def read_bodies(rows: Rows, world: World, label: str) -> None:
    """A ledger of bodies of one label; party committees among them are party organisations."""
    placed = place(rows, world.finder, village_required=False)
    kind, name = standard(rows.words("kind"), world), rows.words("name")
    name = pc.coalesce(name, kind)
    code = _code(rows)
    rows.ledger_names = _delivered_as(rows, kind, world)
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "组织名称")
    labels = np.full(len(rows), label, object)
    labels[text.mask(pc.is_in(kind, value_set=pa.array(PARTY_KINDS)))] = "PartyOrganization"
    state(rows, world, labels, placed, pc.fill_null(kind, ""), name, code)
    world.deliver(rows, placed.village)
    world.refuse(rows, placed.village, name=name, slot=kind)


def _delivered_as(rows: Rows, kind: pa.Array, world: World) -> np.ndarray:
    """A sheet whose kinds are mostly the words of a list (一约七会, 三室一窗) is a delivery of that list."""
    names = rows.ledger_names.copy()
    for title, words in world.lists.items():
        listed = text.mask(pc.is_in(kind, value_set=pa.array(list(words), pa.string())))
        for number in range(len(rows.blocks)):
            here = rows.sheet == number
            if here.any() and listed[here].mean() >= 0.5:
                names[here] = title
    return names


def _code(rows: Rows) -> pa.Array:
    """统一社会信用代码; an invalid one does not lose the organisation."""
    if not rows.has("uscc"):
        return text.empty(len(rows))
    value, bad = numbers.credit_codes(rows.cells("uscc"))
    rows.report("uscc_invalid", bad, "uscc")
    return value


def _text(array: pa.Array) -> np.ndarray:
    return pc.fill_null(array, "").to_numpy(zero_copy_only=False)
