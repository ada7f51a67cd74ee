"""A year of a county with 好邻居 and grids."""

from __future__ import annotations

from tests.year.promises import YearPromises


class TestYear(YearPromises):
    """One contact ledger, without id numbers."""

    SCHEME = "enyang"
    SEED = 2
