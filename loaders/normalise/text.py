"""Plain text, names and null tokens (design section 5, rules 2 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NULL_TOKENS = pa.array(["", "无", "一", "—", "——", "–", "―", "-", "--", "---", "/", "\\", "暂无", "不详", "未知", "N/A", "n/a", "null", "NULL", "None", "(无)"])
"""What people write where there is nothing to write ("no blank cell": ledgers.md 1.1)."""

DITTO = pa.array(["同上", "〃", '"', "″", "''", "”", "“", "\uff02", "上同", "同 上"])
"""Cells that repeat the one above."""

_SPACE = r"[\s\x{00A0}\x{3000}\x{200B}\x{FEFF}]"


_WORTH = 1_000
"""From so many cells on, distinct values are worked on once where a column repeats itself."""


def by_distinct(read: Callable[[pa.Array], pa.Array]) -> Callable[[pa.Array], pa.Array]:
    """A function of single cells that works on the distinct values of a long column with few of them."""

    @wraps(read)
    def over(cells: pa.Array) -> pa.Array:
        if len(cells) < _WORTH:
            return read(cells)
        coded = cells.dictionary_encode()
        if 3 * len(coded.dictionary) > len(cells):
            return read(cells)
        return read(coded.dictionary).take(coded.indices)

    return over


def _tidy(cells: pa.Array) -> pa.Array:
    out = pc.utf8_normalize(cells, form="NFKC")
    out = pc.utf8_trim(out, characters=" \t\r\n\u00a0\u3000\u200b\ufeff")
    out = pc.replace_substring_regex(out, r"^['‘’`]+", "")
    return pc.if_else(pc.equal(out, ""), None, out)


def _stated(cells: pa.Array) -> pa.Array:
    out = _tidy(cells)
    return pc.if_else(pc.is_in(out, value_set=NULL_TOKENS), None, out)


@by_distinct
def tidy(cells: pa.Array) -> pa.Array:
    """Full-width forms to half-width (NFKC), outer spaces and a leading apostrophe off; blank becomes null."""
    return _tidy(cells)


@by_distinct
def stated(cells: pa.Array) -> pa.Array:
    """`tidy`, with null tokens as null."""
    return _stated(cells)


@by_distinct
def without_spaces(cells: pa.Array) -> pa.Array:
    """All white space out: 仙 女村 → 仙女村."""
    return pc.replace_substring_regex(cells, _SPACE + "+", "")


@by_distinct
def names(cells: pa.Array) -> pa.Array:
    """Personal names: 张 三 → 张三, 司马•光 → 司马·光; single spaces stay between Latin letters. Null tokens are null."""
    out = _stated(cells)
    out = pc.replace_substring_regex(out, "[·•・\uff0e‧∙⋅・]", "·")
    latin = pc.match_substring_regex(out, r"[A-Za-z] +[A-Za-z]")
    return pc.if_else(pc.fill_null(latin, False), pc.replace_substring_regex(out, " +", " "), pc.replace_substring_regex(out, _SPACE + "+", ""))


@by_distinct
def compact(cells: pa.Array) -> pa.Array:
    """Identifiers and names of places and bodies: stated, without any white space."""
    return pc.replace_substring_regex(_stated(cells), _SPACE + "+", "")


def is_ditto(cells: pa.Array) -> np.ndarray:
    """Where a cell says 同上, 〃 or an equivalent. Takes cells as they stand."""
    return np.asarray(pc.fill_null(pc.is_in(pc.utf8_trim_whitespace(cells), value_set=DITTO), False))


def mask(array: pa.Array) -> np.ndarray:
    """A boolean Arrow array as numpy, null as False."""
    return np.asarray(pc.fill_null(array, False))


def present(cells: pa.Array) -> np.ndarray:
    """Where there is a value."""
    return np.asarray(cells.is_valid())


def empty(height: int) -> pa.Array:
    """A text column that states nothing."""
    return pa.nulls(height, pa.string())


def objects(array: pa.Array) -> np.ndarray:
    """As numpy objects, null as None."""
    return np.asarray(array.to_numpy(zero_copy_only=False))


def said(array: pa.Array) -> np.ndarray:
    """As numpy objects, null as an empty text."""
    return np.asarray(pc.fill_null(array, "").to_numpy(zero_copy_only=False))
