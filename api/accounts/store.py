"""Accounts of one register: every call is whole or nothing, and what it changes stands in the log by the same stroke."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from api.accounts import attempts, log, passwords, sessions, settings, tokens, users
from api.accounts.database import Database
from api.accounts.errors import AccountError, LoginError
from api.accounts.log import Intact, LogEntry, LogFilter, LogPage
from api.accounts.roles import role_named
from api.accounts.values import WHOLE, Account, Place, Session, SessionRow, Token, User

FOLDER, FILE = "office", "office.sqlite"
FIRST = "admin"
_SYSTEM = "系统"
_TRYING = threading.BoundedSemaphore(2)
"""Two passwords are tried at once: an attempt counts until it has succeeded, and a crowd at the door must not count as failures."""
_NOBODY = "未知用户名"
_BATCH = 1000
_REFUSED = "用户名或密码不对。请核对后重试；忘记密码请找管理员重设。"


def open_accounts(register: Path) -> Accounts:
    """The accounts that stand in a register's folder, which must exist."""
    return Accounts(register / FOLDER / FILE)


def _half(name: str) -> str:
    """The beginning of a name that nobody has: people type passwords into the wrong field."""
    return f"{name[:2]}…"


def _placed(unit: Place | str) -> Place:
    return unit if isinstance(unit, Place) else Place(id=unit)


