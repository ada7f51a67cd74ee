"""Rows as people read them: Chinese titles for columns, words for codes, 是 and 否; programs keep the columns' own names and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Words = Mapping[str, Mapping[Any, str]]
"""By column: what its codes say. A code without a word stays."""


def in_words(batch: pa.RecordBatch, titles: Mapping[str, str], words: Words) -> pa.RecordBatch:
    """The same rows under their titles; a column without a title keeps its name."""
    columns = [_said(values, words.get(name, {})) for name, values in zip(batch.schema.names, batch.columns, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=[titles.get(name, name) for name in batch.schema.names])


def _said(values: pa.Array, words: Mapping[Any, str]) -> pa.Array:
    if pa.types.is_boolean(values.type):
        return pc.if_else(values, "是", "否")
    if not words:
        return values
    coded = values.dictionary_encode()
    said = [words.get(value, str(value)) for value in coded.dictionary.to_pylist()]
    return pa.array(said, pa.string()).take(coded.indices)
