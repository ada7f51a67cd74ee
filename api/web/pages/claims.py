"""数字核对: typed and published figures beside what was counted."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.reports.words import CLAIMS as STATES
from api.results import Reader
from api.results.reading import claims
from api.results.reading.claims import ClaimFilter
from api.web.paging import Paging
from api.web.problems import BadRequestError
from api.web.rendering import page
from api.web.v1.answers import negotiated, stream
from api.web.v1.claims import TITLES
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter()


@router.get("/claims")
def show(request: Request, reader: ReaderDep, unit: str = "", system: str = "", state: str = "", q: str = "") -> HTMLResponse:
    """The page."""
    which = _filter(reader, unit, system, state, q)
    paging = Paging.of(request, claims.SORTS, "line")
    counts, rows = claims.claims(reader, which, paging.order, paging.size, paging.offset)
    values: dict[str, Any] = {"which": which, "unit": unit, "counts": counts, "total": counts[state] if state else sum(counts.values()), "rows": rows}
    return page(request, "claims/claims.html.j2", paging=paging, systems=claims.systems(reader), states=STATES, **values)


@router.get("/claims/download")
def download(request: Request, reader: ReaderDep, who: VisitorDep, unit: str = "", system: str = "", state: str = "", q: str = "") -> Response:
    """The complete list as a file: of the whole scope it is claims.csv."""
    who.require("export")
    form = negotiated(request, ("csv", "xlsx", "jsonl"))
    which = _filter(reader, unit, system, state, q)
    who.note("export", what="claims", unit=unit, system=system, state=state, form=form)
    return stream(claims.batches(reader, which), form, f"数字核对_{reader.top.name}", TITLES)


def _filter(reader: Reader, unit: str, system: str, state: str, q: str) -> ClaimFilter:
    if state and state not in STATES:
        raise BadRequestError(f"没有“{state[:20]}”这种结果。", place="state", step=f"可用：{'、'.join(STATES)}。")
    return ClaimFilter(reader.unit(unit) if unit else None, system, state, q.strip())
