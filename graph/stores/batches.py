"""Arrow tables as the parameters of UNWIND batches, with as few values as can be.

A Bolt value costs the client more than the server's CREATE, and most columns of a ledger are the same in every row (open
dates, empty texts): such a column is one parameter, and dates are numbers into a short list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Batch:
    """Some rows: `parameters` to send, and per column the expression that is its value in row ``r``."""

    rows: int
    parameters: dict[str, object]
    values: dict[str, str]

    def properties(self, *without: str) -> str:
        """The property map of a CREATE, all columns but these."""
        return "{" + ", ".join(f"`{name}`: {value}" for name, value in self.values.items() if name not in without) + "}"


def batches(table: pa.Table, size: int) -> Iterator[Batch]:
    """The table in batches of at most `size` rows."""
    for start in range(0, table.num_rows, size):
        yield _batch(table.slice(start, size).combine_chunks())


def _batch(table: pa.Table) -> Batch:
    parameters: dict[str, object] = {}
    values: dict[str, str] = {}
    sent: list[list[object]] = []
    for i, name in enumerate(table.column_names):
        column = table[name].combine_chunks()
        if pc.count_distinct(column, mode="all").as_py() == 1:
            parameters[f"c{i}"] = column[0].as_py()
            values[name] = f"$c{i}"
        elif pa.types.is_date(column.type):
            encoded = column.dictionary_encode()
            parameters[f"c{i}"] = encoded.dictionary.to_pylist()
            values[name] = f"$c{i}[r[{len(sent)}]]"
            sent.append(encoded.indices.to_pylist())
        else:
            values[name] = f"r[{len(sent)}]"
            sent.append(column.to_pylist())
    parameters["rows"] = [list(row) for row in zip(*sent, strict=True)] if sent else [[]] * table.num_rows
    return Batch(table.num_rows, parameters, values)
