"""Organisations and places out of all statements about them: one node per unit, kind and name; parents and members by name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.edition import Contents
from loaders import units
from loaders.ledgers.bodies import body_key
from loaders.tables import node_table, put
from loaders.world import World

_IDENTITY = ["label", "unit", "kind", "name"]


def organise(world: World, unit_ids: np.ndarray, persons: np.ndarray, contents: Contents) -> dict[str, str]:
    """Put all bodies with COVERS, UNDER and MEMBER_OF into the contents; returns body key → node id."""
    parts = world.bodies.get("stated", [])
    if not parts:
        return {}
    stated = _placed(pd.concat(parts, ignore_index=True))
    bodies = stated.drop_duplicates(_IDENTITY).copy()
    codes = stated[stated["code"] != ""].drop_duplicates(_IDENTITY).set_index(_IDENTITY)["code"]
    bodies["code"] = codes.reindex(pd.MultiIndex.from_frame(bodies[_IDENTITY])).fillna("").to_numpy()
    unit = bodies["unit"].to_numpy(np.int64)
    alone = ~bodies.duplicated(["label", "code"], keep=False) & (bodies["code"] != "")
    at = pd.Series(np.where(unit >= 0, unit_ids[unit], ""), bodies.index)
    bodies["id"] = bodies["code"].where(alone, at + "/" + bodies["kind"] + "/" + bodies["name"])
    bodies["level"] = np.array([u.level for u in world.tree.units] + [units.COUNTY])[unit]
    for label, some in bodies.groupby("label", sort=True):
        frame = some.assign(since=some["founded"])
        contents.nodes[str(label)] = node_table(str(label), frame)
        placed = frame[frame["unit"] >= 0]
        ends = {"from": placed["id"], "to": unit_ids[placed["unit"].to_numpy(np.int64)]}
        put(contents, ("COVERS", str(label), "Unit"), pd.DataFrame({**ends, "since": placed["founded"], "source": placed["source"]}))
    known = dict(zip(bodies[_IDENTITY].itertuples(index=False, name=None), bodies["id"], strict=True))
    found = {body_key(*k): i for k, i in known.items()}
    for before, now in zip(stated["said"], stated[_IDENTITY].itertuples(index=False, name=None), strict=True):
        found.setdefault(before, known[now])
    _chains(world, persons, contents, bodies[bodies["label"] == "PartyOrganization"], found)
    return found


def _placed(stated: pd.DataFrame) -> pd.DataFrame:
    """A statement without a place is about the one body of that label and name that has one; `said`: its key as stated."""
    stated["said"] = [body_key(*k) for k in stated[_IDENTITY].itertuples(index=False)]
    loose = stated["unit"] < 0
    if loose.any() and not loose.all():
        homes = stated.loc[~loose, _IDENTITY].drop_duplicates()
        homes = homes[~homes.duplicated(["label", "name"], keep=False)].set_index(["label", "name"])
        home = homes.reindex(pd.MultiIndex.from_frame(stated.loc[loose, ["label", "name"]]))
        there = home["unit"].notna().to_numpy()
        rows = stated.index[loose][there]
        stated.loc[rows, "unit"] = home["unit"].to_numpy()[there].astype(np.int64)
        stated.loc[rows, "kind"] = home["kind"].to_numpy(object)[there]
    return stated


def _chains(world: World, persons: np.ndarray, contents: Contents, party: pd.DataFrame, body: dict[str, str]) -> None:
    """Parents and memberships of party organisations by name: inside the same town first, else where one fits."""
    towns = {i: world.tree.up(i, units.TOWN) for i in range(len(world.tree))}
    by_town = {(towns.get(u, -1), n): str(i) for u, n, i in zip(party["unit"], party["name"], party["id"], strict=True)}
    alone = party[~party.duplicated("name", keep=False)]
    by_name = {str(n): str(i) for n, i in zip(alone["name"], alone["id"], strict=True)}

    def find(unit: int, name: str) -> str | None:
        return by_town.get((towns.get(unit, -1), name)) or by_name.get(name)

    for part in world.bodies.get("parents", []):
        start = [body.get(body_key("PartyOrganization", u, k, n)) for u, k, n in zip(part["unit"], part["kind"], part["name"], strict=True)]
        end = [find(u, p) for u, p in zip(part["unit"], part["parent"], strict=True)]
        frame = pd.DataFrame({"from": start, "to": end, "role": "隶属", "source": part["source"]}).drop_duplicates(["from", "to"])
        put(contents, ("UNDER", "PartyOrganization", "PartyOrganization"), frame)
    for part in world.bodies.get("members", []):
        end = [find(u, o) if o else None for u, o in zip(part["unit"], part["organisation"], strict=True)]
        mention = part["mention"].to_numpy()
        frame = pd.DataFrame({"from": persons[mention], "to": end, "role": "党员", "home": True, "since": part["since"], "source": part["source"]})
        put(contents, ("MEMBER_OF", "Person", "PartyOrganization"), frame)
