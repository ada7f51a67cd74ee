"""The HTTP API of the systems."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from api.results.reading import systems as reading
from api.results.reading.figures import SORTS, figures, of_units
from api.results.reading.overview import lines
from api.web.paging import Paging
from api.web.problems import NotFoundError
from api.web.v1.figures import CheckOut, CheckText, MissingOut, Page, Size, Sort, UnitFigureOut, UnitOut, UnitText, checks, unit_figures, unit_ref
from api.web.visiting import ReaderDep

router = APIRouter(tags=["体系"])


class SystemOut(BaseModel):
    """一个体系。"""

    code: str = Field(description="编号", examples=["G1"])
    name: str = Field(description="名称", examples=["两代表一委员联系"])
    line: str = Field(description="条线", examples=["联系"])
    state: str = Field(description="已计算、部分已计算、还需要台账、没有台账可算", examples=["已计算"])
    missing: list[MissingOut] = Field(description="缺什么；不缺为空")
    checks: list[CheckOut] = Field(description="检查和它们的数；没有任何单位报送台账的不列")


class SystemsOut(BaseModel):
    """方案选用的体系。"""

    edition: int = Field(description="第几版")
    unit: UnitOut
    items: list[SystemOut]


class DocumentOut(BaseModel):
    """出自哪份文件。"""

    code: str = Field(examples=["S0"])
    name: str
    note: str


class NormOut(BaseModel):
    """文件写明的一个数。"""

    what: str
    value: str = Field(description="照原样，含限定词", examples=["约20"])
    document: str


class ReasonOut(BaseModel):
    """缺口或待核实的一种原因。"""

    check: str
    title: str
    state: str = Field(description="gap 或 unknown")
    reason: str = Field(description="原因的代码", examples=["none"])
    said: str = Field(description="原因", examples=["无人联系"])
    number: int = Field(description="条数")


class OneSystemOut(SystemOut):
    """一个体系，和它的一项检查在各单元的数。"""

    edition: int = Field(description="第几版")
    unit: UnitOut
    question: str = Field(description="要回答的问题")
    documents: list[DocumentOut] = Field(description="依据的文件；自己加的体系为空")
    norms: list[NormOut] = Field(description="文件写明的数")
    reasons: list[ReasonOut] = Field(description="缺口和待核实的原因")
    levels: list[int] = Field(description="可选的层级")
    check: str = Field(description="下面是哪项检查的数；没有检查时为空")
    level: int = Field(description="下面是哪一级的单元")
    total: int = Field(description="共多少个单元")
    page: int
    size: int
    items: list[UnitFigureOut]


@router.get("/systems", operation_id="systems", summary="全部体系：状态、缺什么、各项检查的数")
def systems(reader: ReaderDep, unit: UnitText = "") -> SystemsOut:
    """方案选用的体系，按条线；数是账号范围（或所写单元）的。"""
    top = reader.unit(unit) if unit else reader.top
    items = [
        SystemOut(
            code=s["system"], name=s["name"], line=line["name"], state=s["state"], missing=[MissingOut(**m) for m in s["missing"]], checks=checks(s["checks"]),
        )
        for line in lines(reader, figures(reader, top)) for s in line["systems"]
    ]  # fmt: skip
    return SystemsOut(edition=reader.results.number, unit=unit_ref(top), items=items)


@router.get("/systems/{code}", operation_id="system", summary="一个体系在各单元的覆盖")
def system(
    request: Request, reader: ReaderDep, code: Annotated[str, Path(max_length=40, description="体系的编号", examples=["G1"])], unit: UnitText = "",
    check: CheckText = "", level: Annotated[int | None, Query(ge=0, le=9, description="哪一级的单元；不写是下一级")] = None, page: Page = 1, size: Size = 50,
    sort: Sort = None,
) -> OneSystemOut:  # fmt: skip
    """一项检查（check，不写是第一项）在一级单元的数；sort 可用 unit、name、of、met、gap、unknown、share。整份见 /coverage?system=。"""
    found = reading.system(reader, code)
    top = reader.unit(unit) if unit else reader.top
    mine = figures(reader, top, code)
    chosen = next((one for one in mine if check in ("", one["id"])), None)
    if check and chosen is None:
        raise NotFoundError(f"{code} 没有“{check[:60]}”这项检查，或没有任何单位报送它的台账。", place="check")
    paging = Paging.of(request, SORTS, "-gap")
    levels = reading.levels(reader, top, chosen["deepest"]) if chosen else []
    wanted = level if level is not None else next((n for n in levels if n > top.level), levels[-1] if levels else 0)
    total, rows = of_units(reader, top, chosen["number"], paging.order, paging.size, paging.offset, level=wanted) if chosen and wanted in levels else (0, [])
    return OneSystemOut(
        code=code, name=found["name"], line=found["line_name"], state=found["state"], missing=[MissingOut(**m) for m in found["missing"]], checks=checks(mine),
        edition=reader.results.number, unit=unit_ref(top), question=found["question"], documents=[DocumentOut(**d) for d in found["documents"]],
        norms=[NormOut(**n) for n in found["norms"]], reasons=[ReasonOut(**r) for r in reading.reasons(reader, top, code)], levels=levels,
        check=chosen["id"] if chosen else "", level=wanted, total=total, page=page, size=size, items=unit_figures(rows),
    )  # fmt: skip
