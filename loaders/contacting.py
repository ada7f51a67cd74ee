"""The persons whom contact ledgers name, so that an event BY 党代表 张三 is by the 张三 of the contact ledger.

An id number says who is meant. Without one it is the one contact of that name in the village of the row, else in its town,
else in its county, among the contacts of the mechanisms in question (党代表 in a 接待 ledger; those that the row names). Two
contacts of one name in the village are not told apart: the row then names a person of its own, as a likely match is never
made. Where no mechanism is in question only the village counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders import units
from loaders.normalise import text
from loaders.units import Tree

_LEVELS = (units.VILLAGE, units.TOWN, units.COUNTY, 0)


@dataclass
class Contacts:
    """Contacts as ledgers name them: their key and id number (see loaders.persons), name, mechanism and unit."""

    _parts: list[pd.DataFrame] = field(default_factory=list)

    def remember(self, keys: pa.Array, ids: pa.Array, names: pa.Array, mechanism: pa.Array, unit: np.ndarray, who: np.ndarray) -> None:
        """One entry per row; only the rows of the mask `who` name a contact."""
        said = {"key": text.objects(keys), "id": text.objects(ids), "name": text.objects(names), "mechanism": text.objects(mechanism), "unit": unit}
        self._parts.append(pd.DataFrame(said)[who].drop_duplicates())

    @property
    def parts(self) -> Sequence[pd.DataFrame]:
        """Columns key, id, name, mechanism, unit; one frame per ledger kind."""
        return self._parts

    def meant(self, tree: Tree, names: Sequence[str], unit: np.ndarray, mechanisms: Sequence[Collection[str]]) -> list[tuple[str, str | None] | None]:
        """Per asked person (key, id number) of the one contact meant, None where none or several. Distinct questions are answered once."""
        by_name = self._by_name()
        known: dict[tuple[str, int, tuple[str, ...]], tuple[str, str | None] | None] = {}
        out = []
        for name, at, among in zip(names, unit.tolist(), mechanisms, strict=True):
            asked = (name, at, tuple(among))
            if asked not in known:
                known[asked] = _meant(tree, by_name.get(name, []), at, among)
            out.append(known[asked])
        return out

    def _by_name(self) -> dict[str, list[_Contact]]:
        found: dict[str, list[_Contact]] = {}
        for part in self._parts:
            for key, id, name, mechanism, unit in part.itertuples(index=False):
                own = id if isinstance(id, str) else None
                found.setdefault(name, []).append(_Contact(key, own, mechanism, int(unit)))
        return found


@dataclass(frozen=True)
class _Contact:
    key: str
    id: str | None
    mechanism: str
    unit: int


def _meant(tree: Tree, fits: Sequence[_Contact], at: int, among: Collection[str]) -> tuple[str, str | None] | None:
    fits = [c for c in fits if not among or c.mechanism in among]
    for level in _LEVELS if among else _LEVELS[:1]:
        top = tree.up(at, level)
        inside = {c.id or c.key: c for c in fits if top >= 0 and tree.up(c.unit, level) == top}
        if len(inside) > 1:
            return None
        for one in inside.values():
            return one.key, one.id
    return None
