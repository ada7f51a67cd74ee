"""Which row of one table is which row of another: keys of several columns as one number, and rows put together one to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.schema import OPEN_SINCE

_EPOCH = OPEN_SINCE.replace(year=1970).toordinal()
OPEN = OPEN_SINCE.toordinal() - _EPOCH
"""An unknown beginning as the number that Arrow keeps for it."""
_WIDE = 1 << 62


@dataclass(frozen=True)
class Side:
    """One table's rows as numbers, all arrays aligned: `key` (see `keys`) says what a row states, `since` and `until` when (days)."""

    key: np.ndarray
    since: np.ndarray
    until: np.ndarray

    def __len__(self) -> int:
        return len(self.key)

    def some(self, at: np.ndarray) -> Side:
        """The rows at these positions."""
        return Side(self.key[at], self.since[at], self.until[at])


def days(dates: pa.ChunkedArray) -> np.ndarray:
    """Dates as int32 days, as Arrow keeps them."""
    numbers: np.ndarray = dates.cast(pa.int32()).to_numpy()
    return numbers


def keys(one: Sequence[pa.ChunkedArray], other: Sequence[pa.ChunkedArray]) -> tuple[np.ndarray, np.ndarray]:
    """A number below the number of rows per row of each of two tables, equal where all columns are."""
    length = len(one[0])
    code, width = np.zeros(length + len(other[0]), np.int64), 1
    for mine, theirs in zip(one, other, strict=True):
        both = pa.chunked_array([*mine.chunks, *theirs.chunks], mine.type)
        said = (both.cast(pa.int8()) if pa.types.is_boolean(both.type) else both).combine_chunks().dictionary_encode()
        size = max(len(said.dictionary), 1)
        if size == 1:
            continue
        if width * size >= _WIDE:
            code, known = pd.factorize(code)
            width = len(known)
        code, width = code * size + said.indices.to_numpy(), width * size
    if width > len(code):
        code = pd.factorize(code)[0]
    return code[:length], code[length:]


def paired(base: Side, new: Side, live: np.ndarray) -> np.ndarray:
    """Per new row the base row that states the same, -1 where none does; each base row is taken once at most.

    First rows that say the same in full, then those of one beginning, then those of which one side leaves the beginning
    open: a beginning that was set when the fact first came (graph.ended) is not in the ledger. Base rows that are over
    (not `live`) come last: they are a fact's past.
    """
    partner = _first(*_whole(base, new))
    left, gone = np.flatnonzero(partner < 0), np.ones(len(base), bool)
    gone[partner[partner >= 0]] = False
    rest = np.flatnonzero(gone)
    if len(left) and len(rest):
        found = _loosely(base.some(rest), new.some(left), live[rest])
        partner[left[found >= 0]] = rest[found[found >= 0]]
    return partner


def _whole(base: Side, new: Side) -> tuple[np.ndarray, np.ndarray]:
    """Numbers that are equal where key, beginning and end are."""
    code = np.concatenate([base.key, new.key]).astype(np.int64)
    for mine, theirs in ((base.since, new.since), (base.until, new.until)):
        said, known = pd.factorize(np.concatenate([mine, theirs]))
        code = code * len(known) + said
    return code[: len(base)], code[len(base) :]


def _loosely(base: Side, new: Side, live: np.ndarray) -> np.ndarray:
    partner, taken = np.full(len(new), -1, np.int64), np.zeros(len(base), bool)
    nowhere = np.zeros(1, np.int64)
    same = _whole(Side(base.key, base.since, np.repeat(nowhere, len(base))), Side(new.key, new.since, np.repeat(nowhere, len(new))))
    plain = (base.key, new.key)
    for here in (live, ~live):
        for (mine, theirs), of, there in ((same, here, True), (plain, here & (base.since == OPEN), True), (plain, here, new.since == OPEN)):
            old, fresh = np.flatnonzero(of & ~taken), np.flatnonzero((partner < 0) & there)
            found = _first(mine[old], theirs[fresh])
            partner[fresh[found >= 0]] = old[found[found >= 0]]
            taken[old[found[found >= 0]]] = True
    return partner


def _first(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Per entry of `theirs` the position of its number in `mine`, the first with the first and the second with the second; -1 where none is left."""
    if len(mine) == len(theirs) and (mine == theirs).all():
        return np.arange(len(mine))
    index = pd.Index(mine)
    alone = index.is_unique and (asked := pd.Index(theirs)).is_unique
    found: np.ndarray = index.get_indexer(asked) if alone else _nth(mine).get_indexer(_nth(theirs))
    return found


def _nth(codes: np.ndarray) -> pd.MultiIndex:
    """Numbers, and which one of its number each is: 0, 1 …"""
    return pd.MultiIndex.from_arrays([codes, pd.Series(codes).groupby(codes).cumcount().to_numpy()])
