"""群团 forms (妇联, 工会, 团支部 基本情况表): one body each with its founding day, its head and its committee."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.form_sheets import COMMITTEE
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import body_words as words
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import body_key, state
from loaders.ledgers.grounds import stand, villages
from loaders.ledgers.several import person_keys
from loaders.normalise import text, vacancies
from loaders.placing import Placed
from loaders.rows import Rows
from loaders.world import World

FIRST = "name"
_NAME = Field("name", "单位名称", f.words("单位名称 组织名称 妇联名称 工会名称 团支部名称 团组织名称 建会单位 建会单位名称 基层工会名称 商会名称"), weight=1.5)
_HEADS = {
    "women": ("妇女联合会", Field("women", "妇联主席", f.words("妇联主席 妇联主席姓名 妇联主任 妇联负责人"), cell="name", weight=2.0)),
    "union": ("工会联合会", Field("union", "工会主席", f.words("工会主席姓名 工会主席 工会负责人 工会主席(负责人)"), cell="name", weight=2.0)),
    "league": ("团支部", Field("league", "团支部书记", f.words("团支部书记 团支部书记姓名 团总支书记 团委书记 团组织书记"), cell="name", weight=2.0)),
    "chamber": ("商会分会", Field("chamber", "商会会长", f.words("商会会长 商会会长姓名 分会会长"), cell="name", weight=2.0)),
}
LEADERS = frozenset(_HEADS)
_ADDRESS = Field("address", "单位地址", f.words("单位地址 地址 通讯地址 办公地址 详细地址"), weight=0.7)
_FOUNDED = Field(
    "founded",
    "建立时间",
    f.words("妇联建立时间 申请建会时间 建会时间 工会成立时间 工会建立时间 妇联成立时间 团支部成立时间 成立时间 建立时间 商会成立时间 批准建会时间"),
    cell="date",
    weight=0.7,
)
_OTHERS = tuple(
    Field(f"told{n}", said[0], said, weight=0.7)
    for n, said in enumerate(
        (
            *(
                ("任期(年)", "任期"),
                ("妇联换届时间", "换届时间", "工会换届时间"),
                ("地区人口总数", "人口总数"),
                ("妇女人口总数", "妇女人数"),
                ("妇联党员数", "党员数"),
            ),
            *(("是否建立党组织", "是否成立党组织"), ("职工人数", "职工总数"), ("会员人数", "会员总数", "工会会员数"), ("团员人数", "团员总数", "团员数")),
            *(("女党代表", "女党代表人数"), ("女人大代表", "女人大代表人数"), ("女政协委员", "女政协委员人数"), ("妇女之家",), ("妇女学校",), ("维权站",)),
            *(("行政事业编制",), ("无编聘用",), ("巾帼志愿者服务队", "巾帼志愿服务队"), ("女职工人数", "女会员人数"), ("经费来源",), ("法人资格",)),
        )
    )
)
_COMMITTEE = Field(COMMITTEE, "班子成员")
_ENDS = re.compile(r"(妇女联合会|妇联|工会联合会|工会委员会|工会|团支部|团总支|团委|商会分会|商会|分会)$")


def read(rows: Rows, world: World) -> None:
    """A form states one body of 群团组织; its place is told by its own labels, its name or its address."""
    name = rows.words("name")
    _told_places(rows, world, name)
    placed = stand(rows, world, False)
    rows.reject("required_missing", ~text.present(name) & rows.accepted & ~rows.zero, "name", "单位名称")
    founded, phone = rows.dates("founded"), rows.phones("phone")
    heads = {n: rows.cells(n) for n in _HEADS}
    rows.mark_duplicates(**placed.said, name=name, founded=founded.stated(), phone=phone)
    which = [next((n for n in _HEADS if n in b.cells), "women") for b in rows.blocks]
    leader = pc.coalesce(*heads.values())
    usual = pa.array([_HEADS[n][0] for n in which], pa.string()).take(pa.array(rows.sheet))
    kind, called = _kinds(rows, world, name, usual, placed)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    labels = np.full(len(rows), "MassOrganization", object)
    state(world, rows, at, labels, placed.lowest, kind, called, founded=founded.first, leader=leader, phone=phone)
    _committees(rows, world, at, placed, kind, called)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name)


def _told_places(rows: Rows, world: World, name: pa.Array) -> None:
    """Where no label tells the village or town, the name or the address does."""
    tree = world.tree
    villages, towns = rows.words("village").to_pylist(), rows.words("town").to_pylist()
    for row, (said, address) in enumerate(zip(text.said(name), text.said(rows.words("address")), strict=True)):
        found = world.finder.context(said, address).unit
        if villages[row] or towns[row] or found < 0:
            continue
        at, town = tree.up(found, units.VILLAGE), tree.up(found, units.TOWN)
        villages[row] = tree.units[at].name if at >= 0 else None
        towns[row] = tree.units[town].name if town >= 0 else None
    rows.replace("village", pa.array(villages, pa.string()))
    rows.replace("town", pa.array(towns, pa.string()))


def _kinds(rows: Rows, world: World, name: pa.Array, usual: pa.Array, placed: Placed) -> tuple[pa.Array, pa.Array]:
    """(kind, name) of each body: a name that is only the unit's gets the kind behind it; the union of an enterprise is 基层工会."""
    tree, kinds, names = world.tree, [], []
    for said, kind, unit in zip(text.said(name), usual.to_pylist(), placed.unit, strict=True):
        own = any(n in said for n in tree.names(int(unit))) if unit >= 0 else False
        of_enterprise = kind == "工会联合会" and not own and "联合会" not in said
        kinds.append("基层工会" if of_enterprise else kind)
        names.append(said if _ENDS.search(said) else said + ("工会" if of_enterprise else kind))
    return words.standard(pa.array(kinds, pa.string()), world), pc.if_else(pc.is_valid(name), pa.array(names, pa.string()), None)


