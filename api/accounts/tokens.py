"""Tokens of programs: a random text shown once, of which only a hash is kept, with permissions, a unit and an end of their own."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Collection
from dataclasses import replace

from api.accounts import settings, users
from api.accounts.errors import AccountError
from api.accounts.roles import PERMISSIONS, permissions_of
from api.accounts.sessions import key_of
from api.accounts.values import Account, Place, Token

PREFIX = "daohu_"
"""What every token begins with, so that one left in a file can be searched for."""
_TEXT = re.compile(PREFIX + r"[\w-]{43}", re.ASCII)
_MOST, _TITLE = 50, 100
_TOUCH = 60.0
_COLUMNS = "id, name, title, permissions, unit_id, unit_code, unit_path, made_at, expires, used_at, revoked_at"


def make(con: sqlite3.Connection, now: float, account: Account, title: str, permissions: Collection[str], place: Place, days: int) -> tuple[str, Token]:
    """A token that may do no more than the account: the text, and what is kept of it. Raises AccountError."""
    row = users.found(con, account.name)
    held = users.account_of(row)
    title = title.strip().encode("utf-8", "replace").decode("utf-8")
    most = settings.read(con, "token_days")
    if account.token or row["disabled"] or row["stamp"] != account.stamp or held.must_change:
        raise AccountError("现在不能建立令牌。请用密码登录，改过初始密码后再试。")
    if not title or len(title) > _TITLE:
        raise AccountError(f"请写明令牌给谁用、做什么（不超过 {_TITLE} 个字）。")
    if not permissions or not set(permissions) <= held.permissions:
        raise AccountError(f"令牌的权限要在自己的权限之内，至少选一项。可用：{'、'.join(p for p in PERMISSIONS if p in held.permissions)}。")
    if not 1 <= days <= most:
        raise AccountError(f"令牌的有效期要在 1 到 {most} 天之间。")
    if not covers(held.place, place):
        raise AccountError("令牌的单元要在自己的范围之内。请另选一个单元。")
    if len([t for t in of(con, account.name) if t.state(now) == "valid"]) >= _MOST:
        raise AccountError(f"有效的令牌已有 {_MOST} 个。请先作废不用的。")
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token(secrets.token_hex(8), account.name, title, frozenset(permissions), place, now, now + days * 86400)
    kept = " ".join(p for p in PERMISSIONS if p in token.permissions)
    con.execute(
        f"INSERT INTO token ({_COLUMNS}, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
        (token.id, token.name, title, kept, *place, now, token.expires, key_of(text)),
    )
    return text, token


def covers(wide: Place, narrow: Place) -> bool:
    """Whether a scope lies in another as far as ids, codes and paths say; the whole county covers everything."""
    return wide.whole or wide == narrow or bool(wide.path and narrow.path.startswith(f"{wide.path}/"))


def account(con: sqlite3.Connection, now: float, text: str) -> tuple[Account | None, bool]:
    """Who asks with a token that holds, with no more than both the token and the user may now; and whether to note its use."""
    if not _TEXT.fullmatch(text):
        return None, False
    row = con.execute(f"SELECT {_COLUMNS} FROM token WHERE key = ?", (key_of(text),)).fetchone()
    if row is None or _token(row).state(now) != "valid" or row["made_at"] > now + _TOUCH * 5:
        return None, False
    user = users.found(con, row["name"])
    held, token = users.account_of(user), _token(row)
    place = held.place if token.place.whole else token.place
    if user["disabled"] or held.must_change or not covers(held.place, place):
        return None, False
    may = held.permissions & token.permissions & permissions_of(held.role, whole=place.whole)
    return replace(held, place=place, permissions=may, token=token.id), row["used_at"] is None or now - row["used_at"] >= _TOUCH


def touch(con: sqlite3.Connection, now: float, token: str) -> None:
    """Note that a token was used."""
    con.execute("UPDATE token SET used_at = ? WHERE id = ?", (now, token))


def of(con: sqlite3.Connection, name: str = "") -> list[Token]:
    """The tokens of a user, or everybody's, the newest first; also those that no longer hold."""
    where, values = (" WHERE name = ?", (users.plain_name(name),)) if name else ("", ())
    return [_token(row) for row in con.execute(f"SELECT {_COLUMNS} FROM token{where} ORDER BY made_at DESC, id", values)]


def revoke(con: sqlite3.Connection, now: float, token: str) -> Token:
    """End a token. Raises AccountError where there is none."""
    row = con.execute(f"SELECT {_COLUMNS} FROM token WHERE id = ?", (token,)).fetchone()
    if row is None:
        raise AccountError("没有这个令牌。请看令牌列表。")
    con.execute("UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (now, token))
    return _token(row)


def revoke_all(con: sqlite3.Connection, now: float, name: str) -> None:
    """End every token of a user."""
    con.execute("UPDATE token SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL", (now, name))


def _token(row: sqlite3.Row) -> Token:
    return Token(
        row["id"], row["name"], row["title"], frozenset(row["permissions"].split()), users.place_of(row),
        row["made_at"], row["expires"], row["used_at"], row["revoked_at"],
    )  # fmt: skip
