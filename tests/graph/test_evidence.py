"""Why a household counts: the path, the contact, the ledger row; the graph itself answers the same for one household."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.edition import Edition
from graph.evidence import evidence
from graph.queries import query
from graph.result import EVIDENCE
from graph.stores.embedded import EmbeddedStore
from tests.checks.builder import AFTER, Book, D, L, county, whole


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return whole().edition(tmp_path / "edition")


def test_every_edge_of_a_household(edition: Edition) -> None:
    found = evidence(edition, D)
    assert tuple(found.columns) == EVIDENCE
    rows = found[found["household_id"] == "h2"].drop(columns=["household_id", "household_code"])
    path = "枝江市/仙女镇/金山村/1组/1湾"
    assert rows.apply(tuple, axis=1).to_list() == [
        (path, L, "张*", "", "2024-06-30", "ended", "CONTACTS.xlsx", "页", 4),
        (path, L, "欧阳*", "", "", "contact_left", "CONTACTS.xlsx", "页", 5),
        (path, "专业合作社", "k1", "2024-07-01", "", "not_started", "MEMBER_OF.xlsx", "页", 4),
    ]
    assert len(found) == len(whole().edges["CONTACTS", "Person", "Household"]) + len(whole().edges["MEMBER_OF", "Household", "Cooperative"])
    assert set(found.loc[found["household_id"] == "h1", "state"]) == {"met", "ended"}


def test_what_counts_is_told_by_the_reached_households(edition: Edition) -> None:
    found = evidence(edition, D)
    counting = found[(found["state"] == "met") & (found["mechanism"] == L)]
    assert set(counting["household_id"]) == {"h1", "h6", "h7", "h8", "h9"}


def test_the_graph_answers_the_same(edition: Edition, tmp_path: Path) -> None:
    told = evidence(edition, AFTER)
    told["source"] = told["file"] + "#" + told["sheet"] + "!" + told["row"].astype(str)
    asked = query("household_evidence")
    with EmbeddedStore(tmp_path / "daohu.lbug") as store:
        store.build(edition)
        for household in sorted(set(told["household_id"])):
            rows = store.query(asked.text, {"household": household, "as_of": AFTER}).to_pandas()
            mine = told[told["household_id"] == household]
            assert sorted(zip(rows["source"], rows["mechanism"], rows["state"], strict=True)) == sorted(
                zip(mine["source"], mine["mechanism"], mine["state"], strict=True)
            )


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("镇/联户长.xlsx#Sheet1!12", ("镇/联户长.xlsx", "Sheet1", 12)),
        ("联户长.csv#!2", ("联户长.csv", "", 2)),
        ("1#楼.xlsx#3#楼!7", ("1#楼.xlsx", "3#楼", 7)),
        ("联户长.xls#重要!表!3", ("联户长.xls", "重要!表", 3)),
        ("没有后缀#页!3", ("没有后缀", "页", 3)),
    ],
)
def test_the_place_of_a_row(tmp_path: Path, source: str, place: tuple[str, str, int]) -> None:
    book = county()
    book.person("p1")
    book.contact("p1", "h1")
    book.edges["CONTACTS", "Person", "Household"][0]["source"] = source
    found = evidence(book.edition(tmp_path / "edition"), D)
    assert found[["file", "sheet", "row"]].apply(tuple, axis=1).to_list() == [place]


def test_no_contacts_at_all(tmp_path: Path) -> None:
    book = Book()
    book.unit("县", "县", 1)
    assert list(evidence(book.edition(tmp_path / "edition"), D).columns) == list(EVIDENCE)
