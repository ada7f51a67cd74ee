"""`daohu check`: what it says, what it writes, and that OUT appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import CONTACTS, DONE, FAILED, REFUSED_ROWS, daohu, listing, table, tiny, write

PLAIN = "联户长台账"


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """One household that nobody knows, one date that there is not."""
    folder = tiny(tmp_path / "台账")
    write(folder / f"{PLAIN}.csv", [*CONTACTS, ("青山镇", "金山村", "张大", "9999", "某某", "2023-13-45", "")])
    return folder


def test_it_says_how_many_in_how_many_files_and_where(spoiled: Path, tmp_path: Path) -> None:
    out = tmp_path / "核对"
    said = daohu("check", spoiled, "--out", out)
    text = said.out.replace("\n", "")
    assert said.code == REFUSED_ROWS
    assert "发现 2 个问题，涉及 1 个文件" in text and "1 个文件需要改正" in text and "2 个文件不必改正" in text
    assert listing(out) == {"problems.csv", "load.csv", "checked"} and listing(out / "checked") == {f"{PLAIN}.xlsx", "说明.txt"}
    assert [(r["file"], r["row"], r["code"]) for r in table(out / "problems.csv")] == [
        (f"{PLAIN}.csv", "4", "date_invalid"),
        (f"{PLAIN}.csv", "4", "household_unknown"),
    ]
    sheet = openpyxl.load_workbook(out / "checked" / f"{PLAIN}.xlsx")[PLAIN]
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == {"D4", "F4"}


def test_without_a_problem(tmp_path: Path) -> None:
    out = tmp_path / "核对"
    said = daohu("check", tiny(tmp_path / "台账"), "--out", out)
    assert (said.code, "没有发现问题" in said.out) == (DONE, True)
    assert listing(out / "checked") == {"说明.txt"}


def test_again_into_the_same_folder_and_into_a_strange_one(spoiled: Path, tmp_path: Path) -> None:
    out = tmp_path / "核对"
    assert daohu("check", spoiled, "--out", out).code == REFUSED_ROWS
    write(spoiled / f"{PLAIN}.csv", CONTACTS)
    assert daohu("check", spoiled, "--out", out).code == DONE
    assert listing(out / "checked") == {"说明.txt"} and table(out / "problems.csv") == []
    strange = tmp_path / "别的"
    strange.mkdir()
    (strange / "文件.txt").write_text("x", encoding="utf-8")
    assert daohu("check", spoiled, "--out", strange).code == FAILED and listing(strange) == {"文件.txt"}


def test_what_fails_midway_leaves_nothing(spoiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.checked.write_copy", full)
    said = daohu("check", spoiled, "--out", tmp_path / "核对")
    assert said.code == FAILED and "磁盘已满" in said.err
    assert listing(tmp_path) == {"台账"}


def test_a_mended_copy_takes_the_place_of_its_original(spoiled: Path, tmp_path: Path) -> None:
    daohu("check", spoiled, "--out", tmp_path / "核对")
    copy = tmp_path / "核对" / "checked" / f"{PLAIN}.xlsx"
    book = openpyxl.load_workbook(copy)
    book[PLAIN]["D4"], book[PLAIN]["E4"], book[PLAIN]["F4"] = "1002", "李二", "2024-02-01"
    book.save(spoiled / f"{PLAIN}.xlsx")
    (spoiled / f"{PLAIN}.csv").unlink()
    out = tmp_path / "再核对"
    assert daohu("check", spoiled, "--out", out).code == DONE
    lines = {r["file"]: (r["sheet"], r["loaded"], r["rejected"]) for r in table(out / "load.csv")}
    assert lines[f"{PLAIN}.xlsx"] == ("", "3", "0") and len(lines) == 3
