"""The subgraph of a scope: its nodes and edges, whatever is outside without a name, and what of it only the whole edition tells."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.columns import replaced
from graph.edition import EdgeKey, Edition
from graph.projection.extra import ABOVE, EXTRA, OUTSIDE, WITHIN
from graph.projection.scope import BODIES, Scope
from graph.projection.texts import Texts
from graph.schema import EDGES, NODES, OPEN_SINCE, OPEN_UNTIL, edge_schema, node_schema

COUNTED = ("Unit", "Household", "Delivery", "Claim")
"""Labels whose nodes outside do not come along, not even without a name: a tree has one top, and households are counted."""
_CHAINS = ("UNDER", "PART_OF")
_TOLD = ("CLAIMED_FOR", "DELIVERED_FOR", "MAY_CONTACT")
"""What was said of somebody, not what is."""
_STRUCTURE = ("PART_OF", "UNDER", "COVERS")
_KEPT = {"Person": ("left_on",), "Event": ("kind", "date", "days"), **dict.fromkeys((*BODIES, "Grid"), ("kind", "level"))}
"""Of a node outside what decides a state inside; everything else is empty."""
_Key = TypeVar("_Key", str, EdgeKey)
_OUT, _CHAIN, _ABOVE, _IN = range(4)


@dataclass
class Cut:
    """Tables with the columns of the schema; `scopes`: of each label its nodes' scope; `missing`: nodes that have an edge to
    something that is not here, once per edge in force."""

    nodes: dict[str, pa.Table] = field(default_factory=dict)
    edges: dict[EdgeKey, pa.Table] = field(default_factory=dict)
    scopes: dict[str, pa.Array] = field(default_factory=dict)
    missing: dict[str, pa.Array] = field(default_factory=dict)
    original: dict[str, pa.Array] = field(default_factory=dict)
    """The edition's ids, in the order of `nodes`."""
    away: dict[EdgeKey, np.ndarray] = field(default_factory=dict)
    """Which edges lead to a unit above in place of one outside, in the order of `edges`."""
    load_ids: dict[EdgeKey, pa.Array] = field(default_factory=dict)
    """Of contacts the edition's ids of the persons, in the order of `edges`."""


def cut(edition: Edition, scope: Scope) -> Cut:
    """Everything of a scope, names still plain."""
    return _Cutting(edition, scope).done()


