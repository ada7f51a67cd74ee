"""查询: the question library as forms, an analyst's own Cypher, and the graph as files."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.asking import County
from api.exporting import FORMS as GRAPHS
from api.exporting import HEAVY
from api.results import Reader
from api.web.problems import Problem, WaitingError, of_error
from api.web.querying import Masked, desk_of
from api.web.querying.answering import Asked, answered
from api.web.querying.cypher import GIVEN, Written, longest_address
from api.web.querying.examples import EXAMPLES, schema
from api.web.querying.exports import start_export
from api.web.querying.fields import fields_of, levels, said_in, suggestions
from api.web.querying.library import about, by_theme, question_named
from api.web.querying.refusals import RefusedTextError, marked
from api.web.querying.stores import Wanted
from api.web.querying.tables import SHOWN, heads_of, in_chinese
from api.web.rendering import page, see_other
from api.web.visiting import ReaderDep, Visitor, VisitorDep
from graph.errors import DaohuError, RefusedError

router = APIRouter()


@router.get("/query")
def library(request: Request, reader: ReaderDep, who: VisitorDep, q: str = "") -> HTMLResponse:
    """The questions by heading, or those about some words. The store that they will be asked of is seen to meanwhile."""
    who.require("ask")
    with suppress(DaohuError):
        desk_of(request).stores.look(Wanted(who.office.register, reader.results.number, reader.top.id))
    words = q.strip()[:60]
    return page(request, "query/library.html.j2", themes=by_theme() if not words else {}, words=words, found=about(words) if words else [], chinese=in_chinese)


@router.get("/query/questions/{name}")
async def question(request: Request, name: str, reader: ReaderDep, who: VisitorDep) -> Response:
    """A question's contract as a form; with its answer where the address says so."""
    who.require("ask")
    one = question_named(name)
    query = request.query_params
    said = said_in(one, query)
    values: dict[str, Any] = {
        "one": one, "fields": fields_of(one, query if "run" in query else said), "suggested": suggestions(reader), "levels": levels(),
        "chinese": partial(in_chinese, one), "columns": heads_of(one), "limit": SHOWN, "seconds": who.office.settings.query_seconds,
    }  # fmt: skip
    asked = Asked(question=name, parameters=said, names=query.get("names", ""), form=query.get("format", ""))
    show = partial(_shown, request, "query/question.html.j2", who, values)
    if "run" not in query and not asked.form:
        return await run_in_threadpool(show)
    return await _answer(request, who, reader, asked, show)


@router.get("/query/cypher")
async def cypher(request: Request, reader: ReaderDep, who: VisitorDep) -> Response:
    """A text area, the schema at hand and examples; the answer of the text that the address holds."""
    return await _cypher(request, who, reader, Written.of(request.query_params, reader))


@router.post("/query/cypher")
async def write_cypher(request: Request, reader: ReaderDep, who: VisitorDep) -> Response:
    """A text that was sent: its address where that is not too long, else its answer at once. Nothing is changed."""
    written = Written.of({k: str(v) for k, v in (await request.form()).items()}, reader)
    if len(address := written.address(request.query_params.get("edition", ""))) <= longest_address:
        return see_other(request, address)
    return await _cypher(request, who, reader, written)


@router.get("/query/export")
def export_form(request: Request, reader: ReaderDep, who: VisitorDep) -> HTMLResponse:
    """The form for the graph as files."""
    who.require("export")
    return page(request, "query/export.html.j2", forms=list(GRAPHS), choice=Masked.of(who, "").choice, suggested=suggestions(reader), heavy=HEAVY)


@router.post("/query/export")
async def export(request: Request, reader: ReaderDep, who: VisitorDep) -> RedirectResponse:
    """Begin the task; its page follows."""
    form = await request.form()
    said = {name: str(form.get(name) or "") for name in ("form", "unit", "names", "only")}
    task = await run_in_threadpool(start_export, who, reader, said["form"], said["unit"], said["names"], [w for w in said["only"].split() if w])
    return see_other(request, f"/tasks/{task.id}")


async def _cypher(request: Request, who: Visitor, reader: Reader, written: Written) -> Response:
    who.require("cypher")
    masked = Masked.of(who, written.names)
    nodes, edges = schema(masked=masked.masked)
    values: dict[str, Any] = {
        "written": written, "explained": None, "given": GIVEN, "examples": EXAMPLES, "village": written.village, "nodes": nodes, "edges": edges, "limit": SHOWN,
        "seconds": who.office.settings.query_seconds, "in_address": request.method == "GET", "longest": longest_address,
    }  # fmt: skip
    show = partial(_shown, request, "query/cypher.html.j2", who, values)
    if not written.text.strip() or not written.do:
        return await run_in_threadpool(show)
    if written.do == "explain":
        county = desk_of(request).county_now(who, reader, masked)
        return await run_in_threadpool(_explained, county, written, show)
    asked = Asked(text=written.text, said=written.said, names=written.names, form=written.form)
    return await _answer(request, who, reader, asked, show)


def _explained(county: County, written: Written, show: Any) -> HTMLResponse:
    try:
        return show(explained=county.explain(text=written.text, said=written.said))  # type: ignore[no-any-return]
    except RefusedError as error:
        return show(problem=RefusedTextError(error))  # type: ignore[no-any-return]
    except DaohuError as error:
        return show(problem=of_error(error))  # type: ignore[no-any-return]


async def _answer(request: Request, who: Visitor, reader: Reader, asked: Asked, show: Any) -> Response:
    """The page with the answer, or with what is wrong beside the form that stays."""
    try:
        return await answered(request, who, reader, asked, show)
    except Problem as problem:
        if isinstance(problem, WaitingError) and request.method == "GET":
            show = partial(page, request, "query/waiting.html.j2", status=problem.status)
        found = problem
    except RefusedError as error:
        found = RefusedTextError(error)
    except DaohuError as error:
        found = of_error(error)
    response: Response = await run_in_threadpool(show, problem=found)
    response.headers.update(found.headers)
    return response


def _shown(request: Request, template: str, who: Visitor, values: dict[str, Any], **more: Any) -> HTMLResponse:
    problem: Problem | None = more.get("problem")
    refusals = problem.places if isinstance(problem, RefusedTextError) else []
    text = values["written"].text if "written" in values else ""
    given = {
        "choice": Masked.of(who, "").choice,
        "plain": request.query_params.get("names") == "plain",
        "refusals": refusals,
        "marked": marked(text, refusals),
        **dict.fromkeys(("answer", "shown", "chart", "problem")),
    }
    return page(request, template, status=problem.status if problem else 200, **{**values, **given, **more})
