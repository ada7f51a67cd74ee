"""py2neo's raw values as plain Python: dates native, a node, edge or path as JSON text.

They are taken before py2neo makes nodes of them: its nodes are shared by identity and lose their properties inside paths.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from interchange.packstream import Structure, Unpacker  # type: ignore[import-untyped]
from interchange.time import Date, DateTime  # type: ignore[import-untyped]

from graph.stores.values import as_json

_NODE, _EDGE, _STEP, _PATH = 0x4E, 0x52, 0x72, 0x50
_PLAIN = {str, int, float, bool, type(None)}
"""Most values, asked first."""

# A date is counted there year by year from 1970 on, 3 ms for 9999-12-31, which every row holds twice: each is counted once.
_counted = lru_cache(maxsize=100_000)(partial(Unpacker._hydrate_date, None))
Unpacker._hydrate_date = lambda _self, days: _counted(days)


def plain(value: Any) -> object:
    """The value without anything of the package's in it."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (Date, DateTime)):
        return value.to_native()
    if isinstance(value, Structure):
        return as_json(_entity(value))
    if isinstance(value, list):
        return as_json([_entity(v) for v in value]) if value and isinstance(value[0], Structure) else [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def _entity(value: Any) -> object:
    if not isinstance(value, Structure):
        return value
    if value.tag == _NODE:
        _, labels, properties = value.fields
        return _properties(":".join(sorted(labels)), properties)
    if value.tag in (_EDGE, _STEP):
        return _properties(*value.fields[-2:])
    if value.tag == _PATH:
        nodes, edges, steps = value.fields
        # Steps are pairs of an edge (counted from 1, negative where it is passed backwards) and the node it leads to.
        return {
            "nodes": [_entity(nodes[i]) for i in (0, *steps[1::2])],
            "edges": [_entity(edges[abs(i) - 1]) for i in steps[::2]],
        }
    return repr(value)


def _properties(label: str, properties: dict[str, Any]) -> object:
    return {"_label": label, **{k: plain(v) for k, v in properties.items()}}
