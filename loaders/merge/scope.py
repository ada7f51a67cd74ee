"""For which units a new sheet is complete (design 7): declared, or its own town or village; there it replaces what the ledger said before.

A sheet's own units are those that its name, its file's name or its title name, of the towns and villages of its rows. Where it names none, it is
complete for a town if it has rows of more than half of the town's villages that the ledger had rows of, else for the villages of its rows alone.
Never for a unit without a row in a town without rows: a ledger of three towns touches those three towns. An answer (a town's filled-in workbook)
speaks for its own subject only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loaders import units
from loaders.deliveries import ledger_named, units_named
from loaders.merge.ledger_rows import ANSWERS
from loaders.settings import Settings
from loaders.units import Tree
from loaders.world import World

SCOPE = ("file", "sheet", "ledger", "unit", "how")
"""`unit`: index of a unit for which the ledger of that sheet is complete, towns with all their villages; `how`: 声明, 名称 or 行."""
DECLARED, NAMED, ROWS = "声明", "名称", "行"
_HALF = 0.5


def scopes(new: pd.DataFrame, old: pd.DataFrame, world: World, said: Settings, titles: dict[tuple[str, str], str]) -> pd.DataFrame:
    """One row per new sheet, ledger and unit for which it is complete.

    `new`, `old`: lines of the new and of the earlier sheets in force (ledger_rows) with `at`, the unit's index; `said`: the settings that came
    with the new ones; `titles`: (file, sheet) → file, sheet and title together.
    """
    declared = _declared(world, said)
    tree, found = world.tree, []
    for (file, sheet, ledger), rows in new[(new["at"] >= 0) & (new["kind"] != ANSWERS)].groupby(["file", "sheet", "ledger"], sort=False):
        at = np.unique(rows["at"].to_numpy(np.int64))
        earlier = np.unique(old.loc[(old["ledger"] == ledger) & (old["at"] >= 0), "at"].to_numpy(np.int64))
        if ledger in declared:
            mine, how = declared[ledger], DECLARED
        else:
            mine, how = _own(tree, at, earlier, titles.get((file, sheet), file))
        found += [(file, sheet, ledger, unit, how) for unit in mine]
    return pd.DataFrame(found, columns=list(SCOPE))


def _declared(world: World, said: Settings) -> dict[str, list[int]]:
    """Ledger → the units for which daohu.toml says that it is complete; a town with its villages."""
    found: dict[str, list[int]] = {}
    for entry in said.delivered:
        ledger = ledger_named(world, str(entry.get("ledger", "")))
        named = entry.get("units", [])
        for name in named if isinstance(named, list) else [named]:
            found.setdefault(ledger, []).extend(units_named(world, str(name)))
    return {ledger: sorted(set(many)) for ledger, many in found.items() if ledger}


def _own(tree: Tree, at: np.ndarray, earlier: np.ndarray, title: str) -> tuple[list[int], str]:
    """A sheet's own units, and whether its names or its rows tell them."""
    villages = [int(u) for u in at if tree.units[u].level == units.VILLAGE]
    towns = sorted({tree.up(int(u), units.TOWN) for u in at} - {-1})
    named = [v for v in villages if _stands(tree, v, title)]
    if len(named) == 1 and len(villages) <= 3:
        return named, NAMED
    found: list[int] = []
    how = ROWS
    for town in towns:
        below = tree.below(town, units.VILLAGE)
        mine = [v for v in villages if tree.up(v, units.TOWN) == town]
        had = [v for v in below if v in set(earlier.tolist())] or below
        if _stands(tree, town, title):
            found += [town, *below]
            how = NAMED
        elif len(mine) > _HALF * len(had):
            found += [town, *below]
        else:
            found += [*mine, *([town] if town in at else [])]
    found += [int(u) for u in at if tree.units[u].level < units.TOWN]
    return found, how


def _stands(tree: Tree, unit: int, title: str) -> bool:
    """Whether the name of a unit, with or without its suffix, stands in the names and title of a sheet."""
    name = tree.units[unit].name
    short = (units.base if tree.units[unit].level == units.VILLAGE else units.town_base)(name)
    return name in title or (len(short) >= 2 and short in title)


def titles_of(blocks: Sequence[object]) -> dict[tuple[str, str], str]:
    """(file, sheet) → file, sheet's name and title, joined."""
    return {(b.file, b.name): " ".join((b.file, b.name, b.found.title)) for b in blocks}  # type: ignore[attr-defined]
