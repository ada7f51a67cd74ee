"""Who belongs to a unit: the nodes inside it and those above it, by label.

A node belongs where its placing edges put it on the edition's day; one that is in force nowhere any more, where it was last. So a
household that has moved away belongs to the other town, and one that has ended stays where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from graph.edition import Edition
from graph.errors import StoreError
from graph.schema import EDGE, NODES, OPEN_UNTIL, ORGANIZATIONS

BODIES = (*ORGANIZATIONS, "Place")
VILLAGE = 3
_NONE = pa.array([], pa.string())
_BELONGS = ("LIVES_IN", "LISTED_IN", "HOLDS_POST", "MEMBER_OF", "EMPLOYED_BY")
"""By these a person belongs to what is inside."""
_REACHES = (("CONTACTS", "Household"), ("CONTACTS", "Unit"), ("MAY_CONTACT", "Household"))


@dataclass(frozen=True)
class Scope:
    """The ids inside and above by label; `chain` are those between: outside, but above something inside (another town's branch)."""

    unit: str
    day: dt.date
    everything: bool
    inside: dict[str, pa.Array] = field(default_factory=dict)
    above: dict[str, pa.Array] = field(default_factory=dict)
    chain: dict[str, pa.Array] = field(default_factory=dict)
    roofs: dict[str, str] = field(default_factory=dict)
    """Per unit above and outside the lowest unit above that holds it (itself, where it is above)."""

    def ids(self, which: str, label: str) -> pa.Array:
        """The ids of a label: `which` is inside, above or chain."""
        found: dict[str, pa.Array] = getattr(self, which)
        return found.get(label, _NONE)


def scope_of(edition: Edition, unit: str) -> Scope:
    """Walk the edition from a unit. Raises StoreError where it has no such unit."""
    day = dt.date.fromisoformat(str(edition.manifest["as_of"]))
    every = edition.nodes("Unit", ["id"])["id"].to_pylist()
    if unit not in set(every):
        raise StoreError(f"版次 {edition.id} 里没有单元 {unit}。请用单元的标识、代码或全名，见 daohu query units。")
    parents = _parents(_ends(edition, "PART_OF", "Unit", "Unit"), day)
    inside = _below(unit, parents)
    if len(inside) == len(every):
        return Scope(unit, day, True, {n.label: edition.nodes(n.label, ["id"])["id"].combine_chunks() for n in NODES})
    above = _up(unit, parents)
    roofs = {u: roof for u in every if u not in inside and (roof := _roof(u, above, parents))}
    scope = Scope(unit, day, False, {"Unit": pa.array(sorted(inside), pa.string())}, {"Unit": pa.array(sorted(above), pa.string())}, roofs=roofs)
    _Walk(edition, scope).all()
    return scope


class _Walk:
    """Fills a scope, from units to what stands on them."""

    def __init__(self, edition: Edition, scope: Scope) -> None:
        self.edition, self.scope = edition, scope

    def all(self) -> None:
        inside = self.scope.inside
        inside["Household"] = self._placed("Household", [("PART_OF", "Unit")])
        inside["Grid"] = self._placed("Grid", [("PART_OF", "Unit")])
        self._add_unplaced(("Grid",), "PART_OF", [("PART_OF", "Unit")])
        for label in BODIES:
            inside[label] = self._placed(label, [("COVERS", "Unit"), ("COVERS", "Grid")])
        self._add_unplaced(BODIES, "UNDER", [("COVERS", "Unit"), ("COVERS", "Grid")])
        self._above(("Grid",), "PART_OF", "PART_OF")
        self._above(BODIES, "UNDER", "COVERS")
        inside["Person"] = self._persons()
        inside["Event"] = self._any("Event", "ABOUT")
        inside["Delivery"] = _union([self._any("Delivery", "DELIVERED_FOR"), self._of_its_village()])
        inside["Claim"] = self._claims()

    def _placed(self, label: str, edges: Iterable[tuple[str, str]]) -> pa.Array:
        """The nodes of a label that these edges (type, to) place inside."""
        return _settled([(_ends(self.edition, name, label, to), self.scope.ids("inside", to)) for name, to in edges], self.scope.day)

    def _persons(self) -> pa.Array:
        """Who belongs to something inside; and who belongs nowhere at all, where everybody he contacts is inside."""
        placing = [(name, to) for name in _BELONGS for of, to in EDGE[name].pairs if of == "Person"]
        contacts = [(_ends(self.edition, name, "Person", to), self.scope.ids("inside", to)) for name, to in _REACHES]
        here, away = (_union(t["from"].filter(pc.equal(pc.is_in(t["to"], value_set=ids), x)) for t, ids in contacts) for x in (True, False))
        known = _union([away, *(_ends(self.edition, name, "Person", to)["from"] for name, to in placing)])
        return _union([self._placed("Person", placing), here.filter(pc.invert(pc.is_in(here, value_set=known)))])

    def _any(self, label: str, name: str) -> pa.Array:
        """The nodes of a label with an edge of this type to something inside."""
        found = [(table["from"], pc.is_in(table["to"], value_set=ids)) for table, ids in self._to_inside(label, name)]
        return _union(ids.filter(mask) for ids, mask in found)

    def _to_inside(self, label: str, name: str) -> list[tuple[pa.Table, pa.Array]]:
        pairs = [(of, to) for of, to in EDGE[name].pairs if of == label]
        return [(_ends(self.edition, name, of, to), self.scope.ids("inside", to)) for of, to in pairs]

    def _add_unplaced(self, labels: Sequence[str], up: str, placing: Sequence[tuple[str, str]]) -> None:
        """A group that no unit is stated of belongs where what it is part of belongs."""
        placed = {x: _union(_ends(self.edition, name, x, to)["from"] for name, to in placing) for x in labels}
        free = {x: [(to, t.filter(pc.invert(pc.is_in(t["from"], value_set=placed[x])))) for to, t in self._ups(x, labels, up)] for x in labels}
        while True:
            found = {x: _settled([(t, self.scope.ids("inside", to)) for to, t in free[x]], self.scope.day) for x in labels}
            grown = {x: _union([self.scope.ids("inside", x), ids]) for x, ids in found.items()}
            if all(len(grown[x]) == len(self.scope.ids("inside", x)) for x in labels):
                return
            self.scope.inside.update(grown)

    def _ups(self, label: str, labels: Sequence[str], up: str) -> list[tuple[str, pa.Table]]:
        return [(to, _ends(self.edition, up, label, to)) for to in labels if (label, to) in EDGE[up].pairs]

    def _above(self, labels: Sequence[str], up: str, placing: str) -> None:
        """What is above something inside: named where it stands on a unit above, else only a link of the chain."""
        high = {x: self._on_units_above(x, placing) for x in labels}
        edges = [(x, to, table) for x in labels for to, table in self._ups(x, labels, up)]
        seen = {x: self.scope.ids("inside", x) for x in labels}
        while True:
            found = {x: _union([seen[x], *(t["to"].filter(pc.is_in(t["from"], value_set=seen[of])) for of, to, t in edges if to == x)]) for x in labels}
            if all(len(found[x]) == len(seen[x]) for x in labels):
                break
            seen = found
        for x in labels:
            new = seen[x].filter(pc.invert(pc.is_in(seen[x], value_set=self.scope.ids("inside", x))))
            named = pc.is_in(new, value_set=high[x])
            self.scope.above[x], self.scope.chain[x] = new.filter(named), new.filter(pc.invert(named))

    def _on_units_above(self, label: str, placing: str) -> pa.Array:
        table = _ends(self.edition, placing, label, "Unit")
        return _union([table["from"].filter(pc.is_in(table["to"], value_set=self.scope.ids("above", "Unit")))])

    def _of_its_village(self) -> pa.Array:
        """Deliveries for the village that a group or bay lies in: villages deliver, groups do not."""
        units = self.edition.nodes("Unit", ["id", "level"])
        villages = units["id"].filter(pc.and_(pc.equal(units["level"], VILLAGE), pc.is_in(units["id"], value_set=self.scope.ids("above", "Unit"))))
        told = _ends(self.edition, "DELIVERED_FOR", "Delivery", "Unit")
        return _union([told["from"].filter(pc.is_in(told["to"], value_set=_flat(villages)))])

    def _claims(self) -> pa.Array:
        """Figures about what is inside; of a person's figures those of the unit whose ledger says them."""
        found = self._any("Claim", "CLAIMED_FOR")
        told = self.edition.table("claims")
        here = pc.is_in(told["unit_id"], value_set=self.scope.ids("inside", "Unit"))
        of_persons = _ends(self.edition, "CLAIMED_FOR", "Claim", "Person")["from"]
        wrong = _union([told["id"].filter(pc.and_(pc.invert(here), pc.is_in(told["id"], value_set=_flat(of_persons))))])
        more = told["id"].filter(pc.and_(here, pc.is_in(told["id"], value_set=_flat(of_persons))))
        found = _union([found, more])
        return found.filter(pc.invert(pc.is_in(found, value_set=wrong)))


def _ends(edition: Edition, name: str, of: str, to: str) -> pa.Table:
    """from, to, until of the edges of a type between two labels."""
    return edition.edge_rows((name, of, to), ("from", "to", "until"))


def _settled(tables: Sequence[tuple[pa.Table, pa.Array]], day: dt.date) -> pa.Array:
    """The `from` ids that are inside: one of their edges in force (else of those that ended last) leads to an id inside."""
    marked = [(table, pc.is_in(table["to"], value_set=ids)) for table, ids in tables if table.num_rows]
    candidates = _union(table["from"].filter(mask) for table, mask in marked)
    if not len(candidates):
        return candidates
    parts = []
    for table, mask in marked:
        asked = pc.is_in(table["from"], value_set=candidates)
        lasts = pc.if_else(pc.greater(table["until"], pa.scalar(day, pa.date32())), pa.scalar(OPEN_UNTIL, pa.date32()), table["until"]).cast(pa.int32())
        within = pc.if_else(mask, lasts, pa.scalar(None, pa.int32()))
        parts.append(pa.table({"id": table["from"], "last": lasts, "within": within}).filter(asked))
    grouped = pa.concat_tables(parts).group_by("id").aggregate([("last", "max"), ("within", "max")])
    return _union([grouped["id"].filter(pc.equal(grouped["last_max"], grouped["within_max"]))])


def _parents(edges: pa.Table, day: dt.date) -> dict[str, set[str]]:
    """Per unit the unit above it: in force on the day, else the last."""
    best: dict[str, tuple[dt.date, set[str]]] = {}
    for child, parent, until in zip(*(edges[c].to_pylist() for c in ("from", "to", "until")), strict=True):
        last = OPEN_UNTIL if until > day else until
        if child not in best or last > best[child][0]:
            best[child] = (last, {parent})
        elif last == best[child][0]:
            best[child][1].add(parent)
    return {child: parents for child, (_, parents) in best.items()}


def _below(unit: str, parents: dict[str, set[str]]) -> set[str]:
    children: dict[str, list[str]] = {}
    for child, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(child)
    return _walked(unit, lambda u: children.get(u, ())) | {unit}


def _up(unit: str, parents: dict[str, set[str]]) -> set[str]:
    return _walked(unit, lambda u: parents.get(u, ())) - {unit}


def _roof(unit: str, above: set[str], parents: dict[str, set[str]]) -> str:
    if unit in above:
        return unit
    return next((roof for parent in sorted(parents.get(unit, ())) if (roof := _roof(parent, above, parents))), "")


def _walked(start: str, following: Callable[[str], Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    stack = list(following(start))
    while stack:
        if (at := stack.pop()) not in seen:
            seen.add(at)
            stack.extend(following(at))
    return seen


def _union(arrays: Iterable[pa.Array | pa.ChunkedArray]) -> pa.Array:
    flat = [_flat(a) for a in arrays]
    return pc.unique(pa.concat_arrays(flat)) if flat else _NONE


def _flat(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    return (array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array).cast(pa.string())
