"""The other hierarchy: what the checks of households find, by grid instead of by unit.

A household in a general and an exclusive grid counts in both; one in no grid is told as such, so that the figures of
"no grid" and of all distinct households can be put beside the unit's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from graph.checks.facts import Facts
from graph.checks.finding import Finding
from graph.result import GRIDS
from graph.scheme import Check

NO_GRID = "（不在任何网格）"


def grid_coverage(facts: Facts, found: Sequence[tuple[Check, Finding]]) -> pd.DataFrame:
    """One row per check of households and grid, with the columns of GRIDS; none where no grid has any household."""
    asked = [(check, one.households) for check, one in found if one.households is not None]
    households, units = facts.ground.households, facts.units
    rows = facts.household_grids.drop_duplicates(["household", "grid"]) if len(facts.grids) else facts.grids
    if not asked or not len(rows):
        return pd.DataFrame(columns=list(GRIDS))
    position = np.full(len(households.unit), -1)
    position[households.denominator] = np.arange(len(households.denominator))
    at = position[rows["household"].to_numpy(np.int64)]
    grid = pd.Index(facts.grids["id"]).get_indexer(rows["grid"])
    inside = (at >= 0) & (grid >= 0)
    at, grid = at[inside], grid[inside]
    outside = np.setdiff1d(np.arange(len(households.denominator)), at)
    at, grid = np.r_[at, outside], np.r_[grid, np.full(len(outside), len(facts.grids))]
    places = pd.concat([facts.grids[["id", "name", "kind", "unit"]], pd.DataFrame([{"id": "", "name": NO_GRID, "kind": "", "unit": units.top}])])
    parts = []
    for check, state in asked:
        assert state is not None
        mine = state[at]
        counts = np.bincount(grid[mine >= 0] * 3 + mine[mine >= 0], minlength=len(places) * 3).reshape(-1, 3)
        frame = pd.DataFrame({"system": check.system, "check": check.id, "grid_id": places["id"], "grid_name": places["name"], "grid_kind": places["kind"]})
        path = units.path[places["unit"].to_numpy(np.int64)]
        parts.append(frame.assign(unit_path=path, of=counts.sum(axis=1), met=counts[:, 0], gap=counts[:, 1], unknown=counts[:, 2]))
    whole = pd.concat(parts, ignore_index=True)
    told: pd.DataFrame = whole.loc[whole["of"] > 0, list(GRIDS)].reset_index(drop=True)
    return told
