"""A task as its files tell of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from api.results.errors import NotFoundError
from api.tasks import state_files as names
from api.tasks.state_files import read_json
from graph.errors import EditionError, InputError

STATES: Mapping[str, str] = {
    "waiting": "等待", "running": "进行中", "done": "完成", "failed": "没有完成", "cancelled": "已取消", "interrupted": "中断",
}  # fmt: skip
ENDED = frozenset({"done", "failed", "cancelled", "interrupted"})
ID = re.compile(r"\d{8}-\d{9}-[0-9a-f]{6}")
"""Day, time with milliseconds, and a random part: in order of time, and no path."""


class TaskError(InputError):
    """What was asked of a task cannot be done."""


class NoTaskError(NotFoundError):
    """There is no such task."""


class ConflictError(EditionError):
    """Something else that writes the register is under way."""


@dataclass(frozen=True)
class Task:
    """What was asked, how far it is, how it ended. `unit`: whom it concerns, "" the whole county; `said`: sentences for people."""

    id: str
    kind: str
    title: str
    who: str
    unit: str
    state: str
    asked: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    stage: str = ""
    done: int = 0
    total: int = 0
    began: str = ""
    ended: str = ""
    said: tuple[str, ...] = ()
    outcome: Mapping[str, object] = field(default_factory=dict)
    exit_code: int | None = None
    cancelling: bool = False
    """Somebody asked for its end, which has not come yet."""

    @property
    def over(self) -> bool:
        """Whether nothing will happen to it any more."""
        return self.state in ENDED

    @property
    def shown_state(self) -> str:
        """The state as people read it."""
        return "正在取消" if self.cancelling and not self.over else STATES[self.state]

    @property
    def percent(self) -> int:
        """How much of the stage is done, of 100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    def plain(self) -> dict[str, object]:
        """As JSON takes it."""
        return {**asdict(self), "said": list(self.said), "shown_state": self.shown_state, "percent": self.percent}


def read_task(folder: Path, *, alive: bool) -> Task:
    """A task from its files; `alive`: whether its process runs. Raises NoTaskError where the folder holds none."""
    request = read_json(folder / names.REQUEST)
    if not request:
        raise NoTaskError(f"没有任务“{folder.name}”。请从“任务”页重新打开；很早的任务会被清理。")
    running, progress, facts = (read_json(folder / n) for n in (names.RUNNING, names.PROGRESS, names.FACTS))
    end = read_json(folder / names.END)
    if end:
        state = str(end["state"])
    elif alive:
        state = "running"
    else:
        state = "interrupted" if running else "waiting"
    said = end.get("said") or facts.get("said") or []
    return Task(
        id=folder.name, kind=request["kind"], title=request["title"], who=request["who"], unit=request["unit"], asked=request["asked"],
        arguments=request["arguments"], state=state, stage=progress.get("stage", ""), done=progress.get("done", 0), total=progress.get("total", 0),
        began=running.get("began", ""), ended=end.get("ended", ""), said=tuple(said), outcome=end.get("outcome") or facts.get("outcome") or {},
        exit_code=end.get("exit_code"), cancelling=(folder / names.CANCEL).exists(),
    )  # fmt: skip
