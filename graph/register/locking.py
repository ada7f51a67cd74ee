"""One writer at a time: a lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import EditionError
from graph.register.journal import now, user

_WAIT = "DAOHU_LOCK_WAIT"
"""Seconds to wait for another writer; 0 where it is not set: a person at a desk wants to know at once."""


@contextmanager
def held(folder: Path, doing: str) -> Iterator[None]:
    """Hold the register's lock. Raises EditionError naming who holds it, what that is doing and since when."""
    about = folder / "lock.json"
    lock = FileLock(folder / "lock", mode=0o600)
    try:
        lock.acquire(timeout=float(os.environ.get(_WAIT) or 0), poll_interval=0.1)
    except Timeout:
        raise EditionError(f"登记库 {folder} 正在使用：{_holder(about)}。请等它结束后重试(或设环境变量 {_WAIT}=秒数 等候)；没有写入任何内容。") from None
    except PermissionError:
        raise EditionError(f"没有写入登记库 {folder} 的权限。请换一个账号，或请管理员授权。") from None
    try:
        with suppress(OSError):  # only told to others; the lock itself holds without it
            about.write_text(json.dumps({"doing": doing, "who": user(), "since": now(), "process": os.getpid()}, ensure_ascii=False), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            about.unlink(missing_ok=True)
        lock.release()


def _holder(about: Path) -> str:
    try:
        told = json.loads(about.read_text(encoding="utf-8"))
        return f"{told['who']} 从 {told['since']} 起在{told['doing']}(进程 {told['process']})"
    except (OSError, ValueError, KeyError):
        return "另一个 daohu 正在写入"
