"""Rows that vanish are ended, not deleted: what an edition states and its successor's ledgers no longer do goes on with an end.

The next edition's contents are read from all ledgers in force; here the facts of its base that they lack join them, with
``until`` the day of the load. So an edition answers for the days before it too, and nothing that was accepted is lost.

- A node is the same by label and id, an edge by type, ends and own properties; and by its beginning where both state one.
- A node that is new and whose beginning is open begins on the day; one that the base has keeps the beginning it has there.
- An edge that is new and whose beginning is open begins on the day where it takes the place of one that ends: of the same
  type and category (mechanism, post) at the same anchor. Any other is as old as its ledger lets it be.
- What the edition was told, not what is (deliveries, claims, ambiguous rows), is of one edition and not carried.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import replaced
from graph.edition import Contents, EdgeKey, Edition
from graph.matching import OPEN, Side, days, keys, paired
from graph.schema import EDGE, EDGES, NODES, OPEN_UNTIL, edge_schema, node_schema

FACTS = ("fact", "added", "ended", "changed", "kept", "past")
"""Per label and edge type: how many nodes or edges are new, end with this load, stay with another date or property, stay as
they are; `past` had ended before and are carried on."""
OF_ITS_EDITION = ("Delivery", "Claim", "DELIVERED_FOR", "CLAIMED_FOR", "MAY_CONTACT")
"""Labels and edge types that are not carried."""
LEFT_OUT = "~"
"""Before the `part` of a carried contact: its row is none of its group's any more, and no claim counts it."""
_CATEGORY = {"CONTACTS": "mechanism", "HOLDS_POST": "post"}


@dataclass(frozen=True)
class Carried:
    """`contents` with what has ended; `facts` with the columns FACTS; `day` is the end of what ended with this load."""

    contents: Contents
    facts: pd.DataFrame
    day: dt.date


def carry(new: Contents, base: Edition, day: dt.date) -> Carried:
    """The contents of the edition that follows `base`, loaded on `day` (the base's own where that is later). Changes nothing it is given."""
    day = max(day, dt.date.fromisoformat(str(base.manifest["as_of"])))
    at = day.toordinal() - dt.date(1970, 1, 1).toordinal()
    contents = replace(new, nodes=dict(new.nodes), edges=dict(new.edges), tables=dict(new.tables), identity=dict(new.identity))
    rows, gone = [], {}
    for node in NODES:
        table, counts, ids = _nodes(node.label, new.nodes.get(node.label), base, at)
        rows.append((node.label, *counts))
        if table.num_rows or node.label in contents.nodes:
            contents.nodes[node.label] = table
        gone[node.label] = ids
    _keep_marks(contents, new, base)
    for edge in EDGES:
        tables, counts = _edges(edge.name, contents, base, at)
        rows.append((edge.name, *counts))
        contents.edges |= tables
    _beside(contents, base, gone)
    facts = pd.DataFrame(rows, columns=list(FACTS))
    return Carried(contents, facts[facts[list(FACTS[1:])].any(axis=1)].reset_index(drop=True), day)


def _nodes(label: str, given: pa.Table | None, base: Edition, day: int) -> tuple[pa.Table, tuple[int, ...], pa.Array]:
    """The label's nodes, live and ended; added, ended, changed, kept, past; the ids of those that were carried."""
    schema = node_schema(label)
    new = given if given is not None else schema.empty_table()
    old = base.nodes(label)
    partner = pc.fill_null(pc.index_in(new["id"], value_set=old["id"].combine_chunks()), -1).to_numpy().astype(np.int64)
    known = partner >= 0
    since, until = days(new["since"]), days(old["until"])
    if label not in OF_ITS_EDITION:
        mine = np.where(known, days(old["since"])[partner] if old.num_rows else day, day)
        since = np.where(since == OPEN, mine, since)
        new = _dated(new, "since", since)
    same = np.ones(int(known.sum()), bool)
    mine, theirs = new.filter(pa.array(known)), old.take(pa.array(partner[known]))
    for column in schema.names:
        if column not in ("id", "source"):
            same &= pc.equal(mine[column], theirs[column]).to_numpy()
    lost = np.ones(old.num_rows, bool)
    lost[partner[known]] = False
    counts = (int((~known).sum()), int((lost & (until > day)).sum()), int((~same).sum()), int(same.sum()))
    if label in OF_ITS_EDITION:
        return new, (*counts, 0), pa.array([], pa.string())
    over = old.filter(pa.array(lost))
    over = _dated(over, "until", np.minimum(until[lost], day))
    return _joined(new, over, schema), (*counts, int((lost & (until <= day)).sum())), over["id"].combine_chunks()


