"""The edition's Parquet as SQL tables, each made the first time a text names it; words from declarations go in as parameters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType

import duckdb
import pandas as pd
import pyarrow as pa

from graph.edition import Edition
from graph.schema import EDGE, NODE, edge_schema, node_schema
from graph.verify.shared import TABLES

_WORD = re.compile(r"\w+")
_PARAMETER = re.compile(r"\$(\w+)")


def tables(sql: duckdb.DuckDBPyConnection, edition: Edition, *names: str) -> None:
    """A view per label and per edge type (``edges_contacts``: `source` and `target` are the labels it joins), and the claims' places.

    What the edition has no rows of is empty. Without `names` all of them are made.
    """
    wanted = names or (*NODE, *(f"edges_{e.lower()}" for e in EDGE), "claim_places")
    for name in wanted:
        if name == "claim_places":
            sql.register(name, edition.table("claims").select(["id", "unit_id"]))
        elif name in NODE:
            _view(sql, name, node_schema(name), {(): edition.folder / "nodes" / f"{name}.parquet"})
        else:
            edge = EDGE[name.removeprefix("edges_").upper()]
            _view(sql, name, edge_schema(edge.name), {pair: edition.edge_path(edge.name, *pair) for pair in edge.pairs})


def _view(sql: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, files: Mapping[tuple[str, ...], Path]) -> None:
    ends = "'{}' AS source, '{}' AS target, "
    there = {pair: path.as_posix().replace("'", "''") for pair, path in files.items() if path.exists()}
    parts = [f"SELECT {ends.format(*pair) if pair else ''}* FROM read_parquet('{path}')" for pair, path in there.items()]
    if not parts:
        sql.register(f"{name}_empty", schema.empty_table())
        parts = [f"SELECT {ends.format('', '') if 'from' in schema.names else ''}* FROM {name}_empty"]
    sql.execute(f"CREATE OR REPLACE VIEW {name} AS " + " UNION ALL ".join(parts))


@dataclass
class Database:
    """One edition on one day. Use it as a context manager.

    A text may name any view of `tables` and any table of `shared.TABLES`: what it names is made first, once.
    """

    edition: Edition
    day: dt.date
    sql: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)
    _made: set[str] = field(default_factory=set)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.sql.close()

    def execute(self, text: str, parameters: Mapping[str, object] | None = None) -> duckdb.DuckDBPyConnection:
        """Run a text; of `parameters` and ``$day`` those that it names are given to it."""
        for word in _WORD.findall(text):
            if word not in self._made:
                self._make(word)
        given = {**(parameters or {}), "day": self.day}
        return self.sql.execute(text, {k: given[k] for k in set(_PARAMETER.findall(text))} or None)

    @cached_property
    def claimed(self) -> Mapping[str, bool]:
        """The measures that claims state → whether with a qualifier (约, 余, 以上 …)."""
        return dict(self.execute("SELECT measure, bool_or(qualifier <> '') FROM Claim GROUP BY measure").fetchall())

    def numbers(self, text: str, parameters: Mapping[str, object] | None = None) -> tuple[int, ...]:
        """The one row of a text, as whole numbers."""
        (row,) = self.execute(text, parameters).fetchall()
        return tuple(int(v) for v in row)

    def frame(self, text: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        found: pd.DataFrame = self.execute(text, parameters).df()
        return found

    def _make(self, word: str) -> None:
        if word in TABLES:
            self._made.add(word)
            self.execute(f"CREATE TEMP TABLE {word} AS {TABLES[word]}")
        elif word in NODE or word == "claim_places" or (word.startswith("edges_") and word.removeprefix("edges_").upper() in EDGE):
            self._made.add(word)
            tables(self.sql, self.edition, word)
