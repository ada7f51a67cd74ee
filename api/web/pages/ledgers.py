"""台账: what arrived and what is missing, uploads and their checks, and every problem of an edition."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse

from api.checked.marks import SEVERITIES
from api.results import NotReadyError, Reader
from api.results.reading import ledgers as reading
from api.uploads import AllRefusedError, UploadError
from api.web.inboxes import Inboxes, problem_of, scheme_titles
from api.web.ledger_files import filter_of, problems_file
from api.web.office import NothingYetError
from api.web.paging import Paging
from api.web.problems import InvalidError, NotFoundError
from api.web.rendering import flash, page, see_other
from api.web.visiting import EditionNumber, OfficeDep, ReaderDep, VisitorDep, reader
from loaders.problems import CODES

router = APIRouter()
_SHOWN = 50
"""Uploads on the first page; the rest on demand."""


def perhaps_reader(request: Request, held: OfficeDep, who: VisitorDep, number: EditionNumber = None) -> Reader | None:
    """The reader, None where there is no edition yet, its results are not there yet, or it has not the account's unit."""
    try:
        return reader(request, held, who, number)
    except (NothingYetError, NotReadyError, NotFoundError):
        return None


PerhapsReader = Annotated[Reader | None, Depends(perhaps_reader)]


def inboxes(who: VisitorDep) -> Inboxes:
    """The visitor's inbox. Raises ForbiddenError for who may not upload."""
    return Inboxes(who)


InboxesDep = Annotated[Inboxes, Depends(inboxes)]


@router.get("/ledgers")
def show(request: Request, who: VisitorDep, found: PerhapsReader) -> HTMLResponse:
    """What arrived, the uploads, and the form to upload with."""
    return page(request, "ledgers/ledgers.html.j2", **_overview(request, who, found))


def _overview(request: Request, who: VisitorDep, found: Reader | None) -> dict[str, Any]:
    unit = request.query_params.get("unit", "")
    mine = Inboxes(who) if who.may("upload") else None
    every = mine.every() if mine else []
    uploads = every if "all" in request.query_params else every[:_SHOWN]
    return {
        "may_upload": mine is not None, "may_load": who.may("approve") and who.account.whole, "limits": who.office.inbox.limits,
        "uploads": [(u, mine.task(u), mine.task(u, "load")) for u in uploads] if mine else [], "schemes": scheme_titles(),
        "hidden": len(every) - len(uploads), "first": who.office.register.current is None, "refused": [],
        "arrived": reading.deliveries(found, found.unit(unit) if unit else None) if found else None,
        "problems": reading.edition_problems(found).counts(found.unit(unit) if unit else None) if found else None, "severities": SEVERITIES,
    }  # fmt: skip


@router.post("/ledgers/uploads")
async def upload(request: Request, mine: InboxesDep, found: PerhapsReader) -> Response:
    """Take files; their check begins by itself."""
    try:
        taken = await mine.receive(request)
    except AllRefusedError as error:
        return page(request, "ledgers/ledgers.html.j2", status=422, **{**_overview(request, mine.visitor, found), "refused": error.refused})
    except UploadError as error:
        raise problem_of(error) from error
    return see_other(request, f"/ledgers/uploads/{taken.id}")


@router.get("/ledgers/uploads")
def back(request: Request, who: VisitorDep) -> RedirectResponse:
    """Where a browser asks that reloads after a refused upload."""
    return see_other(request, "/ledgers")


@router.get("/ledgers/uploads/{ident}")
def one_upload(request: Request, ident: str, mine: InboxesDep, found: PerhapsReader) -> HTMLResponse:
    """One upload: its files, its check, what the check found."""
    taken = mine.get(ident)
    check, load = mine.task(taken), mine.task(taken, "load")
    values: dict[str, Any] = {"upload": taken, "check": check, "load": load, "copies": {}, "list": None, "loads": {}}
    if check and check.state == "done":
        values["copies"] = _copies(check.outcome, dict(mine.copies(taken)))
        values["list"] = _problems(request, mine.problems(taken), None)
        values["loads"] = mine.loads(taken)
    may_load = mine.visitor.may("approve") and mine.visitor.account.whole
    return page(
        request, "ledgers/upload.html.j2", **values, severities=SEVERITIES, codes=CODES, schemes=scheme_titles(), may_load=may_load,
        may_copy=mine.visitor.may("plain"), first=mine.visitor.office.register.current is None,
    )  # fmt: skip


