"""Which body a text names: among all that ledgers have stated so far, the one nearest to the row that says it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from loaders import units
from loaders.ledgers.bodies import body_key
from loaders.world import World

UNKNOWN = -1


@dataclass
class Known:
    """Bodies of some labels, found by name: in the row's own unit first, then in its village, its town, the county."""

    world: World
    labels: Collection[str]
    frame: pd.DataFrame = field(init=False)
    """One row per body: label, unit, kind, name, key."""

    def __post_init__(self) -> None:
        parts = [p[p["label"].isin(self.labels)] for p in self.world.bodies.get("stated", [])]
        columns = ["label", "unit", "kind", "name"]
        every = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame({c: [] for c in columns})
        homes = set(every.loc[every["unit"] >= 0, ["label", "name"]].itertuples(index=False, name=None))
        loose = np.array([u < 0 and (lb, n) in homes for lb, u, _, n in every.itertuples(index=False, name=None)], bool)
        frame = every[~loose].drop_duplicates().reset_index(drop=True)
        frame["key"] = [body_key(*k) for k in frame.itertuples(index=False)]
        self.frame = frame
        tree = self.world.tree
        self._places: dict[tuple[int, str], list[int]] = {}
        for row, (unit, kind, name) in enumerate(zip(frame["unit"], frame["kind"], frame["name"], strict=True)):
            for level in (units.BAY, units.GROUP, units.VILLAGE, units.TOWN):
                above = tree.up(int(unit), level) if unit >= 0 else -1
                if above >= 0:
                    self._places.setdefault((above, name), []).append(row)
            self._places.setdefault((-1, name), []).append(row)
            if kind != name and unit >= 0:
                self._places.setdefault((int(unit), f"\0{kind}"), []).append(row)
        self._answers: dict[tuple[int, str], int] = {}

    def find(self, unit: np.ndarray, name: np.ndarray) -> np.ndarray:
        """Per entry the row of `frame` that a name, said at a unit, means; -1 where none or several fit."""
        return np.array([self._find(int(u), n) if n else UNKNOWN for u, n in zip(unit, name, strict=True)] or [], np.int64)

    def _find(self, unit: int, name: str) -> int:
        asked = (unit, name)
        if asked not in self._answers:
            self._answers[asked] = self._look(unit, name)
        return self._answers[asked]

    def _look(self, unit: int, name: str) -> int:
        """The body of that name; else of the name with the village's before it; else the one of that kind at the unit itself."""
        tree = self.world.tree
        above = unit
        while above >= 0:
            fits = self._places.get((above, name), [])
            if len(fits) == 1:
                return fits[0]
            if fits:
                own = [f for f in fits if int(self.frame.at[f, "unit"]) == above]
                return own[0] if len(own) == 1 else UNKNOWN
            above = tree.units[above].parent
        fits = self._places.get((-1, name), [])
        if fits:
            return fits[0] if len(fits) == 1 else UNKNOWN
        village = tree.up(unit, units.VILLAGE) if unit >= 0 else -1
        if village >= 0:
            longer = {f for own in tree.names(village) for f in self._places.get((village, own + name), [])}
            if len(longer) == 1:
                return longer.pop()
        of_kind = self._places.get((unit, f"\0{name}"), [])
        return of_kind[0] if len(of_kind) == 1 else UNKNOWN

    def keys(self, found: np.ndarray) -> np.ndarray:
        """Body keys of rows of `frame`."""
        return np.asarray(self.frame["key"].to_numpy(object)[found])

    def column(self, found: np.ndarray, name: str, missing: object) -> np.ndarray:
        """A column of `frame` for rows of it; `missing` where the row is -1."""
        values = self.frame[name].to_numpy(object)
        return np.array([values[f] if f >= 0 else missing for f in found], object)
