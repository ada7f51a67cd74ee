"""Citizen id numbers by GB 11643 (ledgers.md 3.10): the check digit decides, an unknown area code does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.frombuffer(b"10X98765432", np.uint8)
_DAYS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True)
class Ids:
    """`value`: 18 characters or null; `birth`: datetime64[D], NaT where null; `sex`: 男/女 or null;
    `problem`: a problem code where a cell was not readable, else None."""

    value: pa.Array
    birth: np.ndarray
    sex: pa.Array
    problem: np.ndarray


def id_numbers(cells: pa.Array, numeric: np.ndarray | None = None) -> Ids:
    """Read a column of id numbers. 15 digits become 18 with 19xx; a number cell has lost digits and is never repaired."""
    size = len(cells)
    raw = pc.utf8_upper(text.compact(cells))
    raw = pc.replace_substring_regex(raw, r"\.0$", "")
    given = text.present(raw)
    problem = np.full(size, None, object)
    scientific = text.mask(pc.match_substring_regex(raw, r"^\d(\.\d+)?E\+?\d+$"))
    long_old = text.mask(pc.match_substring_regex(raw, r"^\d{15}$"))
    lost = scientific | (given & (numeric if numeric is not None else np.zeros(size, bool)) & ~long_old)
    raw = pc.if_else(pa.array(long_old & ~lost), _from_15(raw), raw)
    shaped = text.mask(pc.match_substring_regex(raw, r"^\d{17}[\dX]$")) & ~lost
    problem[given & ~shaped] = "id_length"
    problem[lost] = "id_precision_lost"
    digits = _matrix(raw, shaped)
    body = (digits[:, :17] - 48).astype(np.int64)
    wrong = _CHECK[body @ _WEIGHTS % 11] != digits[:, 17]
    year = body[:, 6:10] @ (1000, 100, 10, 1)
    month, day = body[:, 10:12] @ (10, 1), body[:, 12:14] @ (10, 1)
    real = _real_date(year, month, day)
    rows = np.flatnonzero(shaped)
    problem[rows[~wrong & ~real]] = "date_invalid"
    problem[rows[wrong]] = "id_checksum"
    good = np.zeros(size, bool)
    good[rows] = ~wrong & real
    birth = np.full(size, np.datetime64("NaT"), "datetime64[D]")
    birth[good] = _dates(year, month, day)[~wrong & real]
    male = np.zeros(size, bool)
    male[rows] = body[:, 16] % 2 == 1
    sex = pc.if_else(pa.array(good), pc.if_else(pa.array(male), "男", "女"), pa.scalar(None, pa.string()))
    return Ids(pc.if_else(pa.array(good), raw, None), birth, sex, problem)


def _from_15(raw: pa.Array) -> pa.Array:
    """15-digit ids of the old kind to 18: the century and the check digit are added."""
    body = pc.binary_join_element_wise(pc.utf8_slice_codeunits(raw, 0, 6), "19", pc.utf8_slice_codeunits(raw, 6), "")
    ok = text.mask(pc.match_substring_regex(body, r"^\d{17}$"))
    digits = _matrix(body, ok, 17) - 48
    checks = np.full(len(raw), "", object)
    checks[ok] = _CHECK[digits.astype(np.int64) @ _WEIGHTS % 11].view("S1").astype(str)
    return pc.binary_join_element_wise(body, pa.array(checks, pa.string()), "")


def _matrix(values: pa.Array, where: np.ndarray, width: int = 18) -> np.ndarray:
    """The bytes of the chosen values, one row each; all of them are ASCII and `width` long."""
    chosen = values.filter(pa.array(where))
    joined = "".join(chosen.to_pylist()).encode()
    return np.frombuffer(joined, np.uint8).reshape(-1, width)


def _real_date(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    within = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1850) & (year <= 2100)
    last = _DAYS[np.clip(month, 1, 12) - 1]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.asarray(within & (day <= np.where((month == 2) & ~leap, 28, last)))


def _dates(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    months = (year.astype("int64") - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (np.clip(month, 1, 12) - 1)
    return np.asarray(months.astype("datetime64[D]") + (day - 1))
