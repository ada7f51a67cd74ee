"""daohu diff: two editions of a register side by side, as files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import CONTACTS, DONE, FAILED, daohu, listing, require_sentence, table, tiny, write


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ledgers and a register of two editions: in the second 李二 is contacted again and 银山村 has delivered."""
    folder = tmp_path_factory.mktemp("two")
    ledgers = tiny(folder / "台账")
    assert daohu("load", ledgers, "--register", folder / "登记库", "--yes", "--sure").code == DONE
    write(
        ledgers / "联户长台账.csv",
        [*CONTACTS[:2], ("青山镇", "金山村", "张大", "1002", "李二", "2024-02-01", ""), ("青山镇", "银山村", "王三", "", "王三", "", "")],
    )
    assert daohu("load", ledgers, "--register", folder / "登记库", "--yes", "--sure").code == DONE
    return folder


@pytest.fixture
def register(tmp_path: Path, made: Path) -> Path:
    """A copy of it for each test."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "登记库"


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


@pytest.fixture
def reformed(tmp_path: Path, register: Path) -> Path:
    """A third edition: 金山村 and 银山村 are 双山村; the register and the contacts still write the former names."""
    ledgers = tmp_path / "台账"
    rows = [("乡镇", "村(社区)", "行政区划代码", "村民小组"), ("青山镇", "双山村", "420583105210", "")]
    (ledgers / "村组名册.csv").unlink()
    write(ledgers / "青山镇村组名册.csv", rows)  # named after the town for which it is complete
    table = [("原乡镇", "原村(社区)", "原代码", "现乡镇", "现村(社区)", "现代码", "调整类型", "调整日期")]
    table += [("青山镇", name, code, "青山镇", "双山村", "420583105210", "合并", "2024-07-01") for name, code in MERGED]
    write(ledgers / "撤村并居对照表.csv", table)
    assert daohu("load", ledgers, "--register", register, "--yes", "--sure").code == DONE
    return register


MERGED = (("金山村", "420583105201"), ("银山村", "420583105202"))


def test_villages_that_merged_are_compared_as_one(tmp_path: Path, reformed: Path) -> None:
    out = tmp_path / "比较"
    said = daohu("diff", 1, 3, "--register", reformed, "--out", out, "--series")
    assert said.code == DONE
    assert "区划变动 2 条" in said.out
    rows = {r["unit_path"].rpartition("/")[2]: r for r in table(out / "diff_coverage.csv") if r["check"] == "C6.reach"}
    assert (rows["双山村"]["of_before"], rows["双山村"]["met_before"], rows["双山村"]["of_after"], rows["双山村"]["met_after"]) == ("3", "1", "3", "3")
    assert not {"金山村", "银山村"} & set(rows)
    gaps = {(r["check"], r["subject_id"]): r["change"] for r in table(out / "diff_gaps.csv")}
    assert {gaps["C6.reach", f"420583105210#{code}"] for code in ("1002", "1003")} == {"closed"}
    pairs = table(out / "diff_units.csv")
    assert [(r["old_code"], r["kind"], r["new_code"]) for r in pairs] == [(code, "合并", "420583105210") for _, code in MERGED]
    book = load_workbook(out / "diff.xlsx")
    assert book.sheetnames == ["覆盖变化", "变化趋势", "区划变动", "缺口变化", "数据变化"]
    assert any("原金山村、银山村" in str(row) for row in book["覆盖变化"].iter_rows(values_only=True))
    course = [[value if isinstance(value, int) else str(value or "") for value in row] for row in book["变化趋势"].iter_rows(values_only=True)]
    assert [str(c).partition(" ")[0] for c in course[1][3:]] == ["第1版", "第2版", "第3版", "变化"]
    title = next(r["title"] for r in table(out / "series.csv") if r["check"] == "C6.reach")
    town = [r for r in course if str(r[1]).endswith("青山镇") and r[0] == title]
    assert {r[2]: r[3:] for r in town}["覆盖"] == [1, 3, 3, 2]
    lines = [r for r in table(out / "series.csv") if r["check"] == "C6.reach" and r["unit_name"] == "双山村"]
    assert [(r["number"], r["of"], r["met"]) for r in lines] == [("1", "3", "1"), ("2", "3", "3"), ("3", "3", "3")]


def test_one_unit_only(tmp_path: Path, register: Path) -> None:
    assert daohu("diff", 1, 2, "--register", register, "--out", tmp_path / "比较", "--unit", "银山村").code == DONE
    assert {r["unit_path"].split("/")[2] for r in table(tmp_path / "比较" / "diff_coverage.csv")} == {"银山村"}
    said = daohu("diff", 1, 2, "--register", register, "--out", tmp_path / "别处", "--unit", "没有村")
    assert said.code == FAILED
    require_sentence(said, "没有单元“没有村”")


def test_an_audit_of_a_day_before_the_edition_names_the_one_to_ask(tmp_path: Path, register: Path) -> None:
    manifest = register / "editions" / "0002" / "manifest.json"
    day = json.loads(manifest.read_text(encoding="utf-8"))["as_of"]
    assert daohu("audit", "--register", register, "--out", tmp_path / "结果", "--as-of", "2001-01-01").code == DONE
    notices = json.loads((tmp_path / "结果" / "summary.json").read_text(encoding="utf-8"))["notices"]
    assert f"早于本版次的日期 {day}" in notices[0]
    assert "没有当日或更早的版次" in notices[0]
