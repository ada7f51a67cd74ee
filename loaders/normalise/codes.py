"""Sex, political status, ethnic group, education, family relation: names as the national tables write them.

Codes mean different things in different systems (ledgers.md, section 2), so a bare code is read only where a table is
declared or, for sex, where the id numbers of the same sheet agree on one meaning; otherwise it is `code_ambiguous`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import tables, text


def named(cells: pa.Array, synonyms: Mapping[str, str], declared: Mapping[str, str] | None = None) -> tuple[pa.Array, np.ndarray]:
    """Names of a table from names, synonyms and declared codes; other words stay as written.

    Returns the names and a mask of bare codes that nobody declared (null in the names).
    """
    value = text.compact(cells)
    value = pc.replace_substring_regex(value, r"\.0$", "")
    known = {**synonyms, **{str(k): synonyms.get(v, v) for k, v in (declared or {}).items()}}
    for code, name in (declared or {}).items():
        if str(code).isdigit():
            known.setdefault(str(code).zfill(2), synonyms.get(name, name))
    found = pc.index_in(value, value_set=pa.array(list(known), pa.string()))
    mapped = pa.array(list(known.values()), pa.string()).take(found)
    out = pc.coalesce(mapped, value)
    ambiguous = text.mask(pc.and_(pc.is_null(mapped), pc.match_substring_regex(value, r"^([0-9]{1,2}|[A-Za-z])$")))
    return pc.if_else(pa.array(ambiguous), None, out), ambiguous


def political(cells: pa.Array, declared: Mapping[str, str] | None = None) -> tuple[pa.Array, np.ndarray]:
    """政治面貌 by GB/T 4762 short names."""
    return named(cells, tables.POLITICAL, declared)


def ethnic(cells: pa.Array, declared: Mapping[str, str] | None = None) -> tuple[pa.Array, np.ndarray]:
    """民族 by GB/T 3304; a two-digit code is the national one."""
    return named(cells, tables.ETHNIC, declared or tables.ETHNIC_CODES)


def education(cells: pa.Array, declared: Mapping[str, str] | None = None) -> tuple[pa.Array, np.ndarray]:
    """学历 as written, codes only where declared."""
    return named(cells, {}, declared)


def relation(cells: pa.Array, declared: Mapping[str, str] | None = None) -> tuple[pa.Array, np.ndarray]:
    """与户主关系 by GB/T 4761 names; old tables disagree, so codes only where declared."""
    return named(cells, tables.RELATION, declared)


def sex(cells: pa.Array, by_id: pa.Array, sheet: np.ndarray, declared: Mapping[str, str] | None = None) -> tuple[pa.Array, np.ndarray]:
    """性别 as 男 or 女.

    Codes are decided per sheet by the seventeenth digit of the ids beside them: the meaning that nine in ten rows bear
    out. `by_id`: 男/女/null per row, `sheet`: an integer per row. Returns names and the mask of codes left ambiguous.
    """
    value, _ = named(cells, {"男性": "男", "女性": "女", "M": "男", "F": "女"}, declared)
    code = pc.replace_substring_regex(text.compact(cells), r"\.0$", "")
    is_code = text.mask(pc.is_in(code, value_set=pa.array(["0", "1", "2"]))) & ~text.present(value)
    if not is_code.any():
        readable = text.mask(pc.is_in(value, value_set=pa.array(["男", "女"])))
        return pc.if_else(pa.array(readable), value, None), text.present(value) & ~readable
    codes, ids = np.asarray(code.to_numpy(zero_copy_only=False)), np.asarray(by_id.to_numpy(zero_copy_only=False))
    out = np.asarray(value.to_numpy(zero_copy_only=False)).copy()
    for one in np.unique(sheet[is_code]):
        rows = is_code & (sheet == one)
        for digit in "012":
            votes = ids[rows & (codes == digit)]
            male, female = (votes == "男").sum(), (votes == "女").sum()
            if male + female and max(male, female) >= 0.9 * (male + female):
                out[rows & (codes == digit)] = "男" if male > female else "女"
    ambiguous = is_code & (out == None)  # noqa: E711  (elementwise on an object array)
    readable = (out == "男") | (out == "女")
    out[~readable] = None
    return pa.array(out, pa.string()), ambiguous
