"""For which units a new sheet is complete (design 7): declared, or its own town or village; there it replaces what the ledger said before.

A sheet's own units are those that its name, its file's name or its title name, of the towns and villages of its rows. Where it names none, it is
complete for a town if it has rows of more than half of the town's villages that the ledger had rows of, else for the villages of its rows alone;
a ledger of units, whose new villages are no loss of the others, is complete by name only. Never for a unit without a row in a town without rows: a
ledger of three towns touches those three towns. An answer (a town's filled-in workbook) speaks for its own subject only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from loaders import units
from loaders.deliveries import ledger_named, units_named
from loaders.merge.ledger_rows import ANSWERS
from loaders.settings import NAME, Settings
from loaders.units import Tree
from loaders.world import World

SCOPE = ("file", "sheet", "ledger", "unit", "how")
"""`unit`: index of a unit for which the ledger of that sheet is complete, towns with all their villages; `how`: 声明, 名称 or 行."""
DECLARED, NAMED, ROWS = "声明", "名称", "行"
_HALF = 0.5
_SHARE = 0.1
"""The part of a sheet's rows that a town named in its title must have: a name may be part of another one."""
_UNITS = ("units", "divisions")


def scopes(new: pd.DataFrame, old: pd.DataFrame, world: World, said: Settings, named: Mapping[tuple[str, str], set[int]]) -> pd.DataFrame:
    """One row per new sheet, ledger and unit for which it is complete.

    `new`, `old`: lines of the new and of the earlier sheets in force (ledger_rows) with `at`, the unit's index; `said`: the settings that came
    with the new ones; `named`: of each new sheet the units that its names and its title name (named_units).
    """
    declared, told = _declared(world, said), set[str]()
    tree, found = world.tree, []
    lost = new.groupby(["file", "sheet"])["at"].max() if len(new) else pd.Series(dtype="int64")
    half_read = {file for file, _ in lost[lost < 0].index}  # a sheet of which no row could be placed: its village may be missing for that
    for (file, sheet, ledger), rows in new[(new["at"] >= 0) & (new["kind"] != ANSWERS)].groupby(["file", "sheet", "ledger"], sort=False):
        earlier = np.unique(old.loc[(old["ledger"] == ledger) & (old["at"] >= 0), "at"].to_numpy(np.int64))
        if ledger in declared:
            mine, how = declared[ledger], DECLARED
        else:
            mine, how = _own(tree, rows, earlier, named[str(file), str(sheet)], whole=file not in half_read)
        told.add(str(ledger))
        found += [(file, sheet, ledger, unit, how) for unit in mine]
    # what is declared without a row says that there is nothing
    found += [(NAME, "", ledger, unit, DECLARED) for ledger, mine in declared.items() if ledger not in told for unit in mine]
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


def _own(tree: Tree, rows: pd.DataFrame, earlier: np.ndarray, named: set[int], *, whole: bool) -> tuple[list[int], str]:
    """A sheet's own units, and whether its names or its rows tell them. `named`: the units whose names stand in its titles; `whole`: whether
    it may be complete for a town, as all sheets of its file were read."""
    at = np.unique(rows["at"].to_numpy(np.int64))
    villages = [int(u) for u in at if tree.units[u].level == units.VILLAGE]
    told = [v for v in villages if v in named]
    if told and len(told) >= _HALF * len(villages):
        return told, NAMED
    by_name_only = bool(rows["kind"].isin(_UNITS).all())
    placed = rows["at"].map({int(u): tree.up(int(u), units.TOWN) for u in at})
    found: list[int] = []
    how = ROWS
    for town in sorted(set(placed) - {-1}):
        below = tree.below(int(town), units.VILLAGE)
        mine = [v for v in villages if tree.up(v, units.TOWN) == town]
        had = set(earlier.tolist()) & set(below) or set(below)
        nothing = bool((rows["zero"] & (rows["at"] == town)).any())
        if whole and ((town in named and (placed == town).mean() >= _SHARE) or nothing):
            found += [town, *below]
            how = NAMED
        elif whole and not by_name_only and len(had & set(mine)) > _HALF * len(had):
            found += [town, *below]
        else:
            found += [*mine, *([town] if town in at else [])]
    return found, how


class _Names:
    """The names of towns and villages, the longest first: 大南河乡 is not 南河乡, and the village 青石村 does not stand in 青石镇."""

    def __init__(self, tree: Tree) -> None:
        towns, villages = tree.at_level(units.TOWN), tree.at_level(units.VILLAGE)
        self._tries = [
            sorted(((n, u) for u in level for n in {short(tree.units[u].name), tree.units[u].name} if len(n) >= least), key=lambda t: -len(t[0]))
            for level, short, least in ((towns, units.town_base, 2), (villages, lambda n: n, 2), (villages, units.base, 2))
        ]

    def standing(self, title: str) -> set[int]:
        """The units whose names stand in a text; of a shorter name inside a longer one only the longer."""
        found: set[int] = set()
        for some in self._tries:
            here = [name for name, _ in some if name in title]
            for name in here:
                if name in title:  # still there: not part of a longer one
                    found |= {unit for other, unit in some if other == name}
                    title = title.replace(name, " ")
        return found


def named_units(tree: Tree, titles: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], set[int]]:
    """(file, sheet) → the towns and villages whose names stand in its `titles` (file, sheet and title together)."""
    names = _Names(tree)
    return {sheet: names.standing(title) for sheet, title in titles.items()}


def elsewhere(new: pd.DataFrame, tree: Tree, named: Mapping[tuple[str, str], set[int]]) -> list[tuple[str, str, str]]:
    """(file, sheet, town) of new sheets whose names name a town, and whose rows all lie in others."""
    found = []
    for (file, sheet), rows in new[new["at"] >= 0].groupby(["file", "sheet"], sort=False):
        towns = {tree.up(int(u), units.TOWN) for u in rows["at"].unique()} - {-1}
        told = [u for u in named[str(file), str(sheet)] if tree.units[u].level == units.TOWN]
        if towns and told and not towns & set(told):
            found.append((str(file), str(sheet), tree.units[told[0]].name))
    return found


def titles_of(blocks: Sequence[object]) -> dict[tuple[str, str], str]:
    """(file, sheet) → file, sheet's name and title, joined."""
    return {(b.file, b.name): " ".join((b.file, b.name, b.found.title)) for b in blocks}  # type: ignore[attr-defined]
