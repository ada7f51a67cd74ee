"""/api/v1/organisations: the list by label, kind and unit, and one with its members, posts, above and below."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from api.results.reading import organisations as reading
from api.results.reading import revealed
from api.web.looks import Names, look
from api.web.v1.answers import negotiated
from api.web.v1.households import EventOut
from api.web.v1.lists import Ident, Page, Size, paged
from api.web.v1.shared import SOURCE, Dated, FindingRef, UnitRef
from api.web.visiting import ReaderDep, VisitorDep
from api.web.wanted import NO_NULL, UnitSaid, whole_list

router = APIRouter()
Label = Literal["", "PartyOrganization", "SelfGovernmentBody", "MassOrganization", "Cooperative", "SocialOrganization", "Institution", "Place"]
BodyForm = Literal["json", "csv", "jsonl", "arrow", "xlsx"]
BodySort = Literal["unit", "-unit", "name", "-name", "kind", "-kind", "label", "-label", "level", "-level"]


class BodyRow(BaseModel):
    """清单的一行。"""

    id: str = Field(description="标识", examples=["429930040010"])
    label: str = Field(description="种类（图中的标签）", examples=["PartyOrganization"])
    said: str = Field(description="种类的中文", examples=["党组织"])
    kind: str = Field(description="类别", examples=["党小组"])
    code: str = Field(description="编码", examples=["429930040010"])
    name: str = Field(description="名称", examples=["鹭垱村二组党小组"])
    level: int = Field(description="层级", examples=[4])
    founded: dt.date | None = Field(description="成立日期", examples=["2019-05-24"])
    until: dt.date | None = Field(description="撤销日期")
    unit_id: str | None = Field(description="所在单元；不在账号的单元内为 null")
    unit_path: str | None = Field(description="单元的路径", examples=["青禾县/青石铺镇/鹭垱村/二组"])
    head: str = Field(description="负责人（遮盖）", examples=["白*"])
    members: int = Field(description="有效的成员数", examples=[8])


class KindCount(BaseModel):
    """一个类别有几个。"""

    label: str = Field(description="种类", examples=["PartyOrganization"])
    said: str = Field(description="种类的中文", examples=["党组织"])
    kind: str = Field(description="类别", examples=["党小组"])
    many: int = Field(description="当天存在的个数", examples=[127])


class BodyPage(BaseModel):
    """清单的一页。"""

    total: int = Field(description="符合条件的总个数，连同已撤销的")
    now: int = Field(description="其中当天存在的个数")
    page: int = Field(description="第几页", examples=[1])
    size: int = Field(description="每页几个", examples=[50])
    items: list[BodyRow] = Field(description="这一页")
    kinds: list[KindCount] = Field(description="按类别")


class BodyRef(Dated):
    """上级、下级或加入的组织。"""

    id: str = Field(description="标识；在账号的单元以外为空")
    label: str = Field(description="种类")
    name: str = Field(description="名称；在账号的单元以外不写")
    kind: str = Field(description="类别")
    role: str = Field(description="关系", examples=["隶属"])


class BodyMember(Dated):
    """一个成员：人、户或组织。"""

    member: str = Field(description="标识；在账号的单元以外为空")
    label: str = Field(description="Person、Household 或组织的种类", examples=["Person"])
    name: str | None = Field(description="名称（人名遮盖）；在账号的单元以外为 null", examples=["宋*"])
    code: str | None = Field(description="户号")
    role: str = Field(description="角色", examples=["党员"])
    home: bool = Field(description="本组织关系为 true")
    lasts: bool = Field(description="计算日当天是否有效")


class BodyPost(Dated):
    """一个职务。"""

    person: str = Field(description="人的标识")
    name: str = Field(description="姓名（遮盖）", examples=["白*"])
    post: str = Field(description="职务", examples=["负责人"])
    duty: str = Field(description="专职、兼职", examples=[""])
    political: str = Field(description="该台账所填的政治面貌", examples=[""])
    ledger: str = Field(description="出自哪种台账", examples=["党组织"])
    lasts: bool = Field(description="计算日当天是否有效")


class PairOut(Dated):
    """与组织或单元的结对。"""

    kind: str = Field(description="种类", examples=["组团帮扶"])
    body: str = Field(description="一方的标识")
    body_name: str = Field(description="一方")
    partner: str = Field(description="另一方的标识；在账号的单元以外为空")
    label: str = Field(description="另一方的种类", examples=["Unit"])
    partner_name: str | None = Field(description="另一方；在账号的单元以外为 null")
    unit_path: str | None = Field(description="另一方是单元的：路径")


class PlaceRef(BaseModel):
    """同一单元的阵地。"""

    id: str = Field(description="标识")
    name: str = Field(description="名称", examples=["桐坪社区便民服务站"])
    kind: str = Field(description="类别", examples=["便民服务站"])
    source: str = SOURCE


class BodyOut(BaseModel):
    """一个组织在账号的单元内的全部。"""

    id: str = Field(description="标识", examples=["429930040010"])
    label: str = Field(description="种类（图中的标签）", examples=["PartyOrganization"])
    said: str = Field(description="种类的中文", examples=["党组织"])
    kind: str = Field(description="类别", examples=["党小组"])
    code: str = Field(description="编码", examples=["429930040010"])
    name: str = Field(description="名称", examples=["鹭垱村二组党小组"])
    level: int = Field(description="层级", examples=[4])
    founded: dt.date | None = Field(description="成立日期")
    since: dt.date | None = Field(description="起")
    until: dt.date | None = Field(description="止")
    source: str = SOURCE
    unit_id: str | None = Field(description="所在单元；不在账号的单元内为 null")
    unit_path: str | None = Field(description="单元的路径")
    posts: list[BodyPost] = Field(description="任职，至多 200 条")
    members_total: int = Field(description="成员共几条，连同当天无效的", examples=[8])
    members_now: int = Field(description="当天有效的成员几条", examples=[8])
    members: list[BodyMember] = Field(description="成员的一页")
    above: list[BodyRef] = Field(description="上级")
    below: list[BodyRef] = Field(description="下级，至多 500 个")
    belongs: list[BodyRef] = Field(description="它加入的组织，至多 200 个")
    pairs: list[PairOut] = Field(description="结对，至多 200 条")
    covers: list[UnitRef] = Field(description="覆盖的单元，或成员户所在的单元，至多 300 个")
    places: list[PlaceRef] = Field(description="同一单元的阵地，至多 50 处")
    events: list[EventOut] = Field(description="活动记录，至多 100 条")
    findings: list[FindingRef] = Field(description="有关的缺口和待核实，至多 100 条")
    page: int = Field(description="成员的第几页", examples=[1])
    size: int = Field(description="每页几个", examples=[50])


@router.get("/organisations", summary="组织和阵地的清单", response_model=BodyPage)
def some(
    request: Request, reader: ReaderDep, visitor: VisitorDep, unit: UnitSaid = "", label: Annotated[Label, Query(description="种类（图中的标签）")] = "",
    kind: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="类别", examples=["党小组"])] = "",
    q: Annotated[str, Query(max_length=60, pattern=NO_NULL, description="名称中的文字，或编码")] = "",
    sort: Annotated[BodySort, Query(description="按什么排；前面加 - 是从大到小", examples=["unit"])] = "unit", page: Page = 1, size: Size = 50,
    format: Annotated[BodyForm | None, Query(description="json 是一页；csv、jsonl、arrow、xlsx 是整份（要有“导出”的权限）", examples=["json"])] = None,
) -> Any:  # fmt: skip
    """按种类、类别和单元筛选，每个附负责人和成员数。"""
    wanted = reading.Wanted(label, kind.strip(), unit.strip(), q.strip())
    if (form := negotiated(request)) != "json":
        return whole_list(visitor, reader, wanted, form)
    paging = paged(reading.SORTS, page, size, sort)
    return {**reading.counts(reader, wanted), "page": page, "size": size, "items": reading.listed(reader, wanted, paging.order, paging.size, paging.offset)}


@router.get("/organisations/{id:path}", summary="一个组织或阵地", response_model=BodyOut)
def one(reader: ReaderDep, visitor: VisitorDep, id: Ident, names: Names = "masked", page: Page = 1, size: Size = 50) -> dict[str, Any]:
    """成员（分页）、任职、上级和下级、结对、覆盖的单元。只答账号的单元内的。"""
    found = reading.organisation(reader, id, size, (page - 1) * size)
    if look(visitor, reader, names, "organisation", id=id, page=page):
        revealed.organisation(reader, found)
    return {**found, "page": page, "size": size}
