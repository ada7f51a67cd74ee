"""The results of one edition, opened to be read by many threads at once."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from api.results.errors import NotFoundError, NotReadyError
from api.results.making import results_path
from graph.edition import Edition
from graph.register import Register
from graph.scheme import Scheme, read_scheme

if TYPE_CHECKING:
    from api.results.reader import Reader

_MEMORY = "1GB"
_THREADS = 2


@dataclass(frozen=True)
class UnitRow:
    """A unit: `unit` is its number in tree order, those under it go to `last`."""

    unit: int
    last: int
    id: str
    code: str
    name: str
    path: str
    kind: str
    level: int


@dataclass(frozen=True)
class Results:
    """The figures of one edition. Threads share it; each question has a cursor of its own."""

    number: int
    edition: Edition
    scheme: Scheme
    path: Path
    sql: duckdb.DuckDBPyConnection
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def day(self) -> dt.date:
        """The day that the figures are of."""
        return dt.date.fromisoformat(str(self.edition.manifest["as_of"]))

    @property
    def tag(self) -> str:
        """What changes when any figure may have changed: edition, day and scheme are in it."""
        return self.path.stem

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """What is said of the whole: county_name, scheme_title, notices, counts, excluded, arrived, sources, timings, measures …"""
        row = self.cursor().execute("SELECT told FROM whole.told").fetchone()
        found: dict[str, Any] = json.loads(row[0]) if row else {}
        return found

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection to the same file, for one question."""
        with self._lock:
            return self.sql.cursor()

    @cached_property
    def units(self) -> tuple[UnitRow, ...]:
        """Every unit in tree order."""
        rows = self.cursor().execute("SELECT unit, last, id, code, name, path, kind, level FROM whole.unit ORDER BY unit").fetchall()
        return tuple(UnitRow(*row) for row in rows)

    @cached_property
    def _by_id(self) -> Mapping[str, UnitRow]:
        return {one.id: one for one in self.units}

    def unit(self, said: str) -> UnitRow:
        """A unit by id, code, path, or a name that only one has. Raises NotFoundError."""
        if found := self._by_id.get(said):
            return found
        text = said.strip().strip("/")
        for of in ("code", "path", "name"):
            those = [u for u in self.units if text and getattr(u, of) == text]
            if len(those) == 1:
                return those[0]
        raise NotFoundError(f"没有“{said}”这个单元，或有几个同名。请从单元页面选，或写编码、从县写起的路径。")

    def within(self, unit_id: str = "") -> Reader:
        """A reader of one unit and what lies in it; of everything where none is named. Raises NotFoundError for a unit that this edition has not."""
        from api.results.reader import Reader

        if not self.units:
            raise NotFoundError(f"第 {self.number} 版没有单元。请装载单元名册。")
        top = self._by_id.get(unit_id) if unit_id else self.units[0]
        if top is None:
            raise NotFoundError(f"第 {self.number} 版里没有您的单元。请联系管理员核对账号的单元。")
        return Reader(self, top, whole=not unit_id)

    def close(self) -> None:
        """Let go of the file."""
        self.sql.close()


def open_results(register: Register, number: int | None = None) -> Results:
    """Open the results of an edition (else the current one). Raises EditionError where there is none, NotReadyError where they are not computed yet."""
    edition = register.edition(number)
    scheme = read_scheme(edition.scheme)
    path = results_path(register, edition, scheme)
    if not path.exists():
        raise NotReadyError(f"第 {int(edition.folder.name)} 版的结果还没有算好。请稍等，算好后刷新本页。")
    sql = duckdb.connect(
        str(path), read_only=True, config={"threads": _THREADS, "memory_limit": _MEMORY, "enable_external_access": "false", "lock_configuration": "true"}
    )
    return Results(int(edition.folder.name), edition, scheme, path, sql)
