"""The answers of questions for people: the columns' Chinese titles, and the codes in the words of the reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from api.reports.words import LEVELS, REASONS, STATES
from graph.columns import batches
from graph.queries import QUESTIONS, Query
from graph.queries.titles import titles_of
from graph.titles import Words, in_words

FORMS = ("table", "xlsx")
"""What people read; the other forms are for programs, and keep the columns' own names."""
_LEVELS: Mapping[int, str] = {-1: "", **LEVELS}
_IN_FORCE = {"met": "有效", "ended": "已结束", "not_started": "尚未开始"}
_THERE = {"met": "有", "gap": "缺", "unknown": STATES["unknown"]}
_WORDS: Words = {
    "state": {**STATES, **REASONS},
    "reason": {**REASONS},
    "change": {"began": "新增", "ended": "消失"},
    "level": _LEVELS,
    "superior_level": _LEVELS,
}
_IN_QUESTION: Mapping[str, Words] = {
    "contact_load": {"state": {**REASONS, "within": "在规定之内"}},
    "contacts_changed_since": {"change": {"began": "联系开始", "ended": "联系结束"}},
    "contacts_of_household": {"state": {**REASONS, **_IN_FORCE}},
    "everything_about_person": {"state": {**_IN_FORCE, "contact_left": "本人已离任、去世或迁出"}},
    "functional_memberships": {"state": {**STATES, "met": "已写明"}},
    "household_evidence": {"state": {**REASONS, **_IN_FORCE}},
    "households_of_contact": {"state": {**REASONS, **_IN_FORCE}},
    "leaders_born_until": {"state": {**STATES, "met": "已写明"}},
    "villages_missing_bodies": {"party": _THERE, "committee": _THERE, "supervision": _THERE},
}
"""Where a question means something of its own by a code."""


def words_of(one: Query) -> Words:
    """Column → what its codes say in a question."""
    words = {**_WORDS, **_IN_QUESTION.get(one.name, {})}
    return {column: words[column] for column in one.returns if column in words}


def for_people(batches: Iterable[pa.RecordBatch], one: Query | None, form: str) -> Iterable[pa.RecordBatch]:
    """The rows of a question as a form shows them; those of a text of one's own (None), and of what the checks read, as they are."""
    return batches if one is None or one.folder != QUESTIONS or form not in FORMS else _titled(batches, one)


def for_screen(table: pa.Table, one: Query | None) -> pa.Table:
    """The rows of a question as a terminal shows them: ids, which other questions ask for, stand at the right."""
    if one is None or one.folder != QUESTIONS:
        return table
    ids = [column for column in table.column_names if column.endswith("_id")]
    table = table.select([column for column in table.column_names if column not in ids] + ids)
    return pa.Table.from_batches(list(_titled(batches(table), one)))


def _titled(batches: Iterable[pa.RecordBatch], one: Query) -> Iterator[pa.RecordBatch]:
    titles, words = titles_of(one), words_of(one)
    for batch in batches:
        yield in_words(batch, titles, words)
