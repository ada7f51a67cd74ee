"""The truth of a demo is consistent in itself, and the mess that it must explain is there."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from api.demo import make_demo

Row = dict[str, str]
CERTAIN = {
    "unit_unknown", "unit_ambiguous", "household_unknown", "duplicate_row", "id_checksum", "id_length", "id_precision_lost",
    "birth_mismatch", "sex_mismatch", "date_invalid", "phone_invalid", "required_missing", "total_mismatch",
}  # fmt: skip


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def figures(rows: list[Row]) -> dict[tuple[str, str], tuple[int, ...]]:
    return {(r["check"], r["unit_path"]): tuple(int(r[c]) for c in ("of", "met", "gap", "unknown")) for r in rows}


@pytest.mark.parametrize("name", ["coverage.csv", "systems_coverage.csv"])
def test_of_is_met_and_gap_and_unknown(demo: tuple[Path, Path], name: str) -> None:
    rows = table(demo[1] / name)
    assert len(figures(rows)) == len(rows)
    assert all(of == met + gap + unknown for of, met, gap, unknown in figures(rows).values())


def test_parents_hold_their_children(demo: tuple[Path, Path]) -> None:
    have = figures(table(demo[1] / "coverage.csv"))
    below: dict[tuple[str, str], list[tuple[int, ...]]] = defaultdict(list)
    for (check, path), value in have.items():
        below[check, path.rpartition("/")[0]].append(value)
    for (check, path), value in have.items():
        if children := below.get((check, path)):
            total = tuple(map(sum, zip(*children, strict=True)))
            whole = not check.endswith(".load") and path.count("/") < 2  # deeper, households without a group stay with the village
            assert total == value if whole else all(t <= v for t, v in zip(total, value, strict=True))


def test_every_gap_and_unknown_has_its_row(demo: tuple[Path, Path]) -> None:
    for prefix, only in (("", ".reach"), ("systems_", ".")):
        every = table(demo[1] / f"{prefix}coverage.csv")
        top = min(r["level"] for r in every)
        county = {check: value for (check, _), value in figures([r for r in every if r["level"] == top]).items() if only in check}
        rows = Counter((r["check"], r["state"]) for r in table(demo[1] / f"{prefix}gaps.csv"))
        assert {c: (v[2], v[3]) for c, v in county.items()} == {c: (rows[c, "gap"], rows[c, "unknown"]) for c in county}


def test_reasons_of_reach_all_occur(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", households=3000, seed=1, truth=True)
    reasons = {r["reason"] for r in table(tmp_path / "demo-truth" / "gaps.csv")}
    assert reasons == {"none", "ended", "contact_left", "not_started", "household_ambiguous", "not_delivered"}
    codes = {r["code"] for r in table(tmp_path / "demo-truth" / "problems.csv")}
    assert codes >= CERTAIN | {"household_ambiguous", "uscc_invalid", "organization_unknown", "code_conflict"}


def test_mess_is_there_at_every_size(demo: tuple[Path, Path]) -> None:
    codes = Counter(r["code"] for r in table(demo[1] / "problems.csv"))
    assert {c for c in CERTAIN if not codes[c]} == set()


def test_rows_add_up(demo: tuple[Path, Path]) -> None:
    rows = table(demo[1] / "load.csv")
    assert len({(r["file"], r["sheet"]) for r in rows}) == len(rows)
    assert all((demo[0] / r["file"]).exists() for r in rows)
    assert all(int(r["rows_in"]) == sum(int(r[c]) for c in ("loaded", "rejected", "duplicate", "skipped")) for r in rows)
    for column in ("loaded", "rejected", "duplicate", "skipped"):
        assert sum(int(r[column]) for r in rows) > 0


def test_typed_totals_and_their_differences(demo: tuple[Path, Path]) -> None:
    rows = table(demo[1] / "claims.csv")
    assert all(int(r["claimed"]) - int(r["counted"]) == int(r["difference"]) for r in rows)
    assert {int(r["difference"]) == 0 for r in rows} == {True, False}


def test_truth_goes_where_it_is_told(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", households=200, truth=True, truth_folder=tmp_path / "answers")
    assert {p.name for p in (tmp_path / "answers").iterdir()} >= {"coverage.csv", "gaps.csv", "problems.csv", "load.csv", "claims.csv"}
