"""Organisations and places out of all statements about them: one node per unit, kind and name; parents by name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.edition import Contents
from loaders import units
from loaders.ledgers.bodies import body_key
from loaders.problems import not_found
from loaders.rows import Rows
from loaders.tables import node_table, put
from loaders.world import World

_IDENTITY = ["label", "unit", "kind", "name"]
_NEAR = (units.GROUP, units.VILLAGE, units.TOWN, units.COUNTY)


def organise(world: World, unit_ids: np.ndarray, persons: np.ndarray, contents: Contents) -> dict[str, str]:
    """Put all bodies with COVERS and UNDER into the contents; returns body key → node id."""
    parts = world.bodies.get("stated", [])
    if not parts:
        return {}
    stated = _placed(pd.concat(parts, ignore_index=True))
    bodies = stated.drop_duplicates(_IDENTITY).copy()
    codes = stated[stated["code"] != ""].drop_duplicates(_IDENTITY).set_index(_IDENTITY)["code"]
    bodies["code"] = codes.reindex(pd.MultiIndex.from_frame(bodies[_IDENTITY])).fillna("").to_numpy()
    founded = stated[stated["founded"].notna()].drop_duplicates(_IDENTITY).set_index(_IDENTITY)["founded"]
    bodies["founded"] = founded.reindex(pd.MultiIndex.from_frame(bodies[_IDENTITY])).to_numpy()
    unit = bodies["unit"].to_numpy(np.int64)
    bodies["id"] = _ids(bodies, np.where(unit >= 0, unit_ids[unit], ""))
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
    _chains(world, contents, bodies, found)
    return found


def _ids(bodies: pd.DataFrame, at: np.ndarray) -> pd.Series:
    """Code where it is one body's alone, else unit, kind and name; no two bodies share one, whatever their labels and their order."""
    alone = ~bodies.duplicated("code", keep=False) & (bodies["code"] != "")
    ids = bodies["code"].where(alone, pd.Series(at, bodies.index) + "/" + bodies["kind"] + "/" + bodies["name"])
    later = ids.reindex(bodies["label"].sort_values(kind="stable").index).duplicated().reindex(ids.index)
    return ids.where(~later, ids + "/" + bodies["label"])


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


def _chains(world: World, contents: Contents, bodies: pd.DataFrame, body: dict[str, str]) -> None:
    """Parents by name: of the same label inside the same village, town, else where one fits; then of any label."""
    lookups = {str(label): _Lookup(world, some) for label, some in bodies.groupby("label", sort=True)}
    everywhere = _Lookup(world, bodies)
    for rows, part in zip(world.naming_parents, world.bodies.get("parents", []), strict=True):
        for label, some in part.groupby("label", sort=False):
            own = lookups.get(str(label), everywhere)
            start = [body.get(body_key(str(label), u, k, n)) for u, k, n in zip(some["unit"], some["kind"], some["name"], strict=True)]
            end = [own.find(u, p) or everywhere.find(u, p) for u, p in zip(some["unit"], some["parent"], strict=True)]
            _report(rows, some[[e is None for e in end]])
            frame = pd.DataFrame({"from": start, "to": end, "role": some["role"].to_numpy(), "source": some["source"].to_numpy()})
            frame = frame[some["stated"].to_numpy() & (frame["from"] != frame["to"]).to_numpy() & frame["to"].notna().to_numpy()]
            frame = frame.drop_duplicates(["from", "to"])
            above = frame["to"].map(everywhere.label)
            for one in above.unique():
                put(contents, ("UNDER", str(label), str(one)), frame[(above == one).to_numpy()])


def _report(rows: Rows, unknown: pd.DataFrame) -> None:
    """Tell of names above that are nobody's, or several bodies'."""
    for (field, role), some in unknown.groupby(["field", "role"], sort=False):
        where = np.zeros(len(rows), bool)
        where[some["row"]] = True
        rows.report("organization_unknown", where, str(field), not_found("上级" if role == "隶属" else str(role)))


class _Lookup:
    """Bodies by name: the one inside a row's village, else inside its town, else the only one there is."""

    def __init__(self, world: World, bodies: pd.DataFrame) -> None:
        self.world = world
        self.label = {str(i): str(lb) for i, lb in zip(bodies["id"], bodies["label"], strict=True)}
        self._fits: dict[tuple[int, str], set[str]] = {}
        for unit, name, one in zip(bodies["unit"], bodies["name"], bodies["id"], strict=True):
            for place in {-1, *(world.tree.up(int(unit), level) for level in _NEAR if unit >= 0)}:
                self._fits.setdefault((place, str(name)), set()).add(str(one))

    def find(self, unit: int, name: str) -> str | None:
        for level in _NEAR:
            above = self.world.tree.up(int(unit), level) if unit >= 0 else -1
            if above >= 0 and len(fits := self._fits.get((above, name), set())) == 1:
                return next(iter(fits))
        fits = self._fits.get((-1, name), set())
        return next(iter(fits)) if len(fits) == 1 else None
