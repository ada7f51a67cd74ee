"""Who asks, and what that one reads: the dependencies of every route."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Query, Request

from api.accounts import Account, Place
from api.results import Reader, Results, UnitRow
from api.web.office import Office
from api.web.problems import ForbiddenError, LoginNeeded, NotFoundError, NotModified, UnauthorizedError, is_api
from api.web.security import session_id

_VERSION = version("daohu")
"""Another program may answer otherwise from the same figures."""
FREE = ("/account", "/logout", "/assets/")
"""Where somebody may go who must change the password first."""


@dataclass(frozen=True)
class Visitor:
    """The account of one request."""

    account: Account
    office: Office
    address: str
    session: str = ""

    @property
    def token(self) -> bool:
        """Whether a program asks, with a token of its own."""
        return bool(self.account.token)

    def may(self, permission: str) -> bool:
        """Whether the account has a permission."""
        return self.account.may(permission)

    def require(self, permission: str, *, whole: bool = False) -> None:
        """Raise ForbiddenError, and note it in the log, where the account has not this permission, or not for the whole county."""
        if not self.may(permission) or (whole and not self.account.whole):
            self.note("refused", permission=permission)
            raise ForbiddenError("您的账号没有这个权限。", step="需要时请找管理员。")

    def note(self, action: str, **details: object) -> None:
        """Add to the log who did what from where, and with which token."""
        self.office.accounts.note(self.account.name, action, self.address, **({"token": self.account.token} if self.token else {}), **details)


def office(request: Request) -> Office:
    """What the server holds."""
    found: Office = request.app.state.office
    return found


OfficeDep = Annotated[Office, Depends(office)]


def address_of(request: Request) -> str:
    """Where a request comes from; behind a proxy, what the proxy says (the server is told whom to believe)."""
    return request.client.host if request.client else ""


def perhaps(request: Request, held: OfficeDep) -> Visitor | None:
    """The visitor of a request, None where nobody is logged in. A wrong token is nobody."""
    if hasattr(request.state, "visitor"):
        found: Visitor | None = request.state.visitor
        return found
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    account, session = None, ""
    if "authorization" in request.headers:  # even an empty one: the form's token is not asked of it, so no cookie counts
        account = held.accounts.token(text.strip()) if scheme.lower() == "bearer" and is_api(request) else None
    elif session := session_id(request, held):
        account = held.accounts.session(session)
    request.state.visitor = Visitor(account, held, address_of(request), session) if account else None
    return request.state.visitor  # type: ignore[no-any-return]


def visitor(request: Request, found: Annotated[Visitor | None, Depends(perhaps)]) -> Visitor:
    """The visitor of a request. Raises LoginNeeded for a page, UnauthorizedError for the API."""
    if found is None:
        if is_api(request):
            raise UnauthorizedError("没有登录，或令牌无效、已过期。", step="请带上 Authorization: Bearer 令牌。", headers={"WWW-Authenticate": "Bearer"})
        root = str(request.scope.get("root_path", ""))
        here = root + request.url.path.removeprefix(root) + (f"?{request.url.query}" if request.url.query else "")
        raise LoginNeeded(f"{root}/login?next={quote(here if request.method == 'GET' else '/', safe='')}")
    if found.account.must_change and not found.token and not request.url.path.removeprefix(request.scope.get("root_path", "")).startswith(FREE):
        if is_api(request):
            raise ForbiddenError("请先在网页上修改初始密码。", step="打开“账号”页修改密码。")
        raise LoginNeeded(f"{request.scope.get('root_path', '')}/account")
    return found


VisitorDep = Annotated[Visitor, Depends(visitor)]
EditionNumber = Annotated[int | None, Query(alias="edition", ge=1, le=999_999, description="第几版；不写是当前版次")]


def reader(request: Request, held: OfficeDep, who: VisitorDep, number: EditionNumber = None) -> Reader:
    """A reader of what the visitor may see, of ?edition=N or the current edition.

    A program that says which answer it has (If-None-Match) gets 304 where nothing has changed.
    """
    who.require("look")
    if number is not None and number not in held.register.approved():
        who.require("approve", whole=True)
        if number not in held.register.numbers():
            raise NotFoundError(f"没有第 {number} 版。", step="请从“版次”页选。")
    found = held.results(number)
    if is_api(request) and request.method == "GET" and request.query_params.get("names") != "plain":  # a look is never kept, and each is noted
        request.state.tag = tag_of(request, found, who)
        if request.state.tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
            raise NotModified(request.state.tag)
    request.state.reader = within(found, who.account)
    return request.state.reader  # type: ignore[no-any-return]


ReaderDep = Annotated[Reader, Depends(reader)]


def within(found: Results, account: Account) -> Reader:
    """A reader of the account's unit; with a token of a smaller unit, of that, as long as it lies in the account's own."""
    reader = found.within()
    for place in (account.home, account.place):
        if place.whole:
            continue
        unit = _unit_at(found, place)
        if unit is None or not reader.top.unit <= unit.unit <= reader.top.last:
            raise NotFoundError(f"第 {found.number} 版里没有您的单元“{place.shown}”。", step="请联系管理员核对账号的单元。")
        reader = found.within(unit.id)
    return reader


def _unit_at(found: Results, place: Place) -> UnitRow | None:
    """The unit of a scope. Ids may change between editions, so the code and the path are asked too; none is nothing, never everything."""
    for of in ("id", "code", "path"):
        said = getattr(place, of)
        those = [u for u in found.units if said and getattr(u, of) == said]
        if len(those) == 1:
            return those[0]
    return None


def tag_of(request: Request, found: Results, who: Visitor) -> str:
    """The ETag of an answer: of the edition's figures, of who asks and for what."""
    account = who.account
    parts: tuple[Any, ...] = (
        _VERSION,
        found.tag,
        account.name,
        account.stamp,
        account.token,
        account.home,
        account.place,
        request.url.path,
        request.url.query,
        request.headers.get("accept"),
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
