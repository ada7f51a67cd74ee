"""What a base edition states and the next contents lack goes on with an end; beginnings are set where something is replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from graph.edition import Edition, write_edition
from graph.ended import LEFT_OUT, Carried, carry
from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import BEFORE, Book, D, L, county
from tests.register.lessened import contents

DAY = dt.date(2024, 9, 30)
NEXT = dt.date(2024, 10, 31)
OPEN = (OPEN_SINCE, OPEN_UNTIL)
CONTACTS = ("CONTACTS", "Person", "Household")
PART_OF = ("PART_OF", "Household", "Unit")

Load = Callable[..., Carried]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads books one after the other, each on what the one before left; gives what the last was carried to."""

    def one(*books: Book, days: tuple[dt.date, ...] = (DAY, NEXT)) -> Carried:
        edition, found = books[0].edition(tmp_path / "0"), None
        for number, (book, day) in enumerate(zip(books[1:], days, strict=False), 1):
            given = contents(book.edition(tmp_path / f"given{number}"))
            found = carry(given, edition, day)
            found.contents.about["as_of"] = found.day.isoformat()
            edition = write_edition(tmp_path / str(number), found.contents)
        assert found is not None
        return found

    return one


def spans(table: pa.Table, *columns: str) -> set[tuple[object, ...]]:
    """The columns named, with since and until, of each row."""
    rows = table.select([*columns, "since", "until"]).to_pylist()
    assert len(rows) == len({tuple(r.values()) for r in rows})
    return {tuple(r.values()) for r in rows}


def facts(found: Carried, fact: str) -> tuple[int, ...]:
    """added, ended, changed, kept, past."""
    row = found.facts.set_index("fact").loc[fact]
    return tuple(int(n) for n in row)


def contacted(*rows: tuple[str, str] | tuple[str, str, Mapping[str, object]]) -> Book:
    """The county with persons 甲 乙 and these contacts (person, household, properties)."""
    book = county()
    for person in ("甲", "乙"):
        book.person(person)
    for person, household, *said in rows:
        book.contact(person, household, **(said[0] if said else {}))  # type: ignore[arg-type]
    return book


def test_nothing_changed_is_nothing_ended(load: Load) -> None:
    found = load(contacted(("甲", "h1")), contacted(("甲", "h1")))
    assert not found.facts[["added", "ended", "changed", "past"]].any(axis=None)
    assert found.contents.edges[CONTACTS].num_rows == 1


def test_a_household_that_vanishes_ends_with_its_edges(load: Load) -> None:
    later = county()
    later.nodes["Household"] = [h for h in later.nodes["Household"] if h["id"] != "h4"]
    later.edges[PART_OF] = [e for e in later.edges[PART_OF] if e["from"] != "h4"]
    found = load(county(), later)
    households = found.contents.nodes["Household"]
    assert ("h4", True, OPEN_SINCE, DAY) in spans(households, "id", "counted")
    assert ("h4", "金山村", OPEN_SINCE, DAY) in spans(found.contents.edges[PART_OF], "from", "to")
    assert facts(found, "Household") == (0, 1, 0, 9, 0) and facts(found, "PART_OF")[1] == 1


def test_a_contact_that_is_replaced_begins_on_the_day(load: Load) -> None:
    found = load(contacted(("甲", "h1"), ("甲", "h2")), contacted(("乙", "h1"), ("甲", "h2"), ("乙", "h3")))
    assert spans(found.contents.edges[CONTACTS], "from", "to", "part") == {
        ("乙", "h1", "", DAY, OPEN_UNTIL),
        ("甲", "h1", LEFT_OUT, OPEN_SINCE, DAY),
        ("甲", "h2", "", *OPEN),
        ("乙", "h3", "", *OPEN),  # takes nobody's place: as old as its ledger lets it be
    }


def test_another_mechanism_takes_no_place(load: Load) -> None:
    found = load(contacted(("甲", "h1")), contacted(("乙", "h1", {"mechanism": "党代表"})))
    assert ("乙", "党代表", *OPEN) in spans(found.contents.edges[CONTACTS], "from", "mechanism")


def test_a_beginning_that_was_set_still_is_the_ledgers_open_one(load: Load) -> None:
    """Else every load would end the edge and begin it anew."""
    later = contacted(("乙", "h1"))
    found = load(contacted(("甲", "h1")), later, contacted(("乙", "h1")))
    assert spans(found.contents.edges[CONTACTS], "from") == {("乙", DAY, OPEN_UNTIL), ("甲", OPEN_SINCE, DAY)}
    assert facts(found, "CONTACTS") == (0, 0, 0, 1, 1)


def test_stated_beginnings_tell_edges_apart(load: Load) -> None:
    first, other = {"since": dt.date(2020, 1, 1)}, {"since": dt.date(2023, 1, 1)}
    found = load(contacted(("甲", "h1", first)), contacted(("甲", "h1", other)))
    assert spans(found.contents.edges[CONTACTS], "from") == {("甲", other["since"], OPEN_UNTIL), ("甲", first["since"], DAY)}


def test_a_beginning_that_is_stated_later_is_a_change(load: Load) -> None:
    found = load(contacted(("甲", "h1")), contacted(("甲", "h1", {"since": BEFORE})))
    assert spans(found.contents.edges[CONTACTS], "from") == {("甲", BEFORE, OPEN_UNTIL)}
    assert facts(found, "CONTACTS") == (0, 0, 1, 0, 0)


