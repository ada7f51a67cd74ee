"""Phones, credit codes (GB 32100), division codes, and counts with their qualifiers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {c: i for i, c in enumerate(_ALPHABET)}
_WEIGHTS = [pow(3, i, 31) for i in range(17)]
_OWN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""Of the organisation code in characters 9-17."""
_OF = "(?:户|人|个|名|栋|家)?"
_QUALIFIER = rf"^(?P<before>约|近|超过|超|不低于|不少于|至少|达)?(?P<n>\d+)(?P<unit>万)?{_OF}(?P<after>余|多|以上|左右|\+)?{_OF}(?P<last>以上|左右)?$"


def phones(cells: pa.Array, numeric: np.ndarray | None = None) -> tuple[pa.Array, np.ndarray]:
    """Mobile numbers (11 digits) and land lines with area code; several in one cell keep the readable ones.

    Returns the numbers (null where not readable) and the mask of those that were stated but not readable.
    """
    value = pc.replace_substring_regex(text.compact(cells), r"\.0$", "")
    bare = pc.replace_substring_regex(value, r"^(\+?86)(1\d{10})$", r"\2")
    bare = pc.replace_substring_regex(bare, r"^(\d{3})-(\d{4})-(\d{4})$", r"\1\2\3")
    one = r"(1\d{10}|\(?0\d{2,3}\)?-?\d{7,8}(-\d+)?|\d{7,8}|400-?\d{3}-?\d{4})"
    good = text.mask(pc.match_substring_regex(bare, rf"^{one}([、,，;；/]{one})*$"))
    return pc.if_else(pa.array(good), bare, None), text.present(value) & ~good


def credit_codes(cells: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """统一社会信用代码 by GB 32100: alphabet, check character, and the organisation code's own check digit.

    Codes that begin with N, A or Y are valid ones. Returns codes and the mask of stated but invalid ones.
    """
    value = pc.utf8_upper(text.compact(cells))
    distinct = value.dictionary_encode()
    valid = np.array([c is not None and _valid_credit_code(c) for c in distinct.dictionary.to_pylist()] + [False])
    good = valid[np.asarray(distinct.indices.fill_null(len(distinct.dictionary)))] if len(value) else np.zeros(0, bool)
    return pc.if_else(pa.array(good), value, None), text.present(value) & ~good


def _valid_credit_code(code: str) -> bool:
    if len(code) != 18 or any(c not in _VALUE for c in code):
        return False
    check = (31 - sum(_VALUE[c] * w for c, w in zip(code, _WEIGHTS, strict=False)) % 31) % 31
    own = (11 - sum(int(c, 36) * w for c, w in zip(code[8:16], _OWN_WEIGHTS, strict=True))) % 11
    return _ALPHABET[check] == code[17] and "0123456789X"[own] == code[16]


def division_codes(cells: pa.Array) -> pa.Array:
    """区划代码 as 12 digits: 6 and 9 digits are filled up with zeros, 15 (a class or sequence behind) are cut; else null."""
    value = pc.replace_substring_regex(text.compact(cells), r"\.0$", "")
    for short, zeros in ((r"^(\d{6})$", "000000"), (r"^(\d{9})$", "000")):
        value = pc.replace_substring_regex(value, short, r"\1" + zeros)
    value = pc.replace_substring_regex(value, r"^(\d{12})\d{3}$", r"\1")
    return pc.if_else(pc.fill_null(pc.match_substring_regex(value, r"^\d{12}$"), False), value, None)


def counts(cells: pa.Array) -> tuple[np.ndarray, pa.Array]:
    """Typed counts: 67, 67户, 约120, 100余户, 20以上. Returns int64 (-1 where none is readable) and the qualifier ("")."""
    value = pc.replace_substring_regex(text.compact(cells), r"\.0+$", "")
    value = pc.replace_substring_regex(value, r"(\d),(\d{3})", r"\1\2")
    parts = pc.extract_regex(value, _QUALIFIER)
    number = pc.cast(pc.struct_field(parts, "n"), pa.int64())
    scale = pc.if_else(pc.equal(pc.struct_field(parts, "unit"), "万"), 10_000, 1)
    words = [pc.fill_null(pc.struct_field(parts, f), "") for f in ("before", "after", "last")]
    return np.asarray(pc.fill_null(pc.multiply(number, scale), -1)), pc.binary_join_element_wise(*words, "")
