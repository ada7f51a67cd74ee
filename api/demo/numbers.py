"""Numbers that pass their check digits and belong to nobody: ids (GB 11643), credit codes (GB 32100), phones."""

from __future__ import annotations

import numpy as np

from api.demo.dice import Dice, Ints, Texts, texts

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_digits(id17: Ints) -> Ints:
    """Which of the eleven check characters belongs to each 17-digit number."""
    total = np.zeros(len(id17), dtype=np.int64)
    for place, weight in enumerate(ID_WEIGHTS):
        total += id17 // 10 ** (16 - place) % 10 * weight
    return total % 11


def ids(area: Ints, birth: Ints, female: Ints, rng: Dice) -> Texts:
    """An id for each person; births as yyyymmdd, digit 17 odd for men. No two are alike."""
    n = len(area)
    base = area * 10**11 + birth * 1000
    serial = rng.integers(0, 500, n) * 2 + (1 - female)
    while True:
        _, first = np.unique(base + serial, return_index=True)
        again = np.ones(n, dtype=np.bool_)
        again[first] = False
        if not again.any():
            break
        serial[again] = rng.integers(0, 500, int(again.sum())) * 2 + (1 - female[again])
    number = base + serial
    checks = check_digits(number)
    return texts([f"{a}{ID_CHECKS[c]}" for a, c in zip(number.tolist(), checks.tolist(), strict=True)])


def with_check(id17: str) -> str:
    """One id from its first 17 digits."""
    return id17 + ID_CHECKS[sum(int(d) * w for d, w in zip(id17, ID_WEIGHTS, strict=True)) % 11]


def uscc(prefix: str, area: str, serial: int) -> str:
    """A credit code: two characters of kind, six of area, an organisation code with its own check, a check."""
    body = f"{serial:08d}"
    organisation = 11 - sum(int(d) * w for d, w in zip(body, ORG_WEIGHTS, strict=True)) % 11
    code = f"{prefix}{area}{body}{'X' if organisation == 10 else '0' if organisation == 11 else organisation}"
    total = sum(USCC_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(code))
    return code + USCC_ALPHABET[(31 - total % 31) % 31]


def phones(rng: Dice, n: int) -> Texts:
    """Eleven digits of the right shape; the 0000 in the middle keeps them away from anybody's number."""
    head, rest = rng.integers(130, 200, n), rng.integers(0, 10**4, n)
    return texts([f"{h}0000{r:04d}" for h, r in zip(head.tolist(), rest.tolist(), strict=True)])
