"""What the pages and the API of accounts share: a unit that somebody names, where to go after a login, opening a session."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from fastapi import Request, Response

from api.accounts import WHOLE, Account, Place
from api.web.office import Office
from api.web.problems import ForbiddenError
from api.web.security import keep_session, session_id
from api.web.visiting import Visitor, address_of, within
from graph.errors import DaohuError

_LONGEST = 2000
_SHOWN_LEVEL = 3


def place_named(held: Office, who: Visitor, said: str) -> Place:
    """The unit that somebody names by name, code or path, within the visitor's own; WHOLE for no name, and for the county itself.

    Raises NotFoundError for a unit that is not there or lies outside, which look the same.
    """
    said = said.strip()
    if not said or said == WHOLE.shown:
        return WHOLE
    reader = within(held.results(), who.account)
    unit = reader.unit(said)
    return WHOLE if unit.id == reader.results.units[0].id else Place(unit.id, unit.code, unit.path)


def paths(held: Office, who: Visitor) -> list[str]:
    """The paths of towns and villages that the visitor sees, to choose from; none where no edition is ready."""
    with suppress(DaohuError):
        rows = within(held.results(), who.account).rows("SELECT path FROM unit WHERE level <= $level AND NOT virtual ORDER BY unit", level=_SHOWN_LEVEL)
        return [str(row["path"]) for row in rows]
    return []


def safe_next(said: str, root: str) -> str:
    """A path of ours to go to after a login, without the proxy's part; the first page for whatever could lead elsewhere."""
    path = said.removeprefix(root)
    if not said.startswith(f"{root}/") or not path.startswith("/") or path.startswith("//") or len(path) > _LONGEST:
        return "/"
    if "\\" in path or any(c < " " or c == "\x7f" for c in path):
        return "/"
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or parts.path in ("/login", "/logout") or parts.path.startswith("/api/"):
        return "/"
    return path


def start_session(response: Response, request: Request, held: Office, account: Account) -> None:
    """A new session for a browser, its cookie on the response; the one that the browser came with ends. Raises LoginError."""
    address = address_of(request)
    session = held.accounts.open_session(account, address, request.headers.get("user-agent", ""))
    if (earlier := session_id(request, held)) and held.accounts.session(earlier) is not None:
        held.accounts.close_session(earlier, address)
    keep_session(response, request, session.id)


def require_person(who: Visitor) -> None:
    """Raise ForbiddenError, noted, for a program's token: passwords and tokens are made by people."""
    if who.token:
        who.note("refused", permission="account")
        raise ForbiddenError("令牌不能改密码，也不能建立令牌。", step="请用密码登录后在“账号”页操作。")
