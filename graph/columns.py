"""Long columns of text, where pandas goes through Python objects one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def among(values: Any, known: Any) -> np.ndarray:
    """Where texts (a Series, Index or array; null is none) are among the known ones: `isin`, many times faster on long columns."""
    return np.asarray(pc.fill_null(pc.is_in(_texts(values), value_set=_texts(known).drop_null()), False))


def _texts(values: Any) -> pa.Array:
    made = pa.array(values, from_pandas=True)
    flat = made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made
    return flat.cast(pa.large_string())
