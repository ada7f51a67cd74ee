"""/api/v1/users and /api/v1/settings: for administrators."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from api.accounts import ROLES, AccountError, User
from api.web.access import place_named
from api.web.problems import NotFoundError
from api.web.v1.account import WHOLE, UnitOut, moment, unit_of
from api.web.visiting import OfficeDep, Visitor, VisitorDep

router = APIRouter()
Role = Literal["admin", "auditor", "analyst", "viewer"]
Name = Annotated[str, Path(description="用户名", max_length=200, examples=["李雷"])]
_STRICT = ConfigDict(extra="forbid", strict=True)
_UNIT = "只能看哪个单元：编号、代码、名称或路径；空的是全县"


class UserOut(BaseModel):
    """A user."""

    name: str = Field(description="用户名", examples=["李雷"])
    role: Role = Field(description="角色：admin 管理员、auditor 审核、analyst 分析、viewer 查看")
    shown_role: str = Field(description="角色的中文", examples=["审核"])
    unit: UnitOut | None = Field(description="范围；null 是全县")
    must_change: bool = Field(description="下次登录要改密码")
    disabled: bool = Field(description="已停用")
    locked: bool = Field(description="登录失败次数过多，锁定中")
    made_at: dt.datetime = Field(description="何时建立")
    made_by: str = Field(description="由谁建立", examples=["admin"])
    last_login: dt.datetime | None = Field(description="最近登录；null 是没有登录过")


class UserList(BaseModel):
    """All users."""

    users: list[UserOut] = Field(description="用户，按用户名")


class UserIn(BaseModel):
    """A user to be added."""

    model_config = _STRICT
    name: str = Field(description="用户名：汉字、字母、数字，中间可以有 . _ @ -", min_length=1, max_length=32, examples=["李雷"])
    role: Role = Field("viewer", description="角色")
    unit: str = Field("", description=_UNIT, max_length=500, examples=["青山镇"])


class UserChange(BaseModel):
    """What to change; what is left out or null stays."""

    model_config = _STRICT
    role: Role | None = Field(None, description="新角色")
    unit: str | None = Field(None, description=_UNIT, max_length=500, examples=["青山镇"])
    disabled: bool | None = Field(None, description="停用或启用")


class Password(BaseModel):
    """A random password, this once."""

    name: str = Field(description="用户名", examples=["李雷"])
    password: str = Field(description="初始密码；只在这一次答复里，第一次登录时要改")


class SettingsOut(BaseModel):
    """All settings."""

    second_person: bool = Field(description="启用版次要另一人")
    session_idle_minutes: int = Field(description="无操作多久退出（分钟）")
    session_hours: int = Field(description="登录最长多久（小时）")
    lock_failures: int = Field(description="同一用户名失败几次后锁定")
    lock_address_failures: int = Field(description="同一地址失败几次后锁定")
    lock_minutes: int = Field(description="锁定多久（分钟）")
    password_length: int = Field(description="密码至少几个字符")
    token_days: int = Field(description="令牌最长有效（天）")


class SettingsIn(BaseModel):
    """What to set; what is left out or null stays."""

    model_config = _STRICT
    second_person: bool | None = Field(None, description="启用版次要另一人")
    session_idle_minutes: Annotated[int, Field(ge=5, le=480), WHOLE] | None = Field(None, description="无操作多久退出（分钟）")
    session_hours: Annotated[int, Field(ge=1, le=12), WHOLE] | None = Field(None, description="登录最长多久（小时）")
    lock_failures: Annotated[int, Field(ge=3, le=20), WHOLE] | None = Field(None, description="同一用户名失败几次后锁定")
    lock_address_failures: Annotated[int, Field(ge=3, le=1000), WHOLE] | None = Field(None, description="同一地址失败几次后锁定")
    lock_minutes: Annotated[int, Field(ge=1, le=1440), WHOLE] | None = Field(None, description="锁定多久（分钟）")
    password_length: Annotated[int, Field(ge=8, le=64), WHOLE] | None = Field(None, description="密码至少几个字符")
    token_days: Annotated[int, Field(ge=1, le=3660), WHOLE] | None = Field(None, description="令牌最长有效（天）")


@router.get("/users", operation_id="list_users", summary="用户")
def users(held: OfficeDep, who: VisitorDep) -> UserList:
    """全部用户，停用的也在。要有 users 权限。"""
    who.require("users", whole=True)
    locked = held.accounts.locked()
    return UserList(users=[_told(user, locked) for user in held.accounts.users()])


@router.post("/users", operation_id="add_user", summary="新增用户", status_code=201)
def add(held: OfficeDep, who: VisitorDep, body: UserIn) -> Password:
    """密码随机生成，只在这一次答复里。"""
    who.require("users", whole=True)
    password = held.accounts.add(body.name, body.role, place_named(held, who, body.unit), by=who.account.name, address=who.address)
    return Password(name=held.accounts.user(body.name).name, password=password)


@router.get("/users/{name}", operation_id="get_user", summary="一个用户")
def one(held: OfficeDep, who: VisitorDep, name: Name) -> UserOut:
    """角色、范围和状态。"""
    who.require("users", whole=True)
    return _told(_user(who, name), held.accounts.locked())


@router.patch("/users/{name}", operation_id="change_user", summary="改用户的角色、范围，停用或启用")
def change(held: OfficeDep, who: VisitorDep, name: Name, body: UserChange) -> UserOut:
    """有改变时，该用户的会话和令牌都结束。唯一的管理员不能停用或改成别的角色（409）。"""
    who.require("users", whole=True)
    user, by, address = _user(who, name), who.account.name, who.address
    place = None if body.unit is None else place_named(held, who, body.unit)
    if body.role is not None or place is not None:
        held.accounts.change(user.name, body.role, place, by=by, address=address)
    if body.disabled is not None:
        (held.accounts.disable if body.disabled else held.accounts.enable)(user.name, by=by, address=address)
    return _told(_user(who, name), held.accounts.locked())


@router.post("/users/{name}/reset", operation_id="reset_user", summary="重设用户的密码")
def reset(held: OfficeDep, who: VisitorDep, name: Name) -> Password:
    """新密码随机生成，只在这一次答复里。锁定随之解除，会话和令牌都结束。"""
    who.require("users", whole=True)
    user = _user(who, name)
    return Password(name=user.name, password=held.accounts.reset(user.name, by=who.account.name, address=who.address))


@router.get("/settings", operation_id="get_settings", summary="设置")
def settings(held: OfficeDep, who: VisitorDep) -> SettingsOut:
    """全部设置。要有 settings 权限。"""
    who.require("settings", whole=True)
    return SettingsOut.model_validate(held.accounts.settings())


@router.patch("/settings", operation_id="change_settings", summary="改设置")
def change_settings(held: OfficeDep, who: VisitorDep, body: SettingsIn) -> SettingsOut:
    """只改写出的几项；每处改动记入日志。"""
    who.require("settings", whole=True)
    held.accounts.set_settings(body.model_dump(exclude_none=True), by=who.account.name, address=who.address)
    return SettingsOut.model_validate(held.accounts.settings())


def _user(who: Visitor, name: str) -> User:
    try:
        return who.office.accounts.user(name)
    except AccountError:
        raise NotFoundError(f"没有用户“{name[:50]}”。", step="请看用户列表。") from None


def _told(user: User, locked: frozenset[str]) -> UserOut:
    told = {
        "name": user.name, "role": user.role, "shown_role": ROLES.get(user.role, user.role), "unit": unit_of(user.place), "must_change": user.must_change,
        "disabled": user.disabled, "locked": user.name in locked, "made_at": moment(user.made_at), "made_by": user.made_by,
        "last_login": moment(user.last_login),
    }  # fmt: skip
    return UserOut.model_validate(told)
