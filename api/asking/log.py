"""Who asked what, and what came of it: one line of JSON per question or text, refused ones too.

In a register it is ``queries.jsonl``; for a server's address the file that DAOHU_LOG names, else one in the user's own folder. Only the
user can read it: it holds names and texts. Several processes may add to it at once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from graph.durable import append_line
from graph.errors import LimitError, OutputError, RefusedError
from graph.register.journal import now

NAME = "queries.jsonl"
PLACE = "DAOHU_LOG"
"""The environment variable that names the file for questions to a server."""
_FAR = 1 << 30


@dataclass
class Entry:
    """One line in the making. `outcome` is done, cut, refused, time, memory, rows or error."""

    user: str
    engine: str
    where: str
    name: str = ""
    text: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    rows: int = 0
    outcome: str = "error"
    said: str = ""


def home() -> Path:
    """The log of questions to servers."""
    if said := os.environ.get(PLACE):
        return Path(said)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "daohu" / NAME
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "daohu" / NAME


@contextmanager
def noted(path: Path, entry: Entry) -> Iterator[Entry]:
    """Write the entry when what is inside ends, however it ends. Raises OutputError at the start where the log cannot be written."""
    _require(path)
    began = time.monotonic()
    try:
        yield entry
    except BaseException as error:
        entry.outcome, entry.said = outcome_of(error), str(error)[:500]
        raise
    finally:
        line = {
            "when": now(),
            "user": entry.user,
            "engine": entry.engine,
            "where": entry.where,
            **({"name": entry.name} if entry.name else {"text": entry.text}),
            "parameters": dict(entry.parameters),
            "rows": entry.rows,
            "seconds": round(time.monotonic() - began, 3),
            "outcome": entry.outcome,
            **({"said": entry.said} if entry.said else {}),
        }
        _append(path, json.dumps(line, ensure_ascii=False, default=str))


def outcome_of(error: BaseException) -> str:
    """The outcome of a question that ended with an error."""
    if isinstance(error, RefusedError):
        return "refused"
    if isinstance(error, LimitError):
        said = str(error)
        return "memory" if "内存" in said else "time" if "秒" in said or "时间" in said else "rows"
    return "error" if isinstance(error, Exception) else "interrupted"


def _require(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    except OSError as error:
        raise OutputError(f"查询日志 {path} 写不了（{error.strerror}），没有查询。请检查权限；查询服务器时可用环境变量 {PLACE} 改到别处。") from None


def _append(path: Path, line: str) -> None:
    """Add a line while no other process does."""
    try:
        with path.open("ab") as file:
            _lock(file)
            append_line(path, line)
    except OSError as error:
        raise OutputError(f"查询日志 {path} 写不了（{error.strerror}）。请检查磁盘和权限。") from None


def _lock(file: IO[bytes]) -> None:
    """Hold a file until it is closed. Windows locks bytes: one that no log reaches, so that the log itself can be written."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)
