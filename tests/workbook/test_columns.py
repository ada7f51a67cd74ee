"""Cells of Python -> columns of text with places."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.workbook.columns import BLANKS, make_sheet, text_arrays, transpose
from loaders.workbook.values import number_text, number_texts, value_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10000002.0, "10000002"),
        (3, "3"),
        (-0.0, "0"),
        (-3.0, "-3"),
        (1987.1, "1987.1"),
        (0.125, "0.125"),
        (1e-07, "0.0000001"),
        (4.2058319870312e17, "420583198703120000"),
        (4.20583198703124e17, "420583198703124000"),
        (1e22, "1" + "0" * 22),
        (9007199254740993.0, "9007199254740992"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_become_the_digits_that_the_workbook_holds(value: float, text: str) -> None:
    assert number_texts(np.array([value])) == [text]
    # Beside one that is not whole, the slow way must say the same.
    assert number_texts(np.array([value, 0.5])) == [text, "0.5"]


@given(st.integers(-(2**53), 2**53))
def test_a_whole_number_is_its_digits(value: int) -> None:
    assert number_text(float(value)) == str(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(1987, 3, 1), "1987-03-01"),
        (dt.datetime(1987, 3, 1), "1987-03-01"),
        (dt.datetime(1987, 3, 1, 8, 30), "1987-03-01 08:30:00"),
        (dt.datetime(1987, 3, 1, 8, 29, 59, 999_700), "1987-03-01 08:30:00"),
        (dt.datetime(9999, 12, 31, 23, 59, 59, 999_999), "9999-12-31 23:59:59"),
        (dt.time(12, 0), "12:00:00"),
        (dt.timedelta(hours=36, minutes=5), "36:05:00"),
        (dt.timedelta(seconds=-90), "-00:01:30"),
        (True, "TRUE"),
        (False, "FALSE"),
    ],
)
def test_dates_times_and_truth_values(value: object, text: str) -> None:
    assert value_text(value) == text


def test_a_column_of_all_kinds() -> None:
    cells: list[object] = ["序号", 1.0, 2, "", None, dt.date(1987, 3, 1), True, "　 \t", " 张 三 ", 1987.1]
    sheet = make_sheet("a.xlsx", "表", [cells])
    assert sheet.columns[0].to_pylist() == ["序号", "1", "2", None, None, "1987-03-01", "TRUE", None, " 张 三 ", "1987.1"]
    assert sheet.numeric[0] is not None
    assert sheet.numeric[0].tolist() == [False, True, True, False, False, False, False, False, False, True]
    assert sheet.columns[0].type == pa.string()


def test_only_the_blank_end_is_dropped() -> None:
    columns: list[list[object]] = [["", "", "", ""], ["", "甲", "　", ""], ["", " ", "", ""]]
    sheet = make_sheet("a", "", columns)
    assert (sheet.height, sheet.width) == (2, 2)
    assert [sheet.text(1, 0), sheet.text(1, 1), sheet.text(0, 1)] == ["", "甲", ""]
    assert sheet.numeric == (None, None)


def test_nothing_at_all_is_a_sheet_of_height_0() -> None:
    cases: list[list[list[object]]] = [[], [[]], [["", None], ["　", ""]]]
    for columns in cases:
        sheet = make_sheet("a", "空", columns, [(0, 0, 1, 1)])
        assert (sheet.height, sheet.width, sheet.merged.shape) == (0, 0, (0, 4))
        assert sheet.merged.dtype == np.int32


def test_merged_ranges_are_cut_where_the_cells_end() -> None:
    columns: list[list[object]] = [["a", "b", ""], ["", "c", ""]]
    sheet = make_sheet("a", "", columns, [(0, 0, 0, 1), (1, 0, 2, 0), (2, 0, 2, 1), (0, 1, 1, 5)])
    assert sheet.merged.tolist() == [[0, 0, 0, 1], [0, 1, 1, 1]]
    assert sheet.merged.dtype == np.int32


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=8))
def test_texts_go_in_and_come_out_whole(cells: list[str]) -> None:
    expected = [None if not cell.strip(BLANKS) else cell for cell in cells]
    assert [column.to_pylist() for column in text_arrays([cells, cells[::-1]])] == [expected, expected[::-1]]
    column = make_sheet("a", "", [list(cells)])
    while expected and expected[-1] is None:
        expected.pop()
    assert (column.columns[0].to_pylist() if column.columns else []) == expected


def test_transpose() -> None:
    assert transpose([[1, 2, 3], [4, 5, 6]]) == [[1, 4], [2, 5], [3, 6]]
    assert transpose([]) == []
