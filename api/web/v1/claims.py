"""The HTTP API of 数字核对."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from api.results.reading import claims as reading
from api.web.paging import Paging
from api.web.v1.answers import FORMS, negotiated, stream
from api.web.v1.figures import FORMAT, Page, Size, Sort, SystemText, UnitText, plain
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter(tags=["数字核对"])
TITLES = {
    "system": "体系", "claim": "项目", "unit_path": "单元", "subject": "对象", "claimed": "填报数", "qualifier": "限定", "counted": "实有数",
    "difference": "差（填报－实有）", "source": "出处",
}  # fmt: skip


class ClaimOut(BaseModel):
    """一个填报或公布的数。"""

    line: int = Field(description="在 claims.csv 中是第几条，从 0 起")
    system: str = Field(description="体系", examples=["A1"])
    claim: str = Field(description="项目", examples=["填报总户数"])
    unit_path: str = Field(description="单元的路径")
    subject: str = Field(description="对象", examples=["金山村"])
    claimed: float | None = Field(description="填报数", examples=[116])
    qualifier: str = Field(description="限定词：约、余、以上、不低于 …")
    counted: float | None = Field(description="实有数；无法核对时为空", examples=[111])
    difference: float | None = Field(description="填报减实有；无法核对时为空", examples=[5])
    source: str = Field(description="出处：文件#工作表!行")
    state: str = Field(description="same 一致，differs 不符，uncountable 无法核对")


class ClaimsOut(BaseModel):
    """一页。"""

    edition: int = Field(description="第几版")
    counts: dict[str, int] = Field(description="各种结果的条数（不看 state）", examples=[{"same": 115, "differs": 112, "uncountable": 0}])
    total: int = Field(description="符合条件的共多少条")
    page: int
    size: int
    items: list[ClaimOut]


@router.get(
    "/claims", operation_id="claims", summary="数字核对：填报、公布的数与逐行数出来的数", response_model=ClaimsOut,
    responses={200: {"content": {FORMS[name].media: {} for name in FORMS}, "description": "一页（JSON），或整份"}},
)  # fmt: skip
def claims(
    request: Request, reader: ReaderDep, who: VisitorDep, unit: UnitText = "", system: SystemText = "",
    state: Annotated[Literal["", "same", "differs", "uncountable"], Query(description="结果；空为全部")] = "",
    q: Annotated[str, Query(max_length=200, description="项目、对象、单元、出处里的文字")] = "",
    page: Page = 1, size: Size = 50, sort: Sort = None, format: FORMAT = None,
) -> Any:  # fmt: skip
    """sort 可用 line、system、claim、unit、claimed、counted、difference。全县的 CSV 与命令行的 claims.csv 相同。"""
    which = reading.ClaimFilter(reader.unit(unit) if unit else None, system, state, q.strip())
    if (form := negotiated(request)) != "json":
        who.require("export")
        who.note("export", what="claims", unit=unit, system=system, state=state, form=form)
        return stream(reading.batches(reader, which), form, f"数字核对_{reader.top.name}", TITLES)
    paging = Paging.of(request, reading.SORTS, "line")
    counts, rows = reading.claims(reader, which, paging.order, paging.size, paging.offset)
    items = [ClaimOut(**{name: plain(row[name]) for name in ClaimOut.model_fields}) for row in rows]
    return ClaimsOut(edition=reader.results.number, counts=counts, total=counts[state] if state else sum(counts.values()), page=page, size=size, items=items)
