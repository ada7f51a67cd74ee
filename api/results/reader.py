"""Reading within a scope: every text names tables that hold only what lies in the scope's unit."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from api.reports.figures import VILLAGE
from api.results.errors import NotFoundError
from api.results.opened import Results, UnitRow
from api.results.tables import PLAIN, SCOPED, WHOLE
from graph.errors import QueryError

_NAMED = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)", re.IGNORECASE)
_PARAMETER = re.compile(r"\$(\w+)")
_WITH = re.compile(r"\s*WITH\s+(RECURSIVE\s+)?", re.IGNORECASE)
_BEYOND = re.compile(r'\b(whole|plain)"?\s*\.|\bread_\w+|\bduckdb_\w+|\binformation_schema\b|\bpragma\b', re.IGNORECASE)
_PIECE = 10_000


@dataclass
class Reader:
    """One request's questions: `seconds` and `asked` add up what they cost. `whole`: nothing is cut."""

    results: Results
    top: UnitRow
    whole: bool
    seconds: float = 0.0
    asked: int = 0

    def rows(self, text: str, /, **parameters: object) -> list[dict[str, Any]]:
        """The rows of a text that names tables of `api.results.tables.SCOPED`, as dictionaries. Not for long lists: see `arrow`."""
        began = time.perf_counter()
        found = self._execute(text, parameters)
        names = [d[0] for d in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        self.seconds += time.perf_counter() - began
        return rows

    def one(self, text: str, /, **parameters: object) -> dict[str, Any] | None:
        """The first row, None where there is none."""
        rows = self.rows(text, **parameters)
        return rows[0] if rows else None

    def value(self, text: str, /, **parameters: object) -> Any:
        """The first value of the first row, None where there is none."""
        row = self.one(text, **parameters)
        return next(iter(row.values())) if row else None

    def arrow(self, text: str, /, **parameters: object) -> Iterator[pa.RecordBatch]:
        """All rows as record batches, as they are read: at least one, so that no rows have columns too."""
        cursor, (whole, given) = self.results.cursor(), self._cut(text, parameters, self._named(text))
        reader = cursor.sql(whole, params=given).to_arrow_reader(_PIECE)
        empty = True
        for batch in reader:
            empty = False
            yield batch
        if empty:
            yield pa.RecordBatch.from_pylist([], schema=reader.schema)

    def plain(self, table: str, keys: Sequence[object]) -> Mapping[Any, str]:
        """Unmasked names by key (household and person: id; finding: line), of what lies in the scope only.

        Whoever calls this has asked whether the account may see them, and has noted the look.
        """
        scoped, key, column = PLAIN[table]
        text = f"SELECT p.{key}, p.{column} FROM plain.{table} p JOIN {scoped} s ON s.{key} = p.{key} WHERE p.{key} IN (SELECT unnest($keys))"
        return dict(self._run(text, {"keys": list(keys)}, {scoped}).fetchall())

    def named(self, name: str) -> list[str]:
        """The ids of the persons in the scope with this unmasked name. Whoever calls this has noted the look, as with `plain`."""
        text = "SELECT p.id FROM plain.person p JOIN person s ON s.id = p.id WHERE p.name = $name ORDER BY p.id"
        return [str(id) for (id,) in self._run(text, {"name": name}, {"person"}).fetchall()]

    def unit(self, said: str) -> UnitRow:
        """A unit of the scope by id, code, path or name. Raises NotFoundError, the same for what is outside and what does not exist."""
        try:
            found = self.results.unit(said)
        except NotFoundError:
            inside = [u for u in self.results.units[self.top.unit : self.top.last + 1] if u.name == said.strip()]
            if len(inside) != 1:
                raise
            found = inside[0]
        if not self.top.unit <= found.unit <= self.top.last:
            raise NotFoundError(f"没有“{said}”这个单元，或有几个同名。请从单元页面选，或写编码、从县写起的路径。")
        return found

    def above(self, unit: int) -> list[UnitRow]:
        """The units from the scope's top down to this one, itself included: the way to it."""
        return [u for u in self.results.units[self.top.unit : unit + 1] if u.unit <= unit <= u.last]

    def under(self, unit: UnitRow, level: int | None = None) -> Iterator[UnitRow]:
        """The units below one, on one level where it is given, in tree order."""
        every = (self.results.units[number] for number in range(unit.unit + 1, unit.last + 1))
        return (u for u in every if level in (None, u.level))

    def counted_below(self, unit: UnitRow) -> list[UnitRow]:
        """The units right below one by which ledgers are counted: counties, towns, villages; none below a village."""
        return list(self.under(unit, unit.level + 1)) if unit.level < VILLAGE else []

    def _execute(self, text: str, parameters: Mapping[str, object]) -> duckdb.DuckDBPyConnection:
        return self._run(text, parameters, self._named(text))

    def _named(self, text: str) -> set[str]:
        """The scoped tables that a text names. Raises QueryError for one that goes beyond them."""
        if _BEYOND.search(text):
            raise QueryError("查询只能读本单元范围内的表。请改用 api.results.tables 里的表名。")
        return set(_NAMED.findall(text)) & set(SCOPED)

    def _run(self, text: str, parameters: Mapping[str, object], named: set[str]) -> duckdb.DuckDBPyConnection:
        whole, given = self._cut(text, parameters, named)
        return self.results.cursor().execute(whole, given)

    def _cut(self, text: str, parameters: Mapping[str, object], named: set[str]) -> tuple[str, dict[str, object]]:
        """The text with the tables that it names cut to the scope, and its parameters."""
        tables = WHOLE if self.whole else SCOPED
        cut = ", ".join(f"{name} AS ({tables[name]})" for name in sorted(named))
        began = _WITH.match(text)
        recursive = "RECURSIVE " if began and began[1] else ""
        rest = f", {text[began.end() :]}" if began else f" {text}"
        whole = f"WITH {recursive}{cut}{rest}" if cut else text
        given = {**parameters, "scope_first": self.top.unit, "scope_last": self.top.last}
        self.asked += 1
        return whole, {name: given[name] for name in set(_PARAMETER.findall(whole))}
