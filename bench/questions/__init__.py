"""The questions of the library by hand-written DuckDB SQL over an edition's Parquet: ``NAME.sql`` beside this file.

A text may use the views ``ever_unit``, ``ever_contacts`` … (graph.verify.database: all that the edition has, an edge with the labels it
joins as `source` and `target`) and the macros of prelude.sql. Parameters are those of the question, as ``$name``.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from graph.edition import Edition
from graph.queries import query
from graph.store import Store
from graph.verify.database import tables

FOLDER = Path(__file__).parent
TURNS = 3
_PARAMETER = re.compile(r"\$(\w+)")


class Asked:
    """An edition open for questions in SQL."""

    def __init__(self, edition: Edition) -> None:
        self._sql = duckdb.connect()
        tables(self._sql, edition)
        self._sql.execute((FOLDER / "prelude.sql").read_text(encoding="utf-8"))

    def rows(self, name: str, parameters: Mapping[str, object]) -> pa.Table:
        """The rows of a question with these values of its parameters, whole: units, households and persons by id."""
        text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        wanted = {k: parameters[k] for k in _PARAMETER.findall(text)}
        return _plain(self._sql.sql(text, params=wanted).to_arrow_table())


def rows(edition: Edition, name: str, parameters: Mapping[str, object]) -> pa.Table:
    """The same for a single question."""
    return Asked(edition).rows(name, parameters)


def timed(store: Store, asked: Asked, name: str, parameters: Mapping[str, object], turns: int = TURNS) -> tuple[float, float]:
    """Seconds of a question on a store and by SQL: medians of turns taken by each after the other, after one that warms both."""
    text = query(name).text
    pairs = [(_seconds(lambda: store.query(text, parameters)), _seconds(lambda: asked.rows(name, parameters))) for _ in range(turns + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def alone(store: Store, text: str, parameters: Mapping[str, object], turns: int = TURNS) -> tuple[float, pa.Table]:
    """The median seconds of a text on a store after one turn that warms it, and its rows."""
    found = store.query(text, parameters)
    return statistics.median(_seconds(lambda: store.query(text, parameters)) for _ in range(turns)), found


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _plain(table: pa.Table) -> pa.Table:
    """Counts as int64: DuckDB sums to 128 bits."""
    wanted = [pa.int64() if pa.types.is_decimal(f.type) or pa.types.is_integer(f.type) else f.type for f in table.schema]
    return table.cast(pa.schema([pa.field(f.name, w) for f, w in zip(table.schema, wanted, strict=True)]))
