"""The graph as networkx takes it: one object per row, so for parts of a county."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx

from graph.errors import QueryError
from graph.schema import EDGE, NODE
from graph.stores.contents import Filling


def network(contents: Filling, labels: Sequence[str] | None, edges: Sequence[str] | None) -> nx.MultiDiGraph:
    """Nodes ``Label:id`` with their properties and ``label``, edges with their ``type``; an edge needs both its ends.

    Raises QueryError for a label or an edge type that there is not.
    """
    if unknown := [n for n in labels or () if n not in NODE] + [n for n in edges or () if n not in EDGE]:
        raise QueryError(f"没有 {'、'.join(unknown)} 这样的标签或边。标签有 {'、'.join(NODE)}；边有 {'、'.join(EDGE)}。请改成其中之一。")
    graph = nx.MultiDiGraph()
    for label, table in contents.nodes():
        if labels is None or label in labels:
            graph.add_nodes_from((f"{label}:{row['id']}", {"label": label, **row}) for row in table.to_pylist())
    for (name, start, end), table in contents.edges():
        if edges is not None and name not in edges:
            continue
        for row in table.to_pylist():
            ends = f"{start}:{row.pop('from')}", f"{end}:{row.pop('to')}"
            if ends[0] in graph and ends[1] in graph:
                graph.add_edge(*ends, type=name, **row)
    return graph
