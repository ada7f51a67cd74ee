"""Copies that come back: mended, checked again, saved by another program, from another folder; and what is written beside them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from api.checked import NOTE
from api.checked.styles import FILLS
from loaders.own_sheets import ABOUT_SHEET, users_own
from loaders.read import Reading
from loaders.workbook import list_files, read_file
from tests.checked.county import HEADS, checked, county, read, write_rows

FILE = "青石镇/好邻居.xlsx"


def ledger(folder: Path) -> Path:
    """Towns are told by the folder, the mechanism by the settings: both by the path alone."""
    path = county(folder) / FILE
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        rows = ("村(社区)|联系人|联系电话|户号|户主姓名|开始日期", "白鹭村|张大|123|1001|张大|2023-01-01", "白鹭村|张大|456|9999|某某|2023-01-01")
        for r, line in enumerate(rows):
            sheet.write_row(r, 0, line.split("|"))
        sheet.write_comment("D3", "用户写的")
    with (folder / "daohu.toml").open("a", encoding="utf-8") as settings:
        settings.write('[[sheets]]\nfile = "好邻居.xlsx"\nmechanism = "联户长"\n')
    return path


def line_of(reading: Reading, file: str) -> tuple[object, ...]:
    row = reading.load[reading.load["file"] == file].iloc[0]
    return row["ledger"], row["rows_in"], row["loaded"], row["rejected"]


def marked(path: Path) -> dict[str, tuple[str, str]]:
    """Cell → fill and comment, of the cells that are coloured as ours or commented."""
    sheet = openpyxl.load_workbook(path)["Sheet1"]
    cells = [c for row in sheet.iter_rows() for c in row if c.comment or c.fill.fgColor.rgb in FILLS.values()]
    return {c.coordinate: (str(c.fill.fgColor.rgb), c.comment.text if c.comment else "") for c in cells}


def test_a_copy_counts_as_its_original_wherever_it_lies(tmp_path: Path) -> None:
    path = ledger(tmp_path / "in")
    before = read(tmp_path / "in")
    checked(tmp_path / "in", tmp_path / "out")
    path.unlink()
    shutil.copy(tmp_path / "out" / "checked" / FILE, tmp_path / "in" / "改好的.xlsx")
    after = read(tmp_path / "in")
    assert line_of(after, "改好的.xlsx") == line_of(before, FILE) == ("联户长", 2, 1, 1)
    corrects = next(s["corrects"] for s in after.sources if s["file"] == "改好的.xlsx")
    assert corrects == {"file": FILE, "checksum": before.checksums[FILE], "earlier": [], "ours": ["问题", "_daohu"], "sheets": {}}


def test_checked_again_after_mending(tmp_path: Path) -> None:
    """Marks of what was mended go, what is left is marked once, the user's own comment stays."""
    path = ledger(tmp_path / "in")
    first = read(tmp_path / "in").checksums[FILE]
    checked(tmp_path / "in", tmp_path / "one")
    copy = tmp_path / "one" / "checked" / FILE
    assert set(marked(copy)) == {"C2", "C3", "D3"}
    book = openpyxl.load_workbook(copy)
    book["Sheet1"]["C2"], book["Sheet1"]["D3"] = "13900000001", "1002"
    book.save(path)
    second = read(tmp_path / "in")
    assert line_of(second, FILE) == ("联户长", 2, 2, 0)
    checked(tmp_path / "in", tmp_path / "two")
    copy = tmp_path / "two" / "checked" / FILE
    found = marked(copy)
    assert set(found) == {"C3", "D3"}
    assert found["C3"][0] == FILLS["warning"] and found["C3"][1].count("【到户核对】") == 1
    assert found["D3"][0] not in FILLS.values() and found["D3"][1].strip() == "用户写的"
    assert openpyxl.load_workbook(copy).sheetnames == ["问题", "Sheet1", ABOUT_SHEET]
    own, corrects = users_own(read_file(copy, FILE))
    assert [s.name for s in own] == ["Sheet1"] and corrects
    assert (corrects["checksum"], corrects["earlier"]) == (second.checksums[FILE], [{"file": FILE, "checksum": first}])


