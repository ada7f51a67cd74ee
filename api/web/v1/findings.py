"""/api/v1/gaps and /api/v1/unknowns: the lists by page, or whole as CSV, JSON lines, Arrow or a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.results.reading import findings, revealed
from api.results.reading.findings import Wanted
from api.web.looks import Names, look
from api.web.v1.answers import negotiated
from api.web.v1.lists import Page, Size, paged
from api.web.visiting import ReaderDep, VisitorDep
from api.web.wanted import WantedDep, Which, by, download

router = APIRouter()
FindingForm = Literal["json", "csv", "jsonl", "arrow", "xlsx"]
Format = Annotated[FindingForm | None, Query(description="json 是一页；csv、jsonl、arrow、xlsx 是整份（要有“导出”的权限），列同 gaps.csv", examples=["json"])]
FindingSort = Literal["line", "-line", "unit", "-unit", "check", "-check", "reason", "-reason", "code", "-code", "name", "-name", "kind", "-kind"]
Sort = Annotated[FindingSort, Query(description="按什么排；line 是 gaps.csv 的次序，前面加 - 是从大到小", examples=["line"])]


class FindingOut(BaseModel):
    """gaps.csv 的一条。"""

    line: int = Field(description="在 gaps.csv 中是第几条，从 0 起", examples=[17])
    system: str = Field(description="体系", examples=["G1"])
    check: str = Field(description="检查", examples=["G1.reach"])
    title: str = Field(description="检查的标题", examples=["两代表一委员联系户"])
    state: str = Field(description="gap 缺口，unknown 待核实", examples=["gap"])
    reason: str = Field(description="原因的代码", examples=["none"])
    said: str = Field(description="原因的中文", examples=["无人联系"])
    subject_kind: str = Field(description="对象的种类（图中的标签；Claim 是填报数）", examples=["Household"])
    subject: str = Field(description="对象种类的中文", examples=["户"])
    subject_id: str = Field(description="对象的标识；后面可带岗位、机制", examples=["429930001001#10000015"])
    subject_code: str = Field(description="户号或编码，台账怎么写就怎么写", examples=["10000015"])
    subject_name: str = Field(description="名称，人名遮盖", examples=["黄*"])
    unit_id: str = Field(description="所在单元", examples=["429930001001"])
    unit_path: str = Field(description="从县写起的路径", examples=["青禾县/松月街道/桐坪社区"])
    hint: str = Field(description="可能有关的被拒行：文件#工作表!行", examples=["青禾_联户长台账.xlsx#松月街道!53"])


class Many(BaseModel):
    """一个原因有几条。"""

    reason: str = Field(description="原因的代码", examples=["none"])
    said: str = Field(description="原因的中文", examples=["无人联系"])
    many: int = Field(description="条数", examples=[128])


class ManyAt(BaseModel):
    """一个单元里有几条。"""

    id: str = Field(description="单元", examples=["429930001000"])
    name: str = Field(description="名称", examples=["松月街道"])
    path: str = Field(description="路径", examples=["青禾县/松月街道"])
    level: int = Field(description="层级：0 市 1 县 2 镇街 3 村（社区）4 组 5 湾落", examples=[2])
    many: int = Field(description="条数", examples=[128])


class FindingPage(BaseModel):
    """清单的一页，和按原因、按单元的条数。"""

    total: int = Field(description="符合条件的总条数", examples=[1])
    page: int = Field(description="第几页", examples=[1])
    size: int = Field(description="每页几条", examples=[50])
    items: list[FindingOut] = Field(description="这一页")
    reasons: list[Many] = Field(description="按原因")
    places: list[ManyAt] = Field(description="按所问单元的下一级单元")

    model_config = ConfigDict(title="缺口或待核实的一页")


@router.get("/gaps", summary="缺口清单", response_model=FindingPage)
def gaps(
    request: Request, reader: ReaderDep, visitor: VisitorDep, wanted: WantedDep, names: Names = "masked", page: Page = 1, size: Size = 50, sort: Sort = "line",
    format: Format = None, state: Annotated[Which, Query(description="all：连同待核实，即命令行的 gaps.csv")] = "gap",
) -> Any:  # fmt: skip
    """台账已报、查明没有的：每个应设项或对象一条。`?format=csv&state=all` 与命令行 `daohu audit` 写出的 gaps.csv 逐字节相同（限于账号的单元）。"""
    return _answer(request, reader, visitor, replace(wanted, state=state.replace("all", "")), names, page, size, sort)


@router.get("/unknowns", summary="待核实清单", response_model=FindingPage)
def unknowns(
    request: Request, reader: ReaderDep, visitor: VisitorDep, wanted: WantedDep, names: Names = "masked", page: Page = 1, size: Size = 50, sort: Sort = "line",
    format: Format = None,
) -> Any:  # fmt: skip
    """依据现有台账无法判断的：台账没有报，或一行符合几户。不算缺口。"""
    return _answer(request, reader, visitor, replace(wanted, state="unknown"), names, page, size, sort)


def _answer(
    request: Request, reader: ReaderDep, visitor: VisitorDep, wanted: Wanted, names: str, page: int, size: int, sort: str
) -> Response | dict[str, Any]:  # fmt: skip
    what = findings.sought(reader, wanted)
    form = negotiated(request)
    state: Which = "gap" if wanted.state == "gap" else "unknown" if wanted.state else "all"
    if form != "json":
        return download(visitor, reader, what, state, form, names, **by(wanted))
    paging = paged(findings.SORTS, page, size, sort)
    rows = findings.listed(reader, what, paging.order, paging.size, paging.offset)
    if look(visitor, reader, names, "list", state=state, lines=[one["line"] for one in rows], **by(wanted)):
        revealed.names(reader, "finding", (rows, "line", "subject_name"))
    counts = findings.counts(reader, what, wanted.unit)
    return {"total": counts["total"], "page": page, "size": size, "items": rows, "reasons": counts["reasons"], "places": counts["places"]}
