"""Workbooks that are built in other ways: old binary files, macros, no styles, another prefix, a town's own workbook, against the standard."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from api.checked.styles import FILLS
from loaders.own_sheets import users_own
from loaders.workbook import read_file
from tests.checked.county import HEADS, checked, county, read, replaced, same
from tests.workbook.conftest import biff8, ole

ROWS = [HEADS, "青石镇|白鹭村|张大|123|1001|张大|2023-01-01", "青石镇|白鹭村|张大|13900000001|9999|某某|2023-01-01"]
NAME = "联户长台账.xlsx"
Change = Callable[[str, bytes], bytes | None]


def workbook(folder: Path) -> Path:
    with xlsxwriter.Workbook(county(folder) / NAME) as book:
        sheet = book.add_worksheet("联户长")
        for r, line in enumerate(ROWS):
            sheet.write_row(r, 0, line.split("|"))
    return folder / NAME


def rebuilt(path: Path, change: Change) -> None:
    """The workbook with its parts changed; None leaves one out."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            made = change(name, data)
            if made is not None:
                archive.writestr(name, made)


def without_styles(name: str, data: bytes) -> bytes | None:
    if name == "xl/styles.xml":
        return None
    return re.sub(rb"<(Override|Relationship) [^>]*styles[^>]*/>", b"", data) if name.endswith((".rels", "[Content_Types].xml")) else data


def prefixed(name: str, data: bytes) -> bytes:
    """As some programs write: every element with a prefix, no places stated."""
    if not name.startswith("xl/worksheets/sheet"):
        return data
    data = re.sub(rb"<(/?)(\w+)", rb"<\1x:\2", data).replace(b"x:xml", b"xml").replace(b"xmlns=", b"xmlns:x=")
    return re.sub(rb'<x:(row|c) r="\w+"', rb"<x:\1", data).replace(b"<?x:xml", b"<?xml")


def strict(_name: str, data: bytes) -> bytes:
    """A namespace that is not the one of the transitional standard."""
    return data.replace(b"spreadsheetml/2006/main", b"spreadsheetml/2099/main")


def nonsense(name: str, data: bytes) -> bytes:
    """A number that is none, where only a program that writes looks."""
    return data.replace(b'sheetId="1"', b'sheetId="one"') if name == "xl/workbook.xml" else data


def marks(path: Path) -> set[str]:
    sheet = openpyxl.load_workbook(path)["联户长"]
    return {c.coordinate for row in sheet.iter_rows() for c in row if c.comment and c.fill.fgColor.rgb in FILLS.values()}


@pytest.mark.filterwarnings("ignore:Workbook contains no")
@pytest.mark.parametrize("change", [without_styles, prefixed, strict, nonsense])
def test_other_programs(tmp_path: Path, change: Change) -> None:
    path = workbook(tmp_path / "in")
    rebuilt(path, change)
    before, after, names = replaced(tmp_path / "in", tmp_path / "out")
    same(before, after, names)
    assert len(before.world.problems.frame()) == 2
    assert marks(tmp_path / "out" / NAME) == {"D2", "E3"}
    said = str(openpyxl.load_workbook(tmp_path / "out" / NAME).worksheets[0]["A4"].value)
    assert ("不规范" in said) == (change in (strict, nonsense))


def test_an_old_binary_workbook(tmp_path: Path) -> None:
    folder = county(tmp_path / "in")
    cells: dict[tuple[int, int], str | float] = {(r, c): t for r, line in enumerate(ROWS) for c, t in enumerate(line.split("|")) if t}
    boxes = [(1, c, 2, c) for c in range(4)]
    cells = {at: text for at, text in cells.items() if at not in {(2, c) for c in range(4)}} | {(1, 4): 1001.0}
    (folder / "联户长台账.xls").write_bytes(ole({"Workbook": biff8({"联户长": cells}, boxes)}))
    before, after, names = replaced(folder, tmp_path / "out")
    same(before, after, names)
    book = openpyxl.load_workbook(tmp_path / "out" / NAME)
    assert sorted(map(str, book["联户长"].merged_cells.ranges)) == ["A2:A3", "B2:B3", "C2:C3", "D2:D3"]
    assert book["联户长"]["E2"].value == 1001 and "由 .xls 文件转成" in str(book.worksheets[0]["A4"].value)


def test_macros_stay(tmp_path: Path) -> None:
    path = workbook(tmp_path / "in")
    macro, kind = b"\xd0\xcf\x11\xe0 a project", "application/vnd.ms-office.vbaProject"

    def with_macro(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            data = data.replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.sheet.macroEnabled.main+xml")
            return data.replace(b"</Types>", f'<Default Extension="bin" ContentType="{kind}"/></Types>'.encode())
        return data

    rebuilt(path, with_macro)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", macro)
    path.rename(path.with_suffix(".xlsm"))
    answer = checked(tmp_path / "in", tmp_path / "out")
    assert answer.copies == {"联户长台账.xlsm": "联户长台账.xlsm"}
    with zipfile.ZipFile(tmp_path / "out" / "checked" / "联户长台账.xlsm") as archive:
        assert archive.read("xl/vbaProject.bin") == macro and kind.encode() in archive.read("[Content_Types].xml")


def test_a_sheet_of_ours_that_is_there_already(tmp_path: Path) -> None:
    """A town's filled-in workbook has its own `_daohu`, which stays."""
    path = workbook(tmp_path / "in")
    book = openpyxl.load_workbook(path)
    about = book.create_sheet("_daohu")
    for row in (("format", "1"), ("edition", "a" * 16), ("scheme", "zhijiang"), ("town", "青石镇")):
        about.append(row)
    about.sheet_state = "veryHidden"
    book.save(path)
    checksum = read(tmp_path / "in").checksums[NAME]
    checked(tmp_path / "in", tmp_path / "out")
    copy = tmp_path / "out" / "checked" / NAME
    assert openpyxl.load_workbook(copy).sheetnames == ["问题", "联户长", "_daohu", "_daohu2"]
    own, corrects = users_own(read_file(copy, NAME))
    assert [s.name for s in own] == ["联户长", "_daohu"] and corrects and corrects["checksum"] == checksum
