"""Users in the file: nobody is ever removed, only disabled, so that a name in the log means one person."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from api.accounts import attempts, passwords, settings
from api.accounts.errors import AccountError
from api.accounts.roles import permissions_of
from api.accounts.values import Account, Place, User

_NAME = re.compile(r"\w[\w.@-]{0,31}")
COLUMNS = "name, role, unit_id, unit_code, unit_path, must_change, disabled, stamp, made_at, made_by, last_login, changed_at"


def plain_name(said: str) -> str:
    """A name as it is stored: full-width and capital letters are the same name."""
    return unicodedata.normalize("NFKC", said[:200]).strip().lower().encode("utf-8", "replace").decode("utf-8")


def place_of(row: sqlite3.Row) -> Place:
    """The scope that a row of a user or a token says."""
    return Place(row["unit_id"], row["unit_code"], row["unit_path"])


def account_of(row: sqlite3.Row) -> Account:
    """The account of a user's row, with all its role may do."""
    place = place_of(row)
    return Account(row["name"], row["role"], place, permissions_of(row["role"], whole=place.whole), bool(row["must_change"]), row["stamp"], home=place)


def found(con: sqlite3.Connection, name: str) -> sqlite3.Row:
    """The row of a user. Raises AccountError where there is none."""
    row: sqlite3.Row | None = con.execute(f"SELECT {COLUMNS}, password FROM user WHERE name = ?", (plain_name(name),)).fetchone()
    if row is None:
        raise AccountError(f"没有用户“{name[:50]}”。请看用户列表。")
    return row


def every(con: sqlite3.Connection) -> list[User]:
    """All users, by name."""
    return [user_of(row) for row in con.execute(f"SELECT {COLUMNS} FROM user ORDER BY name")]


def user_of(row: sqlite3.Row) -> User:
    """A line of the list of users."""
    return User(
        row["name"], row["role"], place_of(row), bool(row["must_change"]), bool(row["disabled"]),
        row["made_at"], row["made_by"], row["last_login"], row["changed_at"],
    )  # fmt: skip


def add(con: sqlite3.Connection, now: float, name: str, role: str, place: Place, stored: str, by: str) -> None:
    """Add a user, who must change the password at the first login. Raises AccountError."""
    if not _NAME.fullmatch(plain_name(name)):
        raise AccountError(f"用户名“{name[:50]}”不能用。请用 1 到 32 个汉字、字母、数字，中间可以有 . _ @ -。")
    require_fitting(role, place)
    if con.execute("SELECT 1 FROM user WHERE name = ?", (plain_name(name),)).fetchone() is not None:
        raise AccountError(f"已有用户“{plain_name(name)}”。请换一个用户名；忘记密码可以重设。")
    con.execute(
        "INSERT INTO user (name, role, unit_id, unit_code, unit_path, password, must_change, made_at, made_by, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
        (plain_name(name), role, *place, stored, now, by, now),
    )


def require_fitting(role: str, place: Place) -> None:
    """Raises AccountError for an administrator of one unit: whoever manages users could give himself the county."""
    if role == "admin" and not place.whole:
        raise AccountError("管理员的范围只能是全县。请不写单元，或换一个角色。")


def require_password(con: sqlite3.Connection, name: str, password: str) -> None:
    """Raises AccountError with what a new password lacks."""
    passwords.require_good(password, plain_name(name), settings.read(con, "password_length"))


def set_password(con: sqlite3.Connection, now: float, name: str, stored: str, *, must_change: bool) -> None:
    """Keep a new password, unlock the name and end every session."""
    con.execute("UPDATE user SET password = ?, must_change = ?, changed_at = ? WHERE name = ?", (stored, must_change, now, name))
    attempts.release(con, name)
    end_rights(con, name)


def change(con: sqlite3.Connection, now: float, name: str, role: str, place: Place) -> None:
    """Give another role or unit. Raises AccountError where no administrator would be left."""
    require_fitting(role, place)
    if role != "admin":
        _require_another_admin(con, name)
    con.execute("UPDATE user SET role = ?, unit_id = ?, unit_code = ?, unit_path = ?, changed_at = ? WHERE name = ?", (role, *place, now, name))
    end_rights(con, name)


def set_disabled(con: sqlite3.Connection, now: float, name: str, disabled: bool) -> None:
    """Shut a user out, or let back in. Raises AccountError where no administrator would be left."""
    if disabled:
        _require_another_admin(con, name)
    con.execute("UPDATE user SET disabled = ?, changed_at = ? WHERE name = ?", (disabled, now, name))
    end_rights(con, name)


def end_rights(con: sqlite3.Connection, name: str) -> None:
    """End every session; one that is being opened in this moment carries the old stamp and never starts."""
    con.execute("UPDATE user SET stamp = stamp + 1 WHERE name = ?", (name,))
    con.execute("DELETE FROM session WHERE name = ?", (name,))


def _require_another_admin(con: sqlite3.Connection, name: str) -> None:
    mine, others = con.execute(
        "SELECT coalesce(sum(name = ?), 0), coalesce(sum(name <> ?), 0) FROM user WHERE role = 'admin' AND NOT disabled", (name, name)
    ).fetchone()
    if mine and not others:
        raise AccountError(f"“{name}”是唯一的管理员，不能停用或改成别的角色。请先另设一名管理员。")
