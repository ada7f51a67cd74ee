"""The HTTP API of what a unit holds: its households, contacts, grids, bodies and posts.

This file's name sorts before units.py, whose /units/{id} takes every path that none of these is.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from api.results.reading import units as reading
from api.results.reading.figures import check as check_of
from api.web.paging import Paging
from api.web.v1.figures import CheckText, FigureOut, Ident, Page, Size, Sort, figure
from api.web.visiting import ReaderDep

router = APIRouter(tags=["单元"])
StateText = Annotated[str, Query(pattern="^(met|gap|unknown)?$", description="只要 check 判为这种状态的户；空为全部", examples=[""])]
LabelText = Annotated[str, Query(max_length=40, description="类别，如 PartyOrganization；空为全部", examples=[""])]
MechanismText = Annotated[str, Query(max_length=40, description="联系机制；空为全部", examples=[""])]


class HouseholdOut(BaseModel):
    """一户，和各项主要指标对它的判断。"""

    id: str = Field(description="户的编号")
    code: str = Field(description="户号，可为空")
    head: str = Field(description="户主（遮盖）", examples=["张*"])
    address: str
    kind: str = Field(description="户类型")
    counted: bool = Field(description="是否计入应覆盖")
    unit: str = Field(description="所在单元的编号")
    states: dict[str, str] = Field(description="检查编号 → met、gap、unknown；不问这一户的不列", examples=[{"H1.reach": "met"}])


class HouseholdsOut(BaseModel):
    """一页户。"""

    edition: int = Field(description="第几版")
    total: int
    page: int
    size: int
    items: list[HouseholdOut]


class ContactOut(BaseModel):
    """一个联系人按一种机制。"""

    person: str = Field(description="人的编号")
    name: str = Field(description="姓名（遮盖）", examples=["李*"])
    mechanism: str
    here: int = Field(description="在这个单元联系的户")
    units: int = Field(description="直接联系的单元数")
    load: int = Field(description="按该机制联系的全部户")


class ContactsOut(BaseModel):
    """一页联系人。"""

    edition: int = Field(description="第几版")
    total: int
    page: int
    size: int
    items: list[ContactOut]


class GridOut(BaseModel):
    """一个网格，和一项检查在它的数。"""

    id: str = Field(description="网格的编号")
    code: str = Field(description="网格编码，可为空")
    name: str = Field(description="名称", examples=["第一网格"])
    kind: str = Field(description="类别")
    unit: str = Field(description="所在单元的编号")
    households: int = Field(description="户数")
    figure: FigureOut | None = Field(description="这项检查的数；没有为空")


class GridsOut(BaseModel):
    """一页网格。"""

    edition: int = Field(description="第几版")
    check: str = Field(description="是哪项检查的数")
    total: int
    page: int
    size: int
    items: list[GridOut]


class BodyOut(BaseModel):
    """一个组织或阵地。"""

    id: str = Field(description="组织的编号")
    label: str = Field(description="类别，如 PartyOrganization", examples=["PartyOrganization"])
    code: str = Field(description="代码，可为空")
    name: str = Field(description="名称")
    kind: str = Field(description="种类", examples=["党支部"])
    unit: str = Field(description="所在单元的编号")
    since: dt.date | None = Field(description="起；没有写明为空")
    until: dt.date | None = Field(description="止；没有写明为空")
    source: str = Field(description="依据：文件#工作表!行")
    lasts: bool = Field(description="计算日当天是否有效（任职的还要本人在任）")


class BodiesOut(BaseModel):
    """一页组织和阵地。"""

    edition: int = Field(description="第几版")
    total: int
    page: int
    size: int
    items: list[BodyOut]


class PostOut(BaseModel):
    """一条任职。"""

    person: str = Field(description="人的编号")
    name: str | None = Field(description="姓名（遮盖）", examples=["李*"])
    post: str = Field(description="岗位")
    duty: str = Field(description="专职或兼职，可为空")
    target: str = Field(description="组织、网格或单元的编号")
    target_label: str = Field(description="它的类别")
    target_name: str = Field(description="它的名称")
    unit: str = Field(description="所在单元的编号")
    since: dt.date | None = Field(description="起；没有写明为空")
    until: dt.date | None = Field(description="止；没有写明为空")
    source: str = Field(description="依据：文件#工作表!行")
    lasts: bool = Field(description="计算日当天是否有效（任职的还要本人在任）")


class PostsOut(BaseModel):
    """一页任职。"""

    edition: int = Field(description="第几版")
    total: int
    page: int
    size: int
    items: list[PostOut]


@router.get("/units/{id:path}/households", operation_id="unit_households", summary="单元里的户，和主要指标对它们的判断")
def households(
    request: Request, reader: ReaderDep, id: Ident, check: CheckText = "", state: StateText = "",
    q: Annotated[str, Query(max_length=100, description="户号、户主（遮盖的）、地址里的文字")] = "", page: Page = 1, size: Size = 50, sort: Sort = None,
) -> HouseholdsOut:  # fmt: skip
    """sort 可用 code、unit、head、address。"""
    unit = reader.unit(id)
    keys = reading.household_checks(reader)
    chosen = check_of(reader, check or (keys[0]["id"] if keys else ""))
    paging = Paging.of(request, reading.HOUSEHOLDS, "code")
    total, rows = reading.households(
        reader, unit, [k["number"] for k in keys], paging.order, paging.size, paging.offset, number=chosen["number"] if chosen else -1, state=state, q=q.strip()
    )
    ids = {k["number"]: k["id"] for k in keys}
    items = [
        HouseholdOut(**{k: row[k] for k in ("id", "code", "head", "address", "kind", "counted")}, unit=row["unit_id"],
                     states={ids[n]: s for n, s in row["states"].items()}) for row in rows
    ]  # fmt: skip
    return HouseholdsOut(edition=reader.results.number, total=total, page=page, size=size, items=items)


@router.get("/units/{id:path}/contacts", operation_id="unit_contacts", summary="单元里的联系人和联系负荷")
def contacts(
    request: Request, reader: ReaderDep, id: Ident, mechanism: MechanismText = "", page: Page = 1,
    size: Size = 50, sort: Sort = None,
) -> ContactsOut:  # fmt: skip
    """只列仍然有效的联系；sort 可用 mechanism、here、load。"""
    paging = Paging.of(request, reading.CONTACTS, "-here")
    total, rows = reading.contacts(reader, reader.unit(id), mechanism, paging.order, paging.size, paging.offset)
    items = [ContactOut(**{name: row[name] for name in ContactOut.model_fields}) for row in rows]
    return ContactsOut(edition=reader.results.number, total=total, page=page, size=size, items=items)


@router.get("/units/{id:path}/grids", operation_id="unit_grids", summary="单元里的网格和它们的覆盖")
def grids(request: Request, reader: ReaderDep, id: Ident, check: CheckText = "", page: Page = 1, size: Size = 50, sort: Sort = None) -> GridsOut:
    """sort 可用 name、kind、households、of、met、gap、unknown。"""
    chosen = check_of(reader, check)
    paging = Paging.of(request, reading.GRIDS, "name")
    total, rows = reading.grids(reader, reader.unit(id), chosen["number"] if chosen else -1, paging.order, paging.size, paging.offset)
    items = [
        GridOut(**{k: row[k] or "" for k in ("id", "code", "name", "kind")}, unit=row["unit_id"], households=row["households"],
                figure=FigureOut(**figure(row)) if row["of"] is not None else None) for row in rows
    ]  # fmt: skip
    return GridsOut(edition=reader.results.number, check=chosen["id"] if chosen else "", total=total, page=page, size=size, items=items)


@router.get("/units/{id:path}/bodies", operation_id="unit_bodies", summary="单元里的组织和阵地")
def bodies(
    request: Request, reader: ReaderDep, id: Ident, label: LabelText = "", page: Page = 1,
    size: Size = 50, sort: Sort = None,
) -> BodiesOut:  # fmt: skip
    """sort 可用 name、kind、label、unit。"""
    paging = Paging.of(request, reading.BODIES, "label")
    total, rows = reading.bodies(reader, reader.unit(id), label, paging.order, paging.size, paging.offset)
    items = [
        BodyOut(
            **{k: row[k] or "" for k in ("id", "label", "code", "name", "kind", "source")},
            unit=row["unit_id"],
            since=row["since"],
            until=row["until"],
            lasts=row["lasts"],
        )
        for row in rows
    ]
    return BodiesOut(edition=reader.results.number, total=total, page=page, size=size, items=items)


@router.get("/units/{id:path}/posts", operation_id="unit_posts", summary="单元里的任职")
def posts(
    request: Request, reader: ReaderDep, id: Ident, q: Annotated[str, Query(max_length=100, description="岗位、组织里的文字")] = "", page: Page = 1,
    size: Size = 50, sort: Sort = None,
) -> PostsOut:  # fmt: skip
    """sort 可用 unit、post。"""
    paging = Paging.of(request, reading.POSTS, "unit")
    total, rows = reading.posts(reader, reader.unit(id), q.strip(), paging.order, paging.size, paging.offset)
    texts = ("person", "post", "duty", "target", "target_label", "target_name", "source")
    items = [
        PostOut(**{k: row[k] or "" for k in texts}, name=row["name"], unit=row["unit_id"], since=row["since"], until=row["until"], lasts=row["lasts"])
        for row in rows
    ]
    return PostsOut(edition=reader.results.number, total=total, page=page, size=size, items=items)
