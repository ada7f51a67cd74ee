"""What people read of a question is Chinese: every column has a title, every code a word; programs get the columns' own names."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from api.asking import County
from api.asking.answer import Answer
from api.asking.titled import for_screen, words_of
from graph.queries import questions
from graph.queries.titles import IN_QUESTION, TITLES, titles_of

QUESTIONS = {q.name: q for q in questions()}
CODES = re.compile(r"(?:THEN|ELSE) '([a-z_]+)'")


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path)["结果"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_column_has_a_title_of_its_own(name: str) -> None:
    titles = titles_of(QUESTIONS[name])
    assert [c for c, title in titles.items() if not re.search("[一-龥]", title)] == [], "a column without a title: add it to graph/queries/titles.py"
    assert len(set(titles.values())) == len(titles)


def test_no_title_is_left_over() -> None:
    returned = {(q.name, column) for q in QUESTIONS.values() for column in q.returns}
    assert set(TITLES) <= {column for _, column in returned}
    assert set(IN_QUESTION) <= returned


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_code_has_a_word(name: str) -> None:
    words = [said for column, said in words_of(QUESTIONS[name]).items() if "level" not in column]
    assert set(CODES.findall(QUESTIONS[name].text)) <= {code for said in words for code in said}, "a code without a word: add it to api/asking/titled.py"


def test_a_worksheet_is_chinese(county: County, tmp_path: Path) -> None:
    rows = list(sheet_of(county.write(tmp_path / "a.xlsx", question="households_nobody_reaches").path).iter_rows(values_only=True))
    assert rows[0] == ("单元", "户标识", "户号", "户主", "状态", "原因")
    assert len(rows) > 1
    assert {row[4] for row in rows[1:]} <= {"缺口", "待核实"}
    assert not any(re.fullmatch("[a-z_]+", row[5]) for row in rows[1:])
    answer = county.ask("households_nobody_reaches")
    assert list(sheet_of(answer.write(tmp_path / "b.xlsx")).iter_rows(values_only=True)) == rows


def test_a_level_and_a_truth(county: County, tmp_path: Path) -> None:
    levels = list(sheet_of(county.write(tmp_path / "a.xlsx", question="household_counts_by_unit").path).iter_rows(values_only=True))
    assert {"县", "镇街"} <= {row[levels[0].index("层级")] for row in levels}
    asked = QUESTIONS["households_of_contact"]
    told = Answer(pa.table({"counted": [True, False, None], "state": ["met", "contact_left", "other"]}), question=asked)
    assert list(sheet_of(told.write(tmp_path / "b.xlsx")).iter_rows(values_only=True)) == [
        ("计入应覆盖", "状态"),
        ("是", "有效"),
        ("否", "联系人已离任、去世或迁出"),
        (None, "other"),
    ]


def test_programs_get_the_names_of_the_columns(county: County, tmp_path: Path) -> None:
    asked = QUESTIONS["households_nobody_reaches"]
    first = json.loads(county.write(tmp_path / "a.json", question=asked.name).path.read_text(encoding="utf-8"))[0]
    assert tuple(first) == asked.returns
    assert first["state"] in ("gap", "unknown")
    own = county.write(tmp_path / "a.xlsx", text="MATCH (h:Household) RETURN h.id AS unit_path, 'gap' AS state ORDER BY unit_path")
    assert next(sheet_of(own.path).iter_rows(values_only=True)) == ("unit_path", "state")


def test_the_screen_has_ids_at_the_right(county: County) -> None:
    answer = county.ask("households_nobody_reaches")
    assert for_screen(answer.table, answer.question).column_names == ["单元", "户号", "户主", "状态", "原因", "户标识"]
    assert for_screen(answer.table.slice(0, 0), answer.question).num_rows == 0
    assert for_screen(answer.table, None) is answer.table


def test_columns_are_as_wide_as_what_is_in_them(tmp_path: Path) -> None:
    table = pa.table({"短": ["a"], "单元": ["枝江市/仙女镇/金山村/一组/东湾"], "长": ["长" * 500], "state": ["x"]})
    sheet = sheet_of(Answer(table).write(tmp_path / "rows.xlsx"))
    widths = [sheet.column_dimensions[c].width for c in "ABCD"]
    assert widths[0] < 10
    assert widths[1] > 30
    assert 55 < widths[2] < 65
    assert widths[3] > len("state") + 3
    assert sheet.freeze_panes == "A2"
