"""Every question of the library keeps its given → expect cases on both engines, and its hand-written SQL gives the same rows.

A question ``cypher/questions/NAME.cypher`` needs two things:

1. cases in a file ``tests/questions/cases_*.py`` (found by its name). Such a file has

   - ``COUNTY``: a function without arguments that gives a Book (tests/checks/builder.py), with ids as names;
   - ``CASES``: question → list of ``Case(parameters, rows)`` (tests.checks.cases). The rows in their order, by hand. What
     a case does not give takes its default; ``county`` is the unit 枝江市, as_of the day D. Say ids, they are not looked up;
   - ``DEMO`` (where wanted): question → parameters for the comparison on the demo county, beyond those tried anyway
     (the defaults for the county, and for a village a year before).
     A value may be a function that takes the edition and gives the value: ``{"person": busiest}``.

2. ``bench/questions/NAME.sql``: DuckDB SQL by hand, the same parameters as ``$name``, the same columns and rows in the same
   order: the cases hold for it too, and on a demo county it gives what the embedded engine gives. It may use the tables and
   macros of bench/questions/prelude.sql. ORDER BY is by code point, as the engines'.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.demo import make_demo
from bench.questions import Asked
from graph.edition import Edition
from graph.queries import Query
from graph.scheme import read_scheme
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from loaders.settings import read_settings
from loaders.stage import stage
from tests.checks.builder import D

FILES: list[ModuleType] = [importlib.import_module(f"tests.questions.{path.stem}") for path in sorted(Path(__file__).parent.glob("cases_*.py"))]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `name`, `case` and a county (in a store or in SQL) runs for every case of every file, county by county."""
    county = {"county", "county_in_sql"} & set(metafunc.fixturenames)
    if county and {"name", "case"} <= set(metafunc.fixturenames):
        each = [
            pytest.param(file, name, case, id=f"{file.__name__.removeprefix('tests.questions.cases_')}-{name}-{i}")
            for file in FILES
            for name, cases in file.CASES.items()
            for i, case in enumerate(cases)
        ]
        metafunc.parametrize((*county, "name", "case"), each, indirect=[*county], scope="module")


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Callable[[ModuleType], Edition]:
    """The edition of a file's county, written once."""
    return cache(lambda file: file.COUNTY().edition(tmp_path_factory.mktemp("county") / "0001"))


@pytest.fixture(scope="module")
def county(request: pytest.FixtureRequest, module_store: Store, editions: Callable[[ModuleType], Edition]) -> Iterator[Store]:
    """Each engine with the county of one file of cases, to be read only."""
    module_store.clear()
    module_store.build(editions(request.param))
    yield module_store
    module_store.clear()


@pytest.fixture(scope="module")
def county_in_sql(request: pytest.FixtureRequest, editions: Callable[[ModuleType], Edition]) -> Asked:
    """The same county for SQL."""
    return Asked(editions(request.param))


def given(asked: Query, said: dict[str, Any], **defaults: object) -> dict[str, object]:
    """Every parameter of a question: as said, else its default, where ``county`` and the day are those of `defaults`."""
    every = {"unit": "枝江市", "as_of": D, **defaults}
    values: dict[str, object] = {}
    for parameter in asked.parameters:
        standing = (
            parameter.on(said.get("as_of", every["as_of"])) if parameter.type not in ("unit", "date") or parameter.name not in every else every[parameter.name]
        )
        value = said.get(parameter.name, standing)
        values[parameter.name] = list(value) if isinstance(value, tuple) else value
    assert set(said) <= set(values), f"{asked.name} has no {set(said) - set(values)}"
    return values


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """A demo county, small, with the usual mess."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder / "台账", households=160, seed=6, villages=8)
    settings = read_settings([folder / "台账"])
    assert settings.as_of is not None
    edition, _ = stage([folder / "台账"], folder / "0001", read_scheme("zhijiang"), settings, settings.as_of)
    return edition


@pytest.fixture(scope="session")
def embedded(demo: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo county in the embedded engine."""
    with EmbeddedStore(tmp_path_factory.mktemp("embedded") / "daohu.lbug") as store:
        store.build(demo)
        yield store