def _keep_marks(contents: Contents, new: Contents, base: Edition) -> None:
    """Who was marked (去世, 迁出 …) and is no longer in the register stays out of service: the row went, not the fact. Somebody whose row is
    there without the mark is back."""
    people, home = contents.nodes.get("Person"), ("LIVES_IN", "Person", "Household")
    if people is None or not people.num_rows:
        return
    old = base.nodes("Person", ["id", "left_on", "left_why"])
    old = old.filter(pc.less(old["left_on"], OPEN_UNTIL))
    lived = base.edges("LIVES_IN").get(home)
    living = new.edges.get(home)
    if lived is None or not old.num_rows:
        return
    old = old.filter(pc.is_in(old["id"], value_set=pc.unique(lived["from"])))
    if living is not None:
        old = old.filter(pc.invert(pc.is_in(old["id"], value_set=pc.unique(living["from"]))))
    at = pc.index_in(people["id"], value_set=old["id"].combine_chunks())
    marked = pc.and_(pc.is_valid(at), pc.equal(people["left_on"], OPEN_UNTIL))
    for column in ("left_on", "left_why"):
        people = replaced(people, column, pc.if_else(marked, old[column].combine_chunks().take(at), people[column]))
    contents.nodes["Person"] = people


@dataclass(frozen=True)
class _Pair:
    """One type's edges between two labels: the new rows with the base row that each continues, and the base rows that are lost."""

    key: EdgeKey
    new: pa.Table
    old: pa.Table
    partner: np.ndarray
    again: np.ndarray
    """New rows that state once more what was over."""

    @property
    def lost(self) -> np.ndarray:
        mask = np.ones(self.old.num_rows, bool)
        mask[self.partner[self.partner >= 0]] = False
        return mask


def _edges(name: str, contents: Contents, base: Edition, day: int) -> tuple[dict[EdgeKey, pa.Table], tuple[int, ...]]:
    schema, stated = edge_schema(name), base.edges(name)
    pairs = [(name, *ends) for ends in EDGE[name].pairs]
    matched = [_matched(k, contents.edges.get(k), stated.get(k), schema, day) for k in pairs if k in contents.edges or k in stated]
    carried = name not in OF_ITS_EDITION
    places = pa.chunked_array([a for p in matched for a in _anchors(p.key, p.old.filter(pa.array(p.lost & (days(p.old["until"]) > day))))], pa.string())
    out, counts = {}, np.zeros(5, np.int64)
    for pair in matched:
        since, until, partner = days(pair.new["since"]), days(pair.old["until"]), pair.partner.copy()
        if carried:
            fresh = np.flatnonzero((since == OPEN) & ((partner < 0) | pair.again))
            follows = np.zeros(len(fresh), bool)
            for anchor in _anchors(pair.key, pair.new.take(pa.array(fresh))):
                follows |= pc.is_in(anchor, value_set=places).to_numpy(zero_copy_only=False)
            follows |= pair.again[fresh]
            # A fact that comes back has an interval of its own beside its past one.
            partner[fresh[follows]] = -1
            known = (partner >= 0) & (since == OPEN)
            since = since.copy()
            since[known] = days(pair.old["since"])[partner[known]]
            since[fresh[follows]] = day
        pair = replace(pair, new=_dated(pair.new, "since", since), partner=partner)
        known, lost = partner >= 0, pair.lost
        same = (since[known] == days(pair.old["since"])[partner[known]]) & (days(pair.new["until"])[known] == until[partner[known]])
        counts += [int((~known).sum()), int((lost & (until > day)).sum()), int((~same).sum()), int(same.sum()), int((lost & (until <= day)).sum()) * carried]
        over = _over(pair, lost, np.minimum(until[lost], day)) if carried else pair.old.slice(0, 0)
        if pair.new.num_rows or over.num_rows or pair.key in contents.edges:
            out[pair.key] = _joined(pair.new, over, schema)
    return out, tuple(int(n) for n in counts)


