"""群团成员 (工会会员, 团员, 妇女) and 队伍成员 (治理队伍, 志愿服务队, 青年突击队): persons listed at a village, members of a body."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import body_words as words
from loaders.ledgers import fields as f
from loaders.ledgers.grounds import named, stand, villages
from loaders.ledgers.household_keys import household_keys
from loaders.ledgers.known import Known
from loaders.ledgers.membership import enrol
from loaders.ledgers.several import person_keys, split_names
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.placing import Placed
from loaders.problems import not_found
from loaders.rows import DUPLICATE, Rows
from loaders.world import NO_DAY, World

UNION, LEAGUE, WOMEN = "工会会员", "团员", "妇女"
_UNION_BODY = r"^(?:现?所在|所属|所在的|隶属|加入的?)?(?:基层)?工会(?:小组|分会|组织|联合会|委员会)?(?:名称)?$"
_LEAGUE_BODY = r"^(?:现?所在|所属|隶属)?(?:团支部|团小组|团总支|团组织|团委|团建微联盟|微联盟)(?:名称)?$"
_WOMEN_BODY = r"^(?:现?所在|所属|隶属)?(?:妇女微家|微家|妇女小组|妇联|妇联组织|妇女联合会)(?:名称)?$"
_NAME = Field(
    "name",
    "姓名",
    f.words(
        "姓名 会员姓名 团员姓名 妇女姓名 成员姓名 人员姓名 职工姓名 队员姓名 志愿者姓名 参加人 组员姓名 队员 成员 "
        "队员名单 成员名单 组员 团员 会员 志愿者 志愿者名单"
    ),
    cell="name",
    weight=1.0,
)
_BODY = Field(
    "organisation",
    "所在组织",
    f.words("所在组织 所属组织 所在群团组织 所属群团组织 群团组织 组织名称 所在小组 所属小组名称 所在支部"),
    pattern=f"{_UNION_BODY}|{_LEAGUE_BODY}|{_WOMEN_BODY}",
    weight=2.0,
)
_JOINED = Field(
    "since",
    "加入时间",
    f.words("入会时间 入会日期 入团时间 入团日期 加入时间 加入日期 入会年月 入团年月 参加时间 入队时间 入队日期 加入工会时间"),
    cell="date",
    weight=1.2,
)
_LEFT = Field("until", "退出时间", f.words("退会时间 退团时间 离团时间 退出时间 转出时间 退队时间 离队时间"), cell="date", weight=0.8)
_GROUP_KIND = Field("roster", "群团类别", f.words("群团类别 会员类别 成员类别 人员类别 类别 所属群团 群团"), weight=1.0)
_DEVELOPED = Field("number", "发展编号", f.words("发展编号 团员编号 团员发展编号 会员证号 工会会员证号 会员编号 会员号"), cell="code", weight=2.0)
_ROLE = Field("role", "职务", f.words("职务 担任职务 队内职务 角色 岗位 分工"), weight=0.8)
_TEAM = Field(
    "organisation",
    "队伍名称",
    f.words(
        "队伍名称 所在队伍 所属队伍 服务队名称 志愿服务队名称 突击队名称 治理队伍 所属服务队 志愿服务队 青年突击队 队伍 团队名称 服务队 "
        "所在志愿服务队 所属突击队"
    ),
    weight=3.0,
)
_TEAM_KIND = Field("kind", "队伍类别", f.words("队伍类别 队伍类型 类别 类型 服务队类别 队伍性质"), weight=1.2)
_LEADER = Field(
    "leader", "负责人", f.words("队长 队长姓名 负责人 负责人姓名 领队 小组长 组长 队长(负责人) 负责人(队长) 带头人 召集人 微家长"), cell="name", weight=0.6
)
_ROSTERS = (
    (UNION, re.compile("工会|职工")),
    (LEAGUE, re.compile("共青团|团员|团支部|团小组|团组织|入团|微联盟|团总支|团委")),
    (WOMEN, re.compile("妇女|妇联|微家")),
)
_TEAMS = ("治理队伍", "志愿服务队", "青年突击队", "巡逻队", "调解队", "宣讲队", "网格队伍", "文艺队", "应急队", "服务队")
_TEAM_LABELS = {"青年突击队": "MassOrganization", "妇女微家": "MassOrganization", "工会小组": "MassOrganization", "团小组": "MassOrganization"}
_MASS_MEMBERSHIP = {UNION: "会员", LEAGUE: "团员", WOMEN: "成员"}


@dataclass(frozen=True)
class _Members:
    """One entry per person named: its row, its mention, when it joined and left, whether it leads the body."""

    at: np.ndarray
    mention: np.ndarray
    since: np.ndarray
    until: np.ndarray
    leads: np.ndarray


def read_mass(rows: Rows, world: World) -> None:
    """Members of mass organisations. One whose organisation no 群团组织 ledger states is told of and only listed."""
    placed = stand(rows, world, False)
    named(rows, world, "people")
    organisation = rows.words("organisation")
    known = Known(world, ("MassOrganization",))
    found = known.find(placed.lowest, text.said(organisation))
    roster = _rosters(rows, organisation)
    rows.reject("required_missing", (roster == "") & rows.accepted & ~rows.zero, "roster", "群团类别(工会会员、团员或妇女)")
    some = _persons(rows, world, placed)
    at = some.at
    rows.report(
        "organization_unknown", text.present(organisation) & (found < 0) & (rows.status != DUPLICATE), "organisation", not_found("所属", "群团组织台账")
    )
    role = np.array([_MASS_MEMBERSHIP.get(r, "成员") for r in roster[at]], object)
    enrol(rows, world, at, some.mention, placed.lowest[at], known, found[at], roster[at], some.since, some.until, role)
    _lead(rows, world, some, known, found[at])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=rows.names("name"))


def read_teams(rows: Rows, world: World) -> None:
    """Members of teams; a team that no ledger states is made, at the lowest unit that the first row of it names."""
    placed = stand(rows, world, False)
    named(rows, world, "people")
    organisation = rows.words("organisation")
    by_sheet = [_team_told(f"{b.found.title} {b.name} {b.file}") for b in rows.blocks]
    stated, sheet = rows.words("kind"), pa.array(by_sheet, pa.string()).take(pa.array(rows.sheet))
    told = pc.coalesce(words.kind_in_name(stated, _TEAMS), words.kind_in_name(organisation, _TEAMS), sheet, stated)
    kind = pc.fill_null(words.standard(told, world), "志愿服务队")
    no_name = ~text.present(organisation) & ~rows.zero
    rows.reject("required_missing", no_name & rows.accepted, "organisation", "队伍名称")
    known = Known(world, ("SocialOrganization", "MassOrganization"))
    found = known.find(placed.lowest, text.said(organisation))
    some = _persons(rows, world, placed)
    at = some.at
    _state_teams(rows, world, at[found[at] < 0], organisation, kind, placed)
    known = Known(world, ("SocialOrganization", "MassOrganization"))
    found = known.find(placed.lowest, text.said(organisation))
    role = np.where(some.leads, "队长", text.said(pc.fill_null(rows.words("role"), "成员"))[at])
    enrol(rows, world, at, some.mention, placed.lowest[at], known, found[at], text.said(kind)[at], some.since, some.until, role)
    _lead(rows, world, some, known, found[at])
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=rows.names("name"))


def _state_teams(rows: Rows, world: World, new: np.ndarray, organisation: pa.Array, kind: pa.Array, placed: Placed) -> None:
    """State the teams of rows that no ledger states: one per village, name; at the unit of its first row."""
    if not len(new):
        return
    at = pa.array(new)
    frame = pd.DataFrame(
        {
            "village": villages(world, placed.unit[new]), "unit": placed.lowest[new], "kind": text.said(kind.take(at)),
            "name": text.said(organisation.take(at)), "source": text.objects(rows.sources.take(at)),
        }
    )  # fmt: skip
    first = frame.drop_duplicates(["village", "name"])
    units_ = frame.groupby(["village", "name"], sort=False)["unit"].nunique().to_numpy()
    unit = np.where(units_ == 1, first["unit"], first["village"])
    label = [_TEAM_LABELS.get(k, "SocialOrganization") for k in first["kind"]]
    stated = first.assign(label=label, unit=unit, code="", founded=NO_DAY)
    world.bodies.setdefault("stated", []).append(stated[["label", "unit", "kind", "name", "code", "founded", "source"]])


def _persons(rows: Rows, world: World, placed: Placed) -> _Members:
    """The persons of the rows that count; the same person by id number in all ledgers, or by household and name where a row states one."""
    name, ids = rows.names("name"), rows.ids("id")
    nobody = ~text.present(name) & ~text.present(rows.names("leader"))
    rows.reject("required_missing", nobody & rows.accepted & ~rows.zero, "name", "姓名")
    sex, birth = people.sex(rows, ids, world.settings), people.birth(rows, ids)
    political = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    since, until, phone = rows.dates("since"), rows.dates("until"), rows.phones("phone")
    rows.mark_duplicates(
        **placed.said, name=name, id=ids.value, sex=sex, birth=pa.array(birth), political=political, since=since.stated(), until=until.stated(), phone=phone
    )
    at, who, leads, alone = _named(rows)
    where = pa.array(at)
    told = {
        "sex": sex,
        "political": political,
        "phone": phone,
        "education": codes.education(rows.cells("education"))[0],
        "ethnic": codes.ethnic(rows.cells("ethnic"))[0],
    }
    taken = {k: _only(v.take(where), alone) for k, v in told.items()}
    marked = marks(_only(rows.cells("remark").take(where), alone))
    plain, own = person_keys(placed.unit[at], placed.apart(who, at)), _only(ids.value.take(where), alone)
    one = pa.array(alone)
    persons = (at[alone], who.filter(one), own.filter(one), plain.filter(one))
    key, known = household_keys(rows, world, placed, *persons, text.empty(len(rows)))
    key, own = _put(plain, alone, key), _put(own, alone, known)
    born = np.where(alone, birth[at], np.datetime64("NaT", "D"))
    mention = world.persons.mention(key, who, rows.sources.take(where), own, marked, born, **taken)
    return _Members(at, mention, since.first[at], until.after()[at], leads)


def _named(rows: Rows) -> tuple[np.ndarray, pa.Array, np.ndarray, np.ndarray]:
    """(row, name, leads, alone): each person that a row names, its 队长 or 负责人 once; `alone`: the row's other cells are about that one."""
    good = rows.accepted & ~rows.zero
    row, who = split_names(rows.cells("name"), good)
    head, chief = split_names(rows.cells("leader"), good)
    every = pd.DataFrame({"row": np.r_[head, row], "name": [*chief.to_pylist(), *who.to_pylist()], "leads": [*[True] * len(head), *[False] * len(row)]})
    every["leads"] = every.groupby(["row", "name"], sort=False)["leads"].transform("any") if len(every) else every["leads"].astype(bool)
    every = every.drop_duplicates(["row", "name"]).sort_values("row", kind="stable", ignore_index=True)
    at = every["row"].to_numpy(np.int64)
    members = np.bincount(row, minlength=len(rows))[at] if len(at) else at
    own = {(int(r), n) for r, n in zip(row, who.to_pylist(), strict=True)}
    alone = np.array([(int(r), n) in own for r, n in zip(at, every["name"], strict=True)], bool) & (members == 1)
    return at, pa.array(every["name"].tolist(), pa.string()), every["leads"].to_numpy(bool), alone


