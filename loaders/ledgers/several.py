"""Cells that name several persons: 张三、李四; 王五(兼); 赵六 孙七."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.identity import keys
from loaders.ledgers.fields import words
from loaders.normalise import text, vacancies

_SEVERAL = r"[、,，;；/|\n\r]+"
_BESIDE = r"[(\[【][^)\]】]{0,12}[)\]】]|[:：]?\s*1[3-9]\d{9}|[:：]?\s*0\d{2,3}-?\d{7,8}"
"""What stands beside a name: (兼), (女), a phone number."""


_SPACED = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:[ \u3000]+[\u4e00-\u9fff]{2,4})+$")
_DOUBLE = frozenset(words("欧阳 司马 上官 诸葛 皇甫 尉迟 公孙 慕容 令狐 夏侯 东方 端木 长孙 宇文 司徒 轩辕 钟离 闻人 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠"))
"""Surnames of two characters: 欧阳 娜娜 is one person."""


def _divided(cells: pa.Array) -> pa.Array:
    """Names that only spaces divide, divided by 、; a name whose own characters stand apart (张 三) is left."""
    coded = cells.dictionary_encode()
    out = [re.sub(r"[ \u3000]+", "、", c) if _SPACED.match(c) and not _DOUBLE & set(re.split(r"[ \u3000]+", c)) else c for c in coded.dictionary.to_pylist()]
    return pa.array(out, pa.string()).take(coded.indices)


def split_names(cells: pa.Array, where: np.ndarray) -> tuple[np.ndarray, pa.Array]:
    """(row, name) of every person that the rows of the mask `where` name; `cells` are as written, one per row. 空缺 names nobody."""
    stated = text.stated(cells)
    rows = np.flatnonzero(where & text.present(stated))
    if not len(rows):
        return rows, text.empty(0)
    parts = pc.split_pattern_regex(_divided(stated.take(pa.array(rows))), _SEVERAL)
    row = np.repeat(rows, np.asarray(pc.list_value_length(parts)).astype(int))
    names = vacancies.names(pc.replace_substring_regex(pc.list_flatten(parts), _BESIDE, ""))
    there = text.present(names)
    return row[there], names.filter(pa.array(there))


def person_keys(unit: np.ndarray, names: pa.Array) -> pa.Array:
    """What places persons without an id number: their unit and name."""
    return keys.of_unit(unit, names)
