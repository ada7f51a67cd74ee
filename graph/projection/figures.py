"""What only the whole edition knows of those in a projection: loads, posts and memberships anywhere, contacts from outside."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.edition import EdgeKey, Edition
from graph.projection.cutting import Cut
from graph.projection.extra import EXTRA, OUTSIDE
from graph.projection.scope import Scope
from graph.schema import EDGE


class Figures:
    """The extra columns of a cut, computed on the edition's own day."""

    def __init__(self, edition: Edition, scope: Scope, found: Cut) -> None:
        self.edition, self.day, self.found = edition, pa.scalar(scope.day, pa.date32()), found
        self.persons = found.original.get("Person", pa.array([], pa.string()))
        self._contacts = {to: self._counting(to) for to in ("Household", "Unit")}

    def node(self, label: str) -> dict[str, pa.Array]:
        """The extra columns of a label, in the order of EXTRA."""
        ids = self.found.original[label]
        every = {
            "scope": lambda: self.found.scopes[label],
            "elsewhere": lambda: _per(ids, self.found.missing.get(label)),
            "load": lambda: _per(ids, _distinct([self._contacts["Household"]], "from", "to")),
            "posts": lambda: _per(ids, _distinct(self._valid("HOLDS_POST", "post"), "from", "label", "to", "post")),
            "memberships": lambda: _per(ids, _distinct(self._valid("MEMBER_OF", of=label), "from", "label", "to")),
            "outside_contacts": lambda: self._from_outside(ids),
        }
        return {p.name: every[p.name]() for p in EXTRA.get(label, ())}

    def edge(self, key: EdgeKey) -> dict[str, pa.Array]:
        """The extra columns of an edge type between two labels."""
        if key[0] not in EXTRA:
            return {}
        away = self.found.away.get(key, np.zeros(self.found.edges[key].num_rows, bool))
        return {**({"load": self._edge_load(key)} if key[0] == "CONTACTS" else {}), "away": pa.array(away)}

    def _edge_load(self, key: EdgeKey) -> pa.Array:
        """Per contact how many its person has by that mechanism."""
        both = _distinct_table([self._contacts[key[2]]], "from", "mechanism", "to")
        counted = both.group_by(["from", "mechanism"]).aggregate([([], "count_all")])
        known = _joined(counted["from"], counted["mechanism"])
        asked = _joined(self.found.load_ids[key], self.found.edges[key]["mechanism"])
        at = pc.index_in(asked, value_set=known)
        return pc.fill_null(counted["count_all"].combine_chunks().take(at), 0).cast(pa.int64())

    def _counting(self, to: str) -> pa.Table:
        """The contacts of those here that count on the day: in force, the person in service, the household there."""
        table = self._of_those_here(("CONTACTS", "Person", to), ["mechanism"])
        people = self.edition.nodes("Person", ["id", "left_on"])
        table = table.filter(pc.is_in(table["from"], value_set=_ids(people.filter(pc.greater(people["left_on"], self.day)))))
        places = self.edition.nodes(to, ["id", "since", "until"])
        return table.filter(pc.is_in(table["to"], value_set=_ids(self._in_force(places))))

    def _valid(self, name: str, *columns: str, of: str = "Person") -> list[pa.Table]:
        """The edges of a type in force of those here, with the label at their other end."""
        tables = [(to, self._of_those_here((name, of, to), list(columns))) for start, to in EDGE[name].pairs if start == of]
        return [table.append_column("label", pa.repeat(pa.scalar(label), table.num_rows)) for label, table in tables]

    def _of_those_here(self, key: EdgeKey, columns: list[str]) -> pa.Table:
        """The edges in force of the nodes here."""
        table = self.edition.edge_rows(key, ["from", "to", *columns, "since", "until"])
        return self._in_force(table.filter(pc.is_in(table["from"], value_set=self.found.original.get(key[1], self.persons[:0]))))

    def _in_force(self, table: pa.Table) -> pa.Table:
        return table.filter(pc.and_(pc.less_equal(table["since"], self.day), pc.greater(table["until"], self.day)))

    def _from_outside(self, ids: pa.Array) -> pa.Array:
        strangers = self.persons.filter(pc.equal(self.found.scopes["Person"], OUTSIDE)) if "Person" in self.found.scopes else self.persons
        contacts = self._contacts["Household"]
        contacts = contacts.filter(pc.is_in(contacts["from"], value_set=strangers))
        return _per(ids, _distinct_table([contacts], "from", "to")["to"])


def _ids(table: pa.Table) -> pa.Array:
    return table["id"].combine_chunks()


def _distinct_table(tables: Iterable[pa.Table], *columns: str) -> pa.Table:
    every = pa.concat_tables([t.select(list(columns)) for t in tables])
    return every.group_by(list(columns)).aggregate([])


def _distinct(tables: Iterable[pa.Table], *columns: str) -> pa.ChunkedArray:
    """The first column of the distinct rows."""
    return _distinct_table(tables, *columns)[columns[0]]


def _per(ids: pa.Array, told: pa.Array | pa.ChunkedArray | None) -> pa.Array:
    """How often each id is told."""
    if told is None or not len(told):
        return pa.repeat(pa.scalar(0, pa.int64()), len(ids))
    counts = pc.value_counts(told)
    at = pc.index_in(ids, value_set=counts.field("values"))
    return pc.fill_null(counts.field("counts").take(at), 0).cast(pa.int64())


def _joined(*columns: pa.Array | pa.ChunkedArray) -> pa.Array:
    flat = [c.combine_chunks() if isinstance(c, pa.ChunkedArray) else c for c in columns]
    return pc.binary_join_element_wise(*flat, "\x1f")
