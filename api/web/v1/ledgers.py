"""The HTTP API of the ledgers: uploads, their checks, what arrived, every problem of an edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from api.results.reading import ledgers as reading
from api.tasks import Task
from api.uploads import AllRefusedError, Upload, UploadError
from api.web.inboxes import Inboxes, problem_of
from api.web.ledger_files import filter_of, problems_file
from api.web.paging import Paging
from api.web.v1.answers import FORMS, attachment, negotiated
from api.web.visiting import ReaderDep, Visitor, VisitorDep

router = APIRouter(tags=["台账"])
Ident = Annotated[str, Path(description="上传编号", examples=["20260630-081500-a1b2c3"], max_length=60)]


class ReceivedOut(BaseModel):
    """一个文件：收下了，或为什么退回。"""

    name: str = Field(description="收下后的名称，含文件夹；退回的为空", examples=["青石镇/户籍人口台账.xlsx"])
    said_name: str = Field(description="发送时的名称")
    bytes: int = Field(description="字节数")
    sha256: str = Field(description="内容的校验和")
    refused: str = Field(description="退回的原因和下一步；收下的为空")


class UploadOut(BaseModel):
    """一次上传。"""

    id: str = Field(description="上传编号", examples=["20260630-081500-a1b2c3"])
    who: str = Field(description="谁上传的")
    unit: str = Field(description="上传者的单元；空为全县")
    path: str = Field(description="单元的路径")
    when: str = Field(description="时间（UTC）", examples=["2026-06-30T08:15:00+00:00"])
    note: str = Field(description="说明")
    files: list[ReceivedOut] = Field(description="每个文件")
    tasks: dict[str, str] = Field(description="最近一次核对（check）、装载（load）的任务编号")


class UploadsOut(BaseModel):
    """看得到的上传，新的在前。"""

    items: list[UploadOut]


class StartedOut(BaseModel):
    """已开始的任务。"""

    task: str = Field(description="任务编号；进度见 /api/v1/tasks/{编号}")
    state: str = Field(description="waiting、running 或已结束的状态")


class LoadIn(BaseModel):
    """装载哪些上传。"""

    uploads: list[str] = Field(description="上传编号", min_length=1, max_length=100, examples=[["20260630-081500-a1b2c3"]])
    scheme: str = Field(default="", description="方案；空为 daohu.toml 或登记库所写", max_length=60, examples=["zhijiang"])
    day: dt.date | None = Field(default=None, description="按哪一天计算；空为 daohu.toml 所写，没有写就是今天", examples=["2025-06-30"])


class ProblemOut(BaseModel):
    """一个问题：在哪个文件、表、行、列，是什么，怎么办。"""

    line: int = Field(description="在 problems.csv 中是第几条，从 0 起")
    file: str
    sheet: str
    row: int | None = Field(description="Excel 的行号；0 是整张表或整个文件")
    column: str
    code: str = Field(description="问题代码", examples=["household_unknown"])
    severity: str = Field(description="error、warning 或 info")
    value: str | None = Field(description="格里的内容（已遮盖）")
    message: str = Field(description="说明和下一步")


class ProblemsOut(BaseModel):
    """一页问题。"""

    total: int = Field(description="符合条件的共多少条")
    page: int
    size: int
    items: list[ProblemOut]


class DeliveredOut(BaseModel):
    """一种台账在一个单元：多少个村报了。"""

    ledger: str = Field(description="台账")
    unit: str = Field(description="单元编号")
    unit_name: str
    villages: int = Field(description="应报的村（社区）数")
    came: int = Field(description="已报的村（社区）数，含零报告")
    zero: int = Field(description="零报告的村（社区）数")
    rows: int = Field(description="行数")


class LedgersOut(BaseModel):
    """报送情况。"""

    edition: int
    unit: str
    items: list[DeliveredOut]


def inboxes(who: VisitorDep) -> Inboxes:
    """上传需要“上传台账”权限。"""
    return Inboxes(who)


InboxesDep = Annotated[Inboxes, Depends(inboxes)]
Text = Annotated[str, Query(max_length=300, description="只要这样的；空为全部")]
Form = Annotated[Literal["json", "csv", "jsonl", "arrow", "xlsx"] | None, Query(description="答复的格式；除 JSON 外都是整份，不分页")]
Page = Annotated[int | None, Query(ge=1, le=1_000_000)]
Size = Annotated[int | None, Query(ge=1, le=200)]
Severity = Annotated[Literal["error", "warning", "info"] | None, Query(description="程度：错误、警告、提示")]
Sort = Annotated[str, Query(max_length=20, description="按哪一列排：" + "、".join(reading.COLUMNS) + "；前面加 - 是从大到小")]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object", "required": ["files"],
                    "properties": {
                        "note": {"type": "string", "description": "说明；写在文件前面", "maxLength": 500},
                        "scheme": {"type": "string", "description": "方案；空为 daohu.toml 所写"},
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "台账文件，或装着台账的 .zip"},
                    },
                }
            }
        },
    }
}  # fmt: skip


@router.get("/ledgers", operation_id="ledgers", summary="报送情况：哪些村报了哪种台账")
def ledgers(found: ReaderDep, unit: Annotated[str, Query(description="看哪个单元的下级；空为账号的范围", max_length=300)] = "") -> LedgersOut:
    """每种台账在每个下级单元的已报数和应报数。"""
    arrived = reading.deliveries(found, found.unit(unit) if unit else None)
    items = [
        DeliveredOut(ledger=row["ledger"], unit=u.id, unit_name=u.name, **{name: cell[name] for name in ("villages", "came", "zero", "rows")})
        for row in arrived["rows"] for u, cell in zip(arrived["columns"], row["cells"], strict=True) if cell
    ]  # fmt: skip
    return LedgersOut(edition=found.results.number, unit=arrived["unit"].id, items=items)


@router.get("/ledgers/problems", operation_id="ledger_problems", summary="当前版次的台账问题", response_model=ProblemsOut)
def problems(
    request: Request, who: VisitorDep, found: ReaderDep, unit: Text = "", file: Text = "", sheet: Text = "", code: Text = "", severity: Severity = None,
    q: Text = "", sort: Sort = "", page: Page = None, size: Size = None, format: Form = None,
) -> Any:  # fmt: skip
    """按单元、文件、工作表、代码、程度、文字筛选；JSON 分页，其他格式给全部。"""
    return _problems(request, who, reading.edition_problems(found), found, edition=found.results.number)


@router.get("/uploads", operation_id="uploads", summary="上传记录")
def uploads(mine: InboxesDep) -> UploadsOut:
    """自己单元和下级单元的上传。"""
    return UploadsOut(items=[_out(one) for one in mine.every()])


@router.post("/uploads", operation_id="upload", summary="上传台账", status_code=201, response_model=UploadOut, openapi_extra=_BODY)
async def upload(request: Request, mine: InboxesDep) -> Response:
    """文件逐个检查，收下或退回，都有一句话；收下的自动开始核对。一个也没有收下时是 422，什么也不留。"""
    try:
        taken = await mine.receive(request)
    except AllRefusedError as error:
        problem = problem_of(error)
        problem.place = "；".join(f"{name}：{why}" for name, why in error.refused)[:4000]
        raise problem from error
    except UploadError as error:
        raise problem_of(error) from error
    where = f"{request.scope.get('root_path', '')}/api/v1/uploads/{taken.id}"
    return JSONResponse(_out(taken).model_dump(), 201, {"Location": where})


@router.get("/uploads/{ident}", operation_id="upload_get", summary="一次上传")
def one(ident: Ident, mine: InboxesDep) -> UploadOut:
    """它的文件和任务。"""
    return _out(mine.get(ident))


@router.delete("/uploads/{ident}", operation_id="upload_remove", summary="删除一次上传", status_code=204)
def remove(ident: Ident, mine: InboxesDep) -> Response:
    """删除文件；已装载的版次不受影响。正在核对或装载时是 409。"""
    mine.remove(ident)
    return Response(status_code=204)


@router.post("/uploads/{ident}/check", operation_id="upload_check", summary="重新核对", status_code=202, response_model=StartedOut)
def check(request: Request, ident: Ident, mine: InboxesDep) -> Response:
    """开始一次核对；Location 是任务的地址。"""
    return _started(request, mine.check(mine.get(ident)))


@router.get("/uploads/{ident}/problems", operation_id="upload_problems", summary="核对发现的问题", response_model=ProblemsOut)
def upload_problems(
    request: Request, ident: Ident, mine: InboxesDep, file: Text = "", sheet: Text = "", code: Text = "", severity: Severity = None,
    q: Text = "", sort: Sort = "", page: Page = None, size: Size = None, format: Form = None,
) -> Any:  # fmt: skip
    """核对没有完成时是 404。"""
    return _problems(request, mine.visitor, mine.problems(mine.get(ident)), upload=ident)


@router.get(
    "/uploads/{ident}/checked", operation_id="upload_checked", summary="全部标记副本", response_class=Response,
    responses={200: {"content": {"application/zip": {}}, "description": "ZIP"}},
)  # fmt: skip
def copies(ident: Ident, mine: InboxesDep) -> StreamingResponse:
    """标出问题的副本，装在一个 ZIP 里。副本含台账原文，需要看全名的权限，记入日志。"""
    return StreamingResponse(
        mine.all_copies(mine.get(ident)), media_type="application/zip", headers={"Content-Disposition": attachment(f"checked-{ident}.zip")}
    )


@router.get(
    "/uploads/{ident}/checked/{name:path}", operation_id="upload_copy", summary="一个标记副本", response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "工作簿"}},
)  # fmt: skip
def one_copy(ident: Ident, name: Annotated[str, Path(description="副本的名称，含文件夹", max_length=600)], mine: InboxesDep) -> FileResponse:
    """同上，一个文件。"""
    path = mine.copy(mine.get(ident), name)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


@router.post("/ledgers/load", operation_id="ledgers_load", summary="装载上传", status_code=202, response_model=StartedOut)
def load(request: Request, said: LoadIn, mine: InboxesDep) -> Response:
    """做成一个新版次和比较，不启用。只限全县范围、有装载权限的账号。Location 是任务的地址。"""
    return _started(request, mine.load(said.uploads, said.scheme, said.day))


def _out(taken: Upload) -> UploadOut:
    files = [ReceivedOut(**f.__dict__) for f in taken.files]
    return UploadOut(id=taken.id, who=taken.who, unit=taken.unit, path=taken.path, when=taken.when, note=taken.note, files=files, tasks=dict(taken.tasks))


def _started(request: Request, task: Task) -> JSONResponse:
    where = f"{request.scope.get('root_path', '')}/api/v1/tasks/{task.id}"
    return JSONResponse(StartedOut(task=task.id, state=task.state).model_dump(), 202, {"Location": where})


def _problems(request: Request, who: Visitor, every: reading.ProblemList, found: Any = None, **about: object) -> Response:
    forms: Sequence[str] = ("json", *FORMS)
    if negotiated(request, forms) != "json":
        return problems_file(request, who, every, found, tuple(forms), **about)
    paging = Paging.of(request, reading.COLUMNS, "line")
    total, rows = every.page(filter_of(request, found), paging.order, paging.size, paging.offset)
    items = [ProblemOut(**{name: row[name] for name in ProblemOut.model_fields}) for row in rows]
    return JSONResponse(ProblemsOut(total=total, page=paging.page, size=paging.size, items=items).model_dump())
