"""工作单位: where persons are employed (在职党员, 机关干部)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import people
from loaders.kinds import Field, Ledger, fields
from loaders.ledgers import body_words as words
from loaders.ledgers import fields as f
from loaders.ledgers.grounds import named, stand
from loaders.naming import employee_keys, institution_kinds
from loaders.normalise import codes, text
from loaders.persons import marks
from loaders.rows import Rows
from loaders.stated import bodies_named, organisation_edges
from loaders.world import World

_NAME = Field("name", "姓名", f.words("姓名 职工姓名 干部姓名 党员姓名 人员姓名 员工姓名"), cell="name", weight=1.0)
_EMPLOYER = Field("employer", "工作单位", f.words("工作单位 单位名称 所在单位 任职单位 就业单位 用人单位 服务处所 工作单位名称 现工作单位 单位"), weight=2.0)
_KIND = Field("kind", "单位性质", f.words("单位性质 单位类别 单位类型"), weight=1.0)
_SINCE = Field("since", "入职时间", (*f.SINCE.words, "入职时间", "入职日期", "参加工作时间", "到岗时间"), cell="date", weight=0.7)
_UNTIL = Field("until", "离职时间", (*f.UNTIL.words, "离职时间", "退休时间", "调出时间"), cell="date", weight=0.7)


def read(rows: Rows, world: World) -> None:
    """Persons at institutions; one that no ledger states is made, without a place."""
    placed = stand(rows, world)
    name, ids, employer = rows.names("name"), rows.ids("id"), rows.words("employer")
    rows.reject("required_missing", ~text.present(name) & rows.accepted & ~rows.zero, "name", "姓名")
    rows.reject("required_missing", ~text.present(employer) & rows.accepted & ~rows.zero, "employer", "工作单位")
    sex, birth = people.sex(rows, ids, world.settings), people.birth(rows, ids)
    political = people.coded(rows, "political", codes.political, world.settings.codes.get("政治面貌"))
    since, until, phone = rows.dates("since"), rows.dates("until"), rows.phones("phone")
    named(rows, world, "people")
    rows.mark_duplicates(
        **placed.said, name=name, id=ids.value, employer=employer, sex=sex, birth=pa.array(birth), political=political, phone=phone, since=since.stated(),
        until=until.stated(),
    )  # fmt: skip
    at = np.flatnonzero(rows.accepted & ~rows.zero)
    where = pa.array(at)
    told = {"sex": sex, "political": political, "phone": phone, "education": codes.education(rows.cells("education"))[0]}
    marked = marks(rows.cells("remark").take(where))
    key = employee_keys(employer, name).take(where)
    taken = {k: v.take(where) for k, v in told.items()}
    mention = world.persons.mention(key, name.take(where), rows.sources.take(where), ids.value.take(where), marked, birth[at], **taken)
    kind = words.standard(pc.coalesce(rows.words("kind"), institution_kinds(employer)), world)
    names = text.said(employer)[at].tolist()
    top, kinds = np.full(len(at), world.tree.top), kind.take(where).to_pylist()
    label, body = bodies_named(world, rows, at, names, top, ("Institution",), kinds, field="employer", relation="工作单位")
    dates = (since.first[at], until.after()[at])
    organisation_edges(world, "EMPLOYED_BY", "Person", "mention", mention, label, body, text.objects(rows.sources)[at], *dates)
    world.deliver(rows, placed.village, placed.unit)
    world.refuse(rows, placed.village, name=name, slot=employer)


EMPLOYMENT = Ledger(
    kind="employment",
    title="工作单位",
    fields=fields(_NAME, _EMPLOYER, _KIND, f.SEQ, f.PLACES, f.PERSON, _SINCE, _UNTIL, f.REMARK),
    required=(("name",), ("employer",), ("kind", "political", "id")),
    read=read,
    order=44,
    signs=("工作单位", "在职党员", "在职人员", "机关干部", "职工名册", "单位人员"),
    against=(
        *("户号", "户主", "职务", "网格", "联系户", "与户主关系", "入党时间", "转正", "党支部", "合作社", "组织类别", "队伍", "工会", "报到", "选派", "驻村"),
        *("派出", "负责人", "法定代表人", "岗位", "流入", "流出", "健康状况"),
    ),
    never="走访|来访|信访|接待|双报到|报到|驻村|选派|挂职|第一书记|志愿|困难|失业|务工|留守|退役|会议|签到|蹲点|包片",
    never_beside="走访|来访|信访|报到|与户主关系|户主|户号|选派|挂职|派出|包片|包联|蹲点|会议|入党|务工|工资|接种|岗位|缴费|金额|毕业|班级|得分",
    aliases=("工作单位台账", "在职党员名册", "employment"),
    proven=True,
    understood=0.6,
)
