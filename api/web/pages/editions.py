"""版次: which there are, what a new one changes, approval, going back, two of them beside each other."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from api.results.reading import between
from api.results.reading import editions as reading
from api.web import releasing
from api.web.rendering import flash, page, see_other
from api.web.visiting import OfficeDep, VisitorDep
from graph.errors import DaohuError
from graph.scheme import read_scheme

router = APIRouter()
SIZE = 50
Number = Annotated[int, Path(ge=1, le=999_999)]
_ROWS = 200
"""Lines of a table on the page at most; the workbook has all."""


@router.get("/editions")
def every(request: Request, office: OfficeDep, visitor: VisitorDep) -> HTMLResponse:
    """The editions; for who may approve also those that wait, and the register's log."""
    mine = releasing.may_release(visitor)
    rows = reading.editions(office.register, approved_only=not mine)
    log = reading.log(office.register) if mine else []
    return page(request, "editions/list.html.j2", editions=rows, log=log, whole=visitor.account.whole, mine=mine)


@router.get("/editions/compare")
def compare(
    request: Request,
    office: OfficeDep,
    visitor: VisitorDep,
    first: Annotated[int | None, Query(alias="from", ge=1, le=999_999)] = None,
    last: Annotated[int | None, Query(alias="to", ge=1, le=999_999)] = None,
    unit: Annotated[str, Query(max_length=300)] = "",
    check: Annotated[str, Query(max_length=80)] = "",
    change: Annotated[str, Query(max_length=40)] = "",
    at: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    everything: Annotated[bool, Query(alias="all")] = False,
) -> HTMLResponse:
    """Two editions: figures per check; of one check who stands otherwise."""
    rows = reading.editions(office.register, approved_only=not releasing.may_release(visitor))
    if first is None or last is None:
        approved = [row.number for row in rows if row.state in ("current", "approved")]
        before, after = approved[1] if len(approved) > 1 else None, approved[0] if approved else None
        return page(request, "editions/compare.html.j2", editions=rows, first=before, last=after, figures=None, unit=unit)
    then, now = releasing.readers(office, visitor, first, last)
    units = between.both(then, now, unit)
    figures = between.figures(then, now, units)
    found = None
    if check:
        found = between.changed(then, now, check, units, change, at, SIZE)
        found["title"] = next((f["title"] for f in figures if f["check"] == check), check)
    if not everything:
        figures = [f for f in figures if any(f[f"{name}_before"] != f[f"{name}_after"] for name in between.FIGURES)]
    shown = units[1] or units[0]
    return page(
        request, "editions/compare.html.j2", editions=rows, first=first, last=last, figures=figures, everything=everything,
        check=check, found=found, unit=unit, shown=shown, days=(then.results.day, now.results.day),
        schemes=(then.results.scheme.title, now.results.scheme.title), words=between.WORDS, may_diff=visitor.account.whole and visitor.may("export"),
    )  # fmt: skip


@router.post("/editions/compare")
def diff(request: Request, office: OfficeDep, visitor: VisitorDep, first: Annotated[int, Form()], last: Annotated[int, Form()],
         series: Annotated[bool, Form()] = False) -> Response:  # fmt: skip
    """Everything that changed, as files: a task."""
    return see_other(request, f"/tasks/{releasing.diff(office, visitor, first, last, series=series).id}")


@router.get("/editions/{number}")
def one(request: Request, office: OfficeDep, visitor: VisitorDep, number: Number) -> HTMLResponse:
    """One edition: what it changes, what is doubtful, and the forms to approve it or to go back to it."""
    row = releasing.edition_of(office, visitor, number)
    if not visitor.account.whole:
        return page(request, "editions/scoped.html.j2", row=row, previous=row.base)
    register, mine = office.register, releasing.may_release(visitor)
    changes, effect = reading.row_changes(register, number), reading.effect(register, number)
    return page(
        request, "editions/edition.html.j2", row=row, changes=changes[:_ROWS], more=max(0, len(changes) - _ROWS), effect=effect,
        files=reading.comparison_files(register, number) if mine else [], mine=mine, hindrance=releasing.hindrance(office, visitor, row) if mine else "",
        word=releasing.WORD, second=releasing.second_person(office), titles=_titles(office, number),
        totals={c: sum(r[c] for r in changes) for c in reading.CHANGES},
        day_before=next((one.day for one in reading.editions(register) if one.number == row.base), ""),
    )  # fmt: skip


@router.get("/editions/{number}/files/{name}")
def file(office: OfficeDep, visitor: VisitorDep, number: Number, name: str) -> FileResponse:
    """A file of the comparison, as a download; it holds names as the ledgers have them."""
    return FileResponse(releasing.comparison_file(office, visitor, number, name), filename=f"第{number}版-{name}", media_type="application/octet-stream")


@router.post("/editions/{number}/approve")
def approve(request: Request, office: OfficeDep, visitor: VisitorDep, number: Number, word: Annotated[str, Form(max_length=20)] = "") -> Response:
    """Make it current: a task. Where it is doubtful, the second word is asked for."""
    visitor.require("approve", whole=True)
    row = releasing.edition_of(office, visitor, number)
    sure = word.strip() == releasing.WORD
    if row.doubts and not sure and not releasing.hindrance(office, visitor, row):
        said = f"没有启用：第 {number} 版有可疑之处，核实无误请输入“{releasing.WORD}”两字。"
        return flash(see_other(request, f"/editions/{number}"), request, said, "warn")
    return see_other(request, f"/tasks/{releasing.approve(office, visitor, number, sure=sure).id}")


@router.post("/editions/{number}/rollback")
def rollback(request: Request, office: OfficeDep, visitor: VisitorDep, number: Number, word: Annotated[str, Form(max_length=20)] = "") -> Response:
    """Go back to it: a task. Everybody sees the earlier figures then, so the second word is asked for."""
    visitor.require("approve", whole=True)
    if word.strip() != releasing.WORD:
        said = f"没有回退：要回到第 {number} 版请输入“{releasing.WORD}”两字。"
        return flash(see_other(request, f"/editions/{number}"), request, said, "warn")
    return see_other(request, f"/tasks/{releasing.rollback(office, visitor, number).id}")


@router.post("/editions/{number}/audit")
def audit(request: Request, office: OfficeDep, visitor: VisitorDep, number: Number) -> Response:
    """Everything that `daohu audit` writes, as files: a task."""
    return see_other(request, f"/tasks/{releasing.audit(office, visitor, number).id}")


def _titles(office: OfficeDep, number: int) -> dict[str, str]:
    """Titles of the checks by an edition's own scheme."""
    try:
        return {c.id: c.title for c in read_scheme(office.register.edition(number).scheme).checks}
    except DaohuError:  # a damaged edition says so on its page
        return {}
