"""What goes into a store: the tables of an edition, with names plain or masked, and the mark that says what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graph.columns import replaced
from graph.edition import EdgeKey, Edition
from graph.errors import StoreError
from graph.masking import mask_names, names_inside
from graph.schema import EDGES, NODES, Property

MARK_LABEL = "Edition"
"""The label of the one node that says what a store holds; not part of the model."""
WHOLE, LOADING, MOVING = "whole", "loading", "moving"
"""What a mark says of its copy: complete, on the way from nothing, on the way from another edition."""
MARKED = ("id", "state", "counts", "checksum", "names", "as_of")
"""The properties of a mark, all text; a server's has more (graph.stores.neo4j.marking)."""
ROOM, ROOM_RATIO = 32 << 20, 16
"""Bytes on the disk that an embedded file needs at most, and more per byte of Parquet: 14 MB for a village, ten times the Parquet of a county (measured)."""
_NAMES = {"Person": "name", "Household": "head"}


class Filling(Protocol):
    """What a store of its own file is filled with: an edition, or a part of one with columns of its own."""

    @property
    def edition(self) -> Edition: ...

    @property
    def extra(self) -> Mapping[str, tuple[Property, ...]]:
        """Columns after those of the schema, per label or edge type."""

    @property
    def counts(self) -> Mapping[str, int]: ...

    @property
    def rows(self) -> int: ...

    def nodes(self) -> Iterator[tuple[str, pa.Table]]: ...

    def edges(self) -> Iterator[tuple[EdgeKey, pa.Table]]: ...

    def mark(self, state: str) -> dict[str, object]: ...


@dataclass(frozen=True)
class Source:
    """An edition as a store takes it."""

    edition: Edition
    masked: bool

    @property
    def extra(self) -> Mapping[str, tuple[Property, ...]]:
        """None: a whole edition has the columns of the schema."""
        return {}

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows per label and edge type."""
        return self.edition.counts

    def nodes(self) -> Iterator[tuple[str, pa.Table]]:
        """The label tables that have rows."""
        for node in NODES:
            table = self.node_table(node.label)
            if table.num_rows:
                yield node.label, table

    def node_table(self, label: str) -> pa.Table:
        """A label's rows, perhaps none."""
        table = self.edition.nodes(label)
        return self.mask(label, table) if self.masked and table.num_rows else table

    def edges(self) -> Iterator[tuple[EdgeKey, pa.Table]]:
        """The edge tables that have rows, by label pair."""
        for edge in EDGES:
            for key, table in self.edition.edges(edge.name).items():
                if table.num_rows:
                    yield key, table

    def edge_table(self, key: EdgeKey) -> pa.Table | None:
        """An edge type's rows between two labels, or None."""
        path = self.edition.edge_path(*key)
        return pq.read_table(path) if path.exists() else None

    def file_checksum(self, key: str | EdgeKey) -> object:
        """The checksum of the file of a label or an edge key, None where the edition has none."""
        tables = self.edition.manifest["tables"]
        assert isinstance(tables, Mapping)
        return tables.get(f"nodes/{key}.parquet" if isinstance(key, str) else f"edges/{'.'.join(key)}.parquet")

    @property
    def names(self) -> str:
        """`masked` or `plain`."""
        return "masked" if self.masked else "plain"

    @property
    def rows(self) -> int:
        """Nodes and edges together."""
        return sum(self.edition.counts.values())

    def mark(self, state: str) -> dict[str, object]:
        """The properties of the mark's node."""
        return {
            "id": self.edition.id,
            "state": state,
            "counts": json.dumps(self.edition.counts, sort_keys=True),
            "checksum": checksum(self.edition),
            "names": self.names,
            "as_of": str(self.edition.manifest.get("as_of", "")),
        }

    def mask(self, label: str, table: pa.Table) -> pa.Table:
        """Some rows of a label with masked names. Raises StoreError where ids tell them."""
        if label in _NAMES:
            column = _NAMES[label]
            if (bad := names_inside(table["id"].to_pylist(), table[column].to_pylist())) is not None:
                raise StoreError(f"{label} 的标识 {bad[:1]}… 里有姓名，遮蔽姓名的副本会把它露出来。请用登记册(--register)装载后再推送。")
            return replaced(table, column, mask_names(table[column]))
        if label == "Claim":
            # A claim's subject is a village, a grid or a person; what is no unit's and no body's name is a person's.
            known = self._names_of_bodies()
            return replaced(table, "subject", pc.if_else(pc.is_in(table["subject"], known), table["subject"], mask_names(table["subject"])))
        return table

    def _names_of_bodies(self) -> pa.Array:
        columns = [self.edition.nodes(node.label)[p.name] for node in NODES if node.label != "Person" for p in node.own if p.name in ("name", "path")]
        return pa.chunked_array([chunk for c in columns for chunk in c.chunks], pa.string()).combine_chunks()


def source(edition: Edition, names: str) -> Source:
    """The edition with plain or masked names. Raises StoreError for another word, EditionError for a damaged edition."""
    if names not in ("plain", "masked"):
        raise StoreError(f"姓名只能是 plain(原样)或 masked(遮蔽)，不能是 {names!r}。")
    edition.verify()
    return Source(edition, names == "masked")


def checksum(edition: Edition) -> str:
    """The checksum of the graph part of an edition (sha256 of its tables' checksums)."""
    tables = edition.manifest["tables"]
    assert isinstance(tables, Mapping)
    return hashlib.sha256("\n".join(f"{k} {v}" for k, v in sorted(tables.items()) if k.startswith(("nodes/", "edges/"))).encode()).hexdigest()


def differences(wanted: Mapping[str, int], held: Mapping[str, int]) -> str:
    """Where two counts differ, as a phrase (``Person 应有 5，实有 4``); empty where they are equal. Absent is 0."""
    keys = sorted({*wanted, *held})
    return "；".join(f"{k} 应有 {wanted.get(k, 0)}，实有 {held.get(k, 0)}" for k in keys if wanted.get(k, 0) != held.get(k, 0))
