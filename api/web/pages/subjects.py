"""户, 人 and 组织: a page each, and the list of organisations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.results import Reader
from api.results.reading import organisations, revealed
from api.results.reading.households import household
from api.results.reading.persons import person
from api.web.looks import Names, look
from api.web.paging import Paging
from api.web.rendering import page
from api.web.searched import searched
from api.web.visiting import ReaderDep, VisitorDep
from api.web.wanted import Form, Text, UnitSaid, whole_list

router = APIRouter()


@router.get("/households/{id:path}")
def show_household(request: Request, reader: ReaderDep, visitor: VisitorDep, id: str, names: Names = "masked") -> HTMLResponse:
    """One household."""
    found = household(reader, id)
    plain = look(visitor, reader, names, "household", id=id, unit=found["unit_path"])
    if plain:
        revealed.household(reader, found)
    return page(request, "lists/household.html.j2", h=found, way=reader.above(found["unit"]), plain=plain)


@router.get("/persons/{id:path}")
def show_person(request: Request, reader: ReaderDep, visitor: VisitorDep, id: str, names: Names = "masked") -> HTMLResponse:
    """One person."""
    paging = Paging.of(request, {"state": "state"}, "state")
    found = person(reader, id, paging.size, paging.offset)
    plain = look(visitor, reader, names, "person", id=id, page=paging.page)
    if plain:
        revealed.person(reader, found)
    return page(request, "lists/person.html.j2", p=found, paging=paging, plain=plain)


@router.get("/organisations")
def show_organisations(
    request: Request, reader: ReaderDep, label: Text = "", kind: Text = "", unit: UnitSaid = "", q: Text = ""
) -> HTMLResponse:  # fmt: skip
    """The list of organisations and places."""
    wanted = organisations.Wanted(label.strip(), kind.strip(), unit.strip(), q.strip())
    paging = Paging.of(request, organisations.SORTS, "unit")
    rows = organisations.listed(reader, wanted, paging.order, paging.size, paging.offset)
    values = {"labels": organisations.LABELS, "kind_choices": _kinds(reader, wanted), **organisations.counts(reader, wanted)}
    return page(request, "lists/organisations.html.j2", wanted=wanted, paging=paging, rows=rows, **values)


@router.get("/organisations.{form}")
def organisations_file(
    reader: ReaderDep, visitor: VisitorDep, form: Form, label: Text = "", kind: Text = "", unit: UnitSaid = "", q: Text = ""
) -> Response:  # fmt: skip
    """The list of organisations and places as a file."""
    return whole_list(visitor, reader, organisations.Wanted(label.strip(), kind.strip(), unit.strip(), q.strip()), form)


def _kinds(reader: Reader, wanted: organisations.Wanted) -> list[tuple[str, str]]:
    """The kinds that may be chosen."""
    return [(kind, kind) for kind in dict.fromkeys(one["kind"] for one in organisations.kinds(reader, wanted.label)) if kind]


@router.get("/organisations/{id:path}")
def show_organisation(request: Request, reader: ReaderDep, visitor: VisitorDep, id: str, names: Names = "masked") -> HTMLResponse:
    """One organisation."""
    paging = Paging.of(request, {"state": "state"}, "state")
    found = organisations.organisation(reader, id, paging.size, paging.offset)
    plain = look(visitor, reader, names, "organisation", id=id, page=paging.page)
    if plain:
        revealed.organisation(reader, found)
    return page(request, "lists/organisation.html.j2", o=found, paging=paging, plain=plain)


@router.get("/search")
def show_search(
    request: Request, reader: ReaderDep, visitor: VisitorDep, q: Annotated[str, Query(max_length=200)] = "", names: Names = "masked"
) -> HTMLResponse:
    """What a text may mean."""
    return page(request, "lists/search.html.j2", q=q.strip(), plain=names == "plain", **searched(reader, visitor, q, names))
