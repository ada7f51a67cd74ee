"""Names, id numbers and phones as they may be shown outside the register: 张*, 420583****, 138****."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

COMPOUND_SURNAMES = frozenset(
    re.findall(
        r"\w+",
        """
        欧阳 上官 司马 司徒 司空 诸葛 东方 西门 南宫 北堂 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 轩辕 夏侯 端木 独孤 闻人 申屠 太史 澹台 公冶 宗政 濮阳 淳于 单于
        仲孙 钟离 鲜于 闾丘 赫连 呼延 拓跋 百里 东郭 南门 羊舌 微生 梁丘 左丘 万俟 亓官 巫马 公羊 公西 乐正 壤驷 漆雕 谷梁 段干 第五 纳兰 完颜 耶律
        """,
    )
)
"""Surnames of two characters. A name that begins with one keeps both."""

_SURNAME = f"^(?:({'|'.join(sorted(COMPOUND_SURNAMES))})(?:.+)|(.).*)$"
_ID = re.compile(r"[1-9]\d{5}(?:\d{11}[\dXx]|\d{9})")
_PHONE = re.compile(r"1[3-9]\d{9}")

ValueKind = Literal["name", "id", "phone", "text"]


def mask_name(name: str) -> str:
    """The surname and one star, whatever the length: 张三丰 → 张*, 司马相如 → 司马*. An empty name stays empty."""
    name = name.strip()
    if not name:
        return ""
    # 欧阳 alone is a person called 阳 of the family 欧: one character stays hidden.
    return (name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[0]) + "*"


def mask_names(names: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """`mask_name` of a whole column of strings; nulls stay null."""
    return pc.replace_substring_regex(pc.utf8_trim_whitespace(names), pattern=f"(?s){_SURNAME}", replacement=r"\1\2*")


def mask_value(kind: ValueKind, text: str) -> str:
    """A cell's text by the kind of its column, as it may stand in a problem list.

    An id keeps its area code (420583****), a phone its first three digits (138****), a name its surname; other text keeps
    all but the ids and phones inside it: people write them into remarks.
    """
    text = text.strip()
    if kind == "name":
        return mask_name(text)
    if kind == "id":
        return _digits(text, 6)
    if kind == "phone":
        return _digits(text, 3)
    return _PHONE.sub(lambda m: m.group()[:3] + "****", _ID.sub(lambda m: m.group()[:6] + "****", text))


def names_inside(ids: Iterable[str], names: Iterable[str]) -> str | None:
    """The first id that holds its own row's name in plain text, or None; a masked copy with such an id would show the name."""
    return next((i for i, name in zip(ids, names, strict=True) if len(name) > 1 and not name.isascii() and name in i), None)


def _digits(text: str, keep: int) -> str:
    # A shorter text is half an id or half a phone: showing `keep` characters of it could be all of it.
    return text[:keep] + "****" if len(text) > keep else "****" if text else ""
