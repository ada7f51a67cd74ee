"""The example queries of the schema page: one or two for each label and edge, portable, with the same rows on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from docs.schema import EXAMPLES, Example
from graph.edition import Edition
from graph.portability import require_portable
from graph.schema import EDGES, NODES
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from tests.checks.builder import Book, county

JUNE = dt.date(2024, 6, 3)
ASKED = [pytest.param(e, id=f"{e.of}-{i}") for i, e in enumerate(EXAMPLES)]


def book() -> Book:
    """The county of the checks with at least one node of every label and one edge of every type."""
    book = county()
    for id, left in {"p1": dt.date.max, "p2": dt.date(2024, 5, 1), "p3": dt.date.max}.items():
        book.person(id, left_on=left)
        book.lives(id, "h1", relation="户主")
    book.grid("g1", "金山村", kind="综合网格")
    book.edge(("IN_GRID", "Household", "Grid"), "h1", "g1")
    for label, id, kind in (
        ("PartyOrganization", "o1", "党支部"),
        ("SelfGovernmentBody", "o2", "湾落理事会"),
        ("MassOrganization", "o3", "妇女联合会"),
        ("Cooperative", "o4", "专业合作社"),
        ("SocialOrganization", "o5", "文体活动类"),
        ("Institution", "o6", "部门"),
        ("Place", "o7", "便民服务站"),
    ):
        book.node(label, id, kind=kind, **({} if label == "Place" else {"founded": JUNE, "level": 3}))
        book.edge(("COVERS", label, "Unit"), id, "金山村")
    book.under("MassOrganization", "o3", "PartyOrganization", "o1", role="隶属")
    book.belongs("p1", "PartyOrganization", "o1", role="党员")
    book.member("h1", "o4", role="成员", home=True)
    book.edge(("EMPLOYED_BY", "Person", "Institution"), "p1", "o6")
    book.holds("p1", "PartyOrganization", "o1", "书记")
    book.holds("p1", "MassOrganization", "o3", "主席")
    for person in ("p1", "p3"):
        book.listed(person, "金山村", "党员")
    book.contact("p1", "h1")
    book.contact("p2", "h2")
    book.may("p3", "h3")
    book.may("p3", "h4")
    book.edge(("PAIRED_WITH", "Institution", "Unit"), "o6", "金山村", kind="单位联村")
    book.event("e1", "走访", JUNE, about={"Unit": "金山村"}, by={"Person": "p1"})
    book.edge(("ATTENDED", "Unit", "Event"), "金山村", "e1", heads=12)
    book.delivered("联户长", "金山村")
    book.claim("c1", "Unit", "金山村", "总户数", 5, "金山村")
    return book


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return book().edition(tmp_path_factory.mktemp("editions") / "0001")


@pytest.fixture(scope="module")
def asked(module_store: Store, edition: Edition) -> Iterator[Store]:
    module_store.build(edition)
    yield module_store


@pytest.fixture(scope="module")
def embedded(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("embedded") / "daohu.lbug") as store:
        store.build(edition)
        yield store


@pytest.mark.parametrize("example", ASKED)
def test_same_rows(asked: Store, embedded: Store, example: Example) -> None:
    text = example.cypher
    require_portable(text, "docs/examples.toml")
    expected = embedded.query(text)
    assert expected.num_rows, "an example that answers nothing shows nothing"
    assert asked.query(text) == expected


def test_every_label_and_edge_has_one() -> None:
    assert {e.of for e in EXAMPLES} == {n.label for n in NODES} | {e.name for e in EDGES}
