"""A row as one text, written alike by Cypher on a server and by Arrow here, and the sum of many rows' hashes.

A server without plugins has no hash function and a value costs more over Bolt than on either side, so a copy is compared
by texts: all columns of a row joined by a character that no ledger holds. A value of another type gives another text, and
so does a property too many. Sums of hashes do not depend on the order of rows, and a difference can be added to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.schema import EDGE, NODE, OPEN_UNTIL, Property

_BETWEEN = "\x1f"
_JOIN = " + '\\u001f' + "
_WRONG = "?"
_ALL = 1 << 64


@dataclass(frozen=True)
class Sum:
    """The number of rows and the sum of their hashes (64 bits, order does not matter)."""

    rows: int = 0
    total: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.rows + other.rows, (self.total + other.total) % _ALL)

    def __sub__(self, other: Sum) -> Sum:
        return Sum(self.rows - other.rows, (self.total - other.total) % _ALL)


def sum_of(texts: Sequence[object]) -> Sum:
    """The sum of some rows' texts; whatever is no text counts as a wrong row."""
    if not len(texts):
        return Sum()
    clean = [t if isinstance(t, str) else _WRONG for t in texts]
    hashes = pd.util.hash_array(np.array(clean, dtype=object), categorize=False)
    return Sum(len(clean), int(hashes.sum(dtype=np.uint64)))


def sum_of_table(table: pa.Table) -> Sum:
    """The sum of a table of nodes or edges."""
    total = Sum()
    for start in range(0, table.num_rows, 100_000):
        total += sum_of(_texts(table.slice(start, 100_000)).to_pylist())
    return total


def added(sums: Mapping[str, Sum], more: Mapping[str, Sum]) -> dict[str, Sum]:
    """Two sets of sums together; keys without rows are left out."""
    both = {k: sums.get(k, Sum()) + more.get(k, Sum()) for k in sorted({*sums, *more})}
    return {k: s for k, s in both.items() if s != Sum()}


def as_data(sums: Mapping[str, Sum]) -> dict[str, list[object]]:
    """Sums as they stand in a mark: rows and the total in hexadecimal."""
    return {k: [s.rows, f"{s.total:016x}"] for k, s in sorted(sums.items())}


def from_data(data: Mapping[str, Sequence[object]]) -> dict[str, Sum]:
    """What `as_data` wrote."""
    return {k: Sum(int(str(rows)), int(str(total), 16)) for k, (rows, total) in data.items()}


def wrong_keys(wanted: Mapping[str, Sum], held: Mapping[str, Sum]) -> list[str]:
    """The labels and edge types whose rows differ, for people."""
    return sorted({k.split(".")[0] for k in {*wanted, *held} if wanted.get(k, Sum()) != held.get(k, Sum())})


def node_text(label: str) -> str:
    """The Cypher expression of the text of node ``n``; it takes the parameter ``$far``, the open end."""
    return _expression("n", [], NODE[label].columns)


def edge_text(name: str) -> str:
    """The same of edge ``r`` from ``a`` to ``b``."""
    return _expression("r", ["a.id", "b.id"], EDGE[name].columns)


FAR = {"far": OPEN_UNTIL}
"""The parameter of both expressions."""


def _expression(variable: str, first: Iterable[str], columns: Sequence[Property]) -> str:
    parts = [f"toString(size(keys({variable})))", *first, *(_value(f"{variable}.`{p.name}`", p) for p in columns)]
    return f"coalesce({_JOIN.join(parts)}, '{_WRONG}')"


def _value(value: str, column: Property) -> str:
    """The text of a value of the column's own type; of another type it is null, or another text."""
    if column.type == "text":
        return value
    if column.type == "int":
        return f"toString({value} + 0)"
    if column.type == "bool":
        return f"CASE {value} WHEN true THEN 'true' WHEN false THEN 'false' END"
    return f"CASE WHEN {value} <= $far THEN toString({value}) END"


def _texts(table: pa.Table) -> pa.Array:
    columns = [column.combine_chunks().cast(pa.string()) for column in table.columns]
    count = pa.array([str(sum(c not in ("from", "to") for c in table.column_names))] * table.num_rows, pa.string())
    return pc.binary_join_element_wise(count, *columns, _BETWEEN)
