"""A part of the graph: some labels and edge types, or one unit."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from api.exporting import HEAVY, export
from api.exporting.chosen import Chosen, chosen
from graph.edition import Edition
from graph.errors import OutputError, StoreError
from graph.projection import EXTRA, Projected
from graph.schema import EDGES, NODES
from graph.stores.contents import source


@pytest.mark.parametrize(
    ("only", "labels", "names"),
    [
        (["Unit"], {"Unit"}, {"PART_OF"}),
        (["Unit,Household", "PART_OF"], {"Unit", "Household"}, {"PART_OF"}),
        (["IN_GRID"], {"Household", "Grid"}, {"IN_GRID"}),
        (
            ["组织", "Unit"],
            {"PartyOrganization", "SelfGovernmentBody", "MassOrganization", "SocialOrganization", "Cooperative", "Place", "Unit"},
            {"PART_OF", "COVERS"},
        ),
    ],
)
def test_only(edition: Edition, only: list[str], labels: set[str], names: set[str]) -> None:
    graph = chosen(source(edition, "masked"), only)
    assert {label for label, _ in graph.nodes()} == labels
    assert {key[0] for key, _ in graph.edges()} == names
    assert set(graph.counts) == labels | names


def test_a_word_that_is_none(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Household"):
        export(edition, "csv", tmp_path / "out", only=["Houshold"])
    with pytest.raises(OutputError, match="graphml、gexf、parquet、csv"):
        export(edition, "dot", tmp_path / "out")
    with pytest.raises(StoreError, match="masked"):
        export(edition, "csv", tmp_path / "out", names="all")
    with pytest.raises(OutputError, match="遮盖"):
        export(Projected(edition, "金山村"), "csv", tmp_path / "out", names="plain")
    with pytest.raises(OutputError, match="plain"):
        export(source(edition, "plain"), "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["graphml", "gexf", "parquet", "csv"])
def test_a_unit(edition: Edition, tmp_path: Path, form: str) -> None:
    part = Projected(edition, "仙女社区")
    assert export(part, form, tmp_path / form).counts == part.counts
    if form == "graphml":
        graph = nx.read_graphml(tmp_path / form / "daohu.graphml")
        [p3] = [d for n, d in graph.nodes(data=True) if n.startswith("Person:范围外") and d["load"] == 3]  # his post is in another village
        assert "Person:p3" not in graph and (p3["scope"], p3.get("name")) == ("范围外", None)
        assert {d["scope"] for n, d in graph.nodes(data=True) if n.startswith("Unit:") and d["level"] < 3} == {"上级"}


def test_a_large_graph_is_told(monkeypatch: pytest.MonkeyPatch, edition: Edition, tmp_path: Path) -> None:
    monkeypatch.setattr("api.exporting.HEAVY", 10)
    assert HEAVY > 10
    [said] = export(edition, "gexf", tmp_path / "a").notices
    assert "--only" in said
    assert export(edition, "csv", tmp_path / "b").notices == []


def test_a_property_has_one_type_under_every_label() -> None:
    for kinds in (NODES, EDGES):
        found: dict[str, set[str]] = {}
        for kind in kinds:
            name = kind.label if hasattr(kind, "label") else kind.name
            for p in (*kind.columns, *EXTRA.get(name, ())):
                found.setdefault(p.name, set()).add(p.type)
        assert {name: types for name, types in found.items() if len(types) > 1} == {}


def test_nothing_at_all(edition: Edition, tmp_path: Path) -> None:
    graph = chosen(source(edition, "masked"), ["Unit", "IN_GRID"])
    assert isinstance(graph, Chosen) and graph.counts == {"Unit": edition.counts["Unit"]}
    for form in ("graphml", "gexf"):
        export(edition, form, tmp_path / form, only=["Unit", "IN_GRID"])
    assert nx.read_gexf(tmp_path / "gexf" / "daohu.gexf").number_of_edges() == 0
