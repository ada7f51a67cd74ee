"""The models that answers of figures share, and the table of coverage itself."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from api.results.reading import figures as reading
from api.web.paging import Paging
from api.web.v1.answers import FORMS, negotiated, stream
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter(tags=["体系"])
Ident = Annotated[
    str,
    Path(max_length=300, pattern=r"^[^\x00]*$", description="单元：编号、编码、路径或唯一的名称（其中的 / 写成 %2F）", examples=["420583001200"]),
]
Form = Literal["json", "csv", "jsonl", "arrow", "xlsx"]
Page = Annotated[int, Query(ge=1, le=1_000_000, description="第几页，从 1 起")]
Size = Annotated[int, Query(ge=1, le=200, description="每页几行，至多 200")]
Sort = Annotated[str | None, Query(max_length=40, description="按哪一列排；前面加 - 是从大到小", examples=["-gap"])]
UnitText = Annotated[str, Query(max_length=300, description="单元：编号、编码、路径或唯一的名称；空为账号的范围", examples=[""])]
SystemText = Annotated[str, Query(max_length=20, description="体系的编号；空为全部", examples=[""])]
CheckText = Annotated[str, Query(max_length=120, description="检查的编号，如 A1.reach；空为第一项主要指标", examples=[""])]
FORMAT = Annotated[Form | None, Query(description="答复的格式；csv、jsonl、arrow、xlsx 是整份，不分页，要有“导出”权限")]
TITLES = {
    "system": "体系", "check": "检查", "kind": "类别", "unit_id": "单元标识", "unit_code": "编码", "unit_name": "单元", "unit_path": "路径", "level": "层级",
    "of": "应覆盖", "met": "覆盖", "gap": "缺口", "unknown": "待核实",
}  # fmt: skip


class FigureOut(BaseModel):
    """一项检查在一个单元的数：应覆盖是覆盖、缺口、待核实三者之和。"""

    of: int = Field(description="应覆盖", examples=[120])
    met: int = Field(description="覆盖：有依据", examples=[96])
    gap: int = Field(description="缺口：台账已报，查明没有", examples=[20])
    unknown: int = Field(description="待核实：依据现有台账无法判断", examples=[4])


class CheckOut(FigureOut):
    """一项检查和它的数。"""

    id: str = Field(description="检查的编号", examples=["G1.reach"])
    system: str = Field(description="体系的编号", examples=["G1"])
    title: str = Field(description="检查的名称", examples=["两代表一委员联系户"])
    kind: str = Field(description="检查的类别", examples=["reach"])
    counts: str = Field(description="计数对象", examples=["户"])
    key: bool = Field(description="是不是主要指标")
    deepest: int = Field(description="算到第几级单元：3 村（社区），4 组，5 湾落", examples=[5])


class UnitOut(BaseModel):
    """一个单元。"""

    id: str = Field(description="单元编号", examples=["420583001200"])
    code: str = Field(description="区划代码，可为空", examples=["420583001200"])
    name: str = Field(description="名称", examples=["金山村"])
    path: str = Field(description="从县写起的路径", examples=["某县/某镇/金山村"])
    kind: str = Field(description="当地的叫法", examples=["村"])
    level: int = Field(description="层级：1 县，2 镇街，3 村（社区），4 组，5 湾落", examples=[3])


class UnitFigureOut(FigureOut):
    """一个单元和一项检查在它的数。"""

    unit: UnitOut


class MissingOut(BaseModel):
    """一个体系缺什么。"""

    what: str = Field(description="不能计算的检查")
    why: str = Field(description="缺哪种台账，或为什么数不出")


class CoverageRow(FigureOut):
    """coverage.csv 的一行。"""

    system: str
    check: str
    kind: str
    unit_id: str
    unit_code: str | None
    unit_name: str
    unit_path: str
    level: int


class CoverageOut(BaseModel):
    """一页覆盖表。"""

    edition: int = Field(description="第几版")
    total: int = Field(description="共多少行")
    page: int
    size: int
    items: list[CoverageRow]


class UnitFiguresOut(BaseModel):
    """一项检查在几个单元的数。"""

    edition: int = Field(description="第几版")
    check: CheckOut | None = Field(description="哪项检查，和它在上一级的数；没有检查时为空")
    total: int = Field(description="共多少个单元")
    page: int
    size: int
    items: list[UnitFigureOut]


def unit_ref(row: Any) -> UnitOut:
    """Of a UnitRow or a row with its columns."""
    said = row if isinstance(row, dict) else row.__dict__
    return UnitOut(**{name: said[name] for name in ("id", "name", "path", "level")}, code=said["code"] or "", kind=said["kind"] or "")


def unit_figures(rows: list[dict[str, Any]]) -> list[UnitFigureOut]:
    """Of rows of `reading.figures.of_units`."""
    return [UnitFigureOut(unit=unit_ref(row), **figure(row)) for row in rows]


def figure(row: dict[str, Any]) -> dict[str, int]:
    """The four numbers of a row."""
    return {name: row[name] for name in FigureOut.model_fields}


def checks(rows: list[dict[str, Any]]) -> list[CheckOut]:
    """Of rows of `reading.figures.figures`."""
    return [CheckOut(**{name: row[name] for name in CheckOut.model_fields}) for row in rows]


def plain(value: Any) -> Any:
    """A value for JSON: what is no number is nothing."""
    return None if isinstance(value, float) and math.isnan(value) else value


@router.get(
    "/coverage", operation_id="coverage", summary="覆盖表：每项检查在每个单元的数", response_model=CoverageOut,
    responses={200: {"content": {FORMS[name].media: {} for name in FORMS}, "description": "一页（JSON），或整份"}},
)  # fmt: skip
def coverage(
    request: Request, reader: ReaderDep, who: VisitorDep, unit: UnitText = "", system: SystemText = "",
    check: Annotated[str, Query(max_length=120, description="检查的编号；空为全部")] = "",
    level: Annotated[int | None, Query(ge=0, le=9, description="只要哪一级的单元")] = None, page: Page = 1, size: Size = 50, format: FORMAT = None,
) -> Any:  # fmt: skip
    """与 coverage.csv 同样的列和次序，限于账号的范围；没有任何单位报送台账的检查也在内（都是待核实）。"""
    top = reader.unit(unit) if unit else reader.top
    asked = {"system": system, "id": check, "level": -1 if level is None else level}
    if (form := negotiated(request)) != "json":
        who.require("export")
        who.note("export", what="coverage", unit=top.path, form=form)
        return stream(reading.coverage(reader, top, **asked), form, f"覆盖_{top.name}", TITLES)  # type: ignore[arg-type]
    paging = Paging.of(request, {"check": "1"}, "check")
    total, rows = reading.coverage_page(reader, top, paging.size, paging.offset, **asked)  # type: ignore[arg-type]
    return CoverageOut(edition=reader.results.number, total=total, page=page, size=size, items=[CoverageRow(**row) for row in rows])
