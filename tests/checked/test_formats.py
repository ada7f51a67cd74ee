"""Files that are no .xlsx become one: the same cells, ids and codes with all their digits, merged ranges; and what it is called."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from loaders.own_sheets import users_own
from loaders.workbook import read_file
from tests.checked.county import HEADS, checked, county, read, replaced, same, write_rows

LONG = "110101190001011237"
ROWS = [f"{HEADS}|身份证号", f"青石镇|白鹭村|张大|123|1001|张大|2023-01-01|{LONG}", "青石镇|没有的村|张大|13900000001|007|<李&二>|2023/1/5|"]
PAGE = (
    "<html><head><meta charset='utf-8'></head><table>"
    + "<tr>{}</tr>".format("".join(f"<td>{t}</td>" for t in HEADS.split("|")))
    + "<tr><td rowspan=2>青石镇</td><td rowspan=2>白鹭村</td><td rowspan=2>张大</td><td rowspan=2>123</td><td>1001</td><td>张大</td><td>2023-01-01</td></tr>"
    + "<tr><td>9999</td><td>某某</td><td>2023-13-45</td></tr></table></html>"
)
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="联户长/上报"><Table>'
    + "<Row>{}</Row>".format("".join(f'<Cell><Data ss:Type="String">{t}</Data></Cell>' for t in [*HEADS.split("|"), "联户长身份证号"]))
    + "<Row>{}</Row>".format("".join(f'<Cell><Data ss:Type="String">{t}</Data></Cell>' for t in ("青石镇", "没有的村", "张大", "123", "1001", "张大", "")))
    + '<Row><Cell ss:Index="8"><Data ss:Type="Number">420583198703120011</Data></Cell></Row>'
    + '<Row><Cell><Data ss:Type="String">青石镇</Data></Cell><Cell><Data ss:Type="String">白鹭村</Data></Cell><Cell><Data ss:Type="String">李二</Data></Cell>'
    '<Cell ss:Index="5"><Data ss:Type="Number">0.30000000000000004</Data></Cell>'
    '<Cell ss:Index="8"><Data ss:Type="Number">420583198703120011</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)


def make(folder: Path, name: str) -> Path:
    path = county(folder) / name
    if name.endswith(".csv"):
        return write_rows(path, ROWS)
    path.write_text(PAGE if "网页" in name else XML, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["联户长台账.csv", "联户长台账（网页）.xls", "联户长台账.xml"])
def test_the_same_reading(tmp_path: Path, name: str) -> None:
    make(tmp_path / "in", name)
    before, after, names = replaced(tmp_path / "in", tmp_path / "out")
    same(before, after, names)
    assert before.world.problems.frame()["file"].eq(name).sum() >= 2


def test_a_csv_keeps_every_digit(tmp_path: Path) -> None:
    make(tmp_path / "in", "联户长台账.csv")
    answer = checked(tmp_path / "in", tmp_path / "out")
    assert answer.copies == {"联户长台账.csv": "联户长台账.xlsx"}
    book = openpyxl.load_workbook(tmp_path / "out" / "checked" / "联户长台账.xlsx")
    sheet = book["联户长台账"]
    rows = [[c.value for c in r] for r in sheet.iter_rows()]
    assert rows[1][7] == LONG and rows[2][4:6] == ["007", "<李&二>"]
    assert sheet["E3"].number_format == "@" and sheet["D2"].fill.fgColor.rgb == "FFFFE7A3" and sheet["B3"].comment
    assert "由 .csv 文件转成" in str(book["问题"]["A4"].value)


def test_a_number_that_lost_digits_stays_one(tmp_path: Path) -> None:
    make(tmp_path / "in", "联户长台账.xml")
    before = read(tmp_path / "in").world.problems.frame()
    assert (before["code"] == "id_precision_lost").any()
    checked(tmp_path / "in", tmp_path / "out")
    copy = tmp_path / "out" / "checked" / "联户长台账.xlsx"
    own, corrects = users_own(read_file(copy, "联户长台账.xlsx"))
    assert [s.name for s in own] == ["联户长/上报"] and corrects and corrects["file"] == "联户长台账.xml"
    assert own[0].numeric[7] is not None and own[0].numeric[4] is not None
    assert own[0].text(3, 4) == "0.30000000000000004" and own[0].text(3, 7) == "420583198703120000"


def test_names_of_copies_do_not_meet(tmp_path: Path) -> None:
    folder = county(tmp_path / "in")
    for name in ("甲/联户长台账.csv", "乙/联户长台账.csv", "甲/联户长台账.txt"):
        write_rows(folder / name, [ROWS[0], ROWS[2].replace("007", name[0] + name[-1])])
    with xlsxwriter.Workbook(folder / "甲" / "联户长台账.xlsx") as book:
        sheet = book.add_worksheet()
        for r, line in enumerate([ROWS[0], ROWS[2].replace("007", "x")]):
            sheet.write_row(r, 0, line.split("|"))
    answer = checked(folder, tmp_path / "out")
    assert answer.copies == {
        "甲/联户长台账.xlsx": "甲/联户长台账.xlsx",
        "乙/联户长台账.csv": "乙/联户长台账.xlsx",
        "甲/联户长台账.csv": "甲/联户长台账（csv）.xlsx",
        "甲/联户长台账.txt": "甲/联户长台账（txt）.xlsx",
    }
    assert all((tmp_path / "out" / "checked" / name).exists() for name in answer.copies.values())


def test_an_extension_that_lies(tmp_path: Path) -> None:
    """An .xls that is an .xlsx inside becomes an .xlsx, with all that it holds."""
    folder = county(tmp_path / "in")
    with xlsxwriter.Workbook(folder / "台账.xlsx") as book:
        sheet = book.add_worksheet("联户长")
        for r, line in enumerate(ROWS):
            sheet.write_row(r, 0, line.split("|"))
        sheet.set_column(0, 0, 55)
    (folder / "台账.xlsx").rename(folder / "联户长台账.xls")
    assert checked(folder, tmp_path / "out").copies == {"联户长台账.xls": "联户长台账.xlsx"}
    book = openpyxl.load_workbook(tmp_path / "out" / "checked" / "联户长台账.xlsx")
    assert book["联户长"].column_dimensions["A"].width > 50 and "转成" not in str(book["问题"]["A4"].value)
