"""The figures of a result in the shapes that people read: per check for the whole, and as a tree of units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from graph.result import AuditResult
from graph.scheme import Check, Scheme

COUNTY, TOWN, VILLAGE = 1, 2, 3


class Figure(NamedTuple):
    """of = met + gap + unknown of one check in one unit."""

    of: int = 0
    met: int = 0
    gap: int = 0
    unknown: int = 0

    @property
    def met_share(self) -> float | None:
        """met/of; None where nothing is to be covered. Never shown without `unknown_share` beside it."""
        return self.met / self.of if self.of else None

    @property
    def unknown_share(self) -> float | None:
        return self.unknown / self.of if self.of else None


@dataclass
class UnitNode:
    """A unit with its figures by check id. `depth` 0 is the root."""

    id: str
    code: str
    name: str
    path: str
    level: int
    depth: int = 0
    parent: UnitNode | None = field(default=None, repr=False)
    children: list[UnitNode] = field(default_factory=list, repr=False)
    figures: dict[str, Figure] = field(default_factory=dict, repr=False)


def shown_checks(scheme: Scheme, coverage: pd.DataFrame) -> list[Check]:
    """The checks that have figures, in the scheme's order; a check the scheme does not name is shown under its id."""
    present = coverage.drop_duplicates("check")[["check", "system", "kind"]].astype(str).to_dict("records")
    ids = {row["check"] for row in present}
    known = [c for c in scheme.checks if c.id in ids]
    named = {c.id for c in known}
    return known + [Check(r["check"], r["system"], r["kind"], r["check"], "", "") for r in present if r["check"] not in named]


def titles(result: AuditResult) -> dict[str, str]:
    """Chinese title by check id, for every check that may occur in the result."""
    return {c.id: c.title for c in (*result.scheme.checks, *shown_checks(result.scheme, result.coverage))}


def whole_figures(coverage: pd.DataFrame) -> dict[str, Figure]:
    """Figure of everything by check id: the county's, or the sum of what stands at the top (a 地级市, or several counties)."""
    if coverage.empty:
        return {}
    top = coverage[coverage["level"] == coverage["level"].min()]
    sums = top.groupby("check", sort=False)[["of", "met", "gap", "unknown"]].sum()
    return {str(c): Figure(*map(int, f)) for c, *f in sums.itertuples(name=None)}


def unit_tree(coverage: pd.DataFrame, deepest: int = 9) -> list[UnitNode]:
    """All units down to level `deepest`, parents before children, each with the figures of the checks that reach it.

    Checks end at different levels, so the tree is made of all of them together: a unit's parent is the unit with the
    path above it, and children keep the order in which they first appear. Paths begin at the county, so that counties
    hang under the one 地级市 there is.
    """
    rows = coverage[coverage["level"] <= deepest]
    # Parents first even where a check lists its units level by level; the order inside a level is kept.
    units = rows.drop_duplicates("unit_id").sort_values("level", kind="stable")
    columns = ["unit_id", "unit_code", "unit_name", "unit_path", "level"]
    nodes: dict[str, UnitNode] = {}
    by_path: dict[str, UnitNode] = {}
    roots: list[UnitNode] = []
    for key, code, name, path, level in units[columns].fillna({"unit_code": ""}).itertuples(index=False, name=None):
        node = nodes[key] = by_path[path] = UnitNode(key, code, name, path, int(level), parent=by_path.get(path.rpartition("/")[0]))
        if node.parent is None and len(roots) == 1 and roots[0].level < level == COUNTY:
            node.parent = roots[0]
        (node.parent.children if node.parent else roots).append(node)
    said = (rows[c].tolist() for c in ("unit_id", "check", "of", "met", "gap", "unknown"))
    for key, check, of, met, gap, unknown in zip(*said, strict=True):
        nodes[key].figures[check] = Figure(of, met, gap, unknown)
    return [n for root in roots for n in _walk(root, 0)]


def _walk(node: UnitNode, depth: int) -> list[UnitNode]:
    node.depth = depth
    return [node, *(n for child in node.children for n in _walk(child, depth + 1))]
