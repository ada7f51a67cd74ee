"""Persons across ledgers: every row that names a person is a mention; mentions with one key are one person.

The key is the id number (with the name, where one id stands under two names), else what places the name: household,
village or grid. One of a household who has an id number in one row is, by that name, the same in a row without. That much is
certain; a likely match (loaders.identity.likely) is never made here unless somebody decided it: it would change figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import among
from loaders.identity.decisions import Decision
from loaders.identity.merging import survivors
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

    def settle(self, number: Callable[[pd.DataFrame], np.ndarray], decisions: Sequence[Decision] = ()) -> Settled:
        """Persons out of mentions. `number` gives the graph id of each person row (columns key, id, name, second); persons whom
        `decisions` say to be the same become one."""
        if not self._parts:
            return Settled(pd.DataFrame(), np.zeros(0, np.int64), pd.DataFrame())
        every = pd.concat(self._parts, ignore_index=True)
        every["id"] = _known_at_home(every)
        with_id = every["id"].notna()
        named = every[with_id].groupby("id", sort=False)["name"].nunique()
        shared = set(named[named > 1].index)
        key = every["key"].where(~with_id, "i:" + every["id"].astype(object))
        if shared:
            split = every["id"].isin(shared)
            key = key.where(~split, key + "|" + every["name"].astype(object))
        own, _ = pd.factorize(key)
        alone = every[["key", "id", "name", "source"]][~pd.Series(own).duplicated().to_numpy()].reset_index(drop=True)
        alone["second"] = _second(every, own, shared)
        alone["graph_id"] = number(alone)
        renamed, refused = survivors(alone, decisions)
        person, became = _joined(alone, own, renamed)
        every["person"] = person
        ranked = every.iloc[np.argsort(own != person, kind="stable")] if len(renamed) else every
        table = alone.loc[pd.unique(person), ["key", "id", "name", "source"]].copy()
        for name in (*ATTRIBUTES, "phone", "birth"):
            stated = ranked.loc[ranked[name].notna(), ["person", name]].drop_duplicates("person").set_index("person")[name]
            table[name] = stated.reindex(table.index)
        left = every.loc[every["left"].notna(), ["person", "left", "why"]].sort_values("left", kind="stable").drop_duplicates("person").set_index("person")
        table["left"], table["why"] = left["left"].reindex(table.index), left["why"].reindex(table.index)
        table["graph_id"] = became.reindex(table.index)
        table["stated"] = every.groupby("person")["stated"].any()
        conflicts = every[every["id"].isin(shared)].drop_duplicates(["id", "name"]) if shared else every.iloc[:0]
        rows = pd.Series(np.arange(len(table)), table.index)
        merged = alone[alone["graph_id"].isin(renamed.index)]
        merged = merged.assign(person=merged["graph_id"].map(renamed))[["person", "graph_id", "name", "source"]].rename(columns={"graph_id": "absorbed"})
        return Settled(table, rows.reindex(person).to_numpy(np.int64), conflicts[["id", "name", "source"]], every, merged, refused)


def _known_at_home(every: pd.DataFrame) -> pd.Series:
    """Id numbers, with that of the one member of a household who has that name where another row of the household states no number
    (a list of heads beside the list of residents); not where sex or year of birth differ."""
    at_home = text.mask(pc.starts_with(pa.array(every["key"], pa.large_string(), from_pandas=True), "h:"))
    there = every.loc[at_home & every["id"].notna(), ["key", "id", "sex", "birth"]]
    asked = every.loc[at_home & every["id"].isna() & among(every["key"], there["key"]), ["key", "sex", "birth"]]
    if not len(asked):
        return every["id"]
    there = there[among(there["key"], asked["key"])]
    one = there.groupby("key").agg(id=("id", "first"), ids=("id", "nunique"), sex=("sex", "first"), birth=("birth", "first"))
    known = one[one["ids"] == 1].reindex(asked["key"]).set_index(asked.index)
    against = asked["sex"].notna() & known["sex"].notna() & (asked["sex"] != known["sex"])
    years = [pd.to_datetime(c).dt.year for c in (asked["birth"], known["birth"])]
    against |= years[0].notna() & years[1].notna() & (years[0] != years[1])
    ids = every["id"].copy()
    ids.loc[asked.index[~against]] = known.loc[~against, "id"]
    return ids


def _second(every: pd.DataFrame, own: np.ndarray, shared: set[str]) -> np.ndarray:
    """Per person whether its id number is rather another's: of several names the one that most mentions state comes first."""
    out = np.zeros(own.max() + 1, bool)
    some = every.loc[every["id"].isin(shared), ["id", "name"]].assign(person=own[every["id"].isin(shared)])
    sizes = some.groupby(["person", "id", "name"], sort=False).size().rename("n").reset_index()
    ranked = sizes.sort_values(["n", "name"], ascending=[False, True], kind="stable")
    out[ranked.loc[ranked.duplicated("id"), "person"].to_numpy()] = True
    return out


def _joined(alone: pd.DataFrame, own: np.ndarray, renamed: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """Per mention the person it is of, with those who were decided to be the same made one; and the id of each person."""
    ids = alone["graph_id"].astype(object)
    became = ids.map(renamed).where(ids.isin(renamed.index), ids)
    if not len(renamed):
        return own, became
    first = pd.Series(alone.index, ids.to_numpy())  # the survivor's own row, where it is here; else the first of the others
    others = pd.Series(alone.index, became.to_numpy())
    to = became.map(first[~first.index.duplicated()]).fillna(became.map(others[~others.index.duplicated()])).to_numpy(np.int64)
    return np.asarray(to[own]), became


@dataclass(frozen=True)
class Settled:
    """`table`: one row per person; `person`: mention number → row of the table; `shared`: one id under several names.

    `mentions`: all of them, with the column ``person`` (label of the table). `merged`: who became another person by a decision (person,
    absorbed, name, source); `refused`: how many decisions were not followed, because both have an id number of their own by now.
    """

    table: pd.DataFrame
    person: np.ndarray
    shared: pd.DataFrame
    mentions: pd.DataFrame = field(default_factory=pd.DataFrame)
    merged: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["person", "absorbed", "name", "source"]))
    refused: int = 0

    @property
    def ids(self) -> np.ndarray:
        """Graph id per mention."""
        return self.table["graph_id"].to_numpy(object)[self.person] if len(self.table) else np.zeros(0, object)