def test_saved_by_libreoffice(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = ledger(tmp_path / "in")
    before = read(tmp_path / "in")
    checked(tmp_path / "in", tmp_path / "out")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    copy = tmp_path / "out" / "checked" / FILE
    subprocess.run([soffice, "--headless", home, "--convert-to", "xlsx", "--outdir", path.parent, copy], check=True, capture_output=True, timeout=180)
    after = read(tmp_path / "in")
    assert line_of(after, FILE) == line_of(before, FILE)
    assert set(after.load["file"]) == set(before.load["file"]) and len(after.load) == len(before.load)
    assert next(s["corrects"] for s in after.sources if s["file"] == FILE)["checksum"] == before.checksums[FILE]  # type: ignore[index]
    said = [frame[["file", "sheet", "row", "column", "code"]] for frame in (before.world.problems.frame(), after.world.problems.frame())]
    assert said[0].equals(said[1])
    book = openpyxl.load_workbook(path)
    book["Sheet1"]["C2"] = "13900000001"
    book.save(path)
    checked(tmp_path / "in", tmp_path / "two")  # its comments come in pieces now, cut between digits and characters
    found = marked(tmp_path / "two" / "checked" / FILE)
    assert set(found) == {"C3", "D3"} and all(text.count("【到户核对】") == 1 for _, text in found.values())
    assert found["D3"][1].startswith("用户写的\n【到户核对】\n错误：户籍台账中没有这一户：9999")


def test_forms_are_marked_at_the_value(tmp_path: Path) -> None:
    folder = county(tmp_path / "in")
    with xlsxwriter.Workbook(folder / "妇联.xlsx") as book:
        sheet = book.add_worksheet("基本情况")
        rows = ("妇联基本情况表", "单位名称：|没有的村妇联|单位地址：|青石镇没有的村", "妇联主席|陈一|任期(年)|5", "建立时间|2010年33月|换届时间|2021.5")
        for r, line in enumerate(rows):
            sheet.write_row(r, 0, line.split("|"))
    checked(folder, tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / "checked" / "妇联.xlsx")["基本情况"]
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == {"A2", "B4"}  # a unit that no label of the form says


def test_who_needs_no_copy_is_named(tmp_path: Path) -> None:
    folder = county(tmp_path / "in")
    write_rows(folder / "联户长台账.csv", [HEADS, *["青石镇|白鹭村|张大|13900000001|1001|张大|2023-01-01"] * 2])
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    answer = checked(folder, tmp_path / "out")
    assert (answer.copies, answer.hints) == ({}, ["联户长台账.csv"])
    assert answer.fine == ["户籍人口台账.csv", "村组名册.csv"] and list(answer.unreadable) == ["坏的.xlsx"]
    note = (tmp_path / "out" / "checked" / NOTE).read_text(encoding="utf-8-sig")
    assert "0 个需要改正" in note and "只有提示、不必改正的 1 个" in note and "打不开的 1 个" in note and "　　坏的.xlsx：" in note


def test_results_of_a_check_are_no_ledgers_but_its_copies_are(tmp_path: Path) -> None:
    ledger(tmp_path / "in")
    checked(tmp_path / "in", tmp_path / "in" / "核对结果")
    for name in ("problems.csv", "load.csv"):
        write_rows(tmp_path / "in" / "核对结果" / name, [HEADS])
    inside = list_files([tmp_path / "in"])
    assert not any("核对结果" in name for _, name in inside.files)
    assert ("核对结果", "是以前的核对结果文件夹，改好的副本请单独给出") in inside.passed_over
    for given, name in ((tmp_path / "in" / "核对结果", f"checked/{FILE}"), (tmp_path / "in" / "核对结果" / "checked", FILE)):
        assert [n for _, n in list_files([given]).files] == [name]
