"""/api/v1/persons/{id}: where a person lives, posts, memberships, contacts and their load."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.results.reading import revealed
from api.results.reading.persons import person
from api.web.looks import Names, look
from api.web.v1.lists import Ident, Page, Size
from api.web.v1.shared import SOURCE, Dated, FindingRef
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter()


class HomeOut(Dated):
    """居住的户。"""

    household: str = Field(description="户的标识", examples=["429930104201#12800022"])
    code: str = Field(description="户号", examples=["12800022"])
    head: str = Field(description="户主（遮盖）", examples=["苏*"])
    address: str = Field(description="地址")
    unit_id: str = Field(description="单元")
    unit_path: str = Field(description="单元的路径")
    relation: str = Field(description="与户主关系", examples=["户主"])
    is_head: bool = Field(description="是否户主")


class PostOut(Dated):
    """一个职务，现任或曾任。"""

    post: str = Field(description="职务", examples=["湾长"])
    target: str = Field(description="在哪个组织、单元或网格：标识")
    label: str = Field(description="它的种类（图中的标签）", examples=["Unit"])
    name: str | None = Field(description="它的名称", examples=["黄家湾"])
    kind: str | None = Field(description="组织的类别")
    duty: str = Field(description="专职、兼职", examples=[""])
    political: str = Field(description="该台账所填的政治面貌", examples=[""])
    unit_path: str = Field(description="所在单元")
    lasts: bool = Field(description="计算日当天是否有效")


class MembershipOut(Dated):
    """一条组织关系，现在的或过去的。"""

    body: str = Field(description="组织的标识")
    label: str = Field(description="组织的种类", examples=["PartyOrganization"])
    name: str = Field(description="组织", examples=["孙家坡村二组党小组"])
    kind: str = Field(description="类别", examples=["党小组"])
    role: str = Field(description="角色", examples=["党员"])
    home: bool = Field(description="本组织关系为 true，兼职型为 false")
    unit_path: str | None = Field(description="所在单元")
    lasts: bool = Field(description="计算日当天是否有效")


class RosterOut(Dated):
    """列有此人的名册。"""

    roster: str = Field(description="名册", examples=["党员"])
    unit_id: str = Field(description="单元")
    unit_path: str = Field(description="单元的路径")


class ContactedOut(Dated):
    """联系的一户，或整个单元；现在的或过去的。"""

    mechanism: str = Field(description="联系机制", examples=["联户长"])
    part: str = Field(description="联户分组编号", examples=["L0113"])
    state: str = Field(description="met 有效，ended 已结束，contact_left 本人不在任，not_started 尚未开始", examples=["met"])
    said: str = Field(description="状态的中文", examples=["有效"])
    household: str | None = Field(description="户的标识；联系整个单元的为 null")
    code: str | None = Field(description="户号")
    head: str | None = Field(description="户主（遮盖）")
    unit_id: str = Field(description="单元")
    unit_path: str = Field(description="单元的路径")


class LoadOut(BaseModel):
    """一种机制联系几户，与规定数相比。"""

    mechanism: str = Field(description="联系机制", examples=["联户长"])
    households: int = Field(description="有效联系的户数，全县", examples=[18])
    here: int = Field(description="其中账号的单元内的", examples=[18])
    check: str = Field(description="规定联系户数的检查；没有为空", examples=["C6.load"])
    low: int | None = Field(description="至少几户", examples=[15])
    high: int | None = Field(description="至多几户", examples=[30])
    told: str = Field(description="与规定数相比", examples=["在规定数以内"])


class MaybeOut(BaseModel):
    """一行可能指的户（待核实）。"""

    household: str = Field(description="户的标识")
    code: str = Field(description="户号")
    head: str = Field(description="户主（遮盖）")
    unit_path: str = Field(description="单元的路径")
    mechanism: str = Field(description="联系机制")
    source: str = SOURCE


class PersonOut(BaseModel):
    """一个人在账号的单元内的全部。"""

    id: str = Field(description="标识", examples=["p64138c16eae9bd23198f"])
    name: str = Field(description="姓名（遮盖）", examples=["姚*"])
    sex: str = Field(description="性别", examples=["男"])
    birth_year: int = Field(description="出生年；不详为 0", examples=[1971])
    ethnic: str = Field(description="民族", examples=["汉族"])
    education: str = Field(description="学历", examples=["大专"])
    political: str = Field(description="政治面貌", examples=["中共党员"])
    in_service: bool = Field(description="计算日当天没有去世、迁出、离任")
    left_on: dt.date | None = Field(description="去世、迁出、离任的日期；在任或日期不详为 null")
    left_why: str = Field(description="去世、迁出、离任", examples=[""])
    id_number: str | None = Field(None, description="身份证号：names=plain 才有")
    phone: str | None = Field(None, description="电话：names=plain 才有")
    source: str = SOURCE
    homes: list[HomeOut] = Field(description="居住")
    posts: list[PostOut] = Field(description="任职")
    memberships: list[MembershipOut] = Field(description="组织关系")
    rosters: list[RosterOut] = Field(description="名册")
    loads: list[LoadOut] = Field(description="联系负荷")
    contacts_total: int = Field(description="联系共几条", examples=[18])
    contacts: list[ContactedOut] = Field(description="联系的一页")
    candidates: list[MaybeOut] = Field(description="一行符合几户")
    findings: list[FindingRef] = Field(description="有关的缺口和待核实，至多 100 条")
    page: int = Field(description="联系的第几页", examples=[1])
    size: int = Field(description="每页几条", examples=[50])


@router.get("/persons/{id:path}", summary="一个人", response_model=PersonOut)
def one(reader: ReaderDep, visitor: VisitorDep, id: Ident, names: Names = "masked", page: Page = 1, size: Size = 50) -> dict[str, Any]:
    """居住、任职、组织关系、联系的户（分页）、联系负荷与规定数。只答账号的单元内的；联系负荷是全县的数。"""
    found = person(reader, id, size, (page - 1) * size)
    if look(visitor, reader, names, "person", id=id, page=page):
        revealed.person(reader, found)
    return {**found, "page": page, "size": size}
