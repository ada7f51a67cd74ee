"""What the names of a query stand for, and the labels and properties that they can have by the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from graph.portability.patterns import EdgePattern, NodePattern, PathPattern, Tokens
from graph.schema import EDGE, NODE, Property

Extra = Mapping[str, tuple[Property, ...]]
"""Properties that a store has beyond the schema, by label or edge type."""


@dataclass(frozen=True)
class Binding:
    """What a name stands for: a node with its labels, an edge with its types, a path, or a value with its expression."""

    kind: Literal["node", "edge", "edges", "path", "value"]
    """`edges` is the variable of a var-length edge."""
    names: tuple[str, ...] = ()
    """The labels or types as written."""
    possible: tuple[str, ...] = ()
    """The labels or types that it can have: as written, or as the edges beside it allow."""
    optional: bool = False
    """Bound by OPTIONAL MATCH, so it may be null."""
    expression: Tokens = ()
    """Of a value, and of a node that is an element of a list: where it comes from."""
    scope: Mapping[str, Binding] = field(default_factory=dict)
    unwound: bool = False
    grouped: bool = False
    """A value of a projection with grouping keys: its aggregates always have a row."""
    sure: bool = False
    """A value that a WHERE has found to be not null."""
    extra: Extra = field(default_factory=dict, repr=False, compare=False)
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What has been found out about it: names that stand for one another in a long row are looked at once."""

    @property
    def tables(self) -> list[tuple[Property, ...]]:
        """The properties of each possible label or type."""
        if self.kind == "node":
            return [(*NODE[n].columns, *self.extra.get(n, ())) for n in self.possible or self.names or NODE if n in NODE]
        return [(*EDGE[n].columns, *self.extra.get(n, ())) for n in self.possible or self.names or EDGE if n in EDGE]

    @property
    def properties(self) -> dict[str, Property]:
        """Every property that one of them has."""
        return {p.name: p for table in self.tables for p in table}

    def lacks(self, name: str) -> bool:
        """Whether one of them has no such property: there it reads as null."""
        return any(all(p.name != name for p in table) for table in self.tables)


Scope = Mapping[str, Binding]


def bindings(path: PathPattern, outer: Scope, extra: Extra, *, optional: bool) -> dict[str, Binding]:
    """The names of a path; a node without labels can be what its edges join."""
    found: dict[str, Binding] = {}
    if path.variable is not None:
        found[path.variable] = Binding("path", possible=_labels_on(path, outer), optional=optional, extra=extra)
    for node in path.nodes:
        if node.variable is not None and node.variable not in found:
            found[node.variable] = Binding("node", node.labels, labels_of(node, path, outer), optional, extra=extra)
    for edge in path.edges:
        if edge.variable is not None:
            found[edge.variable] = Binding("edge" if edge.length is None else "edges", edge.types, edge.types, optional, extra=extra)
    return found


def labels_of(node: NodePattern, path: PathPattern, outer: Scope) -> tuple[str, ...]:
    """The labels that a node can have here, as written or known, and as the edges beside it allow; empty means any."""
    known = outer.get(node.variable) if node.variable else None
    written = node.labels or (known.possible if known is not None and known.kind == "node" else ())
    beside = labels_beside(node, path)
    return tuple(label for label in written if not beside or label in beside) or written or beside


def labels_beside(node: NodePattern, path: PathPattern) -> tuple[str, ...]:
    """The labels that the typed edges beside a node can join; empty means any."""
    labels = set(NODE)
    for edge in path.edges:
        if edge.types and all(t in EDGE for t in edge.types) and (edge.length is None or not edge.length.startswith("0")):
            pairs = [pair for t in edge.types for pair in EDGE[t].pairs]
            for end, side in ((edge.source, 0), (edge.target, 1)):
                if end is node:
                    labels &= {pair[s] for pair in pairs for s in ((0, 1) if not edge.directed else (side,))}
    return tuple(label for label in NODE if label in labels) if len(labels) < len(NODE) else ()


def element(tokens: Tokens, scope: Scope) -> Binding:
    """What one element of a list stands for: ``nodes(p)``, ``relationships(p)``, a collected variable, or any value."""
    if len(tokens) == 1 and tokens[0].is_identifier:
        known = scope.get(tokens[0].identifier)
        if known is not None and known.kind == "value" and not known.unwound:
            return element(known.expression, known.scope)
    if len(tokens) >= 4 and tokens[0].kind == "word" and tokens[1].is_symbol("(") and tokens[-1].is_symbol(")"):
        inside = tokens[3:-1] if tokens[2].is_word("DISTINCT") else tokens[2:-1]
        known = scope.get(inside[0].identifier) if len(inside) == 1 and inside[0].is_identifier else None
        if known is not None and known.kind == "path" and tokens[0].is_word("NODES"):
            return Binding("node", possible=known.possible, expression=tokens, extra=known.extra)
        if known is not None and known.kind == "path" and tokens[0].is_word("RELATIONSHIPS"):
            return Binding("edge", extra=known.extra)
        if known is not None and known.kind in ("node", "edge") and tokens[0].is_word("COLLECT"):
            return replace(known, optional=False)
    return Binding("value", expression=tokens, scope=scope, unwound=True)


def _labels_on(path: PathPattern, outer: Scope) -> tuple[str, ...]:
    """The labels that nodes on a path can have, those inside a var-length edge too; empty means any."""
    labels: set[str] = set()
    for node in path.nodes:
        here = labels_of(node, path, outer)
        if not here:
            return ()
        labels.update(here)
    for edge in path.edges:
        if edge.length is not None:
            labels |= _reached(set(labels_of(edge.source, path, outer)), edge)
    return tuple(label for label in NODE if label in labels)


def _reached(labels: set[str], edge: EdgePattern) -> set[str]:
    pairs = {pair for t in edge.types or EDGE if t in EDGE for pair in EDGE[t].pairs}
    if not edge.directed:
        pairs |= {(b, a) for a, b in pairs}
    while new := {b for a, b in pairs if a in labels} - labels:
        labels |= new
    return labels
