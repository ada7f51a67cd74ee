"""What a check finds, before roll-up: each subject's state, placed at a unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

STATES = ("met", "gap", "unknown")
MET, GAP, UNKNOWN = range(3)
SUBJECTS = pa.schema(
    [
        ("state", pa.string()), ("reason", pa.string()), ("subject_kind", pa.string()), ("subject_id", pa.string()), ("subject_code", pa.string()),
        ("name", pa.string()), ("private", pa.bool_()), ("about", pa.string()), ("slot", pa.string()), ("unit", pa.int64()),
    ]
)  # fmt: skip
"""One row per gap and unknown: `name` is plain and `private` says that it is a person's, `about` is told after it (the slot,
the mechanism, the figures), `slot` is what a rejected row would name, `unit` an index."""


@dataclass(frozen=True)
class Finding:
    """`counts`: int64 (units, 3) of met, gap, unknown at the unit where each subject is placed, not rolled up.

    `subjects`: the gaps and unknowns, with the schema SUBJECTS. `deepest`: the lowest level that coverage is told at
    (5 for households, else 3).
    """

    counts: np.ndarray
    subjects: pa.Table
    deepest: int
    households: np.ndarray | None = None
    """Per household of the denominator its state, -1 where the check does not ask it; None where households are not asked."""


def finding(units: int, deepest: int, state: np.ndarray, unit: np.ndarray, **columns: object) -> Finding:
    """A finding from one state (MET, GAP, UNKNOWN) and unit index per subject.

    `columns`: the other columns of SUBJECTS for the subjects that are not met, in their order; a single value stands for all.
    """
    counts = np.bincount(unit * 3 + state, minlength=units * 3).reshape(units, 3).astype(np.int64)
    open_ = np.flatnonzero(state != MET)
    columns |= {"state": take(STATES, state[open_]), "unit": unit[open_]}
    return Finding(counts, pa.Table.from_arrays([_column(columns.get(f.name), f.type, len(open_)) for f in SUBJECTS], schema=SUBJECTS), deepest)


def take(words: tuple[str, ...], codes: np.ndarray) -> pa.Array:
    """Texts by their number."""
    return pa.array(words, pa.string()).take(pa.array(codes))


def _column(values: object, kind: pa.DataType, length: int) -> pa.Array:
    if values is None:
        values = False if kind == pa.bool_() else ""
    if isinstance(values, str | bool):
        return pa.repeat(pa.scalar(values, kind), length)
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else pa.array(values, kind)
