"""Every check of a scheme finds something to count in its demo, and a gap: no check is there for show."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from api.demo import make_demo
from api.work import Options, audit_ledgers
from graph.scheme import read_scheme

NO_GAP = {
    "A6.share": "a county's ledger of units gives every village its code",
    "C12.presence": "with bay councils and estates counted, every village has a body of self-government",
    "F1.presence": "a grid was made for every village before anything else",
    "H1.reach.任一": "in a small county few households are in no line at all, and of those it is not known",
    "H2.presence": "what the documents claim is true: in every village some group has a party group",
}
"""Checks that find no gap, and why that is as it should be."""


@pytest.mark.parametrize(("scheme", "seed"), [("zhijiang", 11), ("enyang", 7), ("yangzhou", 2), ("xinyang", 2)])
def test_every_check_counts_and_finds_a_gap(tmp_path: Path, scheme: str, seed: int) -> None:
    """600 households are 14 villages: what one village in twenty lacks, not every seed's lack."""
    make_demo(tmp_path / "ledgers", scheme, households=600, seed=seed)
    audit_ledgers([tmp_path / "ledgers"], tmp_path / "out", Options())
    with (tmp_path / "out" / "coverage.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    top = min(int(r["level"]) for r in rows)
    figures = {r["check"]: r for r in rows if int(r["level"]) == top}
    assert set(figures) == {c.id for c in read_scheme(scheme).checks}
    assert {c for c, r in figures.items() if int(r["of"]) == 0} == set()
    assert {c for c, r in figures.items() if int(r["gap"]) == 0} <= set(NO_GAP)
