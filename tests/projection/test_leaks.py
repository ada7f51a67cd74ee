"""Whatever is asked of a projection, nothing of elsewhere is in it: every value of every node and edge is looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.edition import Edition
from graph.projection import Projected
from graph.projection.scope import BODIES
from graph.schema import NODES

NAMES = {"Unit": ("id", "code", "name", "path"), "Household": ("id", "address"), "Person": ("id",), "Grid": ("id", "code", "name")} | dict.fromkeys(
    BODIES, ("id", "name")
)
LONG = 3
"""A name of two characters stands in other words too: such a value may only not be there as a whole."""


def dumped(part: Projected) -> Iterator[pa.Array]:
    """Every text in a projection, once per column."""
    for _, table in (*part.nodes(), *part.edges()):
        for column in table.columns:
            if pa.types.is_string(column.type):
                yield pc.unique(column)


def secrets(edition: Edition, part: Projected) -> set[str]:
    """What only nodes of elsewhere are called."""
    found: set[str] = set()
    own: set[str] = set()
    for node in NODES:
        table = edition.nodes(node.label)
        here = pa.concat_arrays([part.scope.ids("inside", node.label), part.scope.ids("above", node.label)])
        inside = pc.is_in(table["id"], value_set=here)
        for column in NAMES.get(node.label, ()):
            if column in table.column_names:
                found |= set(table[column].filter(pc.invert(inside)).to_pylist())
                own |= set(table[column].filter(inside).to_pylist())
    told = edition.nodes("Delivery")
    inside = pc.is_in(told["id"], value_set=part.scope.ids("inside", "Delivery"))
    found |= set(told["id"].filter(pc.invert(inside)).to_pylist())
    files = {which: set(told["file"].filter(mask).to_pylist()) for which, mask in (("in", inside), ("out", pc.invert(inside)))}
    return found - own - {""} | files["out"] - files["in"]


def people(edition: Edition) -> set[str]:
    """Everybody's name in full, but those that a place or a body is called by too."""
    names = {n for label, column in (("Person", "name"), ("Household", "head")) for n in edition.nodes(label, [column])[column].to_pylist()}
    public = "\n".join(n for label in ("Unit", "Grid", *BODIES) for n in edition.nodes(label, ["name"])["name"].to_pylist())
    return {n for n in names if len(n) >= LONG and n not in public}


def require_nothing_of_elsewhere(edition: Edition, unit: str) -> None:
    part = Projected(edition, unit)
    values = {v for column in dumped(part) for v in column.to_pylist()}
    hidden, everything = secrets(edition, part), "\n".join(sorted(values))
    assert not values & hidden
    assert [h for h in sorted(hidden) if len(h) > LONG and h in everything and h not in _own(part, h)] == []
    assert [n for n in sorted(people(edition)) if n in everything] == []
    persons = [row for label, table in part.nodes() if label == "Person" for row in table.to_pylist()]
    for stranger in (p for p in persons if p["scope"] == "范围外"):
        assert {v for k, v in stranger.items() if isinstance(v, str) and k not in ("id", "scope")} == {""} and stranger["birth_year"] == 0


def _own(part: Projected, hidden: str) -> str:
    """What of here holds a hidden text by chance: 大桥村 in 新大桥村."""
    own = [table[c] for _, table in part.nodes() for c in ("id", "name", "code", "path", "address") if c in table.column_names]
    return "\n".join(v for column in own for v in column.to_pylist() if hidden in v)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(data=st.data())
def test_any_unit_of_a_county(demo: Edition, data: st.DataObject) -> None:
    units = sorted(edition_units(demo))
    require_nothing_of_elsewhere(demo, data.draw(st.sampled_from(units)))


def edition_units(edition: Edition) -> list[str]:
    """The units but the county."""
    table = edition.nodes("Unit", ["id", "level"])
    return [str(x) for x in table["id"].filter(pc.greater(table["level"], 1)).to_pylist()]


def test_everything_near_a_village(towns: Edition) -> None:
    for unit in ("v1", "v2", "v3", "t1", "t2", "g1", "old", "away"):
        require_nothing_of_elsewhere(towns, unit)
    part = Projected(towns, "v1")
    assert [v for column in dumped(part) for v in column.to_pylist() if "外" in v and not v.startswith("范围外")] == []