def _copies(outcome: Any, there: dict[str, int]) -> dict[str, tuple[str, int]]:
    """File → its marked copy and the copy's size."""
    said = outcome.get("copies")
    return {str(file): (str(name), there[str(name)]) for file, name in said.items() if str(name) in there} if isinstance(said, dict) else {}


@router.post("/ledgers/uploads/{ident}/check")
def check_again(request: Request, ident: str, mine: InboxesDep) -> RedirectResponse:
    """Check an upload again: the register may have changed meanwhile."""
    mine.check(mine.get(ident))
    return see_other(request, f"/ledgers/uploads/{ident}")


@router.post("/ledgers/uploads/{ident}/remove")
def remove(request: Request, ident: str, mine: InboxesDep) -> Response:
    """Delete an upload."""
    mine.remove(ident)
    return flash(see_other(request, "/ledgers"), request, "已删除这次上传的文件。已经装载的版次不受影响。")


@router.post("/ledgers/load")
def load(
    request: Request, mine: InboxesDep, uploads: Annotated[list[str] | None, Form()] = None, scheme: Annotated[str, Form()] = "",
    day: Annotated[str, Form(max_length=20)] = "",
) -> RedirectResponse:  # fmt: skip
    """Load uploads into the register: an edition to look at before it is approved."""
    try:
        told = dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise InvalidError(f"“{day}”不是日期。", place="day", step="请写成 2025-06-30 的样子，或不填。") from None
    return see_other(request, f"/tasks/{mine.load(uploads or [], scheme, told).id}")


@router.get("/ledgers/uploads/{ident}/problems")
def upload_problems_file(request: Request, ident: str, mine: InboxesDep) -> Response:
    """What the check found, complete or as it is filtered."""
    return problems_file(request, mine.visitor, mine.problems(mine.get(ident)), upload=ident)


@router.get("/ledgers/uploads/{ident}/checked.zip")
def all_copies(ident: str, mine: InboxesDep) -> StreamingResponse:
    """All marked copies."""
    pieces = mine.all_copies(mine.get(ident))
    return StreamingResponse(pieces, media_type="application/zip", headers={"Content-Disposition": f'attachment; filename="checked-{ident}.zip"'})


@router.get("/ledgers/uploads/{ident}/checked/{name:path}")
def one_copy(ident: str, name: str, mine: InboxesDep) -> FileResponse:
    """A marked copy."""
    path = mine.copy(mine.get(ident), name)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


@router.get("/ledgers/problems")
def problems(request: Request, found: ReaderDep) -> HTMLResponse:
    """Every problem of the edition."""
    which = filter_of(request, found)
    towns = [(u.id, u.name) for u in found.counted_below(found.top)]
    listed = _problems(request, reading.edition_problems(found), found)
    return page(request, "ledgers/problems.html.j2", list=listed, towns=towns, unit=which.unit, severities=SEVERITIES, codes=CODES)


@router.get("/ledgers/problems/download")
def edition_problems_file(request: Request, who: VisitorDep, found: ReaderDep) -> Response:
    """The same, complete."""
    return problems_file(request, who, reading.edition_problems(found), found, edition=found.results.number)


@router.get("/ledgers/sheets")
def sheets(request: Request, found: ReaderDep) -> HTMLResponse:
    """Every sheet of the edition: what it was read as, what became of its rows."""
    q = request.query_params.get("q", "")[:60]
    return page(request, "ledgers/sheets.html.j2", sheets=reading.loads(found, q), q=q)


@router.get("/ledgers/codes")
def codes(request: Request, who: VisitorDep) -> HTMLResponse:
    """What each kind of problem means, and what to do."""
    return page(request, "ledgers/codes.html.j2", codes=CODES.values(), severities=SEVERITIES)


def _problems(request: Request, every: reading.ProblemList, found: Reader | None) -> dict[str, Any]:
    """A page of problems, and what may be filtered by."""
    which = filter_of(request, found)
    paging = Paging.of(request, reading.COLUMNS, "line")
    total, rows = every.page(which, paging.order, paging.size, paging.offset)
    counts = every.counts(which.unit)
    files = [(file, f"{file}（{n:,}）") for file, n in sorted(counts["file"])]
    kinds = [(code, f"{_title(code)}（{n:,}）") for code, n in counts["code"]]
    return {"rows": rows, "total": total, "paging": paging, "which": which, "counts": counts, "by_file": dict(counts["file"]), "files": files, "kinds": kinds}


def _title(code: str) -> str:
    return CODES[code].title if code in CODES else code
