"""The typed parameters of a query as its first line declares them: ``unit: unit = county, mechanisms: texts = 联户长|好邻居, as_of: date``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, get_args

ParameterType = Literal["text", "texts", "int", "float", "bool", "date", "unit", "household", "person"]
TYPES: Mapping[str, str] = {
    "text": "文字",
    "texts": "几个文字，用 | 隔开",
    "int": "整数",
    "float": "数",
    "bool": "true 或 false",
    "date": "日期",
    "unit": "单元：标识、编码、名称或从县写起的名称",
    "household": "户：标识或户号",
    "person": "人：标识",
}
"""Every type and what people write for it."""
assert tuple(TYPES) == get_args(ParameterType)
_TRUTH = {"true": True, "false": False}


class _Missing(Enum):
    REQUIRED = "required"


REQUIRED = _Missing.REQUIRED
"""The default of a parameter that has none."""
A_YEAR = "year"
"""As the default of a date: a year before the day that is asked about."""


@dataclass(frozen=True)
class Parameter:
    """One parameter. A unit's default ``county`` is the top unit that the store holds; a date `as_of` without default is the edition's day;
    a date's default ``year`` is a year before the day asked about."""

    name: str
    type: ParameterType
    default: object = REQUIRED

    @property
    def is_day(self) -> bool:
        """Whether it is the day asked about, the edition's own where nobody says one."""
        return self.type == "date" and self.name == "as_of" and self.default is REQUIRED

    @property
    def required(self) -> bool:
        """Whether whoever asks must give it."""
        return self.default is REQUIRED and not self.is_day

    def on(self, day: dt.date) -> object:
        """Its default in a question about a day."""
        if self.type == "date" and self.default == A_YEAR:
            return _year_before(day)
        return day if self.is_day else self.default

    def __str__(self) -> str:
        said = "" if self.default is REQUIRED else f" = {written(self.default)}"
        return f"{self.name}: {self.type}{said}"


def parameters_of(text: str) -> tuple[Parameter, ...]:
    """The parameters of a first line, in order. Raises ValueError with what to write instead."""
    found = tuple(_parameter(part.strip()) for part in text.split(",") if part.strip())
    twice = {p.name for p in found if [q.name for q in found].count(p.name) > 1}
    if twice:
        raise ValueError(f"参数 {sorted(twice)[0]} 写了两次。请删去一个。")
    return found


def _parameter(text: str) -> Parameter:
    declared, has_default, default = (part.strip() for part in text.partition("="))
    name, _, kind = (part.strip() for part in declared.partition(":"))
    if kind not in TYPES:
        raise ValueError(f"参数 {name} 要写类型，如 {name}: text。类型有 {'、'.join(TYPES)}。")
    kinds: dict[str, ParameterType] = {t: t for t in get_args(ParameterType)}
    try:
        standing: object = A_YEAR if kind == "date" and default == A_YEAR else read(default, kinds[kind]) if has_default else REQUIRED
        return Parameter(name, kinds[kind], standing)
    except ValueError:
        raise ValueError(f"参数 {name} 的默认值 {default} 不是{TYPES[kind]}。") from None


def read(text: str, kind: ParameterType) -> object:
    """A written value as its type; units, households and persons stay text, to be looked up. Raises ValueError."""
    text = text.strip()
    if kind == "texts":
        parts = tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
        if not parts:
            raise ValueError(text)
        return parts
    if kind == "bool":
        if text.lower() not in _TRUTH:
            raise ValueError(text)
        return _TRUTH[text.lower()]
    if kind == "date":
        return dt.date.fromisoformat(text)
    if kind in ("unit", "household", "person") and not text:
        raise ValueError(text)
    return {"int": int, "float": float}.get(kind, str)(text)


def _year_before(day: dt.date) -> dt.date:
    """The same day of the year before; the 28th of February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def written(value: object) -> str:
    """A value as people write it."""
    if isinstance(value, tuple | list):
        return "|".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
