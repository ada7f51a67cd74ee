"""户籍人口台账: residents (one row per person) and households (one row per household)."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people
from loaders.households import EXCLUDED, keys
from loaders.identity.keys import of_member
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import fields as f
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.placing import Placed, place
from loaders.rows import DUPLICATE, Rows
from loaders.world import World

NAME = Field("name", "姓名", f.words("姓名 真实姓名 居民姓名 家庭成员姓名 成员姓名 家庭成员 人员姓名"), cell="name", weight=1.0)
RELATION = Field(
    "relation",
    "与户主关系",
    f.words("与户主关系 家庭关系 与户主之间的关系 和户主之间的关系 关系 与户主的关系 户主关系 成员关系 与户主间关系"),
    weight=3.0,
)
IS_HEAD = Field("is_head", "是否户主", f.words("是否户主 户主标志 户主标识 是否为户主"), weight=2.0)
HOUSEHOLD_KIND = Field("household_kind", "户类型", f.words("户类型 家庭类别 户类别 户别 家庭类型"), weight=0.7)
SIZE = Field("size", "人数", f.words("人数 家庭人口数 家庭人口 合计人数 人口数 户籍人口数 家庭成员数"), cell="count", weight=0.5)
_OWN_GRID = Field(
    "own_grid",
    "专属网格",
    f.words("专属网格 所属专属网格 所在专属网格 专属网格名称 专属微网格 所属专属微网格 第二网格 微网格 所属微网格"),
    cell="unit",
    weight=0.7,
)
_COMMON = (f.SEQ, *f.PLACES, f.HOUSEHOLD_CODE, f.HEAD_NAME, f.HEAD_ID, f.ADDRESS, _OWN_GRID, f.GRID, HOUSEHOLD_KIND, f.REMARK)
_ONLY_SOME = (
    r"^(?!.*(?:户籍|常住人口|户口|家庭户)).*?"
    r"(脱贫|致贫|返贫|监测对象|留守|残疾|低保|特困|五保|退役|党员|选民|参选|走访|来访|信访|志愿|股东|入社|高龄|困难|失业|务工|学生|"
    r"微家|签约|评选|认证|用户|(?<=\S)(?<!家庭)(?<!户)成员|(?<=\S)(?<!户)(?<!户主)(?<!居民)(?<!村民)(?<!人口)(?<!人员)名单)"
    r"|(会员|团员|队员|志愿者|志愿服务|青年突击)"
)
"""Titles of lists that hold only some of the people, in an order or with household numbers of their own."""
_OTHER_LISTS = (
    "金额|缴费|补贴标准|补助标准|发放|致贫原因|风险是否消除|走访时间|走访人|来访|入社时间|入党时间|承包面积|出资额|股东|持股|农龄股|合作社|选民|"
    "所在工会|所属工会|工会小组|微家|队伍名称|服务队|突击队|发展编号|会员证|入会时间|入团时间|入队时间|加入时间|团支部|团组织|志愿者|"
    "认证时间|实名认证|活跃|(?:签订|签约|评选|评定|获评|诉求|受理|接待)(?:时间|日期)|诉求"
)
"""Header words of lists that are no register."""


def read(rows: Rows, world: World) -> None:
    """Persons and their households. A row without a readable household is refused; a bad cell costs the cell."""
    residents = rows.ledger is RESIDENTS
    own = "name" if residents else "head_name"
    _continue_households(rows)
    placed = place(rows, world.finder, create=True)
    name = rows.names(own)
    rows.reject("required_missing", ~text.present(name) & ~rows.zero, own, "姓名" if residents else "户主姓名")
    ids = rows.ids("id" if residents else "head_id")
    relation = people.coded(rows, "relation", codes.relation, world.settings.codes.get("与户主关系"))
    head_name, code, address = rows.names("head_name"), rows.words("household_code"), rows.words("address")
    is_head = _heads(rows, relation, name, head_name, code) if residents else np.ones(len(rows), bool)
    head_name = pc.if_else(pa.array(is_head), pc.coalesce(head_name, name), head_name)
    stated_id = rows.ids("head_id").value if residents else text.empty(len(rows))
    head_id = pc.coalesce(stated_id, pc.if_else(pa.array(is_head), ids.value, None))
    key = keys(placed.village, placed.apart(code), head_id, placed.apart(head_name), address)
    rows.reject("household_unknown", ~text.present(key) & rows.accepted & ~rows.zero, "household_code", values=name)
    said = {
        "sex": people.sex(rows, ids, world.settings),
        "political": people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌")),
        "ethnic": codes.ethnic(rows.cells("ethnic"))[0],
        "education": codes.education(rows.cells("education"))[0],
        "phone": rows.phones("phone"),
    }
    birth = people.birth(rows, ids)
    kind, remark, grid = rows.words("household_kind"), rows.words("remark"), rows.words("grid")
    own_id = {"id": ids.value, "head_id": stated_id} if residents else {"head_id": ids.value}
    rows.mark_duplicates(**placed.said, **own_id, **said, name=name, head_name=head_name, relation=relation, birth=pa.array(birth), household_code=key)
    _conflicts(rows, key, placed, is_head, name, head_name)
    statements = pd.DataFrame(
        {
            "key": text.objects(key), "village": placed.village, "former": text.said(placed.former), "code": text.objects(code),
            "head": text.objects(head_name), "head_id": text.objects(head_id), "group": placed.group, "bay": placed.bay, "address": text.objects(address),
            "kind": text.objects(kind), "excluded": text.objects(_excluded(kind, remark)), "is_head": is_head, "grid": text.objects(grid),
            "own_grid": text.objects(rows.words("own_grid")), "source": text.objects(rows.sources),
        }
    )  # fmt: skip
    good = rows.accepted & ~rows.zero
    world.households.state(statements[good])
    world.provenance.append(statements.loc[good | (rows.status == DUPLICATE), ["key", "source"]].rename(columns={"key": "household"}))
    keep = pa.array(good)
    person_key = of_member(key, name).filter(keep)
    marked = marks(remark.filter(keep)) if residents else None
    attributes = {k: v.filter(keep) for k, v in said.items()}
    sources = rows.sources.filter(keep)
    mention = world.persons.mention(person_key, name.filter(keep), sources, ids.value.filter(keep), marked, birth[good], **attributes)
    told = text.objects(pc.if_else(pa.array(is_head), "户主", pc.fill_null(relation, "")).filter(keep))
    ends = (mention, text.objects(key.filter(keep)))
    world.edge("LIVES_IN", ("Person", "Household"), ("mention", "household"), *ends, sources, relation=told, is_head=is_head[good])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, code, name)


def _continue_households(rows: Rows) -> None:
    """A member's row that names no household at all belongs to the one above (a CSV saved from a merged workbook)."""
    names = [n for n in ("household_code", "head_name", "head_id") if rows.has(n)]
    if not names or rows.ledger is not RESIDENTS:
        return
    relation = rows.words("relation")
    head = text.mask(pc.match_substring(relation, "户主")) | (rows.in_sheet("relation") & ~text.present(relation))
    flagged = rows.words("is_head")
    head |= text.mask(pc.is_in(flagged, value_set=_YES)) | (rows.in_sheet("is_head") & ~rows.in_sheet("relation") & ~text.present(flagged))
    follows = np.logical_and.reduce([rows.blank(n) for n in names]) & ~head
    for n in (*names, "address"):
        if rows.has(n):
            rows.fill_down(n, follows & rows.blank(n))


