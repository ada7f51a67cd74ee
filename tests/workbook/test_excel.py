"""Workbooks of every binary and zipped kind, by their content."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from loaders.workbook import Sheet, read_file

Read = Callable[..., list[Sheet]]
Make = dict[str, Callable[..., bytes]]


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        fill(workbook)
    return out.getvalue()


def roster(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet("名册")
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.merge_range(2, 1, 2, 4, "标题")
    sheet.write_row(3, 1, ["序号", "姓名", "身份证号", "入党时间"])
    sheet.write_row(4, 1, [1, " 张 三", "420583198703124513"])
    sheet.write_datetime(4, 4, dt.datetime(1987, 3, 1), date)
    sheet.write_row(5, 1, [10000002, "李四\n（户主）", 4.2058319870312e17])
    sheet.write_datetime(5, 4, dt.datetime(1987, 3, 1, 8, 30), moment)
    sheet.write_number(6, 4, 1987.1)
    sheet.write_boolean(7, 4, True)
    sheet.write_formula(8, 2, '="王"&"五"', None, "王五")
    sheet.write_formula(8, 3, "=1/0", None, "#DIV/0!")
    sheet.write_formula(8, 4, "=1+1", None, 2)
    sheet.merge_range(9, 2, 11, 2, "户主甲")
    sheet.write(11, 3, "末")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write_blank(20, 9, None, date)
    sheet.write_string(19, 8, "　 ")


def test_cells_stand_where_excel_shows_them(read: Read) -> None:
    (sheet,) = read(book(roster), "名册.xlsx")
    assert (sheet.file, sheet.name, sheet.first_row) == ("名册.xlsx", "名册", 1)
    assert (sheet.height, sheet.width) == (12, 5)
    assert [sheet.text(row, 1) for row in range(6)] == ["", "", "标题", "序号", "1", "10000002"]
    assert sheet.columns[0].null_count == 12
    assert [sheet.text(4, column) for column in range(5)] == ["", "1", " 张 三", "420583198703124513", "1987-03-01"]
    assert [sheet.text(5, column) for column in range(2, 5)] == ["李四\n（户主）", "420583198703120000", "1987-03-01 08:30:00"]
    assert [sheet.text(row, 4) for row in (6, 7, 8)] == ["1987.1", "TRUE", "2"]
    assert [sheet.text(8, column) for column in (2, 3)] == ["王五", ""]


def test_numbers_are_marked_and_dates_are_not(read: Read) -> None:
    (sheet,) = read(book(roster))
    assert sheet.numeric[0] is None
    assert sheet.numeric[2] is None
    marked = [(row, column) for column, mask in enumerate(sheet.numeric) if mask is not None for row in mask.nonzero()[0].tolist()]
    assert marked == [(4, 1), (5, 1), (5, 3), (6, 4), (8, 4)]
    assert all(mask is None or len(mask) == sheet.height for mask in sheet.numeric)


def test_merged_ranges_have_the_same_indices(read: Read) -> None:
    (sheet,) = read(book(roster))
    assert sheet.merged.tolist() == [[2, 1, 2, 4], [9, 2, 11, 2]]
    assert sheet.text(9, 2) == "户主甲"
    assert sheet.text(10, 2) == ""


def test_hidden_sheets_are_read_and_said(read: Read) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet("明").write(0, 0, "甲")
        hidden = workbook.add_worksheet("暗")
        hidden.write(0, 0, "乙")
        hidden.hide()
        workbook.add_worksheet("深").very_hidden()

    sheets = read(book(fill))
    assert [(sheet.name, sheet.height, bool(sheet.notes)) for sheet in sheets] == [("明", 1, False), ("暗", 1, True), ("深", 0, True)]
    assert "隐藏" in sheets[1].notes[0]


def test_sheets_without_cells_have_height_0(read: Read) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("照片")
        sheet.insert_textbox(0, 0, "一张图")
        workbook.add_chartsheet("图").set_chart(_chart(workbook))

    sheets = read(book(fill))
    assert [(sheet.name, sheet.height, sheet.width, sheet.merged.shape) for sheet in sheets] == [("照片", 0, 0, (0, 4)), ("图", 0, 0, (0, 4))]


def _chart(workbook: xlsxwriter.Workbook) -> object:
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": "=照片!$A$1:$A$2"})
    return chart


@pytest.mark.parametrize("name", ["台账.csv", "台账.xls", "台账.et", "台账", "台账.xlsm"])
def test_the_extension_is_not_asked(read: Read, name: str) -> None:
    (sheet,) = read(book(roster), name)
    assert sheet.height == 12


def test_xls(read: Read, make: Make) -> None:
    cells = {(3, 1): "序号", (3, 2): "姓名", (4, 1): 10000002.0, (4, 2): "张三", (5, 1): 1987.1, (5, 2): "李四"}
    data = make["ole"]({"Workbook": make["biff8"]({"名册": cells, "暗": {(0, 0): "x"}}, [(3, 1, 3, 2)], hidden=["暗"])})
    roster, hidden = read(data, "名册.et")
    assert (roster.name, roster.height, roster.width) == ("名册", 6, 3)
    assert roster.columns[1].to_pylist() == [None, None, None, "序号", "10000002", "1987.1"]
    assert roster.numeric[1] is not None
    assert roster.numeric[1].tolist() == [False, False, False, False, True, True]
    assert roster.merged.tolist() == [[3, 1, 3, 2]]
    assert hidden.notes


def test_xlsb(read: Read, make: Make) -> None:
    cells = {(1, 0): "村", (1, 1): "户数", (2, 0): "金山村", (2, 1): 87.0, (3, 1): 12.0}
    (sheet,) = read(make["xlsb"]("汇总", cells, [(2, 0, 3, 0)]), "汇总.xls")
    assert (sheet.name, sheet.height, sheet.width) == ("汇总", 4, 2)
    assert sheet.columns[0].to_pylist() == [None, "村", "金山村", None]
    assert sheet.columns[1].to_pylist() == [None, "户数", "87", "12"]
    assert sheet.merged.tolist() == [[2, 0, 3, 0]]


def test_ods(read: Read, make: Make) -> None:
    def cell(text: str, spanned: str = "") -> str:
        more = f'table:number-{spanned}-spanned="2"' if spanned else ""
        return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'

    covered = "<table:covered-table-cell/>"
    number = '<table:table-cell office:value-type="float" office:value="10000002"><text:p>10000002</text:p></table:table-cell>'
    rows = [
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/></table:table-row>',
        f"<table:table-row><table:table-cell/>{cell('标题', 'columns')}{covered}</table:table-row>",
        f"<table:table-row><table:table-cell/>{cell('甲', 'rows')}{number}</table:table-row>",
        f"<table:table-row><table:table-cell/>{covered}{cell('乙')}</table:table-row>",
    ]
    (sheet,) = read(make["ods"]("".join(rows)), "名册.ods")
    assert (sheet.name, sheet.height, sheet.width) == ("名册", 5, 3)
    assert [sheet.text(row, 2) for row in range(5)] == ["", "", "", "10000002", "乙"]
    assert sheet.merged.tolist() == [[2, 1, 2, 2], [3, 1, 4, 1]]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_libreoffice_writes(tmp_path: Path, kind: str) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not on PATH")
    source = tmp_path / "名册.xlsx"
    source.write_bytes(book(roster))
    order = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    (one,), (other,) = read_file(source, "a"), read_file(tmp_path / f"名册.{kind}", "a")
    assert (other.name, other.height, other.width) == (one.name, one.height, one.width)
    assert sorted(other.merged.tolist()) == sorted(one.merged.tolist())
    # LibreOffice keeps neither truth values in .ods nor cached texts of formulas in .xls.
    same = [row for row in range(one.height) if row not in (7, 8)]
    assert [[other.text(row, column) for row in same] for column in range(5)] == [[one.text(row, column) for row in same] for column in range(5)]
