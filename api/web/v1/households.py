"""/api/v1/households/{id}: one household, why it counts or not, and the ledger rows that say so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.results.reading import revealed
from api.results.reading.households import household
from api.web.looks import Names, look
from api.web.v1.lists import Ident
from api.web.v1.shared import SOURCE, Dated, LedgerProblem, UnitRef
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter()
_N = "依据的编号，检查结果的 by 用它指明"


class CheckOut(BaseModel):
    """一项检查对这一户的结果。"""

    system: str = Field(description="体系", examples=["G1"])
    check: str = Field(description="检查", examples=["G1.reach"])
    title: str = Field(description="检查的标题", examples=["两代表一委员联系户"])
    state: str = Field(description="met 覆盖，gap 缺口，unknown 待核实", examples=["met"])
    told: str = Field(description="结果的中文", examples=["覆盖"])
    reason: str = Field(description="原因的代码；覆盖为空", examples=[""])
    said: str = Field(description="原因的中文", examples=[""])
    hint: str = Field(description="可能有关的被拒行", examples=[""])
    by: list[int] = Field(description="依据的编号", examples=[[1, 4]])


class MemberOut(Dated):
    """户内的一个人。"""

    person: str = Field(description="人的标识", examples=["pcb7ec343999525cfb8a5"])
    name: str = Field(description="姓名（遮盖）", examples=["宋*"])
    relation: str = Field(description="与户主关系", examples=["配偶"])
    is_head: bool = Field(description="是否户主")
    sex: str = Field(description="性别", examples=["女"])
    birth_year: int = Field(description="出生年；不详为 0", examples=[1967])
    political: str = Field(description="政治面貌", examples=["群众"])
    left_on: dt.date | None = Field(description="去世、迁出、离任的日期")
    left_why: str = Field(description="去世、迁出、离任", examples=[""])
    id_number: str | None = Field(None, description="身份证号：names=plain 才有")
    phone: str | None = Field(None, description="电话：names=plain 才有")


class ContactOut(Dated):
    """一条联系，现在的或过去的。"""

    n: int = Field(description=_N, examples=[1])
    person: str = Field(description="联系人的标识", examples=["p64138c16eae9bd23198f"])
    name: str = Field(description="联系人（遮盖）", examples=["姚*"])
    mechanism: str = Field(description="联系机制", examples=["人大代表"])
    part: str = Field(description="联户分组编号", examples=[""])
    state: str = Field(description="met 有效，ended 已结束，contact_left 联系人不在任，not_started 尚未开始", examples=["met"])
    said: str = Field(description="状态的中文", examples=["有效"])
    left_on: dt.date | None = Field(description="联系人去世、迁出、离任的日期")
    left_why: str = Field(description="联系人去世、迁出、离任", examples=[""])
    phone: str | None = Field(None, description="电话：names=plain 才有")


class GridOut(Dated):
    """所在的网格。"""

    n: int = Field(description=_N)
    grid: str = Field(description="网格的标识")
    code: str = Field(description="编码")
    name: str = Field(description="名称", examples=["第三网格"])
    kind: str = Field(description="类别")


class CooperativeOut(Dated):
    """加入的合作社。"""

    n: int = Field(description=_N)
    body: str = Field(description="合作社的标识", examples=["9342993006000250XX"])
    name: str = Field(description="名称", examples=["青禾县孙家坡村茶叶专业合作社"])
    kind: str = Field(description="类别", examples=["专业合作社"])
    role: str = Field(description="角色", examples=["成员"])
    lasts: bool = Field(description="计算日当天是否有效")


class OrganisedOut(Dated):
    """户内成员所在的组织。"""

    n: int = Field(description=_N)
    person: str = Field(description="人的标识")
    name: str = Field(description="姓名（遮盖）", examples=["宋*"])
    body: str = Field(description="组织的标识")
    body_name: str = Field(description="组织", examples=["孙家坡村二组党小组"])
    label: str = Field(description="组织的种类", examples=["PartyOrganization"])
    kind: str = Field(description="类别", examples=["党小组"])
    role: str = Field(description="角色", examples=["党员"])
    lasts: bool = Field(description="计算日当天是否有效")


class CandidateOut(BaseModel):
    """一行符合几户，这一户是其中之一（待核实）。"""

    n: int = Field(description=_N)
    label: str = Field(description="Person 或 Cooperative", examples=["Person"])
    id: str = Field(description="标识")
    name: str | None = Field(description="名称（人名遮盖）", examples=["刘*"])
    mechanism: str = Field(description="联系机制", examples=["党员中心户"])
    source: str = SOURCE


class EventOut(BaseModel):
    """一次走访或其他记录。"""

    n: int | None = Field(None, description=_N)
    id: str = Field(description="标识")
    kind: str = Field(description="种类", examples=["帮扶协议"])
    date: dt.date | None = Field(description="日期；不详为 null")
    outcome: str = Field(description="结果", examples=[""])
    days: int = Field(description="天数；没有填是 0", examples=[0])
    source: str = SOURCE


class NearOut(Dated):
    """所在单元的联系人或岗位。"""

    person: str = Field(description="人的标识")
    name: str = Field(description="姓名（遮盖）", examples=["袁*"])
    what: str = Field(description="职务或联系机制", examples=["湾长"])
    unit_id: str = Field(description="单元")
    unit_name: str = Field(description="单元的名称", examples=["蔡家台"])
    level: int = Field(description="单元的层级", examples=[5])


class HouseholdOut(BaseModel):
    """一户的全部。"""

    id: str = Field(description="标识", examples=["429930103203#0035"])
    code: str = Field(description="户号", examples=["0035"])
    head: str = Field(description="户主（遮盖）", examples=["宋*"])
    address: str = Field(description="地址", examples=["孙家坡村二组蔡家台35号"])
    kind: str = Field(description="户类型", examples=["普通户"])
    counted: bool = Field(description="是否计入应覆盖户数")
    counted_why: str = Field(description="计入，或为什么不计入", examples=["计入应覆盖户数"])
    since: dt.date | None = Field(description="登记起")
    until: dt.date | None = Field(description="登记止")
    source: str = SOURCE
    unit_path: str = Field(description="最低一级单元的路径", examples=["青禾县/芦荻洲镇/孙家坡村/二组/蔡家台"])
    units: list[UnitRef] = Field(description="从账号的单元到最低一级")
    checks: list[CheckOut] = Field(description="每项问到这一户的检查")
    members: list[MemberOut] = Field(description="户内成员")
    contacts: list[ContactOut] = Field(description="联系，现在的和过去的")
    grids: list[GridOut] = Field(description="网格")
    cooperatives: list[CooperativeOut] = Field(description="合作社")
    organised: list[OrganisedOut] = Field(description="成员所在的组织")
    candidates: list[CandidateOut] = Field(description="一行符合几户，这一户是其中之一")
    events: list[EventOut] = Field(description="走访和其他记录")
    near: list[NearOut] = Field(description="所在村、组、湾落的联系人和岗位，至多 30 条")
    problems: list[LedgerProblem] = Field(description="写到这一户的台账行上的问题")


@router.get("/households/{id:path}", summary="一户", response_model=HouseholdOut)
def one(reader: ReaderDep, visitor: VisitorDep, id: Ident, names: Names = "masked") -> dict[str, Any]:
    """成员、单元、网格、联系（现在的和过去的）、各项检查的结果和原因，依据一直到文件、工作表和行。"""
    found = household(reader, id)
    if look(visitor, reader, names, "household", id=id, unit=found["unit_path"]):
        revealed.household(reader, found)
    return found
