"""What became of a task whose process is gone without a word: killed, out of memory, a full disk, a power cut."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from api.tasks import state_files as names
from api.tasks.kinds import KINDS
from api.tasks.state_files import read_json, write_end
from graph.errors import DaohuError
from graph.register import open_register

FULL = 9
"""Exit code of a process that could not even write its end: the disk is full, or gone."""


def tell(folder: Path, register_folder: Path, code: int | None) -> None:
    """Remove what is half-made and write the end. `code`: how the process ended, where that is known.

    Where the disk takes nothing, the task is read as interrupted all the same, and told at the next start.
    """
    for name in (names.WORK, names.TEMPORARY, names.FILES):
        shutil.rmtree(folder / name, ignore_errors=True)
    request, facts = read_json(folder / names.REQUEST), read_json(folder / names.FACTS)
    told = [str(one) for one in facts.get("said", [])]
    more = [one for one in put_right(request, register_folder) if one not in told]
    if (folder / names.CANCEL).exists():
        state, why = "cancelled", said_cancelled(folder)
    else:
        state, why = "interrupted", _why(code, writes=KINDS[request["kind"]].writes)
    with suppress(OSError):
        write_end(folder, state, [*told, why, *more], facts.get("outcome", {}), code)


def _why(code: int | None, *, writes: bool) -> str:
    whole = "登记库的当前版次是完整的，没有写了一半的内容。" if writes else "没有留下写了一半的内容。"
    if code is None:
        return f"中断：任务做到一半，电脑或它的进程停止了。{whole}需要时请重新开始。"
    if code == FULL:
        return f"磁盘已满，结果写不下。{whole}请清理磁盘后重新开始。"
    if -code == getattr(signal, "SIGKILL", 9):
        return f"中断：任务的进程被系统强行结束，多半是内存不足。{whole}请等别的任务结束后重新开始。"
    return f"中断：任务的进程意外结束（代码 {code}）。{whole}请重新开始；再次出现请告诉维护人员。"


def put_right(request: Mapping[str, object], register_folder: Path) -> list[str]:
    """Clean the register as a writer's start does, and what the kind itself knows to put right."""
    about = KINDS[str(request["kind"])]
    if not about.writes:
        return []
    try:
        register = open_register(register_folder)
        arguments = request["arguments"]
        assert isinstance(arguments, dict)
        return [*register.tidy(), *about.after_a_kill(register, arguments)]
    except (DaohuError, OSError) as error:
        return [str(error)]


def said_cancelled(folder: Path) -> str:
    """The sentence of a task that was cancelled."""
    who = read_json(folder / names.CANCEL).get("who", "")
    return f"{who + ' ' if who else ''}取消了任务，没有做完的部分已经清除。"
