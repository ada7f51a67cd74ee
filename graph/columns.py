"""Whole columns: what Arrow tables are asked and changed by in several places."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.schema import OPEN_SINCE, OPEN_UNTIL

_OPEN = pa.array([OPEN_SINCE, OPEN_UNTIL], pa.date32())


def among(values: Any, known: Any) -> np.ndarray:
    """Where texts (a Series, Index or array; null is none) are among the known ones: `isin`, many times faster on long columns.

    (pandas goes through Python objects one by one.)
    """
    return np.asarray(pc.fill_null(pc.is_in(_texts(values), value_set=_texts(known).drop_null()), False))


def replaced(table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    """The table with other values in a column, its place and field as they were."""
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), values)


def open_days(days: pa.ChunkedArray) -> pa.ChunkedArray:
    """Where days are sentinels of an open beginning or end."""
    return pc.is_in(days, value_set=_OPEN)


def batches(table: pa.Table, size: int | None = None) -> list[pa.RecordBatch]:
    """The rows as record batches, at least one: a stream or a file of no rows has its columns all the same."""
    nothing = pa.RecordBatch.from_arrays([pa.array([], field.type) for field in table.schema], schema=table.schema)
    return table.to_batches(max_chunksize=size) or [nothing]


def _texts(values: Any) -> pa.Array:
    made = pa.array(values, from_pandas=True)
    flat = made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made
    return flat.cast(pa.large_string())