_YES = pa.array(["是", "√", "Y", "y", "true", "TRUE", "户主", "✓"])


def _heads(rows: Rows, relation: pa.Array, name: pa.Array, head_name: pa.Array, code: pa.Array) -> np.ndarray:
    """The head's own row: the relation or 是否户主 says so, or they say nothing (or 本人) and the name is the head's."""
    said = text.mask(pc.equal(relation, "户主")) | _flagged(rows, code)
    silent = ~text.present(relation) | text.mask(pc.equal(relation, "本人"))
    return np.asarray(said | (silent & text.mask(pc.equal(name, head_name))))


def _flagged(rows: Rows, code: pa.Array) -> np.ndarray:
    """是否户主 as 是, or as the one of 0 and 1 that stands about once per household in its file."""
    if not rows.has("is_head"):
        return np.zeros(len(rows), bool)
    value = rows.words("is_head")
    heads = text.mask(pc.is_in(value, value_set=_YES))
    flags, codes_ = text.objects(value), text.objects(code)
    files = np.array([b.file for b in rows.blocks], object)[rows.sheet]
    for one in dict.fromkeys(files):
        here = files == one
        households = len(set(codes_[here]) - {None})
        numbers = {flag: here & (flags == flag) for flag in ("0", "1", "2") if (here & (flags == flag)).any()}
        if numbers:
            best = min(numbers, key=lambda f: abs(int(numbers[f].sum()) - households))
            heads |= numbers[best]
    return heads