def _committees(rows: Rows, world: World, at: np.ndarray, placed: Placed, kind: pa.Array, name: pa.Array) -> None:
    """The posts of the small table inside a form, held of its body."""
    parts = [(int(r), *line.split("=")) for r in at for line in (rows.cells(COMMITTEE)[int(r)].as_py() or "").split("\n") if line.count("=") == 2]
    if not parts:
        return
    row = np.array([p[0] for p in parts], np.int64)
    who = vacancies.names(pa.array([str(p[2]) for p in parts], pa.string()))
    there = text.present(who)
    row, who, parts = row[there], who.filter(pa.array(there)), [p for p, t in zip(parts, there, strict=True) if t]
    source = rows.sources.take(pa.array(row))
    mention = world.persons.mention(person_keys(villages(world, placed.lowest[row]), who), who, source)
    kinds, names = text.said(kind), text.said(name)
    body = np.array([body_key("MassOrganization", int(placed.lowest[r]), kinds[r], names[r]) for r in row], object)
    post = np.array([re.sub(r"\s+", "", str(p[1])) for p in parts], object)
    duty = np.array(["兼职" if p[3] in ("是", "兼职", "√") else "专职" if p[3] in ("否", "专职") else "" for p in parts], object)
    own = {"post": post, "duty": duty, "ledger": rows.ledger_names[row]}
    world.edge("HOLDS_POST", ("Person", "MassOrganization"), ("mention", "body"), mention, body, text.objects(source), **own)


FORMS = Ledger(
    kind="mass_forms",
    title="群团组织",
    fields=fields(_NAME, [one for _, one in _HEADS.values()], f.TOWN, f.VILLAGE, f.GROUP, f.COUNTY, _ADDRESS, _FOUNDED, f.PHONE, _OTHERS, _COMMITTEE),
    required=(("name",), tuple(_HEADS)),
    read=read,
    order=32,
    signs=("妇联", "工会", "团支部", "商会"),
    against=("户主", "户号", "姓名", "组织类别", "党组织", "职务"),
    several=(3, ("address", "founded", *(o.name for o in _OTHERS))),
    never="走访|活动|会议|接待",
    aliases=("妇联情况表", "工会情况表"),
    form=(FIRST, LEADERS),
)
