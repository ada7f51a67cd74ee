"""The inbox as one visitor sees it: what may be sent, seen, checked, loaded and removed. Pages and the API use the same."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.results import NotFoundError as NotInScopeError
from api.results import NotReadyError, Results
from api.results.reading.ledgers import ProblemList, file_loads, file_problems
from api.tasks import NoTaskError, Task
from api.uploads import FormError, NoSuchUploadError, TooLargeError, Upload, UploadError, leading_fields, read_form
from api.web.office import NothingYetError
from api.web.problems import BadRequestError, ConflictError, InvalidError, NotFoundError, Problem
from api.web.problems import TooLargeError as TooLargeProblem
from api.web.visiting import Visitor, within
from graph.errors import EditionError
from graph.scheme import SCHEMES, read_scheme

__all__ = ["Inboxes", "problem_of", "scheme_titles", "schemes"]

PROBLEMS_FILE, LOAD_FILE, COPIES, NOTE = "problems.csv", "load.csv", "checked", "说明.txt"


def schemes() -> list[str]:
    """The schemes of the program."""
    return sorted(p.stem for p in SCHEMES.glob("*.toml"))


@cache
def scheme_titles() -> dict[str, str]:
    """The schemes by name, each with its title."""
    return {name: f"{read_scheme(name).title}（{name}）" for name in schemes()}


def problem_of(error: UploadError) -> Problem:
    """What is wrong with an upload, as the web answers it."""
    kinds: tuple[tuple[type[UploadError], type[Problem]], ...] = (
        (NoSuchUploadError, NotFoundError), (TooLargeError, TooLargeProblem), (FormError, BadRequestError), (UploadError, InvalidError),
    )  # fmt: skip
    made = next(kind for known, kind in kinds if isinstance(error, known))(str(error))
    made.code = error.code
    return made


@dataclass(frozen=True)
class Inboxes:
    """One visitor's view; whoever has not the permission to upload has none."""

    visitor: Visitor

    def __post_init__(self) -> None:
        self.visitor.require("upload")

    @cached_property
    def _current(self) -> Results | None:
        try:
            return self.visitor.office.results()
        except (NothingYetError, NotReadyError, EditionError):
            return None

    @cached_property
    def _range(self) -> tuple[int, int]:
        """The units of the visitor's scope in the current edition, as a range that is empty where there are none."""
        try:
            top = within(self._current, self.visitor.account).top if self._current else None
        except NotFoundError:
            top = None
        return (top.unit, top.last) if top else (0, -1)

    def may_see(self, upload: Upload) -> bool:
        """Whether an upload belongs to the visitor's unit or one below; one of the whole county is seen by the whole county only."""
        account = self.visitor.account
        if account.whole:
            return True
        if not any(upload.place):
            return False
        if upload.place == (account.unit, account.place.code, account.place.path):
            return True
        for said in upload.place:
            try:
                if said and self._current:
                    return self._range[0] <= self._current.unit(said).unit <= self._range[1]
            except NotInScopeError:
                continue
        return False

    def every(self) -> list[Upload]:
        """What the visitor may see, the latest first."""
        return [u for u in self.visitor.office.inbox.list() if self.may_see(u)]

    def get(self, ident: str) -> Upload:
        """One upload. Raises NotFoundError, the same for one that there is not and one that is not the visitor's."""
        try:
            found = self.visitor.office.inbox.get(ident)
        except NoSuchUploadError as error:
            raise problem_of(error) from error
        if not self.may_see(found):
            raise problem_of(NoSuchUploadError())
        return found

    async def receive(self, request: Request) -> Upload:
        """Take a request's files, and begin their check. Raises UploadError, with nothing kept."""
        office, account = self.visitor.office, self.visitor.account
        headers = request.headers
        form = read_form(headers.get("content-type", ""), headers.get("content-length", ""), request.stream(), office.inbox.limits)
        try:
            fields, pieces = await leading_fields(form)
            scheme = fields.get("scheme", "")
            _require_scheme(scheme)
            more = {"code": account.place.code, "path": account.place.path, "scheme": scheme}
            upload = await office.inbox.receive(pieces, account.name, account.unit, fields.get("note", ""), **more)
        except ClientDisconnect as error:
            raise FormError("上传中断，没有接收。请重新上传。") from error
        names = [f.name for f in upload.accepted]
        await run_in_threadpool(self.visitor.note, "upload", upload=upload.id, files=len(names), refused=len(upload.refused), bytes=upload.size)
        await run_in_threadpool(self.check, upload)
        return office.inbox.get(upload.id)

    def check(self, upload: Upload) -> Task:
        """Begin the check of an upload's files."""
        office = self.visitor.office
        said = {"upload": upload.id} | ({"scheme": upload.scheme} if upload.scheme else {})
        task = office.tasks.start("check", said, who=self.visitor.account.name, unit=upload.unit)
        office.inbox.remember(upload.id, "check", task.id)
        return task

    def load(self, idents: Sequence[str], scheme: str = "", day: dt.date | None = None) -> Task:
        """Begin to load uploads into the register, told as of a day: an edition is staged, nothing is approved."""
        self.visitor.require("approve", whole=True)
        office = self.visitor.office
        uploads = [self.get(ident) for ident in dict.fromkeys(idents)]
        if not uploads:
            raise InvalidError("没有选择要装载的上传。", place="uploads", step="请在台账页勾选一次或几次上传。")
        scheme = scheme or next((u.scheme for u in uploads if u.scheme), "")
        _require_scheme(scheme)
        told: dict[str, object] = {"scheme": scheme, "day": day.isoformat() if day else ""}
        said: dict[str, object] = {"uploads": [u.id for u in uploads], **{name: value for name, value in told.items() if value}}
        task = office.tasks.start("load", said, who=self.visitor.account.name)
        for upload in uploads:
            office.inbox.remember(upload.id, "load", task.id)
        self.visitor.note("load", uploads=[u.id for u in uploads], task=task.id)
        return task

    def remove(self, ident: str) -> Upload:
        """Delete an upload. Raises ConflictError while a task reads it."""
        upload = self.get(ident)
        busy = [t for kind in upload.tasks if (t := self.task(upload, kind)) and not t.over]
        if busy:
            raise ConflictError(f"“{busy[0].title}”正在读这次上传的文件，现在不能删除。", step="请等它结束，或在任务页取消它。")
        self.visitor.note("upload_removed", upload=ident, files=[f.name for f in upload.accepted][:50])
        return self.visitor.office.inbox.remove(ident, self.visitor.account.name)

    def task(self, upload: Upload, kind: str = "check") -> Task | None:
        """The latest task of a kind over an upload; None where there was none, or it was tidied away."""
        try:
            return self.visitor.office.tasks.get(upload.tasks[kind]) if kind in upload.tasks else None
        except NoTaskError:
            return None

    def problems(self, upload: Upload) -> ProblemList:
        """What the check of an upload found. Raises NotFoundError while there is no result."""
        return file_problems(self.file(upload, PROBLEMS_FILE))

    def loads(self, upload: Upload) -> dict[str, dict[str, Any]]:
        """File → what the check read it as. Raises NotFoundError while there is no result."""
        return file_loads(self.file(upload, LOAD_FILE))

    def file(self, upload: Upload, name: str) -> Path:
        """A file that the check of an upload made. Raises NotFoundError."""
        task = self.task(upload)
        try:
            if task is None or task.state != "done":
                raise NoTaskError(upload.id)
            return self.visitor.office.tasks.file(task.id, name)
        except (NoTaskError, ValueError, OSError) as error:
            raise NotFoundError("还没有核对结果，或没有这个文件。", step="请等核对完成；很早的结果会被清理，可以重新核对。") from error

    def copies(self, upload: Upload) -> list[tuple[str, int]]:
        """The marked copies of an upload's files with their sizes."""
        task = self.task(upload)
        files = self.visitor.office.tasks.files(task.id) if task else []
        return [(name.removeprefix(f"{COPIES}/"), size) for name, size in files if name.startswith(f"{COPIES}/") and name != f"{COPIES}/{NOTE}"]

    def copy(self, upload: Upload, name: str) -> Path:
        """A marked copy; it holds the ledger's own words, so that the look is noted."""
        self.visitor.require("plain")
        path = self.file(upload, f"{COPIES}/{name}")
        self.visitor.note("looked", what="marked_copy", upload=upload.id, file=name)
        return path

    def all_copies(self, upload: Upload) -> Iterator[bytes]:
        """All marked copies and the note beside them, as a ZIP that is written while it is sent."""
        self.visitor.require("plain")
        note = self.file(upload, f"{COPIES}/{NOTE}")
        self.visitor.note("looked", what="marked_copy", upload=upload.id, file="*")
        return _zip([(NOTE, note), *((name, self.file(upload, f"{COPIES}/{name}")) for name, _ in self.copies(upload))])


def _require_scheme(scheme: str) -> None:
    if scheme and scheme not in schemes():
        raise InvalidError(f"没有方案“{scheme[:40]}”。", place="scheme", step=f"可用：{'、'.join(schemes())}。")


class _Outgoing(io.RawIOBase):
    """What a ZIP writes into, taken out piece by piece."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._held += data  # type: ignore[arg-type]
        return len(data)  # type: ignore[arg-type]

    def taken(self) -> bytes:
        held, self._held = bytes(self._held), bytearray()
        return held


def _zip(files: Sequence[tuple[str, Path]]) -> Iterator[bytes]:
    out = _Outgoing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # workbooks are packed already
        for name, path in files:
            with path.open("rb") as source, archive.open(zipfile.ZipInfo.from_file(path, name), "w", force_zip64=True) as target:
                while piece := source.read(1 << 18):
                    target.write(piece)
                    yield out.taken()
            yield out.taken()
    yield out.taken()