def _excluded(kind: pa.Array, remark: pa.Array) -> pa.Array:
    words = pa.array(EXCLUDED)
    return pc.coalesce(*(pc.if_else(pc.is_in(c, value_set=words), c, None) for c in (kind, remark)))


def _conflicts(rows: Rows, key: pa.Array, placed: Placed, is_head: np.ndarray, name: pa.Array, head_name: pa.Array) -> None:
    """Rows of one household that disagree with its head's row about group or head."""
    good = np.flatnonzero(rows.accepted & text.present(key))
    number = np.asarray(key.take(pa.array(good)).dictionary_encode().indices)
    heads = is_head[good]
    _, first = np.unique(number[heads], return_index=True)
    head_row = np.full(number.max() + 1 if len(number) else 0, -1)
    head_row[number[heads][first]] = good[heads][first]
    own = head_row[number]
    known = own >= 0
    good, own = good[known], own[known]
    group = placed.group
    other_group = np.zeros(len(rows), bool)
    other_group[good] = (group[good] >= 0) & (group[own] >= 0) & (group[good] != group[own])
    rows.report("household_conflict", other_group, "group", "村民小组")
    said, names = text.objects(head_name), text.objects(name)
    other_head = np.zeros(len(rows), bool)
    other_head[good] = text.present(head_name)[good] & (said[good] != names[own])
    rows.report("household_conflict", other_head, "head_name", "户主")


RESIDENTS = Ledger(
    kind="residents",
    title="户籍人口",
    fields=fields(NAME, RELATION, IS_HEAD, _COMMON, f.PERSON, SIZE),
    required=(("name",), ("relation", "household_code", "head_name", "head_id")),
    read=read,
    order=20,
    signs=("户籍", "人口", "家庭成员", "居民信息", "常住"),
    against=("联系户", "联系人", "合作社", "党支部", "走访"),
    never=_ONLY_SOME,
    never_beside=_OTHER_LISTS,
    unless=("relation", "is_head", "head_name", "head_id"),
    instead=(("name", "head_name", "relation"),),
    aliases=("户籍人口台账", "户籍", "人口", "register", "居民"),
)
HOUSEHOLDS = Ledger(
    kind="households",
    title="户籍人口",
    fields=fields(_COMMON, f.PHONE, SIZE),
    required=(("head_name",), ("household_code", "address", "size")),
    read=read,
    order=21,
    signs=("户册", "家庭户", "户籍", "农户"),
    against=("联系户", "联系人", "合作社", "走访", "出资"),
    never=_ONLY_SOME,
    never_beside=_OTHER_LISTS,
    aliases=("家庭户", "户"),
    understood=0.5,
)
