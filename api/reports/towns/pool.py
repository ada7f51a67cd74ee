"""Writes the towns' and villages' workbooks: a small county here, a large one in processes beside this one."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from api.reports.towns.book import write_town
from api.reports.towns.plan import TownPart, TownParts
from api.reports.view import View
from api.reports.villages import write_villages
from graph.store import Progress

POOL_FROM = 30_000
"""Gap rows from which starting processes (about 2 s each) pays."""


def write_towns(view: View, folder: Path, progress: Progress, meanwhile: Callable[[], None]) -> None:
    """Write all workbooks into `folder`/towns and /villages, and do `meanwhile` once, beside the processes where there are any."""
    parts = TownParts(view, folder)
    workers = min(len(parts), os.cpu_count() or 1, 8)
    if workers > 1 and len(view.gaps) >= POOL_FROM:
        done = _Once(meanwhile)
        try:
            _in_processes(parts, workers, progress, done)
            return
        except BrokenProcessPool:
            # No processes to be had (memory, a script without a __main__ guard): slower, but the same files.
            meanwhile = done
    meanwhile()
    for i, part in enumerate(parts):
        progress("写镇街工作簿", i, len(parts))
        write_both(part)
    progress("写镇街工作簿", len(parts), len(parts))


def write_both(part: TownPart) -> str:
    """A town's two workbooks; returns the town's name. Runs in a worker process."""
    write_villages(part)
    return write_town(part)


class _Once:
    """Calls its function at most once."""

    def __init__(self, function: Callable[[], None]) -> None:
        self._function: Callable[[], None] | None = function

    def __call__(self) -> None:
        function, self._function = self._function, None
        if function:
            function()


def _in_processes(parts: TownParts, workers: int, progress: Progress, meanwhile: Callable[[], None]) -> None:
    # spawn everywhere: the only way on Windows, and the engine's threads do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[str]] = deque()
        try:
            waiting.extend(pool.submit(write_both, part) for part in parts)
            meanwhile()
            for i in range(len(parts)):
                progress("写镇街工作簿", i, len(parts))
                waiting.popleft().result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    progress("写镇街工作簿", len(parts), len(parts))
