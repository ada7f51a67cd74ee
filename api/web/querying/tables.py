"""The rows of an answer as a page shows them: Chinese heads, links where a column holds an id, and a chart where one fits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from api.asking import Answer
from api.asking.forms import told, written
from api.asking.titled import for_screen, words_of
from api.asking.units import Units
from api.reports.words import REASONS, STATES
from api.web.querying.fields import TITLES
from graph.projection.extra import OUTSIDE
from graph.queries import QUESTIONS, Query, questions
from graph.queries.titles import titles_of

SHOWN = 500
"""Rows that a page shows; downloads have them all."""
_PAGES: Mapping[str, str] = {
    "household_id": "/households/", "person_id": "/persons/", "unit_id": "/units/", "organization_id": "/organisations/",
    "institution_id": "/organisations/", "team_id": "/organisations/", "other_id": "/organisations/",
}  # fmt: skip
"""A column that holds ids → the pages of what they are."""
_CALLED: Mapping[str, str] = {
    "code": "household_id", "head": "household_id", "household_code": "household_id", "person_name": "person_id", "unit_path": "unit_id",
}  # fmt: skip
"""A column that people read → the id that it stands for, where the row has it."""
_CHART_ROWS, _CHART_SERIES = 60, 4
_WORD = re.compile(r" ?\b([a-z]+(?:_[a-z]+)*)\b ?")
_YEAR = ("birth_year", "year")
_PARTS = ("met", "gap", "unknown")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the page that it leads to."""

    text: str
    link: tuple[str, str] | None = None
    """The beginning of an address, and an id that the template writes behind it."""


@dataclass(frozen=True)
class Shown:
    """A table for a page: heads (with whether they are numbers) and rows of cells."""

    heads: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[Cell]]
    chart: Mapping[str, Any] | None


def shown(answer: Answer, units: Units) -> Shown:
    """An answer for a page."""
    table = for_screen(answer.table, answer.question)
    names = _names(answer)
    columns = {name: answer.table[name].to_pylist() for name in answer.table.column_names}
    links = {name: _links(name, names, columns, units) for name in names}
    number = [pa.types.is_integer(f.type) or pa.types.is_floating(f.type) for f in table.schema]
    cells = []
    for at, name in enumerate(names):
        values = [written(value) for value in table.column(at).to_pylist()]
        linked = links[name]
        cells.append([Cell(text, linked[i] if linked else None) for i, text in enumerate(values)])
    heads = list(zip(table.column_names, number, strict=True))
    return Shown(heads, list(zip(*cells, strict=True)) if cells else [], None if answer.cut else chart(table, names))


def chart(table: pa.Table, names: Sequence[str]) -> Mapping[str, Any] | None:
    """A simple chart of a table: its first days or words below, its numbers as bars, over days as lines. None where none fits.

    `names` are the columns' own names, by which ids and years are known for no measures.
    """
    if not 2 <= table.num_rows <= _CHART_ROWS:
        return None
    fields = list(enumerate(table.schema))
    measures = [i for i, f in fields if _measure(f.type) and not names[i].endswith("_id") and names[i] not in _YEAR][:_CHART_SERIES]
    if parts := [names.index(name) for name in _PARTS if name in names and names.index(name) in measures]:
        measures = parts  # of what is to be covered these are the parts, one on the other
    days = [i for i, f in fields if pa.types.is_date(f.type)]
    texts = [i for i, f in fields if pa.types.is_string(f.type) and not names[i].endswith("_id") and names[i] != "source"]
    below = days[:1] or texts or measures[:1]
    measures = [i for i in measures if i not in below]
    if not measures:
        return None
    labels = list(zip(*([written(v) for v in table.column(i).to_pylist()] for i in below), strict=True))
    if len(set(labels)) < len(labels):
        return None
    series = [{"name": table.column_names[i], "of": names[i], "values": [told(v) for v in table.column(i).to_pylist()]} for i in measures]
    kind = "line" if days else "parts" if len(parts) > 1 else "bar"
    return {"kind": kind, "title": table.column_names[below[0]], "labels": _short(labels), "series": series}


def _names(answer: Answer) -> list[str]:
    """The columns' own names in the order of `for_screen`."""
    names = answer.columns
    if answer.question is None or answer.question.folder != QUESTIONS:
        return names
    ids = [name for name in names if name.endswith("_id")]
    return [name for name in names if name not in ids] + ids


def _links(name: str, names: Sequence[str], columns: Mapping[str, list[Any]], units: Units) -> list[tuple[str, str] | None] | None:
    if name == "unit_path" and "unit_id" not in columns:
        known = {unit.path: unit.id for unit in units}
        return [("/units/", known[path]) if path in known else None for path in columns[name]]
    of = name if name in _PAGES else _of(name, columns)
    if of not in _PAGES or of not in columns:
        return None
    return [(_PAGES[of], str(value)) if value and not str(value).startswith(OUTSIDE) else None for value in columns[of]]


def _of(name: str, columns: Mapping[str, list[Any]]) -> str:
    """The id column that a name stands for: a bare `name` that of the id before it, `team_name` that of `team_id`."""
    if name in _CALLED:
        return _CALLED[name]
    if name == "name":
        before = list(columns)[: list(columns).index(name)]
        return next((one for one in reversed(before) if one.endswith("_id")), "")
    return f"{name.removesuffix('_name')}_id" if name.endswith("_name") else ""


def _measure(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _short(labels: Sequence[tuple[str, ...]]) -> list[str]:
    """Words under bars: of paths as much of their ends as tells them apart."""
    for parts in (1, 2, 3):
        found = [" ".join(dict.fromkeys("/".join(label.split("/")[-parts:]) for label in one if label)) for one in labels]
        if len(set(found)) == len(found):
            return found
    return [" ".join(one) for one in labels]


def heads_of(one: Query) -> list[tuple[str, str]]:
    """The columns of a question: name and title."""
    return list(titles_of(one).items())


def in_chinese(one: Query, text: str) -> str:
    """A sentence of a contract with columns, parameters, codes and other questions as the page calls them."""
    known = {
        **{q.name: q.title for q in questions()},
        **STATES,
        **REASONS,
        **{code: word for words in words_of(one).values() for code, word in words.items() if isinstance(code, str)},
    }
    known |= {p.name: TITLES.get(p.name, p.name) for p in one.parameters} | titles_of(one)
    return _WORD.sub(lambda match: f"“{known[match[1]]}”" if match[1] in known else match[0], text)
