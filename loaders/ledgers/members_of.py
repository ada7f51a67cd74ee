"""成员单位: institutions, cooperatives and social organisations as members of a 大党委, a 商会, a 农合联, a mechanism …"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import body_words as words
from loaders.ledgers import fields as f
from loaders.ledgers.bodies import body_key
from loaders.ledgers.by_name import place_by_name
from loaders.ledgers.grounds import named, stand
from loaders.ledgers.known import Known
from loaders.naming import institution_kinds
from loaders.normalise import text
from loaders.rows import Rows
from loaders.stated import NEW, find, report_several
from loaders.world import NO_DAY, World

_BODY = Field(
    "body",
    "组织",
    f.words(
        "组织 组织名称 所在组织 参加组织 所属组织 大党委 大党委名称 机制名称 治理协调机制 协调机制 联席会议 联席会议名称 商会 商会名称 商会分会 "
        "农合联 农合联名称 产业农合联 产业链 产业链名称 产业 联合体 联合体名称 加入组织"
    ),
    weight=2.0,
)
_BODY_KIND = Field("kind", "组织类别", f.words("组织类别 组织类型 组织种类"), weight=1.2)
_MEMBER = Field(
    "member",
    "成员单位",
    f.words("成员单位 成员单位名称 成员名称 会员单位 会员单位名称 会员企业 单位成员 参加单位 参与单位 主体名称 成员主体 会员名称 兼职委员单位"),
    weight=3.0,
)
_MEMBER_KIND = Field("member_kind", "单位性质", f.words("单位性质 单位类别 单位类型 成员类别 成员类型 成员性质 会员类别"), weight=1.2)
_ROLE = Field("role", "角色", f.words("角色 成员角色 主体类别 主体类型 主体 职责 承担角色 职务 身份 担任职务"), weight=1.0)
_KINDS = (
    ("大党委", "大党委", "PartyOrganization", "驻区单位"),
    ("综合党支部", "综合党支部", "PartyOrganization", "驻区单位"),
    ("党建联席会议", "党建联席会议", "MassOrganization", "部门"),
    ("联席会", "党建联席会议", "MassOrganization", "部门"),
    ("协调机制", "治理协调机制", "MassOrganization", "部门"),
    ("商会", "商会分会", "MassOrganization", "企业"),
    ("产业农合联", "产业农合联", "SocialOrganization", ""),
    ("农合联", "农合联", "SocialOrganization", ""),
    ("产业链", "产业链", "SocialOrganization", ""),
    ("链", "产业链", "SocialOrganization", ""),
)
"""(a word of the kind, the name or the title, the kind it tells, its label, what its members are where nothing says it, "" as
their names tell)."""
_BY_NAME = (
    ("金融机构", r"(银行|支行|商行|信用社|信用联社|担保公司|保险公司|农商行)"),
    ("企业", r"(公司|厂|集团|企业|酒店|超市|商场)$"),
    ("合作社", r"(合作社|合作联社)$"),
    ("机关", r"(政府|党委|党工委|纪委|局|人大|人大常委会|政协|办公室|办事处|部|委)$"),
)
_VILLAGE = r"(村|社区|居|村民|居民)(委员?会|委)$"
_LABELS = ("PartyOrganization", "MassOrganization", "SocialOrganization", "SelfGovernmentBody")
_TITLES = re.compile("|".join(k[0] for k in _KINDS[:-1]))


def read(rows: Rows, world: World) -> None:
    """Memberships of units, not of persons. The body and the member are made where no ledger states them."""
    place_by_name(rows, world, "body")
    placed = stand(rows, world)
    body, member, role = rows.words("body"), rows.words("member"), rows.words("role")
    rows.reject("required_missing", ~text.present(body) & rows.accepted & ~rows.zero, "body", "组织")
    rows.reject("required_missing", ~text.present(member) & rows.accepted & ~rows.zero, "member", "成员单位")
    since, until = rows.dates("since"), rows.dates("until")
    named(rows, world, "bodies")
    rows.mark_duplicates(**placed.said, body=body, member=member, role=role, since=since.stated(), until=until.stated())
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    if len(at):
        told = _told(rows, world, body)
        end, end_label = _bodies(rows, world, at, body, told, placed.lowest)
        start, start_label = _members(rows, world, at, member, told, placed.lowest)
        source = text.objects(rows.sources)[at]
        said = text.said(pc.fill_null(role, "成员"))[at]
        known = np.array([a is not None and b is not None for a, b in zip(start, end, strict=True)], bool)
        for a in pd.unique(start_label[known]):
            for b in pd.unique(end_label[known & (start_label == a)]):
                here = known & (start_label == a) & (end_label == b)
                own = {"role": said[here], "home": np.zeros(int(here.sum()), bool)}
                dates = (since.first[at][here], until.after()[at][here])
                world.edge("MEMBER_OF", (str(a), str(b)), ("body", "body"), start[here], end[here], source[here], *dates, **own)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=member, slot=body)


def _told(rows: Rows, world: World, body: pa.Array) -> np.ndarray:
    """Per row the number in _KINDS that the kind column, the body's name, or the sheet tells; -1 where nothing does."""
    by_sheet = [_number(f"{rows.label(n, 'body')} {b.found.title} {b.name} {b.file}") for n, b in enumerate(rows.blocks)]
    kind = text.said(words.standard(rows.words("kind"), world))
    said = zip(kind, text.said(body), rows.sheet, strict=True)
    return np.array([next((n for n in (_number(k), _number(b), by_sheet[s]) if n >= 0), -1) for k, b, s in said], np.int64)


