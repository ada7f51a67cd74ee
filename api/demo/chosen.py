"""Who contacts whom, before anybody writes it down: contacts drawn from the villages, households dealt out to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from api.demo.dice import Dice, Ints, some
from api.demo.population import World

MANDATES = ("党代表", "人大代表", "政协委员")


@dataclass
class Deal:
    """Ties in the order of the contacts; `person`, `village` and `mechanism` have one entry per contact."""

    contact: Ints
    home: Ints
    person: Ints
    village: Ints
    mechanism: list[str]


class Picker:
    """Draws contacts of a village whose names are unlike each other, so that a ledger without ids still tells them apart."""

    def __init__(self, world: World, able: Ints, rng: Dice, first: Mapping[int, list[int]]) -> None:
        self._rng, self._names, self._first = rng, world.folk.name, first
        village = world.homes.village[world.folk.home[able]]
        self._pool = {int(v): able[village == v] for v in np.unique(village)}

    def draw(self, village: int, count: int) -> list[int]:
        """Up to `count` persons of the village; those who must appear come first."""
        pool = self._pool.get(village, np.zeros(0, dtype=np.int64))
        drawn = self._rng.choice(pool, size=min(len(pool), count * 2 + 4), replace=False).tolist()
        chosen: dict[str, int] = {}
        for person in [*self._first.get(village, []), *drawn]:
            chosen.setdefault(str(self._names[person]), int(person))
        return list(chosen.values())[:count]


def _deal(lots: list[tuple[int, int, str, Ints]]) -> Deal:
    """From (person, village, mechanism, homes) to ties."""
    sizes = [len(lot[3]) for lot in lots]
    homes = np.concatenate([lot[3] for lot in lots]) if lots else np.zeros(0, dtype=np.int64)
    people, villages = np.array([lot[0] for lot in lots], dtype=np.int64), np.array([lot[1] for lot in lots], dtype=np.int64)
    return Deal(np.repeat(np.arange(len(lots)), sizes), homes.astype(np.int64), people, villages, [lot[2] for lot in lots])


def delegates(world: World, villages: list[int], pick: Picker, rng: Dice) -> Deal:
    """两代表一委员: about 20 households each, anywhere in the village, now and then in the next one."""
    lots: list[tuple[int, int, str, Ints]] = []
    for place, v in enumerate(villages):
        homes = np.flatnonzero(world.homes.village == v)
        people = pick.draw(v, max(1, round(len(homes) * 0.4 / 20)))
        order = rng.permutation(homes)
        start = 0
        for person in people:
            draw = rng.random()
            size = int(rng.integers(5, 14) if draw < 0.15 else rng.integers(27, 36) if draw > 0.9 else rng.integers(16, 25))
            mine = order[start : start + size]
            start += size
            if place and rng.random() < 0.06:
                before = np.flatnonzero(world.homes.village == villages[place - 1])
                mine = np.append(mine, rng.choice(before, size=min(len(before), 6), replace=False))
            mandate = MANDATES[int(rng.integers(0, 3))]
            if len(mine):
                lots.append((person, v, mandate, np.sort(mine)))
            if len(mine) > 8 and rng.random() < 0.05:  # one person, two mandates: two contacts
                lots.append((person, v, MANDATES[(MANDATES.index(mandate) + 1) % 3], np.sort(rng.choice(homes, size=min(len(homes), 17), replace=False))))
    return _deal(lots)


def neighbours(world: World, villages: list[int], pick: Picker, rng: Dice, *, mechanism: str, low: int, high: int, cover: float) -> Deal:
    """联户长, 党员中心户, 好邻居: neighbouring households of a group, within the norm, but for some that are far from it."""
    lots: list[tuple[int, int, str, Ints]] = []
    for v in villages:
        here = np.flatnonzero(world.homes.village == v)
        here = np.setdiff1d(here, some(rng, here, (1 - cover) * 0.6))
        parts: list[Ints] = []
        for g in np.unique(world.homes.group[here]):
            parts += _slices(here[world.homes.group[here] == g], low, high, rng)
        kept = [p for p in parts if rng.random() > (1 - cover) * 0.4] or parts[:1]
        for person, part in zip(pick.draw(v, len(kept)), kept, strict=False):
            twice = rng.choice(here, size=1) if rng.random() < 0.12 else part[:0]  # a household in two groups
            lots.append((person, v, mechanism, np.union1d(part, twice)))
    return _deal(lots)


def _slices(homes: Ints, low: int, high: int, rng: Dice) -> list[Ints]:
    """Cuts a group's households into lots within the norm; some lots are cut once more, some joined to the next."""
    lots = np.array_split(homes, max(1, round(len(homes) * 2 / (low + high))))
    found: list[Ints] = []
    for lot in lots:
        draw = rng.random()
        if draw < 0.05 and len(lot) > 2:
            found += [lot[: len(lot) // 3], lot[len(lot) // 3 :]]
        elif draw > 0.95 and found:
            found[-1] = np.append(found[-1], lot)
        else:
            found.append(lot)
    return found
