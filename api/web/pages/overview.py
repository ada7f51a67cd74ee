"""总览: where the scope stands."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from api.results.reading.figures import check as check_of
from api.results.reading.figures import tiles
from api.results.reading.overview import overview
from api.results.reading.trend import trend
from api.web import releasing
from api.web.office import Office
from api.web.problems import NotFoundError
from api.web.rendering import as_json, flash, page, see_other
from api.web.visiting import OfficeDep, ReaderDep, Visitor, VisitorDep, within

router = APIRouter()


@router.get("/")
def show(request: Request, reader: ReaderDep, held: OfficeDep, who: VisitorDep, check: str = "") -> HTMLResponse:
    """The page; `check` is what the picture shows."""
    found = overview(reader)
    course = trend(held.register, reader, lambda results: within(results, who.account), who.account.place, found["key"])
    chosen = check_of(reader, check, deepest=min(3, reader.top.level + 1))
    drawn = tiles(reader, reader.top, chosen["number"]) if chosen else []
    data = as_json({"kind": "tiles", "title": chosen["title"] if chosen else "", "rows": drawn})
    choices = [(one["id"], f"{one['system']} {one['title']}") for one in found["key"]]
    return page(request, "overview/overview.html.j2", overview=found, trend=course, chosen=chosen, choices=choices, drawn=len(drawn) > 1, data=data,
                waiting=_waiting(held, who))  # fmt: skip


def _waiting(office: Office, visitor: Visitor) -> int:
    """The newest edition if it waits for approval and the account may approve; else 0."""
    newest, register = max(office.register.numbers(), default=0), office.register
    if newest in register.approved() or not releasing.may_release(visitor):
        return 0
    return newest if newest and releasing.edition_of(office, visitor, newest).state == "waiting" else 0


@router.post("/overview/compute")
def compute(request: Request, held: OfficeDep, who: VisitorDep, number: Annotated[int, Form(ge=1, le=999_999)]) -> Response:
    """Start the task that computes the results of an earlier edition."""
    who.require("look")
    if number not in held.register.approved():
        raise NotFoundError(f"没有第 {number} 版。", step="请从“版次”页选。")
    task = held.compute(number)
    who.note("results", edition=number)
    said = f"已开始计算第 {number} 版的结果，算好后刷新本页就能看到。" if task else f"第 {number} 版的结果现在不能计算：有别的任务在进行。请稍后再试。"
    return flash(see_other(request, "/"), request, said, "done" if task else "warn")
