"""Rows that name households by 户号, head's id number or head's name find them (design 5.4 and "Names to households").

The first readable of the three decides; if it fits nothing the row names no known household, with no falling through.
Several households in one cell are several items of one row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text
from loaders.placing import Placed
from loaders.rows import Rows
from loaders.world import World

_SEPARATORS = "[、,，;；\n\r|]+"


@dataclass(frozen=True)
class Resolved:
    """`row`, `household`: one entry per item that fits exactly one household. `may_row`, `may_household`: one entry per
    candidate of an item that fits several. `bad`: rows of which no item fits, which are then rejected."""

    row: np.ndarray
    household: np.ndarray
    may_row: np.ndarray
    may_household: np.ndarray
    code: pa.Array
    """Per row the 户号 as stated, compact; used for hints."""
    name: pa.Array


def resolve(rows: Rows, placed: Placed, world: World, head_ids: pa.Array | None = None, where: np.ndarray | None = None) -> Resolved:
    """Find the households of all rows (of the mask `where`) that lie in a village; rows without any fit are rejected with their problem."""
    placeable = (placed.village >= 0) & ~rows.zero & (True if where is None else where)
    items, pairs, fits, nothing = _fits(rows, placed, world, head_ids, placeable)
    rows.reject("required_missing", nothing, "head_name" if rows.has("head_name") else "household_code", "户主姓名或户号")
    _report(rows, items, fits, placed, world)
    some = np.zeros(len(rows), bool)
    some[items["row"].to_numpy()[fits == 1]] = True
    rows.status[placeable & ~some] = 1
    one, several = pairs[pairs["fits"] == 1], pairs[pairs["fits"] > 1]
    row_of = items["row"].to_numpy()
    return Resolved(
        row_of[one["item"]],
        one["household"].to_numpy(),
        row_of[several["item"]],
        several["household"].to_numpy(),
        text.compact(rows.cells("household_code")),
        text.names(rows.cells("head_name")),
    )


def fitting(rows: Rows, placed: Placed, world: World, head_ids: pa.Array, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(row, household) where a row of the mask names exactly one household; the others are left as they are and told nothing."""
    items, pairs, _, _ = _fits(rows, placed, world, head_ids, (placed.village >= 0) & ~rows.zero & where)
    one = pairs[pairs["fits"] == 1]
    return items["row"].to_numpy()[one["item"]], one["household"].to_numpy()


def _fits(
    rows: Rows, placed: Placed, world: World, head_ids: pa.Array | None, placeable: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray, np.ndarray]:
    """The households that the rows of a mask name, what fits each of them, how many fit, and the rows that name none."""
    code = text.stated(rows.cells("household_code"))
    head = text.stated(rows.cells("head_name"))
    valid_id = head_ids if head_ids is not None else text.empty(len(rows))
    by_code = placeable & text.present(code)
    by_id = placeable & ~by_code & text.present(valid_id)
    by_name = placeable & ~by_code & ~by_id & text.present(head)
    known = world.households.frame.reset_index(drop=True)
    items = pd.concat(
        [_items(code, by_code, "code"), _items(valid_id, by_id, "id"), _items(head, by_name, "name")], ignore_index=True
    )  # fmt: skip
    items["village"] = placed.village[items["row"]]
    pairs = pd.concat([_by_code(items, known), _by_id(items, known), _by_name(items, known, placed)], ignore_index=True)
    pairs = _of_the_same_village(pairs, items, known, placed)
    fits = pairs.groupby("item").size().reindex(items.index, fill_value=0).to_numpy()
    pairs["fits"] = fits[pairs["item"]]
    return items, pairs, fits, placeable & ~by_code & ~by_id & ~by_name


