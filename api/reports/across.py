"""横向到边: unit × system, one cell per system from the first of its checks that says whether a unit has it."""

from __future__ import annotations

from dataclasses import dataclass

from api.reports.figures import TOWN, VILLAGE, Figure, UnitNode
from api.reports.lines import SystemPart
from api.reports.view import View
from graph.scheme import Check

FULL, PART, NONE, UNSURE = "●", "◐", "○", "？"
SIGNS = {FULL: "全部覆盖", PART: "部分覆盖", NONE: "没有覆盖", UNSURE: "待核实"}
_LAST = ("load", "overlap", "activity")
"""Kinds that say less of a unit's having a system; claims say nothing of it."""


@dataclass(frozen=True)
class Band:
    """`columns`: (line, system, the check shown); `units` in tree order, the figures in their `figures` by check id."""

    columns: list[tuple[str, SystemPart, Check]]
    units: list[UnitNode]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The lines over the columns, each with its number of columns."""
        counts: dict[str, int] = {}
        for name, _, _ in self.columns:
            counts[name] = counts.get(name, 0) + 1
        return list(counts.items())


def band(view: View, deepest: int = VILLAGE) -> Band:
    """The matrix down to level `deepest`."""
    columns = []
    for line in view.lines:
        for system in line.systems:
            shown = [c for c in system.checks if c.kind != "claim"]
            if shown:
                columns.append((line.name, system, next((c for c in shown if c.kind not in _LAST), shown[0])))
    return Band(columns, [u for u in view.units if u.level <= deepest])


def deepest(view: View) -> int:
    """What one page holds: villages, or towns where there are too many villages."""
    return TOWN if view.large else VILLAGE


def sign(figure: Figure | None) -> str:
    """The sign of a cell; empty where nothing is asked of the unit."""
    if figure is None or not figure.of:
        return ""
    if figure.unknown == figure.of or (not figure.met and not figure.gap):
        return UNSURE
    if figure.met == figure.of:
        return FULL
    return PART if figure.met else NONE


def percent(part: int, of: int) -> int:
    """A whole percentage that is 0 and 100 only where it is exactly so."""
    if not part or not of:
        return 0
    return min(max(round(100 * part / of), 1), 99) if part != of else 100
