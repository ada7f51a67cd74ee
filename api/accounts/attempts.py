"""Lock-out: failed logins counted per name and per address. An attempt is counted before its password is tried, so that many at once win nothing."""

from __future__ import annotations

import math
import sqlite3

from api.accounts import settings
from api.accounts.errors import LockedError

_KINDS = {"name": "lock_failures", "address": "lock_address_failures"}


def begin(con: sqlite3.Connection, now: float, name: str, address: str) -> None:
    """Count an attempt. Raises LockedError, counting nothing, where there were too many."""
    lasting = settings.read(con, "lock_minutes") * 60
    con.execute("DELETE FROM attempt WHERE last <= ? OR last > ?", (now - lasting, now + lasting))  # a clock that was set back locks nobody for good
    asked = {"name": name, "address": address}
    for kind, value in asked.items():
        row = con.execute("SELECT count, last FROM attempt WHERE kind = ? AND value = ?", (kind, value)).fetchone()
        if row is not None and row["count"] >= settings.read(con, _KINDS[kind]):
            raise LockedError(max(1, math.ceil((row["last"] + lasting - now) / 60)))
    for kind, value in asked.items():
        con.execute(
            "INSERT INTO attempt VALUES (?, ?, 1, ?) ON CONFLICT (kind, value) DO UPDATE SET count = count + 1, last = excluded.last", (kind, value, now)
        )


def succeeded(con: sqlite3.Connection, name: str, address: str) -> None:
    """Forget the failures of a name; of an address only this attempt, or whoever has an account could try others' without end."""
    con.execute("DELETE FROM attempt WHERE kind = 'name' AND value = ?", (name,))
    con.execute("UPDATE attempt SET count = count - 1 WHERE kind = 'address' AND value = ?", (address,))


def reached(con: sqlite3.Connection, name: str, address: str) -> bool:
    """Whether the attempt just counted was the last one allowed, for the name or for the address."""
    rows = con.execute("SELECT kind, count FROM attempt WHERE (kind = 'name' AND value = ?) OR (kind = 'address' AND value = ?)", (name, address))
    return any(row["count"] >= settings.read(con, _KINDS[row["kind"]]) for row in rows.fetchall())


def locked(con: sqlite3.Connection, now: float) -> frozenset[str]:
    """The names that are locked now."""
    lasting = settings.read(con, "lock_minutes") * 60
    rows = con.execute("SELECT value FROM attempt WHERE kind = 'name' AND count >= ? AND last > ?", (settings.read(con, "lock_failures"), now - lasting))
    return frozenset(row["value"] for row in rows)


def release(con: sqlite3.Connection, name: str) -> None:
    """Unlock a name."""
    con.execute("DELETE FROM attempt WHERE kind = 'name' AND value = ?", (name,))
