"""Units of the earlier edition that are others now (撤村并居): by which id their rows are known."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from graph.edition import Edition
from loaders import units
from loaders.world import World


def former_units(world: World, base: Edition) -> dict[str, str]:
    """The id of a unit of `base` → the id of the one unit that took its place; units that were split are not in it."""
    if not world.successions:
        return {}
    every = pd.concat(world.successions, ignore_index=True)
    every = every[every["old_group"] == ""].drop_duplicates(["old_code", "old_path", "new"])
    every = every[~every.duplicated(["old_code", "old_path"], keep=False)]
    then = base.nodes("Unit", ["id", "code", "path"]).to_pandas()
    by_code = dict(zip(then["code"], then["id"], strict=True))
    by_path = dict(zip(then["path"], then["id"], strict=True))
    ids = world.tree.ids()
    there = set(ids)
    said = every[["old_code", "old_path", "new"]].itertuples(index=False)
    found = {by_code.get(code, "") if code else by_path.get(path, ""): ids[int(new)] for code, path, new in said}
    return {old: new for old, new in found.items() if old and old not in there and old != new}


def villages(former: Mapping[str, str], world: World) -> pa.Table:
    """Those that are villages now, as graph.lineage takes them: columns old, new."""
    levels = dict(zip(world.tree.ids(), (u.level for u in world.tree.units), strict=True))
    some = {old: new for old, new in former.items() if levels.get(new) == units.VILLAGE}
    return pa.table({"old": pa.array(list(some), pa.string()), "new": pa.array(list(some.values()), pa.string())})
