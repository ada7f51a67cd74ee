"""Organisations and places that rows state: what their ledgers share (unit, kind, name, leader, founded, the body above)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.former import apart
from loaders.kinds import Field
from loaders.ledgers import body_words as words
from loaders.ledgers import fields as f
from loaders.ledgers import unit_persons as persons
from loaders.ledgers.body_words import standard as standard
from loaders.ledgers.grounds import stand, villages
from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import numbers, text
from loaders.normalise import there as presence
from loaders.placing import Placed
from loaders.rows import DUPLICATE, Rows
from loaders.world import NO_DAY, World

KIND = Field("kind", "组织类别", f.words("组织类别 组织类型 类别 类型 组织种类 机构类别 群团类别 群团组织类别 自治组织类别 群团组织类型"), weight=1.0)
NAME = Field(
    "name",
    "组织名称",
    f.words("组织名称 名称 机构名称 组织全称 组织机构名称 群团组织名称 自治组织名称 群团名称"),
    pattern="^(?:妇联|工会|共青团|团|商会|妇女微家|微家|业委会|理事会|村级)(?:组织)?名称$",
    weight=1.0,
)
PARENT = Field(
    "parent",
    "上级组织",
    f.words(
        "上级组织 上级组织名称 上级 隶属组织 隶属 上级单位 上级机构 上级平台 接入平台 所属平台 上级工会 上级团组织 上级妇联 上级群团组织 "
        "上级社会组织 上级名称 隶属关系"
    ),
    weight=1.5,
)
REGISTERED = Field("registered", "登记或备案", f.words("登记或备案 登记/备案 登记状态 备案情况 是否登记 登记情况"), weight=1.0)
COMMON = (f.SEQ, *f.PLACES, f.LEADER, f.PHONE, f.FOUNDED, f.REMARK)
WITH_PARENT = (*COMMON, PARENT)


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
    if leader is not None:
        _leaders(world, rows, at, unit, frame, leader, phone)


def _leaders(world: World, rows: Rows, at: np.ndarray, unit: np.ndarray, frame: pd.DataFrame, leader: pa.Array, phone: pa.Array | None) -> None:
    """The persons whom a cell names as 负责人 hold that post of the row's body; a phone is theirs where it is one person."""
    row, who = split_names(leader, np.isin(np.arange(len(rows)), at))
    if not len(row):
        return
    where = pa.array(row)
    alone = np.bincount(row, minlength=len(rows))[row] == 1
    phones = {"phone": pc.if_else(pa.array(alone), phone.take(where), None)} if phone is not None else {}
    mention = world.persons.mention(person_keys(villages(world, unit[row]), apart(rows.former, who, row)), who, rows.sources.take(where), **phones)
    columns = frame.iloc[np.searchsorted(at, row)][["label", "unit", "kind", "name"]]
    body = np.array([body_key(*k) for k in columns.itertuples(index=False)], object)
    source, ledger = text.objects(rows.sources.take(where)), rows.ledger_names[row]
    for one in columns["label"].unique():
        here = (columns["label"] == one).to_numpy()
        size = int(here.sum())
        own = {"post": np.full(size, "负责人", object), "duty": np.full(size, "", object), "ledger": ledger[here]}
        world.edge("HOLDS_POST", ("Person", str(one)), ("mention", "body"), mention[here], body[here], source[here], **own)


