"""The SQLite file of accounts: one short connection per call, so that threads, server processes and the command line can all use it at once."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from api.accounts.errors import AccountError

VERSION = 1
_WAIT = 10.0
"""Seconds that a writer waits for another one."""
_TABLES = """
CREATE TABLE user (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, unit_id TEXT NOT NULL, unit_code TEXT NOT NULL, unit_path TEXT NOT NULL,
    password TEXT NOT NULL, must_change INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0, stamp INTEGER NOT NULL DEFAULT 1,
    made_at REAL NOT NULL, made_by TEXT NOT NULL, last_login REAL, changed_at REAL NOT NULL
) STRICT;
CREATE TABLE session (
    key TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES user(name), stamp INTEGER NOT NULL, address TEXT NOT NULL, agent TEXT NOT NULL,
    began REAL NOT NULL, seen REAL NOT NULL, expires REAL NOT NULL
) STRICT;
CREATE INDEX session_name ON session(name);
CREATE TABLE token (
    id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL REFERENCES user(name), title TEXT NOT NULL, permissions TEXT NOT NULL,
    unit_id TEXT NOT NULL, unit_code TEXT NOT NULL, unit_path TEXT NOT NULL, made_at REAL NOT NULL, expires REAL NOT NULL, used_at REAL, revoked_at REAL
) STRICT;
CREATE INDEX token_name ON token(name);
CREATE TABLE attempt (kind TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL, last REAL NOT NULL, PRIMARY KEY (kind, value)) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, address TEXT NOT NULL,
    details TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX log_who ON log(who);
CREATE INDEX log_action ON log(action);
CREATE TRIGGER log_kept BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER log_unchanged BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER log_next BEFORE INSERT ON log WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM log)
    BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
"""
"""`log_next` also stops INSERT OR REPLACE, which fires no trigger of DELETE."""


class Database:
    """The file at `path`, made where there is none. One idle connection stays open: without it every call would fold the journal in."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path, self.clock = path, clock
        with self._sentences():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._idle = self._connect()
            try:
                self._prepare(self._idle)
            except BaseException:
                self._idle.close()
                raise

    def close(self) -> None:
        """Let the file go; whatever is called later opens it again for its moment."""
        self._idle.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading, one state of the file throughout."""
        with self._sentences(), closing(self._connect()) as con:
            con.execute("BEGIN")
            yield con

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that writes alone: all of it is kept, or nothing where something is raised."""
        with self._sentences(), closing(self._connect()) as con:
            con.execute("BEGIN IMMEDIATE")
            try:
                yield con
            except BaseException:
                con.execute("ROLLBACK")
                raise
            con.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        con = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        con.row_factory = sqlite3.Row
        con.execute("PRAGMA foreign_keys = ON")
        return con

    def _prepare(self, con: sqlite3.Connection) -> None:
        if con.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return
        con.execute("PRAGMA journal_mode = WAL")
        con.execute("BEGIN IMMEDIATE")
        found = con.execute("PRAGMA user_version").fetchone()[0]  # another process may have been first
        if found > VERSION:
            con.execute("ROLLBACK")
            raise AccountError(f"{self.path} 由更新的程序写成(格式 {found})。请升级本程序。")
        if found == 0:
            for statement in _statements():
                con.execute(statement)
            con.execute(f"PRAGMA user_version = {VERSION}")
        con.execute("COMMIT")

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise AccountError(_said(self.path, error)) from error
        except OSError as error:
            raise AccountError(f"账号文件 {self.path} 打不开（{error.strerror}）。请检查权限和磁盘。") from error


def _statements() -> Iterator[str]:
    """The statements of _TABLES one by one: executescript would commit the transaction."""
    text = ""
    for line in _TABLES.splitlines(keepends=True):
        text += line
        if sqlite3.complete_statement(text):
            yield text
            text = ""


def _said(path: Path, error: sqlite3.DatabaseError) -> str:
    said = str(error)
    if "locked" in said or "busy" in said:
        return "账号文件正忙，没有写入。请稍后重试。"
    if "full" in said:
        return f"磁盘已满，账号文件 {path} 没有写入。请清理磁盘后重试。"
    if "readonly" in said or "unable to open" in said:
        return f"账号文件 {path} 打不开或不能写入。请检查权限。"
    if "malformed" in said or "not a database" in said:
        return f"账号文件 {path} 已损坏。请从备份恢复，或移走它后重新建立用户。"
    return f"账号文件 {path} 不能使用（{said}）。请检查磁盘，或从备份恢复。"
