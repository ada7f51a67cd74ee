"""Cut points lose the households that the library's questions lose, and what has ended, is not placed or not delivered changes no figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from graph.edition import Edition
from graph.queries import query
from graph.store import Store
from graph.stores.embedded import EmbeddedStore
from graph.structure import QUESTIONS, Organisations, articulation, ask, chains, cutpoints, organisation_graph, organisations, tie_graph, ties
from tests.checks.builder import AFTER, BEFORE, Book, D, L, county
from tests.checks.past import with_past
from tests.questions.contacts_county import contacts_county
from tests.structure.test_by_hand import M, P, held

MECHANISMS = [L, "党代表", "党员中心户", "包户干部"]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Excluded households, parallel edges, ended edges, contacts who left, households of a village alone, and a past."""
    book = contacts_county()
    book.holds("p1", "Unit", "金山村", "组长", ledger="小组长")
    return book.edition(tmp_path_factory.mktemp("contacts") / "0001")


@pytest.fixture(scope="module")
def store(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("store") / "daohu.lbug") as made:
        made.build(edition)
        yield made


@pytest.mark.parametrize("day", [BEFORE, D, AFTER])
def test_a_cut_point_loses_what_the_questions_lose(edition: Edition, store: Store, day: dt.date) -> None:
    def asked(name: str, **given: object) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = store.query(query(name).text, {"mechanisms": MECHANISMS, "as_of": day, **given}).to_pylist()
        return rows

    found = cutpoints(edition, day)
    alone = {unit: {row["person_id"]: row["alone"] for row in asked("key_contacts", unit=unit)} for unit in found["unit"].unique()}
    assert found["last"].tolist() == [alone[unit].get(person, 0) for unit, person in zip(found["unit"], found["person"], strict=True)]
    lost = {person: [str(row["unit_path"]) for row in asked("lost_if_person_leaves", person=person)] for person in found["person"].unique()}
    inside = [sum(f"{at}/".startswith(f"{row.unit_path}/") for at in lost[row.person]) for row in found.itertuples()]
    assert found["last"].tolist() == inside
    assert found["last"].sum() > 0


def test_what_has_ended_or_is_to_come_changes_nothing(tmp_path: Path) -> None:
    def with_grid() -> Book:
        book = held()
        book.grid("w1", "金山村")
        return book

    now, past = (organisations(book.edition(tmp_path / name)) for name, book in (("now", with_grid()), ("past", with_past(with_grid()))))
    for name in QUESTIONS:
        pd.testing.assert_frame_equal(ask(now, name), ask(past, name), obj=name)
    assert set(tie_graph(past)) == set(tie_graph(now))
    assert set(organisation_graph(past)) == set(organisation_graph(now))


def test_nobody_in_a_village_that_delivered_nothing_is_unknown(tmp_path: Path) -> None:
    book = county()
    book.delivered("党组织", "金山村")
    book.delivered(L, "仙女社区", zero=True)
    found = ties(book.edition(tmp_path / "0001")).set_index(["unit", "tie"])
    assert set(found["people"]) == {0}
    gaps = found.index[found["state"] == "gap"]
    assert set(gaps) == {(u, t) for u in ("金山村", "1组", "1湾") for t in ("party", "any")} | {
        (u, t) for u in ("仙女社区", "和园小区") for t in ("contact", "any")
    }
    assert found.loc[("桃店村", "party"), "not_delivered"] == "党组织"


def test_a_ledger_with_rows_that_no_village_has_delivered_is_missing(tmp_path: Path) -> None:
    book = county()
    book.person("p1")
    book.contact("p1", "h4")
    found = ties(book.edition(tmp_path / "0001")).query("unit == '金山村' and tie == 'contact'").iloc[0]
    assert (found["people"], found["state"], found["not_delivered"]) == (1, "unknown", L)


def states(book: Book, folder: Path) -> dict[str, tuple[str, str]]:
    found = chains(Organisations(book.edition(folder))).set_index("body")
    return dict(zip(found.index, zip(found["state"], found["reason"], strict=True), strict=True))


def test_a_higher_body_that_is_nobodys_superior_makes_no_gap(tmp_path: Path) -> None:
    book = county()
    for id, unit in (("县商会", "枝江市"), ("村商会", "金山村"), ("组商会", "1组"), ("独商会", "和园小区")):
        book.body(M, id, "商会分会", unit)
    book.under(M, "组商会", M, "村商会")
    book.delivered("群团组织", "仙女社区")
    assert states(book, tmp_path / "0001") == {
        "县商会": ("met", ""), "组商会": ("unknown", "not_stated"), "独商会": ("gap", "no_superior"),
    }  # fmt: skip


def test_a_way_through_another_line_ends_above_the_top_of_its_own(tmp_path: Path) -> None:
    book = county()
    book.body(M, "村妇联", "妇女联合会", "金山村")
    book.body(P, "镇党委", "党委", "仙女镇")
    book.under(M, "村妇联", P, "镇党委")
    book.body("Place", "站", "党群服务站", "1湾")
    book.node("Place", "云站", kind="便民服务站")
    book.body(P, "组党小组", "党小组", "1组")
    book.under("Place", "站", "Place", "云站")
    book.under("Place", "站", P, "组党小组")
    assert states(book, tmp_path / "0001") == {
        "村妇联": ("met", ""), "镇党委": ("unknown", "not_stated"), "组党小组": ("unknown", "not_stated"), "站": ("met", ""),
    }  # fmt: skip


def test_a_way_that_ends_at_what_stands_nowhere_is_unknown(tmp_path: Path) -> None:
    book = county()
    for id, kind in (("云站", "站"), ("云厅", "厅")):
        book.node("Place", id, kind=kind)
    book.body(P, "镇党委", "党委", "仙女镇")
    book.under("Place", "云站", "Place", "云厅")
    assert states(book, tmp_path / "0001")["云站"] == ("unknown", "not_placed")
    book.under("Place", "云站", P, "镇党委")  # of a line that stands nowhere, to one that stands somewhere
    assert states(book, tmp_path / "0002")["云站"] == ("met", "")


def test_without_a_unit_a_part_hangs_on_a_body(tmp_path: Path) -> None:
    book = county()
    book.person("p1")
    for id in ("甲会", "乙会"):
        book.node("SelfGovernmentBody", id, kind="理事会")
        book.holds("p1", "SelfGovernmentBody", id, "理事长")
    found = articulation(book.edition(tmp_path / "0001"))
    assert found[["person", "parts", "units", "bodies"]].to_numpy().tolist() == [["p1", 1, 0, 1]]
