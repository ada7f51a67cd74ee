"""Rows that name no unit, where another text does: a body's own name (中共青石镇委员会, 青石镇农合联), where a meeting was."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World

_PLACES = ("county", "town", "village", "place", "code")


def place_by_name(rows: Rows, world: World, field: str) -> None:
    """Put the town (and village) that a text tells into rows whose own cells for a place are all blank; call it before placing."""
    name = rows.words(field)
    blank = np.logical_and.reduce([~text.present(rows.words(n)) for n in _PLACES]) & text.present(name) & ~rows.zero
    if not blank.any():
        return
    tree = world.tree
    towns, villages = np.full(len(rows), None, object), np.full(len(rows), None, object)
    said = text.objects(name)
    told = {one: world.finder.context(one).unit for one in dict.fromkeys(said[blank])}
    for row in np.flatnonzero(blank):
        unit = told[said[row]]
        for level, column in ((units.TOWN, towns), (units.VILLAGE, villages)):
            above = tree.up(unit, level) if unit >= 0 else -1
            column[row] = tree.units[above].name if above >= 0 else None
    for told_field, cells in (("town", towns), ("village", villages)):
        if any(c is not None for c in cells):
            rows.replace(told_field, pc.coalesce(rows.cells(told_field), pa.array(cells, pa.string())))
