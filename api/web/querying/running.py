"""A question that runs for a request: it ends when whoever asked goes away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

import pyarrow as pa
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.asking import County, Limits, Running
from api.web.problems import Problem
from graph.errors import DaohuError
from graph.running import Stream

_T = TypeVar("_T")
_LOOK = 0.3
"""Seconds between two looks whether somebody still waits."""


class GoneError(BaseException):
    """Nobody waits for the answer any more. No error of the question: its log says interrupted."""


class LeftError(Problem):
    """The answer to somebody who has gone; nobody reads it."""

    status, code, title = 408, "left", "没有人等待回答"


class Run:
    """One question of one request. `stop` may be called from another thread, at any moment, more than once."""

    def __init__(self) -> None:
        self.gone = False
        self._stream: Stream | None = None
        self._other: Run | None = None

    def stop(self) -> None:
        """End the question's process."""
        self.gone = True
        if self._other is not None:
            self._other.stop()
        if self._stream is not None:
            self._stream.expire()

    def follow(self, other: Run) -> None:
        """Stop another one with this one: the one whose rows are sent after the request's own work is done."""
        self._other = other
        if self.gone:
            other.stop()

    @contextmanager
    def opened(
        self, county: County, *, question: str = "", text: str = "", parameters: Mapping[str, object] | None = None, limits: Limits, said: Sequence[str] = ()
    ) -> Iterator[Running]:
        """The question, running; raises as `County.running` does, GoneError where nobody waits any more."""
        with county.running(question=question, text=text, parameters=parameters, limits=limits, said=said) as found:
            self._stream = found.stream
            self._require_asker()
            try:
                yield found
            except DaohuError:
                self._require_asker()  # it was stopped, and so it failed
                raise

    def rows(self, found: Running, *, whole: bool = True) -> Iterator[pa.RecordBatch]:
        """The rows as they come. Raises LimitError at the end where some were left out and the answer must be `whole`."""
        yield from found.stream
        if whole:
            found.stream.require_whole()

    def _require_asker(self) -> None:
        if self.gone:
            raise GoneError


async def watched(request: Request, work: Callable[[Run], _T]) -> _T:
    """Do the work of a request in a thread; when the client goes away, its question's process is ended. Raises what the work raises."""
    run = Run()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(_LOOK)
        run.stop()

    watcher = asyncio.create_task(watch())
    try:
        return await run_in_threadpool(work, run)
    except GoneError:
        raise LeftError("提问的一方已经离开，查询已停止。") from None
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
