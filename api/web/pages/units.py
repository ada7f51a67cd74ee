"""单元: the tree of units, and one unit from 县 down to 湾落."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.results import Reader, UnitRow
from api.results.reading import units
from api.results.reading.figures import SORTS, figures, of_units
from api.results.reading.figures import check as check_of
from api.results.reading.overview import arrived, lines, population
from api.results.reading.systems import LEVELS
from api.web.paging import Paging
from api.web.problems import BadRequestError
from api.web.rendering import as_json, page
from api.web.visiting import ReaderDep

router = APIRouter()
PARTS = {
    "": "概况", "checks": "全部检查", "households": "户", "grids": "网格", "bodies": "组织和阵地", "posts": "任职", "contacts": "联系人", "ledgers": "台账报送",
}  # fmt: skip
"""Of a unit's page: ?part= → word."""
_DRAWN = 40
"""Bars in a picture."""


@router.get("/units")
def show_tree(request: Request, reader: ReaderDep, check: str = "", q: str = "", level: str = "") -> HTMLResponse:
    """The tree down to the villages, or what a search finds."""
    chosen = check_of(reader, check, deepest=min(3, reader.top.level + 1))
    values: dict[str, Any] = {"chosen": chosen, "choices": _choices(reader), "q": q.strip(), "level": level}
    if level not in ("", *map(str, LEVELS)):
        raise BadRequestError(f"没有“{level[:20]}”这一层级。", place="level", step=f"可用：{'、'.join(map(str, LEVELS))}。")
    if q.strip() or level:
        paging = Paging.of(request, {"unit": "u.unit"}, "unit")
        total, rows = units.listed(reader, q.strip(), int(level or -1), paging.size, paging.offset)
        return page(request, "units/search.html.j2", rows=rows, total=total, paging=paging, **values)
    return page(request, "units/tree.html.j2", rows=units.tree(reader, chosen["number"] if chosen else None), **values)


@router.get("/units/{id:path}")
def show(request: Request, reader: ReaderDep, id: str, part: str = "") -> HTMLResponse:
    """One unit; `part` is what is shown of it."""
    if part not in PARTS:
        raise BadRequestError(f"单元页没有“{part[:20]}”这一部分。", place="part", step=f"可用：{'、'.join(p for p in PARTS if p)}。")
    unit = reader.unit(id)
    values: dict[str, Any] = {
        "unit": unit,
        "about": units.about(reader, unit),
        "way": reader.above(unit.unit),
        "part": part,
        "parts": PARTS,
        "choices": _choices(reader),
    }
    return page(request, f"units/{part or 'unit'}.html.j2", **values, **_READ[part](request, reader, unit))


def _choices(reader: Reader) -> list[tuple[str, str]]:
    """The checks that may be chosen: id and words, the key ones first."""
    found = reader.rows("SELECT id, title, key FROM checks WHERE NOT silent ORDER BY key DESC, number")
    return [(one["id"], f"{one['id'].split('.')[0]} {one['title']}") for one in found]


def _whole(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    whole = figures(reader, unit)
    below = next((u.level for u in reader.under(unit)), 0)
    chosen = check_of(reader, request.query_params.get("check", ""), deepest=below or unit.level)
    paging = Paging.of(request, SORTS, "-gap")
    total, children = of_units(reader, unit, chosen["number"], paging.order, paging.size, paging.offset, children=True) if chosen and below else (0, [])
    figure_of = next((one["of"] for one in whole if chosen and one["id"] == chosen["id"]), 0)
    drawn = [{"name": r["name"], **{k: r[k] for k in ("of", "met", "gap", "unknown")}} for r in children[:_DRAWN]]
    return {
        "figures": [one for one in whole if one["key"]], "figure_of": figure_of, "population": population(reader, unit), "chosen": chosen, "below": below,
        "children": children, "total": total, "paging": paging, "mechanisms": units.mechanisms(reader, unit), "labels": units.labels(reader, unit),
        "data": as_json({"kind": "bars", "title": chosen["title"] if chosen else "", "rows": drawn}),
    }  # fmt: skip


def _checks(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    return {"lines": lines(reader, figures(reader, unit))}


def _households(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    said = request.query_params
    state = said.get("state", "")
    if state not in ("", "met", "gap", "unknown"):
        raise BadRequestError(f"没有“{state[:20]}”这种状态。", place="state", step="可用：met、gap、unknown。")
    keys = units.household_checks(reader)
    chosen = check_of(reader, said.get("check") or (keys[0]["id"] if keys else ""))
    paging = Paging.of(request, units.HOUSEHOLDS, "code")
    total, rows = units.households(
        reader, unit, [k["number"] for k in keys], paging.order, paging.size, paging.offset,
        number=chosen["number"] if chosen else -1, state=state, q=said.get("q", "").strip(),
    )  # fmt: skip
    return {"keys": keys, "chosen": chosen, "state": state, "q": said.get("q", ""), "rows": rows, "total": total, "paging": paging}


def _grids(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    chosen = check_of(reader, request.query_params.get("check", ""))
    paging = Paging.of(request, units.GRIDS, "name")
    total, rows = units.grids(reader, unit, chosen["number"] if chosen else -1, paging.order, paging.size, paging.offset)
    return {"chosen": chosen, "rows": rows, "total": total, "paging": paging}


def _bodies(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    label = request.query_params.get("label", "")
    paging = Paging.of(request, units.BODIES, "label")
    total, rows = units.bodies(reader, unit, label, paging.order, paging.size, paging.offset)
    return {"label": label, "labels": units.labels(reader, unit), "rows": rows, "total": total, "paging": paging}


def _posts(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    q = request.query_params.get("q", "").strip()
    paging = Paging.of(request, units.POSTS, "unit")
    total, rows = units.posts(reader, unit, q, paging.order, paging.size, paging.offset)
    return {"q": q, "rows": rows, "total": total, "paging": paging}


def _contacts(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    mechanism = request.query_params.get("mechanism", "")
    paging = Paging.of(request, units.CONTACTS, "-here")
    total, rows = units.contacts(reader, unit, mechanism, paging.order, paging.size, paging.offset)
    return {"mechanism": mechanism, "mechanisms": units.mechanisms(reader, unit), "rows": rows, "total": total, "paging": paging}


def _ledgers(request: Request, reader: Reader, unit: UnitRow) -> dict[str, object]:
    return {"arrived": arrived(reader, unit)}


_READ: dict[str, Callable[[Request, Reader, UnitRow], dict[str, Any]]] = {
    "": _whole, "checks": _checks, "households": _households, "grids": _grids, "bodies": _bodies, "posts": _posts, "contacts": _contacts, "ledgers": _ledgers,
}  # fmt: skip
