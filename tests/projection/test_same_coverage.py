"""What is computed in a projection for its units is what the whole edition gives for them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.projection import Projected, project
from graph.result import AuditResult
from graph.scheme import Check, Scheme, read_scheme
from graph.stores.embedded import EmbeddedStore
from tests.projection.conftest import as_edition, day_of

FIGURES = ["of", "met", "gap", "unknown"]


def comparable(check: Check) -> bool:
    """Not those that the whole county decides: where a contact with households in several towns is placed, whether a ledger speaks of a
    thing at all (only_if_any), what else an organisation of elsewhere is a member of, in which of two places of elsewhere somebody is."""
    return not (
        check.options.get("only_if_any") or check.population == "联系人" or check.kind == "overlap" or (check.kind == "assignment" and check.population == "人")
    )


@pytest.fixture(scope="module")
def scheme(demo: Edition) -> Scheme:
    return read_scheme(demo.scheme)


@pytest.fixture(scope="module")
def told(demo: Edition, scheme: Scheme, tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    with EmbeddedStore(tmp_path_factory.mktemp("whole") / "daohu.lbug") as store:
        store.build(demo)
        return audit(demo, store, scheme, day_of(demo), verified=False)


@pytest.mark.parametrize("level", [2, 4])
def test_random_units(demo: Edition, scheme: Scheme, told: AuditResult, level: int, tmp_path: Path) -> None:
    units = demo.nodes("Unit", ["id", "level"]).to_pylist()
    unit = random.Random(level).choice([u["id"] for u in units if u["level"] == level])
    part = Projected(demo, unit)
    with EmbeddedStore(project(demo, unit, tmp_path)) as store:
        mine = audit(as_edition(part, tmp_path / "edition"), store, scheme, day_of(demo), verified=False).coverage
    checks = {c.id for c in scheme.checks if comparable(c)}
    inside = set(part.scope.ids("inside", "Unit").to_pylist())
    mine, theirs = (f[f["unit_id"].isin(inside) & f["check"].isin(checks)].set_index(["check", "unit_id"])[FIGURES].sort_index() for f in (mine, told.coverage))
    assert len(theirs) > 20 and theirs["met"].sum() > 0
    assert mine.compare(theirs).to_dict("index") == {}
