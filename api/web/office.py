"""What a server holds: the register, the accounts, the tasks, the inbox, and the results that are open."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from api.accounts import Accounts
from api.results import NotReadyError, Results, open_results
from api.tasks import Task, Tasks
from api.uploads import Inbox, UploadLimits
from api.web.settings import Settings
from graph.durable import replace_file
from graph.errors import DaohuError, EditionError
from graph.private import protect
from graph.register import Register, create, open_register

PROGRAM = "到户"
"""Who started a task that nobody asked for."""
_KEPT_OPEN = 4
"""Editions whose results stay open."""


class NothingYetError(DaohuError):
    """The register has no current edition yet."""


@dataclass
class Office:
    """One server's state. Threads share it."""

    settings: Settings
    register: Register
    accounts: Accounts
    tasks: Tasks
    inbox: Inbox
    first_password: str | None = None
    """The first administrator's, on the first start only."""
    _open: OrderedDict[int, Results] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @cached_property
    def secret(self) -> bytes:
        """The key that cookies and forms are signed with, made at random at the first start."""
        path = self.settings.office / "secret.key"
        if not path.exists():
            replace_file(path, secrets.token_bytes(32))
        return path.read_bytes()

    def results(self, number: int | None = None) -> Results:
        """The results of an edition, else of the current one.

        Raises NothingYetError where there is no edition, EditionError for one that there is not, NotReadyError where they are being computed: a
        task for it is started then.
        """
        wanted = number if number is not None else self.register.current
        if wanted is None:
            raise NothingYetError("登记库里还没有启用的版次。请先上传台账、装载并启用。")
        with self._lock:
            if wanted in self._open:
                self._open.move_to_end(wanted)
                return self._open[wanted]
        try:
            found = open_results(self.register, wanted)
        except NotReadyError:
            self.compute(wanted)
            raise
        with self._lock:
            found = self._open.setdefault(wanted, found)
            while len(self._open) > _KEPT_OPEN:  # one that a request still reads closes when that lets go of it
                self._open.popitem(last=False)
        return found

    def compute(self, number: int) -> Task | None:
        """See to it that the results of an edition get computed: the task that does (one for all who ask), None where it cannot start."""
        with suppress(DaohuError):
            return self.tasks.start("results", {"number": number}, who=PROGRAM)
        return None

    def start(self) -> None:
        """At the server's start: say what became of tasks, and compute the current edition's results where they are not there."""
        self.tasks.recover()
        with suppress(DaohuError):
            if self.register.current is not None:
                self.results()

    def close(self) -> None:
        """At the server's end. Tasks go on."""
        self.tasks.close()
        with self._lock:
            for one in self._open.values():
                one.close()
            self._open.clear()


def open_office(settings: Settings) -> Office:
    """Open what a server needs; a register is made where the folder is new or empty. Raises EditionError where it is something else."""
    folder = settings.register
    register = open_register(folder) if (folder / "register.json").exists() else create(folder)
    protect(folder)
    _make(settings.office)
    accounts = Accounts(settings.office / "office.sqlite")
    tasks = Tasks(_make(settings.office / "tasks"), folder)
    inbox = Inbox(_make(settings.office / "uploads"), UploadLimits())
    return Office(settings, register, accounts, tasks, inbox, accounts.first_admin())


def _make(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EditionError(f"{folder} 建不了（{error.strerror}）。请检查登记库文件夹的权限。") from None
    return folder
