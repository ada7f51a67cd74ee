"""/api/v1/account and /api/v1/tokens: who asks, and the keys of programs."""

from __future__ import annotations

import datetime as dt
import time
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.accounts import ROLES, AccountError, LockedError, Place, Token
from api.web.access import place_named, require_person, start_session
from api.web.problems import InvalidError, NotFoundError, TooManyError
from api.web.visiting import OfficeDep, VisitorDep

router = APIRouter()
Permission = Literal["look", "ask", "export", "cypher", "plain", "upload", "approve", "users", "log", "settings"]
_STRICT = ConfigDict(extra="forbid", strict=True)


def _whole(value: object) -> object:
    """JSON has one kind of number: 7.0 is a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)


class UnitOut(BaseModel):
    """A unit of a scope, as it was when the scope was given."""

    id: str = Field(description="编号", examples=["u-420583105"])
    code: str = Field(description="区划代码，可为空", examples=["420583105"])
    path: str = Field(description="从县写起的路径", examples=["青山县/青山镇"])


class AccountOut(BaseModel):
    """The account of the request."""

    name: str = Field(description="用户名", examples=["李雷"])
    role: str = Field(description="角色：admin 管理员、auditor 审核、analyst 分析、viewer 查看", examples=["auditor"])
    shown_role: str = Field(description="角色的中文", examples=["审核"])
    unit: UnitOut | None = Field(description="范围；null 是全县")
    permissions: list[str] = Field(description="这次请求的权限；用令牌时不超过令牌的", examples=[["look", "export"]])
    token: str = Field(description="所用令牌的编号；用会话时为空", examples=["0a1b2c3d4e5f6071"])


class TokenOut(BaseModel):
    """A token, without its text."""

    id: str = Field(description="编号", examples=["0a1b2c3d4e5f6071"])
    name: str = Field(description="谁的", examples=["李雷"])
    title: str = Field(description="给谁用、做什么", examples=["每周报表"])
    permissions: list[str] = Field(description="权限", examples=[["look", "export"]])
    unit: UnitOut | None = Field(description="单元；null 是全县")
    made_at: dt.datetime = Field(description="何时建立")
    expires: dt.datetime = Field(description="何时到期")
    used_at: dt.datetime | None = Field(description="最近何时使用；null 是没有用过")
    state: Literal["valid", "expired", "revoked"] = Field(description="valid 有效、expired 已到期、revoked 已作废")


class TokenMade(TokenOut):
    """A token just made, with its text."""

    text: str = Field(description="令牌；只在这一次答复里", examples=["daohu_…"])


class TokenList(BaseModel):
    """The tokens of the account."""

    tokens: list[TokenOut] = Field(description="令牌，新的在前；到期和作废的也在")


class TokenIn(BaseModel):
    """A token to be made."""

    model_config = _STRICT
    title: str = Field(description="给谁用、做什么", min_length=1, max_length=100, examples=["每周报表"])
    permissions: list[Permission] = Field(description="权限，不超过本账号的", min_length=1, max_length=20, examples=[["look", "export"]])
    unit: str = Field("", description="单元：编号、代码、名称或路径；空的是本账号的范围", max_length=500, examples=["青山镇"])
    days: Annotated[int, Field(ge=1, le=3660), WHOLE] = Field(90, description="几天后到期；最长几天由设置定")


class PasswordIn(BaseModel):
    """A new password."""

    model_config = _STRICT
    old: str = Field(description="原密码", max_length=200)
    new: str = Field(description="新密码；至少几个字符由设置定", max_length=200)


@router.get("/account", operation_id="get_account", summary="自己的账号")
def account(who: VisitorDep) -> AccountOut:
    """用户名、角色、范围和这次请求的权限。"""
    mine = who.account
    return AccountOut(
        name=mine.name,
        role=mine.role,
        shown_role=ROLES.get(mine.role, mine.role),
        unit=unit_of(mine.place),
        permissions=sorted(mine.permissions),
        token=mine.token,
    )


@router.post("/account/password", operation_id="change_password", summary="改自己的密码", status_code=204)
def change_password(request: Request, response: Response, held: OfficeDep, who: VisitorDep, body: PasswordIn) -> None:
    """只能用网页的会话，不能用令牌。其他会话随之结束，本次的会话换新（Set-Cookie）。"""
    require_person(who)
    try:
        start_session(response, request, held, held.accounts.set_password(who.account.name, body.old, body.new, address=who.address))
    except LockedError as error:
        raise TooManyError(str(error), headers={"Retry-After": str(error.minutes * 60)}) from None
    except AccountError as error:
        raise InvalidError(str(error)) from None


@router.get("/tokens", operation_id="list_tokens", summary="自己的令牌")
def tokens(held: OfficeDep, who: VisitorDep) -> TokenList:
    """自己建立的令牌，不含令牌本身。"""
    return TokenList(tokens=[TokenOut.model_validate(told(token)) for token in held.accounts.tokens(who.account.name)])


@router.post("/tokens", operation_id="make_token", summary="建立令牌", status_code=201)
def make_token(held: OfficeDep, who: VisitorDep, body: TokenIn) -> TokenMade:
    """令牌只在这一次答复里给出。只能用网页的会话建立，不能用令牌建立令牌。"""
    require_person(who)
    place = place_named(held, who, body.unit)
    try:
        text, token = held.accounts.make_token(who.account, body.title, body.permissions, place, body.days, address=who.address)
    except AccountError as error:
        raise InvalidError(str(error)) from None
    return TokenMade.model_validate({"text": text, **told(token)})


@router.delete("/tokens/{id}", operation_id="revoke_token", summary="作废令牌", status_code=204)
def revoke(held: OfficeDep, who: VisitorDep, id: Annotated[str, Path(description="令牌的编号", max_length=100)]) -> None:
    """立即失效。令牌也可以作废自己。"""
    if id != who.account.token:
        require_person(who)
    if id not in [token.id for token in held.accounts.tokens(who.account.name)]:
        raise NotFoundError("没有这个令牌。", step="请看令牌列表。")
    held.accounts.revoke(id, by=who.account.name, address=who.address)


def unit_of(place: Place) -> UnitOut | None:
    """The unit of a scope, None for the whole county."""
    return None if place.whole else UnitOut(id=place.id, code=place.code, path=place.path)


def moment(seconds: float | None) -> dt.datetime | None:
    """A moment with its offset."""
    return None if seconds is None else dt.datetime.fromtimestamp(seconds).astimezone()


def told(token: Token) -> dict[str, object]:
    """The members of a token."""
    return {
        "id": token.id, "name": token.name, "title": token.title, "permissions": sorted(token.permissions), "unit": unit_of(token.place),
        "made_at": moment(token.made_at), "expires": moment(token.expires), "used_at": moment(token.used_at), "state": token.state(time.time()),
    }  # fmt: skip
