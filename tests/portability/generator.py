"""Random read queries over the schema, typed and seeded: what the linter passes of them must be answered alike by both engines."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from graph.schema import EDGE, NODE, Property
from tests.portability.county import county
from tests.portability.values import TEXTS, Values

PARAMETERS: dict[str, object] = {
    "day": dt.date(2024, 6, 30),
    "early": dt.date(1, 1, 1),
    "t": "联户长",
    "u": "金山村",
    "n": 3,
    "m": 1980,
    "f": 1.5,
    "yes": True,
    "no": False,
    "ts": ["h1", "p1", "w1", "联户长", "金山村"],
    "ns": [1, 3, 1980],
    "days": [dt.date(2024, 6, 30), dt.date(9999, 12, 31)],
    "rows": [{"t": "h1", "n": 2}, {"t": "联户长", "n": 3}],
    "nothing": [],
    "few": 5,
}
"""A parameter of every type; the generator knows them by name."""
_PAIRS = sorted(county().edges)
"""(edge type, from, to) of which the county has any: what it has none of tells nothing."""
_EDGES = sorted({edge for edge, _, _ in _PAIRS})
_LABELS = sorted({label for _, a, b in _PAIRS for label in (a, b)})
_LOOPS = ("PART_OF", "UNDER")


@dataclass
class Names:
    """What is in scope: nodes and edges with their labels or types, paths, and columns with their types."""

    nodes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    edges: dict[str, tuple[str, ...]] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Names:
        return Names(dict(self.nodes), dict(self.edges), list(self.paths), dict(self.columns))


class Generator:
    """One stream of queries; the same seed gives the same queries."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self._count = 0
        self._values = Values(self)

    def query(self) -> str:
        """A query of one to five clauses before its RETURN."""
        self._count = 0
        names = Names()
        clauses = [self._match(names)]
        for _ in range(self.rng.randrange(4)):
            step: Callable[[Names], str] = self.rng.choice([self._match, self._optional, self._optional, self._with, self._aggregated, self._unwind])
            clauses.append(step(names))
        clauses.append(self._return(names))
        return " ".join(clauses)

    def name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def properties(self, names: Names, kind: str) -> list[str]:
        """Every ``x.y`` of a type that can be read here."""
        found = []
        for variable, labels in names.nodes.items():
            found += [f"{variable}.{p.name}" for p in _common(tuple(NODE[label].columns for label in labels)) if p.type == kind and p.name != "source"]
        for variable, types in names.edges.items():
            found += [f"{variable}.{p.name}" for p in _common(tuple(EDGE[t].columns for t in types)) if p.type == kind and p.name != "source"]
        return found

    def exists(self, names: Names, depth: int) -> str:
        inside = names.copy()
        pattern = self._path(inside, tied=True)
        where = f" WHERE {self._values.condition(inside, depth - 1)}" if self.rng.random() < 0.6 else ""
        return f"EXISTS {{ MATCH {pattern}{where} }}"

    def _match(self, names: Names) -> str:
        paths = [self._path(names, tied=bool(names.nodes) and self.rng.random() < 0.8)]
        if self.rng.random() < 0.2:
            paths.append(self._path(names, tied=True))
        return f"MATCH {', '.join(paths)}{self._where(names)}"

    def _optional(self, names: Names) -> str:
        return f"OPTIONAL MATCH {self._path(names, tied=bool(names.nodes))}{self._where(names)}"

    def _where(self, names: Names) -> str:
        return f" WHERE {self._values.condition(names, 3)}" if self.rng.random() < 0.7 else ""

    def _path(self, names: Names, *, tied: bool) -> str:
        """A path of one or two edges from a known node, or a new one; sometimes of variable length, sometimes named."""
        if not tied and self.rng.random() < 0.4:
            return self._new_node(names, self.rng.choice(_LABELS))
        known = [v for v, labels in names.nodes.items() if labels] if tied else []
        start = ""
        labels: tuple[str, ...] = ()
        if known:
            start = self.rng.choice(known)
            labels = names.nodes[start]
        text, added = f"({start})" if start else "", False
        for _ in range(self.rng.choice([1, 1, 1, 2])):
            options = [(e, a, b, forward) for e, a, b in _PAIRS for forward in (True, False) if not labels or (a if forward else b) in labels]
            if not options:
                break
            edge, a, b, forward = self.rng.choice(options)
            if not text:
                text = self._new_node(names, a if forward else b)
            text += self._edge(names, edge, forward) + self._new_node(names, b if forward else a, bare=self.rng.random() < 0.2)
            labels, added = (b if forward else a,), True
        if not added:
            return text or self._new_node(names, "Household")
        if self.rng.random() < 0.1:
            names.paths.append(self.name("q"))
            return f"{names.paths[-1]} = {text}"
        return text

    def _edge(self, names: Names, edge: str, forward: bool) -> str:
        variable, length = "", ""
        types: tuple[str, ...] = (edge,)
        if edge in _LOOPS and self.rng.random() < 0.4:
            length = self.rng.choice(["*1..3", "*0..3", "*1..2", "*0..1", "*2..3", "*1..1"])
        else:
            if self.rng.random() < 0.15:
                types = (edge, *(e for e in self.rng.sample(_EDGES, 1) if e != edge))
            if self.rng.random() < 0.6:
                variable = self.name("e")
                names.edges[variable] = types
        values = f" {{{self._pair(names, EDGE[edge].columns)}}}" if not length and self.rng.random() < 0.1 else ""
        inside = f"[{variable}:{'|'.join(types)}{length}{values}]"
        if self.rng.random() < 0.08:
            return f"-{inside}-"
        return f"-{inside}->" if forward else f"<-{inside}-"

    def _new_node(self, names: Names, label: str, *, bare: bool = False) -> str:
        variable = self.name("x")
        labels = (label, *(n for n in self.rng.sample(_LABELS, 1) if n != label)) if self.rng.random() < 0.1 else (label,)
        names.nodes[variable] = tuple(NODE) if bare else labels
        values = f" {{{self._pair(names, NODE[label].columns)}}}" if self.rng.random() < 0.08 else ""
        return f"({variable}{'' if bare else ':' + '|'.join(labels)}{values})"

    def _pair(self, names: Names, columns: tuple[Property, ...]) -> str:
        column = self.rng.choice([c for c in columns if c.name != "source"])
        return f"{column.name}: {self._values.simple(column.type)}"

    def _unwind(self, names: Names) -> str:
        variable = self.name("v")
        kind, values = self.rng.choice(
            [
                ("int", "[1, 2, 3]"),
                ("text", str(self.rng.sample(TEXTS, 2))),
                ("text", "$ts"),
                ("int", "range(1, 3)"),
                ("date", "$days"),
                ("map", "$rows"),
                *(("node", f"nodes({p})") for p in names.paths),
            ]
        )
        if kind == "map":
            names.columns |= {f"{variable}.t": "text"}
        elif kind == "node":
            names.nodes[variable] = tuple(NODE)
        else:
            names.columns[variable] = kind
        return f"UNWIND {values} AS {variable}"

    def _with(self, names: Names) -> str:
        """Some variables and some columns go on; ordered and cut only where the order is of all that goes on."""
        kept = self._kept(names)
        distinct = self.rng.random() < 0.25
        kept.paths = [] if distinct else kept.paths
        new = {self.name("c"): kind for kind in self._values.kinds(self.rng.randrange(3))}
        items = [*kept.nodes, *kept.edges, *kept.paths, *(f"{c}" for c in kept.columns), *(f"{self._values.value(names, k, 2)} AS {c}" for c, k in new.items())]
        if not items:
            return self._aggregated(names)
        only_columns = not (kept.nodes or kept.edges or kept.paths)
        names.nodes, names.edges, names.paths, names.columns = kept.nodes, kept.edges, kept.paths, {**kept.columns, **new}
        order = (
            f" ORDER BY {', '.join(self._keys([*kept.columns, *new]))} LIMIT {self.rng.choice(['4', '20', '$few'])}"
            if only_columns and self.rng.random() < 0.5
            else ""
        )
        return f"WITH {'DISTINCT ' if distinct else ''}{', '.join(items)}{order}{self._where(names)}"

    def _kept(self, names: Names) -> Names:
        def keep(values: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
            return {k: v for k, v in values.items() if self.rng.random() < 0.6}

        columns = {k: v for k, v in names.columns.items() if "." not in k and self.rng.random() < 0.7}
        return Names(keep(names.nodes), keep(names.edges), [p for p in names.paths if self.rng.random() < 0.4], columns)

    def _aggregated(self, names: Names) -> str:
        kept = self._kept(names)
        kept.paths = []  # Neo4j then does not find the nodes of a path any more
        kept.edges = {} if self.rng.random() < 0.7 else kept.edges
        new = {self.name("c"): self._values.aggregate(names) for _ in range(self.rng.choice([1, 1, 2]))}
        items = [*kept.nodes, *kept.edges, *kept.columns, *(f"{text} AS {c}" for c, (_, text) in new.items())]
        names.nodes, names.edges, names.paths = kept.nodes, kept.edges, kept.paths
        names.columns = {**kept.columns, **{c: kind for c, (kind, _) in new.items()}}
        return f"WITH {', '.join(items)}{self._where(names)}"

    def _return(self, names: Names) -> str:
        """Columns of values, sometimes grouped; where it is cut, the order is of all columns."""
        columns = {self.name("c"): self._values.value(names, kind, 3) for kind in self._values.kinds(self.rng.randrange(1, 4))}
        if self.rng.random() < 0.4:
            columns |= {self.name("c"): self._values.aggregate(names)[1] for _ in range(self.rng.choice([1, 1, 2]))}
        items = ", ".join(f"{text} AS {c}" for c, text in columns.items())
        order = ""
        if self.rng.random() < 0.6 and not any("collect(" in text or text in names.columns for text in columns.values()):
            order = f" ORDER BY {', '.join(self._keys(list(columns)))}"
            order += self.rng.choice(["", "", " LIMIT 7", " SKIP 2 LIMIT $few", " SKIP 1"])
        return f"RETURN {'DISTINCT ' if self.rng.random() < 0.2 else ''}{items}{order}"

    def _keys(self, columns: list[str]) -> list[str]:
        self.rng.shuffle(columns)
        return [c + self.rng.choice(["", "", " DESC"]) for c in columns]


def _common(tables: tuple[tuple[Property, ...], ...]) -> list[Property]:
    """Properties of the first; of many labels only those that all have, so that bare nodes read what there is."""
    shared = set.intersection(*({p.name for p in t} for t in tables)) if len(tables) > 2 else {p.name for t in tables for p in t}
    return [p for p in dict.fromkeys(p for t in tables for p in t) if p.name in shared]
