"""What several ledgers say of persons: sex and birth beside an id number, codes beside their table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import codes, text
from loaders.normalise.dates import DAY, MONTH, Dates
from loaders.normalise.ids import Ids
from loaders.rows import Rows
from loaders.settings import Settings


def sex(rows: Rows, ids: Ids, settings: Settings) -> pa.Array:
    """性别: of the id number where there is one, else of the cell; a cell that says otherwise is reported."""
    if not rows.has("sex"):
        return ids.sex
    file = np.unique([b.file for b in rows.blocks], return_inverse=True)[1]
    said, unclear = codes.sex(rows.cells("sex"), ids.sex, file[rows.sheet], settings.codes.get("性别"))
    rows.report("code_ambiguous", unclear, "sex")
    rows.report("sex_mismatch", text.mask(pc.not_equal(said, ids.sex)), "sex")
    return pc.coalesce(ids.sex, said)


PERSONAL = ("id", "sex", "birth", "ethnic", "political", "education", "phone")
"""Columns that say something of a person: where one of them is filled, a blank name is a missing name, not a vacancy."""


def nameless(rows: Rows, name: pa.Array) -> np.ndarray:
    """Rows that tell of a person without naming it."""
    told = [text.present(rows.words(one)) for one in PERSONAL if one in rows.ledger.by_name]
    return np.asarray(~text.present(name) & np.logical_or.reduce(told))


def birth(rows: Rows, ids: Ids) -> np.ndarray:
    """The birth day of the id number where there is one, else of the cell; a cell that says otherwise is reported."""
    if not rows.has("birth"):
        return ids.birth
    said = rows.dates("birth")
    rows.report("birth_mismatch", differs(said, ids.birth), "birth")
    return np.where(np.isnat(ids.birth), said.first, ids.birth)


def differs(said: Dates, day: np.ndarray) -> np.ndarray:
    """Where a stated date is not the given day, as far as it is precise."""
    both = ~np.isnat(said.first) & ~np.isnat(day)
    month = said.first.astype("datetime64[M]") != day.astype("datetime64[M]")
    year = said.first.astype("datetime64[Y]") != day.astype("datetime64[Y]")
    return np.asarray(both & np.where(said.precision == DAY, said.first != day, np.where(said.precision == MONTH, month, year)))


def coded(
    rows: Rows, field: str, read: Callable[[pa.Array, Mapping[str, str] | None], tuple[pa.Array, np.ndarray]], table: Mapping[str, str] | None
) -> pa.Array:
    """A column of codes or names by its table; bare codes that nobody declared are reported and not used."""
    if not rows.has(field):
        return text.empty(len(rows))
    value, unclear = read(rows.cells(field), table)
    rows.report("code_ambiguous", unclear, field)
    return value
