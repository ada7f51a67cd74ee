"""The workbook as it comes back: sorted, half filled, re-saved, tampered with, from elsewhere, twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from loaders.answers.form import FILL_SHEET, KEY
from loaders.own_sheets import ABOUT_SHEET
from tests.answers.conftest import TOWN, Office, codes, counts, gap, messages

ONE = {("C6.reach", "1003"): {"联系人": "孙大", "开始日期": "2024-01-05"}}


def rewrite(path: Path, change: object) -> None:
    book = openpyxl.load_workbook(path)
    change(book)  # type: ignore[operator]
    book.save(path)


def column(book: openpyxl.Workbook, name: str) -> int:
    return [str(c.value) for c in book[FILL_SHEET][1]].index(name) + 1


def test_other_sheets_are_passed_over_and_blank_rows_skipped(office: Office) -> None:
    first = office.audit("一")
    office.answer("一", ONE)
    second = office.audit("二")
    of_town = len(openpyxl.load_workbook(office.town("一"))[FILL_SHEET]["A"]) - 1
    assert counts(second) == (of_town, 1, 0, 0, of_town - 1)
    load = second.load[second.load["file"] == f"答复/{TOWN}"]
    assert set(load["ledger"]) == {"缺口答复", "不是台账"}
    assert second.notices == first.notices  # nothing is said of the sheets that are ours
    assert not len(second.problems[second.problems["file"] == f"答复/{TOWN}"])


def test_sorted_and_filtered_rows(office: Office) -> None:
    office.audit("一")
    path = office.answer("一", ONE)

    def turned(book: openpyxl.Workbook) -> None:
        sheet = book[FILL_SHEET]
        rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=2)]
        for n, row in enumerate(reversed(rows), 2):
            for c, value in enumerate(row, 1):
                sheet.cell(n, c).value = value
            sheet.row_dimensions[n].hidden = n % 2 == 0

    rewrite(path, turned)
    second = office.audit("二")
    assert gap(second, "C6.reach", "1003") is None and codes(second) == {}


def test_columns_sorted_without_the_hidden_key(office: Office) -> None:
    office.audit("一")
    path = office.answer("一", ONE)

    def shifted(book: openpyxl.Workbook) -> None:
        sheet, key = book[FILL_SHEET], column(book, KEY)
        keys = {r: str(sheet.cell(r, key).value) for r in range(2, sheet.max_row + 1)}
        one, other = (next(r for r, k in keys.items() if k.endswith(f"|C6.reach|{end}")) for end in ("990121100201#1003", "990121100202#0201"))
        sheet.cell(one, key).value, sheet.cell(other, key).value = keys[other], keys[one]

    rewrite(path, shifted)
    second = office.audit("二")
    assert gap(second, "C6.reach", "1003") is not None
    assert "不是同一个" in messages(second) and counts(second)[2] == 1


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("", "被改动或清空"),
        ("0123456789abcdef|C6.reach|990121100201#9999", "已不在台账中"),
        ("0123456789abcdef|Z9.reach|x", "没有检查"),
        ("随便写的", "被改动或清空"),
    ],
)
def test_tampered_keys(office: Office, key: str, why: str) -> None:
    office.audit("一")
    path = office.answer("一", ONE)

    def spoiled(book: openpyxl.Workbook) -> None:
        sheet, at, contact = book[FILL_SHEET], column(book, KEY), column(book, "联系人")
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, contact).value)
        sheet.cell(row, at).value = key or None

    rewrite(path, spoiled)
    second = office.audit("二")
    assert list(codes(second).values()) == ["answer_unclear"] and why in messages(second)
    assert counts(second)[1:3] == (0, 1)


def test_a_person_of_another_reading_is_not_believed(office: Office) -> None:
    """Persons are numbered by reading: a number that means somebody else now is refused, in words."""
    office.audit("一")
    path = office.answer("一", ONE)

    def spoiled(book: openpyxl.Workbook) -> None:
        sheet, at, contact = book[FILL_SHEET], column(book, KEY), column(book, "联系人")
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, contact).value)
        sheet.cell(row, at).value = "0123456789abcdef|D3.reach|p9999999"

    rewrite(path, spoiled)
    assert "人员编号" in messages(office.audit("二"))


def test_another_county_format_and_lost_sheets(office: Office) -> None:
    office.audit("一")
    path = office.answer("一", ONE)

    def elsewhere(book: openpyxl.Workbook) -> None:
        book[ABOUT_SHEET]["B5"] = "远山县"

    rewrite(path, elsewhere)
    assert "“远山县”的" in messages(office.audit("二"))

    def later(book: openpyxl.Workbook) -> None:
        book[ABOUT_SHEET]["B1"] = "2"

    rewrite(path, later)
    second = office.audit("三")
    assert list(codes(second).values()) == ["header_unrecognised"] and "只认识 1" in messages(second)

    def without(book: openpyxl.Workbook) -> None:
        del book[ABOUT_SHEET]

    rewrite(path, without)
    assert "没有隐藏的工作表 _daohu" in messages(office.audit("四"))


def test_without_the_key_column(office: Office) -> None:
    office.audit("一")
    path = office.answer("一", ONE)
    rewrite(path, lambda book: book[FILL_SHEET].delete_cols(column(book, KEY)))
    assert f"“{KEY}”列不见了" in messages(office.audit("二"))


def test_half_filled_rows_say_what_is_missing(office: Office) -> None:
    office.audit("一")
    said = {
        ("C6.reach", "1003"): {"开始日期": "2024-01-05"},
        ("B11.reach", "1003"): {"联系人": "孙大", "身份证号": "12345"},
        ("E8.reach", "1003"): {"说明": "/"},
    }
    office.answer("一", said)
    second = office.audit("二")
    assert sorted(codes(second).values()) == ["answer_unclear", "answer_unclear", "id_length"]
    assert "请填写联系人" in messages(second) and "请填写说明" in messages(second)
    assert gap(second, "B11.reach", "1003") is None  # a bad id costs the id only


def test_what_no_single_answer_closes_says_where_it_is_mended(office: Office) -> None:
    office.audit("一")
    office.answer("一", {("C6.load", "钱多 联户长 2户"): {"联系人": "孙大"}})
    second = office.audit("二")
    assert list(codes(second).values()) == ["answer_unclear"] and "请在原台账中改正" in messages(second)
    sheet = openpyxl.load_workbook(office.town("一"))[FILL_SHEET]
    titles = [str(c.value) for c in sheet[1]]
    asked = {str(r[titles.index(KEY)].value).split("|")[1]: r[titles.index("填写要求")].value for r in sheet.iter_rows(min_row=2)}
    assert asked["C6.load"] == "不在本表填：请在原台账中改正" and asked["B11.reach"] == "联系人"


def test_two_files(office: Office) -> None:
    """Equal answers are one; of different ones the later file's counts, and both are told."""
    office.audit("一")
    office.answer("一", ONE, "答复/甲.xlsx")
    office.answer("一", ONE, "答复/乙.xlsx")  # 乙 sorts before 甲
    second = office.audit("二")
    assert counts(second, file="答复/乙.xlsx")[3] == 1 and counts(second, file="答复/甲.xlsx")[1] == 1
    office.answer("一", {("C6.reach", "1003"): {"联系人": "李某"}}, "答复/甲.xlsx")
    third = office.audit("三")
    assert set(codes(third, "答复/乙.xlsx").values()) == {"answer_contradicts"}
    assert "李*" in messages(third, "答复/乙.xlsx") and "孙*" in messages(third, "答复/乙.xlsx")
    held = third.evidence[(third.evidence["household_code"] == "1003") & (third.evidence["mechanism"] == "联户长")]
    assert list(held["contact"]) == ["李*"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_saved_again_by_libreoffice(office: Office, tmp_path: Path) -> None:
    office.audit("一")
    path = office.answer("一", ONE)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "又存"),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copy(tmp_path / "又存" / TOWN, path)
    second = office.audit("二")
    assert gap(second, "C6.reach", "1003") is None and codes(second) == {}