def _only(cells: pa.Array, where: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(where), cells, pa.scalar(None, cells.type))


def _put(cells: pa.Array, where: np.ndarray, other: pa.Array) -> pa.Array:
    out = text.objects(cells).copy()
    out[where] = text.objects(other)
    return pa.array(out, pa.string())


def _lead(rows: Rows, world: World, some: _Members, known: Known, found: np.ndarray) -> None:
    """Who leads a body holds the post 负责人 of it, as in the ledgers of bodies."""
    label, keys = known.column(found, "label", ""), known.column(found, "key", "")
    for one in pd.unique(label[some.leads & (found >= 0)]):
        here = np.flatnonzero(some.leads & (found >= 0) & (label == one))
        size, row = len(here), some.at[here]
        own = {"post": np.full(size, "负责人", object), "duty": np.full(size, "", object), "ledger": rows.ledger_names[row]}
        source = text.objects(rows.sources)[row]
        world.edge("HOLDS_POST", ("Person", str(one)), ("mention", "body"), some.mention[here], keys[here], source, some.since[here], some.until[here], **own)


def _rosters(rows: Rows, organisation: pa.Array) -> np.ndarray:
    """Per row its roster: as its own column says, else as the header of the organisation, the title or the headers tell, else its name."""
    own = [_roster_in(s) for s in text.said(rows.words("roster"))]
    by_sheet = [_of_sheet(rows, n) for n in range(len(rows.blocks))]
    by_name = [_roster_in(s) for s in text.said(organisation)]
    return np.array([a or by_sheet[n] or b for a, n, b in zip(own, rows.sheet, by_name, strict=True)] or [], object)


