"""/api/v1/editions: which there are, what each changed, approval, going back, two of them beside each other."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from api.results.reading import between
from api.results.reading import editions as reading
from api.tasks import Task
from api.web import releasing, working
from api.web.v1.tasks import EXAMPLE, TaskOut
from api.web.visiting import OfficeDep, VisitorDep

router = APIRouter(tags=["版次"])
Number = Annotated[int, Path(ge=1, le=999_999, description="第几版", examples=[3])]
_BEGUN: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "已开始；Location 是任务的地址", "content": {"application/json": {"example": EXAMPLE}},
        "headers": {"Location": {"description": "任务的地址", "schema": {"type": "string"}}},
    }
}  # fmt: skip


class EditionOut(BaseModel):
    """An edition; what concerns the whole county is empty for an account of one unit."""

    number: int = Field(description="第几版", examples=[3])
    state: str = Field(description="current 当前、approved 启用过、waiting 等待启用、outdated 未启用且已过时、damaged 损坏", examples=["current"])
    shown_state: str = Field(description="状态的中文", examples=["当前"])
    id: str = Field(description="内容的校验和", examples=["9f2c41d07be3a658"])
    day: str = Field(description="计算日期", examples=["2026-06-30"])
    scheme: str = Field(description="方案", examples=["zhijiang"])
    base: int | None = Field(description="在哪一版上做的；首次为 null", examples=[2])
    made: str = Field("", description="装载的时间")
    households: int | None = Field(description="在册的户数；限于一个单元的账号为 null")
    doubts: list[str] = Field(default_factory=list, description="可疑之处")
    files: list[str] = Field(default_factory=list, description="这次报来的文件")
    loaded_by: str = Field("", description="谁装载的")
    approved_by: str = Field("", description="谁启用的")
    approved_at: str = Field("", description="启用的时间")
    problem: str = Field(description="损坏时说明原因和下一步")


class EditionList(BaseModel):
    """The editions, newest first."""

    editions: list[EditionOut]


class RowChange(BaseModel):
    """Rows per ledger and town."""

    ledger: str = Field(description="台账", examples=["联户长"])
    town: str = Field(description="镇街", examples=["青禾县/桐花镇"])
    added: int = Field(description="新增的行")
    changed: int = Field(description="变更的行")
    ended: int = Field(description="消失的行")
    refused: int = Field(description="不再采用的行")
    missing: int = Field(description="缺报的村")


class ComparisonOut(BaseModel):
    """What the load of an edition changed."""

    edition: EditionOut
    rows: list[RowChange] = Field(description="有变化的台账和镇街")
    effect: list[dict[str, Any]] = Field(description="全县每项检查的 of、met、gap、unknown：_before、_after、_change；两版都按新的日期计算")
    files: list[str] = Field(description="可以下载的文件，如 装载比较.xlsx")
    hindrance: str = Field(description="本账号现在不能启用它的原因；空的是可以")


class FigureChange(BaseModel):
    """A check in either edition; null where that edition does not ask it."""

    check: str = Field(description="检查", examples=["C6.reach"])
    system: str = Field(description="体系", examples=["C6"])
    title: str = Field(description="名称")
    of_before: int | None = Field(description="应覆盖，前")
    of_after: int | None = Field(description="应覆盖，后")
    of_change: int | None
    met_before: int | None = Field(description="覆盖，前")
    met_after: int | None = Field(description="覆盖，后")
    met_change: int | None
    gap_before: int | None = Field(description="缺口，前")
    gap_after: int | None = Field(description="缺口，后")
    gap_change: int | None
    unknown_before: int | None = Field(description="待核实，前")
    unknown_after: int | None = Field(description="待核实，后")
    unknown_change: int | None


class Moved(BaseModel):
    """How many went from one state to another."""

    before: str = Field(description="met、gap、unknown，或 absent 不在其中", examples=["gap"])
    after: str = Field(examples=["met"])
    number: int
    change: str = Field(description="可作参数 change", examples=["gap-met"])


class MovedRow(BaseModel):
    """One who stands otherwise now; names are masked."""

    id: str
    code: str | None
    name: str | None
    path: str | None
    before: str
    after: str


class CompareOut(BaseModel):
    """Two editions of a unit beside each other."""

    first: int
    last: int
    unit: str = Field(description="单元的路径")
    figures: list[FigureChange]
    kind: str = Field("", description="给了 check 时：household 户，或 subject 其他对象")
    counts: list[Moved] = Field(default_factory=list, description="给了 check 时：各种变化的数目")
    rows: list[MovedRow] = Field(default_factory=list, description="给了 check 时：这一页是谁变了")
    total: int = 0
    page: int = 1
    pages: int = 1


class LogEntry(BaseModel):
    """A line of the register's log."""

    when: str
    who: str
    action: str = Field(description="stage、approve、rollback、prune、push、backup、rebuild、decide")
    did: str = Field(description="中文")
    number: int | None
    sure: bool = Field(description="可疑，已再次确认")


