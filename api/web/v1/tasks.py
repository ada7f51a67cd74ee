"""/api/v1/tasks: long work, its progress, its end and its files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from api.web import working
from api.web.visiting import OfficeDep, VisitorDep

router = APIRouter(tags=["任务"])
Id = Annotated[str, Path(description="任务编号", examples=["20260630-093000123-0a1b2c"])]


EXAMPLE: dict[str, Any] = {
    "id": "20260630-093000123-0a1b2c", "kind": "load", "title": "装载台账", "who": "审核甲", "unit": "", "state": "running", "shown_state": "进行中",
    "asked": "2026-06-30T09:30:00+08:00", "arguments": {"uploads": ["20260630-092800-9f8e7d"]}, "stage": "计算覆盖", "done": 3, "total": 8,
    "percent": 37, "began": "2026-06-30T09:30:01+08:00", "ended": "", "said": [], "outcome": {}, "exit_code": None, "cancelling": False,
    "files": [], "may_cancel": True,
}  # fmt: skip
_TOLD = "server-sent events：event: task，data 是任务的 JSON"
Responses = dict[int | str, dict[str, Any]]
_STREAM: Responses = {200: {"description": _TOLD, "content": {"text/event-stream": {"schema": {"type": "string"}}}}}
_FILE: Responses = {200: {"description": "文件", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


class TaskFile(BaseModel):
    """A file that a task made."""

    name: str = Field(description="名称，可带文件夹", examples=["checked/户籍台账.xlsx"])
    bytes: int = Field(description="字节数", examples=[20480])


class TaskOut(BaseModel):
    """A task."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    id: str = Field(description="任务编号")
    kind: str = Field(description="种类：check、load、approve、rollback、results、audit、diff、export")
    title: str = Field(description="名称")
    who: str = Field(description="谁开始的；空的是系统自己")
    unit: str = Field(description="所属单元的编号；空的是全县")
    state: str = Field(description="waiting 等待、running 进行中、done 完成、failed 没有完成、cancelled 已取消、interrupted 中断")
    shown_state: str = Field(description="状态的中文")
    asked: str = Field(description="提出的时间")
    arguments: dict[str, Any] = Field(description="开始时给的参数")
    stage: str = Field(description="正在做什么")
    done: int = Field(description="这一步做完多少")
    total: int = Field(description="这一步共多少，0 是不知道")
    percent: int = Field(description="这一步的百分数")
    began: str = Field(description="开始的时间，空的是还没有开始")
    ended: str = Field(description="结束的时间，空的是还没有结束")
    said: list[str] = Field(description="给人看的话：结果，或出了什么事、下一步")
    outcome: dict[str, Any] = Field(description="结果的值，如 edition(版次号)、doubts(可疑之处)")
    exit_code: int | None = Field(description="与命令行相同：0 完成，1 完成但有行未采用，2 没做成；负数是被系统结束")
    cancelling: bool = Field(description="已要求取消")
    files: list[TaskFile] = Field(description="可以下载的文件")
    may_cancel: bool = Field(description="本账号能否取消")


class TaskList(BaseModel):
    """The latest tasks, newest first."""

    tasks: list[TaskOut]


def told(office: OfficeDep, visitor: VisitorDep, id: str) -> TaskOut:
    """A task as the API says it."""
    task = working.task_of(office, visitor, id)
    return TaskOut.model_validate(working.shown(visitor, task, office.tasks.files(id)))


@router.get("/tasks", operation_id="list_tasks", summary="最近的任务")
def every(office: OfficeDep, visitor: VisitorDep, limit: Annotated[int, Query(ge=1, le=200, description="最多几个")] = 50) -> TaskList:
    """最近的任务，新的在前，文件的名单在单个任务里。限于一个单元的账号只看到本单元的。"""
    found = working.tasks_of(office, visitor, limit)
    return TaskList(tasks=[TaskOut.model_validate(working.shown(visitor, t, [])) for t in found])


@router.get("/tasks/{id}", operation_id="get_task", summary="一个任务")
def one(office: OfficeDep, visitor: VisitorDep, id: Id) -> TaskOut:
    """状态、进度、结果和文件。可以隔几秒问一次，或用 events。"""
    return told(office, visitor, id)


@router.get("/tasks/{id}/events", operation_id="follow_task", summary="任务的进度(事件流)", response_class=StreamingResponse, responses=_STREAM)
def events(request: Request, office: OfficeDep, visitor: VisitorDep, id: Id) -> StreamingResponse:
    """有变化就发一次，结束后关闭；最长 10 分钟，之后请重新连接。"""
    working.task_of(office, visitor, id)
    return StreamingResponse(working.events(request, office, id), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.post("/tasks/{id}/cancel", operation_id="cancel_task", summary="取消任务", status_code=202)
def cancel(office: OfficeDep, visitor: VisitorDep, id: Id) -> TaskOut:
    """几秒内停止，没有做完的部分清除；已经结束的不能取消(409)。"""
    working.cancel(office, visitor, id)
    return told(office, visitor, id)


@router.get("/tasks/{id}/files/{name:path}", operation_id="get_task_file", summary="下载任务的文件", response_class=FileResponse, responses=_FILE)
def file(office: OfficeDep, visitor: VisitorDep, id: Id, name: Annotated[str, Path(description="任务的 files 里的名称")]) -> FileResponse:
    """每次下载都记入日志。"""
    path = working.file_of(office, visitor, id, name)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")
