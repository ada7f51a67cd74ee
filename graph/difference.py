"""The difference of two editions as an ordered plan of bounded steps, the same each time it is computed.

A store that holds the first edition and takes every step once, in order, holds the second. A full load is the difference
from nothing. Nodes are known by label and id; edges have no key, so a pair of nodes whose edges of one type differ loses all
of them and gets the wanted ones in one step.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb
import numpy as np
import pyarrow as pa

from graph.edition import EdgeKey
from graph.schema import EDGES, NODES, edge_schema, node_schema
from graph.stores.contents import Source
from graph.stores.rows import Sum, sum_of_table

VERSION = 1
"""Of the way in which steps are cut: a half-done plan of another version cannot go on."""
BATCH = 20_000
"""Rows of a step at most, apart from a single pair with more edges than that."""
Kind = Literal["drop edges", "drop nodes", "new nodes", "set nodes", "edges"]
_ENDS = ["from", "to"]
_PAIR = '"from", "to"'


@dataclass(frozen=True)
class Step:
    """One transaction. `gone`: ids of nodes, or pairs whose edges of the type go; `rows`: what comes, or is given new values.

    Except in a full load a pair stands in one step with all its edges.
    """

    kind: Kind
    key: str | EdgeKey
    gone: pa.Table
    rows: pa.Table
    changed: tuple[str, ...] = ()
    """The columns that "set nodes" writes; the others are as they were."""

    @property
    def size(self) -> int:
        return int(self.gone.num_rows + self.rows.num_rows)

    def pairs(self) -> list[list[str]]:
        """The pairs of nodes that a step about edges touches."""
        both = pa.concat_tables([self.gone, self.rows.select(_ENDS)]).group_by(_ENDS).aggregate([])
        return [list(p) for p in zip(both["from"].to_pylist(), both["to"].to_pylist(), strict=True)]


@dataclass(frozen=True)
class Plan:
    """The steps from `base` (None: nothing) to `target`; `change` is what they add to the sums per label and edge key."""

    base: Source | None
    target: Source
    batch: int
    steps: tuple[Step, ...]
    change: dict[str, Sum]

    @property
    def fingerprint(self) -> str:
        """Equal for two plans whose steps are equal."""
        return fingerprint(self.base, self.target, self.batch)

    @property
    def rows(self) -> int:
        return sum(step.size for step in self.steps)


def fingerprint(base: Source | None, target: Source, batch: int) -> str:
    """What a plan will be, known before it is computed: editions never change."""
    said = [VERSION, base.edition.id if base else "", base.masked if base else None, target.edition.id, target.masked, batch]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def edge_name(key: EdgeKey) -> str:
    """An edge key as sums name it: CONTACTS.Person.Household."""
    return ".".join(key)


def difference(base: Source | None, target: Source, batch: int = BATCH) -> Plan:
    """The plan from one edition to another; both with the same way of writing names."""
    change: dict[str, Sum] = {}
    first: list[Step] = []
    then: dict[Kind, list[Step]] = {"drop nodes": [], "new nodes": [], "set nodes": [], "edges": []}
    with duckdb.connect() as db:
        for node in NODES:
            if _same(base, target, node.label):
                continue
            old, new = (s.node_table(node.label) if s else None for s in (base, target))
            for step in _nodes(db, node.label, old, new, batch, change):
                then[step.kind].append(step)
        for key in [(e.name, a, b) for e in EDGES for a, b in e.pairs]:
            if _same(base, target, key):
                continue
            old, new = (s.edge_table(key) if s else None for s in (base, target))
            for step in _edges(db, key, old, new, batch, change, whole=base is None):
                (first if step.kind == "drop edges" else then["edges"]).append(step)
    return Plan(base, target, batch, (*first, *(s for steps in then.values() for s in steps)), change)


def _same(base: Source | None, target: Source, key: str | EdgeKey) -> bool:
    """Whether a table is the same file in both; a claim's masked subject depends on other tables too."""
    return base is not None and key != "Claim" and base.file_checksum(key) == target.file_checksum(key)


