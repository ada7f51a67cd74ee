"""Figures per unit at every level, and one row per gap."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from api.demo.dice import Bools, Ints
from api.demo.lookup import Stated
from api.demo.population import World

MET, UNKNOWN, GAP = 0, 1, 2
STATES = ("met", "unknown", "gap")


@dataclass(frozen=True)
class Gap:
    """One subject that is not met."""

    state: int
    reason: str
    unit_path: str
    code: str = ""
    subject: str = ""
    home: int = -1
    """The household's number, where it is one."""


@dataclass
class Check:
    """One check's counts by unit path: [met, unknown, gap]."""

    name: str
    counts: dict[str, list[int]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    top: str = ""
    """The city above the counties, which stands in no path."""

    def add(self, path: str, state: int) -> None:
        """One subject, counted in its unit and in all above it."""
        while path:
            if path in self.counts:
                self.counts[path][state] += 1
            path = path.rpartition("/")[0]
        if self.top:
            self.counts[self.top][state] += 1

    def subject(self, path: str, state: int, reason: str = "", code: str = "", subject: str = "", home: int = -1) -> None:
        """One subject with its gap, where it has one."""
        self.add(path, state)
        if state != MET:
            self.gaps.append(Gap(state, reason, path, code, subject, home))


class Tables:
    """The units of the county, which every check is rolled up along."""

    def __init__(self, world: World, stated: Stated) -> None:
        self._codes = stated.code.tolist()
        county, h = world.county, world.homes
        self.world, self.county = world, county
        self.counted: Bools = stated.exists & np.array([not e for e in h.excluded], dtype=np.bool_)
        self.villages = [v for v, x in enumerate(county.villages) if not x.virtual]
        self._top = county.flavour.county if county.flavour.below else ""
        self._levels: dict[str, int] = {**({self._top: 0} if self._top else {}), **dict.fromkeys(county.counties, 1)}
        self._levels |= {county.town_path(t): 2 for t in range(len(county.towns))}
        self._levels |= {county.village_path(v): 3 for v in self.villages}
        named = set(h.bay[stated.exists].tolist())
        self._deep = {county.group_path(g): 4 for g in range(len(county.groups))}
        self._deep |= {county.bay_path(b): 5 for b, x in enumerate(county.bays) if x.listed or b in named}

    @property
    def levels(self) -> dict[str, int]:
        """Path of every unit → its level."""
        return {**self._levels, **self._deep}

    def check(self, name: str, deep: bool = False) -> Check:
        """An empty check that knows its units."""
        return Check(name, {path: [0, 0, 0] for path in (*self._levels, *(self._deep if deep else ()))}, top=self._top)

    def home_check(self, name: str, state: Ints, reasons: Sequence[str]) -> Check:
        """A check whose subjects are the counted households."""
        check = self.check(name, deep=True)
        for i in np.flatnonzero(self.counted).tolist():
            check.subject(self.world.path(i), int(state[i]), reasons[i], self._codes[i], home=i)
        return check

    def write(self, folder: Path, prefix: str, figures: Iterable[Check], listed: Iterable[Check]) -> None:
        """coverage.csv and gaps.csv."""
        level = self.levels
        rows: list[tuple[object, ...]] = []
        for check in figures:
            for path, (met, unknown, gap) in check.counts.items():
                rows.append((check.name.split(".")[0], check.name, path, level[path], met + unknown + gap, met, gap, unknown))
        write_csv(folder / f"{prefix}coverage.csv", ("system", "check", "unit_path", "level", "of", "met", "gap", "unknown"), rows)
        lines = [(c.name, STATES[g.state], g.reason, g.unit_path, g.code, g.subject) for c in listed for g in c.gaps]
        write_csv(folder / f"{prefix}gaps.csv", ("check", "state", "reason", "unit_path", "subject_code", "subject"), lines)


def write_csv(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(names)
        out.writerows(rows)
