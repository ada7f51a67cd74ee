"""Chance that repeats: every part of the demo has its own dice, named, so that one part's draws never shift another's."""

from __future__ import annotations

import zlib
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Texts: TypeAlias = npt.NDArray[np.object_]
Dice: TypeAlias = np.random.Generator
Cell: TypeAlias = str | int | float | date


def dice(seed: int, *names: str) -> Dice:
    """The same numbers for the same seed and names, on every machine."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32("/".join(names).encode())])))


def some(rng: Dice, among: int | Ints, share: float) -> Ints:
    """About this share of the positions (of range(n), or of those given), in order, none twice."""
    pool = np.arange(among) if isinstance(among, int) else among
    count = min(len(pool), int(len(pool) * share + rng.random()))
    return np.sort(rng.choice(pool, size=count, replace=False)) if count else np.zeros(0, dtype=np.int64)


def texts(values: list[str]) -> Texts:
    """A column of strings that numpy must not turn into fixed-width text."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def mask(n: int, positions: Ints) -> Bools:
    """True at the positions."""
    found = np.zeros(n, dtype=np.bool_)
    found[positions] = True
    return found
