"""/api/v1/log: the log, for administrators."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from api.accounts import LogFilter
from api.web.pages.log import exported
from api.web.visiting import OfficeDep, VisitorDep

router = APIRouter()


class LogLine(BaseModel):
    """A line."""

    id: int = Field(description="行号，从 1 起连续", examples=[17])
    at: str = Field(description="时间，带时区", examples=["2026-06-30T09:30:00+08:00"])
    who: str = Field(description="谁", examples=["李雷"])
    action: str = Field(description="动作，英文代码", examples=["looked"])
    shown_action: str = Field(description="动作的中文", examples=["查看明文"])
    address: str = Field(description="从哪个地址", examples=["10.0.0.7"])
    details: dict[str, Any] = Field(description="详情", examples=[{"household": "h-1"}])
    hash: str = Field(description="校验值：由上一行的校验值和本行算出")


class LogLines(BaseModel):
    """A page of the log."""

    lines: list[LogLine] = Field(description="日志行，新的在前")
    total: int = Field(description="符合条件的共几行")
    page: int = Field(description="第几页")
    size: int = Field(description="每页几行")


class IntactOut(BaseModel):
    """Whether the log is whole."""

    whole: bool = Field(description="逐行相扣，没有缺少或改动")
    lines: int = Field(description="核对了几行")
    broken: int = Field(description="从第几行起对不上；0 是没有")
    said: str = Field(description="同一结果的一句话")


def wanted(
    who: Annotated[str, Query(max_length=200, description="谁")] = "",
    action: Annotated[str, Query(max_length=200, description="动作，英文代码")] = "",
    address: Annotated[str, Query(max_length=200, description="地址")] = "",
    text: Annotated[str, Query(max_length=200, description="详情里有的文字")] = "",
    since: Annotated[dt.date | None, Query(description="从哪一天（含）")] = None,
    until: Annotated[dt.date | None, Query(description="到哪一天（含）")] = None,
) -> LogFilter:
    """The filter that the address says."""
    return LogFilter(who, action, address, text, since.isoformat() if since else "", until.isoformat() if until else "")


_TEXT = {"schema": {"type": "string"}}
_FILE: dict[int | str, dict[str, Any]] = {200: {"description": "日志，旧的在前", "content": {"application/jsonl": _TEXT, "text/csv": _TEXT}}}
Wanted = Annotated[LogFilter, Depends(wanted)]


@router.get("/log", operation_id="list_log", summary="日志")
def lines(
    held: OfficeDep, visitor: VisitorDep, only: Wanted,
    page: Annotated[int, Query(ge=1, le=1_000_000, description="第几页")] = 1,
    size: Annotated[int, Query(ge=1, le=200, description="每页几行")] = 50,
) -> LogLines:  # fmt: skip
    """筛选、分页，新的在前。要有 log 权限。"""
    visitor.require("log", whole=True)
    found = held.accounts.log(only, page, size)
    return LogLines(lines=[LogLine(shown_action=e.shown, **asdict(e)) for e in found.entries], total=found.total, page=page, size=size)


@router.get("/log/intact", operation_id="check_log", summary="核对日志是否完整")
def intact(held: OfficeDep, visitor: VisitorDep) -> IntactOut:
    """从第一行起逐行核对。"""
    visitor.require("log", whole=True)
    found = held.accounts.log_intact()
    return IntactOut(whole=found.whole, lines=found.lines, broken=found.broken, said=found.said)


@router.get("/log/export", operation_id="export_log", summary="导出日志", response_class=StreamingResponse, responses=_FILE)
def export(
    held: OfficeDep, visitor: VisitorDep, only: Wanted, format: Annotated[Literal["jsonl", "csv"], Query(description="jsonl 一行一条 JSON，或 csv")] = "jsonl"
) -> StreamingResponse:  # fmt: skip
    """符合条件的全部行，不截断。导出本身也记入日志。"""
    visitor.require("log", whole=True)
    visitor.note("log_exported", format=format, only={k: v for k, v in asdict(only).items() if v} or None)
    return exported(held.accounts, only, format)
