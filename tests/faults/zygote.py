"""A process that runs `daohu` in forks of itself: everything is imported already, so what a kill hits is the work.

It reads one order per line on stdin and answers with one line on stdout (see `tests.faults.running`, which starts it).
A step is what changes names on the disk: opening a file to write, renaming, removing, making a folder.
"""

from __future__ import annotations

import datetime as dt
import errno
import importlib
import json
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

_MAKES = {"open", "os.mkdir", "os.link", "os.symlink"}
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def watch(below: str, kill_at: int, full_at: int, counter: int) -> None:
    """Count the steps below a folder; end this process just before one of them, or let the disk be full from one on."""
    done = 0

    def hook(event: str, about: tuple[Any, ...]) -> None:
        nonlocal done
        if event not in _MAKES and event not in _CHANGES:
            return
        if event == "open" and not (isinstance(about[2], int) and about[2] & _WRITES):
            return
        inside = event in ("os.remove", "os.rmdir") and isinstance(about[1], int) and about[1] >= 0
        if not inside and not (isinstance(about[0], (str, bytes, os.PathLike)) and os.fsdecode(about[0]).startswith(below)):
            return
        done += 1
        os.pwrite(counter, b"%9d" % done, 0)
        if done == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if full_at and done >= full_at and event in _MAKES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fsdecode(about[0]))

    sys.addaudithook(hook)


class _AnyDate(type):
    """A class that takes the real dates for its own."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, datetime if issubclass(cls, datetime) else date)


def set_clock(day: str) -> None:
    """Let today be another day in this process: for the calendar and for the clock."""
    shift = dt.datetime.fromisoformat(day).timestamp() - time.time()
    real = time.time

    class Day(date, metaclass=_AnyDate):
        @classmethod
        def today(cls) -> Any:
            return date.fromtimestamp(real() + shift)

    class Moment(datetime, metaclass=_AnyDate):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return datetime.fromtimestamp(real() + shift, tz)

    time.time = lambda: real() + shift
    dt.date, dt.datetime = Day, Moment  # type: ignore[misc]


def child(order: dict[str, Any], out: int, err: int, counter: int) -> None:
    """Run one command and end."""
    code = 70
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(order.get("env", {}))
        os.chdir(order["cwd"])
        if day := order.get("day"):
            set_clock(day)
        if "user" in order:
            os.setgroups([])
            os.setgid(order["user"])
            os.setuid(order["user"])
        if "schemes" in order:
            importlib.import_module("graph.scheme").SCHEMES = Path(order["schemes"])  # type: ignore[attr-defined]
        watch(order["below"], order.get("kill_at", 0), order.get("full_at", 0), counter)
        from api.cli import main

        sys.argv = ["daohu", *order["arguments"]]
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        if order.get("modules"):
            Path(order["modules"]).write_text(json.dumps(sorted(sys.modules)), encoding="utf-8")
        os._exit(code)


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Fork, wait or kill, tell."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as counter:
        begun = time.perf_counter()
        number = os.fork()
        if number == 0:
            child(order, out.fileno(), err.fileno(), counter.fileno())
        if "kill_after" in order:
            time.sleep(order["kill_after"])
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        _, status = os.waitpid(number, 0)
        seconds = time.perf_counter() - begun
        texts = []
        for file in (out, err, counter):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    killed = os.WIFSIGNALED(status)
    code = -os.WTERMSIG(status) if killed else os.WEXITSTATUS(status)
    return {"killed": killed, "code": code, "seconds": seconds, "out": texts[0], "err": texts[1], "steps": int(texts[2] or 0)}


def main() -> None:
    """Obey until stdin ends."""
    importlib.import_module("api.cli")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        order = json.loads(line)
        if "import" in order:  # what an earlier run needed
            for name in order["import"]:
                with suppress(Exception):
                    importlib.import_module(name)
            answer: dict[str, Any] = {}
        else:
            answer = run(order)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
