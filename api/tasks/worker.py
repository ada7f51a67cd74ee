"""The process of one task: ``python -m api.tasks.worker FOLDER``; the folder says what to do and takes what comes of it.

It asks nothing of the server that started it and goes on without it. SIGTERM means that somebody cancelled the task: what is half-made
is removed on the way out.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from filelock import FileLock, Timeout

from api.output import explain
from api.tasks import state_files as names
from api.tasks.ending import FULL, put_right, said_cancelled
from api.tasks.kinds import KINDS, Outcome
from api.tasks.state_files import read_json, write_end, write_passing
from api.tasks.telling import Telling
from graph.durable import rename, sync_tree
from graph.errors import DaohuError
from graph.register import open_register

NICE = 5
_WAIT = 10.0


class Cancelled(BaseException):
    """Somebody cancelled the task."""


def main(folder: Path) -> int:
    """Do what a task's folder asks for; returns the process's exit code."""
    alive = FileLock(folder / names.ALIVE, mode=0o600)
    try:
        alive.acquire(timeout=_WAIT)
    except Timeout:
        return 0  # another process does it already
    if (folder / names.END).exists() or (folder / names.CANCEL).exists():
        return 0
    signal.signal(signal.SIGTERM, _cancelled)
    write_passing(folder / names.PROGRESS, stage="准备", done=0, total=0)
    telling = Telling(folder)
    try:
        state, found = _run(folder, telling)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    except Cancelled:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        request = read_json(folder / names.REQUEST)
        more = [one for one in put_right(request, Path(request["register"])) if one not in telling.said]
        state, found = "cancelled", Outcome([said_cancelled(folder), *more], {}, None)
    telling.close()
    try:
        for name in (names.WORK, names.TEMPORARY):
            shutil.rmtree(folder / name, ignore_errors=True)
        write_end(folder, state, [*telling.said, *found.said], {**telling.outcome, **found.outcome}, found.exit_code)
    except OSError:
        return FULL
    return 0


def _run(folder: Path, telling: Telling) -> tuple[str, Outcome]:
    """The task's state at the end, and what came of it; whatever goes wrong is a sentence."""
    request, work = read_json(folder / names.REQUEST), folder / names.WORK
    try:
        work.mkdir(mode=0o700)
        register = open_register(Path(request["register"]))
        found = KINDS[request["kind"]].run(register, request["arguments"], work, telling)
        if any(work.iterdir()):
            sync_tree(work)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            rename(work, folder / names.FILES)
        return "done", found
    except DaohuError as error:
        return "failed", Outcome([_without_places(str(error), work, request)], {}, error.exit_code)
    except OSError as error:
        return "failed", Outcome([_without_places(explain(error), work, request)], {}, 2)
    except MemoryError:
        return "failed", Outcome(["内存不足，没有完成。请等别的任务结束后重试，或把台账分乡镇处理。"], {}, 2)
    except Exception as error:
        traceback.print_exc()
        said = f"程序出错（{type(error).__name__}），没有完成，登记库没有被改坏。请把任务编号 {folder.name} 告诉维护人员，详情在该任务的 {names.LOG}。"
        return "failed", Outcome([said], {}, 2)


def _without_places(sentence: str, work: Path, request: Mapping[str, str]) -> str:
    """A sentence as it is shown on a page: where things lie on the server is nobody's business."""
    for place, word in ((f"{work}/", ""), (str(work.parent), "任务"), (request.get("register", ""), "登记库")):
        sentence = sentence.replace(place, word) if place else sentence
    return sentence.replace("登记库 登记库", "登记库")


def _cancelled(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Cancelled


if __name__ == "__main__":
    with suppress(AttributeError, OSError):
        os.nice(NICE)  # pages are answered first
    code = main(Path(sys.argv[1]))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # no engine has anything to close that the end of the process does not
