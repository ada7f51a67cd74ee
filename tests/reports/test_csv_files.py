"""The CSV files: exact columns, BOM, numbers that stay numbers, ledger text that no spreadsheet runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from api.reports.csv_files import COLUMNS, tame
from graph.result import AuditResult


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_the_contract(folder: Path, result: AuditResult, name: str) -> None:
    raw = (folder / f"{name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").split("\r\n", 1)[0] == ",".join(COLUMNS[name])
    assert len(rows_of(folder, name)) == len(getattr(result, name))


def test_parts_add_up(folder: Path) -> None:
    for row in rows_of(folder, "coverage"):
        assert int(row["of"]) == int(row["met"]) + int(row["gap"]) + int(row["unknown"])
    for row in rows_of(folder, "load"):
        assert int(row["rows_in"]) == sum(int(row[k]) for k in ("loaded", "rejected", "duplicate", "skipped"))


def test_gaps_equal_coverage(folder: Path) -> None:
    county = {r["check"]: (int(r["gap"]), int(r["unknown"])) for r in rows_of(folder, "coverage") if r["level"] == "1"}
    counted = {check: [0, 0] for check in county}
    for row in rows_of(folder, "gaps"):
        counted[row["check"]][row["state"] == "unknown"] += 1
    assert county == {check: tuple(n) for check, n in counted.items()}


def test_ledger_text_is_no_formula_and_numbers_stay(folder: Path) -> None:
    live = ("=", "+", "-", "@", "\t", "\r")
    for name in ("gaps", "problems", "evidence", "coverage"):
        assert not [v for row in rows_of(folder, name) for v in row.values() if v.startswith(live)]
    assert {r["value"] for r in rows_of(folder, "problems")} >= {"'@SUM(1)", "'-1+1"}
    assert [r["difference"] for r in rows_of(folder, "claims")] == ["-8", "0", "1", ""]
    assert [r["claimed"] for r in rows_of(folder, "claims")] == ["20", "28", "15", ""]


@pytest.mark.parametrize("backend", ["numpy_nullable", "pyarrow"])
def test_taming_knows_every_kind_of_column(backend: str) -> None:
    frame = pd.DataFrame({"text": ["=1", "　+1", "＝1", "张三", None], "number": [-1, 2, None, 4, 5], "mixed": ["-x", 3, None, "y", "z"]})
    for given in (frame, frame.convert_dtypes(dtype_backend=backend)):
        tamed = tame(given)
        assert tamed["text"].fillna("").tolist() == ["'=1", "'　+1", "'＝1", "张三", ""]
        assert tamed["mixed"].fillna("").tolist() == ["'-x", 3, "", "y", "z"]
        assert tamed["number"].dropna().tolist() == [-1, 2, 4, 5]
