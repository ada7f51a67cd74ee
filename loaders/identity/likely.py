"""Persons who are likely one: the same name, and something more that agrees. They stay two until somebody decides.

Certain is, and always has been one person (loaders.persons): the same id number; without one the same name in the same household, of
the same contacts of a village, or in the same unit, as far as ledgers place their persons alike. Likely is a pair, at least one of them
without an id number, that has the same name and

    同户              lives in the same household (one ledger has the id number, the other has not)
    电话相同          has the same phone
    同村、同户主      lives in the same village under the same head, or 同村、同住址 at the same address, by two ledgers
    出生日期相同      was born on the same day
    同村、出生年相同  is named in the same village and was born in the same year

and nothing against it: another id number, another sex, another year of birth. All others are left apart: a name and a village alone
are no likeness. 很可能 where the likeness is strong and neither of both is as like to a third, else 可能.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.columns import among
from loaders import units
from loaders.identity.decisions import Decision, undecided
from loaders.identity.keys import units_of
from loaders.persons import Settled
from loaders.world import World

REASONS = {
    "household": "同户",
    "phone": "电话相同",
    "head": "同村、同户主",
    "address": "同村、同住址",
    "day": "出生日期相同",
    "year": "同村、出生年相同",
}
"""In the order in which they are told."""
_STRONG = ("household", "phone", "head", "address")
PROBABLY, PERHAPS = "很可能", "可能"
COLUMNS = ("person_a", "person_b", "name", "unit", "reasons", "score", "rows_a", "rows_b")
"""person_a has the id number, where one of both has; unit: id of a village (or town) of person_b; rows: up to three, `；` between them."""
_ROWS = 3
_FEW = 3
"""An address at which more households of a village stand tells a group or a road, not a home."""


def likely(world: World, settled: Settled, unit_ids: np.ndarray, decisions: Sequence[Decision] = ()) -> pa.Table:
    """The likely pairs of a reading, with COLUMNS; those that somebody decided about are left out."""
    known = _Known.of(world, settled)
    pairs = _unopposed(known, _pairs(known))
    ids = known.persons["graph_id"]
    first, second = ids.reindex(pairs["a"]).to_numpy(object), ids.reindex(pairs["b"]).to_numpy(object)
    new = np.array(undecided(first, second, decisions), bool)
    pairs, first, second = pairs[new], first[new], second[new]
    swap = known.persons["id"].isna().reindex(pairs["a"]).to_numpy() & (known.persons["id"].notna().reindex(pairs["b"]).to_numpy() | (second < first))
    a, b = np.where(swap, pairs["b"], pairs["a"]), np.where(swap, pairs["a"], pairs["b"])
    rows = _rows(settled.mentions, np.r_[a, b])
    told = {
        "person_a": np.where(swap, second, first),
        "person_b": np.where(swap, first, second),
        "name": known.persons["name"].reindex(b).to_numpy(object),
        "unit": np.array([*unit_ids, ""], object)[known.unit.reindex(b, fill_value=-1).to_numpy(np.int64)],
        "reasons": pairs["reasons"].to_numpy(object),
        "score": pairs["score"].to_numpy(object),
        "rows_a": rows.reindex(a).to_numpy(object),
        "rows_b": rows.reindex(b).to_numpy(object),
    }
    frame = pd.DataFrame(told).sort_values(["score", "unit", "name", "person_a", "person_b"], ascending=[False, True, True, True, True])
    return pa.table({c: pa.array(frame[c].to_numpy(object), pa.string()) for c in COLUMNS})


class _Known:
    """What ledgers tell of the persons of names that somebody without an id number has, and somebody else too."""

    def __init__(self, persons: pd.DataFrame, mentions: pd.DataFrame, homes: pd.DataFrame, village: np.ndarray) -> None:
        self.persons, self.mentions, self.homes = persons, mentions, homes
        here = mentions.assign(unit=units_of(pa.array(mentions["key"].to_numpy(object), pa.string())))
        here = here[here["unit"] >= 0]
        here["unit"] = village[here["unit"].to_numpy()]
        self.places = here[["person", "unit"]].drop_duplicates()
        self.unit = self.places.drop_duplicates("person").set_index("person")["unit"]

    @classmethod
    def of(cls, world: World, settled: Settled) -> _Known:
        table = settled.table
        if not len(table):
            return cls(pd.DataFrame(columns=["graph_id", "id", "name", "sex", "year"]), _NOBODY, _NO_HOMES, np.zeros(0, np.int64))
        table = table[table["stated"].to_numpy(bool)]
        without = table.loc[table["id"].isna(), "name"]
        table = table[among(table["name"], without) & table["name"].duplicated(keep=False).to_numpy()]
        born = table["birth"].to_numpy().astype("datetime64[Y]").astype("int64") + 1970
        persons = table[["graph_id", "id", "name", "sex"]].assign(year=np.where(np.isnat(table["birth"].to_numpy()), -1, born))
        mentions = settled.mentions
        mentions = mentions.loc[mentions["person"].isin(persons.index), ["person", "key", "phone", "birth"]]
        village = np.array([max(world.tree.up(i, units.VILLAGE), -1) if u.level > units.VILLAGE else i for i, u in enumerate(world.tree.units)], np.int64)
        return cls(persons, mentions, _homes(world, settled, persons.index), village)


_NOTHING = np.zeros(0, object)
_NOBODY = pd.DataFrame({"person": np.zeros(0, np.int64), "key": _NOTHING, "phone": _NOTHING, "birth": np.zeros(0, "datetime64[s]")})
_NO_HOMES = pd.DataFrame({c: np.zeros(0, np.int64) for c in ("person", "household", "unit")} | dict.fromkeys(("head", "address"), _NOTHING))


def _homes(world: World, settled: Settled, among: pd.Index) -> pd.DataFrame:
    """person, household (row of the frame), unit, head, address of those who live somewhere."""
    labels = settled.table.index.to_numpy()
    parts = [(labels[settled.person[e.source_end]], world.households.index_of(e.target_end)) for e in world.edges if e.name == "LIVES_IN"]
    if not parts:
        return _NO_HOMES
    homes = pd.DataFrame({"person": np.concatenate([p for p, _ in parts]), "household": np.concatenate([h for _, h in parts])})
    homes = homes[(homes["household"] >= 0) & homes["person"].isin(among)].drop_duplicates()
    frame = world.households.frame.iloc[homes["household"].to_numpy()]
    many = world.households.frame.groupby(["village", "address"])["key"].transform("size").reindex(frame.index).to_numpy()
    address = np.where(many > _FEW, None, frame["address"].to_numpy(object))
    return homes.assign(unit=frame["village"].to_numpy(np.int64), head=frame["head"].to_numpy(object), address=address)


def _pairs(known: _Known) -> pd.DataFrame:
    """a (without an id number), b, reason: one line each."""
    name, homes, mentions = known.persons["name"], known.homes, known.mentions
    of_head = homes[homes["head"].to_numpy(object) != name.reindex(homes["person"]).to_numpy(object)]
    year = known.places.assign(year=known.persons["year"].reindex(known.places["person"]).to_numpy())
    born = mentions.loc[mentions["birth"].notna(), ["person", "birth"]]
    # A year or month alone is read as its first day.
    born = born[born["birth"].to_numpy().astype("datetime64[D]") != born["birth"].to_numpy().astype("datetime64[M]").astype("datetime64[D]")]
    told = {
        "household": (homes, ["household"]),
        "phone": (mentions[mentions["phone"].notna()], ["phone"]),
        "head": (of_head[of_head["head"].notna()], ["unit", "head"]),
        "address": (homes[pd.notna(homes["address"])], ["unit", "address"]),
        "day": (born, ["birth"]),
        "year": (year[year["year"] >= 0], ["unit", "year"]),
    }
    parts = []
    for reason, (frame, on) in told.items():
        some = frame[["person", *on]].drop_duplicates()
        some = some.assign(name=name.reindex(some["person"]).to_numpy(object))
        without = some[known.persons["id"].isna().reindex(some["person"]).to_numpy()]
        both = without.merge(some, on=["name", *on], suffixes=("_a", "_b"))
        parts.append(both.loc[both["person_a"] != both["person_b"], ["person_a", "person_b"]].assign(reason=reason))
    every = pd.concat(parts, ignore_index=True).rename(columns={"person_a": "a", "person_b": "b"}).drop_duplicates()
    twice = known.persons["id"].isna().reindex(every["b"]).to_numpy() & (every["a"] > every["b"]).to_numpy()
    return every[~twice]  # two without an id number come once


def _unopposed(known: _Known, lines: pd.DataFrame) -> pd.DataFrame:
    """a, b, reasons, score of the pairs that nothing speaks against."""
    sex, year, persons = known.persons["sex"], known.persons["year"], lines[["a", "b"]]
    sexes, years = ([column.reindex(persons[c]).to_numpy() for c in ("a", "b")] for column in (sex, year))
    against = pd.notna(sexes[0]) & pd.notna(sexes[1]) & (sexes[0] != sexes[1])
    against |= (years[0] >= 0) & (years[1] >= 0) & (years[0] != years[1])
    lines = lines[~against]
    reasons = list(REASONS)
    order = pd.Categorical(lines["reason"], reasons, ordered=True).codes
    lines = lines.assign(order=order).sort_values(["a", "b", "order"], kind="stable")
    keys = [lines["a"], lines["b"]]
    pairs = lines["reason"].map(REASONS).groupby(keys).agg("；".join).rename("reasons").reset_index()
    told = lines["reason"].isin(_STRONG).groupby(keys).any().to_numpy()
    both_births = lines["reason"].isin(["day", "year"]).groupby(keys).sum().to_numpy() > 1
    strong = pairs[told | both_births]
    rivals = pd.concat([strong["a"], strong["b"][known.persons["id"].isna().reindex(strong["b"]).to_numpy()]]).value_counts()
    alone = (pairs["a"].map(rivals).fillna(0).to_numpy() <= 1) & (pairs["b"].map(rivals).fillna(0).to_numpy() <= 1)
    return pairs.assign(score=np.where((told | both_births) & alone, PROBABLY, PERHAPS))


def _rows(mentions: pd.DataFrame, persons: np.ndarray) -> pd.Series:
    """The first ledger rows that name each person."""
    if not len(mentions):
        return pd.Series(dtype=object)
    some = mentions.loc[mentions["person"].isin(persons), ["person", "source"]].drop_duplicates()
    some = some[some.groupby("person").cumcount() < _ROWS]
    return some.groupby("person")["source"].agg("；".join)
