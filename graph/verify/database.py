"""The edition's Parquet as SQL tables, each made the first time a text names it; words from declarations go in as parameters.

``Household`` and ``edges_in_grid`` hold what is in force on the day, an edge only with both its ends; ``ever_household``
and ``ever_in_grid`` all that the edition has, with what has ended.
"""

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

from graph.answered import answered_table
from graph.edition import Edition
from graph.schema import EDGE, NODE, ORGANIZATIONS, edge_schema, node_schema
from graph.verify.shared import TABLES

_WORD = re.compile(r"\w+")
_PARAMETER = re.compile(r"\$(\w+)")


LASTING = ("Unit", "Grid", "Household", "Event", "Place", *ORGANIZATIONS)
"""Labels whose nodes count only while they are in force. A person is in service or not (`left_on`); deliveries and claims are of the edition."""
_UNDATED = ("MAY_CONTACT", "DELIVERED_FOR", "CLAIMED_FOR")
"""Edges of the edition as it was delivered, whatever the day."""
_LABELS = {label.lower(): label for label in NODE}


def tables(sql: duckdb.DuckDBPyConnection, edition: Edition, *names: str) -> None:
    """A view per label (``ever_household``) and per edge type (``ever_contacts``: `source` and `target` are the labels it joins), and the claims' places.

    What the edition has no rows of is empty. Without `names` all of them are made.
    """
    wanted = names or (*(f"ever_{n.lower()}" for n in (*NODE, *EDGE)), "claim_places", "answered")
    for name in wanted:
        own = name.removeprefix("ever_")
        if name == "answered":
            sql.register(name, answered_table(edition))
        elif name == "claim_places":
            sql.register(name, edition.table("claims").select(["id", "unit_id"]))
        elif own in _LABELS:
            _view(sql, name, node_schema(_LABELS[own]), {(): edition.folder / "nodes" / f"{_LABELS[own]}.parquet"})
        else:
            edge = EDGE[own.upper()]
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

    A text may name any view of `tables`, any label or edge type (``Household``, ``edges_contacts``: those in force) and any
    table of `shared.TABLES`: what it names is made first, once.
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
        elif word in ("claim_places", "answered") or _is_fact(word, "ever_"):
            self._made.add(word)
            tables(self.sql, self.edition, word)
        elif word in NODE or _is_fact(word, "edges_"):
            self._made.add(word)
            self._in_force(word)

    def _in_force(self, word: str) -> None:
        """A label or edge type as it is on the day. Its dates stand in the text: a view takes no parameters."""
        dated = f"since <= DATE '{self.day.isoformat()}' AND until > DATE '{self.day.isoformat()}'"
        if word in NODE:
            self.execute(f"CREATE VIEW {word} AS SELECT * FROM ever_{word.lower()} WHERE {dated if word in LASTING else 'TRUE'}")
            return
        edge = EDGE[word.removeprefix("edges_").upper()]
        asked = ["TRUE" if edge.name in _UNDATED else dated]
        for side, end in (("source", "from"), ("target", "to")):
            # Nothing of a label that the edition has no such edge of is read.
            labels = {pair[side == "target"] for pair in edge.pairs if self.edition.edge_path(edge.name, *pair).exists()}
            here = " ".join(f"""WHEN '{label}' THEN "{end}" IN (SELECT id FROM {label})""" for label in sorted(labels & set(LASTING)))
            asked += [f"CASE {side} {here} ELSE TRUE END"] if here else []
        self.execute(f"CREATE VIEW {word} AS SELECT * FROM ever_{edge.name.lower()} WHERE {' AND '.join(asked)}")


def _is_fact(word: str, prefix: str) -> bool:
    own = word.removeprefix(prefix)
    return word.startswith(prefix) and (own.upper() in EDGE or (prefix == "ever_" and own in _LABELS))