class Accounts:
    """The file of accounts. Safe over threads and processes; `by` and `address` say who makes a change and from where, for the log."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._base, self._now = Database(path, clock), clock
        self._examined: tuple[int, str] = (0, "")

    @property
    def path(self) -> Path:
        """The file."""
        return self._base.path

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    # users

    def first_admin(self) -> str | None:
        """Make the administrator `admin` where there is no user at all. Returns the password, this once; None where there are users."""
        if self.users():
            return None
        password = passwords.generate()
        stored = passwords.hashed(password)
        with self._base.writing() as con:
            if users.every(con):  # another server was first
                return None
            users.add(con, self._now(), FIRST, "admin", WHOLE, stored, _SYSTEM)
            log.add(con, self._now(), _SYSTEM, "user_added", "", {"name": FIRST, "role": "admin"})
        return password

    def users(self) -> list[User]:
        """All users by name, disabled ones too."""
        with self._base.reading() as con:
            return users.every(con)

    def user(self, name: str) -> User:
        """One user. Raises AccountError where there is none."""
        with self._base.reading() as con:
            return users.user_of(users.found(con, name))

    def locked(self) -> frozenset[str]:
        """The names that are locked now after too many failures."""
        with self._base.reading() as con:
            return attempts.locked(con, self._now())

    def add(self, name: str, role: str, unit: Place | str = WHOLE, password: str | None = None, *, by: str = _SYSTEM, address: str = "") -> str:
        """Add a user with a given or a random password, which is returned and must be changed at the first login. Raises AccountError."""
        role, place = role_named(role), _placed(unit)
        given, stored = self._new_password(name, password)
        with self._base.writing() as con:
            users.add(con, self._now(), name, role, place, stored, by)
            log.add(con, self._now(), by, "user_added", address, {"name": users.plain_name(name), "role": role, "unit": place.path or place.id})
        return given

    def reset(self, name: str, password: str | None = None, *, by: str = _SYSTEM, address: str = "") -> str:
        """Give a new password, which is returned and must be changed; sessions and tokens end, a lock is lifted. Raises AccountError."""
        given, stored = self._new_password(name, password)
        with self._base.writing() as con:
            row = users.found(con, name)
            users.set_password(con, self._now(), row["name"], stored, must_change=True)
            tokens.revoke_all(con, self._now(), row["name"])
            log.add(con, self._now(), by, "user_reset", address, {"name": row["name"]})
        return given

    def set_password(self, name: str, old: str, new: str, *, address: str = "") -> Account:
        """A user's own change, with the password so far; other sessions end. Returns the account, for a session anew. Raises AccountError."""
        self._tried(name, old, address, "password_failed")
        if old == new:
            raise AccountError("新密码和原来的一样。请换一个。")
        _, stored = self._new_password(name, new)
        with self._base.writing() as con:
            row = users.found(con, name)
            users.set_password(con, self._now(), row["name"], stored, must_change=False)
            log.add(con, self._now(), row["name"], "password_changed", address, {})
            return users.account_of(users.found(con, name))

    def change(self, name: str, role: str | None = None, unit: Place | str | None = None, *, by: str = _SYSTEM, address: str = "") -> User:
        """Give another role, another unit or both; sessions and tokens end. Raises AccountError, also for the last administrator."""
        wanted = None if role is None else role_named(role)
        with self._base.writing() as con:
            row = users.found(con, name)
            there, place = users.place_of(row), users.place_of(row) if unit is None else _placed(unit)
            wanted = wanted or row["role"]
            if (wanted, place) != (row["role"], there):
                users.change(con, self._now(), row["name"], wanted, place)
                tokens.revoke_all(con, self._now(), row["name"])
                said = {"name": row["name"], "role": wanted, "unit": place.path or place.id, "role_before": row["role"], "unit_before": there.path or there.id}
                log.add(con, self._now(), by, "user_changed", address, said)
            return users.user_of(users.found(con, name))

    def disable(self, name: str, *, by: str = _SYSTEM, address: str = "") -> None:
        """Shut a user out at once. Raises AccountError for the last administrator."""
        self._set_disabled(name, True, by, address)

    def enable(self, name: str, *, by: str = _SYSTEM, address: str = "") -> None:
        """Let a disabled user in again, with the password of before; tokens stay ended."""
        self._set_disabled(name, False, by, address)

    def _set_disabled(self, name: str, disabled: bool, by: str, address: str) -> None:
        with self._base.writing() as con:
            row = users.found(con, name)
            if bool(row["disabled"]) == disabled:
                return
            users.set_disabled(con, self._now(), row["name"], disabled)
            tokens.revoke_all(con, self._now(), row["name"])
            log.add(con, self._now(), by, "user_disabled" if disabled else "user_enabled", address, {"name": row["name"]})

    def _new_password(self, name: str, password: str | None) -> tuple[str, str]:
        given = passwords.generate() if password is None else password
        with self._base.reading() as con:
            users.require_password(con, name, given)
        return given, passwords.hashed(given)

    # logins and sessions

    def login(self, name: str, password: str, address: str) -> Account:
        """The account of a name and its password. Raises LoginError, the same for whatever is wrong, or LockedError with the minutes."""
        account = self._tried(name, password, address, "login_failed")
        with self._base.writing() as con:
            con.execute("UPDATE user SET last_login = ? WHERE name = ?", (self._now(), account.name))
            log.add(con, self._now(), account.name, "login", address, {})
        return account

    def _tried(self, name: str, password: str, address: str, failure: str) -> Account:
        with _TRYING:
            return self._try(users.plain_name(name), password, address, failure)

    def _try(self, name: str, password: str, address: str, failure: str) -> Account:
        with self._base.writing() as con:
            attempts.begin(con, self._now(), name, address)
            row = con.execute(f"SELECT {users.COLUMNS}, password FROM user WHERE name = ?", (name,)).fetchone()
        right = passwords.matches(passwords.NOBODY if row is None else row["password"], password)
        fresh = passwords.hashed(password) if right and row is not None and passwords.outdated(row["password"]) else ""
        with self._base.writing() as con:
            if right and row is not None and not row["disabled"]:
                attempts.succeeded(con, name, address)
                if fresh:
                    con.execute("UPDATE user SET password = ? WHERE name = ? AND password = ?", (fresh, name, row["password"]))
                return users.account_of(row)
            who, said = (name, {}) if row is not None else (_NOBODY, {"name": _half(name)})
            log.add(con, self._now(), who, failure, address, said)
            if attempts.reached(con, name, address):
                log.add(con, self._now(), who, "locked", address, said)
        raise LoginError(_REFUSED)

    def open_session(self, account: Account, address: str, agent: str) -> Session:
        """A new session, never one that was there. Raises LoginError where the user's rights changed since the login."""
        with self._base.writing() as con:
            session = sessions.start(con, self._now(), account, address, agent)
        if session is None:
            raise LoginError("账号刚被修改。请重新登录。")
        return session

    def session(self, id: str) -> Account | None:
        """Whose session this is, None where it has ended; being asked keeps it from going idle."""
        with self._base.reading() as con:
            account, stale = sessions.account(con, self._now(), id)
        if stale:
            with self._base.writing() as con:
                sessions.touch(con, self._now(), id)
        return account

    def csrf(self, id: str) -> str:
        """The word that a session's forms carry."""
        return sessions.csrf_of(id)

    def sessions(self, name: str) -> list[SessionRow]:
        """The open sessions of a user, the last used first."""
        with self._base.reading() as con:
            return sessions.of(con, self._now(), users.plain_name(name))

    def close_session(self, id: str, address: str = "") -> None:
        """End one session."""
        with self._base.writing() as con:
            if name := sessions.close(con, id):
                log.add(con, self._now(), name, "logout", address, {})

    def close_all(self, name: str, *, by: str = "", address: str = "") -> None:
        """End every session of a user."""
        with self._base.writing() as con:
            row = users.found(con, name)
            users.end_rights(con, row["name"])
            log.add(con, self._now(), by or row["name"], "sessions_closed", address, {"name": row["name"]})

    # tokens

    def make_token(
        self, account: Account, title: str, permissions: Collection[str], unit: Place | str = WHOLE, days: int = 90, *, address: str = ""
    ) -> tuple[str, Token]:  # fmt: skip
        """A token of no more than the account's permissions and unit: the text, this once, and what is kept. Raises AccountError."""
        place = _placed(unit)
        with self._base.writing() as con:
            text, token = tokens.make(con, self._now(), account, title, permissions, place if not place.whole else account.place, days)
            said = {
                "token": token.id,
                "title": token.title,
                "permissions": " ".join(sorted(token.permissions)),
                "unit": token.place.path or token.place.id,
                "days": days,
            }
            log.add(con, self._now(), account.name, "token_made", address, said)
        return text, token

    def token(self, text: str) -> Account | None:
        """Who asks with a token, None where it does not hold (any more)."""
        with self._base.reading() as con:
            account, stale = tokens.account(con, self._now(), text)
        if account is not None and stale:
            with self._base.writing() as con:
                tokens.touch(con, self._now(), account.token)
        return account

    def tokens(self, name: str = "") -> list[Token]:
        """The tokens of a user, or everybody's, the newest first; also those that no longer hold."""
        with self._base.reading() as con:
            return tokens.of(con, name)

    def revoke(self, id: str, *, by: str = "", address: str = "") -> None:
        """End a token. Raises AccountError where there is none."""
        with self._base.writing() as con:
            token = tokens.revoke(con, self._now(), id)
            if token.revoked_at is None:
                log.add(con, self._now(), by or token.name, "token_revoked", address, {"token": token.id, "title": token.title, "name": token.name})

    # log and settings

    def note(self, who: str, action: str, address: str = "", /, **details: object) -> int:
        """Add a line to the log; it stands there when this returns. The line's number."""
        with self._base.writing() as con:
            return log.add(con, self._now(), who, action, address, details)

    def log(self, wanted: LogFilter | None = None, page: int = 1, size: int = 50) -> LogPage:
        """A page of the log, the newest line first."""
        with self._base.reading() as con:
            return log.page(con, wanted or LogFilter(), page, size)

    def log_entries(self, wanted: LogFilter | None = None) -> Iterator[LogEntry]:
        """Every line that is wanted, the oldest first, read in parts: a slow reader holds nobody up."""
        last = 0
        while True:
            with self._base.reading() as con:
                entries = log.after(con, wanted or LogFilter(), last, _BATCH)
            yield from entries
            if len(entries) < _BATCH:
                return
            last = entries[-1].id

    def export_log(self, wanted: LogFilter | None = None) -> Iterator[str]:
        """The same as lines of JSON, each with its hash."""
        return log.written(self.log_entries(wanted))

    def log_intact(self, *, anew: bool = True) -> Intact:
        """Whether the chain holds; with `anew=False` only from the line up to which it held when this was asked last."""
        last, before = (0, "") if anew else self._examined
        with self._base.reading() as con:
            found, last, before = log.examined(con, last, before)
        if found.whole:
            self._examined = (last, before)
        return found

    def setting(self, key: str) -> bool | int:
        """The value of a setting. Raises KeyError for one that does not exist."""
        with self._base.reading() as con:
            return settings.read(con, key)

    def set_setting(self, key: str, value: bool | int, *, by: str = _SYSTEM, address: str = "") -> None:
        """Change a setting. Raises AccountError where the value is out of bounds."""
        self.set_settings({key: value}, by=by, address=address)

    def set_settings(self, values: Mapping[str, bool | int], *, by: str = _SYSTEM, address: str = "") -> None:
        """Change several settings, or none where one is out of bounds. Raises AccountError."""
        with self._base.writing() as con:
            for key, value in values.items():
                before = settings.read(con, key) if key in settings.SETTINGS else None
                settings.write(con, key, value)
                if before != value:
                    log.add(con, self._now(), by, "setting_changed", address, {"key": key, "value": value, "before": before})

    def settings(self) -> dict[str, bool | int]:
        """Every setting with its value."""
        with self._base.reading() as con:
            return {key: settings.read(con, key) for key in settings.SETTINGS}
