"""A year of a county with 好邻居 and grids."""

from __future__ import annotations

import os

import pytest

from tests.year.promises import YearPromises


@pytest.mark.skipif(not os.environ.get("DAOHU_EVERYTHING"), reason="one county's year is enough for every day; DAOHU_EVERYTHING=1 tries this one too")
class TestYear(YearPromises):
    """One contact ledger, without id numbers."""

    SCHEME = "enyang"
    SEED = 2
