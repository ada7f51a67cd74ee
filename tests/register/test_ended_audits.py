"""An edition that carries what has ended answers for its own day as its ledgers alone do, and for the day before as its base did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from api.demo import make_demo
from graph.audit import audit
from graph.edition import Contents, Edition, write_edition
from graph.ended import carry
from graph.result import AuditResult
from graph.scheme import Scheme, read_scheme
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from loaders.settings import read_settings
from loaders.stage import stage
from tests.neo4j_server.server import Server
from tests.register.lessened import contents, without, without_edges

CONTACTS = ("CONTACTS", "Person", "Household")


@dataclass(frozen=True)
class Loads:
    """`base`, what was delivered after it (`alone`) and the edition that both make (`carried`)."""

    scheme: Scheme
    day: dt.date
    base: Edition
    alone: Edition
    carried: Edition


def lessened(base: Edition) -> Contents:
    """Some households, a village's contacts, a unit with all in it and a grid are in no ledger any more."""
    given = contents(base)
    units = given.nodes["Unit"].to_pandas()
    above = given.edges["PART_OF", "Unit", "Unit"].to_pandas().set_index("from")["to"]
    homes = given.edges["PART_OF", "Household", "Unit"].to_pandas().set_index("from")["to"]
    groups = units.loc[units["level"] == 4, "id"]
    group = homes[homes.isin(groups)].value_counts().index[0]
    inside = {group, *above[above == group].index}
    for (name, label, target), table in given.edges.items():
        if name == "COVERS" and target == "Unit":  # what stands in no unit at all would be another thing
            given = without(given, label, table.filter(pc.is_in(table["to"], value_set=pa.array(list(inside))))["from"].to_pylist())
    given = without(given, "Unit", inside)
    given = without(given, "Household", [*homes[homes.isin(inside)].index, *homes.index[::23]])
    if "Grid" in given.nodes:
        given = without(given, "Grid", given.nodes["Grid"]["id"].to_pylist()[:1])
    village = given.edges[CONTACTS]["to"].to_pandas().str.split("#").str[0]
    return without_edges(given, CONTACTS, pa.array(village == village.value_counts().index[0]))


@pytest.fixture(scope="module", params=[("enyang", 300, 11), ("zhijiang", 400, 12)], ids=lambda p: p[0])
def loads(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Loads:
    name, households, seed = request.param
    folder = tmp_path_factory.mktemp(name)
    make_demo(folder / "ledgers", name, households, seed)
    settings, scheme = read_settings([folder / "ledgers"]), read_scheme(name)
    base, _ = stage([folder / "ledgers"], folder / "base", scheme, settings, settings.day)
    day = settings.day + dt.timedelta(31)
    given = lessened(base)
    carried = carry(given, base, day)
    ended = carried.facts.set_index("fact")["ended"]
    assert (ended[["Household", "Unit", "PART_OF", "LIVES_IN", "CONTACTS"]] > 0).all()
    return Loads(scheme, day, base, write_edition(folder / "alone", given), write_edition(folder / "carried", carried.contents))


def answers(folder: Path, edition: Edition, scheme: Scheme, *days: dt.date) -> Iterator[AuditResult]:
    """Audits of an edition on some days in the embedded engine, verified by the second computation."""
    with EmbeddedStore(folder / "daohu.lbug") as store:
        yield from on(store, edition, scheme, *days)


def on(store: Store, edition: Edition, scheme: Scheme, *days: dt.date) -> Iterator[AuditResult]:
    store.build(edition)
    for day in days:
        yield audit(edition, store, scheme, day)


def require_same(told: AuditResult, alone: AuditResult) -> None:
    """The figures of the ledgers alone; a household whose contact vanished may say so."""
    for name in ("coverage", "claims", "delivery", "grids", "load"):
        pd.testing.assert_frame_equal(getattr(told, name), getattr(alone, name), obj=name)
    assert (told.measures, told.excluded, told.excluded_by_village) == (alone.measures, alone.excluded, alone.excluded_by_village)
    reasons = pd.DataFrame({"told": told.gaps["reason"], "alone": alone.gaps["reason"]})
    other = reasons[reasons["told"] != reasons["alone"]]
    assert set(other["told"]) <= {"ended"} and set(other["alone"]) <= {"none", "not_started", "contact_left"}
    assert (told.gaps.loc[other.index, "subject_kind"] == "Household").all()
    pd.testing.assert_frame_equal(told.gaps.drop(columns="reason"), alone.gaps.drop(columns="reason"))


def require_as_before(told: AuditResult, before: AuditResult) -> None:
    """The day before nothing had ended: the whole answer of the base, but for claims, which are of the later edition."""
    kept = [r.coverage[r.coverage["kind"] != "claim"].sort_values(["check", "unit_id"], ignore_index=True) for r in (told, before)]
    pd.testing.assert_frame_equal(*kept)
    assert kept[0].loc[kept[0]["kind"] == "reach", "met"].sum() > 0


def test_the_day_and_the_day_before(loads: Loads, tmp_path: Path) -> None:
    eve = loads.day - dt.timedelta(1)
    told, then = answers(tmp_path / "carried", loads.carried, loads.scheme, loads.day, eve)
    (alone,) = answers(tmp_path / "alone", loads.alone, loads.scheme, loads.day)
    (before,) = answers(tmp_path / "base", loads.base, loads.scheme, eve)
    require_same(told, alone)
    require_as_before(then, before)
    assert set(told.evidence["household_id"]) <= set(loads.alone.nodes("Household")["id"].to_pylist())


def test_the_day_and_the_day_before_neo4j(loads: Loads, tmp_path: Path, neo4j_server: Server) -> None:
    from graph.stores.neo4j import Neo4jStore

    if loads.scheme.name != "enyang":
        pytest.skip("one county is enough for the second engine")
    eve = loads.day - dt.timedelta(1)
    with Neo4jStore(neo4j_server.address) as store:
        store.clear()
        told, then = on(store, loads.carried, loads.scheme, loads.day, eve)
        store.clear()
    (alone,) = answers(tmp_path / "alone", loads.alone, loads.scheme, loads.day)
    (before,) = answers(tmp_path / "base", loads.base, loads.scheme, eve)
    require_same(told, alone)
    require_as_before(then, before)
