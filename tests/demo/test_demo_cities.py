"""Cities of the demo: counties with codes of their own, as many villages as asked for, in bounded time and memory."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from api.demo import make_demo
from api.demo.ledgers.gridbook import make_cover
from api.demo.places import FLAVOURS, make_county
from api.demo.population import make_world
from graph.errors import InputError


def test_a_city_has_counties_and_a_county_has_none() -> None:
    for scheme, least in (("zhijiang", 1), ("enyang", 1), ("yangzhou", 2), ("xinyang", 2)):
        county = make_county(FLAVOURS[scheme], 600, 1)
        assert len(set(county.counties)) == len(county.counties) >= least
        assert set(county.over) == set(range(len(county.counties)))
        codes = [v.code for v in county.villages]
        assert len(set(codes)) == len(codes)
        assert {len(c) for c in codes} == {12}


def test_as_many_villages_as_asked_for() -> None:
    county = make_county(FLAVOURS["xinyang"], 17300, 1, villages=3460)
    assert sum(not v.virtual for v in county.villages) == 3460
    assert len(county.counties) == 10
    assert len(set(county.towns)) == len(county.towns) > 180
    assert len({v.code for v in county.villages}) == len(county.villages)
    cover = make_cover(make_world(county, 17300, 1), 1)
    assert 18000 < len(cover.village) < 18200
    assert len(set(zip(cover.village.tolist(), cover.name, strict=True))) == len(cover.village)


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    tracemalloc.start()
    make_demo(tmp_path / "city", "xinyang", households=1500, villages=300)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * 2**20
    registers = Counter(p.suffix for p in (tmp_path / "city").iterdir() if "户籍" in p.name)
    assert sum(registers.values()) == len(make_county(FLAVOURS["xinyang"], 1500, 1, villages=300).towns)


def test_too_few_villages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="至少 6 个村"):
        make_demo(tmp_path / "new", "xinyang", villages=3)


def test_villages_have_five_households_each(tmp_path: Path) -> None:
    make_demo(tmp_path / "new", "zhijiang", households=20, villages=20)
    assert any("户籍" in p.name for p in (tmp_path / "new").iterdir())
