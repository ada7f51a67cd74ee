"""设置: what an administrator may set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.accounts import SETTINGS, AccountError
from api.web.rendering import flash, page, see_other
from api.web.visiting import OfficeDep, Visitor, VisitorDep

router = APIRouter()


@router.get("/settings")
def show(request: Request, who: VisitorDep) -> HTMLResponse:
    """The page."""
    who.require("settings", whole=True)
    return _page(request, who)


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=100)
    return {key: str(form[key]).strip() for key in SETTINGS if key in form}


@router.post("/settings")
def save(request: Request, held: OfficeDep, who: VisitorDep, said: Annotated[dict[str, str], Depends(_fields)]) -> Response:
    """Keep every setting that the form names."""
    who.require("settings", whole=True)
    try:
        held.accounts.set_settings({key: _value(key, text) for key, text in said.items()}, by=who.account.name, address=who.address)
    except AccountError as error:
        return _page(request, who, str(error), 422, said)
    return flash(see_other(request, "/settings"), request, "设置已保存。")


def _value(key: str, text: str) -> bool | int:
    known = SETTINGS[key]
    if isinstance(known.default, bool):
        return text == "yes"
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise AccountError(f"“{known.title}”要写 {known.least} 到 {known.most} 的整数。")
    return int(text)


def _page(request: Request, who: Visitor, wrong: str = "", status: int = 200, said: dict[str, str] | None = None) -> HTMLResponse:
    values = {key: "yes" if value is True else "no" if value is False else str(value) for key, value in who.office.accounts.settings().items()}
    return page(request, "account/settings.html.j2", status=status, settings=SETTINGS, values=values | (said or {}), wrong=wrong)
