"""What a user's workbook keeps when its cells are marked, and what the marks are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook

from api.checked.styles import FILLS
from tests.checked.county import HEADS, checked, county, read, replaced, same

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
LEDGER = "联户长台账.xlsx"


def png() -> bytes:
    """A picture of one pixel."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in parts)


def ledger(folder: Path) -> Path:
    """Merged contacts, formulas as codes, a chart, a picture, comments, a drop-down, data bars; a sheet 问题 of the user's own."""
    path = county(folder) / LEDGER
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("联户长"), book.add_worksheet("问题")
        bold, date = book.add_format({"bold": True, "bg_color": "#00FF00"}), book.add_format({"num_format": "yyyy/m/d", "bg_color": "#FFFF00"})
        for c, title in enumerate(HEADS.split("|")):
            sheet.write(0, c, title, bold)
        for c, text in enumerate(("青石镇", "白鹭村", "张大", "123")):
            sheet.merge_range(1, c, 3, c, text)
        for r, (code, name) in enumerate((("1001", "张大"), ("9999", "某某"), ("1002", "李二")), 1):
            sheet.write_formula(r, 4, f'="{code[:2]}"&"{code[2:]}"', None, code)
            sheet.write(r, 5, name)
            sheet.write_number(r, 6, 45000, date)
        sheet.write_comment("A1", "请先看说明")
        sheet.write_comment("E3", "用户自己的批注")
        sheet.data_validation("C2:C9", {"validate": "list", "source": ["甲", "乙"]})
        sheet.conditional_format("G2:G9", {"type": "data_bar", "data_bar_2010": True})
        sheet.set_column(0, 0, 33)
        sheet.set_row(2, 40)
        sheet.set_row(8, None, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, 5, 6)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=联户长!$G$2:$G$4"})
        sheet.insert_chart("K5", chart)
        sheet.insert_image("K2", "章.png", {"image_data": io.BytesIO(png())})
        other.write(0, 0, "我的表")
        other.hide()
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    ledger(tmp_path / "in")
    answer = checked(tmp_path / "in", tmp_path / "out")
    assert answer.copies == {LEDGER: LEDGER}
    return tmp_path / "out" / "checked" / LEDGER


def opened(path: Path) -> Workbook:
    return openpyxl.load_workbook(path, keep_links=True)


def test_only_bad_cells_change(copy: Path, tmp_path: Path) -> None:
    before, after = opened(tmp_path / "in" / LEDGER)["联户长"], opened(copy)["联户长"]
    marked = {c.coordinate for row in after.iter_rows() for c in row if c.fill.fgColor.rgb in FILLS.values()}
    assert marked == {"D2", "E3"}
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            assert other.value == cell.value and other.number_format == cell.number_format and repr(other.font) == repr(cell.font)
            if cell.coordinate not in marked:
                assert repr(other.fill) == repr(cell.fill)
    assert after["E3"].value == '="99"&"99"'
    assert openpyxl.load_workbook(copy, data_only=True)["联户长"]["E3"].value == "9999"
    assert sorted(map(str, after.merged_cells.ranges)) == ["A2:A4", "B2:B4", "C2:C4", "D2:D4"]
    assert after.column_dimensions["A"].width == before.column_dimensions["A"].width
    assert after.row_dimensions[3].height == before.row_dimensions[3].height
    assert (after.row_dimensions[9].hidden, after.freeze_panes, after.print_title_rows, after.print_area) == (True, "A2", "$1:$1", "'联户长'!$A$1:$G$6")
    assert len(after.data_validations.dataValidation) == 1 and len(after.conditional_formatting) == 1


def test_parts_that_are_not_touched_are_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in" / LEDGER) as before, zipfile.ZipFile(copy) as after:
        same_parts = {n for n in before.namelist() if n in after.namelist() and before.read(n) == after.read(n)}
        missing = set(before.namelist()) - set(after.namelist())
    assert not missing
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/drawings/drawing1.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml"} <= same_parts


def test_comments_say_what_and_how(copy: Path) -> None:
    sheet = opened(copy)["联户长"]
    said = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert set(said) == {"A1", "D2", "E3"}
    assert said["A1"] == "请先看说明"
    assert said["E3"].startswith("用户自己的批注\n【到户核对】\n错误：户籍台账中没有这一户：9999，本行未采用。请核对")
    assert said["D2"].count("警告：") == 1 and "（第 2、3、4 行）" in said["D2"]  # one sentence for the rows of the merged cell
    assert str(sheet["D2"].fill.fgColor.rgb) == FILLS["warning"] and str(sheet["E3"].fill.fgColor.rgb) == FILLS["error"]


def test_the_list_of_problems_links_to_the_cells(copy: Path) -> None:
    book = opened(copy)
    assert [(s.title, s.sheet_state) for s in book] == [("问题（到户）", "visible"), ("联户长", "visible"), ("问题", "hidden"), ("_daohu", "veryHidden")]
    assert book.active is book.worksheets[0] and [s.sheet_view.tabSelected for s in book][:2] == [True, None]
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "台账问题 4 个：错误 1 个，警告 3 个"
    assert "“问题（到户）”标签" in str(rows[2][0]) and "重新导入" in str(rows[2][0])
    assert rows[3] == ("序号", "工作表", "单元格", "列", "级别", "原值", "问题与改法")
    assert [r[:6] for r in rows[4:]] == [
        (1, "联户长", "D2", "联系电话", "警告", "****"),
        (2, "联户长", "E3", "户号", "错误", "9999"),
        (3, "联户长", "D2", "联系电话", "警告", "****"),
        (4, "联户长", "D2", "联系电话", "警告", "****"),
    ]
    links = [sheet.cell(r, 3).hyperlink for r in (5, 6)]
    assert [link and link.location for link in links] == ["'联户长'!D2", "'联户长'!E3"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A5", "$4:$4", "A4:G8")


def test_it_reads_as_before(tmp_path: Path) -> None:
    ledger(tmp_path / "in")
    same(*replaced(tmp_path / "in", tmp_path / "again"))


def test_a_corrected_copy_is_the_ledger_without_the_fault(copy: Path, tmp_path: Path) -> None:
    book = opened(copy)
    book["联户长"]["E3"], book["联户长"]["D2"] = "1003", "13900000001"
    for r, code in ((2, "1001"), (4, "1002")):
        book["联户长"].cell(r, 5).value = code
    book.save(tmp_path / "in" / LEDGER)
    after = read(tmp_path / "in")
    problems = after.world.problems.frame()
    assert not (problems["code"] == "phone_invalid").any()
    line = after.load[after.load["sheet"] == "联户长"].iloc[0]
    assert (line["rows_in"], line["loaded"] + line["rejected"]) == (3, 3)
    assert set(after.load["sheet"]) == {"", "联户长", "问题"}  # the user's own 问题, not ours
