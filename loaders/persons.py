"""Persons across ledgers: every row that names a person is a mention; mentions with one key are one person.

The key is the id number (with the name, where one id stands under two names), else what places the name: household,
village or grid. A likely match is never made here: it would change figures without anyone deciding.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import text

ATTRIBUTES = ("sex", "ethnic", "education", "political")
MARKS = r"去世|死亡|已故|病故|亡故|逝世|身故|迁出|离任|卸任"
"""Words that say that a person is out of service (design 5, details "Marks"), by containment."""
_NO_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Marks:
    """Who is out of service: `why` (null where not), `since` (datetime64[D]; the earliest day where no date is told)."""

    why: pa.Array
    since: np.ndarray


def marks(remarks: pa.Array) -> Marks:
    """Read marks and their dates out of remark cells: "2023年5月去世" counts from 2023-05-01, "已故" always."""
    from loaders.normalise.dates import dates

    flat = text.compact(remarks)
    why = pc.struct_field(pc.extract_regex(flat, f"(?P<why>{MARKS})"), "why") if len(flat) else text.empty(0)
    when = pc.struct_field(pc.extract_regex(flat, r"(?P<d>(?:19|20)\d{2}[年.\-/]?\d{0,2}[月.\-/]?\d{0,2})"), "d") if len(flat) else text.empty(0)
    told = dates(pc.if_else(pc.is_valid(why), pc.replace_substring_regex(when, r"[年月.\-/]+$", ""), None))
    out = np.isin(np.asarray(why.is_valid()), True)
    since = np.where(out & np.isnat(told.first), np.datetime64("0001-01-01"), told.first)
    return Marks(why, np.where(out, since, _NO_DAY).astype("datetime64[D]"))


class Persons:
    """Collects mentions; `settle` makes persons of them."""

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []
        self._size = 0

    def mention(
        self, keys: pa.Array, names: pa.Array, sources: pa.Array, ids: pa.Array | None = None, marked: Marks | None = None, birth: np.ndarray | None = None,
        stated: np.ndarray | None = None, **attributes: pa.Array,
    ) -> np.ndarray:  # fmt: skip
        """Add mentions; returns their numbers, to be used as ends of edges. `keys` place those without an id number.

        `birth`: datetime64[D] of the id number or the cell; `attributes`: text columns of ATTRIBUTES and ``phone``;
        `stated`: False where only a rejected row names the person, who then is no node (a mark still counts).
        """
        size = len(names)
        frame = pd.DataFrame({"key": text.objects(keys), "name": text.objects(names), "source": text.objects(sources)})
        frame["id"] = text.objects(ids) if ids is not None else None
        frame["why"] = text.objects(marked.why) if marked is not None else None
        frame["left"] = marked.since if marked is not None else np.full(size, _NO_DAY)
        frame["birth"] = birth if birth is not None else np.full(size, _NO_DAY)
        frame["stated"] = True if stated is None else stated
        for name in (*ATTRIBUTES, "phone"):
            frame[name] = text.objects(attributes[name]) if name in attributes else None
        self._parts.append(frame)
        first = self._size
        self._size += size
        return np.arange(first, self._size)

    def ids_of(self, keys: pa.Array) -> pa.Array:
        """The id number that the mentions of each key have told so far; null where they told none or several."""
        every = (
            pd.concat([p.loc[p["id"].notna(), ["key", "id"]] for p in self._parts], ignore_index=True) if self._parts else pd.DataFrame({"key": [], "id": []})
        )
        told = every[every["key"].isin(keys.to_pylist())].drop_duplicates()
        told = told[~told.duplicated("key", keep=False)]
        return pa.array(told["id"].tolist(), pa.string()).take(pc.index_in(keys, value_set=pa.array(told["key"].tolist(), pa.string())))

    def settle(self, number: Callable[[pd.DataFrame], pd.Series]) -> Settled:
        """Persons out of mentions. `number` gives the graph id of each person row (columns key, id, name)."""
        if not self._parts:
            return Settled(pd.DataFrame(), np.zeros(0, np.int64), pd.DataFrame())
        every = pd.concat(self._parts, ignore_index=True)
        with_id = every["id"].notna()
        named = every[with_id].groupby("id", sort=False)["name"].nunique()
        shared = set(named[named > 1].index)
        key = every["key"].where(~with_id, "i:" + every["id"].astype(object))
        if shared:
            split = every["id"].isin(shared)
            key = key.where(~split, key + "|" + every["name"].astype(object))
        person, _ = pd.factorize(key)
        every["person"] = person
        first = every.drop_duplicates("person").set_index("person")
        table = first[["key", "id", "name", "source"]].copy()
        for name in (*ATTRIBUTES, "phone", "birth"):
            stated = every.loc[every[name].notna(), ["person", name]].drop_duplicates("person").set_index("person")[name]
            table[name] = stated.reindex(table.index)
        left = every.loc[every["left"].notna(), ["person", "left", "why"]].sort_values("left", kind="stable").drop_duplicates("person").set_index("person")
        table["left"], table["why"] = left["left"].reindex(table.index), left["why"].reindex(table.index)
        table["graph_id"] = number(table)
        table["stated"] = every.groupby("person")["stated"].any()
        conflicts = every[every["id"].isin(shared)].drop_duplicates(["id", "name"]) if shared else every.iloc[:0]
        return Settled(table, person, conflicts[["id", "name", "source"]])


@dataclass(frozen=True)
class Settled:
    """`table`: one row per person; `person`: mention number → row of the table; `shared`: one id under several names."""

    table: pd.DataFrame
    person: np.ndarray
    shared: pd.DataFrame

    @property
    def ids(self) -> np.ndarray:
        """Graph id per mention."""
        return self.table["graph_id"].to_numpy(object)[self.person] if len(self.table) else np.zeros(0, object)


def numbered(table: pd.DataFrame) -> pd.Series:
    """Ids in the order of the sources: for a run without a register, which makes no hash."""
    return pd.Series([f"p{i + 1:07d}" for i in range(len(table))], table.index)


def keyed(secret: bytes) -> Callable[[pd.DataFrame], pd.Series]:
    """Ids by the register's secret key: the same person has the same id in every edition of that register only."""

    def number(table: pd.DataFrame) -> pd.Series:
        plain = ("i:" + table["id"]).where(table["id"].notna(), table["key"]) + "|" + table["name"]
        return pd.Series(["p" + hmac.new(secret, k.encode(), hashlib.sha256).hexdigest()[:20] for k in plain], table.index)

    return number
