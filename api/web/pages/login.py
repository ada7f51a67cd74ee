"""Logging in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from api.accounts import LockedError, LoginError
from api.web.access import safe_next, start_session
from api.web.rendering import flash, page, see_other
from api.web.security import drop_session, session_id
from api.web.visiting import OfficeDep, Visitor, address_of, perhaps

router = APIRouter()
Perhaps = Annotated[Visitor | None, Depends(perhaps)]
Text = Annotated[str, Form()]
_EXPIRED = "登录已过期，或账号刚被修改。请重新登录，登录后回到原来的页面。"


@router.get("/login")
def ask(request: Request, held: OfficeDep, who: Perhaps, next: str = "") -> Response:
    """The form; whoever is logged in goes on."""
    target = safe_next(next, _root(request))
    if who is not None:
        return see_other(request, target)
    return _form(request, "", next, _EXPIRED if session_id(request, held) else "", 200)


@router.post("/login")
def enter(request: Request, held: OfficeDep, name: Text = "", password: Text = "", next: Text = "") -> Response:
    """Try a name and a password."""
    response = see_other(request, safe_next(next, _root(request)))
    try:
        start_session(response, request, held, held.accounts.login(name, password, address_of(request)))
    except LockedError as error:
        refused = _form(request, name, next, str(error), 429)
        refused.headers["Retry-After"] = str(error.minutes * 60)
        return refused
    except LoginError as error:
        return _form(request, name, next, str(error), 403)
    return response


@router.get("/logout")
def confirm(request: Request, who: Perhaps) -> Response:
    """Asks first: reading an address changes nothing."""
    return page(request, "account/logout.html.j2") if who else see_other(request, "/login")


@router.post("/logout")
def leave(request: Request, held: OfficeDep) -> Response:
    """End the session."""
    if session := session_id(request, held):
        held.accounts.close_session(session, address_of(request))
    response = see_other(request, "/login")
    drop_session(response, request)
    return flash(response, request, "已退出。")


def _form(request: Request, name: str, next: str, wrong: str, status: int) -> HTMLResponse:
    return page(request, "account/login.html.j2", status=status, name=name[:100], next=next[:2000], wrong=wrong)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))
