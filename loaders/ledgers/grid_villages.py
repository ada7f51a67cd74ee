"""Grids of several villages, and households that the register puts in two grids (网格 and 专属网格)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders import units
from loaders.ledgers.grid_names import GridNames
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World

_SEVERAL = re.compile(r"[、,，;；/\n\r]+")


def first_of_several(rows: Rows) -> list[list[str]]:
    """Of a cell that names several villages the row keeps the first; returns per row the others."""
    cells = rows.cells("village").to_pylist()
    parts = [[re.sub(r"\s+", "", p) for p in _SEVERAL.split(c or "") if p.strip()] for c in cells]
    if any(len(p) > 1 for p in parts):
        rows.replace("village", pa.array([p[0] if len(p) > 1 else c for p, c in zip(parts, cells, strict=True)], pa.string()))
    return [p[1:] for p in parts]


def spread(rows: Rows, world: World, good: np.ndarray, key: np.ndarray, village: np.ndarray, beside: list[list[str]]) -> None:
    """PART_OF for the other villages of a grid, IN_GRID for their households, and for the second grid of a household."""
    home = pd.Series(village[good]).groupby(pd.Series(key[good])).first() if good.any() else pd.Series(dtype="int64")
    found: dict[tuple[str, int], int] = {}
    for row in np.flatnonzero(good):
        others = [int(village[row])] if village[row] != home[key[row]] else []
        for name in beside[row]:
            town = world.tree.up(int(village[row]), units.TOWN)
            fits = world.finder.village(name, [town]) or world.finder.village(name, [])
            others += fits if len(fits) == 1 else []
            if len(fits) != 1:
                alone = np.isin(np.arange(len(rows)), row)
                rows.report("unit_unknown", alone, "village", "", pa.array([name] * len(rows), pa.string()))
        for other in others:
            found.setdefault((key[row], other), int(row))
    if found:
        keys, where = np.array([k for k, _ in found], object), np.array([v for _, v in found], np.int64)
        source = text.objects(rows.sources)[np.array(list(found.values()))]
        world.edge("PART_OF", ("Grid", "Unit"), ("grid", "unit"), keys, where, source)
    _households(world, list(found))


def _households(world: World, others: list[tuple[str, int]]) -> None:
    """IN_GRID of households that the grid's own village does not decide."""
    frame = world.households.frame.reset_index(drop=True)
    names = GridNames(world)
    parts = []
    grids = pd.concat(world.grids, ignore_index=True).drop_duplicates("key").set_index("key")
    if others:
        asked = pd.DataFrame(others, columns=["key", "village"])
        called = pd.concat([asked.assign(grid=grids.loc[asked["key"], word].to_numpy()) for word in ("name", "code")])
        here = frame.loc[frame["grid"].notna(), ["village", "grid"]].reset_index(names="row")
        parts.append(called[called["grid"] != ""].drop_duplicates().merge(here, on=["village", "grid"])[["row", "key"]])
    second = frame[frame["own_grid"].notna()] if "own_grid" in frame else frame.iloc[:0]
    if len(second):
        own = names.find(second["village"].to_numpy(np.int64), second["own_grid"].to_numpy(object))
        first = names.find(second["village"].to_numpy(np.int64), second["grid"].fillna("").to_numpy(object))
        new = np.array([o is not None and o != f for o, f in zip(own, first, strict=True)], bool)
        parts.append(pd.DataFrame({"row": second.index[new], "key": own[new]}))
    every = pd.concat(parts, ignore_index=True).drop_duplicates() if parts else pd.DataFrame()
    if len(every):
        row = every["row"].to_numpy(np.int64)
        source = frame["source"].to_numpy(object)[row]
        world.edge("IN_GRID", ("Household", "Grid"), ("row", "grid"), row, every["key"].to_numpy(object), source)
