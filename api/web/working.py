"""Tasks as one visitor sees them: who may see, end or download what. Pages and API ask here."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path, PurePath

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.tasks import NoTaskError, Task
from api.web.office import Office
from api.web.problems import ForbiddenError
from api.web.visiting import Visitor

FILES: dict[str, str] = {"check": "upload", "audit": "export", "diff": "export", "export": "export"}
"""What an account must be allowed for the files of a kind, else to approve."""
_RELEASING = ("doubts", "rows")
"""Of the outcome of a check and of a load: it compares with every town's ledgers."""
_EVERY, _LONGEST, _BEAT = 0.5, 600.0, 15.0
"""Seconds between two looks, of one stream at most (the browser asks again, and is asked again who it is), and between signs of life."""


def visible(visitor: Visitor, task: Task) -> bool:
    """Whether an account sees a task: of its own unit only, but with the whole county every one."""
    return visitor.account.whole or (bool(task.unit) and task.unit == visitor.account.unit)


def tasks_of(office: Office, visitor: Visitor, limit: int = 50) -> list[Task]:
    """The latest tasks that the account sees, newest first."""
    return office.tasks.list("" if visitor.account.whole else visitor.account.unit, limit)


def task_of(office: Office, visitor: Visitor, id: str) -> Task:
    """A task that the account sees. Raises NoTaskError, the same for what is another's and what does not exist."""
    task = office.tasks.get(id)
    if not visible(visitor, task):
        raise NoTaskError(f"没有任务“{id}”。请从“任务”页重新打开；很早的任务会被清理。")
    return task


def may_read(visitor: Visitor, task: Task, name: str) -> bool:
    """Whether the account may download a file that a task made."""
    return visitor.may(FILES.get(task.kind, "approve")) and (not _plain(task, name) or visitor.may("plain"))


def _plain(task: Task, name: str) -> bool:
    """Whether a file has names in full: marked copies are the ledgers themselves, and an audit writes workbooks for the towns, which its ZIP holds too."""
    parts = PurePath(name).parts
    if task.kind == "audit":
        return name.endswith(".zip") or "towns" in parts
    return task.arguments.get("names") == "plain" or (task.kind == "check" and "checked" in parts)


def file_of(office: Office, visitor: Visitor, id: str, name: str) -> Path:
    """A file of a task for download, noted in the log before it is sent, as a look where it has names in full.

    Raises NoTaskError, or ForbiddenError for a role that may not have it.
    """
    task = task_of(office, visitor, id)
    path = office.tasks.file(id, name)
    name = path.relative_to((office.tasks.path(id) / "files").resolve()).as_posix()
    if not may_read(visitor, task, name):
        visitor.note("refused", task=id, file=name)
        raise ForbiddenError("您的账号不能下载这个任务的文件。", step="需要时请找管理员。")
    visitor.note("looked" if _plain(task, name) else "download", what="file", task=id, kind=task.kind, file=name)
    return path


def may_cancel(visitor: Visitor, task: Task) -> bool:
    """Whether the account may end a task: its own, or any with the right to approve."""
    return not task.over and (visitor.account.name == task.who or (visitor.account.whole and visitor.may("approve")))


def cancel(office: Office, visitor: Visitor, id: str) -> Task:
    """End a task. Raises ForbiddenError where it is somebody else's."""
    task = task_of(office, visitor, id)
    if not task.over and not may_cancel(visitor, task):
        visitor.note("refused", task=id)
        raise ForbiddenError(f"这个任务是 {task.who} 开始的，您的账号不能取消它。", step="请联系他，或找有审核权限的人。")
    found = office.tasks.cancel(id, visitor.account.name)
    visitor.note("cancel", task=id, kind=task.kind)
    return found


def start(office: Office, visitor: Visitor, kind: str, arguments: dict[str, object], *, whole: bool = True) -> Task:
    """Begin a task in the account's name and note it; with `whole` it concerns the whole county, else the account's unit."""
    task = office.tasks.start(kind, arguments, visitor.account.name, "" if whole else visitor.account.unit)
    visitor.note("task", task=task.id, kind=kind, **{k: v for k, v in arguments.items() if isinstance(v, (int, str, bool))})
    return task


def outcome_of(visitor: Visitor, task: Task) -> dict[str, object]:
    """What a task has to tell an account: what is doubtful and how many rows change is the whole county's, for who may approve."""
    mine = visitor.account.whole and visitor.may("approve")
    compares = task.kind in ("check", "load")
    return {key: value for key, value in task.outcome.items() if mine or not compares or key not in _RELEASING}


def shown(visitor: Visitor, task: Task, files: list[tuple[str, int]]) -> dict[str, object]:
    """A task as JSON: the files only where the account may have them."""
    names = [{"name": name, "bytes": size} for name, size in files if may_read(visitor, task, name)]
    return {**task.plain(), "outcome": outcome_of(visitor, task), "files": names, "may_cancel": may_cancel(visitor, task)}


async def events(request: Request, office: Office, id: str) -> AsyncIterator[bytes]:
    """Server-sent events: the task whenever it has changed, until it is over. Ids are counted, so that nothing is missed or said twice."""
    began, said, beat, number = time.monotonic(), "", time.monotonic(), 0
    yield b"retry: 2000\n\n"
    while time.monotonic() - began < _LONGEST and not await request.is_disconnected():
        task = await run_in_threadpool(office.tasks.get, id)
        told = {k: v for k, v in task.plain().items() if k not in ("arguments", "outcome")}
        if (text := json.dumps(told, ensure_ascii=False)) != said:
            said, number, beat = text, number + 1, time.monotonic()
            yield f"id: {number}\nevent: task\ndata: {text}\n\n".encode()
        elif time.monotonic() - beat > _BEAT:
            beat = time.monotonic()
            yield b": alive\n\n"
        if task.over:
            return
        await asyncio.sleep(_EVERY)
