"""日志: who did what, for administrators: filter, page, export, and whether the chain is whole."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from api.accounts import ACTIONS, PERMISSIONS, ROLES, SETTINGS, Accounts, LogEntry, LogFilter
from api.web.paging import Paging
from api.web.problems import BadRequestError
from api.web.rendering import page
from api.web.visiting import OfficeDep, VisitorDep

router = APIRouter()
_COLUMNS = ("行号", "时间", "谁", "动作", "动作代码", "地址", "详情", "校验值")
_LIVE = "=+-@＝＋－＠\t\r"  # noqa: RUF001 (a Chinese Excel reads the full-width signs as formulas too)
_FORMS = ("csv", "jsonl")


@router.get("/log")
def show(request: Request, held: OfficeDep, who: VisitorDep) -> HTMLResponse:
    """A page of the log."""
    who.require("log", whole=True)
    wanted, paging = filter_of(request), Paging.of(request, {"id": "id"}, "-id")
    found = held.accounts.log(wanted, paging.page, paging.size)
    intact = held.accounts.log_intact(anew=request.query_params.get("check") == "all")
    return page(
        request, "account/log.html.j2", log=found, wanted=wanted, paging=paging,
        actions=ACTIONS | ({wanted.action: wanted.action} if wanted.action not in ("", *ACTIONS) else {}), intact=intact, shown=shown,
    )  # fmt: skip


@router.get("/log/export")
def export(request: Request, held: OfficeDep, who: VisitorDep) -> StreamingResponse:
    """Every line that is wanted, the oldest first, as CSV or as lines of JSON."""
    who.require("log", whole=True)
    form = request.query_params.get("format", "csv")
    if form not in _FORMS:
        raise BadRequestError(f"不能导出成“{form[:20]}”。", place="format", step=f"可用：{'、'.join(_FORMS)}。")
    wanted = filter_of(request)
    who.note("log_exported", format=form, only={k: v for k, v in asdict(wanted).items() if v} or None)
    return exported(held.accounts, wanted, form)


def exported(accounts: Accounts, wanted: LogFilter, form: str) -> StreamingResponse:
    """The file as a stream."""
    lines, kind = (as_csv(accounts.log_entries(wanted)), "text/csv; charset=utf-8") if form == "csv" else (accounts.export_log(wanted), "application/jsonl")
    name = f"daohu-log-{dt.date.today():%Y%m%d}.{form}"
    return StreamingResponse(lines, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def filter_of(request: Request) -> LogFilter:
    """The filter that the address says. Raises BadRequestError for a day that is none."""
    said = {key: request.query_params.get(key, "").strip()[:200] for key in asdict(LogFilter())}
    for key in ("since", "until"):
        try:
            said[key] = dt.date.fromisoformat(said[key]).isoformat() if said[key] else ""
        except ValueError:
            raise BadRequestError(f"“{said[key][:20]}”不是日期。", place=key, step="请写成 2025-06-30 这样。") from None
    return replace(LogFilter(), **said)


def as_csv(entries: Iterator[LogEntry]) -> Iterator[str]:
    """The lines as a CSV for Excel: byte order mark, CRLF, and no cell that it would run as a formula."""
    yield "\ufeff" + _line(_COLUMNS)
    for e in entries:
        yield _line((e.id, e.at, e.who, e.shown, e.action, e.address, shown(e.details), e.hash))


def _line(cells: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_tame(cell) for cell in cells])
    return text.getvalue()


def _tame(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip()[:1] and (cell.lstrip()[0] in _LIVE or cell[0] in _LIVE) else cell


_WORDS = {
    "name": "用户", "role": "角色", "role_before": "原角色", "unit": "单元", "unit_before": "原单元", "permission": "权限", "permissions": "权限",
    "token": "令牌", "title": "用途", "days": "天数", "key": "设置", "value": "值", "before": "原值", "format": "格式", "form": "格式", "only": "筛选",
    "who": "谁", "action": "动作", "address": "地址", "since": "从", "until": "到", "household": "户", "person": "人", "edition": "版次", "number": "版次",
    "task": "任务", "kind": "种类", "upload": "上传", "uploads": "上传", "file": "文件", "files": "文件", "rows": "行数", "what": "内容",
    "system": "体系", "check": "检查", "state": "状态", "text": "文字", "query": "查询", "by_check": "检查", "by_unit": "单元",
    "by_system": "体系", "bytes": "字节", "refused": "退回", "second_person": "另一人启用", "sure": "再次确认", "names": "姓名", "reason": "原因",
}  # fmt: skip


def shown(details: Mapping[str, object]) -> str:
    """Details as a line."""
    return "；".join(f"{_WORDS.get(key, key)}：{_said(key, value)}" for key, value in details.items())


def _said(key: str, value: object) -> object:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "，".join(f"{_WORDS.get(part, part)} {said}" for part, said in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, str):
        if key in ("role", "role_before"):
            return ROLES.get(value, value)
        if key in ("permission", "permissions"):
            return "、".join(PERMISSIONS[one][0] if one in PERMISSIONS else one for one in value.split())
        if key == "key" and value in SETTINGS:
            return SETTINGS[value].title
    return value
