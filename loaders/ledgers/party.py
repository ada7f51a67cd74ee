"""党组织花名册 and 党员花名册."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people, units
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import COMMON, body_key, parents, state
from loaders.ledgers.body_words import PARTY_KINDS, standard
from loaders.ledgers.by_name import place_by_name
from loaders.ledgers.grid_names import GridNames
from loaders.ledgers.known import Known
from loaders.ledgers.membership import enrol
from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.placing import Placed, place
from loaders.problems import not_found
from loaders.rows import DUPLICATE, Rows
from loaders.world import World

_NAME = Field("name", "党组织名称", f.words("党组织名称 支部名称 组织名称 党组织简称 党组织全称 党支部名称"), weight=2.0)
_KIND = Field("kind", "党组织类别", f.words("党组织类别 组织类别 党组织类型 基层组织分类 类别 党组织分类 组织类型"), weight=1.2)
_CODE = Field("org_code", "党组织代码", f.words("党组织代码 组织代码 党组织编码"), cell="code", weight=2.0)
_PARENT = Field("parent", "上级党组织名称", f.words("上级党组织名称 上级党组织 隶属党组织 上级组织 上级党组织全称 上级党组织简称 上级党委 上级"), weight=2.0)
_LEADER = Field("leader", "党组织书记", (*f.LEADER.words, "党组织联系人", "党组织联络人", "领导班子成员姓名"), cell="name", weight=0.6)
_MEMBER = Field("name", "党员姓名", f.words("党员姓名 姓名"), cell="name", weight=1.0)
_BRANCH = Field(
    "organisation",
    "所在党支部",
    f.words("所在党支部 现所在党组织 所在党组织 入党所在支部 所属党支部 所在支部 所属党组织 支部名称 党支部 组织关系所在党支部 支部信息"),
    weight=2.0,
)
_SECOND = Field(
    "second",
    "功能型党组织",
    f.words("功能型党组织 所在功能型党组织 兼职党支部 所在综合党支部 综合党支部 所在大党委 参加的综合党支部 双重组织生活党支部 所在联合党支部"),
    weight=1.0,
)
_JOINED = Field("joined", "入党时间", f.words("入党时间 入党日期 partyDate"), cell="date", weight=2.0)
_FULL = Field("full", "转正时间", f.words("转正时间 转正日期"), cell="date", weight=1.5)
_LEFT = Field("until", "转出时间", f.words("转出时间 转出日期 组织关系转出时间 出党时间"), cell="date", weight=1.0)
_TELLING = {"支部委员会": "党支部", "总支部委员会": "党总支", "委员会": "党委", "支部": "党支部", "总支部": "党总支", "总支": "党总支"}


def read_organisations(rows: Rows, world: World) -> None:
    """Party organisations with their parent by name; an unknown parent loses the UNDER edge, not the organisation."""
    if any(rows.has(n) for n in ("village", "town", "place")):
        place_by_name(rows, world, "name")
    placed = place(rows, world.finder, village_required=False, anywhere=True)
    name = rows.words("name")
    kind = pc.coalesce(_known_kind(standard(rows.words("kind"), world)), kind_of(name), rows.words("kind"))
    unit = _placed_by_name(rows, placed, name, kind, world)
    founded, leader, phone, code = rows.dates("founded"), rows.names("leader"), rows.phones("phone"), rows.words("org_code")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "党组织名称")
    rows.mark_duplicates(**placed.said, kind=kind, name=name, founded=founded.stated(), leader=leader, phone=phone)
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    labels = np.full(len(rows), "PartyOrganization", object)
    state(world, rows, at, labels, unit, kind, name, code, founded.first, rows.cells("leader"), phone)
    parents(rows, world, at, labels, unit, kind, name)
    _cover_grids(rows, world, at, unit, placed.village, kind, name)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=kind)


def _cover_grids(rows: Rows, world: World, at: np.ndarray, unit: np.ndarray, village: np.ndarray, kind: pa.Array, name: pa.Array) -> None:
    """A branch that a row puts in a grid covers the grid too; a cell may name several."""
    if not rows.has("grid"):
        return
    good = np.isin(np.arange(len(rows)), at)
    row, grids = split_names(rows.cells("grid"), good)
    named = GridNames(world)
    key = named.find(village[row], text.said(grids))
    known = np.array([k is not None for k in key], bool)
    named.report(rows, row[~known], village[row[~known]], text.said(grids)[~known], "grid", "所在网格")
    there = np.flatnonzero(known)
    kinds, names = text.said(kind), text.said(name)
    body = np.array([body_key("PartyOrganization", int(unit[r]), kinds[r], names[r]) for r in row[there]], object)
    world.edge("COVERS", ("PartyOrganization", "Grid"), ("body", "grid"), body, key[there], text.objects(rows.sources)[row[there]])


def kind_of(name: pa.Array) -> pa.Array:
    """The kind that a party organisation's name tells, where no column does."""
    if not len(name):
        return name
    ends = "党小组|综合党支部|网格党支部|党支部|总支部委员会|支部委员会|总支部|党总支|党工委|大党委|党委|委员会|总支|支部"
    found = pc.struct_field(pc.extract_regex(name, rf"(?P<k>{ends})$"), "k")
    return pc.coalesce(pa.array(list(_TELLING.values())).take(pc.index_in(found, value_set=pa.array(list(_TELLING)))), found)


