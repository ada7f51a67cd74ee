"""The stores that are asked: each proved, or built, by a process of its own before it is used first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from api.asking.opening import STORE
from api.tasks.processes import ROOT, SECRETS
from api.web.problems import WaitingError
from graph.errors import StoreError
from graph.projection import projection_path
from graph.register import Register

_Stamp = tuple[int, int, int]
AGAIN = 3
"""Seconds after which whoever waits should ask again."""


@dataclass(frozen=True)
class Wanted:
    """The store of an edition: of a unit's part with masked names, or (no unit) of everything with plain ones."""

    register: Register
    number: int
    unit: str

    @property
    def file(self) -> Path:
        """Where it stands."""
        folder = self.register.store_folder(self.number)
        return projection_path(folder, self.unit) if self.unit else folder / STORE


class _Preparing(threading.Thread):
    """A process that sees to a store, waited for; `said` is afterwards what went wrong, nothing where nothing did."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(name="preparing", daemon=True)
        self.wanted, self.began, self.said = wanted, time.monotonic(), ""
        self._process = _start(wanted)
        self.start()

    def end(self) -> None:
        """Kill the process, whatever it has done."""
        self._process.kill()
        self.join()

    def run(self) -> None:
        out, _ = self._process.communicate()
        lines = out.decode(errors="replace").strip().splitlines()
        if self._process.returncode or not lines:
            self.said = f"准备它的进程中途结束了（代码 {self._process.returncode}），多半是内存或磁盘不够。请稍后重试。"
        else:
            self.said = str(json.loads(lines[-1])["said"])


class Stores:
    """Which stores are known to be whole, and the one that is being seen to: one at a time, for it takes memory."""

    def __init__(self) -> None:
        self._whole: dict[Path, _Stamp] = {}
        self._now: _Preparing | None = None
        self._lock = threading.Lock()

    def look(self, wanted: Wanted) -> bool:
        """Whether a store can be asked now; where it cannot, its preparation goes on or begins. Raises StoreError where it failed."""
        with self._lock:
            stamp = _stamp(wanted.file)
            if stamp is not None and self._whole.get(wanted.file) == stamp:
                return True
            if (now := self._now) is not None:
                if now.is_alive():
                    return False
                self._now = None
                if now.said:
                    raise StoreError(f"查询用的图库没有准备好：{now.said}")
                if (made := _stamp(now.wanted.file)) is not None:
                    self._whole[now.wanted.file] = made
                if now.wanted == wanted:
                    return made is not None
            self._now = _Preparing(wanted)
            return False

    def close(self) -> None:
        """The server ends: so does what is being prepared."""
        with self._lock:
            if self._now is not None:
                self._now.end()
                self._now = None

    def waiting(self, wanted: Wanted) -> WaitingError:
        """What to tell whoever cannot wait any longer."""
        now = self._now
        passed = f"已用 {time.monotonic() - now.began:.0f} 秒" if now is not None and now.wanted == wanted else "正在排队"
        return WaitingError(
            f"正在准备第 {wanted.number} 版的查询库（每版只做一次，十一万户的县约 15 秒），{passed}。",
            step="请稍等，准备好就能查询。", headers={"Retry-After": str(AGAIN)},
        )  # fmt: skip


def _stamp(file: Path) -> _Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _start(wanted: Wanted) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    environment |= {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", "api.asking.preparing", str(wanted.register.folder), str(wanted.number), wanted.unit]
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=sys.platform != "win32"
    )