def _number(said: str) -> int:
    return next((n for n, (word, *_) in enumerate(_KINDS) if said and word in said), -1)


def _bodies(rows: Rows, world: World, at: np.ndarray, name: pa.Array, told: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(body key, label) of each row's body; those that no ledger states are made, at the unit of the row."""
    known = Known(world, _LABELS)
    found = _found(rows, world, at, known, name, unit, "body")
    stated = text.said(words.standard(rows.words("kind"), world))
    kind = np.array([_KINDS[n][1] if n >= 0 else stated[i] or "成员组织" for n, i in zip(told[at], at, strict=True)], object)
    label = np.array([_KINDS[n][2] if n >= 0 else "SocialOrganization" for n in told[at]], object)
    return _state(rows, world, at, known, found, label, kind, text.said(name)[at], unit[at])


def _members(rows: Rows, world: World, at: np.ndarray, name: pa.Array, told: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(body key, label) of each row's member: a stated cooperative or social organisation, else an institution."""
    known = Known(world, ("Institution", "Cooperative", "SocialOrganization"))
    found = _found(rows, world, at, known, name, unit, "member")
    stated = text.said(words.standard(rows.words("member_kind"), world))
    by_name = text.said(institution_kinds(name))
    plain = _kinds_by_name(name)
    usual = [_KINDS[n][3] or p if n >= 0 else b for n, b, p in zip(told[at], by_name[at], plain[at], strict=True)]
    kind = np.array([stated[i] or u for i, u in zip(at, usual, strict=True)], object)
    label = np.full(len(at), "Institution", object)
    return _state(rows, world, at, known, found, label, kind, text.said(name)[at], np.where(kind == "驻区单位", unit[at], -1))


def _kinds_by_name(name: pa.Array) -> np.ndarray:
    """What members of a chain or federation are by their names: 企业, 合作社, 金融机构, 机关, else 成员单位."""
    out = np.full(len(name), "成员单位", object)
    for kind, pattern in reversed(_BY_NAME):
        out[text.mask(pc.match_substring_regex(name, pattern))] = kind
    out[text.mask(pc.match_substring_regex(name, _VILLAGE))] = "成员单位"
    return out


def _found(rows: Rows, world: World, at: np.ndarray, known: Known, name: pa.Array, unit: np.ndarray, field: str) -> np.ndarray:
    """What the names of the rows `at` mean, as `loaders.stated.find`; one that fits several is told."""
    names = text.said(name)[at].tolist()
    found = find(world, known, names, unit[at])
    report_several(rows, at, names, found, field, "成员")
    return found


def _state(
    rows: Rows, world: World, at: np.ndarray, known: Known, found: np.ndarray, label: np.ndarray, kind: np.ndarray, name: np.ndarray, unit: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Keys and labels of bodies: of those found, and of those that nobody states, which are stated here, each once; a name that
    fits several has no key (None): a further body of that name would be invented."""
    source = text.objects(rows.sources)[at]
    frame = pd.DataFrame({"label": label, "unit": unit, "kind": kind, "name": name, "code": "", "founded": NO_DAY, "source": source})
    new = frame[found == NEW]
    first = new.drop_duplicates(["label", "unit", "name"])
    if len(first):
        world.bodies.setdefault("stated", []).append(first)
    kinds = {(lb, u, n): k for lb, u, n, k in zip(first["label"], first["unit"], first["name"], first["kind"], strict=True)}
    keys = known.column(found, "key", None)
    for row in np.flatnonzero(found == NEW):
        one = (label[row], int(unit[row]), name[row])
        keys[row] = body_key(one[0], one[1], kinds[one], one[2])
    labels = np.where(found >= 0, known.column(found, "label", ""), label)
    return keys, labels


MEMBER_UNITS = Ledger(
    kind="member_units",
    title="成员单位",
    fields=fields(_BODY, _BODY_KIND, _MEMBER, _MEMBER_KIND, _ROLE, f.SEQ, f.PLACES, f.LEADER, f.PHONE, f.SINCE, f.UNTIL, f.REMARK),
    required=(("body",), ("member",)),
    read=read,
    order=43,
    signs=("成员单位", "大党委", "联席会议", "协调机制", "商会", "农合联", "产业链", "十位一体"),
    against=("户号", "户主", "姓名", "身份证", "党组织代码", "诉求", "结对"),
    never="走访|来访|信访|会议记录|吹哨|点单",
    never_beside="走访|来访|信访|户主|户号|会议时间|议题|结对时间",
    aliases=("B7", "B13", "D11", "E9", "成员单位名册"),
)
