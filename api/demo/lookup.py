"""What the registers as written say about each household, and which household a row's words then mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from api.demo.dice import Bools, Texts, texts
from api.demo.population import World

NOBODY, SEVERAL = -1, -2


@dataclass
class Stated:
    """Household facts that survive the mess, one entry per household of the world."""

    exists: Bools
    code: Texts
    head_id: Texts
    head: Texts
    world: World
    _codes: dict[tuple[int, str], int] = field(default_factory=dict)
    _bare: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _ids: dict[tuple[int, str], int] = field(default_factory=dict)
    _names: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def index(self) -> None:
        """Once, when all registers are drafted."""
        village = self.world.homes.village.tolist()
        for h in np.flatnonzero(self.exists).tolist():
            v = village[h]
            if self.code[h]:
                self._codes[v, self.code[h]] = h
                self._bare[v, self.code[h].lstrip("0")].append(h)
            if self.head_id[h]:
                self._ids[v, self.head_id[h]] = h
            self._names[v, self.head[h]].append(h)

    def named(self, village: int, name: str, group: int = -1) -> list[int]:
        """Households whose head is called so, in the village or in one of its groups."""
        found = self._names.get((village, name), [])
        return found if group < 0 else [h for h in found if self.world.homes.group[h] == group]

    def find(self, village: int, code: str, head_id: str, name: str, group: int) -> tuple[int, list[int]]:
        """The first readable of 户号, head's id, head's name decides; the candidates where several fit."""
        if code:
            exact = self._codes.get((village, code), NOBODY)
            loose = self._bare.get((village, code.lstrip("0")), [])
            return (exact, []) if exact >= 0 else (loose[0], []) if len(loose) == 1 else (NOBODY, [])
        if head_id:
            return self._ids.get((village, head_id), NOBODY), []
        fit = self.named(village, name, group)
        return (fit[0], []) if len(fit) == 1 else (SEVERAL, fit) if fit else (NOBODY, [])


def nothing_stated(world: World) -> Stated:
    """Before the first register is drafted: names as they are, nothing else known."""
    n = len(world.homes.size)
    empty = texts([""] * n)
    return Stated(np.ones(n, dtype=np.bool_), empty.copy(), empty.copy(), world.folk.name[world.homes.head], world)
