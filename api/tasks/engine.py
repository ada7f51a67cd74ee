"""Starting, following, cancelling and recovering tasks; all that is known of one stands in its folder."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from api.output import explain
from api.tasks import ending
from api.tasks import state_files as names
from api.tasks.kinds import KINDS, Kind
from api.tasks.processes import Process, ask_to_end, is_alive, kill, start_process
from api.tasks.state_files import read_json, write_end, write_json
from api.tasks.task import ID, ConflictError, NoTaskError, Task, TaskError, read_task
from graph.errors import OutputError
from graph.register.journal import now

AT_ONCE = 2
"""Tasks that run at once; one of them at most builds a graph file."""
GRACE = 8.0
"""Seconds that a cancelled process has to clean up before it is killed."""
KEPT_DAYS = 90
_LOOK = 0.15
"""Seconds between two looks at the processes."""

_Tasks = list[Task]
_Names = list[str]
_Files = list[tuple[str, int]]


class Tasks:
    """The tasks of one register. `folder` is where they stand, `register_folder` the register that they work on."""

    def __init__(self, folder: Path, register_folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder, self.register_folder = folder, register_folder.resolve()
        self._processes: dict[str, Process] = {}
        self._guard = threading.RLock()
        self._watcher: threading.Thread | None = None
        self._closed = threading.Event()

    def start(self, kind: str, arguments: Mapping[str, object], who: str, unit: str = "") -> Task:
        """Begin a task, or let it wait for its turn.

        Raises ConflictError where it would write the register and another task does, TaskError for a kind that there is not, OutputError
        where the disk is full.
        """
        if kind not in KINDS:
            raise TaskError(f"没有“{kind}”这种任务。可用：{'、'.join(KINDS)}。")
        try:
            with self._alone():
                return self._start(kind, arguments, who, unit)
        except OSError as error:
            raise OutputError(f"任务没有开始：{explain(error)}") from error

    def get(self, id: str) -> Task:
        """A task. Raises NoTaskError where there is none."""
        folder = self.path(id)
        with self._guard:
            process = self._processes.get(id)
            task = read_task(folder, alive=is_alive(folder, process))
            if task.state == "interrupted" and process is not None:  # it ended between two looks
                self._settle()
                task = read_task(folder, alive=False)
        return task

    def list(self, unit: str = "", limit: int = 50) -> _Tasks:
        """The latest tasks, newest first; with a unit those of that unit only."""
        found: _Tasks = []
        for id in reversed(self._ids()):
            with suppress(NoTaskError):
                task = self.get(id)
                if not unit or task.unit == unit:
                    found.append(task)
            if len(found) == limit:
                break
        return found

    def cancel(self, id: str, who: str) -> Task:
        """Ask for a task's end; it comes within seconds. Raises ConflictError where it is over already."""
        with self._alone():
            task, folder = self.get(id), self.path(id)
            if task.over:
                raise ConflictError(f"任务“{task.title}”已经结束，不用再取消。")
            try:
                if not task.cancelling:
                    write_json(folder / names.CANCEL, who=who, at=time.time())
                if task.state == "waiting":
                    write_end(folder, "cancelled", [f"{who} 取消了任务，还没有开始。"], {}, None)
                    return self.get(id)
            except OSError as error:
                raise OutputError(f"没有取消：{explain(error)}") from error
            ask_to_end(self._number(id))
            self._watch()
        return self.get(id)

    def recover(self) -> _Tasks:
        """At the server's start: tell of each task that was not over what became of it, and go on with those that wait.

        Returns those that were interrupted. Tasks that ended long ago are removed.
        """
        with self._alone():
            open_before = [t.id for t in self.list(limit=10_000) if not (self.path(t.id) / names.END).exists()]
            self._settle()
            gone = [t for id in open_before if (t := self.get(id)).state == "interrupted"]
            self._remove_old()
            self._dispatch()
        return gone

    def file(self, id: str, name: str) -> Path:
        """The path of a file that a task made. Raises NoTaskError for anything else, whatever the name says."""
        root = (self.path(id) / names.FILES).resolve()
        try:
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        except (OSError, ValueError):  # too long, or a character that no name has
            pass
        raise NoTaskError(f"任务没有文件“{name[:100]}”。")

    def files(self, id: str) -> _Files:
        """Names (with folders) and sizes of what a task made."""
        root = self.path(id) / names.FILES
        return sorted((p.relative_to(root).as_posix(), p.stat().st_size) for p in root.rglob("*") if p.is_file()) if root.exists() else []

    def path(self, id: str) -> Path:
        """The folder of a task. Raises NoTaskError where the id is none of ours."""
        if not ID.fullmatch(id):
            raise NoTaskError(f"“{id}”不是任务编号。请从“任务”页打开。")
        return self.folder / id

    def close(self) -> None:
        """Look after no task any more; their processes go on."""
        self._closed.set()
        watcher = self._watcher
        if watcher is not None:
            watcher.join()
        for process in self._processes.values():
            if process.poll() is None:
                process.returncode = 0  # it outlives us on purpose: not a child that was forgotten (ResourceWarning)
        self._processes.clear()

    def wait(self, id: str, seconds: float = 600.0) -> Task:
        """Wait until a task is over, for programs and tests; returns it as it is then."""
        until = time.monotonic() + seconds
        while not (task := self.get(id)).over and time.monotonic() < until:
            time.sleep(_LOOK)
        return task

    def _ids(self) -> _Names:
        return sorted(p.name for p in self.folder.iterdir() if ID.fullmatch(p.name))

    def _active(self) -> _Tasks:
        """Those that are not over, oldest first."""
        ids = [id for id in self._ids() if not (self.folder / id / names.END).exists()]
        return [t for id in ids if (self.folder / id / names.REQUEST).exists() and not (t := self.get(id)).over]

    def _start(self, kind: str, arguments: Mapping[str, object], who: str, unit: str) -> Task:
        active = self._active()
        if KINDS[kind].shared and (same := next((t for t in active if (t.kind, t.arguments) == (kind, dict(arguments))), None)):
            return same
        if KINDS[kind].writes:
            _require_no_writer(active)
        id = self._new(kind, KINDS[kind], arguments, who, unit)
        self._dispatch()
        return self.get(id)

    def _number(self, id: str) -> int:
        return int(read_json(self.path(id) / names.RUNNING)["process"])

    def _new(self, kind: str, about: Kind, arguments: Mapping[str, object], who: str, unit: str) -> str:
        moment = dt.datetime.now()
        id = f"{moment:%Y%m%d-%H%M%S}{moment.microsecond // 1000:03d}-{secrets.token_hex(3)}"
        folder = self.folder / id
        folder.mkdir(mode=0o700)
        said = {"kind": kind, "title": about.title(arguments), "arguments": dict(arguments), "who": who, "unit": unit, "asked": now()}
        try:
            write_json(folder / names.REQUEST, **said, register=str(self.register_folder))
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return id

    def _dispatch(self) -> None:
        """Start those whose turn it is; the caller is alone."""
        active = self._active()
        running = [t for t in active if t.state == "running"]
        for task in (t for t in active if t.state == "waiting"):
            if len(running) >= AT_ONCE:
                break
            if KINDS[task.kind].heavy and any(KINDS[t.kind].heavy for t in running):
                continue
            folder = self.path(task.id)
            process = start_process(folder, task.who)
            self._processes[task.id] = process
            write_json(folder / names.RUNNING, process=process.pid, at=time.time(), began=now())
            running.append(task)
        if active:
            self._watch()

    def _watch(self) -> None:
        if not self._closed.is_set() and (self._watcher is None or not self._watcher.is_alive()):
            self._watcher = threading.Thread(target=self._follow, daemon=True, name="tasks")
            self._watcher.start()

    def _follow(self) -> None:
        """Until nothing is left to do: tell of those that ended, kill those that do not, start those whose turn it is."""
        while not self._closed.wait(_LOOK):
            with suppress(OSError), self._alone():
                self._settle()
                self._dispatch()
                if not self._active():
                    self._watcher = None
                    return

    def _settle(self) -> None:
        """Write the end of tasks whose process is gone without one; the caller is alone."""
        for id in self._ids():
            folder = self.folder / id
            process = self._processes.get(id)
            if (folder / names.END).exists() and process is None:
                continue
            if not (folder / names.RUNNING).exists():
                continue
            if is_alive(folder, process):
                self._hurry(folder, id)
                continue
            code = process.wait() if process else None
            if not (folder / names.END).exists():
                ending.tell(folder, self.register_folder, code)
            self._processes.pop(id, None)

    def _hurry(self, folder: Path, id: str) -> None:
        asked = read_json(folder / names.CANCEL).get("at")
        if asked is not None and not (folder / names.END).exists() and time.time() - float(asked) > GRACE:
            kill(self._number(id))

    def _remove_old(self) -> None:
        for id in self._ids():
            with suppress(OSError):
                end = self.folder / id / names.END
                if end.exists() and time.time() - end.stat().st_mtime > KEPT_DAYS * 86_400:
                    shutil.rmtree(self.folder / id)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one thread, of one process, starts or ends tasks."""
        with self._guard, FileLock(self.folder / "lock", mode=0o600, timeout=30):
            yield


def _require_no_writer(active: _Tasks) -> None:
    for task in active:
        if KINDS[task.kind].writes:
            since = (task.began or task.asked)[11:16]
            raise ConflictError(f"登记库正在写入：{task.who} 从 {since} 起在“{task.title}”。请等它结束，或在“任务”页取消它，然后重试。")
