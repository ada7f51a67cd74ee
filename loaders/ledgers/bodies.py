"""Organisations and places that rows state: what their ledgers share (unit, kind, name, leader, founded)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.kinds import Field
from loaders.ledgers import fields as f
from loaders.normalise import numbers, text
from loaders.placing import place
from loaders.rows import Rows
from loaders.world import NO_DAY, World

PARTY_KINDS = ("党委", "党总支", "党支部", "党小组", "党工委", "联合党支部", "联合党总支", "功能型党支部", "综合党支部", "大党委", "基层党委")
KIND = Field("kind", "组织类别", f.words("组织类别 组织类型 类别 类型 组织种类 机构类别"), weight=1.0)
NAME = Field("name", "组织名称", f.words("组织名称 名称 机构名称 组织全称 组织机构名称"), weight=1.0)
REGISTERED = Field("registered", "登记或备案", f.words("登记或备案 登记/备案 登记状态 备案情况 是否登记 登记情况"), weight=1.0)
COMMON = (f.SEQ, *f.PLACES, f.LEADER, f.PHONE, f.FOUNDED, f.REMARK)


def standard(kinds: pa.Array, world: World) -> pa.Array:
    """Local words for kinds as the scheme and the settings say: 妇联 → 妇女联合会."""
    table = world.kinds
    if not table:
        return kinds
    found = pc.index_in(kinds, value_set=pa.array(list(table), pa.string()))
    return pc.coalesce(pa.array(list(table.values()), pa.string()).take(found), kinds)


def body_key(label: str, unit: int, kind: str, name: str) -> str:
    """What makes a body one body: its label, unit, kind and name."""
    return f"{label}|{unit}|{kind}|{name}"


def state(
    world: World, rows: Rows, at: np.ndarray, label: np.ndarray, unit: np.ndarray, kind: pa.Array, name: pa.Array,
    code: pa.Array | None = None, founded: np.ndarray | None = None, leader: pa.Array | None = None, phone: pa.Array | None = None,
) -> None:  # fmt: skip
    """Put bodies of the rows `at` into the world, with their leaders as posts; all arrays have one entry per row of the ledger."""
    where = pa.array(at)

    def said(values: pa.Array | None) -> np.ndarray:
        return text.said(values.take(where)) if values is not None else np.full(len(at), "", object)

    frame = pd.DataFrame(
        {
            "label": label[at], "unit": unit[at], "kind": said(kind), "name": said(name), "code": said(code),
            "founded": founded[at] if founded is not None else np.full(len(at), NO_DAY), "source": text.objects(rows.sources.take(where)),
        }
    )  # fmt: skip
    world.bodies.setdefault("stated", []).append(frame)
    if leader is None:
        return
    led = np.flatnonzero(text.present(leader)[at])
    if not len(led):
        return
    rows_led = pa.array(at[led])
    place_key = pc.binary_join_element_wise("v:", pc.cast(pa.array(unit), pa.string()), "|", leader, "").take(rows_led)
    phones = {"phone": phone.take(rows_led)} if phone is not None else {}
    mention = world.persons.mention(place_key, leader.take(rows_led), rows.sources.take(rows_led), **phones)
    columns = frame.iloc[led][["label", "unit", "kind", "name"]]
    body = np.array([body_key(*k) for k in columns.itertuples(index=False)], object)
    source = text.objects(rows.sources.take(rows_led))
    for one in columns["label"].unique():
        here = (columns["label"] == one).to_numpy()
        size = int(here.sum())
        own = {"post": np.full(size, "负责人", object), "duty": np.full(size, "", object)}
        world.edge("HOLDS_POST", ("Person", str(one)), ("mention", "body"), mention[here], body[here], source[here], **own)


def read_bodies(rows: Rows, world: World, label: str) -> None:
    """A ledger of bodies of one label, one per row; party committees among them are party organisations."""
    placed = place(rows, world.finder, village_required=False)
    kind, name = standard(rows.words("kind"), world), rows.words("name")
    name = pc.coalesce(name, kind)
    code, founded, leader, phone = _code(rows), rows.dates("founded"), rows.names("leader"), rows.phones("phone")
    rows.ledger_names = delivered_as(rows, kind, world)
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "组织名称")
    rows.mark_duplicates(**placed.said, kind=kind, name=name, uscc=code, founded=founded.stated(), leader=leader, phone=phone)
    labels = np.where(text.mask(pc.is_in(kind, value_set=pa.array(PARTY_KINDS))), "PartyOrganization", label).astype(object)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    state(world, rows, at, labels, placed.lowest, kind, name, code, founded.first, leader, phone)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=kind)


def delivered_as(rows: Rows, kind: pa.Array, world: World) -> np.ndarray:
    """A sheet whose kinds are mostly the words of a list (一约七会, 三室一窗) is a delivery of that list."""
    names = rows.ledger_names.copy()
    for title, words in world.lists.items():
        listed = text.mask(pc.is_in(kind, value_set=pa.array(list(words), pa.string())))
        for number in range(len(rows.blocks)):
            here = (rows.sheet == number) & text.present(kind)
            if here.any() and listed[here].mean() >= 0.5:
                names[rows.sheet == number] = title
    return names


def _code(rows: Rows) -> pa.Array:
    """统一社会信用代码; an invalid one does not lose the organisation."""
    if not rows.has("uscc"):
        return text.empty(len(rows))
    value, bad = numbers.credit_codes(rows.cells("uscc"))
    rows.report("uscc_invalid", bad, "uscc")
    return value


_NO = pa.array(["否", "×", "✗", "x", "X", "0", "没有", "未成立", "未建", "未建立", "未设", "未设立", "N", "n", "未组建", "空缺"])
_YES = r"^(是|有|√|✓|✔|☑|v|V|Y|y|\d+(个|家|处)?|已成立|已建|已建立|已设|已设立|已组建|●|○)$"


def read_matrix(rows: Rows, world: World, label: str, kinds: dict[str, str]) -> None:
    """One row per unit, one column per kind (`kinds`: field → kind): a leader's name, 是, 有, √, a count, or nothing."""
    placed = place(rows, world.finder, village_required=False)
    cells = {field: rows.names(field) for field in kinds}
    rows.ledger_names = _matrix_names(rows, world, kinds)
    rows.mark_duplicates(**placed.said, **cells)
    for field, kind in kinds.items():
        there = pc.if_else(pc.is_in(cells[field], value_set=_NO), None, cells[field])
        leader = pc.if_else(pc.match_substring_regex(there, _YES), None, there)
        at = np.flatnonzero(rows.accepted & ~rows.zero & text.present(there) & (placed.unit >= 0))
        labels = np.full(len(rows), "PartyOrganization" if kind in PARTY_KINDS else label, object)
        said = pa.array([kind] * len(rows), pa.string())
        state(world, rows, at, labels, placed.lowest, said, said, leader=leader)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village)


def _matrix_names(rows: Rows, world: World, kinds: dict[str, str]) -> np.ndarray:
    """A sheet whose columns are mostly the words of a list is a delivery of that list."""
    names = rows.ledger_names.copy()
    for number, one in enumerate(rows.blocks):
        there = [kind for field, kind in kinds.items() if field in one.cells]
        title = next((t for t, words in world.lists.items() if sum(k in words for k in there) >= 0.5 * len(there)), "")
        if title:
            names[rows.sheet == number] = title
    return names
