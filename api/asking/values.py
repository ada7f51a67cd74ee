"""What people write for a parameter, as the value that a query takes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from graph.errors import QueryError
from graph.queries import A_YEAR, Parameter, Query

_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile("[|\uff5c]")
_COMMAS = re.compile(r"[,，、;；]")
_TRUTH = {"true": True, "是": True, "有": True, "1": True, "false": False, "否": False, "无": False, "0": False}

Find = Callable[[str], str]
"""An id for what people call a unit or a household."""


def of_question(asked: Query, given: Mapping[str, object], day: dt.date, unit: Find, household: Find) -> dict[str, object]:
    """The parameters of a library question: those given, by their types, and defaults, which may depend on the day asked about. Raises
    QueryError naming what is missing or wrong."""
    known = {p.name: p for p in asked.parameters}
    required = [p.name for p in asked.parameters if p.required and p.name not in given]
    unknown = [name for name in given if name not in known]
    if unknown or required:
        wrong = f"没有 {'、'.join(unknown)}" if unknown else f"缺少 {'、'.join(required)}"
        raise QueryError(f"{asked.name} 的参数是 {', '.join(map(str, asked.parameters)) or '无'}：{wrong}。请写成 --param 名称=值。")
    found: dict[str, object] = {}
    for name in sorted(known, key=lambda name: name != "as_of"):
        found[name] = value = _of(known[name], given.get(name, known[name].on(day)), unit, household)
        if name == "as_of" and isinstance(value, dt.date):
            day = value
    return {name: found[name] for name in known}


def _of(parameter: Parameter, value: object, unit: Find, household: Find) -> object:
    if parameter.type == "unit":
        return unit(str(value))
    if parameter.type == "household":
        return household(str(value))
    try:
        return typed(value, "text" if parameter.type == "person" else parameter.type)
    except ValueError:
        raise QueryError(f"参数 {parameter.name} 的值“{value}”不对。{advice(parameter.type)}") from None


def typed(value: object, kind: str) -> object:
    """A value, perhaps written, as a kind: text, int, float, bool, date, or several (texts, ints …). Raises ValueError."""
    if kind.endswith("s"):
        parts = _several(value) if isinstance(value, str) else list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
        if not parts:
            raise ValueError(value)
        return [typed(part, kind[:-1]) for part in parts]
    if kind == "date":
        return value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else day_of(str(value))
    if kind == "bool":
        return value if isinstance(value, bool) else _truth(str(value))
    if isinstance(value, bool):
        raise ValueError(value)
    if kind == "int":
        return int(str(value).strip())
    return float(str(value).strip()) if kind == "float" else str(value)


def day_of(text: str) -> dt.date:
    """A day as people write it: 2024-06-30, 2024/6/30, 2024年6月30日, 20240630, 今天. Raises ValueError."""
    text = text.strip()
    if text in ("今天", "today"):
        return dt.date.today()
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return dt.date(*(int(part) for part in match.groups() if part))


def advice(kind: str) -> str:
    """How to write a value of a kind."""
    single = {"int": "要写整数，如 12", "float": "要写数，如 0.8", "bool": "只能是 true 或 false", "date": "日期请写成 2024-06-30 这样"}
    if kind.endswith("s"):
        return f"要写几个值，用 | 隔开，不能是空的；{single.get(kind[:-1], '如 联户长|好邻居')}。"
    return f"{single.get(kind, '请给出文字')}。"


def _several(text: str) -> list[str]:
    between = _BETWEEN if _BETWEEN.search(text) else _COMMAS
    return [part.strip() for part in between.split(text) if part.strip()]


def _truth(text: str) -> bool:
    if text.strip().lower() not in _TRUTH:
        raise ValueError(text)
    return _TRUTH[text.strip().lower()]


def wording(parameter: Parameter) -> str:
    """A default as people read it."""
    if parameter.type == "date" and parameter.default == A_YEAR:
        return "所问日期的一年前"
    if parameter.is_day:
        return "版次的日期"
    if parameter.type == "unit" and parameter.default == "county":
        return "全县（图库里最上面的单元）"
    return str(parameter).partition(" = ")[2]
