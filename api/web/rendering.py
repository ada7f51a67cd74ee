"""Templates → pages. What every page needs stands in its context by itself."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from itsdangerous import BadSignature, URLSafeSerializer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.reports import words
from api.web.security import FIELD, form_token, keep_form_cookie

_TEMPLATES = Path(__file__).parent / "templates"
_FLASH = "daohu_said"
NAVIGATION = (
    ("/", "总览", "look"),
    ("/units", "单元", "look"),
    ("/systems", "体系", "look"),
    ("/gaps", "缺口", "look"),
    ("/unknowns", "待核实", "look"),
    ("/organisations", "组织", "look"),
    ("/ledgers", "台账", "look"),
    ("/editions", "版次", "look"),
    ("/claims", "数字核对", "look"),
    ("/query", "查询", "ask"),
    ("/tasks", "任务", "look"),
)
"""Address, word, and the permission that shows it."""


@cache
def environment() -> Environment:
    """The templates; everything is escaped, a name that a template does not get is an error."""
    made = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(number=number, share=share, day=day, segment=segment, moment=moment)
    made.globals.update(words=words, navigation=NAVIGATION)
    return made


def page(request: Request, name: str, /, status: int = 200, **values: object) -> HTMLResponse:
    """A page of a template."""
    root = str(request.scope.get("root_path", ""))
    reader = getattr(request.state, "reader", None)
    edition = request.query_params.get("edition") if reader is not None else None
    token = form_token(request)

    def url(path: str, /, **query: object) -> str:
        """An address of ours: with the edition that is being looked at, without parameters that are empty."""
        said = {k: v for k, v in ({"edition": edition} | query).items() if v not in (None, "")}
        return f"{root}{path}{'?' if said else ''}{urlencode(said, doseq=True)}"

    context = {
        "request": request, "visitor": getattr(request.state, "visitor", None), "reader": reader, "url": url, "root": root, "csrf": token,
        "csrf_field": Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token),
        "here": request.url.path.removeprefix(root) or "/", "said": _said(request), "looking_at": edition,
    }  # fmt: skip
    response = HTMLResponse(environment().get_template(name).render({**context, **values}), status)
    keep_form_cookie(response, request)
    if request.cookies.get(_FLASH):
        response.delete_cookie(_FLASH, path=root or "/")
    return response


def see_other(request: Request, path: str) -> RedirectResponse:
    """After a POST: the page to look at (a path of ours, with its query)."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}{path}", 303)


def flash(response: Response, request: Request, text: str, kind: str = "done") -> Response:
    """A sentence on the next page: kind is done or warn."""
    value = _signer(request).dumps([kind, text[:900]])
    root = str(request.scope.get("root_path", "")) or "/"
    response.set_cookie(_FLASH, value, max_age=120, httponly=True, samesite="lax", path=root, secure=request.app.state.office.settings.secure)
    return response


def _said(request: Request) -> tuple[str, str] | None:
    try:
        kind, text = _signer(request).loads(request.cookies.get(_FLASH, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(kind), str(text)


def _signer(request: Request) -> URLSafeSerializer:
    return URLSafeSerializer(request.app.state.office.secret, "said")


def number(value: float | None) -> str:
    """1234 → 1,234; nothing for None."""
    return "" if value is None else f"{value:,}"


def share(part: float | None, whole: float | None) -> str:
    """A share in percent with one digit; — where nothing is to be covered. All and nothing are said only where they are exact."""
    if not whole or part is None:
        return "—"
    percent = round(100 * part / whole, 1)
    if percent == 100 and part != whole:
        percent = 99.9
    if percent == 0 and part:
        percent = 0.1
    return f"{percent:.1f}%"


def day(value: dt.date | str | None) -> str:
    """A day as 2025-06-30; nothing for None."""
    return "" if value is None else str(value)[:10]


def moment(value: float | None) -> str:
    """Seconds since 1970 as local time."""
    return "" if value is None else dt.datetime.fromtimestamp(value).strftime("%Y-%m-%d %H:%M")


def segment(value: object) -> str:
    """A value as a part of a path: # and / of an id stay what they are."""
    return quote(str(value), safe="")


def as_json(value: Mapping[str, Any] | list[Any]) -> Markup:
    """Data for a script, inside a <script type="application/json">: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