def read_bodies(rows: Rows, world: World, label: str, kinds: tuple[str, ...] = ()) -> None:
    """A ledger of bodies of one label, one per row; party committees among them are party organisations. A name such as 未成立 or 在建
    tells that there is none: the row is loaded without a body.

    `kinds`: the kinds that a name may end with, where no column tells the kind.
    """
    stated = rows.words("kind") if rows.has("kind") else text.empty(len(rows))
    told = words.kind_told(rows, kinds, rows.words("name")) if kinds else text.empty(len(rows))
    kind, name = words.standard(pc.coalesce(stated, told), world), rows.words("name")
    none = presence.absent(rows.cells("name"), world.settings.day) & ~words.is_organisation(name)
    name = pc.coalesce(name, kind)
    words.name_ledgers(rows, world, [kind.filter(pa.array(rows.sheet == n)).drop_null().to_pylist() for n in range(len(rows.blocks))])
    placed = stand(rows, world, words.county_wide(rows))
    code, founded, leader, phone = credit_codes(rows), rows.dates("founded"), rows.names("leader"), rows.phones("phone")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "组织名称")
    untold = ~none & ~rows.in_sheet("kind") & ~text.present(kind) & (label != "SocialOrganization") & (label != "Cooperative")
    rows.reject("required_missing", untold & rows.accepted & ~rows.zero, "kind", "组织类别")
    rows.mark_duplicates(**placed.said, kind=kind, name=name, uscc=code, founded=founded.stated(), leader=leader, phone=phone)
    good = rows.accepted & ~rows.zero & ~none
    unit = by_name(world, rows, placed, name, words.is_low(kind) & good)
    person = text.mask(pc.is_in(kind, value_set=pa.array([*words.POSTS, *words.MECHANISMS])))
    persons.hold_or_contact(rows, world, np.flatnonzero(good & person), kind, rows.cells("leader"), unit, placed.village)
    at, labels = np.flatnonzero(good & ~person), words.labels(kind, label)
    state(world, rows, at, labels, unit, kind, name, code, founded.first, rows.cells("leader"), phone)
    parents(rows, world, at, labels, unit, kind, name)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=kind)


def parents(
    rows: Rows, world: World, at: np.ndarray, label: np.ndarray, unit: np.ndarray, kind: pa.Array, name: pa.Array, field: str = "parent", role: str = "隶属"
) -> None:
    """The bodies that rows name above their own, to be found when all are stated: an edge for the rows `at`; of others only the
    problem is told, where the name is nobody's."""
    if not rows.has(field):
        return
    parent = rows.words(field)
    there = text.present(parent) & (rows.status != DUPLICATE) & ~rows.zero
    told = {"name": text.said(name), "unit": unit, "kind": text.said(kind), "parent": text.said(parent), "source": text.objects(rows.sources)}
    asked = {"role": role, "field": field, "row": np.arange(len(rows)), "stated": np.isin(np.arange(len(rows)), at)}
    frame = pd.DataFrame({"label": label, **told, **asked})[there]
    if len(frame):
        world.bodies.setdefault("parents", []).append(frame)
        world.naming_parents.append(rows)


def by_name(world: World, rows: Rows, placed: Placed, name: pa.Array, low: np.ndarray) -> np.ndarray:
    """The lowest unit of each row. Of the rows `low`, in sheets without a column for it, the name tells the group or bay: 仙女村一组妇女小组."""
    unit, tree = placed.lowest.copy(), world.tree
    low = low & ~rows.in_sheet("group") & ~rows.in_sheet("bay") & text.present(name)
    for row in np.flatnonzero(low):
        village = int(placed.village[row])
        if village < 0 or unit[row] != village:
            continue
        own = max((n for n in tree.names(village) if n in name[int(row)].as_py()), key=len, default="")
        rest = name[int(row)].as_py().partition(own)[2] if own else name[int(row)].as_py()
        groups = [g for g in tree.children(village) if tree.units[g].name in rest]
        among = groups if len(groups) == 1 else (village, *tree.children(village))
        bays = [b for g in among for b in tree.children(g) if tree.units[b].level == units.BAY and tree.units[b].name in rest]
        fits = bays if len(bays) == 1 else groups
        unit[row] = fits[0] if len(fits) == 1 else unit[row]
    return unit


def credit_codes(rows: Rows) -> pa.Array:
    """统一社会信用代码; an invalid one does not lose the organisation."""
    if not rows.has("uscc"):
        return text.empty(len(rows))
    value, bad = numbers.credit_codes(rows.cells("uscc"))
    rows.report("uscc_invalid", bad, "uscc")
    return value


UNLISTED = "(未列名)"
_MOST = 200
"""A larger number in a cell of a matrix is no count of a village's bodies."""


