"""Id numbers and phones out of free text: people write them behind names, into results and remarks, and none may enter the graph."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import ids, text

ELIDED = "\u3014已略\u3015"
"""Stands in a result for what was cut out, so that one that was only a phone is still a result."""

_GAP = r"[\s\-\u2010-\u2015]{0,3}"
"""White space and hyphens inside a number."""
_ID = rf"(?<![0-9A-Za-z])[1-9]\d{{5}}(?:\d{{9}}|{_GAP}(?:18|19|20)\d{{6}}{_GAP}\d{{3}}[\dXx]?)(?![0-9A-Za-z])"
_LONG = r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx]?(?![0-9A-Za-z])"
_GROUPED = (rf"1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}", rf"1[3-9]\d\d{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}", rf"1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}")
_MOBILE = rf"(?:\+?86{_GAP}|(?<!\d))(?:{'|'.join(_GROUPED)})(?!\d)"
_LANDLINE = rf"(?<!\d)\(?0[1-9]\d{{1,2}}\)?{_GAP}\d{{7,8}}(?:-\d{{1,4}})?(?!\d)"
_MASKED = r"(?<!\d)[1-9]\d{2,}[*\u00d7]{2,}[\d*\u00d7]*[Xx]?"
_PRIVATE = re.compile("|".join((_ID, _LONG, _MOBILE, _LANDLINE, _MASKED)))
_LABEL = r"(?:公民|居民)?(?:身份证件?(?:号码|号)?|联系电话|联系方式|手机号码?|电话号码?|手机|电话|联系号码)?[:：]?"
_BETWEEN = r"[\s,，、;；:：/-]*"
_LEFT_OVER = re.compile(rf"[(（\[【]{_BETWEEN}{_LABEL}{_BETWEEN}[)）\]】]|{_LABEL}{_BETWEEN}$")
_DIGIT = r"[0-9\x{FF10}-\x{FF19}]"
_WORTH_A_LOOK = rf"{_DIGIT}(?:[\s\x{{3000}}\x{{00A0}}()（）\-\x{{2010}}-\x{{2015}}\x{{FF0D}}]{{0,3}}{_DIGIT}){{9}}|[*\x{{FF0A}}\x{{00D7}}]{{2}}"
_OF_18 = r"^\s*[0-9]{17}[0-9Xx]\s*$"
_CODE = r"^\s*[0-9A-Za-z-]+\s*$"


def clean(cells: pa.Array, *, codes: bool = False, instead: str = "") -> pa.Array:
    """Text cells without id numbers (15, 17, 18 characters) and phones, also with spaces or hyphens inside, and masked ones.

    `codes`: the column may hold codes (of grids, of groups of households); a cell that is nothing but a code stays unless it is
    a valid id number of 18 characters. `instead`: what stands for each number. A cell of which nothing is left is null. The same array where
    there is nothing to cut.
    """
    found = text.mask(pc.match_substring_regex(cells, _WORTH_A_LOOK)).copy()
    if codes and found.any():
        some = cells.filter(pa.array(found))
        cut = ~text.mask(pc.match_substring_regex(some, _CODE))
        found[found] = cut | ids_alone(some)
    if not found.any():
        return cells
    where = pa.array(found)
    written = cells.filter(where).to_pylist()
    known = {cell: _cut(cell, instead) for cell in dict.fromkeys(written)}
    return pc.replace_with_mask(cells, where, pa.array([known[cell] for cell in written], pa.string()))


def ids_alone(cells: pa.Array) -> np.ndarray:
    """Which cells are nothing but a valid id number of 18 characters."""
    alone = text.mask(pc.match_substring_regex(cells, _OF_18)).copy()
    if alone.any():
        alone[alone] = text.present(ids.id_numbers(cells.filter(pa.array(alone))).value)
    return alone


def _cut(cell: str, instead: str) -> str | None:
    flat = unicodedata.normalize("NFKC", cell)
    left, count = _PRIVATE.subn(instead, flat)
    if not count:
        return cell
    return (left if instead else _LEFT_OVER.sub("", left)).strip() or None
