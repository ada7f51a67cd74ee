"""网格台账: grids, their workers (one column per role, or one row per role) and their typed 户数."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers import grid_villages
from loaders.ledgers.grid_names import GridNames
from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import codes, numbers, text
from loaders.persons import marks
from loaders.placing import place
from loaders.rows import DUPLICATE, Rows
from loaders.world import World

ROLES = {"leader_of": "网格长", "deputy": "副网格长", "worker": "专职网格员", "part_time": "兼职网格员", "adviser": "网格指导员", "micro": "微网格员"}
DUTY = {"专职网格员": "专职", "兼职网格员": "兼职"}
_NAME = Field("name", "网格名称", f.words("网格名称 网格 所属网格 网格名 gridName 网格简称 所在网格 网格区域"), cell="unit", weight=2.0)
_CODE = Field("grid_code", "网格编号", f.words("网格编号 网格代码 网格号 网格编码"), cell="code", weight=2.0)
_KIND = Field("kind", "网格类型", f.words("网格类型 网格类别 网格种类 网格性质"), pattern="^网格类型", weight=1.5)
_PARENT = Field(
    "parent",
    "上级网格",
    f.words("上级网格 上级网格名称 所属综合网格 所属上级网格 上级网格编号 所属大网格 隶属网格 所属专属网格"),
    cell="unit",
    weight=1.5,
)
_ROLE = Field("role", "岗位", f.words("岗位 角色 网格角色 职务 类型 网格岗位 人员类别 岗位类别 人员类型"), weight=1.2)
_PERSON = Field("person", "姓名", f.words("姓名 人员姓名"), cell="name", weight=1.0)
_WORKERS = (
    Field("leader_of", "网格长", f.words("网格长 网格长姓名 主管/网格长姓名"), cell="name", weight=1.5),
    Field("deputy", "副网格长", f.words("副网格长 副网格长姓名"), cell="name", weight=1.5),
    Field("worker", "专职网格员", f.words("专职网格员 网格员 网格员姓名 专职网格员姓名"), cell="name", weight=1.5),
    Field("part_time", "兼职网格员", f.words("兼职网格员 兼职网格员姓名"), cell="name", weight=1.5),
    Field("adviser", "网格指导员", f.words("网格指导员 网格指导员姓名"), cell="name", weight=1.5),
    Field("micro", "微网格员", f.words("微网格员 微网格员姓名 微网格长 微网格长姓名"), cell="name", weight=1.5),
)
_BARE_KINDS = {"综合": "综合网格", "专属": "专属网格", "综合微": "综合微网格", "专属微": "专属微网格", "微": "微网格"}


def read(rows: Rows, world: World) -> None:
    """Grids and the persons in post. A row that states a role without a name is a vacancy, loaded without an edge."""
    beside = grid_villages.first_of_several(rows)
    placed = place(rows, world.finder)
    name, code = rows.words("name"), rows.words("grid_code")
    rows.reject("required_missing", ~text.present(name) & ~text.present(code) & ~rows.zero, "name", "网格名称")
    ids, phone = rows.ids("id"), rows.phones("phone")
    political = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    sex, birth = people.sex(rows, ids, world.settings), people.birth(rows, ids)
    since, until = rows.dates("since"), rows.dates("until")
    value, qualifier = numbers.counts(rows.cells("claimed"))
    person, role = rows.names("person"), rows.words("role")
    rows.mark_duplicates(
        **placed.said, name=name, grid_code=code, id=ids.value, phone=phone, political=political, since=since.stated(), until=until.stated(),
        claimed=pa.array(value), person=person, sex=sex, birth=pa.array(birth),
    )  # fmt: skip
    good = rows.accepted & ~rows.zero
    key = grid_keys(placed.village, code, name)
    said = {"code": text.said(code), "name": text.said(pc.coalesce(name, code)), "kind": text.said(_kinds(rows)), "source": text.objects(rows.sources)}
    world.grids.append(pd.DataFrame({"key": key, "village": placed.village, **said})[good])
    _parents(rows, world, good, key, placed.village)
    grid_villages.spread(rows, world, good, key, placed.village, beside)
    own_role = next((r for r in ("worker", "leader_of", "part_time") if rows.has(r)), "")
    education = codes.education(rows.cells("education"))[0]
    own = {"political": political, "phone": phone, "sex": sex, "education": education}
    posts = [(ROLES[r], rows.cells(r), r == own_role and not rows.has("person")) for r in ROLES] + [("", rows.cells("person"), True)]
    table = {**world.scheme.posts, **world.settings.posts}
    for post, names, is_own in posts:
        row, who = split_names(names, good)
        if not len(row):
            continue
        at = pa.array(row)
        chosen = ids.value.take(at) if is_own else text.empty(len(row))
        told = {k: v.take(at) for k, v in own.items()} if is_own else {}
        born = birth[row] if is_own else None
        marked = marks(rows.cells("remark").take(at))
        mention = world.persons.mention(person_keys(placed.village[row], placed.apart(who, row)), who, rows.sources.take(at), chosen, marked, born, **told)
        held = [post or r or "网格员" for r in role.take(at).to_pylist()]
        held_ = np.array([p if post else table.get(p, p) for p in held], object)
        stated = text.objects(pc.fill_null(told.get("political", text.empty(len(row))), ""))
        edge = {"post": held_, "duty": np.array([DUTY.get(p, "") for p in held_], object), "political": stated, "ledger": rows.ledger_names[row]}
        ends = (mention, key[row], text.objects(rows.sources)[row], since.first[row], until.after()[row])
        world.edge("HOLDS_POST", ("Person", "Grid"), ("mention", "grid"), *ends, **edge)
    _claims(rows, world, key, placed.village, name, value, qualifier)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=role)


def _kinds(rows: Rows) -> pa.Array:
    """Per row the kind of its grid: its own column's word, else what the sheet says; bare codes (1城市 2农村 3专属) are not guessed."""
    said = rows.words("kind")
    bare = text.mask(pc.match_substring_regex(said, r"^\d+$"))
    rows.report("code_ambiguous", bare, "kind")
    said = pc.if_else(pa.array(bare), None, said)
    longer = pc.index_in(said, value_set=pa.array(list(_BARE_KINDS)))
    by_sheet = pa.array([_told(b.found.title, b.name) for b in rows.blocks], pa.string()).take(pa.array(rows.sheet))
    return pc.coalesce(pa.array(list(_BARE_KINDS.values())).take(longer), said, by_sheet)