def _of_sheet(rows: Rows, number: int) -> str:
    one = rows.blocks[number]
    for said in (rows.label(number, "organisation") if "organisation" in one.cells else "", one.found.title, one.name, one.found.heads, one.file):
        found = _roster_in(said)
        if found:
            return found
    return ""


def _roster_in(said: str) -> str:
    fits = [roster for roster, pattern in _ROSTERS if pattern.search(said)]
    return fits[0] if len(fits) == 1 else ""


def _team_told(said: str) -> str | None:
    return next((t for t in _TEAMS if t in said), None)


_PERSON = (f.SEQ, *f.PLACES, *f.PERSON, _LEADER, f.HOUSEHOLD_CODE, f.ADDRESS, f.REMARK)
_NEVER = "走访|来访|信访|接待|签到|困难|慰问|活动|评选"
_BESIDE = "走访|来访|信访|户主|入党时间|转正|网格名称|党员姓名|活动时间|服务时间"
MASS_MEMBERS = Ledger(
    kind="mass_members",
    title="群团成员",
    fields=fields(_NAME, _BODY, _JOINED, _LEFT, _DEVELOPED, _GROUP_KIND, _PERSON),
    required=(("name",), ("organisation", "since", "number", "roster")),
    read=read_mass,
    order=38,
    signs=("群团成员", "工会会员", "会员名册", "会员花名册", "团员", "妇女微家", "妇女小组", "微家成员", "妇女名册", "团支部", "工会小组", "发展编号"),
    against=("户主", "职务", "组织类别", "负责人", "网格", "合作社", "党组织", "社会组织", "团长", "接龙", "商品", "成员单位"),
    never=_NEVER,
    never_beside=f"{_BESIDE}|团购|合唱",
    vocabulary=("roster", (UNION, LEAGUE, WOMEN, "工会", "共青团", "妇联", "会员", "共青团员")),
    aliases=("D1", "D2", "D3", "工会会员", "团员", "妇女微家成员"),
    proven=True,
)
TEAM_MEMBERS = Ledger(
    kind="team_members",
    title="队伍成员",
    fields=fields(_NAME, _TEAM, _TEAM_KIND, _ROLE, _JOINED, _LEFT, _PERSON),
    required=(("name",), ("organisation",)),
    read=read_teams,
    order=39,
    signs=("队伍成员", "治理队伍", "志愿服务队", "青年突击队", "志愿者", "突击队", "队员"),
    against=("户主", "组织类别", "网格", "合作社", "党组织", "社会组织名称", "成员单位"),
    never=_NEVER,
    never_beside=_BESIDE,
    vocabulary=("kind", _TEAMS),
    aliases=("C9", "D12", "治理队伍", "志愿服务队成员"),
)
