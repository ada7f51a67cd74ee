"""Which village (town, county) has delivered which ledger: inferred from rows, or declared in daohu.toml, which outweighs them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.edition import Contents
from loaders import units
from loaders.kinds import plain
from loaders.ledgers import ledgers_of
from loaders.mechanisms import SYNONYMS, ledger_of
from loaders.naming import FAMILIES, ledgers_asked
from loaders.tables import node_table, put
from loaders.world import World

_SETTINGS = "daohu.toml"


def deliveries(world: World, checksums: Mapping[str, str], unit_ids: np.ndarray, contents: Contents) -> None:
    """One Delivery per ledger and sheet, with the units it speaks for."""
    parts = [*world.delivered, *_declared(world)]
    if not parts:
        return
    every = pd.concat(parts, ignore_index=True)
    every["checksum"] = every["file"].map(checksums).fillna("")
    every["id"] = every["checksum"].str[:12] + "#" + every["sheet"] + "#" + every["ledger"]
    every["source"] = every["file"] + "#" + every["sheet"] + "!"
    contents.nodes["Delivery"] = node_table("Delivery", every.drop_duplicates("id"))
    unit = every["unit"].to_numpy(np.int64)
    frame = pd.DataFrame({"from": every["id"], "to": unit_ids[unit], "rows": every["rows"], "zero": every["zero"].astype(bool), "source": every["source"]})
    put(contents, ("DELIVERED_FOR", "Delivery", "Unit"), frame)


def _declared(world: World) -> list[pd.DataFrame]:
    found = []
    for entry in world.settings.delivered:
        named = entry.get("units", [])
        told: list[int] = []
        for name in named if isinstance(named, list) else [named]:
            those = units_named(world, str(name))
            told += those
            if not those:
                note = f"[[delivered]] 中的单元“{name}”在单元名册中找不到或不唯一，未采用。请写全称或区划代码。"
                world.problems.add_one("scheme_setting", _SETTINGS, note=note)
        ledger = ledger_named(world, str(entry.get("ledger", "")))
        if not ledger:
            world.problems.add_one("scheme_setting", _SETTINGS, note=f"[[delivered]] 中的台账“{entry.get('ledger', '')}”不认识，未采用。")
            continue
        frame = {"ledger": ledger, "file": _SETTINGS, "sheet": "", "unit": told, "rows": 0, "zero": bool(entry.get("zero", False))}
        found.append(pd.DataFrame(frame))
    return found


def villages_named(world: World, name: str) -> list[int]:
    """Villages by name, code or path; a town's or county's name or code stands for all its villages."""
    return [u for u in units_named(world, name) if world.tree.units[u].level == units.VILLAGE]


def units_named(world: World, name: str) -> list[int]:
    """The villages that a name, a code or a path means, with the town or county itself where it means one."""
    tree, finder = world.tree, world.finder
    by_code = tree.by_code(name.ljust(12, "0")) if name.isdigit() else -1
    if by_code >= 0:
        return [by_code] if tree.units[by_code].level == units.VILLAGE else _below(world, by_code)
    *above, last = name.split("/")
    home = finder.county(above[0]) if above and finder.several else -1
    towns = finder.town(above[-1], home) if above else []
    towns = towns or finder.within(home)
    exact = [t for t in finder.towns if last in tree.names(t) and (home < 0 or t in towns)]
    if exact and (not towns or home >= 0):
        return _below(world, exact[0]) if len(exact) == 1 else []
    fits = finder.village(last, towns)
    if not fits and (not towns or home >= 0):
        those = finder.town(last, home)
        whole = finder.named(last)
        return [v for t in those for v in _below(world, t)] or (_below(world, whole) if whole >= 0 else [])
    return fits if len(fits) == 1 else []


def _below(world: World, top: int) -> list[int]:
    """A unit above the villages and all villages under it."""
    return [*world.tree.below(top, units.VILLAGE), top]


def ledger_named(world: World, name: str) -> str:
    """The ledger's Chinese name, from a name, an alias, a mechanism or a system code of the scheme (C8 → 好邻居); empty where unknown."""
    by_system = {c.system: c.ledger for c in reversed(world.scheme.checks) if c.ledger}
    usual = (n for names in FAMILIES.values() for n in names)
    arrived = (str(d["ledger"].iloc[0]) for d in world.delivered if len(d))
    known = {*by_system.values(), *ledgers_asked(world.scheme), *world.lists, *usual, *arrived}
    if name in by_system:
        return by_system[name]
    for one in (name, plain(name)):
        if one in known:
            return one
    for ledger in ledgers_of(world.lists, world.kinds, world.scheme):
        if ledger.is_called(name):
            return ledger.title
    mechanism = SYNONYMS.get(plain(name), plain(name))
    told = ledger_of(mechanism)
    return told if told in known or told != mechanism or mechanism in SYNONYMS.values() else ""