def test_an_end_that_is_stated_is_a_change_and_stays(load: Load) -> None:
    ended = contacted(("甲", "h1", {"until": D}))
    found = load(contacted(("甲", "h1")), ended, contacted(("乙", "h1")))
    assert spans(found.contents.edges[CONTACTS], "from") == {("甲", OPEN_SINCE, D), ("乙", *OPEN)}, "it ended by its own date: nothing ends with the load"


def test_parallel_edges_are_matched_one_to_one(load: Load) -> None:
    twice = (("甲", "h1"), ("甲", "h1", {"until": D}))
    found = load(contacted(*twice), contacted(*reversed(twice)), contacted(("甲", "h1")))
    assert spans(found.contents.edges[CONTACTS], "from", "part") == {("甲", "", *OPEN), ("甲", LEFT_OUT, OPEN_SINCE, D)}


def test_what_comes_back_keeps_its_past_and_begins_anew(load: Load) -> None:
    """Between the two deliveries nobody said so: a day in between must answer as the edition of then did."""
    found = load(contacted(("甲", "h1")), contacted(), contacted(("甲", "h1")))
    assert spans(found.contents.edges[CONTACTS], "from", "part") == {("甲", LEFT_OUT, OPEN_SINCE, DAY), ("甲", "", NEXT, OPEN_UNTIL)}


def test_what_comes_back_for_another_keeps_its_past(load: Load) -> None:
    found = load(contacted(("甲", "h1")), contacted(("乙", "h1")), contacted(("甲", "h1")))
    assert spans(found.contents.edges[CONTACTS], "from") == {("甲", OPEN_SINCE, DAY), ("乙", DAY, NEXT), ("甲", NEXT, OPEN_UNTIL)}


def test_the_past_of_what_came_back_stays_past(load: Load) -> None:
    last = dt.date(2024, 11, 30)
    found = load(contacted(("甲", "h1")), contacted(("乙", "h1")), contacted(("甲", "h1")), contacted(("甲", "h1")), days=(DAY, NEXT, last))
    assert spans(found.contents.edges[CONTACTS], "from") == {("甲", OPEN_SINCE, DAY), ("乙", DAY, NEXT), ("甲", NEXT, OPEN_UNTIL)}
    assert facts(found, "CONTACTS") == (0, 0, 0, 1, 2)


def test_a_household_that_moves_is_in_one_unit_on_every_day(load: Load) -> None:
    later = county()
    for edge in later.edges[PART_OF]:
        edge["to"] = "仙女社区" if edge["from"] == "h4" else edge["to"]
    found = load(county(), later)
    mine = {row for row in spans(found.contents.edges[PART_OF], "from", "to") if row[0] == "h4"}
    assert mine == {("h4", "仙女社区", DAY, OPEN_UNTIL), ("h4", "金山村", OPEN_SINCE, DAY)}


def test_a_person_who_moves_lives_in_one_household_on_every_day(load: Load) -> None:
    books = [contacted(), contacted()]
    for book, home in zip(books, ("h1", "h2"), strict=True):
        book.lives("甲", home)
    table = load(*books).contents.edges["LIVES_IN", "Person", "Household"]
    assert spans(table, "to") == {("h1", OPEN_SINCE, DAY), ("h2", DAY, OPEN_UNTIL)}


def test_new_nodes_begin_on_the_day_and_keep_it(load: Load) -> None:
    later = county()
    later.household("h12", "金山村")
    later.body("PartyOrganization", "新支部", "党支部", "金山村", since=BEFORE)
    last = county()
    last.household("h12", "金山村")
    found = load(county(), later, last)
    assert ("h12", DAY, OPEN_UNTIL) in spans(found.contents.nodes["Household"], "id")
    assert ("h1", *OPEN) in spans(found.contents.nodes["Household"], "id")
    assert spans(found.contents.nodes["PartyOrganization"], "id") == {("新支部", DAY, NEXT)}, "it came with one load and went with the next"


def test_what_an_edition_was_told_is_not_carried(load: Load) -> None:
    first = contacted()
    first.may("甲", "h1")
    first.delivered(L, "金山村")
    first.claim("q1", "Unit", "金山村", "总户数", 4, "金山村")
    found = load(first, contacted())
    for label in ("Delivery", "Claim"):
        assert label not in found.contents.nodes or not found.contents.nodes[label].num_rows
    for name in ("MAY_CONTACT", "DELIVERED_FOR", "CLAIMED_FOR"):
        assert not any(t.num_rows for k, t in found.contents.edges.items() if k[0] == name)
        assert facts(found, name)[1] == 1


def test_a_day_before_the_base_is_the_bases(load: Load, tmp_path: Path) -> None:
    found = load(contacted(("甲", "h1")), contacted(), days=(dt.date(2020, 1, 1),))
    assert found.day == D and ("甲", OPEN_SINCE, D) in spans(found.contents.edges[CONTACTS], "from")


def test_properties_that_change_are_counted(load: Load) -> None:
    later = county()
    later.nodes["Household"][0]["head"] = "新户主"
    found = load(county(), later)
    assert facts(found, "Household") == (0, 0, 1, 9, 0)


def test_carrying_changes_nothing_it_is_given(tmp_path: Path) -> None:
    base: Edition = contacted(("甲", "h1")).edition(tmp_path / "base")
    given = contents(contacted().edition(tmp_path / "given"))
    before = dict(given.nodes), dict(given.edges)
    carry(given, base, DAY)
    assert (given.nodes, given.edges) == before
