"""Audits from ledgers to figures, on both engines, against truths that other programs computed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from api.work import Answer, Options, audit_ledgers

Run = Callable[[Path, Path], Answer]


@pytest.fixture(params=["embedded", "neo4j"])
def run(request: pytest.FixtureRequest) -> Run:
    """An audit on each engine; Neo4j's server is emptied first."""
    address = "embedded" if request.param == "embedded" else request.getfixturevalue("neo4j_server").address
    return lambda ledgers, out: audit_ledgers([ledgers], out, Options(store=address, replace=True))


def records(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV with BOM."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def coverage(folder: Path) -> dict[tuple[str, str], tuple[int, ...]]:
    """(check, unit path) → of, met, gap, unknown, of rows that count anything."""
    figures = {(r["check"], r["unit_path"]): tuple(int(r[c]) for c in ("of", "met", "gap", "unknown")) for r in records(folder / "coverage.csv")}
    return {k: v for k, v in figures.items() if any(v)}


def gaps(folder: Path, checks: set[str]) -> Counter[tuple[str, ...]]:
    """Gaps of household checks, by check, state, reason, unit and 户号."""
    return Counter(tuple(r[c] for c in ("check", "state", "reason", "unit_path", "subject_code")) for r in records(folder / "gaps.csv") if r["check"] in checks)


def load(folder: Path) -> dict[tuple[str, str], tuple[int, ...]]:
    """(file, sheet) → rows_in, loaded, rejected, duplicate, skipped."""
    return {(r["file"], r["sheet"]): tuple(int(r[c]) for c in ("rows_in", "loaded", "rejected", "duplicate", "skipped")) for r in records(folder / "load.csv")}


def problems(folder: Path) -> set[tuple[str, str, str, str]]:
    """Problems by file, sheet, row and code."""
    return {(r["file"], r["sheet"], r["row"], r["code"]) for r in records(folder / "problems.csv")}
