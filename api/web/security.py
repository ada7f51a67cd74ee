"""Cookies, form tokens and the headers of every response."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from fastapi import Request
from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.problems import ForbiddenError, is_api

if TYPE_CHECKING:
    from api.web.office import Office

COOKIE, FORM_COOKIE = "daohu", "daohu_form"
FIELD, HEADER = "csrf", "X-CSRF-Token"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_LONGEST = 12 * 3600
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script but our own files. Style attributes carry the lengths of bars, and Plotly makes a style sheet of its own."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cache-Control": "no-store",
}
"""Where a response says another value itself, that stays."""


class Headers:
    """ASGI middleware: the security headers on every response, its ETag where it has one, and how long its queries took."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self.app, self.secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] == 200 and (tag := scope.get("state", {}).get("tag")):
                    headers["ETag"] = tag
                    if any(name == b"authorization" for name, _ in scope["headers"]):  # a program may keep it; a browser of an office that many share not
                        headers["Cache-Control"] = "private, no-cache"
                    headers.add_vary_header("Accept, Authorization, Cookie")
                _dress(headers, self.secure)
                reader = scope.get("state", {}).get("reader")
                if reader is not None:
                    headers["Server-Timing"] = f'query;dur={reader.seconds * 1000:.1f};desc="{reader.asked}"'
            await send(message)

        return await self.app(scope, receive, wrapped)


def dressed(response: Response, request: Request) -> Response:
    """An answer that is made outside of the middleware, with its headers."""
    office: Office = request.app.state.office
    _dress(response.headers, office.settings.secure)
    return response


def _dress(headers: MutableHeaders, secure: bool) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def session_id(request: Request, office: Office) -> str:
    """The session that the browser's cookie names, empty where it names none or was not signed by us."""
    try:
        said = _signer(office).loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return ""
    return said if isinstance(said, str) else ""


def keep_session(response: Response, request: Request, session: str) -> None:
    """Give the browser a session's cookie."""
    office: Office = request.app.state.office
    value = _signer(office).dumps(session)
    response.set_cookie(COOKIE, value, max_age=_LONGEST, httponly=True, samesite="lax", secure=office.settings.secure, path=_path(request))


def drop_session(response: Response, request: Request) -> None:
    """Take the session's cookie back."""
    response.delete_cookie(COOKIE, path=_path(request), httponly=True, samesite="lax", secure=request.app.state.office.settings.secure)


def form_token(request: Request) -> str:
    """What the forms of this request's page must carry: bound to the session, before a login to a cookie of the form's own."""
    office: Office = request.app.state.office
    if session := session_id(request, office):
        return office.accounts.csrf(session)
    return hmac.new(office.secret, f"form {_form_cookie(request)}".encode(), hashlib.sha256).hexdigest()


def keep_form_cookie(response: Response, request: Request) -> None:
    """Give the browser the cookie that forms before a login are bound to, where it has none and the page was made with a new one."""
    if made := getattr(request.state, "form_cookie", ""):
        secure = request.app.state.office.settings.secure
        response.set_cookie(FORM_COOKIE, made, httponly=True, samesite="lax", secure=secure, path=_path(request))


async def require_form_token(request: Request) -> None:
    """A dependency of the whole application: what changes something by a browser's session carries the form's token.

    It stands in the header X-CSRF-Token, in the field `csrf` of a form, or, where the body is a file, in the address. A program with a
    token of its own (Authorization) has no cookie that another page could abuse.
    """
    if request.method in _SAFE or "authorization" in request.headers:
        return
    office: Office = request.app.state.office
    if is_api(request) and not session_id(request, office):
        return  # nobody is logged in: the visitor's dependency says so
    said = request.headers.get(HEADER) or request.query_params.get(FIELD) or ""
    if not said and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        said = str((await request.form(max_files=0, max_fields=500)).get(FIELD) or "")
    if not hmac.compare_digest(said.encode(), form_token(request).encode()):
        raise ForbiddenError("这个页面已经过期，没有提交。", step="请返回上一页，刷新后重新提交。")


def _form_cookie(request: Request) -> str:
    found = request.cookies.get(FORM_COOKIE) or getattr(request.state, "form_cookie", "")
    if not found:
        found = request.state.form_cookie = secrets.token_urlsafe(18)
    return str(found)


def _signer(office: Office) -> URLSafeSerializer:
    return URLSafeSerializer(office.secret, "session", signer_kwargs={"digest_method": hashlib.sha256})


def _path(request: Request) -> str:
    return str(request.scope.get("root_path", "")) or "/"
