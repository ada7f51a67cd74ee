"""World → contents of an edition: ids are given, ends of edges resolved, open dates become sentinels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.edition import Contents, EdgeKey
from graph.schema import node_schema
from loaders import units
from loaders.identity.decisions import Decision
from loaders.identity.numbers import Numbers
from loaders.organise import organise
from loaders.persons import Settled
from loaders.tables import node_table, put
from loaders.world import Edges, World


@dataclass
class Ids:
    """Graph ids of what the loaders number: units, households, persons (by mention), bodies and grids (by key)."""

    unit: np.ndarray
    household: np.ndarray
    person: np.ndarray
    settled: Settled
    body: dict[str, str] = field(default_factory=dict)
    grid: dict[str, str] = field(default_factory=dict)
    event: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    """Id by the row that states the event; empty where that row is the id."""

    def of(self, end: str, values: np.ndarray, world: World) -> np.ndarray:
        """Ids for one end of a batch of edges; None where the end does not exist."""
        if end == "id":
            return values
        if end == "event":
            return self.event.reindex(values).to_numpy(object) if len(self.event) else values
        numbered = {"mention": self.person, "unit": self.unit, "row": self.household}
        if end in numbered:
            return np.asarray(numbered[end][values])
        if end == "household":
            index = world.households.index_of(values)
            return np.where(index >= 0, self.household[index], np.array(None, object))
        table = self.body if end == "body" else self.grid
        return np.array([table.get(v) for v in values], object)


def build(world: World, numbers: Numbers, decisions: Sequence[Decision] = ()) -> tuple[Contents, Ids]:
    """Nodes and edges of everything read. `numbers` gives ids to those that have no code of their own; persons whom `decisions` say
    to be the same are one."""
    contents = Contents()
    unit_ids, contents.nodes["Unit"] = _units(world)
    settled = world.persons.settle(lambda table: numbers.persons(table, unit_ids), decisions)
    household_ids = _household_ids(world.households.frame, world.households.shared_code, unit_ids, numbers)
    ids = Ids(unit_ids, household_ids, settled.ids, settled)
    contents.nodes["Household"] = _households(world, household_ids)
    contents.nodes["Person"] = _people(settled)
    ids.body = organise(world, ids.unit, ids.person, contents)
    _grids(world, ids, contents)
    _part_of(world, ids, contents)
    if world.events:
        ids.event, contents.nodes["Event"] = _events(world, unit_ids, numbers)
    for key, parts in _grouped(world.edges).items():
        put(contents, key, pd.concat([_edge_frame(e, ids, world) for e in parts], ignore_index=True))
    return contents, ids


def _units(world: World) -> tuple[np.ndarray, pa.Table]:
    tree = world.tree
    ids = tree.ids()
    names = ("code", "name", "kind", "level", "urban_rural", "source")
    said = {n: [getattr(u, n) for u in tree.units] for n in names}
    frame = pd.DataFrame({"id": ids, "path": [tree.path(i) for i in range(len(tree))], **said})
    return np.array(ids, object), node_table("Unit", frame)


def _household_ids(frame: pd.DataFrame, shared: np.ndarray, unit_ids: np.ndarray, numbers: Numbers) -> np.ndarray:
    """Village and 户号; of `shared` ones (one 户号 in two former villages of one village) the former village stands before it."""
    if not len(frame):
        return np.zeros(0, object)
    village, code = unit_ids[frame["village"].to_numpy(np.int64)], frame["code"].to_numpy(object).copy()
    without = pd.isna(code)
    if without.any():
        code[without] = numbers.households(frame, unit_ids)[without]
    apart = np.where(shared, frame["former"].to_numpy(object) + np.array("/", object), np.array("", object))
    return np.asarray(village + np.array("#", object) + apart + code)


def _households(world: World, ids: np.ndarray) -> pa.Table:
    frame = world.households.frame
    virtual = np.array([units.is_virtual(u.code) for u in world.tree.units] + [False])[frame["village"].to_numpy(np.int64)]
    kind = frame["excluded"].where(frame["excluded"].notna(), frame["kind"])
    return node_table("Household", frame.assign(id=ids, kind=kind, counted=frame["excluded"].isna() & ~virtual))


def _events(world: World, unit_ids: np.ndarray, numbers: Numbers) -> tuple[pd.Series, pa.Table]:
    """Events with their ids, by the row that states each where the ids are not these rows."""
    frame = pd.concat(world.events, ignore_index=True)
    rows, frame["id"] = frame["id"], numbers.events(frame, unit_ids)
    ids = pd.Series(frame["id"].to_numpy(object), rows.to_numpy(object)) if numbers.secret else pd.Series(dtype=object)
    return ids, node_table("Event", frame)


def _people(settled: Settled) -> pa.Table:
    table = settled.table
    if not len(table):
        return node_schema("Person").empty_table()
    table = table[table["stated"].to_numpy(bool)]
    birth = table["birth"].to_numpy().astype("datetime64[Y]")
    year = np.where(np.isnat(birth), 0, birth.astype("int64") + 1970)
    return node_table("Person", table.drop(columns=["birth"]).assign(id=table["graph_id"], birth_year=year, left_on=table["left"], left_why=table["why"]))


def _grids(world: World, ids: Ids, contents: Contents) -> None:
    """Grids, their village, and the households that the register puts in them."""
    if not world.grids:
        return
    grids = pd.concat(world.grids, ignore_index=True).drop_duplicates("key")
    village = ids.unit[grids["village"].to_numpy(np.int64)]
    grids["id"] = np.where(grids["code"] != "", grids["code"], pd.Series(village, grids.index) + "/" + grids["name"])
    ids.grid = dict(zip(grids["key"], grids["id"], strict=True))
    contents.nodes["Grid"] = node_table("Grid", grids)
    put(contents, ("PART_OF", "Grid", "Unit"), pd.DataFrame({"from": grids["id"], "to": village, "source": grids["source"]}))
    frame = world.households.frame
    said = frame.loc[frame["grid"].notna(), ["village", "grid", "source"]].reset_index(names="household")
    names = pd.concat([grids[["village", "name", "id"]], grids.loc[grids["code"] != "", ["village", "code", "id"]].rename(columns={"code": "name"})])
    found = said.merge(names.drop_duplicates(["village", "name"]), left_on=["village", "grid"], right_on=["village", "name"])
    ends = {"from": ids.household[found["household"].to_numpy()], "to": found["id"]}
    put(contents, ("IN_GRID", "Household", "Grid"), pd.DataFrame({**ends, "source": found["source"]}))


def _part_of(world: World, ids: Ids, contents: Contents) -> None:
    tree, frame = world.tree, world.households.frame
    inner = [i for i, u in enumerate(tree.units) if u.parent >= 0]
    ends = {"from": ids.unit[inner], "to": ids.unit[[tree.units[i].parent for i in inner]]}
    put(contents, ("PART_OF", "Unit", "Unit"), pd.DataFrame({**ends, "source": [tree.units[i].source for i in inner]}))
    lowest = np.where(frame["bay"] >= 0, frame["bay"], np.where(frame["group"] >= 0, frame["group"], frame["village"])).astype(np.int64)
    put(contents, ("PART_OF", "Household", "Unit"), pd.DataFrame({"from": ids.household, "to": ids.unit[lowest], "source": frame["source"].to_numpy()}))


def _grouped(edges: list[Edges]) -> dict[EdgeKey, list[Edges]]:
    found: dict[EdgeKey, list[Edges]] = {}
    for one in edges:
        found.setdefault((one.name, *one.labels), []).append(one)
    return found


def _edge_frame(edge: Edges, ids: Ids, world: World) -> pd.DataFrame:
    start, end = ids.of(edge.ends[0], edge.source_end, world), ids.of(edge.ends[1], edge.target_end, world)
    return pd.DataFrame({"from": start, "to": end, "since": edge.since, "until": edge.until, "source": edge.source, **edge.own})