def _items(cells: pa.Array, where: np.ndarray, kind: str) -> pd.DataFrame:
    """One line per household named in a cell."""
    rows = np.flatnonzero(where)
    chosen = cells.take(pa.array(rows))
    if kind == "id":
        return pd.DataFrame({"row": rows, "text": chosen.to_numpy(zero_copy_only=False), "kind": kind})
    parts = pc.split_pattern_regex(chosen, _SEPARATORS)
    row = np.repeat(rows, np.asarray(pc.list_value_length(parts)).astype(int)) if len(rows) else rows
    flat = pc.list_flatten(parts)
    value = text.compact(flat) if kind == "code" else text.names(flat)
    frame = pd.DataFrame({"row": row, "text": value.to_numpy(zero_copy_only=False), "kind": kind})
    return frame[frame["text"].notna()].drop_duplicates(["row", "text"])


def _by_code(items: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Equal as text, else without leading zeros where exactly one fits."""
    wanted = items[items["kind"] == "code"]
    have = known.loc[known["code"].notna(), ["village", "code"]].reset_index(names="household")
    exact = wanted.reset_index(names="item").merge(have, left_on=["village", "text"], right_on=["village", "code"])
    rest = wanted[~wanted.index.isin(exact["item"])]
    if len(rest):
        loose = have.assign(code=have["code"].str.lstrip("0"))
        tried = rest.assign(text=rest["text"].str.lstrip("0")).reset_index(names="item").merge(loose, left_on=["village", "text"], right_on=["village", "code"])
        exact = pd.concat([exact, tried[~tried.duplicated("item", keep=False)]])
    return exact[["item", "household"]]


def _of_the_same_village(pairs: pd.DataFrame, items: pd.DataFrame, known: pd.DataFrame, placed: Placed) -> pd.DataFrame:
    """Where a village took others over: households that the register names by the village that the row names, before the others."""
    if not (known["former"] != "").any():
        return pairs
    said = text.said(placed.former)[items["row"].to_numpy()[pairs["item"]]]
    same = pd.Series(known["former"].to_numpy(object)[pairs["household"]] == said, pairs.index)
    return pairs[same | ~same.groupby(pairs["item"]).transform("any")].reset_index(drop=True)


def _by_id(items: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    wanted = items[items["kind"] == "id"].reset_index(names="item")
    have = known.loc[known["head_id"].notna(), ["village", "head_id"]].reset_index(names="household")
    return wanted.merge(have, left_on=["village", "text"], right_on=["village", "head_id"])[["item", "household"]]


def _by_name(items: pd.DataFrame, known: pd.DataFrame, placed: Placed) -> pd.DataFrame:
    """The head's name inside the village, narrowed by the group and the bay that the row states."""
    wanted = items[items["kind"] == "name"].reset_index(names="item")
    have = known.loc[known["head"].notna(), ["village", "head", "group", "bay"]].reset_index(names="household")
    pairs = wanted.merge(have, left_on=["village", "text"], right_on=["village", "head"])
    row = pairs["row"].to_numpy()
    group, bay = placed.group[row], placed.bay[row]
    inside = ((group == -1) | (group == pairs["group"])) & ((bay == -1) | (bay == pairs["bay"]))
    return pairs.loc[inside.to_numpy() if hasattr(inside, "to_numpy") else inside, ["item", "household"]]


_FIELD = {"code": "household_code", "id": "head_id", "name": "head_name"}


def _report(rows: Rows, items: pd.DataFrame, fits: np.ndarray, placed: Placed, world: World) -> None:
    """Each item that fits nothing or several gives its problem, at the column of the head's name where there is one."""
    lowest = placed.lowest
    for code, wrong in (("household_unknown", fits == 0), ("household_ambiguous", fits > 1)):
        for kind, column in _FIELD.items():
            chosen = items[wrong & (items["kind"] == kind).to_numpy()]
            if not len(chosen):
                continue
            grouped = chosen.groupby("row")["text"].agg("、".join)
            where = np.zeros(len(rows), bool)
            where[grouped.index] = True
            values = np.full(len(rows), None, object)
            values[grouped.index] = grouped.to_numpy()
            notes = [""] * len(rows)
            for r in grouped.index:
                notes[r] = world.tree.path(int(lowest[r])) if lowest[r] >= 0 else ""
            rows.report(code, where, column, notes, pa.array(values, pa.string()))
