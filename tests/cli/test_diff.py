"""daohu diff: two editions of a register side by side, as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import CONTACTS, DONE, FAILED, daohu, listing, require_sentence, table, write


@pytest.fixture
def register(tmp_path: Path, ledgers: Path) -> Path:
    """Two editions: in the second 李二 is contacted again and 银山村 has delivered."""
    folder = tmp_path / "登记库"
    assert daohu("load", ledgers, "--register", folder, "--yes").code == DONE
    write(
        ledgers / "联户长台账.csv",
        [*CONTACTS[:2], ("青山镇", "金山村", "张大", "1002", "李二", "2024-02-01", ""), ("青山镇", "银山村", "王三", "", "王三", "", "")],
    )
    assert daohu("load", ledgers, "--register", folder, "--yes").code == DONE
    return folder


def test_gaps_closed_and_figures_moved(tmp_path: Path, register: Path) -> None:
    said = daohu("diff", 1, 2, "--register", register, "--out", tmp_path / "比较")
    assert said.code == DONE
    assert "已补上" in said.out
    assert listing(tmp_path / "比较") == {"diff.xlsx", "diff_coverage.csv", "diff_gaps.csv", "diff_facts.csv", "diff_summary.json"}
    gaps = {(r["check"], r["subject_id"].rpartition("#")[2]): (r["change"], r["reason_before"]) for r in table(tmp_path / "比较" / "diff_gaps.csv")}
    assert gaps["C6.reach", "1002"] == ("closed", "ended")
    assert gaps["C6.reach", "1003"] == ("closed", "not_delivered")
    top = next(r for r in table(tmp_path / "比较" / "diff_coverage.csv") if r["check"] == "C6.reach" and r["level"] == "1")
    assert (top["met_before"], top["met_after"], top["gap_change"], top["unknown_change"]) == ("1", "3", "-1", "-1")
    sheets = load_workbook(tmp_path / "比较" / "diff.xlsx")
    assert sheets.sheetnames == ["覆盖变化", "缺口变化", "数据变化"]
    assert any("已补上" in str(row) for row in sheets["缺口变化"].iter_rows(values_only=True))


def test_back_again_is_the_opposite(tmp_path: Path, register: Path) -> None:
    assert daohu("diff", 2, 1, "--register", register, "--out", tmp_path / "比较").code == DONE
    changes = {r["change"] for r in table(tmp_path / "比较" / "diff_gaps.csv") if r["check"] == "C6.reach"}
    assert changes == {"opened"}


def test_a_series(tmp_path: Path, register: Path) -> None:
    assert daohu("diff", 1, 2, "--register", register, "--out", tmp_path / "比较", "--series").code == DONE
    rows = [r for r in table(tmp_path / "比较" / "series.csv") if r["check"] == "C6.reach" and r["level"] == "1"]
    assert [r["met"] for r in rows] == ["1", "3"]


def test_a_second_comparison_moves_the_first_aside(tmp_path: Path, register: Path) -> None:
    for _ in range(2):
        assert daohu("diff", 1, 2, "--register", register, "--out", tmp_path / "比较").code == DONE
    assert listing(tmp_path) >= {"比较", "比较-上次"}


@pytest.mark.parametrize(("numbers", "parts"), [((1, 9), ("没有第 9 版",)), ((1, 1), ("版次号相同",))])
def test_what_cannot_be_compared(tmp_path: Path, register: Path, numbers: tuple[int, int], parts: tuple[str, ...]) -> None:
    said = daohu("diff", *numbers, "--register", register, "--out", tmp_path / "比较")
    assert said.code == FAILED
    require_sentence(said, *parts)
    assert not (tmp_path / "比较").exists()
