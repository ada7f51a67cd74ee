"""Dates with their precision (design section 5, details "Dates"): a month is a month, not its first day.

Read are 1987.03, 198703, 1987年3月, 1987-3-1, 1987/3/1, 19870301, 1987年, Excel serial numbers and date cells. A numeric
1987.1 keeps the year only, since it may have been 1987.10 (1987.2 cannot). 至今 and null tokens are open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text
from loaders.normalise.ids import _dates, _real_date

_OPEN = pa.array(["至今", "今", "现在", "在任", "现任", "长期", "目前", "至 今", "未结束"])
_PATTERN = r"^(?P<y>(?:18|19|20)\d{2})(?:\s*(?:年|[-./])\s*(?P<m>\d{1,2})(?:\s*(?:月|[-./])\s*(?P<d>\d{1,2})\s*[日号]?)?\s*月?)?年?(?:[ T].*)?$"
_PACKED = r"^(?P<y>(?:18|19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})?(?:[ T].*)?$"
_EXCEL_EPOCH = np.datetime64("1899-12-30", "D")
_SERIAL = (3653, 73051)
"""Serial numbers taken for dates: 1910-01-01 .. 2100-01-01."""

YEAR, MONTH, DAY = 1, 2, 3


@dataclass(frozen=True)
class Dates:
    """`first`: datetime64[D], the first day of the stated day, month or year (NaT where not stated);
    `precision`: YEAR, MONTH or DAY, 0 where not stated; `bad`: where a cell could not be read."""

    first: np.ndarray
    precision: np.ndarray
    bad: np.ndarray

    def stated(self) -> pa.Array:
        """What the cells state, as text: the first day and the precision; null where nothing."""
        day = pc.cast(pa.array(self.first.astype("datetime64[D]")), pa.string())
        return pc.binary_join_element_wise(day, pc.cast(pa.array(self.precision), pa.string()), "/")

    def after(self) -> np.ndarray:
        """The first day after the stated period, for month and year; a stated day stays itself."""
        first = self.first
        year = (first.astype("datetime64[Y]") + 1).astype("datetime64[D]")
        month = (first.astype("datetime64[M]") + 1).astype("datetime64[D]")
        return np.where(self.precision == YEAR, year, np.where(self.precision == MONTH, month, first))


def dates(cells: pa.Array, numeric: np.ndarray | None = None) -> Dates:
    """Read a column of dates; `numeric` tells which cells are numbers in the workbook."""
    size = len(cells)
    distinct = pc.dictionary_encode(_keyed(cells, numeric))
    read = _read(distinct.dictionary)
    index = np.asarray(distinct.indices.fill_null(len(distinct.dictionary)))
    first = np.append(read.first, np.datetime64("NaT"))[index]
    return Dates(first, np.append(read.precision, 0)[index], np.append(read.bad, False)[index]) if size else read


def _keyed(cells: pa.Array, numeric: np.ndarray | None) -> pa.Array:
    """Number cells are marked, so that the distinct values keep the difference between 1987.1 and '1987.1'."""
    value = pc.replace_substring_regex(text.stated(cells), r"[.。生止起]+$", "")
    value = pc.if_else(pc.is_in(value, value_set=_OPEN), None, value)
    if numeric is None:
        return value
    return pc.if_else(pa.array(numeric), pc.binary_join_element_wise("#", value, ""), value)


def _read(values: pa.Array) -> Dates:
    size = len(values)
    number = text.mask(pc.starts_with(values, "#"))
    bare = pc.replace_substring_regex(values, "^#", "")
    loose, packed = pc.extract_regex(bare, _PATTERN), pc.extract_regex(bare, _PACKED)
    year = _int(loose, "y", size) + np.where(_int(loose, "y", size) == 0, _int(packed, "y", size), 0)
    month = _int(loose, "m", size) + _int(packed, "m", size)
    day = _int(loose, "d", size) + _int(packed, "d", size)
    fraction = number & text.mask(pc.match_substring_regex(bare, r"^\d{4}\.1$"))
    month[fraction], day[fraction] = 0, 0
    serial = _serial(bare, year)
    stated = text.present(values)
    real = (year > 0) & _real_date(year, np.maximum(month, 1), np.maximum(day, 1))
    real &= _told(loose, packed, "m", month, size) & _told(loose, packed, "d", day, size)
    real |= fraction & (year > 0)
    first = np.full(size, np.datetime64("NaT"), "datetime64[D]")
    if real.any():
        first[real] = _dates(year, np.maximum(month, 1), np.maximum(day, 1))[real]
    precision = np.where(real, np.where(month == 0, YEAR, np.where(day == 0, MONTH, DAY)), 0)
    is_serial = (serial >= _SERIAL[0]) & (serial <= _SERIAL[1]) & ~real & (year == 0)
    first[is_serial] = _EXCEL_EPOCH + serial[is_serial]
    precision[is_serial] = DAY
    return Dates(first, precision, stated & ~real & ~is_serial)


def _int(parts: pa.Array, name: str, size: int) -> np.ndarray:
    if not size:
        return np.zeros(0, np.int64)
    part = pc.struct_field(parts, name)
    return np.asarray(pc.fill_null(pc.cast(pc.if_else(pc.equal(part, ""), None, part), pa.int64()), 0)).copy()


def _told(loose: pa.Array, packed: pa.Array, name: str, value: np.ndarray, size: int) -> np.ndarray:
    """A month or day that is written must not be 0: 1987-00-05 is no date. Group text present and value 0 is wrong."""
    if not size:
        return np.zeros(0, bool)
    written = np.zeros(size, bool)
    for parts in (loose, packed):
        part = pc.struct_field(parts, name)
        written |= text.mask(pc.and_(pc.is_valid(part), pc.not_equal(part, "")))
    return ~written | (value > 0)


def _serial(bare: pa.Array, year: np.ndarray) -> np.ndarray:
    whole = pc.match_substring_regex(bare, r"^\d{4,5}(\.\d+)?$")
    value = pc.cast(pc.if_else(whole, pc.replace_substring_regex(bare, r"\..*$", ""), None), pa.int64())
    return np.asarray(pc.fill_null(value, 0))
