"""Sessions of browsers: a random id, of which only a hash is kept; they end when idle, at their hour, and when the user's rights change."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3

from api.accounts import settings, users
from api.accounts.values import Account, Session, SessionRow

_TOUCH = 30.0
"""Seconds between two notes of when a session was last used: not every page writes."""
_SKEW = 300.0
"""Seconds that a clock may have been set back before a session from the future no longer counts."""
_LONGEST = 200


def key_of(secret: str) -> str:
    """What is kept of a session's id or a token's text: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def csrf_of(secret: str) -> str:
    """The word that a session's forms carry; made from its id, so that it need not be kept."""
    return hashlib.sha256(b"csrf\n" + secret.encode("utf-8", "replace")).hexdigest()


def start(con: sqlite3.Connection, now: float, account: Account, address: str, agent: str) -> Session | None:
    """Open a session with an id of its own, or None where the user's rights have changed since `account` was read."""
    con.execute("DELETE FROM session WHERE expires <= ? OR seen <= ? OR began > ?", (now, now - _idle(con), now + _SKEW))
    row = con.execute("SELECT stamp, disabled FROM user WHERE name = ?", (account.name,)).fetchone()
    if row is None or row["disabled"] or row["stamp"] != account.stamp:
        return None
    secret, expires = secrets.token_urlsafe(32), now + settings.read(con, "session_hours") * 3600
    agent = agent[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
    con.execute(
        "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (key_of(secret), account.name, account.stamp, address[:_LONGEST], agent, now, now, expires)
    )
    return Session(secret, csrf_of(secret), expires)


def account(con: sqlite3.Connection, now: float, secret: str) -> tuple[Account | None, bool]:
    """Whose session this is, if it holds; and whether it is time to note that it was used."""
    row = con.execute(
        f"SELECT {', '.join(f'u.{c}' for c in users.COLUMNS.split(', '))}, s.seen, s.began, s.expires FROM session s JOIN user u ON u.name = s.name "
        "WHERE s.key = ? AND s.stamp = u.stamp AND NOT u.disabled",
        (key_of(secret),),
    ).fetchone()
    if row is None or row["expires"] <= now or row["seen"] <= now - _idle(con) or row["began"] > now + _SKEW:
        return None, False
    return users.account_of(row), now - row["seen"] >= _TOUCH


def touch(con: sqlite3.Connection, now: float, secret: str) -> None:
    """Note that a session was used."""
    con.execute("UPDATE session SET seen = ? WHERE key = ? AND seen < ?", (now, key_of(secret), now))


def close(con: sqlite3.Connection, secret: str) -> str:
    """End one session; returns whose it was, empty where there was none."""
    row = con.execute("DELETE FROM session WHERE key = ? RETURNING name", (key_of(secret),)).fetchone()
    return "" if row is None else str(row["name"])


def of(con: sqlite3.Connection, now: float, name: str) -> list[SessionRow]:
    """The open sessions of a user, the last used first."""
    rows = con.execute(
        "SELECT key, address, agent, began, seen, expires FROM session WHERE name = ? AND expires > ? AND seen > ? ORDER BY seen DESC",
        (name, now, now - _idle(con)),
    )
    return [SessionRow(**dict(row)) for row in rows]


def _idle(con: sqlite3.Connection) -> float:
    return settings.read(con, "session_idle_minutes") * 60.0
