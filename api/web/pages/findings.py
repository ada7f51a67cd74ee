"""缺口 and 待核实: the lists, filtered, sorted, in pages, and whole as files."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.results import Reader
from api.results.reading import findings, revealed
from api.results.reading.findings import Wanted
from api.web.looks import Names, look
from api.web.paging import Paging
from api.web.rendering import page
from api.web.v1.answers import XLSX_ROWS
from api.web.visiting import ReaderDep, VisitorDep
from api.web.wanted import Form, WantedDep, Which, by, download

router = APIRouter()


@router.get("/gaps")
def gaps(request: Request, reader: ReaderDep, visitor: VisitorDep, wanted: WantedDep, names: Names = "masked") -> HTMLResponse:
    """The list of gaps."""
    return _show(request, reader, visitor, replace(wanted, state="gap"), names)


@router.get("/unknowns")
def unknowns(request: Request, reader: ReaderDep, visitor: VisitorDep, wanted: WantedDep, names: Names = "masked") -> HTMLResponse:
    """The list of what is to be verified."""
    return _show(request, reader, visitor, replace(wanted, state="unknown"), names)


@router.get("/gaps.{form}")
def gaps_file(reader: ReaderDep, visitor: VisitorDep, wanted: WantedDep, form: Form, state: Which = "gap", names: Names = "masked") -> Response:
    """The gaps as a file; ?state=all is gaps.csv of an audit."""
    return _file(reader, visitor, wanted, state, form, names)


@router.get("/unknowns.{form}")
def unknowns_file(reader: ReaderDep, visitor: VisitorDep, wanted: WantedDep, form: Form, state: Which = "unknown", names: Names = "masked") -> Response:
    """What is to be verified as a file."""
    return _file(reader, visitor, wanted, state, form, names)


def _show(request: Request, reader: ReaderDep, visitor: VisitorDep, wanted: Wanted, names: str) -> HTMLResponse:
    paging = Paging.of(request, findings.SORTS, "line")
    what = findings.sought(reader, wanted)
    rows = findings.listed(reader, what, paging.order, paging.size, paging.offset)
    plain = look(visitor, reader, names, "list", state=wanted.state, lines=[one["line"] for one in rows], **by(wanted))
    if plain:
        revealed.names(reader, "finding", (rows, "line", "subject_name"))
    counts = findings.counts(reader, what, wanted.unit)
    values = {**_choices(reader, wanted), **counts, "files": _files(request, wanted, plain, counts["total"])}
    unit = reader.unit(wanted.unit) if wanted.unit else None
    return page(request, "lists/findings.html.j2", state=wanted.state, wanted=wanted, unit=unit, paging=paging, rows=rows, plain=plain, **values)


def _choices(reader: Reader, wanted: Wanted) -> dict[str, Any]:
    """What may be chosen to filter by; systems of the chosen line, checks of the chosen system."""
    every = findings.checks(reader)
    of_line = [one for one in every if wanted.line in ("", one["key"], one["line_name"])]
    of_system = [one for one in of_line if wanted.system in ("", one["system"])]
    return {
        "lines_all": list(dict.fromkeys((one["key"], one["line_name"]) for one in every)),
        "systems_all": list(dict.fromkeys((one["system"], f"{one['system']} {one['system_name']}") for one in of_line)),
        "checks_all": [(one["id"], f"{one['id']} {one['title']}") for one in of_system],
        "reasons_all": findings.reasons(reader, wanted.state),
        "kinds_all": [(kind, findings.tells(kind)) for kind in findings.KINDS],
    }


def _files(request: Request, wanted: Wanted, plain: bool, total: int) -> list[tuple[str, str]]:
    """The addresses of the whole list as files, with the page's own filters; the last one is gaps.csv of an audit. No workbook holds a longer list."""
    said = {key: value for key, value in asdict(wanted).items() if value and key != "state"} | ({"names": "plain"} if plain else {})
    if "edition" in request.query_params:
        said["edition"] = request.query_params["edition"]
    path = f"{request.scope.get('root_path', '')}/{'gaps' if wanted.state == 'gap' else 'unknowns'}"
    forms: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("Excel", "xlsx", {}),
        ("CSV", "csv", {}),
        ("JSON 行", "jsonl", {}),
        ("缺口和待核实一起（gaps.csv）", "csv", {"state": "all"}),
    )
    return [(word, f"{path}.{form}?{urlencode(said | more)}".rstrip("?")) for word, form, more in forms if form != "xlsx" or total <= XLSX_ROWS]


def _file(reader: ReaderDep, visitor: VisitorDep, wanted: Wanted, state: Which, form: str, names: str) -> Response:
    what = findings.sought(reader, replace(wanted, state="" if state == "all" else state))
    return download(visitor, reader, what, state, form, names, **by(wanted))
