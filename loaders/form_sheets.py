"""Forms: sheets that are no tables. A label stands left of its value or above it; one form follows another; a small table of
posts (职务, 姓名) may stand inside. They become one row each of a table with one column per label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text
from loaders.words import EXACT, Words, key
from loaders.workbook.sheet import NO_RANGES, Sheet

_HIGH, _WIDE = 400, 40
"""Forms are small; a sheet beyond this is a table."""
_LEAST = 3
"""A form has at least so many labels with values."""
_INLINE = re.compile(r"^\s*([^:：]{2,16})[:：]\s*(\S.*)$", re.DOTALL)
_POST, _PERSON, _DUTY = ("职务", "担任职务", "妇联职务", "工会职务", "团内职务"), ("姓名", "成员姓名", "委员姓名"), ("是否兼职", "专兼职", "专职/兼职")
COMMITTEE = "committee"
"""The column of a form's inner table: 职务=姓名=是否兼职, one per line."""


@dataclass
class Form:
    """One form: the row of its first label (0-based), its values by field, its labels by field."""

    row: int
    values: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Forms:
    """The forms of a sheet as a table: row 0 is the header, then a row per form; `rows`: Excel's numbers of their first rows."""

    sheet: Sheet
    columns: Mapping[str, int]
    labels: tuple[str, ...]
    rows: np.ndarray
    title: str


def read_forms(sheet: Sheet, words: Words, first: str, leaders: frozenset[str]) -> Forms | None:
    """The forms of a sheet, None where it holds none. `first`: the field with which a form begins; `leaders`: fields of which one
    must have a value, since a table of any ledger may have the others."""
    if not sheet.height or sheet.height > _HIGH or sheet.width > _WIDE or not all(_mentions(sheet, words, f) for f in ({first}, leaders)):
        return None
    texts = [[sheet.text(r, c).strip() for c in range(sheet.width)] for r in range(sheet.height)]
    labels = {(r, c): f for r, row in enumerate(texts) for c, t in enumerate(row) if (f := _label(t, words))}
    starts = sorted({r for (r, _), f in labels.items() if f == first} | {r for r, row in enumerate(texts) for t in row if _inline(t, words)[0] == first})
    if not starts:
        return None
    forms = [_form(texts, labels, words, r, end) for r, end in zip(starts, [*starts[1:], sheet.height], strict=True)]
    if any(not _is_form(one, leaders) for one in forms):
        return None
    return _table(sheet, forms, " ".join(t for row in texts[: starts[0]] for t in row if t))


def _mentions(sheet: Sheet, words: Words, fields: Set[str]) -> bool:
    """Whether any cell holds a word of one of the fields: most sheets hold none, and need no closer look."""
    said = "|".join(re.escape(key(w)) for f in words.fields if f.name in fields for w in f.words)
    return any(pc.any(pc.match_substring_regex(text.without_spaces(c), said)).as_py() for c in sheet.columns)


def _is_form(one: Form, leaders: frozenset[str]) -> bool:
    return len(one.values) >= _LEAST and bool(leaders & set(one.labels))


def _label(said: str, words: Words) -> str:
    """The field whose label a cell is wholly; empty where it is none."""
    if not said or len(said) > 24:
        return ""
    found = words.match(said)
    return found[0].field.name if found and found[0].fit >= EXACT - 1 else ""


def _inline(said: str, words: Words) -> tuple[str, str]:
    """(field, value) of a cell that holds both: 单位名称：白鹭村妇联."""
    found = _INLINE.match(said)
    name = _label(found.group(1), words) if found else ""
    return (name, found.group(2).strip()) if found and name else ("", "")


def _form(texts: list[list[str]], labels: Mapping[tuple[int, int], str], words: Words, start: int, end: int) -> Form:
    inner, people = _committee(texts, labels, start, end)
    here = {at: f for at, f in labels.items() if start <= at[0] < end and at[0] not in inner}
    beside = {at: _right(texts, labels, *at) for at in here}
    under = {at: _below(texts, labels, *at, end) for at in here}
    values = beside if sum(map(bool, beside.values())) * 2 >= sum(map(bool, under.values())) else under
    form = Form(start)
    if len({r for r, _ in here}) < 2:
        values = {}
    for at, name in sorted(here.items()):
        form.labels.setdefault(name, key(texts[at[0]][at[1]]))
        if value := values.get(at):
            form.values.setdefault(name, value)
    for r in range(start, end):
        for said in texts[r] if r not in inner else ():
            name, value = _inline(said, words)
            if name:
                form.values.setdefault(name, value)
                form.labels.setdefault(name, name)
    if people:
        form.values[COMMITTEE] = "\n".join(people)
        form.labels[COMMITTEE] = "职务"
    return form


def _right(texts: list[list[str]], labels: Mapping[tuple[int, int], str], row: int, column: int) -> str:
    """The next text of the row, unless it is a label itself."""
    for c in range(column + 1, len(texts[row])):
        if texts[row][c]:
            return "" if (row, c) in labels else texts[row][c]
    return ""


def _below(texts: list[list[str]], labels: Mapping[tuple[int, int], str], row: int, column: int, end: int) -> str:
    return texts[row + 1][column] if row + 1 < end and (row + 1, column) not in labels else ""


def _committee(texts: list[list[str]], labels: Mapping[tuple[int, int], str], start: int, end: int) -> tuple[set[int], list[str]]:
    """Rows of the small table of posts, and its lines; it ends where neither a post nor a name stands."""
    inner: set[int] = set()
    people: list[str] = []
    for r in range(start, end):
        heads = [key(t) for t in texts[r]]
        post, person, duty = (next((c for c, h in enumerate(heads) if h in among), -1) for among in (_POST, _PERSON, _DUTY))
        if post < 0 or person < 0:
            continue
        inner.add(r)
        for below in range(r + 1, end):
            if not texts[below][post] or not texts[below][person] or (below, post) in labels:
                break
            inner.add(below)
            people.append("=".join((texts[below][post], texts[below][person], texts[below][duty] if duty >= 0 else "")))
    return inner, people


def _table(sheet: Sheet, forms: list[Form], title: str) -> Forms:
    names = list(dict.fromkeys(n for one in forms for n in (*one.labels, *one.values)))
    labels = tuple(next(one.labels[n] for one in forms if n in one.labels) for n in names)
    columns = tuple(pa.array([label, *(one.values.get(n) for one in forms)], pa.string()) for n, label in zip(names, labels, strict=True))
    made = Sheet(sheet.file, sheet.name, columns, (None,) * len(names), NO_RANGES, sheet.first_row + forms[0].row, filed_as=sheet.filed_as)
    rows = np.array([one.row + sheet.first_row for one in forms], np.int64)
    return Forms(made, {n: c for c, n in enumerate(names)}, labels, rows, title)
