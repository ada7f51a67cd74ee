"""Ledgers as they should not be: a sentence with place and next step, the right exit code, OUT whole or absent, nothing left over."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.cli.running import CONTACTS, DONE, PEOPLE, REFUSED_ROWS, UNITS, daohu, listing, require_sentence, table, tiny, write
from tests.workbook.conftest import ole


def book(*sheets: tuple[str, list[tuple[str, ...]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("说明.txt", "x" * 100)
    return out.getvalue()


LOCKED = ole({"EncryptionInfo": b"\x04\x00\x04\x00" + b"\0" * 600, "EncryptedPackage": b"\0" * 4200})
TRUNCATED = book(("联户长", [*CONTACTS, *[CONTACTS[1]] * 200]))[:-600]


def refused(tmp_path: Path, ledgers: Path, *parts: str) -> None:
    """The audit cannot run, says why, and leaves nothing."""
    before = listing(tmp_path)
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / "out"), *parts)
    assert listing(tmp_path) == before


def audited(tmp_path: Path, ledgers: Path, code: int = REFUSED_ROWS) -> list[dict[str, str]]:
    """The audit is done all the same; returns its problems."""
    said = daohu("audit", ledgers, "--out", tmp_path / "out")
    assert said.code == code, said
    assert listing(tmp_path) == {ledgers.name, "out"}
    return table(tmp_path / "out" / "problems.csv")


def told(problems: list[dict[str, str]], file: str) -> dict[str, str]:
    """The one problem of a file; it says where and what next."""
    mine = [p for p in problems if p["file"] == file]
    assert len(mine) == 1, mine
    assert "请" in mine[0]["message"]
    return mine[0]


def test_an_empty_folder(tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    (empty / "daohu.toml").write_text('scheme = "zhijiang"\n', encoding="utf-8")
    refused(tmp_path, empty, "空", "没有可读的台账")


def test_no_such_folder(tmp_path: Path) -> None:
    said = daohu("audit", tmp_path / "台帐", "--scheme", "zhijiang", "--out", tmp_path / "out")
    require_sentence(said, "台帐", "找不到")
    assert not listing(tmp_path)


def test_no_scheme(tmp_path: Path) -> None:
    refused(tmp_path, tiny(tmp_path / "台账", settings=""), "没有指定方案", "zhijiang")


def test_no_ledger_of_units(tmp_path: Path, ledgers: Path) -> None:
    (ledgers / "村组名册.csv").unlink()
    refused(tmp_path, ledgers, "没有找到单元名册")


def test_no_register_ledger(tmp_path: Path, ledgers: Path) -> None:
    (ledgers / "户籍人口台账.csv").unlink()
    refused(tmp_path, ledgers, "没有找到户籍人口台账")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("加密.xlsx", LOCKED, "密码"),
        ("残缺.xlsx", TRUNCATED, "读不了"),
        ("其实是压缩包.csv", zipped(), "压缩包"),
        ("空.xlsx", b"", "空文件"),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\0", "PNG"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, ledgers: Path, name: str, data: bytes, says: str) -> None:
    """Among good ones it is one problem; alone nothing can be audited."""
    (ledgers / name).write_bytes(data)
    problem = told(audited(tmp_path, ledgers), name)
    assert problem["code"] == "file_unreadable"
    assert says in problem["message"]
    alone = tmp_path / "只有它"
    alone.mkdir()
    (alone / name).write_bytes(data)
    (alone / "daohu.toml").write_text('scheme = "zhijiang"\n', encoding="utf-8")
    before = listing(tmp_path)
    require_sentence(daohu("audit", alone, "--out", tmp_path / "other"))
    assert listing(tmp_path) == before


def test_a_sheet_without_any_text(tmp_path: Path, ledgers: Path) -> None:
    """A sheet of pictures has no cells."""
    (ledgers / "扫描件.xlsx").write_bytes(book(("扫描", [])))
    problem = told(audited(tmp_path, ledgers), "扫描件.xlsx")
    assert (problem["sheet"], problem["code"]) == ("扫描", "header_unrecognised")


def test_a_sheet_that_is_no_ledger(tmp_path: Path, ledgers: Path) -> None:
    (ledgers / "填表说明.xlsx").write_bytes(book(("填表说明", [("一、本表由各村填报。",), ("二、没有的填无。",)])))
    assert audited(tmp_path, ledgers, code=DONE) == []
    assert [r["ledger"] for r in table(tmp_path / "out" / "load.csv") if r["file"] == "填表说明.xlsx"] == ["不是台账"]


def test_a_ledger_whose_header_is_cut_off(tmp_path: Path, ledgers: Path) -> None:
    """Rows without their header: nobody can know what they are; it is told, and never loaded by guess."""
    write(ledgers / "联户长台账.csv", CONTACTS[1:])
    audited(tmp_path, ledgers, code=daohu("check", ledgers, "--out", tmp_path.parent / f"{tmp_path.name}-check").code)
    assert [r["loaded"] for r in table(tmp_path / "out" / "load.csv") if r["file"] == "联户长台账.csv"] == ["0"]


def test_a_ledger_that_misses_a_column(tmp_path: Path, ledgers: Path) -> None:
    """It looks like a contact ledger, but does not say which household."""
    write(ledgers / "联户长台账.csv", [row[:3] for row in CONTACTS])
    problem = told(audited(tmp_path, ledgers), "联户长台账.csv")
    assert problem["code"] == "header_unrecognised"


def test_ledgers_that_contradict_each_other(tmp_path: Path, ledgers: Path) -> None:
    """Two registers with different heads of one household: told, the household exists once."""
    write(ledgers / "户籍人口台账2.csv", [PEOPLE[0], ("青山镇", "金山村", "二组", "1001", "赵六", "赵六", "户主", "男")])
    problems = audited(tmp_path, ledgers, code=DONE)
    assert {p["code"] for p in problems} == {"household_conflict"}
    row = next(r for r in table(tmp_path / "out" / "coverage.csv") if r["check"] == "C6.reach")
    assert row["of"] == "3"


def test_a_code_of_another_village(tmp_path: Path, ledgers: Path) -> None:
    """Where name and code of a unit disagree the name decides."""
    head = ("乡镇", "村(社区)", "行政区划代码", "联户长", "户号")
    write(ledgers / "联户长台账.csv", [head, ("青山镇", "金山村", "420583105202", "张大", "1001")])
    problem = told(audited(tmp_path, ledgers, code=DONE), "联户长台账.csv")
    assert (problem["code"], problem["row"]) == ("code_conflict", "2")


def test_rows_that_fit_nothing(tmp_path: Path, ledgers: Path) -> None:
    bad = [("铁山村", "张大", "1001", "张大"), ("金山村", "张大", "", ""), ("金山村", "张大", "9", "钱七")]
    write(ledgers / "联户长台账.csv", [*CONTACTS, *(("青山镇", *row, "", "") for row in bad)])
    problems = audited(tmp_path, ledgers)
    assert [(p["row"], p["code"]) for p in problems] == [("4", "unit_unknown"), ("5", "required_missing"), ("6", "household_unknown")]
    assert "钱七" not in str(problems), "names in problems are masked"


def test_a_unit_ledger_with_only_a_header(tmp_path: Path, ledgers: Path) -> None:
    write(ledgers / "村组名册.csv", UNITS[:1])
    refused(tmp_path, ledgers, "没有找到单元名册")


def test_formulas_from_ledgers_stay_text(tmp_path: Path, ledgers: Path) -> None:
    write(ledgers / "联户长台账.csv", [*CONTACTS, ("青山镇", "=cmd|' /C calc'!A0", "张大", "1001", "", "", "")])
    problem = told(audited(tmp_path, ledgers), "联户长台账.csv")
    assert not problem["value"].startswith("=")


@pytest.mark.parametrize(
    ("settings", "parts"),
    [
        ('scheme = "zhijang"\n', ("zhijang", "zhijiang")),
        ('shceme = "zhijiang"\n', ("daohu.toml", "shceme", "scheme")),
        ("scheme = zhijiang\n", ("daohu.toml", "写法有误")),
        ('scheme = "zhijiang"\nas_of = "2024-06-30"\n', ("daohu.toml", "as_of")),
        ('scheme = "zhijiang"\ncounty = 420583\n', ("daohu.toml", "county")),
        ('scheme = "zhijiang"\n[[delivered]]\nledger = 3\n', ("daohu.toml",)),
        ('scheme = "zhijiang"\n[[delivered]]\nledger = "联户长"\nunits = "金山村"\n', ("daohu.toml",)),
        ('scheme = "zhijiang"\n[aliases]\nkinds = "妇联"\n', ("daohu.toml",)),
        ('scheme = "zhijiang"\n[codes]\n"政治面貌" = "党员"\n', ("daohu.toml",)),
        ('scheme = "zhijiang"\nsheets = ["a"]\n', ("daohu.toml",)),
        ('scheme = "zhijiang"\n[lists]\n"一约七会" = "村规民约"\n', ("daohu.toml",)),
    ],
)
def test_bad_settings(tmp_path: Path, settings: str, parts: tuple[str, ...]) -> None:
    refused(tmp_path, tiny(tmp_path / "台账", settings), *parts)


def test_settings_in_another_encoding(tmp_path: Path, ledgers: Path) -> None:
    (ledgers / "daohu.toml").write_bytes('scheme = "zhijiang"\ncounty_name = "青山县"\n'.encode("gbk"))
    refused(tmp_path, ledgers, "daohu.toml", "UTF-8")


def test_a_file_name_in_another_encoding(tmp_path: Path, ledgers: Path) -> None:
    """As Linux unpacks a ZIP that was made on Windows."""
    (ledgers / "联户长台账.csv").rename(ledgers / os.fsdecode("联户长台账.csv".encode("gbk")))
    assert audited(tmp_path, ledgers, code=DONE) == []
    assert "3" in [r["of"] for r in table(tmp_path / "out" / "coverage.csv") if r["check"] == "C6.reach" and r["met"] == "1"]


def test_two_settings(tmp_path: Path, ledgers: Path) -> None:
    other = tiny(tmp_path / "另一县")
    require_sentence(daohu("audit", ledgers, other, "--out", tmp_path / "out"), "几个 daohu.toml")
    assert listing(tmp_path) == {"台账", "另一县"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("title = 1\n[[checks]\n", ("第 2 行",)),
        ('[[checks]]\nid = "C6.raech"\ntitle = "x"\n', ("C6.raech", "第 2 行")),
        ('[[checks]]\nid = "C6.reach"\ntitle = "x"\nmechanism = ["联户长"]\n', ("mechanism", "mechanisms")),
        ('[[checks]]\nid = "C6.load"\ntitle = "x"\nmechanisms = ["联户长"]\nlow = "15"\nhigh = 30\n', ("low",)),
        ("check = 1\n", ("check", "checks")),
    ],
)
def test_bad_schemes(tmp_path: Path, ledgers: Path, text: str, parts: tuple[str, ...]) -> None:
    scheme = tmp_path / "本县.toml"
    scheme.write_text(text, encoding="utf-8")
    before = listing(tmp_path)
    require_sentence(daohu("audit", ledgers, "--scheme", scheme, "--out", tmp_path / "out"), "本县.toml", *parts)
    assert listing(tmp_path) == before


@pytest.mark.parametrize("content", [b"\xb7\xbd\xb0\xb8 = 1\n", None])
def test_a_scheme_that_cannot_be_read(tmp_path: Path, ledgers: Path, content: bytes | None) -> None:
    """Another encoding, or a folder."""
    scheme = tmp_path / "本县.toml"
    if content is None:
        scheme.mkdir()
    else:
        scheme.write_bytes(content)
    require_sentence(daohu("audit", ledgers, "--scheme", scheme, "--out", tmp_path / "out"), "本县.toml")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--scheme", "zhijang"], ["zhijang", "zhijiang"]),
        (["--as-of", "2024-02-30"], ["2024-02-30"]),
        (["--store", "redis://x"], ["redis://x"]),
        (["--store", "bolt://127.0.0.1:9"], ["127.0.0.1:9"]),
        (["--names", "secret"], ["--names"]),
        (["--register", "x"], ["二者选一"]),
    ],
)
def test_bad_options(tmp_path: Path, ledgers: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], parts: list[str]) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    require_sentence(daohu("audit", ledgers, "--out", tmp_path / "out", *arguments), *parts)
    assert listing(tmp_path) == {"台账"}


def test_registers_that_are_none(tmp_path: Path, ledgers: Path) -> None:
    require_sentence(daohu("audit", "--register", ledgers, "--out", tmp_path / "out"), "不是登记库")
    require_sentence(daohu("load", ledgers, "--register", ledgers, "--yes"), "不是空文件夹")
    register = tmp_path / "库"
    assert daohu("load", ledgers, "--register", register, "--yes").code == DONE
    require_sentence(daohu("audit", "--register", register, "--edition", 7, "--out", tmp_path / "out"), "没有第 7 版")
    require_sentence(daohu("editions", "rollback", 7, "--register", register), "没有第 7 版")
    require_sentence(daohu("editions", "delete", "--register", register), "delete")
    assert listing(tmp_path) == {"台账", "库"}


def test_a_damaged_edition_is_refused(tmp_path: Path, ledgers: Path) -> None:
    register = tmp_path / "库"
    daohu("load", ledgers, "--register", register, "--yes")
    victim = next((register / "editions").rglob("Household.parquet"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    require_sentence(daohu("audit", "--register", register, "--out", tmp_path / "out"), "Household.parquet")
    assert listing(tmp_path) == {"台账", "库"}


def test_demo_into_a_folder_that_holds_something(tmp_path: Path, ledgers: Path) -> None:
    require_sentence(daohu("demo", ledgers), "台账")
    require_sentence(daohu("demo", tmp_path / "新", "--scheme", "nope"), "nope")
    require_sentence(daohu("demo", tmp_path / "新", "--households", 10), "10")
    assert listing(tmp_path) == {"台账"}