class LogOut(BaseModel):
    """The register's log, newest first."""

    entries: list[LogEntry]


class ApproveIn(BaseModel):
    """Whether somebody has looked at what is doubtful."""

    sure: bool = Field(False, description="有可疑之处也启用：已经核实过")


class DiffIn(BaseModel):
    """Which two editions."""

    model_config = ConfigDict(json_schema_extra={"example": {"first": 1, "last": 3, "series": False}})
    first: int = Field(ge=1, le=999_999, description="前")
    last: int = Field(ge=1, le=999_999, description="后")
    series: bool = Field(False, description="连同其间各版")


def _shown(visitor: VisitorDep, row: reading.EditionRow) -> EditionOut:
    whole, mine = visitor.account.whole, releasing.may_release(visitor)
    about = {"made": row.made, "loaded_by": row.loaded_by, "approved_by": row.approved_by, "approved_at": row.approved_at} if whole else {}
    lists = {"doubts": list(row.doubts), "files": list(row.files)} if mine else {}
    same = {name: getattr(row, name) for name in ("number", "state", "shown_state", "id", "day", "scheme", "base", "problem")}
    return EditionOut.model_validate({**same, **about, **lists, "households": row.households if whole else None})


def _begun(request: Request, response: Response, office: OfficeDep, visitor: VisitorDep, task: Task) -> TaskOut:
    """202 with the task's address."""
    response.status_code = 202
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/api/v1/tasks/{task.id}"
    return TaskOut.model_validate(working.shown(visitor, task, office.tasks.files(task.id)))


@router.get("/editions", operation_id="list_editions", summary="版次")
def every(office: OfficeDep, visitor: VisitorDep) -> EditionList:
    """全部版次，新的在前；没有启用权限的账号只看到启用过的。"""
    visitor.require("look")
    rows = reading.editions(office.register, approved_only=not releasing.may_release(visitor))
    return EditionList(editions=[_shown(visitor, row) for row in rows])