def _parents(rows: Rows, world: World, good: np.ndarray, key: np.ndarray, village: np.ndarray) -> None:
    """PART_OF the grid above, by name or code; one that is not stated is told and loses the edge."""
    if not rows.has("parent"):
        return
    said = text.said(rows.words("parent"))
    named = GridNames(world)
    above = named.find(village, said)
    there = np.array([a is not None for a in above], bool)
    lost = np.flatnonzero(good & (said != "") & ~there)
    named.report(rows, lost, village[lost], said[lost], "parent", "上级网格")
    pairs = pd.DataFrame({"key": key, "above": above, "row": np.arange(len(rows))})[good & there & (above != key)].drop_duplicates(["key", "above"])
    source = text.objects(rows.sources)[pairs["row"].to_numpy()]
    world.edge("PART_OF", ("Grid", "Grid"), ("grid", "grid"), pairs["key"].to_numpy(object), pairs["above"].to_numpy(object), source)


def grid_keys(village: np.ndarray, code: pa.Array, name: pa.Array) -> np.ndarray:
    """What makes a grid one grid: its code, else its village and name."""
    by_name = pc.binary_join_element_wise(pc.cast(pa.array(village), pa.string()), pc.fill_null(name, ""), "|")
    return text.objects(pc.coalesce(code, by_name))


def _told(title: str, sheet: str) -> str:
    said = title + sheet
    return next((k for k in ("专属微网格", "综合微网格", "专属网格", "综合网格", "微网格", "专职网格") if k in said), "网格")


def _claims(rows: Rows, world: World, key: np.ndarray, village: np.ndarray, name: pa.Array, value: np.ndarray, qualifier: pa.Array) -> None:
    kept = (value >= 0) & (village >= 0) & (rows.status != DUPLICATE) & ~rows.continued("claimed")
    at = pd.Series(key)[kept].drop_duplicates().index.to_numpy()
    if len(at):
        where = pa.array(at)
        world.claim(rows, at, "网格户数", value[at], qualifier.take(where), "grid", "Grid", key[at], village[at], name.take(where).to_pylist())


GRIDS = Ledger(
    kind="grids",
    title="网格",
    fields=fields(
        *(f.SEQ, f.COUNTY, f.TOWN, f.VILLAGE, f.PLACE, f.DIVISION, _NAME, _CODE, _KIND, _PARENT, _WORKERS, _ROLE, _PERSON),
        *(f.ID_NUMBER, f.POLITICAL, f.EDUCATION, f.SEX, f.BIRTH, f.PHONE, f.HOUSEHOLDS, f.SINCE, f.UNTIL, f.REMARK),
    ),
    required=(("name", "grid_code"), ("grid_code", "worker", "leader_of", "person", "part_time", "claimed", "kind")),
    read=read,
    order=25,
    signs=("网格",),
    against=("户号", "与户主关系", "联户长", "分组编号", "户主"),
    never="走访|来访|信访",
    never_beside="走访|来访|信访",
    aliases=("网格台账", "F1", "F3", "专职网格"),
)