class _Cutting:
    def __init__(self, edition: Edition, scope: Scope) -> None:
        self.edition, self.scope, self.texts = edition, scope, Texts(edition, scope)
        self.found = Cut()
        self.outside: dict[str, list[pa.Array]] = {}
        self.missing: dict[str, list[pa.Array]] = {}
        self._units = edition.nodes("Unit", ["id"])["id"].combine_chunks()
        self._units_here = pa.concat_arrays([scope.ids("inside", "Unit"), scope.ids("above", "Unit")])

    def done(self) -> Cut:
        for edge in EDGES:
            for of, to in edge.pairs:
                self._edge((edge.name, of, to))
        strangers = {label: pc.unique(pa.concat_arrays(parts)) for label, parts in self.outside.items()}
        new = self._numbered(strangers)
        for node in NODES:
            self._node(node.label, strangers.get(node.label), new)
        self._deliveries_elsewhere(sum(len(ids) for ids in strangers.values()))
        for key, table in list(self.found.edges.items()):
            self.found.edges[key] = self.texts.cleaned(key[0], self._renamed(key, table, new))
        self.found.missing = {label: pa.concat_arrays(parts) for label, parts in self.missing.items()}
        return self.found

    def _edge(self, key: EdgeKey) -> None:
        path = self.edition.edge_path(*key)
        if not path.exists():
            return
        table = pq.read_table(path)
        if not self.scope.everything:
            table = self._within(key, table)
        if not table.num_rows:
            return
        self.found.edges[key] = table
        if key[0] == "CONTACTS":
            self.found.load_ids[key] = table["from"].combine_chunks()

    def _within(self, key: EdgeKey, table: pa.Table) -> pa.Table:
        """The edges that belong here, noting their ends outside."""
        name, of, to = key
        start, end = self._states(of, table["from"]), self._states(to, table["to"])
        keep = (start == _IN) | (end == _IN)
        if name in _STRUCTURE:
            keep |= (start == _ABOVE) & (end == _ABOVE)
        if name in _CHAINS:
            keep |= (start > _OUT) & (end > _OUT)
        table, start, end = table.filter(pa.array(keep)), start[keep], end[keep]
        away = np.zeros(len(start), bool)
        if to == "Unit" and any(p.name == "away" for p in EXTRA.get(name, ())):
            table, away = self._under_roofs(table, (start == _IN) & (end == _OUT))
            end = np.where(away, _ABOVE, end)
        lost = ((start < _ABOVE) & (of in COUNTED)) | ((end < _ABOVE) & (to in COUNTED))
        if name not in _TOLD:
            self._note_missing(of, to, table.filter(pa.array(lost)), start[lost])
        table, start, end = table.filter(pa.array(~lost)), start[~lost], end[~lost]
        self.found.away[key] = away[~lost]
        for label, column, state in ((of, "from", start), (to, "to", end)):
            if (state < _ABOVE).any():
                self.outside.setdefault(label, []).append(table[column].filter(pa.array(state < _ABOVE)).combine_chunks())
        return table

    def _under_roofs(self, table: pa.Table, outside: np.ndarray) -> tuple[pa.Table, np.ndarray]:
        """Edges to a unit outside as edges to the lowest unit above that holds it: that there is one decides a state, which one is not told."""
        roofs = self.scope.roofs
        to = [roofs.get(id, "") if out else id for id, out in zip(table["to"].to_pylist(), outside.tolist(), strict=True)]
        away = outside & np.array([bool(id) for id in to], bool)
        told = pc.if_else(pa.array(away), pa.array(to, pa.string()), table["to"].combine_chunks())
        return replaced(table, "to", told), away

    def _deliveries_elsewhere(self, numbered: int) -> None:
        """A ledger that was delivered elsewhere under a unit above is one node of that unit: it decides what a town or a county knows."""
        path = self.edition.edge_path("DELIVERED_FOR", "Delivery", "Unit")
        if self.scope.everything or not path.exists():
            return
        told = pq.read_table(path, columns=["from", "to"])
        told = told.filter(pc.invert(pc.is_in(told["from"], value_set=self.scope.ids("inside", "Delivery"))))
        nodes = self.edition.nodes("Delivery", ["id", "ledger"])
        ledgers = dict(zip(nodes["id"].to_pylist(), nodes["ledger"].to_pylist(), strict=True))
        both = zip(told["from"].to_pylist(), told["to"].to_pylist(), strict=True)
        pairs = sorted({(ledgers[delivery], self.scope.roofs[unit]) for delivery, unit in both if unit in self.scope.roofs})
        ids = [f"{OUTSIDE}{numbered + number}" for number in range(1, len(pairs) + 1)]
        _append(self.found.nodes, "Delivery", _rows(node_schema("Delivery"), id=ids, ledger=[ledger for ledger, _ in pairs]))
        _append(
            self.found.edges, ("DELIVERED_FOR", "Delivery", "Unit"), _rows(edge_schema("DELIVERED_FOR"), **{"from": ids, "to": [roof for _, roof in pairs]})
        )
        of_old = self.found.scopes.get("Delivery", pa.array([], pa.string()))
        self.found.scopes["Delivery"] = pa.concat_arrays([of_old, pa.repeat(pa.scalar(OUTSIDE), len(ids))])
        self.found.original["Delivery"] = self.found.nodes["Delivery"]["id"].combine_chunks()

    def _states(self, label: str, ids: pa.ChunkedArray) -> np.ndarray:
        state = np.zeros(len(ids), np.int8)
        for value, which in ((_CHAIN, "chain"), (_ABOVE, "above"), (_IN, "inside")):
            known = self.scope.ids(which, label)
            if len(known):
                state[np.asarray(pc.is_in(ids, value_set=known))] = value
        return state

    def _note_missing(self, of: str, to: str, table: pa.Table, start: np.ndarray) -> None:
        day = pa.scalar(self.scope.day, pa.date32())
        valid = np.asarray(pc.and_(pc.less_equal(table["since"], day), pc.greater(table["until"], day)))
        for label, column, mask in ((of, "from", start == _IN), (to, "to", start != _IN)):
            if (here := mask & valid).any():
                self.missing.setdefault(label, []).append(table[column].filter(pa.array(here)).combine_chunks())

    def _numbered(self, strangers: dict[str, pa.Array]) -> dict[str, tuple[pa.Array, pa.Array]]:
        """Old and new ids by label: of nodes outside, and of those inside whose own id would tell a name."""
        old = [(label, id) for label in sorted(strangers) for id in sorted(strangers[label].to_pylist())]
        seed = hashlib.sha256(f"{self.edition.id} {self.scope.unit}".encode()).digest()
        numbers = np.random.default_rng(int.from_bytes(seed[:8])).permutation(len(old)) + 1
        pairs: dict[str, list[tuple[str, str]]] = {}
        for (label, id), number in zip(old, numbers.tolist(), strict=True):
            pairs.setdefault(label, []).append((id, f"{OUTSIDE}{number}"))
        for label in ("Delivery", "Claim"):  # their ids hold the file and the sheet
            for number, id in enumerate(self.scope.ids("inside", label).to_pylist(), 1):
                file = id.rpartition("!")[0] or id
                if self.texts.place(file) != file:
                    pairs.setdefault(label, []).append((id, f"{label}{number}"))
        for label in (*BODIES, "Grid", "Household"):  # theirs begin with the unit that they were first heard of in
            for number, id in enumerate(self._begun_elsewhere(label), 1):
                pairs.setdefault(label, []).append((id, f"{label}{number}"))
        return {label: (pa.array([a for a, _ in p], pa.string()), pa.array([b for _, b in p], pa.string())) for label, p in pairs.items()}

    def _begun_elsewhere(self, label: str) -> list[str]:
        if self.scope.everything:
            return []
        ids = pa.concat_arrays([self.scope.ids(which, label) for which in ("inside", "above")])
        first = pc.replace_substring_regex(ids, r"(?s)[/#].*$", "")
        outside = pc.and_(pc.is_in(first, value_set=self._units), pc.invert(pc.is_in(first, value_set=self._units_here)))
        return [str(id) for id in ids.filter(outside).to_pylist()]

    def _node(self, label: str, strangers: pa.Array | None, new: dict[str, tuple[pa.Array, pa.Array]]) -> None:
        parts = [(WITHIN, self.scope.ids("inside", label)), (ABOVE, self.scope.ids("above", label)), (OUTSIDE, strangers)]
        every = self.edition.nodes(label)
        tables, scopes = [], []
        for word, ids in parts:
            if ids is None or not len(ids):
                continue
            table = every if self.scope.everything else every.filter(pc.is_in(every["id"], value_set=ids))
            tables.append((word, table))
            scopes.append(pa.repeat(pa.scalar(word), table.num_rows))
        if not tables:
            return
        self.found.original[label] = pa.concat_tables([t for _, t in tables])["id"].combine_chunks()
        self.found.scopes[label] = pa.concat_arrays(scopes)
        said = [_unnamed(label, t) if word == OUTSIDE else self._told(label, t) for word, t in tables]
        table = pa.concat_tables(said)
        self.found.nodes[label] = _swapped(table, "id", new.get(label))

    def _told(self, label: str, table: pa.Table) -> pa.Table:
        """Nodes inside or above with what may be said of them; a delivery's file and sheet are as its source tells them."""
        table = self.texts.cleaned(label, table)
        if label == "Delivery":
            unsaid = pc.equal(table["source"], "")
            for column in ("file", "sheet"):
                texts = pa.array([self.texts.masked(x) for x in table[column].to_pylist()], pa.string())
                table = replaced(table, column, pc.if_else(unsaid, "", texts))
        return table

    def _renamed(self, key: EdgeKey, table: pa.Table, new: dict[str, tuple[pa.Array, pa.Array]]) -> pa.Table:
        return _swapped(_swapped(table, "from", new.get(key[1])), "to", new.get(key[2]))


