"""The log: who did what from where. Lines are only ever added (the file's triggers refuse anything else) and each carries a hash over the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ACTIONS = {
    "login": "登录",
    "login_failed": "登录失败",
    "locked": "锁定",
    "logout": "退出",
    "refused": "拒绝",
    "looked": "查看明文",
    "password_changed": "改密码",
    "password_failed": "改密码失败",
    "user_added": "新增用户",
    "user_reset": "重设密码",
    "user_changed": "改用户",
    "user_disabled": "停用用户",
    "user_enabled": "启用用户",
    "sessions_closed": "退出全部登录",
    "token_made": "建立令牌",
    "token_revoked": "作废令牌",
    "setting_changed": "改设置",
    "log_exported": "导出日志",
    "upload": "上传台账",
    "upload_removed": "删除上传",
    "marked_copy": "下载标错副本",
    "task": "开始任务",
    "cancel": "取消任务",
    "load": "装载",
    "approve": "启用版次",
    "rollback": "回退版次",
    "results": "计算结果",
    "download": "下载文件",
    "export": "导出",
    "exported": "导出全图",
    "asked": "提问",
    "cypher": "写 Cypher 查询",
}
"""What is known of the words of actions; a word that is not here is shown as it is."""
_LONGEST, _ALL = 500, 8000
_COLUMNS = "id, at, who, action, address, details, hash"


@dataclass(frozen=True)
class LogEntry:
    """One line: its number, local time with offset, who, what, from which address, with what, and the chain's hash."""

    id: int
    at: str
    who: str
    action: str
    address: str
    details: Mapping[str, object]
    hash: str

    @property
    def shown(self) -> str:
        """The action as a person reads it."""
        return ACTIONS.get(self.action, self.action)


@dataclass(frozen=True)
class LogFilter:
    """Which lines: whose, what, where from, a text in the details, from one day to another (ISO, both included). Empty is any."""

    who: str = ""
    action: str = ""
    address: str = ""
    text: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class LogPage:
    """Some lines, the newest first, and how many there are in all."""

    entries: tuple[LogEntry, ...]
    total: int


@dataclass(frozen=True)
class Intact:
    """Whether the chain holds: the lines that were examined, and the first that does not fit (0: none)."""

    lines: int
    broken: int = 0

    @property
    def whole(self) -> bool:
        """Whether every line fits."""
        return self.broken == 0

    @property
    def said(self) -> str:
        """The same as a sentence."""
        if self.whole:
            return f"日志完整：{self.lines:,} 行逐行相扣，没有缺少或改动。"
        return f"日志被改动过：从第 {self.broken} 行起对不上。请保留 office.sqlite，与以前导出的日志核对。"


def local(now: float) -> str:
    """A moment as the log writes it."""
    return dt.datetime.fromtimestamp(now).astimezone().isoformat(timespec="seconds")


def add(con: sqlite3.Connection, now: float, who: str, action: str, address: str, details: Mapping[str, object]) -> int:
    """Add a line inside a writing transaction; returns its number."""
    last = con.execute("SELECT id, hash FROM log ORDER BY id DESC LIMIT 1").fetchone()
    number, before = (last["id"] + 1, last["hash"]) if last else (1, "")
    line = (number, local(now), *(_storable(text[:_LONGEST]) for text in (who, action, address)), _storable(_text(details)))
    con.execute(f"INSERT INTO log ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", (*line, _hash(before, line)))
    return number


def _text(details: Mapping[str, object]) -> str:
    """Details as JSON: long texts are cut, and what is still too long is only said to have been."""
    text = json.dumps({key: _short(value) for key, value in details.items() if value not in (None, "")}, ensure_ascii=False, sort_keys=True, default=str)
    return text if len(text) <= _ALL else json.dumps({"cut": text[: _ALL // 2]}, ensure_ascii=False)


def _storable(text: str) -> str:
    """A text without what no file can hold: half characters that a JSON body may smuggle in."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _short(value: object) -> object:
    return value if not isinstance(value, str) or len(value) <= _LONGEST else value[:_LONGEST] + "…"


def _hash(before: str, line: tuple[object, ...]) -> str:
    return hashlib.sha256(f"{before}\n{json.dumps(line, ensure_ascii=False)}".encode()).hexdigest()


def page(con: sqlite3.Connection, wanted: LogFilter, number: int, size: int) -> LogPage:
    """A page of the lines, the newest first; pages count from 1."""
    where, values = _where(wanted)
    total = con.execute(f"SELECT count(*) AS n FROM log{where}", values).fetchone()["n"]
    rows = con.execute(f"SELECT {_COLUMNS} FROM log{where} ORDER BY id DESC LIMIT ? OFFSET ?", (*values, size, (number - 1) * size))
    return LogPage(tuple(_entry(row) for row in rows), total)


def after(con: sqlite3.Connection, wanted: LogFilter, last: int, many: int) -> list[LogEntry]:
    """So many lines with a number above `last`, the oldest first."""
    where, values = _where(wanted)
    rows = con.execute(f"SELECT {_COLUMNS} FROM log{where}{' AND' if where else ' WHERE'} id > ? ORDER BY id LIMIT ?", (*values, last, many))
    return [_entry(row) for row in rows]


def _where(wanted: LogFilter) -> tuple[str, list[str]]:
    tests: list[tuple[str, str]] = []
    for column, value in (("who", wanted.who), ("action", wanted.action), ("address", wanted.address)):
        if value:
            tests.append((f"{column} = ?", value))
    if wanted.text:
        tests.append(("instr(details, ?) > 0", wanted.text))
    if wanted.since:
        tests.append(("at >= ?", wanted.since))
    if wanted.until:
        tests.append(("at < ?", f"{wanted.until}U"))  # after every moment of the day: T stands before U
    return (f" WHERE {' AND '.join(test for test, _ in tests)}" if tests else ""), [value for _, value in tests]


def _entry(row: sqlite3.Row) -> LogEntry:
    return LogEntry(row["id"], row["at"], row["who"], row["action"], row["address"], json.loads(row["details"]), row["hash"])


def examined(con: sqlite3.Connection, last: int = 0, before: str = "") -> tuple[Intact, int, str]:
    """Whether the lines after `last`, whose hash is `before`, are whole; with the last one and its hash, to go on from another time."""
    highest = con.execute("SELECT coalesce(max(seq), 0) AS n FROM sqlite_sequence WHERE name = 'log'").fetchone()["n"]
    if last and (known := con.execute("SELECT hash FROM log WHERE id = ?", (last,)).fetchone()) is not None and known["hash"] != before:
        return Intact(last, last), last, before
    for row in con.execute(f"SELECT {_COLUMNS} FROM log WHERE id > ? ORDER BY id", (last,)):
        line = (row["id"], row["at"], row["who"], row["action"], row["address"], row["details"])
        if row["id"] != last + 1 or row["hash"] != _hash(before, line):
            return Intact(last, last + 1), last, before
        last, before = row["id"], row["hash"]
    return Intact(last, 0 if last == highest else last + 1), last, before


def written(entries: Iterator[LogEntry]) -> Iterator[str]:
    """Lines of JSON."""
    for e in entries:
        line = {"id": e.id, "at": e.at, "who": e.who, "action": e.action, "address": e.address, "details": dict(e.details), "hash": e.hash}
        yield json.dumps(line, ensure_ascii=False) + "\n"
