"""A question's parameters as the fields of a form: what they are called, how they are written, what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.asking.values import day_of, wording
from api.reports.words import LEVELS
from api.results import Reader
from graph.queries import Parameter, Query
from graph.queries.parameters import written

TITLES: Mapping[str, str] = {
    "as_of": "在哪一天",
    "at_least": "至少几个",
    "committee_kinds": "村(居)委会的类别",
    "community_norm": "社区的规定数",
    "first_day": "从哪一天起",
    "high": "最多户数",
    "household": "户",
    "kinds": "类别",
    "least": "至少几个",
    "ledgers": "凭哪种台账",
    "level": "单元层级",
    "low": "最少户数",
    "mechanism": "联系机制",
    "mechanisms": "联系机制",
    "organization": "组织",
    "others": "另外的身份",
    "outcomes": "未办结的写法",
    "party_kinds": "党组织的类别",
    "party_ledgers": "两委的台账",
    "person": "人",
    "politicals": "政治面貌",
    "posts": "职务",
    "roles": "成员身份",
    "roster": "名册",
    "since": "哪一天以来",
    "supervision_kinds": "监委会的类别",
    "unit": "单元",
    "unit_kinds": "单元类别",
    "village_kinds": "村级组织类别",
    "village_norm": "村的规定数",
    "year": "出生年份",
}
"""What a parameter is called; one that is not here keeps its name."""
_INPUTS: Mapping[str, str] = {"int": "number", "float": "decimal", "date": "date", "bool": "bool"}
_HINTS: Mapping[str, str] = {
    "texts": "几个之间用 | 隔开",
    "unit": "名称、编码或路径；几个同名时从上一级写起",
    "household": "户号，或 村名/户号；也可以从查询结果里复制标识",
    "person": "人的标识：从人的页面或查询结果里复制",
}
_SUGGESTED_LEVEL, _SUGGESTED = 3, 800


@dataclass(frozen=True)
class Field:
    """One field: `input` is text, number, decimal, date, bool, level or unit; `value` stands in it, `hint` beside it."""

    name: str
    title: str
    type: str
    input: str
    value: str
    hint: str
    required: bool


def fields_of(one: Query, said: Mapping[str, str]) -> list[Field]:
    """The form of a question with what somebody has said; where nobody has, the lists and numbers of the contract."""
    return [_field(p, said.get(p.name)) for p in one.parameters]


def said_in(one: Query, query: Mapping[str, str]) -> dict[str, str]:
    """What an address says of a question's parameters: those that are not empty."""
    return {p.name: query[p.name].strip() for p in one.parameters if query.get(p.name, "").strip()}


def suggestions(reader: Reader) -> list[str]:
    """Units of the scope to choose from, by their paths: the county, towns and villages."""
    units = reader.results.units[reader.top.unit : reader.top.last + 1]
    level = max(_SUGGESTED_LEVEL, reader.top.level)
    found = [u.path for u in units if u.level <= level or u.unit == reader.top.unit]
    return (found if len(found) <= _SUGGESTED else [u.path for u in units if u.level < level])[:_SUGGESTED]


def levels() -> list[tuple[str, str]]:
    """Unit levels to choose from."""
    return [(str(level), word) for level, word in LEVELS.items() if level]


def _field(parameter: Parameter, said: str | None) -> Field:
    standing = said if said is not None else "" if parameter.type in ("unit", "date") or parameter.required or parameter.is_day else written(parameter.default)
    kind = "level" if parameter.name == "level" else "unit" if parameter.type == "unit" else _INPUTS.get(parameter.type, "text")
    if kind == "date" and standing:
        kind, standing = _day(standing)
    hint = "；".join(part for part in (_HINTS.get(parameter.type, ""), _standing(parameter)) if part)
    return Field(parameter.name, TITLES.get(parameter.name, parameter.name), parameter.type, kind, standing, hint, parameter.required)


def _standing(parameter: Parameter) -> str:
    if parameter.required:
        return "必须填写"
    if parameter.type == "unit" and parameter.default == "county":
        return "不填就是您的整个范围"
    return f"不填就是{wording(parameter)}" if parameter.type == "date" else ""


def _day(said: str) -> tuple[str, str]:
    """A day for a date field; what is none stays as it was written."""
    try:
        return "date", day_of(said).isoformat()
    except ValueError:
        return "text", said
