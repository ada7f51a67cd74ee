"""LEDGERS → edition: read, decide, build, write whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.edition import Contents, Edition, write_edition
from graph.scheme import Scheme
from graph.source import split
from graph.store import Progress, silent
from loaders.build import Ids, build
from loaders.deliveries import deliveries
from loaders.identity.decisions import Decision
from loaders.identity.likely import likely
from loaders.identity.numbers import Numbers
from loaders.ledgers.answers import answer_tables
from loaders.ledgers.successions import successions_table
from loaders.read import Reading, read_ledgers
from loaders.settings import Settings
from loaders.tables import node_table, put
from loaders.world import World

_PLACES = ("id", "unit_id", "file", "sheet", "row", "column")
_REJECTED = ("ledger", "unit_id", "town_text", "village_text", "household_code", "name", "slot", "source")
_SUBJECT = ["label", "to", "measure", "part"]


def stage(
    paths: Sequence[Path], folder: Path, scheme: Scheme, settings: Settings, as_of: dt.date, secret: bytes | None = None, progress: Progress = silent,
    decisions: Sequence[Decision] = (),
) -> tuple[Edition, Reading]:  # fmt: skip
    """Read ledgers and write the edition `folder`. With a register's `secret`, ids are the same in each of its editions, and persons
    whom its `decisions` say to be the same are one."""
    reading = read_ledgers(paths, scheme, settings, progress, secret, decisions)
    progress("建立版次", 0, 1)
    contents = contents_of(reading, secret, decisions)
    contents.about = about_of(reading, scheme, settings, as_of)
    edition = write_edition(folder, contents)
    progress("建立版次", 1, 1)
    return edition, reading


def about_of(reading: Reading, scheme: Scheme, settings: Settings, as_of: dt.date) -> dict[str, object]:
    """What the manifest says of a reading."""
    tree = reading.world.tree
    return {
        "county": settings.county,
        "county_name": tree.units[tree.top].name if len(tree) else settings.county_name,
        "scheme": scheme.name,
        "as_of": as_of.isoformat(),
        "sources": reading.sources,
        "notices": reading.world.notices + [f"{name}:{why}" for name, why in reading.passed_over],
        "refused": reading.refused,
        "lists": {k: list(v) for k, v in reading.world.lists.items()},
    }


def contents_of(reading: Reading, secret: bytes | None, decisions: Sequence[Decision] = ()) -> Contents:
    """Everything an edition holds of a reading."""
    world = reading.world
    contents, ids = build(world, Numbers(secret), decisions)
    if ids.settled.refused:
        world.notices.append(f"{ids.settled.refused} 组“同一人”的判定没有采用：其中的人现在有不同的身份证号。请核实后改判(daohu identity decide)。")
    deliveries(world, reading.checksums, ids.unit, contents)
    contents.tables["claims"] = _claims(world, ids, contents)
    _shared_ids(world, ids)
    contents.tables |= {
        "problems": world.problems.table(),
        "load": pa.Table.from_pandas(reading.load, preserve_index=False),
        "rejected": _rejected(world, ids),
        "provenance": _provenance(world, ids),
        "successions": successions_table(world.successions, ids.unit),
        **answer_tables(world),
    }
    contents.identity = {"persons": _identity(ids)}
    if secret:
        contents.identity |= {"likely": likely(world, ids.settled, ids.unit, decisions), "merged": _merged(ids)}
    return contents


def _claims(world: World, ids: Ids, contents: Contents) -> pa.Table:
    """Typed figures: one claim per subject, measure and part; the row where it is physically written is its source."""
    if not world.claims:
        return pa.table({c: pa.array([], pa.int64() if c == "row" else pa.string()) for c in _PLACES})
    every = pd.concat(world.claims, ignore_index=True)
    target = np.full(len(every), None, object)
    for end in every["end"].unique():
        rows = (every["end"] == end).to_numpy()
        target[rows] = ids.of(str(end), np.array(every.loc[rows, "target"].tolist(), object if end == "grid" else np.int64), world)
    every["to"] = target
    every = every[every["to"].notna()].sort_values(["file", "sheet", "row"], kind="stable")
    unit = every[every["unit"] >= 0].drop_duplicates(_SUBJECT).set_index(_SUBJECT)["unit"]
    first = every.drop_duplicates([*_SUBJECT, "value"]).copy()
    first["unit"] = unit.reindex(pd.MultiIndex.from_frame(first[_SUBJECT])).fillna(-1).to_numpy().astype(np.int64)
    first["id"] = first["source"] + "#" + first["measure"]
    first = first.drop_duplicates("id")
    contents.nodes["Claim"] = node_table("Claim", first)
    for label, some in first.groupby("label"):
        put(contents, ("CLAIMED_FOR", "Claim", str(label)), pd.DataFrame({"from": some["id"], "to": some["to"], "source": some["source"]}))
    placed = first.assign(unit_id=np.where(first["unit"] >= 0, ids.unit[first["unit"].to_numpy(np.int64)], ""))
    return pa.Table.from_pandas(placed[list(_PLACES)].reset_index(drop=True), preserve_index=False)


def _shared_ids(world: World, ids: Ids) -> None:
    """One id under two names: both persons are kept apart, each is told."""
    shared = ids.settled.shared
    for one, some in shared.groupby("id") if len(shared) else ():
        names = "、".join(some["name"])
        for source in some["source"]:
            world.problems.add_one("id_shared", *split(source), "身份证号", str(one), names, "id")


def _rejected(world: World, ids: Ids) -> pa.Table:
    if not world.rejected:
        return pa.table({c: pa.array([], pa.string()) for c in _REJECTED})
    every = pd.concat(world.rejected, ignore_index=True)
    every["unit_id"] = np.where(every["village"] >= 0, ids.unit[every["village"].to_numpy(np.int64)], "")
    return pa.Table.from_pandas(every[list(_REJECTED)].astype("str"), preserve_index=False)


def _provenance(world: World, ids: Ids) -> pa.Table:
    """Which rows state a household: all of them, duplicates too."""
    every = pd.concat(world.provenance, ignore_index=True) if world.provenance else pd.DataFrame({"household": [], "source": []})
    index = world.households.index_of(every["household"].to_numpy(object))
    known = index >= 0
    said = {"id": ids.household[index[known]], "source": every["source"].to_numpy(object)[known]}
    label = pa.repeat(pa.scalar("Household"), int(known.sum()))
    return pa.table({"label": label, **{k: pa.array(v, pa.string()) for k, v in said.items()}})


def _merged(ids: Ids) -> pa.Table:
    """Who became another person because somebody decided so."""
    return pa.Table.from_pandas(ids.settled.merged.astype("str"), preserve_index=False)


def _identity(ids: Ids) -> pa.Table:
    """Id numbers, birth days and phones by person: never in the graph."""
    schema = pa.schema([("person", pa.string()), ("id_number", pa.string()), ("birth", pa.date32()), ("phone", pa.string())])
    if not len(ids.settled.table):
        return schema.empty_table()
    table = ids.settled.table[ids.settled.table["stated"].to_numpy(bool)]
    birth = pa.array(table["birth"].to_numpy().astype("datetime64[D]"))
    said = {c: pa.array(table[c].to_numpy(object), pa.string(), from_pandas=True) for c in ("graph_id", "id", "phone")}
    return pa.Table.from_arrays([said["graph_id"], said["id"], birth, said["phone"]], schema=schema)
