"""A projection as a store takes it: the cut of an edition with masked names and its extra columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from graph.columns import replaced
from graph.edition import EdgeKey, Edition
from graph.projection.cutting import Cut, cut
from graph.projection.extra import EXTRA, OUTSIDE
from graph.projection.figures import Figures
from graph.projection.scope import Scope, scope_of
from graph.schema import EDGES, NODES, Property
from graph.stores.contents import Source, checksum

FORMAT = 1
"""Goes up when a projection of an earlier program must be built anew."""


class Projected:
    """The subgraph of `unit`, in the form of graph.stores.contents.Source."""

    extra: Mapping[str, tuple[Property, ...]] = EXTRA

    def __init__(self, edition: Edition, unit: str) -> None:
        self.edition = edition
        self.scope: Scope = scope_of(edition, unit)
        self.cut: Cut = cut(edition, self.scope)
        self.counts = _counts(self.cut)
        self._figures = Figures(edition, self.scope, self.cut)
        self._masking = Source(edition, masked=True)

    @property
    def id(self) -> str:
        """Of which edition, unit and form of projection it is."""
        return projection_id(self.edition, self.scope.unit)

    @property
    def rows(self) -> int:
        """Nodes and edges together."""
        return sum(self.counts.values())

    def nodes(self) -> Iterator[tuple[str, pa.Table]]:
        """The label tables that have rows."""
        for node in NODES:
            if node.label in self.cut.nodes:
                table = self._masked(node.label, self.cut.nodes[node.label])
                yield node.label, _with(table, self._figures.node(node.label))

    def edges(self) -> Iterator[tuple[EdgeKey, pa.Table]]:
        """The edge tables that have rows, by label pair."""
        for edge in EDGES:
            for pair in edge.pairs:
                key = (edge.name, *pair)
                if key in self.cut.edges:
                    yield key, _with(self.cut.edges[key], self._figures.edge(key))

    def mark(self, state: str) -> dict[str, object]:
        """The properties of the mark's node."""
        counts = json.dumps(self.counts, sort_keys=True)
        day = str(self.edition.manifest.get("as_of", ""))
        return {"id": self.id, "state": state, "counts": counts, "checksum": checksum(self.edition), "names": "masked", "as_of": day}

    def _masked(self, label: str, table: pa.Table) -> pa.Table:
        if label == "Claim":
            table = self._without_strangers(table)
        return self._masking.mask(label, table)

    def _without_strangers(self, claims: pa.Table) -> pa.Table:
        """Claims about somebody outside say no name at all, not even a masked one."""
        told = self.cut.edges.get(("CLAIMED_FOR", "Claim", "Person"))
        if told is None:
            return claims
        ids = told["from"].filter(pc.starts_with(told["to"], OUTSIDE)).combine_chunks()
        subject = pc.if_else(pc.is_in(claims["id"], value_set=ids), "", claims["subject"])
        return replaced(claims, "subject", subject)


def projection_id(edition: Edition, unit: str) -> str:
    """What the mark of a projection says it is; never the id of an edition."""
    return f"{edition.id} {unit} 投影{FORMAT}"


def _counts(found: Cut) -> dict[str, int]:
    counts = {label: table.num_rows for label, table in found.nodes.items()}
    for (name, _, _), table in found.edges.items():
        counts[name] = counts.get(name, 0) + table.num_rows
    return counts


def _with(table: pa.Table, columns: Mapping[str, pa.Array]) -> pa.Table:
    for name, values in columns.items():
        table = table.append_column(name, values)
    return table
