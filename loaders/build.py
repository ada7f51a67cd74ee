"""World → contents of an edition: ids are given, ends of edges resolved, open dates become sentinels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.edition import Contents, EdgeKey
from graph.schema import EDGE, NODE, OPEN_SINCE, OPEN_UNTIL, edge_schema, node_schema
from loaders import units
from loaders.persons import Settled, left_dates
from loaders.world import Edges, World

_SINCE, _UNTIL = np.datetime64(OPEN_SINCE), np.datetime64(OPEN_UNTIL)
_FILLERS: dict[str, object] = {"text": "", "int": 0, "bool": False}


@dataclass
class Ids:
    """Graph ids of what the loaders number: units, households, persons (by mention), bodies and grids (by key)."""

    unit: np.ndarray
    household: np.ndarray
    person: np.ndarray
    body: dict[str, str] = field(default_factory=dict)
    grid: dict[str, str] = field(default_factory=dict)
    settled: Settled | None = None

    def of(self, end: str, values: np.ndarray, world: World) -> np.ndarray:
        """Ids for one end of a batch of edges; None where the end does not exist."""
        if end == "mention":
            return self.person[values]
        if end == "unit":
            return self.unit[values]
        if end == "row":
            return self.household[values]
        if end == "household":
            index = world.households.index_of(values)
            return np.where(index >= 0, self.household[index], None)
        table = self.body if end == "body" else self.grid
        return np.array([table.get(v) for v in values], object)


def build(world: World, persons: Callable[[pd.DataFrame], pd.Series], households: Callable[[pd.DataFrame], pd.Series]) -> tuple[Contents, Ids]:
    """Nodes and edges of everything read. `persons` and `households` number those that have no code of their own."""
    contents = Contents()
    unit_ids, unit_table = _units(world)
    settled = world.persons.settle(persons)
    frame = world.households.frame
    household_ids = _household_ids(frame, unit_ids, households)
    graph_ids = settled.table["graph_id"].to_numpy(object)[settled.person] if len(settled.table) else np.zeros(0, object)
    ids = Ids(unit_ids, household_ids, graph_ids, settled=settled)
    contents.nodes["Unit"] = unit_table
    contents.nodes["Household"] = _households(world, household_ids)
    contents.nodes["Person"] = _people(settled)
    _bodies(world, ids, contents)
    _grids(world, ids, contents)
    _part_of(world, ids, contents)
    for (name, source, target), parts in _grouped(world.edges).items():
        _put(contents, (name, source, target), pd.concat([_edge_frame(e, ids, world) for e in parts], ignore_index=True))
    return contents, ids


# ---- nodes ------------------------------------------------------------------------------------------------------


def _units(world: World) -> tuple[np.ndarray, pa.Table]:
    tree = world.tree
    ids: list[str] = []
    for index, unit in enumerate(tree.units):
        above = unit.parent
        ids.append(unit.code or (f"{ids[above]}/{unit.name}" if 0 <= above < index else unit.name))
    frame = pd.DataFrame(
        {
            "id": ids, "code": [u.code for u in tree.units], "name": [u.name for u in tree.units], "path": [tree.path(i) for i in range(len(tree))], "kind": [u.kind for u in tree.units],
            "level": [u.level for u in tree.units], "urban_rural": [u.urban_rural for u in tree.units], "source": [u.source for u in tree.units],
        }
    )  # fmt: skip
    return np.array(ids, object), node_table("Unit", frame)


def _household_ids(frame: pd.DataFrame, unit_ids: np.ndarray, number: Callable[[pd.DataFrame], pd.Series]) -> np.ndarray:
    if not len(frame):
        return np.zeros(0, object)
    village = pd.Series(unit_ids[frame["village"].to_numpy(np.int64)], frame.index)
    return (village + "#" + frame["code"].where(frame["code"].notna(), number(frame))).to_numpy(object)


def _households(world: World, ids: np.ndarray) -> pa.Table:
    frame = world.households.frame
    virtual = np.array([units.is_virtual(u.code) for u in world.tree.units] + [False])[frame["village"].to_numpy(np.int64)] if len(frame) else np.zeros(0, bool)
    kind = frame["excluded"].where(frame["excluded"].notna(), frame["kind"])
    return node_table("Household", frame.assign(id=ids, kind=kind, counted=frame["excluded"].isna() & ~virtual))


def _people(settled: Settled) -> pa.Table:
    table = settled.table
    if not len(table):
        return node_schema("Person").empty_table()
    birth = pd.DatetimeIndex(table["birth"].to_numpy().astype("datetime64[s]")).year
    left = pa.array(left_dates(settled).astype("datetime64[D]"), pa.date32())
    frame = table.assign(id=table["graph_id"], birth_year=np.nan_to_num(birth.to_numpy(float), nan=0).astype("int64"), left_why=table["why"])
    return node_table("Person", frame.drop(columns=["left"]), left_on=left)


def _bodies(world: World, ids: Ids, contents: Contents) -> None:
    """Organisations and places: distinct by unit, kind and name; COVERS their unit; UNDER and MEMBER_OF by name."""
    parts = world.bodies.get("stated", [])
    if not parts:
        return
    stated = pd.concat(parts, ignore_index=True)
    stated["key"] = [f"{a}|{b}|{c}|{d}" for a, b, c, d in zip(stated["label"], stated["unit"], stated["kind"], stated["name"], strict=True)]
    codes = stated[stated["code"] != ""].drop_duplicates("key").set_index("key")["code"]
    bodies = stated.drop_duplicates("key").copy()
    bodies["code"] = bodies["key"].map(codes).fillna("")
    alone = ~bodies.duplicated(["label", "code"], keep=False) & (bodies["code"] != "")
    at = np.where(bodies["unit"] >= 0, ids.unit[bodies["unit"].to_numpy(np.int64)], "")
    bodies["id"] = bodies["code"].where(alone, pd.Series(at, bodies.index) + "/" + bodies["kind"] + "/" + bodies["name"])
    level = np.array([u.level for u in world.tree.units] + [units.COUNTY])
    bodies["level"] = level[bodies["unit"].to_numpy(np.int64)]
    ids.body = dict(zip(bodies["key"], bodies["id"], strict=True))
    for label, some in bodies.groupby("label", sort=True):
        frame = some.assign(since=some["founded"])
        contents.nodes[str(label)] = node_table(str(label), frame, **({"founded": _days(some["founded"].to_numpy(), _SINCE)} if label != "Place" else {}))
        placed = frame[frame["unit"] >= 0]
        covers = pd.DataFrame({"from": placed["id"], "to": ids.unit[placed["unit"].to_numpy(np.int64)], "since": placed["founded"], "until": np.datetime64("NaT"), "source": placed["source"]})
        _put(contents, ("COVERS", str(label), "Unit"), covers)
    _chains(world, ids, contents, bodies[bodies["label"] == "PartyOrganization"])


def _chains(world: World, ids: Ids, contents: Contents, party: pd.DataFrame) -> None:
    """Parents and memberships of party organisations by name: inside the same town first, else where one fits."""
    towns = {i: world.tree.up(i, units.TOWN) for i in range(len(world.tree))}
    by_town = {(towns.get(u, -1), n): i for u, n, i in zip(party["unit"], party["name"], party["id"], strict=True)}
    by_name = party[~party.duplicated("name", keep=False)].set_index("name")["id"].to_dict()

    def find(unit: int, name: str) -> str | None:
        return by_town.get((towns.get(unit, -1), name)) or by_name.get(name)

    for part in world.bodies.get("parents", []):
        start = [ids.body.get(f"PartyOrganization|{u}|{k}|{n}") for u, k, n in zip(part["unit"], part["kind"], part["name"], strict=True)]
        end = [find(u, p) for u, p in zip(part["unit"], part["parent"], strict=True)]
        _put(contents, ("UNDER", "PartyOrganization", "PartyOrganization"), pd.DataFrame({"from": start, "to": end, "role": "隶属", "source": part["source"]}))
    for part in world.bodies.get("members", []):
        end = [find(u, o) if o else None for u, o in zip(part["unit"], part["organisation"], strict=True)]
        frame = pd.DataFrame({"from": ids.person[part["mention"].to_numpy()], "to": end, "role": "党员", "home": True, "since": part["since"], "source": part["source"]})
        _put(contents, ("MEMBER_OF", "Person", "PartyOrganization"), frame)


def _grids(world: World, ids: Ids, contents: Contents) -> None:
    """Grids, their village, and the households that the register puts in them."""
    if not world.grids:
        return
    grids = pd.concat(world.grids, ignore_index=True).drop_duplicates("key")
    village = ids.unit[grids["village"].to_numpy(np.int64)]
    grids["id"] = np.where(grids["code"] != "", grids["code"], pd.Series(village, grids.index) + "/" + grids["name"])
    ids.grid = dict(zip(grids["key"], grids["id"], strict=True))
    contents.nodes["Grid"] = node_table("Grid", grids)
    _put(contents, ("PART_OF", "Grid", "Unit"), pd.DataFrame({"from": grids["id"], "to": village, "source": grids["source"]}))
    frame = world.households.frame
    said = frame.loc[frame["grid"].notna(), ["village", "grid", "source"]].reset_index(names="household")
    names = pd.concat([grids[["village", "name", "id"]], grids.loc[grids["code"] != "", ["village", "code", "id"]].rename(columns={"code": "name"})])
    found = said.merge(names.drop_duplicates(["village", "name"]), left_on=["village", "grid"], right_on=["village", "name"])
    _put(contents, ("IN_GRID", "Household", "Grid"), pd.DataFrame({"from": ids.household[found["household"].to_numpy()], "to": found["id"], "source": found["source"]}))


# ---- edges ------------------------------------------------------------------------------------------------------


def _part_of(world: World, ids: Ids, contents: Contents) -> None:
    tree, frame = world.tree, world.households.frame
    inner = [i for i, u in enumerate(tree.units) if u.parent >= 0]
    ends = pd.DataFrame({"from": ids.unit[inner], "to": ids.unit[[tree.units[i].parent for i in inner]], "source": [tree.units[i].source for i in inner]})
    _put(contents, ("PART_OF", "Unit", "Unit"), ends)
    lowest = np.where(frame["bay"] >= 0, frame["bay"], np.where(frame["group"] >= 0, frame["group"], frame["village"])).astype(np.int64)
    _put(contents, ("PART_OF", "Household", "Unit"), pd.DataFrame({"from": ids.household, "to": ids.unit[lowest], "source": frame["source"].to_numpy()}))


def _grouped(edges: list[Edges]) -> dict[EdgeKey, list[Edges]]:
    found: dict[EdgeKey, list[Edges]] = {}
    for one in edges:
        found.setdefault((one.name, *one.labels), []).append(one)
    return found


def _edge_frame(edge: Edges, ids: Ids, world: World) -> pd.DataFrame:
    start, end = ids.of(edge.ends[0], edge.source_end, world), ids.of(edge.ends[1], edge.target_end, world)
    return pd.DataFrame({"from": start, "to": end, "since": edge.since, "until": edge.until, "source": edge.source, **edge.own})


def _put(contents: Contents, key: EdgeKey, frame: pd.DataFrame) -> None:
    """Add edges whose both ends exist."""
    frame = frame[frame["from"].notna() & frame["to"].notna()]
    if not len(frame):
        return
    table = _table(frame, [p.name for p in EDGE[key[0]].columns], {p.name: p.type for p in EDGE[key[0]].columns}, {})
    ends = [pa.array(frame[c].to_numpy(object), pa.string()) for c in ("from", "to")]
    made = pa.Table.from_arrays([*ends, *table], schema=edge_schema(key[0]))
    before = contents.edges.get(key)
    contents.edges[key] = pa.concat_tables([before, made]) if before is not None else made


def node_table(label: str, frame: pd.DataFrame, **given: pa.Array) -> pa.Table:
    """A label's table from a frame; columns that the frame lacks are empty, 0, false or open."""
    columns = NODE[label].columns
    return pa.Table.from_arrays(_table(frame, [p.name for p in columns], {p.name: p.type for p in columns}, given), schema=node_schema(label))


def _table(frame: pd.DataFrame, names: list[str], types: dict[str, str], given: dict[str, pa.Array]) -> list[pa.Array]:
    out = []
    for name in names:
        kind = types[name]
        if name in given:
            out.append(given[name])
        elif kind == "date":
            days = frame[name].to_numpy() if name in frame else np.full(len(frame), np.datetime64("NaT"))
            out.append(_days(days, _SINCE if name in ("since", "founded", "date") else _UNTIL))
        elif name in frame:
            values = frame[name].to_numpy(object)
            filled = np.where(pd.isna(values), _FILLERS[kind], values)
            out.append(pa.array(filled, {"text": pa.string(), "int": pa.int64(), "bool": pa.bool_()}[kind]))
        else:
            out.append(pa.array([_FILLERS[kind]] * len(frame), {"text": pa.string(), "int": pa.int64(), "bool": pa.bool_()}[kind]))
    return out


def _days(days: np.ndarray, sentinel: np.datetime64) -> pa.Array:
    plain = days.astype("datetime64[D]")
    return pa.array(np.where(np.isnat(plain), sentinel, plain), pa.date32())