def _known_kind(kind: pa.Array) -> pa.Array:
    """Only words for what an organisation is; 党组织类别 may also say of what sector it is (农村, 街道社区)."""
    return pc.if_else(pc.is_in(kind, value_set=pa.array(PARTY_KINDS)), kind, None)


def _placed_by_name(rows: Rows, placed: Placed, name: pa.Array, kind: pa.Array, world: World) -> np.ndarray:
    """The unit of each organisation. Its name tells it where no column does: 仙女村一组党小组 stands in that group.

    An organisation of a sheet without any place is -1 where its name does not tell either: the same name elsewhere decides.
    """
    unit = placed.lowest.copy()
    loose = ~(rows.in_sheet("village") | rows.in_sheet("town") | rows.in_sheet("place"))
    low = text.mask(pc.is_in(kind, value_set=pa.array(["党支部", "党小组", "综合党支部", "网格党支部", "网格党小组"])))
    in_group = ~rows.in_sheet("group") & ~rows.in_sheet("bay") & low
    tree = world.tree
    for row in np.flatnonzero((loose | in_group) & text.present(name)):
        said = name[int(row)].as_py()
        if loose[row]:
            told = world.finder.context(said).unit
            unit[row] = told if told >= 0 else unit[row]
        village = tree.up(int(unit[row]), units.VILLAGE)
        if in_group[row] and village >= 0 and tree.units[int(unit[row])].level == units.VILLAGE:
            rest = said.replace(tree.units[village].name, "", 1)
            fits = [g for g in tree.children(village) if tree.units[g].name in rest]
            unit[row] = fits[0] if len(fits) == 1 else unit[row]
    return unit


def read_members(rows: Rows, world: World) -> None:
    """Party members; one whose organisation is not found is loaded as a person without MEMBER_OF."""
    placed = place(rows, world.finder, village_required=False, anywhere=True)
    name, ids = rows.names("name"), rows.ids("id")
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, "name", "姓名")
    sex, birth = people.sex(rows, ids, world.settings), people.birth(rows, ids)
    joined, full, until = rows.dates("joined"), rows.dates("full"), rows.dates("until")
    political = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    phone, organisation = rows.phones("phone"), rows.words("organisation")
    rows.mark_duplicates(
        **placed.said, name=name, id=ids.value, sex=sex, birth=pa.array(birth), political=political, joined=joined.stated(), full=full.stated(), phone=phone,
        until=until.stated(),
    )  # fmt: skip
    known = Known(world, ("PartyOrganization",))
    found = known.find(placed.lowest, text.said(organisation))
    if len(known.frame):
        rows.report(
            "organization_unknown", text.present(organisation) & (found < 0) & (rows.status != DUPLICATE), "organisation", not_found("所属", "党组织台账")
        )
    good = rows.accepted & ~rows.zero
    where = pa.array(np.flatnonzero(good))
    key = person_keys(placed.unit, placed.apart(name)).take(where)
    said = {"sex": sex, "political": pc.coalesce(political, pa.scalar("中共党员")), "phone": phone}
    taken = {k: v.take(where) for k, v in said.items()}
    marked = marks(rows.cells("remark").take(where))
    mention = world.persons.mention(key, name.take(where), rows.sources.take(where), ids.value.take(where), marked, birth[good], **taken)
    at = np.flatnonzero(good)
    same = np.full(len(at), "党员", object)
    dates = (joined.first[at], until.after()[at])
    enrol(rows, world, at, mention, placed.lowest[at], known, found[at], same, *dates, same)
    if rows.has("second"):
        second = rows.words("second")
        beside = known.find(placed.lowest, text.said(second))
        rows.report("organization_unknown", text.present(second) & (beside < 0) & (rows.status != DUPLICATE), "second", not_found("所属", "党组织台账"))
        enrol(rows, world, at, mention, placed.lowest[at], known, beside[at], same, *dates, same, listed=False, home=False)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name)


ORGANISATIONS = Ledger(
    kind="party_organizations",
    title="党组织",
    fields=fields(_LEADER, COMMON, _NAME, _KIND, _CODE, _PARENT, f.GRID),
    required=(("name",), ("kind", "org_code", "parent")),
    read=read_organisations,
    order=30,
    signs=("党组织", "党支部", "支部"),
    against=("党员姓名", "入党时间", "户主", "村民委员会"),
    vocabulary=("kind", PARTY_KINDS),
    aliases=("党组织花名册", "party", "B1", "B2"),
    proven=True,
)
MEMBERS = Ledger(
    kind="party_members",
    title="党员",
    fields=fields(f.SEQ, f.PLACES, _MEMBER, f.PERSON, _BRANCH, _SECOND, _JOINED, _FULL, _LEFT, f.ADDRESS, f.REMARK),
    required=(("name",), ("organisation", "joined", "full")),
    read=read_members,
    order=35,
    signs=("党员",),
    against=("户号", "联系户", "与户主关系", "党组织代码"),
    aliases=("党员花名册", "members"),
    never_beside="入团|发展编号|入伍|退役|月份|应缴|实缴|(?:^| )金额",
)
