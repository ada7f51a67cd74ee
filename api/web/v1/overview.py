"""The HTTP API of the first page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.results.reading.figures import figures
from api.results.reading.overview import overview as read
from api.results.reading.trend import trend
from api.web.v1.figures import CheckOut, FigureOut, MissingOut, UnitOut, checks, figure, unit_ref
from api.web.visiting import OfficeDep, ReaderDep, VisitorDep, within

router = APIRouter(tags=["总览"])


class LineOut(BaseModel):
    """一条线。"""

    key: str = Field(description="体系编号的首字母", examples=["G"])
    name: str = Field(description="名称", examples=["联系"])
    systems: int = Field(description="方案选用的体系数")
    states: dict[str, int] = Field(description="各种状态的体系数", examples=[{"已计算": 10, "部分已计算": 1, "还需要台账": 1, "没有台账可算": 0}])
    checks: int = Field(description="有数的检查项数")
    gap: int = Field(description="缺口（条）")
    unknown: int = Field(description="待核实（条）")
    missing: dict[str, list[MissingOut]] = Field(description="体系编号 → 缺什么；不缺的不列")


class KindOut(BaseModel):
    """一类单元有几个。"""

    level: int
    kind: str
    virtual: bool = Field(description="虚拟单元，不计入单元数")
    number: int


class PopulationOut(BaseModel):
    """户的应覆盖数。"""

    counted: int = Field(description="应覆盖的户")
    excluded: int = Field(description="不计入的户（空户、空挂户、销户、整户迁出）")
    kinds: dict[str, int] = Field(description="不计入的原因 → 户数；村以下不分原因", examples=[{"空户": 3}])


class ArrivedOut(BaseModel):
    """一种台账：多少个村报了。"""

    ledger: str
    villages: int = Field(description="应报的村（社区）数")
    came: int = Field(description="已报的村（社区）数，含零报告")
    zero: int = Field(description="零报告的村（社区）数")
    rows: int = Field(description="行数")


class EditionFigures(BaseModel):
    """一个版次的主要指标。"""

    edition: int
    day: str = Field(description="按哪一天计算；还没有算过的为空")
    state: str = Field(description="shown 这一版，there 已算好，waiting 还没有算，absent 那一版没有本单元或打不开")
    figures: dict[str, FigureOut] = Field(description="检查编号 → 数")


class TrendOut(BaseModel):
    """历次版次。"""

    edition: int = Field(description="当前版次")
    items: list[EditionFigures] = Field(description="旧的在前，至多六个")


class OverviewOut(BaseModel):
    """一个单元的总览。"""

    edition: int = Field(description="第几版")
    day: str = Field(description="按哪一天计算", examples=["2025-06-30"])
    scheme: str = Field(description="方案", examples=["枝江方案"])
    unit: UnitOut
    key: list[CheckOut] = Field(description="主要指标")
    mechanisms: list[CheckOut] = Field(description="按联系机制；各机制的户数不能相加")
    lines: list[LineOut]
    population: PopulationOut
    units: list[KindOut]
    ledgers: list[ArrivedOut] = Field(description="按村报送的台账")
    apart: list[str] = Field(description="已收到、不按村报送的台账")
    problems: int = Field(description="台账问题的条数")
    notices: list[str] = Field(description="提示；只给全县范围的账号")


@router.get("/overview", operation_id="overview", summary="总览：各条线、各机制的覆盖，报送情况")
def overview(reader: ReaderDep) -> OverviewOut:
    """账号范围内的总览。of、met、gap、unknown 总是一起给出；比例请同时写覆盖率和待核实率。"""
    found = read(reader)
    lines = [
        LineOut(**{k: one[k] for k in ("key", "name", "states", "checks", "gap", "unknown")}, systems=len(one["systems"]),
                missing={s["system"]: [MissingOut(**m) for m in s["missing"]] for s in one["systems"] if s["missing"]})
        for one in found["lines"]
    ]  # fmt: skip
    return OverviewOut(
        edition=reader.results.number, day=reader.results.day.isoformat(), scheme=reader.results.scheme.title, unit=unit_ref(found["unit"]),
        key=checks(found["key"]), mechanisms=checks(found["mechanisms"]), lines=lines, population=PopulationOut(**found["population"]),
        units=[KindOut(**one) for one in found["units"]], ledgers=[ArrivedOut(ledger=row["ledger"], **row["all"]) for row in found["arrived"]["rows"]],
        apart=found["arrived"]["apart"], problems=found["problems"], notices=found["notices"],
    )  # fmt: skip


@router.get("/overview/trend", operation_id="overview_trend", summary="历次版次的主要指标")
def course(request: Request, held: OfficeDep, who: VisitorDep) -> TrendOut:
    """当前版次和以前启用过的版次。以前的版次算好以前是 waiting，所以这个答复没有 ETag。"""
    who.require("look")
    reader = request.state.reader = within(held.results(), who.account)
    key = [one for one in figures(reader, reader.top) if one["key"]]
    found = trend(held.register, reader, lambda results: within(results, who.account), who.account.place, key)
    items = [
        EditionFigures(edition=one["number"], day=one["day"], state=one["state"],
                       figures={row["check"]["id"]: FigureOut(**figure(row["figures"][i])) for row in found["rows"] if row["figures"][i]})
        for i, one in enumerate(found["editions"])
    ]  # fmt: skip
    return TrendOut(edition=reader.results.number, items=items)
