"""Where questions are asked: for each visitor the store that this one may ask, and only a few questions at once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.asking import Limits
from api.asking.log import NAME
from api.asking.units import Units
from api.results import Reader
from api.web.problems import Problem, is_api
from api.web.querying.county import ScopedCounty, units_of
from api.web.querying.stores import Stores, Wanted
from api.web.visiting import Visitor
from graph.projection import EXTRA
from graph.running import Target

AT_ONCE = 3
"""Questions that run at once: each may take two gigabytes and a core."""
EACH = 2
"""Of them, one account's."""
PATIENCE = 4.0
"""Seconds that a question waits for its turn before it is turned away."""
PREPARE_PAGE, PREPARE_API = 2.5, 20.0
"""Seconds that a request waits for a store; a page then shows that it is being prepared."""
_LOOK = 0.05
_KEPT = 40


class BusyError(Problem):
    """Too many questions run already."""

    status, code, title = 503, "busy", "现在查询的人多"


@dataclass(frozen=True)
class Masked:
    """Whether names are masked, and whether the visitor could choose otherwise."""

    masked: bool
    choice: bool

    @classmethod
    def of(cls, who: Visitor, names: str) -> Masked:
        """What somebody gets who asks for `names` (plain, or anything else). Raises ForbiddenError, noted, for plain ones without permission."""
        if names == "plain":
            who.require("plain", whole=True)
        return cls(names != "plain", who.may("plain") and who.account.whole)

    @property
    def names(self) -> str:
        """masked or plain."""
        return "masked" if self.masked else "plain"


class Desk:
    """One server's."""

    def __init__(self) -> None:
        self.stores = Stores()
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._units: OrderedDict[tuple[str, int, bool], Units] = OrderedDict()

    @asynccontextmanager
    async def turn(self, who: Visitor) -> AsyncIterator[None]:
        """A turn for one question. Raises BusyError where none comes soon."""
        await self.take(who.account.name)
        try:
            yield
        finally:
            self.free(who.account.name)

    async def take(self, name: str) -> None:
        """Wait for a turn, which must be freed. Raises BusyError."""
        until = time.monotonic() + PATIENCE
        while not self._taken(name):
            if time.monotonic() > until:
                own = self._running[name] >= EACH
                said = f"您的 {EACH} 个查询还在执行。" if own else f"正在执行的查询已有 {AT_ONCE} 个。"
                raise BusyError(f"{said}这个查询没有执行。", step="请过几秒再试。", headers={"Retry-After": "5"})
            await asyncio.sleep(_LOOK)

    def free(self, name: str) -> None:
        """Give a turn back."""
        with self._lock:
            self._running[name] -= 1
            self._running += Counter()  # forgets who has none

    def _taken(self, name: str) -> bool:
        with self._lock:
            if self._running.total() >= AT_ONCE or self._running[name] >= EACH:
                return False
            self._running[name] += 1
            return True

    async def county(self, request: Request, who: Visitor, reader: Reader, masked: Masked) -> ScopedCounty:
        """What the visitor asks: the masked store of the own unit, else everything with plain names.

        Raises WaitingError where the store is being prepared, StoreError where it cannot be.
        """
        wanted = Wanted(who.office.register, reader.results.number, reader.top.id if masked.masked else "")
        until = time.monotonic() + (PREPARE_API if is_api(request) else PREPARE_PAGE)
        while not await run_in_threadpool(self.stores.look, wanted):
            if time.monotonic() > until:
                raise self.stores.waiting(wanted)
            await asyncio.sleep(_LOOK)
        return await run_in_threadpool(self._county, who, reader, wanted)

    def county_now(self, who: Visitor, reader: Reader, masked: Masked) -> ScopedCounty:
        """The same without its store, which may not be there yet: for what reads the text only."""
        return self._county(who, reader, Wanted(who.office.register, reader.results.number, reader.top.id if masked.masked else ""))

    def _county(self, who: Visitor, reader: Reader, wanted: Wanted) -> ScopedCounty:
        edition = reader.results.edition
        name = f"第 {wanted.number} 版 {edition.id} {reader.top.path}{'（姓名遮盖）' if wanted.unit else ''}"
        return ScopedCounty(
            name, Target(wanted.file), who.office.register.folder / NAME, who.account.name, edition, wanted.number,
            "" if reader.whole else reader.top.id, EXTRA if wanted.unit else {}, known=self.units(reader),
        )  # fmt: skip

    def units(self, reader: Reader) -> Units:
        """The units that a reader sees, kept for the next question."""
        key = (reader.results.tag, reader.top.unit, reader.whole)
        with self._lock:
            found = self._units.get(key)
        if found is None:
            found = units_of(reader)
            with self._lock:
                self._units[key] = found
                while len(self._units) > _KEPT:
                    self._units.popitem(last=False)
        return found


def limits(who: Visitor, rows: int = 0) -> Limits:
    """What a question from the page or the API may use."""
    return Limits(who.office.settings.query_seconds, rows)


def desk_of(request: Request) -> Desk:
    """The server's desk."""
    found: Desk = request.app.state.desk
    return found
