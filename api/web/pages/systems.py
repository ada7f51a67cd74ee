"""体系: every system of the scheme, and one across all units."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.reports.lines import STATES
from api.results.reading import systems
from api.results.reading.figures import SORTS, coverage, figures, of_units
from api.results.reading.overview import lines
from api.web.paging import Paging
from api.web.problems import BadRequestError, NotFoundError
from api.web.rendering import as_json, page
from api.web.v1.answers import negotiated, stream
from api.web.v1.figures import TITLES
from api.web.visiting import ReaderDep, VisitorDep

router = APIRouter()
_DRAWN = 40
"""Bars in a picture."""


@router.get("/systems")
def show_all(request: Request, reader: ReaderDep, line: str = "", state: str = "") -> HTMLResponse:
    """Every line and system, or those of one line or state."""
    found = lines(reader, figures(reader, reader.top))
    if state and state not in STATES:
        raise BadRequestError(f"没有“{state[:20]}”这种状态。", place="state", step=f"可用：{'、'.join(STATES)}。")
    shown = [one for one in found if line in ("", one["key"])]
    return page(request, "systems/systems.html.j2", lines=found, shown=shown, line=line, state=state, states=STATES)


@router.get("/systems/{code}")
def show(request: Request, reader: ReaderDep, code: str, unit: str = "", check: str = "", level: str = "") -> HTMLResponse:
    """One system: its figures, its reasons, and its units on one level."""
    found = systems.system(reader, code)
    top = reader.unit(unit) if unit else reader.top
    checks = figures(reader, top, code)
    chosen = next((one for one in checks if check in ("", one["id"])), None)
    if check and chosen is None:
        raise NotFoundError(f"{code} 没有“{check[:60]}”这项检查，或没有任何单位报送它的台账。", place="check")
    paging = Paging.of(request, SORTS, "-gap")
    levels = systems.levels(reader, top, chosen["deepest"]) if chosen else []
    wanted = _level(level, levels, top.level)
    total, rows = of_units(reader, top, chosen["number"], paging.order, paging.size, paging.offset, level=wanted) if chosen else (0, [])
    drawn = [{"name": r["name"], **{k: r[k] for k in ("of", "met", "gap", "unknown")}} for r in rows[:_DRAWN]]
    return page(
        request, "systems/system.html.j2", system=found, unit=top, said_unit=unit, checks=checks, chosen=chosen, levels=levels, level=wanted, rows=rows,
        total=total, paging=paging, reasons=systems.reasons(reader, top, code),
        data=as_json({"kind": "bars", "title": chosen["title"] if chosen else "", "rows": drawn}),
    )  # fmt: skip


@router.get("/systems/{code}/coverage")
def download(request: Request, reader: ReaderDep, who: VisitorDep, code: str, unit: str = "", check: str = "", level: str = "") -> Response:
    """The system's rows of coverage.csv as a file: of one level and check where they are named."""
    who.require("export")
    form = negotiated(request, ("csv", "xlsx", "jsonl"))
    systems.system(reader, code)
    top = reader.unit(unit) if unit else reader.top
    wanted = _level(level, [*systems.LEVELS], -1) if level else -1
    who.note("export", what="coverage", system=code, unit=top.path, form=form)
    return stream(coverage(reader, top, system=code, id=check, level=wanted), form, f"{code}覆盖_{top.name}", TITLES)


def _level(said: str, levels: list[int], above: int) -> int:
    """The level that is asked for, else the first one below the unit."""
    if not said:
        return next((n for n in levels if n > above), levels[-1] if levels else 0)
    if not said.isascii() or not said.isdigit() or int(said[:3]) not in levels:
        raise BadRequestError(f"没有“{said[:20]}”这一层级。", place="level", step=f"可用：{'、'.join(map(str, levels)) or '无'}。")
    return int(said[:3])
