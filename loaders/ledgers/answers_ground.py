"""What the ledgers without the answers make: ids and names of everything that a key may name, and the facts that stand already.

The other ledgers are built once for this, as an edition would be; nothing of it is kept but what answers refer to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from graph.schema import EDGE, ORGANIZATIONS
from loaders import units
from loaders.identity.numbers import Numbers
from loaders.world import World

BODIES = (*ORGANIZATIONS, "Place")
LABELS_OF: Mapping[str, tuple[str, ...]] = {
    "户": ("Household",),
    "人": ("Person",),
    "成员": ("Person",),
    "联系人": ("Person",),
    "岗位": ("Person",),
    "单元": ("Unit",),
    "网格": ("Grid",),
    "组织": BODIES,
    "事件": ("Event",),
}
"""Population → the labels of its subjects."""


class Ground:
    """The ledgers so far as a graph, read by answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.tree.settle_kinds()
        from loaders.build import build  # it imports the ledgers, of which this is one

        self.contents, self.ids = build(world, Numbers(world.secret), world.decisions)
        self.unit = {str(id): n for n, id in enumerate(self.ids.unit)}
        self.day = np.datetime64(world.settings.day)

    @cached_property
    def nodes(self) -> Mapping[str, pd.DataFrame]:
        """label → its nodes by id."""
        return {label: table.to_pandas().set_index("id") for label, table in self.contents.nodes.items()}

    @cached_property
    def label(self) -> dict[str, str]:
        """id → label of every body and place."""
        return {str(i): label for label in BODIES if label in self.nodes for i in self.nodes[label].index}

    def node(self, population: str, id: str) -> tuple[str, pd.Series] | None:
        """The node of a subject with its label."""
        for label in LABELS_OF[population]:
            frame = self.nodes.get(label)
            if frame is not None and id in frame.index:
                return label, frame.loc[id]
        return None

    @cached_property
    def households(self) -> pd.Index:
        """Ids of households, in the order of world.households.frame."""
        return pd.Index(self.ids.household)

    @cached_property
    def place(self) -> dict[str, int]:
        """id of a grid, body or person → the unit (index) that it stands in or belongs to; the first of several."""
        out: dict[str, int] = {}
        for name, wanted in (("COVERS", "Unit"), ("PART_OF", "Unit"), ("LISTED_IN", "Unit")):
            for (edge, start, end), table in self.contents.edges.items():
                if edge == name and end == wanted and start not in ("Unit", "Household"):
                    for one, to in zip(table["from"].to_pylist(), table["to"].to_pylist(), strict=True):
                        out.setdefault(one, self.unit.get(to, -1))
        return out

    def village(self, unit: int) -> int:
        """The village at or above a unit, else the unit itself."""
        village = self.world.tree.up(unit, units.VILLAGE) if unit >= 0 else -1
        return village if village >= 0 else unit

    def unit_of(self, label: str, id: str) -> int:
        """The unit that a subject stands in, -1 where none is known."""
        if label == "Unit":
            return self.unit.get(id, -1)
        if label == "Household":
            at = int(self.households.get_indexer([id])[0])
            frame = self.world.households.frame.iloc[at]
            return int(next((frame[c] for c in ("bay", "group", "village") if frame[c] >= 0), -1))
        if label == "Event":
            return -1
        return self.place.get(id, -1)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Persons by graph id: key, id (number), name."""
        table = self.ids.settled.table
        return table.set_index("graph_id")[["key", "id", "name", "left"]] if len(table) else pd.DataFrame({"key": [], "id": [], "name": [], "left": []})

    @cached_property
    def names(self) -> dict[str, str]:
        """id → name of persons, bodies, grids, units and households (the head)."""
        out = {str(i): str(n) for i, n in zip(self.people.index, self.people["name"], strict=True)}
        for label in (*BODIES, "Grid", "Unit"):
            if label in self.nodes:
                out |= dict(zip(self.nodes[label].index, self.nodes[label]["name"], strict=True))
        if "Household" in self.nodes:
            out |= dict(zip(self.nodes["Household"].index, self.nodes["Household"]["head"], strict=True))
        return out

    def edges(self, name: str) -> pd.DataFrame:
        """All edges of a type in force today: source_label, target_label, from, to, source and the type's own columns. Who has left holds nothing."""
        if name not in self._edges:
            parts = [
                table.to_pandas().assign(source_label=start, target_label=end) for (edge, start, end), table in self.contents.edges.items() if edge == name
            ]
            columns = ["source_label", "target_label", "from", "to", "since", "until", "source", *(p.name for p in EDGE[name].own)]
            every = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame({c: [] for c in columns})
            if len(every):
                today = self.day.astype("O")
                every = every[(every["since"] <= today) & (every["until"] > today) & ~every["from"].isin(self._left)]
            self._edges[name] = every
        return self._edges[name]

    @cached_property
    def _edges(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _left(self) -> set[str]:
        if "Person" not in self.nodes:
            return set()
        frame = self.nodes["Person"]
        return set(frame.index[(frame["left_on"] <= self.day.astype("O")).to_numpy(bool)])