def _matched(key: EdgeKey, new: pa.Table | None, old: pa.Table | None, schema: pa.Schema, day: int) -> _Pair:
    new, old = new if new is not None else schema.empty_table(), old if old is not None else schema.empty_table()
    columns = ["from", "to", *(p.name for p in EDGE[key[0]].own)]
    mine, theirs = keys([_told(old, c) for c in columns], [_told(new, c) for c in columns])
    live = days(old["until"]) > day
    partner = paired(Side(mine, days(old["since"]), days(old["until"])), Side(theirs, days(new["since"]), days(new["until"])), live)
    again = np.zeros(new.num_rows, bool)
    known = partner >= 0
    again[known] = ~live[partner[known]] & (days(new["until"])[known] > day)
    return _Pair(key, new, old, partner, again)


def _told(table: pa.Table, column: str) -> pa.ChunkedArray:
    """A column as the ledger stated it."""
    return pc.replace_substring_regex(table[column], f"^{LEFT_OUT}", "") if column == "part" else table[column]


def _anchors(key: EdgeKey, table: pa.Table) -> list[pa.Array]:
    """Per row where it stands, as text: its household, else its beginning; who lives somewhere stands at the person too."""
    name, source, target = key
    ends = {"from": source, "to": target}
    at = [end for end, label in ends.items() if label == "Household"] or ["from"]
    at += ["from"] if name == "LIVES_IN" else []
    category = table[_CATEGORY[name]] if name in _CATEGORY else pa.chunked_array([pa.repeat("", table.num_rows)])
    return [pc.binary_join_element_wise(ends[end], table[end], category, "\x1f").combine_chunks() for end in at]


def _over(pair: _Pair, lost: np.ndarray, until: np.ndarray) -> pa.Table:
    """The lost rows with their end. Both ends of each are there: the new contents have them, or they were carried before."""
    over = _dated(pair.old.filter(pa.array(lost)), "until", until)
    if pair.key == ("CONTACTS", "Person", "Household"):
        part = pc.binary_join_element_wise(LEFT_OUT, _told(over, "part"), "")
        over = replaced(over, "part", part)
    return over


def _beside(contents: Contents, base: Edition, gone: dict[str, pa.Array]) -> None:
    """What stands beside the graph about the nodes that were carried: the rows that stated them, their id numbers."""
    rows = base.folder / "tables" / "provenance.parquet"
    if rows.exists() and "provenance" in contents.tables:
        old = base.table("provenance")
        kept = [old.filter(pc.and_(pc.equal(old["label"], label), pc.is_in(old["id"], value_set=ids))) for label, ids in gone.items() if len(ids)]
        contents.tables["provenance"] = pa.concat_tables([contents.tables["provenance"], *kept], promote_options="permissive")
    for name, table in contents.identity.items():
        path = base.folder / "identity" / f"{name}.parquet"
        if path.exists() and "person" in table.schema.names:
            old = base.identity(name)
            kept_ = old.filter(pc.is_in(old["person"], value_set=gone["Person"]))
            contents.identity[name] = pa.concat_tables([table, kept_], promote_options="permissive")


def _dated(table: pa.Table, column: str, values: np.ndarray) -> pa.Table:
    return replaced(table, column, pa.array(values.astype(np.int32), pa.int32()).cast(pa.date32()))


def _joined(new: pa.Table, over: pa.Table, schema: pa.Schema) -> pa.Table:
    tables = [pa.Table.from_arrays([t[c] for c in schema.names], schema=schema) for t in (new, over) if t.num_rows]
    return pa.concat_tables(tables) if tables else schema.empty_table()
