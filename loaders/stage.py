"""LEDGERS → edition: read, decide, build, write whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.edition import Contents, Edition, write_edition
from graph.scheme import Scheme
from graph.store import Progress, silent
from loaders.build import Ids, _put, build, node_table
from loaders.persons import keyed, numbered
from loaders.read import Reading, ledger_named, read_ledgers
from loaders.settings import Settings
from loaders.world import World


def stage(paths: Sequence[Path], folder: Path, scheme: Scheme, settings: Settings, as_of: dt.date, secret: bytes | None = None, progress: Progress = silent) -> tuple[Edition, Reading]:
    """Read ledgers and write the edition `folder`. With a register's `secret`, ids are the same in each of its editions."""
    reading = read_ledgers(paths, scheme, settings, progress)
    progress("建立版次", 0, 1)
    contents = contents_of(reading, secret)
    contents.about = {
        "county": settings.county, "county_name": reading.world.tree.units[0].name if len(reading.world.tree) else settings.county_name, "scheme": scheme.name, "as_of": as_of.isoformat(),
        "sources": reading.sources, "notices": reading.world.notices + [f"{name}:{why}" for name, why in reading.passed_over],
        "refused": reading.refused, "lists": {k: list(v) for k, v in reading.world.lists.items()},
    }  # fmt: skip
    edition = write_edition(folder, contents)
    progress("建立版次", 1, 1)
    return edition, reading


def contents_of(reading: Reading, secret: bytes | None) -> Contents:
    """Everything an edition holds of a reading."""
    world = reading.world
    contents, ids = build(world, keyed(secret) if secret else numbered, _household_numbers(secret))
    _deliveries(world, reading, ids, contents)
    _claims(world, ids, contents)
    _shared_ids(world, ids)
    contents.tables = {
        "problems": world.problems.table(),
        "load": pa.Table.from_pandas(reading.load, preserve_index=False),
        "rejected": _rejected(world, ids),
        "provenance": _provenance(world, ids),
    }
    contents.identity = {"persons": _identity(ids)}
    return contents


def _household_numbers(secret: bytes | None):  # type: ignore[no-untyped-def]
    """Codes for households without 户号: no id number and no name may stand in them."""

    def number(frame: pd.DataFrame) -> pd.Series:
        if secret is None:
            return "~" + (frame.groupby("village").cumcount() + 1).astype(str)
        said = frame["village"].astype(str) + "|" + frame["head_id"].fillna("").astype(str) + "|" + frame["head"].fillna("").astype(str) + "|" + frame["address"].fillna("").astype(str)
        return said.map(lambda t: "~" + hmac.new(secret, t.encode(), hashlib.sha256).hexdigest()[:12])

    return number


def _deliveries(world: World, reading: Reading, ids: Ids, contents: Contents) -> None:
    """One Delivery per ledger and sheet; declared deliveries outweigh what the rows let infer."""
    parts = list(world.delivered)
    for entry in world.settings.delivered:
        villages = [v for name in entry.get("units", []) for v in _villages_named(world, str(name))]  # type: ignore[attr-defined]
        ledger = _delivered_name(world, str(entry.get("ledger", "")))
        parts.append(pd.DataFrame({"ledger": ledger, "file": "daohu.toml", "sheet": "", "village": villages, "rows": 0, "zero": bool(entry.get("zero", False))}))
    if not parts:
        return
    every = pd.concat(parts, ignore_index=True)
    every["checksum"] = every["file"].map(reading.checksums).fillna("")
    every["id"] = every["checksum"].str[:12] + "#" + every["sheet"] + "#" + every["ledger"]
    nodes = every.drop_duplicates("id").assign(source=lambda d: d["file"] + "#" + d["sheet"] + "!")
    contents.nodes["Delivery"] = node_table("Delivery", nodes)
    frame = pd.DataFrame(
        {"from": every["id"], "to": ids.unit[every["village"].to_numpy(np.int64)], "rows": every["rows"], "zero": every["zero"].astype(bool), "source": every["file"] + "#" + every["sheet"] + "!"}
    )
    _put(contents, ("DELIVERED_FOR", "Delivery", "Unit"), frame)


def _villages_named(world: World, name: str) -> list[int]:
    """Villages by name, code or path; a town's name stands for all its villages."""
    tree, finder = world.tree, world.finder
    by_code = tree.by_code(name.ljust(12, "0")) if name.isdigit() else -1
    if by_code >= 0 and tree.units[by_code].level == 3:
        return [by_code]
    *towns, last = name.split("/")
    above = finder.town(towns[-1]) if towns else []
    as_town = [] if towns and above else finder.town(last) if any(tree.units[t].name == last for t in finder.towns) else []
    return [v for t in as_town for v in tree.children(t)] or finder.village(last, above)[:1]


