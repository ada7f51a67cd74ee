"""用户: who has an account, for administrators."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from api.accounts import PERMISSIONS, ROLES, AccountError, User
from api.web.access import paths, place_named
from api.web.problems import NotFoundError, of_error
from api.web.rendering import flash, page, see_other, segment
from api.web.visiting import OfficeDep, Visitor, VisitorDep
from graph.errors import DaohuError

router = APIRouter()
Text = Annotated[str, Form()]


@router.get("/users")
def show(request: Request, who: VisitorDep) -> HTMLResponse:
    """The list, and the form for one more."""
    who.require("users", whole=True)
    return _list(request, who)


@router.post("/users")
def add(request: Request, held: OfficeDep, who: VisitorDep, name: Text = "", role: Text = "viewer", unit: Text = "") -> Response:
    """A new user; the password is shown on this one page."""
    who.require("users", whole=True)
    try:
        password = held.accounts.add(name, role, place_named(held, who, unit), by=who.account.name, address=who.address)
    except DaohuError as error:
        return _list(request, who, str(error), of_error(error).status, name=name[:100], role=role[:20], unit=unit[:200])
    return _list(request, who, made=(held.accounts.user(name).name, password))


@router.get("/users/{name}")
def one(request: Request, who: VisitorDep, name: str) -> HTMLResponse:
    """One user: role and unit, password, tokens."""
    who.require("users", whole=True)
    return _one(request, who, _user(who, name))


@router.post("/users/{name}")
def change(request: Request, held: OfficeDep, who: VisitorDep, name: str, role: Text = "", unit: Text = "") -> Response:
    """Another role or unit."""
    who.require("users", whole=True)
    user = _user(who, name)
    try:
        place = user.place if unit.strip() == user.place.shown else place_named(held, who, unit)
        held.accounts.change(name, role or None, place, by=who.account.name, address=who.address)
    except DaohuError as error:
        return _one(request, who, user, str(error), of_error(error).status)
    return flash(see_other(request, f"/users/{segment(user.name)}"), request, "已保存。该用户要重新登录；原有令牌随权限的改变作废。")


@router.post("/users/{name}/reset")
def reset(request: Request, held: OfficeDep, who: VisitorDep, name: str) -> Response:
    """A new random password, shown on this one page."""
    who.require("users", whole=True)
    user = _user(who, name)
    password = held.accounts.reset(user.name, by=who.account.name, address=who.address)
    return _one(request, who, _user(who, name), made=password)


@router.post("/users/{name}/disable")
def disable(request: Request, held: OfficeDep, who: VisitorDep, name: str) -> Response:
    """Shut a user out."""
    who.require("users", whole=True)
    user = _user(who, name)
    try:
        held.accounts.disable(user.name, by=who.account.name, address=who.address)
    except AccountError as error:
        return _one(request, who, user, str(error), 409)
    return flash(see_other(request, f"/users/{segment(user.name)}"), request, f"“{user.name}”已停用，登录和令牌都已失效。")


@router.post("/users/{name}/enable")
def enable(request: Request, held: OfficeDep, who: VisitorDep, name: str) -> Response:
    """Let a user in again."""
    who.require("users", whole=True)
    user = _user(who, name)
    held.accounts.enable(user.name, by=who.account.name, address=who.address)
    return flash(see_other(request, f"/users/{segment(user.name)}"), request, f"“{user.name}”已启用，密码还是原来的。")


@router.post("/users/{name}/tokens/{id}/revoke")
def revoke(request: Request, held: OfficeDep, who: VisitorDep, name: str, id: str) -> Response:
    """End a user's token."""
    who.require("users", whole=True)
    user = _user(who, name)
    if id not in [token.id for token in held.accounts.tokens(user.name)]:
        raise NotFoundError("没有这个令牌。", step="请看用户页的列表。")
    held.accounts.revoke(id, by=who.account.name, address=who.address)
    return flash(see_other(request, f"/users/{segment(user.name)}"), request, "令牌已作废。")


def _user(who: Visitor, name: str) -> User:
    try:
        return who.office.accounts.user(name)
    except AccountError:
        raise NotFoundError(f"没有用户“{name[:50]}”。", step="请看用户列表。") from None


def _list(request: Request, who: Visitor, wrong: str = "", status: int = 200, made: tuple[str, str] | None = None, **entered: str) -> HTMLResponse:
    accounts = who.office.accounts
    return page(
        request, "account/users.html.j2", status=status, users=accounts.users(), locked=accounts.locked(), roles=ROLES, permissions=PERMISSIONS,
        wrong=wrong, made=made, paths=paths(who.office, who), entered={"name": "", "role": "viewer", "unit": ""} | entered,
    )  # fmt: skip


def _one(request: Request, who: Visitor, user: User, wrong: str = "", status: int = 200, made: str = "") -> HTMLResponse:
    accounts = who.office.accounts
    return page(
        request, "account/user.html.j2", status=status, user=user, locked=user.name in accounts.locked(), roles=ROLES, wrong=wrong, made=made,
        paths=paths(who.office, who), tokens=accounts.tokens(user.name), sessions=accounts.sessions(user.name), now=time.time(),
        words_of={key: said for key, (said, _) in PERMISSIONS.items()},
    )  # fmt: skip
