"""The register's log: who did what when, one line of JSON each, only ever added to."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.durable import append_line


@dataclass(frozen=True)
class Entry:
    """One line: `when` (local time with offset), `who` (the account), `action` (stage, approve, rollback, prune, …), the edition."""

    when: str
    who: str
    action: str
    number: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)


def now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")


def user() -> str:
    """Who is at it: DAOHU_USER, else the account of the machine."""
    try:
        return os.environ.get("DAOHU_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知"


def add(path: Path, action: str, number: int | None, details: Mapping[str, object]) -> None:
    line = {"when": now(), "who": user(), "action": action, "number": number, **({"details": dict(details)} if details else {})}
    append_line(path, json.dumps(line, ensure_ascii=False, default=str))


def read(path: Path) -> list[Entry]:
    """Every line that can be read; one torn by a power cut is passed over."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            told = json.loads(line)
            found.append(Entry(told["when"], told["who"], told["action"], told.get("number"), told.get("details", {})))
        except (ValueError, KeyError, TypeError):
            continue
    return found
