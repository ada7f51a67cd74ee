"""Contents with something taken out of them, as a later delivery leaves it out."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from graph.edition import Contents, EdgeKey, Edition
from graph.schema import EDGES, NODES


def contents(edition: Edition) -> Contents:
    """What an edition holds, to be carried on or changed."""
    nodes = {n.label: edition.nodes(n.label) for n in NODES}
    edges = {key: table for e in EDGES for key, table in edition.edges(e.name).items()}
    tables = {p.stem: edition.table(p.stem) for p in (edition.folder / "tables").glob("*.parquet")}
    identity = {p.stem: edition.identity(p.stem) for p in (edition.folder / "identity").glob("*.parquet")}
    about = {k: v for k, v in edition.manifest.items() if k not in ("format", "id", "counts", "tables")}
    return Contents({k: t for k, t in nodes.items() if t.num_rows}, edges, tables, identity, about)


def without(given: Contents, label: str, ids: Iterable[str]) -> Contents:
    """The contents without some nodes and every edge of theirs."""
    gone = pa.array(list(ids), pa.string())

    def kept(table: pa.Table, column: str) -> pa.Table:
        return table.filter(pc.invert(pc.is_in(table[column], value_set=gone)))

    nodes = {k: kept(t, "id") if k == label else t for k, t in given.nodes.items()}
    edges = {}
    for key, table in given.edges.items():
        for end, own in (("from", key[1]), ("to", key[2])):
            table = kept(table, end) if own == label else table
        edges[key] = table
    return Contents(nodes, edges, given.tables, given.identity, given.about)


def without_edges(given: Contents, key: EdgeKey, mask: pa.Array | pa.ChunkedArray) -> Contents:
    """The contents without the edges of a mask."""
    edges = {k: t.filter(pc.invert(mask)) if k == key else t for k, t in given.edges.items()}
    return Contents(given.nodes, edges, given.tables, given.identity, given.about)