def _nodes(db: duckdb.DuckDBPyConnection, label: str, old: pa.Table | None, new: pa.Table | None, batch: int, change: dict[str, Sum]) -> Iterator[Step]:
    empty = node_schema(label).empty_table()
    ids = empty.select(["id"])
    if old is None or not old.num_rows:
        rows = empty if new is None else new
        if rows.num_rows:
            change[label] = sum_of_table(rows)
        yield from (Step("new nodes", label, ids, part) for part in _cut(rows, batch))
        return
    db.register("o", old)
    db.register("n", empty if new is None else new)
    differs = " OR ".join(f'o."{c}" <> n."{c}"' for c in empty.column_names if c != "id")
    gone = _ask(db, "SELECT o.* FROM o ANTI JOIN n USING (id) ORDER BY id", empty)
    come = _ask(db, "SELECT n.* FROM n ANTI JOIN o USING (id) ORDER BY id", empty)
    before = _ask(db, f"SELECT o.* FROM o JOIN n USING (id) WHERE {differs} ORDER BY id", empty)
    after = _ask(db, f"SELECT n.* FROM n JOIN o USING (id) WHERE {differs} ORDER BY id", empty)
    _change(change, label, (come, after), (gone, before))
    yield from (Step("drop nodes", label, part, empty) for part in _cut(gone.select(["id"]), batch))
    yield from (Step("new nodes", label, ids, part) for part in _cut(come, batch))
    changed = tuple(c for c in after.column_names if not after[c].equals(before[c]))
    yield from (Step("set nodes", label, ids, part, changed) for part in _cut(after, batch))


def _edges(
    db: duckdb.DuckDBPyConnection, key: EdgeKey, old: pa.Table | None, new: pa.Table | None, batch: int, change: dict[str, Sum], *, whole: bool
) -> Iterator[Step]:
    empty = edge_schema(key[0]).empty_table()
    pairs = empty.select(_ENDS)
    if whole:
        if new is not None:
            change[edge_name(key)] = sum_of_table(new)
            yield from (Step("edges", key, pairs, part) for part in _cut(new, batch))
        return
    db.register("o", empty if old is None else old)
    db.register("n", empty if new is None else new)
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {_PAIR} FROM ("
        "(SELECT * FROM o EXCEPT ALL SELECT * FROM n) UNION ALL (SELECT * FROM n EXCEPT ALL SELECT * FROM o)) GROUP BY ALL"
    )
    # Of a pair one side may show no difference and still have edges.
    db.execute(f"CREATE OR REPLACE TEMP TABLE was AS SELECT DISTINCT {_PAIR} FROM o SEMI JOIN touched USING ({_PAIR})")
    before = _ask(db, f"SELECT o.* FROM o SEMI JOIN touched USING ({_PAIR})", empty)
    after = _ask(db, f"SELECT n.* FROM n SEMI JOIN touched USING ({_PAIR})", empty)
    _change(change, edge_name(key), (after,), (before,))
    dropped = _ask(db, f"SELECT * FROM was ANTI JOIN n USING ({_PAIR}) ORDER BY {_PAIR}", pairs)
    yield from (Step("drop edges", key, part, empty) for part in _cut(dropped, batch))
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE cut AS SELECT {_PAIR}, ((sum(k) OVER (ORDER BY {_PAIR}) - k) // {batch})::BIGINT AS step"
        f" FROM (SELECT {_PAIR}, count(*) AS k FROM n SEMI JOIN touched USING ({_PAIR}) GROUP BY ALL)"
    )
    columns = ", ".join(f'"{c}"' for c in empty.column_names)
    rows = db.sql(f"SELECT n.*, step FROM n JOIN cut USING ({_PAIR}) ORDER BY step, {columns}").to_arrow_table()
    gone = db.sql(f"SELECT {_PAIR}, step FROM was JOIN cut USING ({_PAIR}) ORDER BY step, {_PAIR}").to_arrow_table()
    for step in np.unique(rows["step"].to_numpy()):
        yield Step("edges", key, _of(gone, step, pairs), _of(rows, step, empty))


def _change(change: dict[str, Sum], name: str, come: tuple[pa.Table, ...], gone: tuple[pa.Table, ...]) -> None:
    total = sum((sum_of_table(t) for t in come), Sum())
    for table in gone:
        total -= sum_of_table(table)
    if total != Sum():
        change[name] = total


def _ask(db: duckdb.DuckDBPyConnection, text: str, like: pa.Table) -> pa.Table:
    return db.sql(text).to_arrow_table().select(like.column_names).cast(like.schema)


def _of(table: pa.Table, step: int, like: pa.Table) -> pa.Table:
    at = table["step"].to_numpy()
    start, end = int(np.searchsorted(at, step)), int(np.searchsorted(at, step, side="right"))
    return table.slice(start, end - start).select(like.column_names).cast(like.schema)


def _cut(table: pa.Table, size: int) -> Iterator[pa.Table]:
    return (table.slice(start, size) for start in range(0, table.num_rows, size))
