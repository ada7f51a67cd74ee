"""账号: one's own password, sessions and tokens."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from api.accounts import PERMISSIONS, ROLES, AccountError
from api.web.access import paths, place_named, start_session
from api.web.problems import NotFoundError, of_error
from api.web.rendering import flash, page, see_other
from api.web.visiting import OfficeDep, Visitor, VisitorDep
from graph.errors import DaohuError

router = APIRouter()
Text = Annotated[str, Form()]
_DAYS = "90"


@router.get("/account")
def show(request: Request, held: OfficeDep, who: VisitorDep) -> HTMLResponse:
    """The page."""
    return _page(request, who)


def _page(request: Request, who: Visitor, wrong: str = "", status: int = 200, made: str = "", entered: Mapping[str, object] | None = None) -> HTMLResponse:
    accounts, name = who.office.accounts, who.account.name
    choices = {} if who.account.must_change else {"paths": paths(who.office, who)}
    return page(
        request, "account/account.html.j2", status=status, account=who.account, roles=ROLES, wrong=wrong, made=made, now=time.time(),
        permissions=[(key, said) for key, (said, _) in PERMISSIONS.items() if who.may(key)], words_of={key: said for key, (said, _) in PERMISSIONS.items()},
        sessions=accounts.sessions(name), tokens=accounts.tokens(name), most=accounts.setting("token_days"), least=accounts.setting("password_length"),
        entered={"title": "", "unit": "", "days": _DAYS, "permission": ["look"], **(entered or {})}, **{"paths": []} | choices,
    )  # fmt: skip


@router.post("/account/password")
def change_password(request: Request, held: OfficeDep, who: VisitorDep, old: Text = "", new: Text = "", again: Text = "") -> Response:
    """A new password of one's own; every other session ends."""
    if new != again:
        return _page(request, who, "两次输入的新密码不一样。请重新输入。", 422)
    response = see_other(request, "/" if who.account.must_change else "/account")
    try:
        start_session(response, request, held, held.accounts.set_password(who.account.name, old, new, address=who.address))
    except AccountError as error:
        return _page(request, who, str(error).replace("用户名或密码不对", "原密码不对"), 422)
    return flash(response, request, "密码已修改，其他地方的登录都已退出。")


@router.post("/account/sessions")
def close_sessions(request: Request, held: OfficeDep, who: VisitorDep) -> Response:
    """End every session, this one too."""
    held.accounts.close_all(who.account.name, address=who.address)
    return flash(see_other(request, "/login"), request, "所有登录都已退出。请重新登录。")


@router.post("/account/tokens")
def make_token(
    request: Request, held: OfficeDep, who: VisitorDep,
    title: Text = "", unit: Text = "", days: Text = _DAYS, permission: Annotated[list[str] | None, Form()] = None,
) -> Response:  # fmt: skip
    """A new token, shown on this one page."""
    entered: dict[str, object] = {"title": title[:200], "unit": unit[:200], "days": days[:10], "permission": permission or []}
    try:
        if not days.isascii() or not days.isdigit() or len(days) > 5:
            raise AccountError(f"有效期“{days[:10]}”不是天数。请写整数，如 90。")
        text, _ = held.accounts.make_token(who.account, title, permission or [], place_named(held, who, unit), int(days), address=who.address)
    except DaohuError as error:
        return _page(request, who, str(error), of_error(error).status, entered=entered)
    return _page(request, who, made=text)


@router.post("/account/tokens/{id}/revoke")
def revoke(request: Request, held: OfficeDep, who: VisitorDep, id: str) -> Response:
    """End one of one's own tokens."""
    if id not in [token.id for token in held.accounts.tokens(who.account.name)]:
        raise NotFoundError("没有这个令牌。", step="请看“账号”页的列表。")
    held.accounts.revoke(id, by=who.account.name, address=who.address)
    return flash(see_other(request, "/account"), request, "令牌已作废。")
