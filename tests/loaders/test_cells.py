"""Cells of a register: id numbers of every kind, sex and political codes, birth days, phones."""

from __future__ import annotations

import pytest

from loaders.workbook import read_file
from tests.loaders.county import ZHANG, County, id_number

HEAD = "村|户号|户主姓名|姓名|与户主关系|性别|公民身份号码|出生日期|政治面貌|联系电话"
MAN, WOMAN = id_number("19870312", 1), id_number("19870312", 2)
OLD = MAN[:6] + MAN[8:17]
"""The 15 digits of the old kind."""


def codes(county: County, **cells: str) -> list[str]:
    said = {"sex": "", "id": "", "birth": "", "political": "", "phone": "", **cells}
    county.without("户籍.csv")
    county.xlsx("户籍.xlsx", f"{HEAD}\n白鹭村|1|张三|张三|户主|{said['sex']}|{said['id']}|{said['birth']}|{said['political']}|{said['phone']}")
    return [c for _, _, c in county.load().problems("户籍.xlsx")]


@pytest.mark.parametrize(
    "cell",
    [
        MAN,
        MAN.lower(),
        f"'{MAN}",
        f" {MAN[:6]} {MAN[6:14]} {MAN[14:]} ",
        "".join(chr(ord(c) + 0xFEE0) for c in MAN),
        OLD,
        "11010519491231002X",
        "440524188001010014",
    ],
)
def test_readable_ids(county: County, cell: str) -> None:
    """An unknown place in digits 1-6 is no problem."""
    assert codes(county, id=cell) == []


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (MAN[:17] + ("0" if MAN[17] != "0" else "1"), "id_checksum"),
        (MAN[:17], "id_length"),
        (MAN[-4:], "id_length"),
        ("4.20583E+17", "id_precision_lost"),
        ("#420583198703124000", "id_precision_lost"),
        ("51190319450230001X", "date_invalid"),
    ],
)
def test_unreadable_ids(county: County, cell: str, code: str) -> None:
    assert codes(county, id=cell) == [code]


@pytest.mark.parametrize(
    ("birth", "problem"),
    [
        ("1987-03-12", []),
        ("1987.03", []),
        ("#1987.03", []),
        ("1987年", []),
        ("31848", []),
        ("1987-03-13", ["birth_mismatch"]),
        ("198704", ["birth_mismatch"]),
        ("1987-02-30", ["date_invalid"]),
    ],
)
def test_the_birth_day_is_compared_as_far_as_it_is_precise(county: County, birth: str, problem: list[str]) -> None:
    assert codes(county, id=MAN, birth=birth) == problem


def test_where_two_cells_disagree_the_id_is_kept(county: County) -> None:
    county.register(f"{HEAD}\n白鹭村|1|张三|张三|户主|女|{MAN}|1990-01-01||")
    loaded = county.load()
    person = loaded.nodes("Person").iloc[0]
    assert (person["sex"], person["birth_year"]) == ("男", 1987)
    assert sorted(c for _, _, c in loaded.problems("户籍.csv")) == ["birth_mismatch", "sex_mismatch"]


@pytest.mark.parametrize(("man", "woman"), [("1", "2"), ("0", "1"), ("1", "0")])
def test_sex_codes_are_decided_per_file_by_digit_17(county: County, man: str, woman: str) -> None:
    rows = [f"白鹭村|{n}|甲{n}|甲{n}|户主|{c}|{i}|||" for n, (c, i) in enumerate([(man, MAN), (woman, WOMAN), (man, ""), (woman, "")], 1)]
    county.register("\n".join([HEAD, *rows]))
    loaded = county.load()
    persons = loaded.nodes("Person").sort_values("name")
    assert list(persons["sex"]) == ["男", "女", "男", "女"]
    assert loaded.problems("户籍.csv") == []


def test_sex_codes_that_no_id_explains_are_ambiguous(county: County) -> None:
    assert codes(county, sex="1") == ["code_ambiguous"]


@pytest.mark.parametrize(
    ("cell", "name"), [("党员", "中共党员"), ("中共党员", "中共党员"), ("预备党员", "中共预备党员"), ("团员", "共青团员"), ("群众", "群众")]
)
def test_political_words(county: County, cell: str, name: str) -> None:
    county.register(f"{HEAD}\n白鹭村|1|张三|张三|户主||||{cell}|")
    assert list(county.load().nodes("Person")["political"]) == [name]


@pytest.mark.parametrize("cell", ["1", "#1", "01", "A"])
def test_a_political_code_without_its_table_is_ambiguous(county: County, cell: str) -> None:
    assert codes(county, political=cell) == ["code_ambiguous"]


@pytest.mark.parametrize("cell", ["1", "#1", "01"])
def test_a_declared_code_is_read(county: County, cell: str) -> None:
    county.settings('[codes."政治面貌"]\n1 = "中共党员"\n4 = "群众"')
    assert codes(county, political=cell) == []


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("13900000001", []),
        ("#13900000001", []),
        ("0717-1234567", []),
        ("13900000001、13900000002", []),
        ("+8613900000001", []),
        ("1390000001", ["phone_invalid"]),
        ("无", []),
    ],
)
def test_phones(county: County, cell: str, problem: list[str]) -> None:
    assert codes(county, phone=cell) == problem


def test_values_in_problems_are_masked(county: County) -> None:
    county.register(f"{HEAD}\n白鹭村|1|张三|张三|户主||{ZHANG[:17]}|||1390000001")
    said = county.load().messages("户籍.csv")
    assert ZHANG[:17] not in said and "1390000001" not in said


def test_the_helper_writes_what_it_says(county: County) -> None:
    county.xlsx("一.xlsx", "甲|#1987.1\n乙|丙", {"Sheet1": [(1, 0, 1, 1)]})
    sheet = read_file(county.folder / "一.xlsx", "一.xlsx")[0]
    assert sheet.numeric[1] is not None and bool(sheet.numeric[1][0]) and sheet.merged.tolist() == [[1, 0, 1, 1]]
