"""Where rows stand that may be of the county itself."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders import units
from loaders.naming import ledger_name
from loaders.normalise import text
from loaders.placing import Placed, place
from loaders.rows import Rows
from loaders.world import World

_PLACES = ("county", "town", "village", "place", "code")


def stand(rows: Rows, world: World, county_wide: np.ndarray | bool = True) -> Placed:
    """Units of rows from bay to county. Where `county_wide`, a row that names no unit at all stands at the county (of its sheet's
    unit, where the sheet names one); others are rejected."""
    tree = world.tree
    wide = np.broadcast_to(np.asarray(county_wide, bool), len(rows))
    follow_merged(rows, ~np.isin(rows.sheet, np.unique(rows.sheet[wide])))
    if tree.top >= 0:
        blank = np.logical_and.reduce([~text.present(rows.words(n)) for n in _PLACES]) & county_wide
        rows.replace("county", pc.coalesce(rows.words("county"), pc.if_else(pa.array(blank), tree.units[tree.top].name, None)))
    return place(rows, world.finder, village_required=False)


def follow_merged(rows: Rows, where: np.ndarray | bool = True) -> None:
    """A row that names no unit follows the one above in a sheet (a CSV saved from merged cells) that never repeats a unit in two rows.

    `where`: the rows of which that may be."""
    names = [n for n in _PLACES if rows.has(n)]
    if not names or not len(rows):
        return
    said = pc.binary_join_element_wise(*(pc.fill_null(rows.words(n), "") for n in names), "|").to_numpy(zero_copy_only=False)
    blank = np.logical_and.reduce([rows.blank(n) for n in names]) & np.logical_or.reduce([rows.in_sheet(n) for n in names])
    again = np.zeros(len(rows), bool)
    again[1:] = (said[1:] == said[:-1]) & ~blank[1:] & ~blank[:-1] & ~rows.starts[1:]
    loose = np.array([not len(b.found.sheet.merged) for b in rows.blocks])
    loose[np.unique(rows.sheet[again])] = False
    follows = blank & loose[rows.sheet] & ~rows.zero & where
    for n in names:
        rows.fill_down(n, follows & rows.in_sheet(n))


def named(rows: Rows, world: World, family: str) -> None:
    """The ledger of each sheet as its title, name or file name says, else the kind's own."""
    names = [ledger_name(b, world.scheme, rows.ledger.title, family) for b in rows.blocks]
    rows.ledger_names = np.array(names or [""], object)[rows.sheet]


def villages(world: World, unit: np.ndarray) -> np.ndarray:
    """The village of each unit; a town or the county stays itself."""
    tree = world.tree
    table = [i if u.level <= units.VILLAGE else tree.up(i, units.VILLAGE) for i, u in enumerate(tree.units)]
    return np.asarray(np.array([*table, -1], np.int64)[unit])
