"""Starting a task's process, seeing whether it lives, and ending it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from api.tasks import state_files as names
from api.tasks.state_files import read_json
from graph.durable import living

ROOT = Path(__file__).parent.parent.parent
"""The folder that `api` is imported from."""
SECRETS = ("DAOHU_BACKUP_PASSWORD", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
"""No task needs them."""
LOCK_WAIT = "3"
"""Seconds that a task waits for another writer of the register: the server itself tidies for a moment."""
_STARTING = 60.0
"""Seconds that a process may take until it holds its lock."""


class Process(subprocess.Popen[bytes]):
    """A process that may outlive whoever started it: letting go of it is no mistake to warn of."""

    def __del__(self) -> None:
        with suppress(Exception):
            self.poll()


def start_process(folder: Path, who: str) -> Process:
    """Start the process of a task, in a session of its own: it stays when its starter goes."""
    temporary = folder / names.TEMPORARY
    temporary.mkdir(mode=0o700, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    environment |= {"DAOHU_USER": who, "DAOHU_LOCK_WAIT": LOCK_WAIT, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    with (folder / names.LOG).open("ab") as log:
        return Process(
            [sys.executable, "-P", "-m", "api.tasks.worker", str(folder)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
            start_new_session=sys.platform != "win32", creationflags=0x00000208 if sys.platform == "win32" else 0,
        )  # fmt: skip


def is_alive(folder: Path, process: Process | None = None) -> bool:
    """Whether a task's process runs: our own child, else whoever holds its lock, else one that was started a moment ago."""
    if process is not None:
        return process.poll() is None
    running = read_json(folder / names.RUNNING)
    if not running or (folder / names.END).exists():
        return False
    lock = FileLock(folder / names.ALIVE, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    if (folder / names.PROGRESS).exists():  # it held its lock once
        return False
    return 0 <= time.time() - float(running.get("at", 0)) < _STARTING and living(int(running.get("process", 0)))


def ask_to_end(number: int) -> None:
    """Let a process clean up and end."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(number, signal.SIGTERM)


def kill(number: int) -> None:
    """End a process and what it has started, at once."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(number, signal.SIGTERM)
        else:
            os.killpg(number, signal.SIGKILL)
