"""What the writers of answers share: the rows, who a 联系人 is, which body, grid or unit a 说明 names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.scheme.joined import OR
from loaders import units
from loaders.identity.keys import of_contact, of_unit
from loaders.ledgers.answers_ground import Ground
from loaders.ledgers.known import Known
from loaders.ledgers.several import split_names
from loaders.normalise import text
from loaders.rows import Rows
from loaders.world import World

_BEFORE = re.compile(r"^(?:所在|加入了?|属于|隶属于?|名称|组织|上级|单位|已?设立?|合作社)*[:：]")


@dataclass
class Desk:
    """`since`: datetime64[D] per row (NaT where none); `ids`: id numbers per row; `note`: per row its 说明, "" where none."""

    rows: Rows
    world: World
    ground: Ground
    since: np.ndarray
    ids: pa.Array
    birth: np.ndarray
    note: list[str]
    failed: dict[int, str] = field(default_factory=dict)
    """Row → why it cannot be used after all, found while it was written: what nothing fits."""

    def persons(self, rows: Sequence[int]) -> tuple[np.ndarray, list[str]]:
        """(row, name) of everybody whom the 联系人 of these rows name."""
        mask = np.zeros(len(self.rows), bool)
        mask[list(rows)] = True
        row, names = split_names(self.rows.cells("contact"), mask)
        return row, names.to_pylist()

    def mention(self, row: np.ndarray, names: Sequence[str], keys: Sequence[str], known: Sequence[str | None]) -> np.ndarray:
        """Mentions of persons; an id number is that of the one name in its cell, else the one that the ledgers know."""
        if not len(row):
            return np.zeros(0, np.int64)
        alone = np.bincount(row, minlength=len(self.rows))[row] == 1
        own = np.where(self._as_ledger(keys), None, text.objects(self.ids)[row])
        told = [o if a and o is not None else k for o, a, k in zip(own, alone, known, strict=True)]
        birth = np.where(alone & np.array([o is not None for o in own], bool), self.birth[row], np.datetime64("NaT"))
        sources = self.rows.sources.take(pa.array(row))
        who = (pa.array(keys, pa.string()), pa.array(names, pa.string()), sources, pa.array(told, pa.string()))
        return self.world.persons.mention(*who, birth=birth.astype("datetime64[D]"))

    def _as_ledger(self, keys: Sequence[str]) -> np.ndarray:
        """Contacts whom the ledger names without an id number stay who they are there, whatever number an answer adds."""
        return np.array([k in self._known_contacts and self._known_contacts[k] is None for k in keys], bool)

    def contacts(self, row: np.ndarray, names: Sequence[str], mechanism: Sequence[str], village: np.ndarray) -> np.ndarray:
        """Mentions of contacts: the one whom the contact ledger names by that mechanism in the village, else somebody new."""
        keys, known = [], []
        for name, said, at in zip(names, mechanism, village.tolist(), strict=True):
            options = [str(of_contact(pa.array([m]), np.array([at]), pa.array([name]))[0]) for m in (*said.split(OR), said)]
            there = next((k for k in options if k in self._known_contacts), options[-1])
            keys.append(there)
            known.append(self._known_contacts.get(there))
        return self.mention(row, names, keys, known)

    def holders(self, row: np.ndarray, names: Sequence[str], unit: np.ndarray) -> np.ndarray:
        """Mentions of persons who are told by their unit's village and their name."""
        village = np.array([self.ground.village(int(u)) for u in unit], np.int64)
        keys = of_unit(village, pa.array(names, pa.string())) if len(row) else text.empty(0)
        return self.mention(row, names, keys.to_pylist(), self.world.persons.ids_of(keys).to_pylist() if len(row) else [])

    def person(self, id: str, row: int, **attributes: str) -> int:
        """A mention of a person who is there already, which may say more of the person."""
        one = self.ground.people.loc[id]
        birth = attributes.pop("birth", "")
        born = np.array([np.datetime64(birth)]) if birth else None
        told = {k: pa.array([v]) for k, v in attributes.items()}
        number = one["id"] if isinstance(one["id"], str) else None
        who = (pa.array([one["key"]]), pa.array([one["name"]]), self.rows.sources.take(pa.array([row])), pa.array([number], pa.string()))
        return int(self.world.persons.mention(*who, birth=born, **told)[0])

    @cached_property
    def _known_contacts(self) -> dict[str, str | None]:
        out: dict[str, str | None] = {}
        for part in self.world.contacts.parts:
            for key, id in zip(part["key"], part["id"], strict=True):
                out[key] = id if isinstance(id, str) else out.get(key)
        return out

    # ---- what a 说明 names ----------------------------------------------------------------------------------------

    def known(self, labels: Sequence[str]) -> Known:
        """Bodies of some labels by name."""
        asked = tuple(labels)
        if asked not in self._known:
            self._known[asked] = Known(self.world, asked)
        return self._known[asked]

    @cached_property
    def _known(self) -> dict[tuple[str, ...], Known]:
        return {}

    def body(self, row: int, unit: int, labels: Sequence[str], kinds: Sequence[str] = ()) -> tuple[str, str] | None:
        """(label, key) of the body that the 说明 of a row names near a unit: exactly, else the one of the village whose name stands in it."""
        known, said = self.known(labels), re.sub(r"\s+", "", _BEFORE.sub("", self.note[row]))
        found = int(known.find(np.array([unit]), np.array([said], object))[0])
        if found < 0:
            fits = [n for n in self._near(tuple(labels), unit) if str(known.frame.at[n, "name"]) in said and len(str(known.frame.at[n, "name"])) > 2]
            longest = max((len(str(known.frame.at[n, "name"])) for n in fits), default=0)
            fits = [n for n in fits if len(str(known.frame.at[n, "name"])) == longest]
            found = fits[0] if len(fits) == 1 else -1
        if found < 0 or (kinds and known.frame.at[found, "kind"] not in kinds):
            return None
        return str(known.frame.at[found, "label"]), str(known.frame.at[found, "key"])

    def _near(self, labels: tuple[str, ...], unit: int) -> list[int]:
        village = self.ground.village(unit)
        if (labels, village) not in self._inside:
            frame, tree = self.known(labels).frame, self.world.tree
            self._inside[labels, village] = [n for n, u in enumerate(frame["unit"]) if u >= 0 and tree.up(int(u), units.VILLAGE) == village]
        return self._inside[labels, village]

    @cached_property
    def _inside(self) -> dict[tuple[tuple[str, ...], int], list[int]]:
        return {}

    def unit(self, row: int) -> int:
        """The village, town or county that the 说明 of a row names; -1 where none or several."""
        said = re.sub(r"\s+", "", _BEFORE.sub("", self.note[row]))
        fits = self._units.get(said.rsplit("/", 1)[-1], set())
        if len(fits) > 1 and "/" in said:
            fits = {u for u in fits if self.world.tree.path(u).endswith(said)}
        return next(iter(fits)) if len(fits) == 1 else -1

    @cached_property
    def _units(self) -> dict[str, set[int]]:
        out: dict[str, set[int]] = {}
        tree = self.world.tree
        for n, unit in enumerate(tree.units):
            if unit.level <= units.VILLAGE:
                for name in tree.names(n):
                    out.setdefault(name, set()).add(n)
        return out

    def grid(self, row: int, unit: int, kinds: Sequence[str]) -> str | None:
        """The id of the grid of the subject's village that the 说明 of a row names, by name or code."""
        said = re.sub(r"\s+", "", _BEFORE.sub("", self.note[row]))
        nodes = self.ground.nodes.get("Grid")
        if nodes is None:
            return None
        village = self.ground.village(unit)
        fits = nodes[(nodes["name"] == said) | (nodes["code"] == said)]
        fits = fits if "网格" in kinds or not kinds else fits[fits["kind"].isin(kinds)]
        here = [i for i in fits.index if self.ground.village(self.ground.place.get(str(i), -1)) == village]
        fits_here = here or list(fits.index)
        return str(fits_here[0]) if len(fits_here) == 1 else None

    def edge(self, name: str, start: str, end: str, ends: tuple[str, str], lines: pd.DataFrame, **own: object) -> None:
        """Edges of answers: `lines` has the columns from, to, row. Their beginning is that of the row."""
        if not len(lines):
            return
        row = lines["row"].to_numpy(np.int64)
        numbered = [np.int64 if e in ("mention", "unit", "row") else object for e in ends]
        start_end, target_end = (lines[c].to_numpy(t) for c, t in zip(("from", "to"), numbered, strict=True))
        values = {k: np.asarray(v, object) if isinstance(v, list | np.ndarray) else np.full(len(row), v, _kind(v)) for k, v in own.items()}
        self.world.edge(name, (start, end), ends, start_end, target_end, text.objects(self.rows.sources)[row], self.since[row], **values)


def _kind(value: object) -> type:
    return bool if isinstance(value, bool) else object
