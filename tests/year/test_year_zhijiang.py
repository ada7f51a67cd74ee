"""A year of a county with 联户长, 两代表一委员 and 党员中心户."""

from __future__ import annotations

from tests.year.promises import YearPromises


class TestYear(YearPromises):
    """Three contact ledgers."""

    SCHEME = "zhijiang"
    SEED = 1