def _unnamed(label: str, table: pa.Table) -> pa.Table:
    """Nodes outside: what decides a state stays, the rest is empty or open."""
    kept = {"id", "since", "until", *_KEPT.get(label, ())}
    for column in (f for f in table.schema if f.name not in kept):
        table = replaced(table, column.name, _empty(column, table.num_rows))
    return table


def _rows(schema: pa.Schema, **told: list[str]) -> pa.Table:
    """Rows of which only these columns are known; the others are empty or open."""
    length = len(next(iter(told.values())))
    return pa.Table.from_arrays([pa.array(told[f.name], f.type) if f.name in told else _empty(f, length) for f in schema], schema=schema)


def _empty(column: pa.Field, length: int) -> pa.Array:
    empty = {pa.string(): "", pa.int64(): 0, pa.bool_(): False, pa.date32(): OPEN_UNTIL if column.name in ("until", "left_on") else OPEN_SINCE}
    return pa.repeat(pa.scalar(empty[column.type], column.type), length)


def _append(tables: dict[_Key, pa.Table], key: _Key, rows: pa.Table) -> None:
    if rows.num_rows:
        tables[key] = pa.concat_tables([tables[key], rows]) if key in tables else rows


def _swapped(table: pa.Table, column: str, ids: tuple[pa.Array, pa.Array] | None) -> pa.Table:
    """A column with old ids replaced by new ones."""
    if ids is None:
        return table
    old, new = ids
    found = new.take(pc.index_in(table[column].combine_chunks(), value_set=old))
    return replaced(table, column, pc.coalesce(found, table[column].combine_chunks()))
