"""The tree of units as arrays: levels, ancestors, kinds; figures roll up through it (design 5.7)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import VerificationError

COUNTY, TOWN, VILLAGE, GROUP, BAY = 1, 2, 3, 4, 5
SIMILAR = {"村": ("村", "类似村委会"), "社区": ("社区", "类似居委会")}
"""A 类似居委会 is a 社区, a 类似村委会 a 村, told apart only where communities are counted (design, kind of a village)."""


def lookup(values: pa.Array | pa.ChunkedArray, known: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Per value its position in `known` as int64, -1 where it is not there."""
    found: np.ndarray = np.asarray(pc.fill_null(pc.index_in(values, value_set=known), -1)).astype(np.int64)
    return found


def same_kinds(words: object) -> list[str]:
    """The kinds that a scheme's words for units mean."""
    return [k for w in words for k in SIMILAR.get(str(w), (str(w),))] if isinstance(words, list | tuple) else []


@dataclass(frozen=True)
class Units:
    """Units in tree order: parents before their children, siblings as the ledgers name them. All arrays are aligned."""

    id: pa.Array
    code: np.ndarray
    name: np.ndarray
    path: np.ndarray
    kind: np.ndarray
    urban_rural: np.ndarray
    level: np.ndarray
    parent: np.ndarray
    """Index of the unit above, -1 at the top."""

    def __len__(self) -> int:
        return len(self.level)

    def index(self, ids: pa.Array | pa.ChunkedArray) -> np.ndarray:
        """Indices of unit ids, -1 for those that are not there."""
        return lookup(ids, self.id)

    @cached_property
    def above(self) -> np.ndarray:
        """(units, 4): the index of the unit at or above each on the levels 0 (a city) to 3 (village), -1 where there is none."""
        out: np.ndarray = self.ancestors[:, : VILLAGE + 1]
        return out

    @cached_property
    def village(self) -> np.ndarray:
        """The village at or above each unit, -1 above the villages."""
        village: np.ndarray = self.above[:, VILLAGE]
        return village

    @cached_property
    def ancestors(self) -> np.ndarray:
        """(units, 6): the index of the unit at or above each on every level, -1 where there is none."""
        out = np.full((len(self), BAY + 1), -1, np.int64)
        for i, (parent, level) in enumerate(zip(self.parent.tolist(), self.level.tolist(), strict=True)):
            if parent >= 0:
                out[i] = out[parent]
            out[i, level] = i
        return out

    @cached_property
    def last(self) -> np.ndarray:
        """Per unit the position of the last one under it, itself where it has none: in tree order those between are all under it."""
        last = np.arange(len(self))
        for i in range(len(self) - 1, -1, -1):
            if (above := int(self.parent[i])) >= 0:
                last[above] = max(last[above], last[i])
        return last

    @cached_property
    def top(self) -> int:
        """The unit above all others; the first where there are several."""
        return int(np.flatnonzero(self.parent < 0)[0])

    @cached_property
    def virtual(self) -> np.ndarray:
        """In or under a 虚拟社区 or 虚拟生活区 (codes ending 498, 598): without population, left out of unit counts."""
        own: np.ndarray = np.array([len(c) == 12 and c.endswith(("498", "598")) for c in self.code], bool)
        own |= own[self.village] & (self.village >= 0)
        return own

    @cached_property
    def town_name(self) -> np.ndarray:
        """Per unit the name of the town above it, empty for the county."""
        town = self.above[:, TOWN]
        names: np.ndarray = np.where(town >= 0, self.name[town], "")
        return names

    def of_kinds(self, words: object) -> np.ndarray:
        """Mask of the units that a scheme's words mean."""
        mask: np.ndarray = np.isin(self.kind.astype(str), same_kinds(words))
        return mask

    def common(self, first: np.ndarray, unit: np.ndarray) -> np.ndarray:
        """Per group of units the lowest unit of village, town, county or city that holds all of them.

        `unit` are indices, group after group; `first` (not empty) says where each group begins.
        """
        out: np.ndarray = self._top[unit[first]]
        for level in range(VILLAGE + 1):
            at = self.above[unit, level]
            low, high = np.minimum.reduceat(at, first), np.maximum.reduceat(at, first)
            one = (low == high) & (low >= 0)
            out[one] = low[one]
        return out

    @cached_property
    def _top(self) -> np.ndarray:
        """Per unit the root above it."""
        top = np.arange(len(self))
        for i, parent in enumerate(self.parent.tolist()):
            top[i] = top[parent] if parent >= 0 else i
        return top

    def rolled_up(self, counts: np.ndarray) -> np.ndarray:
        """Counts (units, …) at the unit where each subject is placed → those of everything under each unit."""
        total: np.ndarray = counts.copy()
        for depth in range(int(self._depth.max(initial=0)), 0, -1):
            here = np.flatnonzero(self._depth == depth)
            np.add.at(total, self.parent[here], total[here])
        return total

    @cached_property
    def _depth(self) -> np.ndarray:
        depth = np.zeros(len(self), np.int64)
        for i, parent in enumerate(self.parent.tolist()):
            depth[i] = depth[parent] + 1 if parent >= 0 else 0
        return depth


def units_of(table: pa.Table, order: pa.ChunkedArray) -> Units:
    """Rows of the library query ``units`` (id, code, name, path, kind, level, urban_rural, parent) in tree order; `order`: ids as the ledgers name them."""
    at = lookup(order, table["id"].combine_chunks())
    if (at < 0).any() or len(at) != table.num_rows:
        raise VerificationError(f"图库有 {table.num_rows} 个单元，版次有 {len(at)} 个，对不上，未写出任何结果。请删去图库后重新运行。")
    frame = table.take(pa.array(at)).to_pandas()
    position = pd.Index(frame["id"])
    parent = position.get_indexer(frame["parent"])
    walk = _tree_order(parent, frame["level"].to_numpy())
    place = np.empty(len(walk) + 1, np.int64)
    place[walk] = np.arange(len(walk))
    place[-1] = -1
    frame = frame.iloc[walk]
    frame["path"] = frame["path"].where(frame["path"] != "", frame["name"])
    texts = {c: frame[c].to_numpy(object) for c in ("code", "name", "path", "kind", "urban_rural")}
    return Units(pa.array(frame["id"].to_numpy(object), pa.string()), **texts, level=frame["level"].to_numpy(np.int64), parent=place[parent[walk]])


def _tree_order(parent: np.ndarray, level: np.ndarray) -> np.ndarray:
    """County, its first town, that town's first village, its groups and bays …"""
    children: dict[int, list[int]] = {}
    for i, p in enumerate(parent.tolist()):
        children.setdefault(p, []).append(i)
    walk: list[int] = []
    stack = sorted(children.get(-1, []), key=lambda i: int(level[i]), reverse=True)
    while stack:
        at = stack.pop()
        walk.append(at)
        stack.extend(reversed(children.get(at, [])))
    return np.array(walk, np.int64)
