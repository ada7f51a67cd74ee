"""A driver's values as plain Python: dates native, a node, edge or path as JSON text."""

from __future__ import annotations

from typing import Any

import neo4j.graph
import neo4j.time

from graph.stores.values import as_json

_PLAIN = {str, int, float, bool, type(None)}
"""Most values, asked first."""


def plain(value: Any) -> object:
    """The value without anything of the driver's in it."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, neo4j.time.Date):
        return value.to_native()
    if isinstance(value, (neo4j.graph.Node, neo4j.graph.Relationship, neo4j.graph.Path)):
        return as_json(_entity(value))
    if isinstance(value, list):
        return as_json([_entity(v) for v in value]) if value and _is_entity(value[0]) else [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def _is_entity(value: object) -> bool:
    return isinstance(value, (neo4j.graph.Node, neo4j.graph.Relationship, neo4j.graph.Path))


def _entity(value: Any) -> object:
    if isinstance(value, neo4j.graph.Path):
        return {"nodes": [_entity(n) for n in value.nodes], "edges": [_entity(r) for r in value.relationships]}
    if isinstance(value, neo4j.graph.Node):
        return {"_label": ":".join(sorted(value.labels)), **{k: plain(v) for k, v in value.items()}}
    if isinstance(value, neo4j.graph.Relationship):
        return {"_label": value.type, **{k: plain(v) for k, v in value.items()}}
    return value
