"""Answers for programs: JSON with its columns, or a stream while the question runs."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import ExitStack
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from fastapi import Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive, Scope, Send

from api.asking import Answer
from api.asking.forms import rows_of, told, written
from api.results import Reader
from api.web.problems import Problem, of_error
from api.web.querying.answering import Asked, sent_file
from api.web.querying.county import ScopedCounty
from api.web.querying.desk import Desk, Masked, desk_of, limits
from api.web.querying.refusals import RefusedTextError
from api.web.querying.running import GoneError, Run, watched
from api.web.v1.answers import stream
from api.web.visiting import Visitor
from graph.columns import open_days
from graph.errors import DaohuError, RefusedError
from graph.queries import query
from graph.queries.titles import titles_of

FORMS = ("json", "csv", "jsonl", "arrow", "xlsx")
ROWS, MOST_ROWS = 10_000, 100_000
"""Rows of a JSON answer: where nobody says how many, and at most. Streams have all."""
_STREAMS = ("csv", "jsonl", "arrow")
_LETTING_GO = 5.0


async def program_answer(request: Request, who: Visitor, reader: Reader, asked: Asked, rows: int) -> Response:
    """The answer in the form that is asked for; a file needs the permission to export. Raises Problem."""
    if asked.form != "json":
        who.require("export")
    masked = Masked.of(who, asked.names)
    home = desk_of(request)
    try:
        county = await home.county(request, who, reader, masked)
        if asked.form in _STREAMS:
            return await _streamed(request, home, county, who, reader, asked, masked)

        def work(run: Run) -> Response:
            asked.note(who, reader, masked)
            return sent_file(run, county, asked, who) if asked.form == "xlsx" else _json(run, county, asked, who, rows)

        async with home.turn(who):
            return await watched(request, work)
    except RefusedError as error:
        raise RefusedTextError(error) from None


def _json(run: Run, county: ScopedCounty, asked: Asked, who: Visitor, rows: int) -> Response:
    within = limits(who, rows)
    with run.opened(county, question=asked.question, text=asked.text, parameters=asked.parameters, said=asked.said, limits=within) as found:
        return JSONResponse(answer_told(found.answer(within), county))


def answer_told(answer: Answer, county: ScopedCounty) -> dict[str, Any]:
    """An answer as JSON: columns with their types, rows as objects; an open date is null."""
    titles = titles_of(answer.question) if answer.question else {}
    columns = [{"name": f.name, "title": titles.get(f.name, f.name), "type": type_told(f.type)} for f in answer.table.schema]
    names = answer.columns
    rows = [dict(zip(names, map(plain, row), strict=True)) for batch in answer.table.to_batches() for row in rows_of(batch)]
    about = {"edition": county.number, "unit": county.known.top.path, "seconds": round(answer.seconds, 3)}
    return {"columns": columns, "rows": rows, "cut": answer.cut, "warnings": list(answer.warnings), **about}


def type_told(kind: pa.DataType) -> str:
    """text, int, float, bool, date, or json for what is nested."""
    for name, known in (("int", pa.types.is_integer), ("float", pa.types.is_floating), ("bool", pa.types.is_boolean), ("date", pa.types.is_date)):
        if known(kind):
            return name
    return "json" if pa.types.is_nested(kind) else "text"


def plain(value: object) -> object:
    """A value as JSON has it."""
    value = told(value)
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else written(value)


async def _streamed(request: Request, home: Desk, county: ScopedCounty, who: Visitor, reader: Reader, asked: Asked, masked: Masked) -> Response:
    """The rows while they come; its turn lasts as long as they do."""
    await home.take(who.account.name)
    ending = ExitStack()
    ending.callback(home.free, who.account.name)
    running = Run()

    def work(run: Run) -> Response:
        asked.note(who, reader, masked)
        run.follow(running)
        found = _rows(running, county, asked, who)
        ending.callback(_close, found)
        return stream(found, asked.form, query(asked.question).title if asked.question else "查询结果")

    try:
        made = await watched(request, work)
    except BaseException:
        running.stop()
        ending.close()
        raise
    return Watched(made, running, ending.close, asked.form)


def _close(rows: Generator[pa.RecordBatch]) -> None:
    """End the question's own clearing up, once the thread that reads its rows has let go of them."""
    until = time.monotonic() + _LETTING_GO
    while time.monotonic() < until:
        try:
            rows.close()
            break
        except ValueError:  # a thread still reads: its process was ended, so not for long
            time.sleep(0.02)


def _rows(run: Run, county: ScopedCounty, asked: Asked, who: Visitor) -> Generator[pa.RecordBatch]:
    with run.opened(county, question=asked.question, text=asked.text, parameters=asked.parameters, said=asked.said, limits=limits(who)) as found:
        for batch in run.rows(found):
            yield batch if asked.form == "arrow" else flat(batch)


def flat(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch as text forms take it: open dates are nothing, what is nested is JSON."""
    columns = [_flat(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _flat(column: pa.Array) -> pa.Array:
    if pa.types.is_date(column.type):
        return pc.if_else(open_days(column), pa.scalar(None, column.type), column)
    if pa.types.is_nested(column.type) or pa.types.is_temporal(column.type):
        return pa.array([written(value) for value in column.to_pylist()], pa.string())
    return column


class Watched(Response):
    """A streamed answer: when the client goes away its question ends; when the question fails the stream breaks off, never ends as if whole.

    JSON lines then have a last line ``{"problem": {…}}`` as well.
    """

    def __init__(self, inner: Response, run: Run, ended: Callable[[], None], form: str) -> None:
        self.inner, self.run, self.ended, self.form = inner, run, ended, form
        self.status_code, self.background = inner.status_code, None
        self.raw_headers = inner.raw_headers
        assert isinstance(inner, StreamingResponse)
        self._body = inner.body_iterator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        assert isinstance(self.inner, StreamingResponse)

        async def told() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.run.stop()
            return message

        self.inner.body_iterator = self._pieces(str(scope.get("path", "")))
        try:
            await self.inner(scope, told, send)
        except BrokenStreamError:
            return  # without the message that ends a body: the server closes the connection, and says so in its log
        finally:
            self.run.stop()
            await run_in_threadpool(self.ended)

    async def _pieces(self, instance: str) -> AsyncIterator[bytes]:
        try:
            async for piece in self._body:
                yield piece if isinstance(piece, bytes) else str(piece).encode()
        except GoneError:
            return
        except (DaohuError, Problem) as error:
            if self.form == "jsonl":
                yield json.dumps({"problem": of_error(error).told(instance)}, ensure_ascii=False).encode() + b"\n"
            raise BrokenStreamError(str(error)) from None


class BrokenStreamError(Exception):
    """An answer that failed after it had begun."""