def read_matrix(rows: Rows, world: World, label: str, kinds: dict[str, str]) -> None:
    """One row per unit, one column per kind (`kinds`: field → kind): 是, 有, √, a count, a name of the body or of its head, or nothing;
    beside it, in a field of the same name with ``head`` before it, the head. A column of a post (湾长) or a mechanism (联户长) names
    the unit's persons. In a ledger of social organisations a cell may state several: 3, or their names.
    """
    there = {field: kind for field, kind in kinds.items() if rows.has(field) or rows.has(f"head_{field}")}
    columns = [c for field in there for c in (field, f"head_{field}") if rows.has(c)]
    words.name_ledgers(rows, world, [[kind for field, kind in there.items() if field in b.cells or f"head_{field}" in b.cells] for b in rows.blocks])
    placed = stand(rows, world, words.county_wide(rows))
    rows.mark_duplicates(**placed.said, **{c: text.names(rows.cells(c)) for c in columns})
    for field, kind in there.items():
        body, head = (_stated(rows, c, world) for c in (field, f"head_{field}"))
        called = words.is_organisation(rows.words(field)) & body & ~presence.marked(rows.cells(field))
        leader = pc.coalesce(_named(rows, f"head_{field}", head), _named(rows, field, body & ~called))
        # What one column denies (业委会: 未成立) the other does not state.
        no = presence.absent(rows.cells(field), world.settings.day)
        at = np.flatnonzero(rows.accepted & ~rows.zero & (body | (head & ~no)) & (placed.unit >= 0))
        same = pa.array([kind] * len(rows), pa.string())
        if kind in words.POSTS or kind in words.MECHANISMS:
            persons.hold_or_contact(rows, world, at, same, leader, placed.lowest, placed.village)
            continue
        if label == "SocialOrganization":
            at = _state_several(rows, world, at, label, placed.lowest, field, kind, called)
        name = pc.coalesce(pc.if_else(pa.array(called), rows.words(field), None), same)
        state(world, rows, at, words.labels(same, label), placed.lowest, same, name, leader=leader)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village)


def _stated(rows: Rows, field: str, world: World) -> np.ndarray:
    """Where a cell of a matrix says that there is something."""
    return np.asarray(text.present(rows.words(field)) & ~presence.absent(rows.cells(field), world.settings.day))


def _named(rows: Rows, field: str, where: np.ndarray) -> pa.Array:
    """Cells as written where the mask holds and they are names of persons, no mark and no note."""
    return pc.if_else(pa.array(where & presence.name_persons(rows.cells(field))), rows.cells(field), None)


def _state_several(rows: Rows, world: World, at: np.ndarray, label: str, unit: np.ndarray, field: str, kind: str, called: np.ndarray) -> np.ndarray:
    """State the bodies of the rows `at` whose cell counts or names more than one; returns the rows that state one."""
    counted = presence.counts(rows.cells(field))
    row, listed = stated_list(rows.words(field), np.isin(np.arange(len(rows)), at) & called)
    many = np.flatnonzero((counted > 1) & (counted <= _MOST) & np.isin(np.arange(len(rows)), at))
    numbered = np.repeat(many, counted[many])
    number = np.arange(len(numbered)) - np.repeat(np.cumsum(counted[many]) - counted[many], counted[many]) + 1
    several = np.bincount(row, minlength=len(rows))[row] > 1
    every = np.r_[numbered, row[several]].astype(np.int64)
    names = [f"{kind}{UNLISTED}{n}" for n in number] + [n for n, s in zip(listed, several, strict=True) if s]
    if len(every):
        frame = pd.DataFrame({"label": label, "unit": unit[every], "kind": kind, "name": names, "code": "", "founded": NO_DAY})
        world.bodies.setdefault("stated", []).append(frame.assign(source=text.objects(rows.sources.take(pa.array(every)))))
    return at[~np.isin(at, every)]


def stated_list(cells: pa.Array, where: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """(row, name) of every body that the cells of a mask list: 广场舞协会、太极拳协会."""
    at = np.flatnonzero(where)
    if not len(at):
        return at, []
    parts = pc.split_pattern_regex(cells.take(pa.array(at)), r"[、,，;；/|\n]+")
    row = np.repeat(at, np.asarray(pc.list_value_length(parts)).astype(int))
    names = pc.list_flatten(parts).to_pylist()
    kept = np.array([bool(n) for n in names], bool)
    return row[kept], [n for n in names if n]
