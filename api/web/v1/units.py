"""The HTTP API of the units."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from api.results.reading import units as reading
from api.results.reading.figures import SORTS, figures, of_units
from api.results.reading.figures import check as check_of
from api.results.reading.overview import arrived, population
from api.web.paging import Paging
from api.web.v1.figures import CheckOut, CheckText, Ident, Page, Size, Sort, UnitFiguresOut, UnitOut, checks, unit_figures, unit_ref
from api.web.v1.overview import ArrivedOut, PopulationOut
from api.web.visiting import ReaderDep

router = APIRouter(tags=["单元"])


class UnitsOut(BaseModel):
    """一页单元，按树的次序。"""

    edition: int = Field(description="第几版")
    total: int = Field(description="共多少个单元")
    page: int
    size: int
    items: list[UnitOut]


class MechanismOut(BaseModel):
    """一种联系机制。"""

    mechanism: str = Field(examples=["联户长"])
    persons: int = Field(description="联系人数")
    households: int = Field(description="联系的户数（去重）")


class OneUnitOut(BaseModel):
    """一个单元。"""

    edition: int = Field(description="第几版")
    unit: UnitOut
    way: list[UnitOut] = Field(description="从账号范围到这个单元")
    urban_rural: str = Field(description="城乡分类代码，可为空")
    virtual: bool = Field(description="虚拟单元，不计入单元数")
    children: int = Field(description="下一级单元数")
    population: PopulationOut
    grids: int = Field(description="网格数")
    bodies: dict[str, int] = Field(description="组织和阵地：类别 → 当天有效的个数", examples=[{"PartyOrganization": 3}])
    posts: int = Field(description="当天有效的任职条数")
    mechanisms: list[MechanismOut] = Field(description="有效的联系")
    problems: int = Field(description="台账问题的条数")
    ledgers: list[ArrivedOut] = Field(description="按村报送的台账；村以下为空")
    checks: list[CheckOut] = Field(description="各项检查的数")


@router.get("/units", operation_id="units", summary="单元的名单")
def units(
    request: Request, reader: ReaderDep, q: Annotated[str, Query(max_length=100, description="名称、编码或路径里的文字")] = "",
    level: Annotated[int | None, Query(ge=0, le=9, description="只要哪一级")] = None, page: Page = 1, size: Size = 50,
) -> UnitsOut:  # fmt: skip
    """账号范围内的单元，按树的次序。"""
    paging = Paging.of(request, {"unit": "u.unit"}, "unit")
    total, rows = reading.listed(reader, q.strip(), -1 if level is None else level, paging.size, paging.offset)
    return UnitsOut(edition=reader.results.number, total=total, page=page, size=size, items=[unit_ref(row) for row in rows])


@router.get("/units/{id:path}/children", operation_id="unit_children", summary="下级单元，按缺口排")
def children(request: Request, reader: ReaderDep, id: Ident, check: CheckText = "", page: Page = 1, size: Size = 50, sort: Sort = None) -> UnitFiguresOut:
    """一项检查在下一级各单元的数；sort 可用 unit、name、of、met、gap、unknown、share，不写是缺口从大到小。"""
    unit = reader.unit(id)
    below = next((u.level for u in reader.under(unit)), unit.level)
    chosen = check_of(reader, check, deepest=below)
    paging = Paging.of(request, SORTS, "-gap")
    total, rows = of_units(reader, unit, chosen["number"], paging.order, paging.size, paging.offset, children=True) if chosen else (0, [])
    whole = [one for one in figures(reader, unit) if chosen and one["id"] == chosen["id"]]
    return UnitFiguresOut(edition=reader.results.number, check=checks(whole)[0] if whole else None, total=total, page=page, size=size, items=unit_figures(rows))


@router.get("/units/{id:path}", operation_id="unit", summary="一个单元")
def unit(reader: ReaderDep, id: Ident) -> OneUnitOut:
    """它的数、上级、下级、组织、联系和台账。"""
    found = reader.unit(id)
    about = reading.about(reader, found)
    ledgers = [ArrivedOut(ledger=row["ledger"], **row["all"]) for row in arrived(reader, found)["rows"]] if found.level <= reading.VILLAGE else []
    mechanisms = [MechanismOut(mechanism=word, persons=persons, households=n) for word, persons, n in reading.mechanisms(reader, found)]
    return OneUnitOut(
        edition=reader.results.number, unit=unit_ref(found), way=[unit_ref(one) for one in reader.above(found.unit)], urban_rural=about["urban_rural"] or "",
        virtual=bool(about["virtual"]), children=about["children"], population=PopulationOut(**population(reader, found)), grids=about["grids"],
        bodies=dict(reading.labels(reader, found)), posts=about["posts"], mechanisms=mechanisms, problems=about["problems"], ledgers=ledgers,
        checks=checks(figures(reader, found)),
    )  # fmt: skip
