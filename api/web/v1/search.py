"""/api/v1/search: what a text may mean."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.web.looks import Names
from api.web.searched import LONGEST, searched
from api.web.visiting import ReaderDep, VisitorDep
from api.web.wanted import NO_NULL

router = APIRouter(tags=["搜索"])
_Q = "单元的名称或编码、户号的前几位、组织名称中的文字；names=plain 时还有人的全名，可在后面加空格和单元的名称"


class UnitHit(BaseModel):
    """一个单元。"""

    id: str = Field(description="标识", examples=["429930103203"])
    code: str = Field(description="编码", examples=["429930103203"])
    name: str = Field(description="名称", examples=["孙家坡村"])
    path: str = Field(description="从县写起的路径", examples=["青禾县/芦荻洲镇/孙家坡村"])
    kind: str = Field(description="类别", examples=["村"])
    level: int = Field(description="层级", examples=[3])


class HouseholdHit(BaseModel):
    """一户。"""

    id: str = Field(description="标识", examples=["429930103203#0035"])
    code: str = Field(description="户号", examples=["0035"])
    head: str = Field(description="户主（遮盖）", examples=["宋*"])
    address: str = Field(description="地址")
    unit_path: str = Field(description="单元的路径")


class BodyHit(BaseModel):
    """一个组织或阵地。"""

    id: str = Field(description="标识")
    label: str = Field(description="种类", examples=["PartyOrganization"])
    said: str = Field(description="种类的中文", examples=["党组织"])
    name: str = Field(description="名称")
    kind: str = Field(description="类别")
    unit_path: str | None = Field(description="单元的路径；不在账号的单元内为 null")


class PersonHit(BaseModel):
    """一个人。"""

    id: str = Field(description="标识")
    name: str = Field(description="姓名全名")
    sex: str = Field(description="性别")
    birth_year: int = Field(description="出生年；不详为 0")
    left_why: str = Field(description="去世、迁出、离任")
    address: str | None = Field(description="住址")
    unit_path: str | None = Field(description="住在哪个单元")


class SearchOut(BaseModel):
    """找到的，每类至多 20 个。"""

    units: list[UnitHit] = Field(description="单元")
    households: list[HouseholdHit] = Field(description="户")
    organisations: list[BodyHit] = Field(description="组织和阵地")
    persons: list[PersonHit] = Field(description="人：只有 names=plain 才找")
    more: list[str] = Field(description="哪几类还有更多没有列出", examples=[[]])


@router.get("/search", summary="搜索", response_model=SearchOut)
def search(
    reader: ReaderDep, visitor: VisitorDep,
    q: Annotated[str, Query(max_length=LONGEST, pattern=NO_NULL, description=_Q, examples=["孙家坡"])],
    names: Names = "masked",
) -> dict[str, Any]:  # fmt: skip
    """每类至多 20 个。按姓名找人要有“看姓名全名”的权限，每次都记日志。"""
    return searched(reader, visitor, q, names)