def _delivered_name(world: World, name: str) -> str:
    """The ledger's Chinese name, from a name, an alias, or a system code of the scheme (C8 → 好邻居)."""
    by_system = {c.system: c.ledger for c in reversed(world.scheme.checks) if c.ledger}
    return by_system.get(name) or ledger_named(name)


def _claims(world: World, ids: Ids, contents: Contents) -> None:
    """Typed figures: one claim per subject, measure and part; the row where it is physically written is its source."""
    if not world.claims:
        return
    every = pd.concat(world.claims, ignore_index=True)
    target = np.full(len(every), None, object)
    for end in every["end"].unique():
        rows = (every["end"] == end).to_numpy()
        target[rows] = ids.of(str(end), np.array(every.loc[rows, "target"].tolist(), object if end == "grid" else np.int64), world)
    every["to"] = target
    every = every[every["to"].notna()].sort_values(["file", "sheet", "row"], kind="stable")
    unit = every[every["unit"] >= 0].drop_duplicates(["label", "to", "measure", "part"]).set_index(["label", "to", "measure", "part"])["unit"]
    first = every.drop_duplicates(["label", "to", "measure", "part", "value"]).copy()
    first["unit"] = unit.reindex(pd.MultiIndex.from_frame(first[["label", "to", "measure", "part"]])).fillna(-1).to_numpy().astype(np.int64)
    first["id"] = first["source"] + "#" + first["measure"]
    first = first.drop_duplicates("id")
    contents.nodes["Claim"] = node_table("Claim", first)
    for label, some in first.groupby("label"):
        _put(contents, ("CLAIMED_FOR", "Claim", str(label)), pd.DataFrame({"from": some["id"], "to": some["to"], "source": some["source"]}))
    placed = first.assign(unit_id=np.where(first["unit"] >= 0, ids.unit[first["unit"].to_numpy(np.int64)], ""))
    contents.tables["claims"] = pa.Table.from_pandas(placed[["id", "unit_id", "file", "sheet", "row", "column"]].reset_index(drop=True), preserve_index=False)


def _shared_ids(world: World, ids: Ids) -> None:
    """One id under two names: both persons are kept apart, each is told."""
    shared = ids.settled.shared if ids.settled is not None else pd.DataFrame()
    for one, some in shared.groupby("id") if len(shared) else ():
        names = "、".join(some["name"])
        for source in some["source"]:
            place, _, row = source.rpartition("!")
            file, _, sheet = place.partition("#")
            world.problems.add_one("id_shared", file, sheet, int(row), "身份证号", str(one), names, "id")


def _rejected(world: World, ids: Ids) -> pa.Table:
    columns = ("ledger", "unit_id", "town_text", "village_text", "household_code", "name", "slot", "source")
    if not world.rejected:
        return pa.table({c: pa.array([], pa.string()) for c in columns})
    every = pd.concat(world.rejected, ignore_index=True)
    every["unit_id"] = np.where(every["village"] >= 0, ids.unit[every["village"].to_numpy(np.int64)], "")
    return pa.Table.from_pandas(every[list(columns)].astype("str"), preserve_index=False)


def _provenance(world: World, ids: Ids) -> pa.Table:
    """Which rows state a household: all of them, duplicates too."""
    every = pd.concat(world.provenance, ignore_index=True) if world.provenance else pd.DataFrame({"household": [], "source": []})
    index = world.households.index_of(every["household"].to_numpy(object))
    known = index >= 0
    return pa.table({"label": ["Household"] * int(known.sum()), "id": pa.array(ids.household[index[known]], pa.string()), "source": pa.array(every["source"].to_numpy(object)[known], pa.string())})


def _identity(ids: Ids) -> pa.Table:
    """Id numbers, birth days and phones by person: never in the graph."""
    schema = pa.schema([("person", pa.string()), ("id_number", pa.string()), ("birth", pa.date32()), ("phone", pa.string())])
    if ids.settled is None or not len(ids.settled.table):
        return schema.empty_table()
    table = ids.settled.table
    birth = table["birth"].to_numpy().astype("datetime64[D]")
    text = {c: pa.array([v if isinstance(v, str) else None for v in table[c]], pa.string()) for c in ("id", "phone")}
    return pa.Table.from_arrays([pa.array(table["graph_id"], pa.string()), text["id"], pa.array(birth, pa.date32()), text["phone"]], schema=schema)


def default_day(settings: Settings) -> dt.date:
    """As of: what daohu.toml says, else today."""
    return settings.as_of or dt.date.today()


