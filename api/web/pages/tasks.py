"""任务: the list, one task with its progress, its files, its end."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.responses import StreamingResponse

from api.web import working
from api.web.rendering import flash, page, see_other
from api.web.visiting import OfficeDep, VisitorDep

router = APIRouter()


@router.get("/tasks")
def every(request: Request, office: OfficeDep, visitor: VisitorDep) -> HTMLResponse:
    """The latest tasks of the account's unit."""
    return page(request, "tasks/list.html.j2", tasks=working.tasks_of(office, visitor, 100))


@router.get("/tasks/{id}")
def one(request: Request, office: OfficeDep, visitor: VisitorDep, id: str) -> HTMLResponse:
    """A task: how far it is, what it says, what it made."""
    task = working.task_of(office, visitor, id)
    files = [one for one in office.tasks.files(id) if working.may_read(visitor, task, one[0])]
    return page(request, "tasks/task.html.j2", task=task, files=files, outcome=working.outcome_of(visitor, task), may_cancel=working.may_cancel(visitor, task))


@router.get("/tasks/{id}/events")
def events(request: Request, office: OfficeDep, visitor: VisitorDep, id: str) -> StreamingResponse:
    """The progress as server-sent events, for tasks.js."""
    working.task_of(office, visitor, id)
    return StreamingResponse(working.events(request, office, id), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


@router.get("/tasks/{id}/files/{name:path}")
def file(office: OfficeDep, visitor: VisitorDep, id: str, name: str) -> FileResponse:
    """A file that the task made, always as a download: never shown as a page of ours."""
    path = working.file_of(office, visitor, id, name)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


@router.post("/tasks/{id}/cancel")
def cancel(request: Request, office: OfficeDep, visitor: VisitorDep, id: str) -> Response:
    """End it."""
    working.cancel(office, visitor, id)
    return flash(see_other(request, f"/tasks/{id}"), request, "已要求取消，几秒内停止。", "warn")


def to_task(request: Request, id: str) -> RedirectResponse:
    """After a POST that began a task: its page."""
    return see_other(request, f"/tasks/{id}")
