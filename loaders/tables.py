"""Frames to the tables of an edition: columns in the schema's order, open dates as sentinels, unknown text empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.edition import Contents, EdgeKey
from graph.schema import ARROW, EDGE, NODE, OPEN_SINCE, OPEN_UNTIL, Property, edge_schema, node_schema

_SINCE, _UNTIL = np.datetime64(OPEN_SINCE), np.datetime64(OPEN_UNTIL)
_BEGINNINGS = ("since", "founded", "date")
"""Dates that are open towards the past."""
_FILLERS: dict[str, object] = {"text": "", "int": 0, "bool": False}


def put(contents: Contents, key: EdgeKey, frame: pd.DataFrame) -> None:
    """Add edges whose both ends exist."""
    frame = frame[frame["from"].notna() & frame["to"].notna()]
    if not len(frame):
        return
    ends = [pa.array(frame[c].to_numpy(object), pa.string()) for c in ("from", "to")]
    made = pa.Table.from_arrays([*ends, *_columns(frame, EDGE[key[0]].columns)], schema=edge_schema(key[0]))
    before = contents.edges.get(key)
    contents.edges[key] = pa.concat_tables([before, made]) if before is not None else made


def node_table(label: str, frame: pd.DataFrame) -> pa.Table:
    """A label's table from a frame; columns that the frame lacks are empty, 0, false or open."""
    return pa.Table.from_arrays(_columns(frame, NODE[label].columns), schema=node_schema(label))


def _columns(frame: pd.DataFrame, properties: Sequence[Property]) -> list[pa.Array]:
    return [_column(frame, one) for one in properties]


def _column(frame: pd.DataFrame, one: Property) -> pa.Array:
    if one.type == "date":
        given = frame[one.name].to_numpy() if one.name in frame else np.full(len(frame), np.datetime64("NaT"))
        days = given.astype("datetime64[D]")
        return pa.array(np.where(np.isnat(days), _SINCE if one.name in _BEGINNINGS else _UNTIL, days), pa.date32())
    if one.name not in frame:
        return pa.repeat(pa.scalar(_FILLERS[one.type], ARROW[one.type]), len(frame))
    values = frame[one.name].to_numpy(object)
    missing = np.asarray(pd.isna(values))
    if missing.any():
        values = values.copy()
        values[missing] = _FILLERS[one.type]
    return pa.array(values, ARROW[one.type])
