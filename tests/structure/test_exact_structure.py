"""Structure questions give exactly what a naive count gives, on random small counties."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.structure import Organisations, articulation, chains, clusters, cutpoints, organisations, teams, ties
from tests.structure import naive
from tests.structure.worlds import World, worlds

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def opened(world: World) -> Organisations:
    """The world as an edition, read whole while its folder is there."""
    with tempfile.TemporaryDirectory() as folder:
        o = organisations(world.edition(Path(folder) / "0001"))
        for part in ("units", "bodies", "under", "posts", "memberships", "homes", "contacts", "unit_contacts", "delivered"):
            assert getattr(o, part) is not None
    return o


@given(worlds)
@FEW
def test_structure_is_what_a_naive_count_finds(world: World) -> None:
    o = opened(world)
    assert set(o.bodies["id"]) == set(world.bodies)
    require_chains(o, world)
    require_cutpoints(o, world)
    require_articulation(o, world)
    require_teams_and_clusters(o, world)


def require_chains(o: Organisations, world: World) -> None:
    expected, found = naive.chains(world), chains(o).set_index("body")
    assert set(found.index) == set(expected)
    for body, (state, reason, end, steps, circle) in expected.items():
        row = found.loc[body]
        assert (row["state"], row["reason"], bool(row["circle"])) == (state, reason, circle), body
        if reason not in ("circle", "not_stated"):
            assert (row["top"], row["steps"]) == (end, steps), body
    assert set(chains(o, every=True)["body"]) == set(world.bodies)


def require_cutpoints(o: Organisations, world: World) -> None:
    expected = naive.ties(world)
    found = {(row.unit, row.tie): (row.people, row.state) for row in ties(o).itertuples()}
    assert found == {key: (len(people), state) for key, (people, state) in expected.items()}
    cuts = {(r.unit, r.tie): (r.person, r.state, r.reached, r.last) for r in cutpoints(o).itertuples()}
    only = {key: (*people, state) for key, (people, state) in expected.items() if len(people) == 1}
    assert cuts == {key: (person, state, *naive.last(world, person, key[0])) for key, (person, state) in only.items()}


def require_articulation(o: Organisations, world: World) -> None:
    found = {r.person: (r.parts, r.units) for r in articulation(o).itertuples()}
    assert found == {person: (parts, len(units)) for person, (parts, units) in naive.articulation(world).items()}


def require_teams_and_clusters(o: Organisations, world: World) -> None:
    for alike, members in ((1.0, False), (0.5, True)):
        found = {(r.unit, frozenset(r.names.split("、"))) for r in teams(o, alike=alike, members=members).itertuples()}
        assert found == naive.teams(world, alike, members=members), (alike, members)
    groups = {(frozenset(r.names.split("、")), r.clique, r.shared) for r in clusters(o).itertuples()}
    assert groups == naive.clusters(world)


@pytest.mark.parametrize("question", [chains, ties, cutpoints, articulation, clusters, teams])
def test_a_county_without_organisations_gives_empty_typed_frames(question: object, tmp_path: Path) -> None:
    from tests.checks.builder import Book

    book = Book()
    book.unit("县", "县", 1)
    frame = question(book.edition(tmp_path / "0001"))  # type: ignore[operator]
    assert len(frame) == 0
    assert all(str(d) in ("str", "int64", "float64", "bool") for d in frame.dtypes)
