"""What all checks stand on: the tree of units, the households, what was delivered; read once from the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.units import COUNTY, TOWN, VILLAGE, Units, lookup, units_of
from graph.edition import Edition
from graph.queries import query
from graph.store import Store


@dataclass(frozen=True)
class Households:
    """Every household of the day: `id`, `unit` (index of the lowest unit known), `counted` (it is in the denominator), `kind` (户类型)."""

    id: pa.Array
    unit: np.ndarray
    counted: np.ndarray
    kind: pa.Array

    @cached_property
    def denominator(self) -> np.ndarray:
        """Positions of the households that count (design 5.6)."""
        return np.flatnonzero(self.counted)

    def index(self, ids: pa.Array | pa.ChunkedArray) -> np.ndarray:
        """Positions of household ids, -1 for those that are not there."""
        return lookup(ids, self.id)

    def at(self, ids: pd.Series | np.ndarray) -> np.ndarray:
        """The same for ids of a frame."""
        return self.index(pa.array(np.asarray(ids, object), pa.string()))


@dataclass
class Ground:
    """One edition in one store on one day; `lists` are the scheme's and the ledgers' own."""

    store: Store
    edition: Edition
    as_of: dt.date
    lists: Mapping[str, Sequence[str]]
    _read: dict[tuple[str, tuple[str, ...]], pa.Table] = field(default_factory=dict, repr=False)

    def rows(self, name: str, **parameters: object) -> pa.Table:
        """Rows of a library query; `as_of` is given where the query asks for it."""
        asked = query(name)
        if "as_of" in asked.parameter_names:
            parameters["as_of"] = self.as_of
        return self.store.query(asked.text, parameters)

    @cached_property
    def units(self) -> Units:
        every, day = self.edition.nodes("Unit", ["id", "since", "until"]), pa.scalar(self.as_of, pa.date32())
        there = pc.and_(pc.less_equal(every["since"], day), pc.greater(every["until"], day))
        return units_of(self.rows("units"), every["id"].filter(there))

    @cached_property
    def households(self) -> Households:
        table = self.rows("households")
        unit = self.units.index(table["unit"])
        table = table.filter(pa.array(unit >= 0))
        return Households(table["id"].combine_chunks(), unit[unit >= 0], np.asarray(table["counted"]), table["kind"].combine_chunks())

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """unit (index), ledger, number of rows, zero (1 where nothing was declared), one row per pair."""
        table = self.rows("deliveries")
        frame = pd.DataFrame({"unit": self.units.index(table["village"]), **{c: table[c].to_pandas() for c in ("ledger", "number", "zero")}})
        return frame[frame["unit"] >= 0]

    def delivered(self, ledger: str, scope: str = "村社区") -> np.ndarray:
        """Per unit whether an absence in a ledger is known there, since it has been delivered (also as a declared nothing).

        `scope`: 村社区: the unit's village, for a unit above the villages itself or any below; 镇街: its town; 县: its county;
        单元: the unit itself or any below. Without a ledger everything is known.
        """
        units = self.units
        if not ledger:
            return np.ones(len(units), bool)
        there = np.zeros(len(units), np.int64)
        there[self.deliveries.loc[self.deliveries["ledger"] == ledger, "unit"].to_numpy()] = 1
        inside = units.rolled_up(there) > 0
        if scope == "单元":
            return inside
        above = units.above[:, {"村社区": VILLAGE, "镇街": TOWN, "县": COUNTY}[scope]]
        known: np.ndarray = np.where(above >= 0, inside[above], inside)
        return known

    def told(self, label: str, ids: pa.Array, *columns: str) -> list[pa.Array]:
        """Text properties of nodes by id, from the edition that the store holds; empty where there is no such node."""
        if (label, columns) not in self._read:
            self._read[label, columns] = self.edition.nodes(label, ["id", *columns])
        table = self._read[label, columns]
        if len(ids) < table.num_rows:
            table = table.filter(pc.is_in(table["id"], value_set=ids))
        at = pc.index_in(ids, value_set=table["id"])
        return [pc.fill_null(table[c].combine_chunks().take(at), "") for c in columns]
