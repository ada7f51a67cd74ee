"""The year's deliveries as written, and a truth that is consistent in itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from api.demo import make_demo
from api.demo.year import MONTHS, WRONG, Year, changes, make_year, trend
from graph.errors import InputError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Year]:
    folder = tmp_path_factory.mktemp("made")
    return folder, make_year(folder / "year", "zhijiang", 220, 4, lambda *_: None, 9, folder / "truth")


def test_twelve_folders_and_what_they_bring(made: tuple[Path, Year]) -> None:
    folder = made[0] / "year"
    assert sorted(p.name for p in folder.iterdir()) == [*(f"{n:02d}" for n in range(1, MONTHS + 1)), "说明.txt"]
    assert all((folder / f"{n:02d}" / "daohu.toml").exists() for n in range(1, MONTHS + 1))
    days = [m.office.day.isoformat() for m in made[1].months]
    assert days[0] == "2025-06-30"
    assert days[-1] == "2026-05-31"
    assert all(f"as_of = {day}" in (folder / f"{n:02d}" / "daohu.toml").read_text("utf-8") for n, day in enumerate(days, 1))
    assert all(len(list((folder / f"{n:02d}").iterdir())) < 7 for n in range(2, MONTHS + 1))
    assert (folder / "06" / "青禾_撤村并居对照表.xlsx").exists()
    assert "零报告" in (folder / "说明.txt").read_text("utf-8")


def test_the_last_month_brings_the_same_bytes_again(made: tuple[Path, Year]) -> None:
    last, before = (made[0] / "year" / f"{n:02d}" for n in (MONTHS, MONTHS - 1))
    files = {p.name for p in last.iterdir() if p.suffix != ".toml"}
    assert files
    assert all((last / name).read_bytes() == (before / name).read_bytes() for name in files)


def test_the_same_seed_makes_the_same_year(made: tuple[Path, Year], tmp_path: Path) -> None:
    make_demo(tmp_path / "year", "zhijiang", 220, 4, villages=9, months=MONTHS)
    again, first = tmp_path / "year", made[0] / "year"
    files = sorted(p.relative_to(first) for p in first.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert all((first / p).read_bytes() == (again / p).read_bytes() for p in files)


def test_of_is_met_and_gap_and_unknown_in_every_month(made: tuple[Path, Year]) -> None:
    for n in range(1, MONTHS + 1):
        with (made[0] / "truth" / f"{n:02d}" / "coverage.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        assert all(int(r["of"]) == int(r["met"]) + int(r["gap"]) + int(r["unknown"]) for r in rows)


def test_what_is_not_met_is_what_was_not_and_opened_less_closed_and_gone(made: tuple[Path, Year]) -> None:
    answers = made[1].answers
    for n in range(1, MONTHS):
        for row in trend(answers[n], answers[n + 1]):
            if row[11] != "":
                figures = [int(str(x)) for x in row[3:15]]
                assert figures[6] + figures[7] == figures[2] + figures[3] + figures[8] - figures[9] - figures[10], row


def test_a_household_is_gone_only_where_the_register_says_so(made: tuple[Path, Year]) -> None:
    answers = made[1].answers
    gone = {n: {c.home for c in changes(answers[n], answers[n + 1]) if c.change == "gone"} for n in range(1, MONTHS)}
    assert {n for n, homes in gone.items() if homes} <= {2, 7}
    assert gone[2]


def test_the_wrong_file_leaves_no_trace(made: tuple[Path, Year]) -> None:
    year = made[1]
    before, wrong, after = (year.answers[n] for n in (WRONG - 1, WRONG, WRONG + 1))
    assert len(changes(before, wrong)) > len(changes(before, after)) > 0
    assert any(change.after == ("gap", "ended") for change in changes(before, wrong))
    assert year.months[WRONG].base == WRONG - 1


@pytest.mark.parametrize(
    ("scheme", "households", "months", "said"),
    [("zhijiang", 300, 13, "1 到 12"), ("zhijiang", 100, 12, "200 到 5000"), ("xinyang", 300, 12, "逐月演示只有")],
)
def test_what_cannot_be_told_month_by_month_is_said(tmp_path: Path, scheme: str, households: int, months: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        make_demo(tmp_path / "year", scheme, households, months=months)
    assert not (tmp_path / "year").exists()


def test_a_year_may_end_early(tmp_path: Path) -> None:
    make_demo(tmp_path / "year", "enyang", 220, 3, months=3)
    assert sorted(p.name for p in (tmp_path / "year").iterdir()) == ["01", "02", "03", "说明.txt"]
