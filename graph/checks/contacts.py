"""Every contact that the scheme's checks ask for, from one pass over the edges: reach, assignment and load count in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from graph.checks.ground import Ground
from graph.checks.units import lookup
from graph.scheme import Check

COUNTS = 6
"""The strength of an edge that counts (design 5.5); 3 the contact has left, 2 ended, 1 not yet begun."""


@dataclass(frozen=True)
class Contacts:
    """One row per edge: `household` (position in Ground.households), `person` (position in `persons`), `mechanism` (in `mechanisms`), `strength`."""

    mechanisms: pa.Array
    persons: pa.Array
    household: np.ndarray
    person: np.ndarray
    mechanism: np.ndarray
    strength: np.ndarray

    def asked(self, check: Check) -> np.ndarray:
        """The numbers of a check's mechanisms."""
        return lookup(pa.array(check.words("mechanisms"), pa.string()), self.mechanisms)

    def counting(self, mechanisms: Sequence[str]) -> np.ndarray:
        """Positions of the edges of these mechanisms that count."""
        wanted = np.isin(self.mechanisms.to_numpy(zero_copy_only=False), mechanisms)
        return np.flatnonzero(wanted[self.mechanism] & (self.strength == COUNTS))

    def persons_at(self, edges: np.ndarray) -> np.ndarray:
        """Ids of the persons of edges at these positions."""
        ids: np.ndarray = self.persons.to_numpy(zero_copy_only=False)[self.person[edges]]
        return ids

    @cached_property
    def pair(self) -> np.ndarray:
        """Per edge one number for (person, household)."""
        number: np.ndarray = self.person * (self.household.max(initial=0) + 1) + self.household
        return number


def contacts(ground: Ground, asked: list[str]) -> Contacts:
    """The edges of all mechanisms that a scheme's checks ask for, in one pass."""
    mechanisms = pa.array(asked, pa.string())
    if not asked:
        none = np.zeros(0, np.int64)
        return Contacts(mechanisms, mechanisms, none, none, none, none)
    rows = ground.rows("contacts", mechanisms=asked)
    household = ground.households.index(rows["household"])
    if (household < 0).any():  # an engine that loses households is found out by the second computation
        rows, household = rows.filter(pa.array(household >= 0)), household[household >= 0]
    person = rows["person"].combine_chunks().dictionary_encode()
    index: np.ndarray = np.asarray(person.indices).astype(np.int64)
    return Contacts(mechanisms, person.dictionary, household, index, lookup(rows["mechanism"], mechanisms), np.asarray(rows["strength"]))
