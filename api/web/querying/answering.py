"""One question of a page: asked in its turn, noted before, shown or sent as a file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from api.asking.files import write_file
from api.asking.forms import WRITERS
from api.asking.titled import for_people
from api.results import Reader
from api.web.problems import BadRequestError
from api.web.querying.county import ScopedCounty
from api.web.querying.desk import Masked, desk_of, limits
from api.web.querying.running import Run, watched
from api.web.querying.tables import SHOWN, shown
from api.web.rendering import as_json
from api.web.v1.answers import attachment
from api.web.visiting import Visitor

MEDIA: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "arrow": "application/vnd.apache.arrow.file",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is asked: a question by name with what was written for its parameters, or a text with ``name=value``; `form` is a file's, or none."""

    question: str = ""
    text: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    said: Sequence[str] = ()
    names: str = ""
    form: str = ""

    def note(self, who: Visitor, reader: Reader, masked: Masked) -> None:
        """Add a line to the office's log; called before anything is read."""
        action = "looked" if not masked.masked else "asked" if self.question else "cypher"
        who.note(
            action, question=self.question, text=self.text, parameters={**self.parameters, **({"said": list(self.said)} if self.said else {})} or None,
            names=masked.names, format=self.form, edition=reader.results.number,
        )  # fmt: skip


async def answered(request: Request, who: Visitor, reader: Reader, asked: Asked, show: Callable[..., Response]) -> Response:
    """The answer, by `show` as a page or, with the permission to export, as a file: complete, or not at all. Raises Problem or DaohuError."""
    if asked.form:
        who.require("export")
    if asked.form and asked.form not in WRITERS:
        raise BadRequestError(f"没有“{asked.form[:20]}”这种格式。", place="format", step=f"可用：{'、'.join(WRITERS)}。")
    masked = Masked.of(who, asked.names)
    home = desk_of(request)
    county = await home.county(request, who, reader, masked)

    def work(run: Run) -> Response:
        asked.note(who, reader, masked)
        return sent_file(run, county, asked, who) if asked.form else _shown(run, county, asked, who, show)

    async with home.turn(who):
        return await watched(request, work)


def _shown(run: Run, county: ScopedCounty, asked: Asked, who: Visitor, show: Callable[..., Response]) -> Response:
    within = limits(who, SHOWN)
    with run.opened(county, question=asked.question, text=asked.text, parameters=asked.parameters, said=asked.said, limits=within) as found:
        answer = found.answer(within)
    table = shown(answer, county.known)
    chart: Any = as_json(dict(table.chart)) if table.chart else None
    return show(answer=answer, shown=table, chart=chart)


def sent_file(run: Run, county: ScopedCounty, asked: Asked, who: Visitor) -> Response:
    """All rows as a file: written whole before anything is sent, and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="daohu-"))
    try:
        with run.opened(county, question=asked.question, text=asked.text, parameters=asked.parameters, said=asked.said, limits=limits(who)) as found:
            path = write_file(folder / f"answer.{asked.form}", asked.form, for_people(run.rows(found), found.question, asked.form))
        title = found.question.title if found.question else "查询结果"
        headers = {"Content-Disposition": attachment(f"{title}.{asked.form}")}
        return _Passing(path, folder, media_type=MEDIA[asked.form], headers=headers)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class _Passing(FileResponse):
    """A file that is gone when it is sent, or when nobody takes it."""

    def __init__(self, path: Path, folder: Path, **more: Any) -> None:
        super().__init__(path, **more)
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
