"""Long lists of text written a whole column at a time: 100,000 rows in a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from api.reports.workbook.rows import Rows
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import LINE, Column, lines

_CHUNK = 20_000
_MOST = 20
"""Lines that a row is at most made tall for."""


def write_texts(sheet: Any, styles: Styles, row: int, columns: Sequence[Column], frame: pd.DataFrame) -> int:
    """Write a frame of text columns, one per Column, from `row` on; returns the row after the last. Empty text leaves an empty cell."""
    out = Rows(sheet)
    formats = [styles(c.style) for c in columns]
    for first in range(0, len(frame), _CHUNK):
        part = frame.iloc[first : first + _CHUNK]
        tall = np.ones(len(part), dtype=np.int64)
        cells = []
        for (_, values), column, style in zip(part.items(), columns, formats, strict=True):
            texts = pa.array(values.fillna("").astype("str"), from_pandas=True)  # in pieces where the column was put together of some
            coded = (texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts).dictionary_encode()
            known, codes = coded.dictionary.to_pylist(), coded.indices
            cells.append((style, pa.array([out.ending(t) for t in known], pa.large_string()).take(codes)))
            if column.style == "wrap":
                needed = np.array([lines(t, column.width) for t in known], dtype=np.int64)
                tall = np.maximum(tall, needed[codes.to_numpy()])
        heights = [f' ht="{LINE * n + 2}" customHeight="1"' if n > 1 else "" for n in range(_MOST + 1)]
        out.block(row, pa.array(heights, pa.large_string()).take(pa.array(np.minimum(tall, _MOST))), cells)
        row += len(part)
    return row
