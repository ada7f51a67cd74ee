"""The same households by grid and by unit: sums that must meet."""

from __future__ import annotations

from pathlib import Path

from graph.audit import audit
from graph.grids import NO_GRID
from graph.store import Store
from tests.checks.builder import D, scheme
from tests.checks.lines import lines


def test_households_by_grid(store: Store, tmp_path: Path) -> None:
    edition = lines().edition(tmp_path / "0001")
    store.build(edition)
    result = audit(edition, store, scheme(tmp_path, '[[checks]]\nid = "G11.activity"\n[[checks]]\nid = "F2.staffing"\n'), D)
    told = {r.grid_name: (r.of, r.met, r.gap, r.unknown) for r in result.grids.itertuples()}
    # h1 and h3 in 综1, h3 and h5 in 专1, h2 in 微1 (h7 is excluded); h4, h6, h9, h10, h11 in none
    assert told == {"综1": (2, 2, 0, 0), "微1": (1, 0, 1, 0), "专1": (2, 1, 1, 0), NO_GRID: (5, 0, 2, 3)}
    assert set(result.grids["check"]) == {"G11.activity"}, "grids have no grids of their own"
    twice = 1  # h3, which is in a general and an exclusive grid
    assert sum(of for of, *_ in told.values()) - twice == result.coverage[result.coverage["check"] == "G11.activity"]["of"].iloc[0]
