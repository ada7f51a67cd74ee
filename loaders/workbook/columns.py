"""Rows of cells -> Arrow columns. No Python step per cell where a column is text; one per kind of value where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.workbook.sheet import NO_RANGES, Sheet
from loaders.workbook.values import number_texts, value_text

__all__ = ["BLANKS", "make_sheet", "text_arrays", "transpose"]

BLANKS = " \t\r\n\v\f\u3000"
_TOGETHER = 50_000  # cells
_NUMBERS = frozenset((int, float))
_TEXT_ONLY = frozenset((str,))
_BLANK_OR_TEXT = frozenset((str, type(None)))


def transpose(rows: list[list[object]]) -> list[list[object]]:
    """Rows of equal length -> columns. Slices of one flat list are twice as fast as zip(*rows), which touches all rows at once."""
    width = len(rows[0]) if rows else 0
    flat = list(chain.from_iterable(rows))
    return [flat[column::width] for column in range(width)]


def make_sheet(file: str, name: str, columns: Sequence[list[object]], merged: Sequence[Sequence[int]] = (), notes: Sequence[str] = ()) -> Sheet:
    """Columns of Python cells ("" or None where blank), all of one length -> a Sheet without its blank end.

    `merged` holds (first_row, first_col, last_row, last_col) by the same indices; a range is cut at the end of the cells.
    """
    made = [_column(cells) for cells in columns]
    texts = text_arrays([cells for cells, _ in made])
    ends = [_end(column) for column in texts]
    height = max(ends, default=0)
    while ends and not ends[-1]:
        ends.pop()
    width = len(ends)
    return Sheet(
        file,
        name,
        tuple(column[:height] for column in texts[:width]),
        tuple(None if mask is None else mask[:height] for _, mask in made[:width]),
        _ranges(merged, height, width),
        notes=tuple(notes),
    )


def text_arrays(columns: list[list[str]]) -> list[pa.StringArray]:
    """Columns of one length -> Arrow, blank cells null.

    The texts of many columns are encoded in one go and the columns are slices of one array: on Chinese text five times as fast as
    pa.array. Not of all columns where they are long: what is worked on together should fit into the processor's cache.
    """
    height = len(columns[0]) if columns else 0
    together = max(1, _TOGETHER // max(height, 1))
    batches = (columns[start : start + together] for start in range(0, len(columns), together))
    return [column for batch in batches for column in _batch(batch, height)]


def _batch(columns: list[list[str]], height: int) -> list[pa.StringArray]:
    joined = "\0".join(map("\0".join, columns))
    encoded = joined.encode()
    data = np.frombuffer(encoded, np.uint8)
    cuts = np.flatnonzero(data == 0)
    count = height * len(columns)
    if len(cuts) != count - 1 or len(encoded) >= 2**31:  # a cell holds the separator itself, or there is no cell
        return [_without_blanks(pa.array(cells, pa.string())) for cells in columns]
    offsets = np.empty(count + 1, np.int32)
    offsets[0] = 0
    offsets[1:-1] = cuts - np.arange(count - 1)
    offsets[-1] = len(encoded) - len(cuts)
    valid = np.packbits(offsets[1:] > offsets[:-1], bitorder="little")
    texts = pa.StringArray.from_buffers(count, pa.py_buffer(offsets), pa.py_buffer(data[data != 0]), pa.py_buffer(valid))
    if any(blank in joined for blank in BLANKS):
        texts = _without_blanks(texts)
    return [texts[start : start + height] for start in range(0, count, height)]


def _column(cells: list[object]) -> tuple[list[str], np.ndarray | None]:
    """One column's cells -> its texts, and which of them are numbers (None: not one)."""
    present = set(map(type, cells))
    if present == _TEXT_ONLY:
        return cells, None  # type: ignore[return-value]
    kinds = list(map(type, cells))
    texts = [cell if kind is str else "" for cell, kind in zip(cells, kinds, strict=True)]
    numeric = None
    if present & _NUMBERS:
        flags = [kind in _NUMBERS for kind in kinds]
        numeric = np.array(flags)
        values = number_texts(np.array(list(compress(cells, flags)), np.float64))
        for place, value in zip(np.flatnonzero(numeric).tolist(), values, strict=True):
            texts[place] = value
    if present - _NUMBERS - _BLANK_OR_TEXT:
        places = [place for place, kind in enumerate(kinds) if kind not in _NUMBERS and kind not in _BLANK_OR_TEXT]
        # A date stands many times in a column. Nothing of two kinds is equal here: the numbers, to which True is equal, are out.
        text_of = {value: value_text(value) for value in {cells[place] for place in places}}
        for place in places:
            texts[place] = text_of[cells[place]]
    return texts, numeric  # type: ignore[return-value]


def _without_blanks(texts: pa.StringArray) -> pa.StringArray:
    blank = pc.equal(pc.utf8_trim(texts, characters=BLANKS), "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), texts)


def _end(texts: pa.StringArray) -> int:
    """The index after the last cell that is not blank."""
    if not len(texts) or texts[-1].is_valid:
        return len(texts)
    filled = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    return int(filled[-1]) + 1 if len(filled) else 0


def _ranges(merged: Sequence[Sequence[int]], height: int, width: int) -> np.ndarray:
    """Merged ranges as int32 (k, 4), cut at the last row and column that hold anything; single cells are no ranges."""
    if not len(merged):
        return NO_RANGES
    ranges = np.array(merged, np.int64).reshape(-1, 4)
    ranges[:, 2] = np.minimum(ranges[:, 2], height - 1)
    ranges[:, 3] = np.minimum(ranges[:, 3], width - 1)
    across, down = ranges[:, 3] - ranges[:, 1], ranges[:, 2] - ranges[:, 0]
    return ranges[(across >= 0) & (down >= 0) & (across + down > 0)].astype(np.int32)
