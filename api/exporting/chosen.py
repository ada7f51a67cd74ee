"""What of a graph is exported, and its rows as other tools take them: ids that are unique over all labels, open dates empty."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import open_days
from graph.edition import EdgeKey
from graph.errors import OutputError
from graph.projection.contents import Projected
from graph.schema import EDGE, EDGES, NODE, ORGANIZATIONS, Property
from graph.stores.contents import Filling

BODIES = "组织"
"""Stands for all labels of bodies."""
SHOWN = {"Household": "head", "Event": "kind", "Delivery": "ledger", "Claim": "measure"}
"""What a node is called where it has no name."""


@dataclass(frozen=True)
class Chosen:
    """The labels and edge types of `of` that are exported."""

    of: Filling
    labels: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows per label and edge type, those without rows left out."""
        if (len(self.labels), len(self.names)) == (len(NODE), len(EDGE)):
            return dict(self.of.counts)
        found = {label: table.num_rows for label, table in self.nodes()}
        for (name, _, _), table in self.edges():
            found[name] = found.get(name, 0) + table.num_rows
        return found

    @property
    def rows(self) -> int:
        """Nodes and edges together."""
        return sum(self.counts.values())

    def nodes(self) -> Iterator[tuple[str, pa.Table]]:
        """The tables of the chosen labels."""
        return ((label, table) for label, table in self.of.nodes() if label in self.labels)

    def edges(self) -> Iterator[tuple[EdgeKey, pa.Table]]:
        """The tables of the chosen edge types whose ends are both chosen."""
        return ((key, t) for key, t in self.of.edges() if key[0] in self.names and key[1] in self.labels and key[2] in self.labels)

    def properties(self, kind: str) -> tuple[Property, ...]:
        """Of a label (without the id) or an edge type."""
        own = NODE[kind].columns[1:] if kind in NODE else EDGE[kind].columns
        return (*own, *self.of.extra.get(kind, ()))

    @property
    def masked(self) -> bool:
        """Whether names are masked."""
        return str(self.of.mark("")["names"]) == "masked"

    @property
    def unit(self) -> str:
        """The id of the unit that it is a part for; empty where it is all."""
        return self.of.scope.unit if isinstance(self.of, Projected) else ""


def chosen(of: Filling, only: Sequence[str]) -> Chosen:
    """The labels and edge types that somebody named: labels bring the edges between them, edge types alone the labels that they join.

    Raises OutputError for a word that is neither.
    """
    words = [w for said in only for w in said.split(",") if w]
    known = (BODIES, *NODE, *EDGE)
    if wrong := [w for w in words if w not in known]:
        near = difflib.get_close_matches(wrong[0], known, n=3, cutoff=0.5)
        raise OutputError(
            f"没有“{wrong[0]}”这种节点或边。{'相近的有：' + '、'.join(near) + '。' if near else ''}名称见 docs/参考/图模型.md；“{BODIES}”是各种组织。"
        )
    labels = dict.fromkeys(x for w in words for x in ((*ORGANIZATIONS, "Place") if w == BODIES else (w,)) if x in NODE)
    names = tuple(w for w in words if w in EDGE) or tuple(EDGE)
    if not labels:
        ends = {x for e in EDGES if e.name in names for pair in e.pairs for x in pair}
        labels = dict.fromkeys(x for x in NODE if not words or x in ends)
    return Chosen(of, tuple(labels), names)


def called(name: str) -> str:
    """What a property is called beside the two ends of an edge, of which one is its source."""
    return "evidence" if name == "source" else name


def node_ids(label: str, ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """``Label:id``: ids are unique in their label only."""
    return pc.binary_join_element_wise(label, ids, ":")


def shown(label: str, table: pa.Table) -> pa.ChunkedArray:
    """What a node is called in a picture; its id where nothing is known."""
    name = table[SHOWN.get(label, "name")]
    return pc.if_else(pc.equal(name, ""), table["id"], name)


def text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text: dates as 2024-06-30, open ones empty; true and false."""
    if pa.types.is_date(column.type):
        return pc.if_else(open_days(column), "", column.cast(pa.string()))
    return column.cast(pa.string())


def open_as_null(table: pa.Table) -> pa.Table:
    """A table in which an open date is no date."""
    for at, field in enumerate(table.schema):
        values = table.column(at)
        if pa.types.is_date(field.type):
            values = pc.if_else(open_days(values), pa.scalar(None, pa.date32()), values)
        table = table.set_column(at, pa.field(field.name, field.type), values)
    return table