@router.get("/editions/log", operation_id="register_log", summary="登记库的日志")
def log(office: OfficeDep, visitor: VisitorDep, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> LogOut:
    """谁在何时装载、启用、回退了哪一版。要有启用的权限。"""
    visitor.require("approve", whole=True)
    return LogOut(entries=[LogEntry.model_validate(one) for one in reading.log(office.register, limit)])


@router.get("/editions/compare", operation_id="compare_editions", summary="两个版次并列")
def compare(
    office: OfficeDep,
    visitor: VisitorDep,
    first: Annotated[int, Query(alias="from", ge=1, le=999_999, description="前")],
    last: Annotated[int, Query(alias="to", ge=1, le=999_999, description="后")],
    unit: Annotated[str, Query(max_length=300, description="单元的编号、编码、名称或路径；空的是账号的全部范围")] = "",
    check: Annotated[str, Query(max_length=80, description="给了就列出这项检查里谁变了")] = "",
    change: Annotated[str, Query(max_length=40, description="只要一种变化，如 gap-met")] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CompareOut:
    """每项检查前后的数字，各按各的日期；限于一个单元的账号只有本单元的。"""
    then, now = releasing.readers(office, visitor, first, last)
    units = between.both(then, now, unit)
    shown = units[1] or units[0]
    found = between.changed(then, now, check, units, change, page, size) if check else {}
    figures = [FigureChange.model_validate(one) for one in between.figures(then, now, units)]
    told = {k: found[k] for k in ("kind", "counts", "rows", "total", "page", "pages") if k in found}
    return CompareOut(first=first, last=last, unit=shown.path if shown else "", figures=figures, **told)


@router.post("/editions/compare", operation_id="write_differences", summary="写出两个版次的全部变化", status_code=202, responses=_BEGUN)
def diff(request: Request, response: Response, office: OfficeDep, visitor: VisitorDep, body: DiffIn) -> TaskOut:
    """diff.xlsx 和 CSV，做成任务的文件。"""
    return _begun(request, response, office, visitor, releasing.diff(office, visitor, body.first, body.last, series=body.series))


@router.get("/editions/{number}", operation_id="get_edition", summary="一个版次")
def one(office: OfficeDep, visitor: VisitorDep, number: Number) -> EditionOut:
    """状态、日期、来历。"""
    return _shown(visitor, releasing.edition_of(office, visitor, number))


@router.get("/editions/{number}/comparison", operation_id="get_comparison", summary="装载改变了什么")
def comparison(office: OfficeDep, visitor: VisitorDep, number: Number) -> ComparisonOut:
    """行数的变化、可疑之处、对覆盖的影响。只给有全县范围的账号。"""
    visitor.require("look", whole=True)
    row = releasing.edition_of(office, visitor, number)
    mine, register = releasing.may_release(visitor), office.register
    return ComparisonOut(
        edition=_shown(visitor, row),
        rows=[RowChange.model_validate(r) for r in reading.row_changes(register, number)],
        effect=reading.effect(register, number),
        files=[name for name, _, _ in reading.comparison_files(register, number)] if mine else [],
        hindrance=releasing.hindrance(office, visitor, row) if mine else "您的账号不能启用版次。",
    )  # fmt: skip


@router.get("/editions/{number}/files/{name}", operation_id="get_comparison_file", summary="下载装载比较", response_class=FileResponse,
            responses={200: {"description": "文件", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}})  # fmt: skip
def file(office: OfficeDep, visitor: VisitorDep, number: Number, name: Annotated[str, Path(description="comparison 的 files 里的名称")]) -> FileResponse:
    """每次下载都记入日志。"""
    return FileResponse(releasing.comparison_file(office, visitor, number, name), filename=f"第{number}版-{name}", media_type="application/octet-stream")


@router.post("/editions/{number}/approve", operation_id="approve_edition", summary="启用", status_code=202, responses=_BEGUN)
def approve(
    request: Request, response: Response, office: OfficeDep, visitor: VisitorDep, number: Number, body: Annotated[ApproveIn | None, Body()] = None
) -> TaskOut:  # fmt: skip
    """有可疑之处而没有 sure: true、装载的人自己启用(设置不许时)、当前版次已经换了，都是 409。"""
    return _begun(request, response, office, visitor, releasing.approve(office, visitor, number, sure=bool(body and body.sure)))


@router.post("/editions/{number}/rollback", operation_id="roll_back", summary="回退", status_code=202, responses=_BEGUN)
def rollback(request: Request, response: Response, office: OfficeDep, visitor: VisitorDep, number: Number) -> TaskOut:
    """回到启用过的一版。"""
    return _begun(request, response, office, visitor, releasing.rollback(office, visitor, number))


@router.post("/editions/{number}/audit", operation_id="write_audit", summary="写出全部审计结果", status_code=202, responses=_BEGUN)
def audit(request: Request, response: Response, office: OfficeDep, visitor: VisitorDep, number: Number) -> TaskOut:
    """与 daohu audit 相同的文件夹和一个 ZIP，做成任务的文件。"""
    return _begun(request, response, office, visitor, releasing.audit(office, visitor, number))
