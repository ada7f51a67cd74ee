"""CSV and text tables: encodings, delimiters, quotes, and the row numbers that Excel shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.workbook import Sheet, UnreadableFile
from loaders.workbook.columns import BLANKS
from loaders.workbook.delimited import read_delimited, sniff_delimiter

Read = Callable[..., list[Sheet]]
TABLE = "序号,姓名,备注\r\n1,张三,无\r\n2,李𠮷,\r\n"


@pytest.mark.parametrize(
    ("encoding", "noted"), [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", True), ("gb18030", True), ("utf-16-be-bom", False)]
)
def test_encodings(read: Read, encoding: str, noted: bool) -> None:
    data = b"\xfe\xff" + TABLE.encode("utf-16-be") if encoding == "utf-16-be-bom" else TABLE.encode(encoding)
    (sheet,) = read(data, "名册.csv")
    assert [column.to_pylist() for column in sheet.columns] == [["序号", "1", "2"], ["姓名", "张三", "李𠮷"], ["备注", "无", None]]
    assert (sheet.name, sheet.first_row, sheet.numeric, sheet.merged.shape) == ("", 1, (None, None, None), (0, 4))
    assert bool(sheet.notes) is noted


def test_gb18030_is_said(read: Read) -> None:
    (sheet,) = read(TABLE.encode("gb18030"), "名册.txt")
    assert sheet.notes == ("没有编码标记，按 GB18030 读取",)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_costs_its_cell_only(read: Read, encoding: str) -> None:
    data = (TABLE + "3,王五,在家\r\n" * 200).encode(encoding)
    at = len((TABLE + "3,").encode(encoding))
    (sheet,) = read(data[:at] + b"\xff" + data[at + 1 :], "名册.csv")
    assert sheet.height == 203
    assert "�" in sheet.text(3, 1)
    assert sheet.text(4, 1) == "王五"
    assert any("以 � 代替" in note for note in sheet.notes)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\tc\n1\t2,5\t3,1\n", "\t"),
        ("a;b;c\n1,5;2;3\n4;5,0;6\n", ";"),
        ("村,成员,电话\n金山村,张三;李四;王五,1\n红石村,赵六;孙七;周八,2\n", ","),
        ("金山村村民名册\n姓名\t住址\n张三\t一组,甲\n李四\t二组,乙\n", "\t"),
        ("姓名\n张三\n李四\n", ","),
        ("事由\n甲;乙\n丙\n丁\n", ","),
        ('"甲;乙\n丙;丁";2\n"a";3\n', ";"),
        ("", ","),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert sniff_delimiter(text) == delimiter


def test_delimiter_of_a_long_text_whose_sample_ends_inside_a_record() -> None:
    assert sniff_delimiter("甲;乙,丙;丁\n" * 20_000) == ";"


def test_a_row_is_a_record_and_a_blank_line_is_a_row() -> None:
    (sheet,) = read_delimited('姓名,住址\n"张三\n（户主）","一组,甲"\n\n李四,"说""是"""\r王五,\n\n\n', "a.csv")
    assert sheet.columns[0].to_pylist() == ["姓名", "张三\n（户主）", None, "李四", "王五"]
    assert sheet.columns[1].to_pylist() == ["住址", "一组,甲", None, '说"是"', None]
    assert not sheet.notes


def test_rows_of_different_length() -> None:
    (sheet,) = read_delimited("标题\n甲,乙,丙,,\n1\n1,2\n1,2,3,,,,\n", "a.csv")
    assert (sheet.height, sheet.width) == (5, 3)
    assert sheet.columns[1].to_pylist() == [None, "乙", None, "2", "2"]


def test_one_column() -> None:
    (sheet,) = read_delimited("姓名\n张三\n李四", "a.csv")
    assert [column.to_pylist() for column in sheet.columns] == [["姓名", "张三", "李四"]]


def test_cells_are_as_they_stand_and_never_numbers() -> None:
    (sheet,) = read_delimited("号\n 0012 \n4.2E+17\n\uff11\uff12\n#N/A\n\u3000\n1\n", "a.csv")
    assert sheet.columns[0].to_pylist() == ["号", " 0012 ", "4.2E+17", "\uff11\uff12", "#N/A", None, "1"]
    assert sheet.numeric == (None,)


def test_the_formula_that_keeps_an_id_whole_is_its_text() -> None:
    (sheet,) = read_delimited('姓名,身份证号\n张三,"=""420583198703124513"""\n李四,="0012"\n王五,=A1\n', "a.csv")
    assert sheet.columns[1].to_pylist() == ["身份证号", "420583198703124513", "0012", "=A1"]
    assert len(sheet.notes) == 1


def test_the_line_that_names_the_delimiter_is_no_row() -> None:
    (sheet,) = read_delimited("sep=;\r\n甲;乙\r\n1;2,3\r\n", "a.csv")
    assert [column.to_pylist() for column in sheet.columns] == [["甲", "1"], ["乙", "2,3"]]


@pytest.mark.parametrize("text", ['甲,乙\n"张"三,1\n李四,2\n', '甲,乙\n1,"没有配对\n2,3\n'])
def test_quotes_out_of_order_are_read_and_said(text: str) -> None:
    (sheet,) = read_delimited(text, "a.csv")
    assert sheet.text(0, 1) == "乙"
    assert "引号不配对" in sheet.notes[0]


def test_a_quote_that_swallows_the_file_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"“a.csv”：第 \d+ 行附近有一格超过 13 万字，多半是引号不配对。请用 Excel 打开"):
        read_delimited('甲,乙\n1,"' + "2,3\n" * 40_000, "a.csv")


def test_a_row_of_too_many_columns_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="有一行分出 20001 列"):
        read_delimited("," * 20_000 + "\n", "a.csv")


@given(st.lists(st.lists(st.text(st.sampled_from('甲乙 ,;\t\n"=1\u3000'), max_size=5), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_was_written_is_read(rows: list[list[str]]) -> None:
    out = io.StringIO()
    out.write("sep=,\r\n")
    csv.writer(out).writerows(rows)
    (sheet,) = read_delimited(out.getvalue(), "a.csv")
    assert not any("引号不配对" in note for note in sheet.notes)
    for number, row in enumerate(rows[: sheet.height]):
        expected = [cell if cell.strip(BLANKS) else "" for cell in row]
        expected = [cell.strip()[2:-1].replace('""', '"') if _formula(cell) else cell for cell in expected]
        assert [sheet.text(number, column) if column < sheet.width else "" for column in range(len(row))] == expected


def _formula(cell: str) -> bool:
    text = cell.strip()
    return len(text) > 2 and text[:2] == '="' and text[-1] == '"' and '"' not in text[2:-1].replace('""', "")
