"""Numbers of the demo pass their check digits, and the standards' own samples pass the same functions."""

from __future__ import annotations

import numpy as np
import pytest

from api.demo.dice import dice
from api.demo.numbers import ID_CHECKS, ID_WEIGHTS, USCC_ALPHABET, ids, phones, uscc, with_check


@pytest.mark.parametrize("sample", ["11010519491231002X", "440524188001010014"])
def test_samples_of_the_id_standard(sample: str) -> None:
    assert with_check(sample[:17]) == sample


def test_ids_are_valid_and_unlike_each_other() -> None:
    n = 3000
    birth = np.full(n, 19800101) + np.arange(n) % 5
    female = np.arange(n) % 2
    found = ids(np.full(n, 429930), birth, female, dice(1, "test"))
    assert len(set(found)) == n
    assert all(i[17] == ID_CHECKS[sum(int(d) * w for d, w in zip(i[:17], ID_WEIGHTS, strict=True)) % 11] for i in found)
    assert all(int(i[16]) % 2 == 1 - w for i, w in zip(found, female, strict=True))


@pytest.mark.parametrize("prefix", ["N2", "93", "51", "52"])
def test_credit_codes_have_both_checks(prefix: str) -> None:
    code = uscc(prefix, "429930", 1234567)
    assert len(code) == 18
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(code, (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1), strict=True))
    assert total % 31 == 0
    body = sum(int(d) * w for d, w in zip(code[8:16], (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    check = 10 if code[16] == "X" else int(code[16])
    assert (body + check) % 11 == 0


def test_phones_have_eleven_digits_and_zeros_in_the_middle() -> None:
    assert all(len(p) == 11 and p[3:7] == "0000" for p in phones(dice(1, "phones"), 50))
