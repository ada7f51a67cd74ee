"""What became of households between two editions: a new 户号, another head, one that split, several that became one.

A household is known by its village and 户号, so that a new 户号 looks like one household gone and another come. Who lives in it tells
that they are one: persons are followed by their keyed ids, and where an id did not outlive the change (a person without an id number
is known by the household) by the name under the same head, or by a name that nobody else in the village has.

::

    code      the 户号 changed: the same head, or the same head's name and most of the members, or most of the members of both
    village   the same 户号 in another village: the village merged, split or got another code
    head      another head
    split     members of a household that is still there, or became another one, live in a household that is new
    merge     a household is gone, and at least half of its members live in another one
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import among
from graph.edition import Contents, EdgeKey, Edition
from graph.schema import OPEN_UNTIL, edge_schema, node_schema

Facts = Edition | Contents
KINDS = {"code": "户号变更", "village": "随村变更", "head": "户主变更", "split": "分户", "merge": "并户"}
LINEAGE = pa.schema([(c, pa.string()) for c in ("kind", "old_id", "new_id", "old_code", "new_code")] + [("members", pa.int64()), ("share", pa.float64())])
"""One row per household of the base and household of the new: how many members went from one to the other, and their share of the old."""
SUCCESSION = pa.schema([("old", pa.string()), ("new", pa.string())])
RENAMED = pa.schema([(c, pa.string()) for c in ("village", "old_code", "new_code")])
_VILLAGE = 3


def lineage(base: Facts, new: Facts, villages: pa.Table | None = None) -> pa.Table:
    """What became of the households of `base` in `new`; ended facts of either count as gone. Columns of LINEAGE.

    `villages`: unit ids (old, new) of villages that became others; a village that is not in it is its own successor.
    """
    old, now = _side(base), _side(new)
    links = _links(old, now, _successors(old, now, villages))
    flows = links.groupby(["old", "new"], sort=False).agg(members=("old", "size"), heads=("heads", "any")).reset_index()
    flows["share"] = flows["members"] / old.size.reindex(flows["old"]).to_numpy()
    gone, born = ~among(old.houses.index, now.houses.index), ~among(now.houses.index, old.houses.index)
    from_gone = among(flows["old"], old.houses.index[gone])
    to_born = among(flows["new"], now.houses.index[born])
    became = _became(flows[from_gone & to_born], old, now)
    moved = flows[flows["old"] != flows["new"]].sort_values(["members", "heads"], ascending=False, kind="stable")
    continued = among(moved["old"], now.houses.index) | among(moved["old"], became["old"])
    split = moved[continued & among(moved["new"], now.houses.index[born]) & ~among(moved["new"], became["new"])].drop_duplicates("new")
    lost = moved[among(moved["old"], old.houses.index[gone]) & ~among(moved["old"], became["old"])].drop_duplicates("old")
    lost = lost[(lost["share"] >= 0.5) & ~_within(lost, split)]
    parts = [became.assign(kind=_kind(became, old, now)), _heads(became, flows, old, now), split.assign(kind="split"), lost.assign(kind="merge")]
    every = pd.concat(parts, ignore_index=True)
    every = every.assign(old_code=old.code(every["old"]), new_code=now.code(every["new"])).rename(columns={"old": "old_id", "new": "new_id"})
    order = pd.Categorical(every["kind"], list(KINDS), ordered=True).codes
    every = every.assign(order=order).sort_values(["order", "old_id", "new_id"], kind="stable")
    return pa.table({name: pa.array(every[name], LINEAGE.field(name).type, from_pandas=True) for name in LINEAGE.names})


def household_succession(base: Facts, new: Facts, villages: pa.Table | None = None) -> pa.Table:
    """The households of `base` that have another id in `new`, each with that id: columns old, new; no id twice on either side."""
    return succession(lineage(base, new, villages))


def succession(lines: pa.Table) -> pa.Table:
    """`household_succession` out of a lineage that is known already."""
    some = lines.filter(pc.is_in(lines["kind"], value_set=pa.array(["code", "village"])))
    return some.select(["old_id", "new_id"]).rename_columns(SUCCESSION.names).cast(SUCCESSION)


def renamed_codes(base: Facts, new: Facts, villages: pa.Table | None = None) -> pa.Table:
    """户号 that a household had in `base`, and the one that it has in `new`: columns village (of now), old_code, new_code."""
    return codes_renamed(lineage(base, new, villages), new)


def codes_renamed(lines: pa.Table, new: Facts) -> pa.Table:
    """`renamed_codes` out of a lineage that is known already."""
    some = lines.filter(pc.and_(pc.equal(lines["kind"], "code"), pc.and_(pc.not_equal(lines["old_code"], ""), pc.not_equal(lines["new_code"], ""))))
    village = _side(new).houses["village"].reindex(some["new_id"].to_pylist()) if some.num_rows else pd.Series(dtype=object)
    return pa.table([pa.array(village.tolist(), pa.string()), some["old_code"], some["new_code"]], schema=RENAMED)


@dataclass(frozen=True)
class _Side:
    """One edition. `houses` by id: code, head (a name), village; `members`: household, person, name, born, is_head, village."""

    houses: pd.DataFrame
    members: pd.DataFrame

    @property
    def size(self) -> pd.Series:
        return self.members.groupby("household").size()

    def code(self, ids: pd.Series) -> np.ndarray:
        return np.asarray(self.houses["code"].reindex(ids), object)


def _side(of: Facts) -> _Side:
    houses = _open(_nodes(of, "Household", ["id", "code", "head", "until"])).drop(columns="until")
    units = _nodes(of, "Unit", ["id", "level"]).to_pandas().set_index("id")["level"]
    above = _edges(of, ("PART_OF", "Unit", "Unit"), ["from", "to", "until"]).drop_duplicates("from").set_index("from")["to"]
    lowest = _edges(of, ("PART_OF", "Household", "Unit"), ["from", "to", "until"]).drop_duplicates("from").set_index("from")["to"]
    village = pd.Series(units.index, units.index, dtype=object)
    for _ in range(2):  # from a bay to its group to its village
        lower = units.reindex(village.to_numpy()).to_numpy() > _VILLAGE
        village[lower] = above.reindex(village[lower]).to_numpy()
    houses["village"] = village.reindex(lowest.reindex(houses["id"])).to_numpy(object)
    houses = houses.set_index("id")
    lives = _edges(of, ("LIVES_IN", "Person", "Household"), ["from", "to", "is_head", "until"])
    lives = lives[among(lives["to"], houses.index)].rename(columns={"from": "person", "to": "household"})
    lives = lives.sort_values("is_head", ascending=False, kind="stable").drop_duplicates(["person", "household"])
    people = _nodes(of, "Person", ["id", "name", "birth_year"]).to_pandas().set_index("id")
    told = people.reindex(lives["person"])
    village_of = houses["village"].reindex(lives["household"]).to_numpy(object)
    lives = lives.assign(name=told["name"].to_numpy(object), born=told["birth_year"].to_numpy(), village=village_of)
    return _Side(houses, lives.drop(columns="until"))


def _successors(old: _Side, now: _Side, villages: pa.Table | None) -> pd.DataFrame:
    """old, new: the villages of now in which a household of a village of the base may be."""
    known = villages.select(["old", "new"]).to_pandas() if villages is not None else pd.DataFrame({"old": [], "new": []}, dtype=object)
    same = old.houses["village"].drop_duplicates()
    same = same[among(same, now.houses["village"])]
    return pd.concat([known, pd.DataFrame({"old": same, "new": same})], ignore_index=True).drop_duplicates()


def _links(old: _Side, now: _Side, villages: pd.DataFrame) -> pd.DataFrame:
    """old, new, heads: one line per person that lives in a household of both; `heads` where it is the head of both by its id."""
    columns = ["household", "person", "name", "born", "is_head", "village"]
    same = old.members[columns].merge(now.members[columns], on="person", suffixes=("", "_new"))
    lost = old.members[~among(old.members["person"], now.members["person"])].merge(villages, left_on="village", right_on="old")
    new = now.members[~among(now.members["person"], old.members["person"])]
    lost = lost.assign(head=old.houses["head"].reindex(lost["household"]).to_numpy(object), alone=~lost.duplicated(["new", "name"], keep=False))
    new = new.assign(head=now.houses["head"].reindex(new["household"]).to_numpy(object), alone=~new.duplicated(["village", "name"], keep=False))
    named = lost.drop(columns="village").merge(new, left_on=["new", "name"], right_on=["village", "name"], suffixes=("", "_new"))
    fits = (named["head"] == named["head_new"]) | (named["alone"] & named["alone_new"])
    fits &= (named["born"] == named["born_new"]) | (named["born"] == 0) | (named["born_new"] == 0)
    heads = same["is_head"].astype(bool) & same["is_head_new"].astype(bool)
    by_id = pd.DataFrame({"old": same["household"], "new": same["household_new"], "heads": heads})
    by_name = named.loc[fits, ["household", "household_new", "name"]].drop_duplicates()
    return pd.concat([by_id, pd.DataFrame({"old": by_name["household"], "new": by_name["household_new"], "heads": False})], ignore_index=True)


def _became(flows: pd.DataFrame, old: _Side, now: _Side) -> pd.DataFrame:
    """Households gone and households new that are one, each at most once."""
    heads = old.houses["head"].reindex(flows["old"]).to_numpy(object) == now.houses["head"].reindex(flows["new"]).to_numpy(object)
    of_new = flows["members"].to_numpy() / now.size.reindex(flows["new"]).to_numpy()
    share = flows["share"].to_numpy()
    fits = flows["heads"].to_numpy(bool) | (heads & (share > 0.5)) | ((share >= 0.5) & (of_new > 0.5))
    ranked = flows[fits].sort_values(["heads", "members", "old", "new"], ascending=[False, False, True, True], kind="stable")
    return ranked.drop_duplicates("old").drop_duplicates("new")


def _kind(became: pd.DataFrame, old: _Side, now: _Side) -> np.ndarray:
    villages = [side.houses["village"].reindex(became[c]).to_numpy(object) for side, c in ((old, "old"), (now, "new"))]
    moved = (villages[0] != villages[1]) & (old.code(became["old"]) == now.code(became["new"]))
    return np.where(moved, "village", "code")


def _heads(became: pd.DataFrame, flows: pd.DataFrame, old: _Side, now: _Side) -> pd.DataFrame:
    """The households, also those with another id, whose head is another person: neither the same id nor the same name."""
    same = old.houses.index.intersection(now.houses.index)
    pairs = pd.DataFrame({"old": np.r_[same, became["old"]], "new": np.r_[same, became["new"]]}, dtype=object)
    names = [side.houses["head"].reindex(pairs[c]).to_numpy(object) for side, c in ((old, "old"), (now, "new"))]
    pairs = pairs[(names[0] != names[1]) & (names[0] != "") & (names[1] != "")].merge(flows, on=["old", "new"], how="left")
    pairs = pairs[~pairs["heads"].eq(True).to_numpy(bool)]
    return pairs.assign(kind="head", members=pairs["members"].fillna(0).astype("int64"), share=pairs["share"].fillna(0.0))


def _within(rows: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    return np.asarray(pd.MultiIndex.from_frame(rows[["old", "new"]]).isin(pd.MultiIndex.from_frame(others[["old", "new"]])))


def _open(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.filter(pc.equal(table["until"], pa.scalar(OPEN_UNTIL, pa.date32()))).to_pandas()
    return frame


def _nodes(of: Facts, label: str, columns: list[str]) -> pa.Table:
    if isinstance(of, Edition):
        return of.nodes(label, columns)
    return of.nodes.get(label, node_schema(label).empty_table()).select(columns)


def _edges(of: Facts, key: EdgeKey, columns: list[str]) -> pd.DataFrame:
    if isinstance(of, Contents):
        return _open(of.edges.get(key, edge_schema(key[0]).empty_table()).select(columns))
    return _open(of.edge_rows(key, columns))
