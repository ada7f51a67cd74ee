"""Which grid a text names: by its code, by its name in the row's village, else by a name that one grid alone has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders import units
from loaders.problems import fits_several, not_found
from loaders.rows import Rows
from loaders.world import World


class GridNames:
    """All grids that ledgers have stated so far."""

    def __init__(self, world: World) -> None:
        columns = ["key", "village", "code", "name"]
        every = pd.concat([g[columns] for g in world.grids], ignore_index=True) if world.grids else pd.DataFrame({c: [] for c in columns})
        self._codes = {c: k for c, k in zip(every["code"], every["key"], strict=True) if c}
        self._inside: dict[tuple[int, str], set[str]] = {}
        tree = world.tree
        for key, village, name in zip(every["key"], every["village"], every["name"], strict=True):
            for place in (int(village), tree.up(int(village), units.TOWN) if village >= 0 else -1, -1):
                self._inside.setdefault((place, name), set()).add(key)
        self.tree = tree

    def find(self, village: np.ndarray, said: np.ndarray) -> np.ndarray:
        """Per entry the key of the grid, None where none or several fit."""
        known: dict[tuple[int, str], str | None] = {}
        out = []
        for at, name in zip(village.tolist(), said, strict=True):
            if (at, name) not in known:
                known[at, name] = self._find(at, name)
            out.append(known[at, name])
        return np.array(out, object)

    def report(self, rows: Rows, row: np.ndarray, village: np.ndarray, said: np.ndarray, field: str, relation: str) -> None:
        """Tell of names, said by the rows `row`, that are no grid's or several grids'."""
        told: dict[bool, dict[int, list[str]]] = {True: {}, False: {}}
        for r, at, name in zip(row.tolist(), village.tolist(), said, strict=True):
            told[len(self._fits(at, name)) > 1].setdefault(r, []).append(name)
        for several, names in told.items():
            note = fits_several(relation) if several else not_found(relation, "网格台账")
            values = pa.array(["、".join(names[r]) if r in names else None for r in range(len(rows))], pa.string())
            rows.report("organization_unknown", np.isin(np.arange(len(rows)), list(names)), field, note, values)

    def _find(self, village: int, name: str) -> str | None:
        if not name or name in self._codes:
            return self._codes.get(name)
        fits = self._fits(village, name)
        return next(iter(fits)) if len(fits) == 1 else None

    def _fits(self, village: int, name: str) -> set[str]:
        """The grids of that name, nearest first: in the village, else in its town, else anywhere."""
        town = self.tree.up(village, units.TOWN) if village >= 0 else -1
        return next((f for place in (village, town, -1) if (f := self._inside.get((place, name), set()))), set())
