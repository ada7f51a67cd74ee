"""A demo county of which two villages were merged: the other ledgers still write the former names, and the history stays comparable."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from api.demo import make_demo
from graph.audit import audit
from graph.edition import Edition
from graph.lineage import household_succession
from graph.result import AuditResult
from graph.scheme import read_scheme
from graph.stores.embedded import EmbeddedStore
from graph.successions import plan
from graph.trend import Trend, only_in, series, trend
from loaders.settings import read_settings
from loaders.stage import stage
from tests.units_over_time.merger import NEW_NAME, reform

DAY = dt.date(2025, 6, 30)
OF_HOUSEHOLDS = ("C6.reach", "G1.reach", "H1.reach", "C6.assignment", "E8.reach")
CHECKS = (*OF_HOUSEHOLDS, "B11.reach", "C6.load", "G1.load", "B2.presence", "D1.presence", "H4.overlap")
FIGURES = ("of", "met", "gap", "unknown")


class Reform(NamedTuple):
    editions: tuple[Edition, Edition]
    results: tuple[AuditResult, AuditResult]
    olds: list[str]
    new: str
    found: Trend
    plainly: Trend
    """Without what the members of households tell of them."""


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Reform:
    folder = tmp_path_factory.mktemp("reform")
    make_demo(folder / "1", "zhijiang", 300, 5)
    one, before = _audited(folder, 1)
    olds, new = reform(folder / "1", folder / "2", one)
    two, after = _audited(folder, 2)
    pair = (one, two)
    lineage = household_succession(one, two, plan(one, two).villages)
    return Reform(pair, (before, after), olds, new, trend(before, after, pair, (), lineage), trend(before, after, pair))


def _audited(folder: Path, number: int) -> tuple[Edition, AuditResult]:
    ledgers, made = folder / str(number), folder / f"{number:04d}"
    whole = read_scheme("zhijiang")
    scheme = replace(whole, checks=tuple(c for c in whole.checks if c.id in CHECKS))
    edition, _ = stage([ledgers], made / f"{number:04d}", whole, read_settings([ledgers]), DAY, b"one register" * 3)
    with EmbeddedStore(made / "daohu.lbug") as store:
        store.build(edition)
        return edition, audit(edition, store, scheme, DAY)


def figures(rows: pd.DataFrame, side: str) -> dict[str, tuple[int, int, int]]:
    """Check → of, met, and what is not met: a village that had delivered nothing is in one now that has."""
    return {str(r["check"]): (r[f"of{side}"], r[f"met{side}"], r[f"gap{side}"] + r[f"unknown{side}"]) for _, r in rows.iterrows()}


def test_no_row_is_lost_by_the_reform(merged: Reform) -> None:
    """Every household and every contact is there under the names of then."""
    one, two = merged.editions
    for name in ("Household", "CONTACTS", "LIVES_IN", "MEMBER_OF", "HOLDS_POST"):
        assert one.counts[name] == two.counts[name], name


def test_figures_before_are_those_of_both_villages(merged: Reform) -> None:
    before, _ = merged.results
    rows = merged.found.coverage[merged.found.coverage["unit_id"] == merged.new]
    own = before.coverage[before.coverage["unit_id"].isin(merged.olds)].groupby("check", as_index=False)[list(FIGURES)].sum()
    assert figures(rows, "_before") == figures(own, "")
    after, then = figures(rows, "_after"), figures(rows, "_before")
    for check in (*OF_HOUSEHOLDS, "C6.load", "G1.load", "H4.overlap"):
        assert after[check] == then[check], check
    assert (then["D1.presence"][0], after["D1.presence"][0]) == (2, 1)  # two villages, one village


def test_towns_and_county_do_not_move(merged: Reform) -> None:
    rows = merged.found.coverage[(merged.found.coverage["level"] <= 2) & merged.found.coverage["check"].isin(OF_HOUSEHOLDS)]
    assert len(rows) == len(OF_HOUSEHOLDS) * 4
    assert (rows[["of_change", "met_change"]] == 0).all(axis=None)
    assert not merged.found.coverage["unit_id"].isin(merged.olds).any()


def test_groups_stand_under_the_village_of_now(merged: Reform) -> None:
    rows = merged.found.coverage[(merged.found.coverage["check"] == "C6.reach") & merged.found.coverage["unit_id"].str.startswith(merged.new + "/")]
    assert len(rows) > 4
    assert (rows["of_before"] == rows["of_after"]).all()
    assert rows["unit_path"].str.contains(NEW_NAME).all()


@pytest.mark.parametrize("way", ["found", "plainly"])
def test_a_gap_that_moved_is_neither_closed_nor_opened(merged: Reform, way: str) -> None:
    gaps = getattr(merged, way).gaps
    mine = gaps[gaps["subject_kind"].isin(["Household", "Person"])]
    assert set(mine["change"]) <= {"changed"}
    assert mine["reason_before"].eq("not_delivered").all()
    before, after = (r.gaps for r in merged.results)
    counts = [g[g["check"] == "C6.reach"].shape[0] for g in (before, after)]
    assert counts[0] == counts[1] > 0


def test_gaps_of_the_units_themselves_are_gone(merged: Reform) -> None:
    gaps = merged.found.gaps[merged.found.gaps["check"] == "B2.presence"]
    assert set(gaps["change"]) <= {"gone", "changed"}


def test_pairs(merged: Reform) -> None:
    pairs = merged.found.units.pairs
    assert [(r.old_code, r.kind, str(r.day), r.new_code) for r in pairs.itertuples()] == [(o, "合并", "2025-07-01", merged.new) for o in merged.olds]
    assert pairs["line"].str.endswith("/" + NEW_NAME).all()


def test_the_series_and_one_unit_of_it(merged: Reform) -> None:
    lines = series(merged.results, merged.editions)
    mine = lines[(lines["unit_name"] == NEW_NAME) & (lines["check"] == "C6.reach")]
    assert mine["number"].tolist() == [1, 2]
    assert mine["of"].nunique() == mine["met"].nunique() == 1
    assert mine["mechanisms"].tolist() == ["联户长"] * 2
    assert mine["met_share"].tolist() == [round(m / o, 4) for m, o in zip(mine["met"], mine["of"], strict=True)]
    found, part = only_in(NEW_NAME, merged.found, lines)
    assert part is not None
    assert set(part["unit_name"]) == {NEW_NAME}
    assert found.coverage["unit_path"].str.contains(NEW_NAME).all()
