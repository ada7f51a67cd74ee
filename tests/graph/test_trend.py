"""What changed between two editions, counted by hand on the county of the builder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.result import AuditResult
from graph.stores.embedded import EmbeddedStore
from graph.successions import PLUS, SUCCESSIONS
from graph.trend import COVERAGE_CHANGES, GAP_CHANGES, Trend, facts, series, trend
from tests.checks.builder import Book, D, L, county, scheme

CHECKS = f"""
[[checks]]
id = "C6.reach"
title = "联户长"
ledger = "{L}"
mechanisms = ["{L}"]
[[checks]]
id = "B2.presence"
"""


def first() -> Book:
    book = county()
    book.person("p1")
    for household in ("h1", "h2", "h3"):
        book.contact("p1", household)
    book.delivered(L, "金山村")
    book.delivered("党组织", "金山村")
    return book


def second() -> Book:
    """A month later: h4 is reached, h3 no longer, h2 has moved away, 仙女社区 delivered, 1组 has a branch, 2组 is new."""
    book = county()
    book.unit("2组", "村民小组", 4, "金山村")
    book.person("p1")
    book.contact("p1", "h1")
    book.contact("p1", "h3", until=D)
    book.contact("p1", "h4")
    book.nodes["Household"] = [h | ({"counted": False, "kind": "整户迁出"} if h["id"] == "h2" else {}) for h in book.nodes["Household"]]
    book.delivered(L, "金山村", "仙女社区")
    book.delivered("党组织", "金山村")
    book.body("PartyOrganization", "1组党小组", "党小组", "1组")
    return book


def audited(book: Book, folder: Path, day: dt.date = D) -> tuple[Edition, AuditResult]:
    folder.mkdir()
    edition = book.edition(folder / "0001")
    with EmbeddedStore(folder / "daohu.lbug") as store:
        store.build(edition)
        return edition, audit(edition, store, scheme(folder, CHECKS), day)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Trend:
    folder = tmp_path_factory.mktemp("trend")
    (one, before), (two, after) = audited(first(), folder / "one"), audited(second(), folder / "two")
    return trend(before, after, (one, two))


def test_figures_of_every_unit(found: Trend) -> None:
    rows = found.coverage.set_index(["check", "unit_id"])
    assert tuple(found.coverage.columns) == COVERAGE_CHANGES
    top = rows.loc[("C6.reach", "枝江市")]
    assert [top[f"{f}_{side}"] for side in ("before", "after", "change") for f in ("of", "met", "gap", "unknown")] == [8, 3, 1, 4, 7, 2, 3, 2, -1, -1, 2, -2]
    new = rows.loc[("C6.reach", "2组")]
    assert (new["of_before"], new["of_after"], new["unit_path"]) == (0, 0, "枝江市/仙女镇/金山村/2组")


def test_gaps_closed_and_opened(found: Trend) -> None:
    assert tuple(found.gaps.columns) == GAP_CHANGES
    told = {(r.check, r.subject_id): (r.change, r.state_before, r.reason_before, r.state_after, r.reason_after) for r in found.gaps.itertuples()}
    assert told == {
        ("C6.reach", "h3"): ("opened", "", "", "gap", "ended"),
        ("C6.reach", "h4"): ("closed", "gap", "none", "", ""),
        ("C6.reach", "h5"): ("changed", "unknown", "not_delivered", "gap", "none"),
        ("C6.reach", "h6"): ("changed", "unknown", "not_delivered", "gap", "none"),
        ("B2.presence", "1组/党小组(党支部)"): ("closed", "gap", "missing", "", ""),
        ("B2.presence", "2组/党小组(党支部)"): ("opened", "", "", "gap", "missing"),
    }


def test_a_household_that_left_is_no_gap_closed(tmp_path: Path) -> None:
    """h2 without a contact before, moved away afterwards: gone, not closed."""
    before = first()
    before.edges["CONTACTS", "Person", "Household"] = [e for e in before.edges["CONTACTS", "Person", "Household"] if e["to"] != "h2"]
    (one, old), (two, new) = audited(before, tmp_path / "one"), audited(second(), tmp_path / "two")
    gaps = trend(old, new, (one, two)).gaps.set_index(["check", "subject_id"])
    assert gaps.loc[("C6.reach", "h2"), "change"] == "gone"


def test_facts_added_removed_changed(found: Trend, tmp_path: Path) -> None:
    rows = {r.fact: (r.added, r.removed, r.changed, r.same) for r in found.facts.itertuples()}
    assert rows["Household"] == (0, 0, 1, 9)
    assert rows["Unit"] == (1, 0, 0, 10)
    assert rows["CONTACTS"] == (1, 1, 1, 1)  # h4; h2; h3 has ended; h1
    assert rows["PartyOrganization"] == (1, 0, 0, 0)
    one = first().edition(tmp_path / "0001")
    assert (facts(one, one)[["added", "removed", "changed"]] == 0).all(axis=None)


def test_a_series_of_editions(found: Trend) -> None:
    rows = series([found.before, found.after])
    top = rows[(rows["unit_path"] == "枝江市") & (rows["check"] == "C6.reach")]
    assert top["met"].tolist() == [3, 2]
    assert rows["level"].max() == 3


def split_up() -> Book:
    """金山村 was split: its first group is 金一村, its second 金二村."""
    book = Book()
    book.unit("枝江市", "县", 1, code="420583000000")
    book.unit("仙女镇", "镇", 2, "枝江市")
    book.unit("金一村", "村", 3, "仙女镇")
    book.unit("金二村", "村", 3, "仙女镇")
    book.person("p1")
    for number, village in ((1, "金一村"), (2, "金一村"), (3, "金二村")):
        book.household(f"{village}#{number}", village, head=f"户主{number}")
        book.nodes["Household"][-1]["code"] = str(number)
    book.contact("p1", "金一村#1")
    book.contact("p1", "金二村#3")
    book.delivered(L, "金一村", "金二村")
    return book


def whole() -> Book:
    book = Book()
    book.unit("枝江市", "县", 1, code="420583000000")
    book.unit("仙女镇", "镇", 2, "枝江市")
    book.unit("金山村", "村", 3, "仙女镇")
    book.person("p1")
    for number in (1, 2, 3):
        book.household(f"金山村#{number}", "金山村", head=f"户主{number}")
        book.nodes["Household"][-1]["code"] = str(number)
    book.contact("p1", "金山村#1")
    book.delivered(L, "金山村")
    return book


SPLIT = pa.Table.from_pylist(
    [
        {"old_code": "", "old_path": "枝江市/仙女镇/金山村", "level": 3, "old_group": "", "new_id": new, "kind": "拆分", "day": D, "source": ""}
        for new in ("金一村", "金二村")
    ],
    schema=SUCCESSIONS,
)


def test_the_parts_of_a_split_village_are_compared_together(tmp_path: Path) -> None:
    (one, old), (two, new) = audited(whole(), tmp_path / "one"), audited(split_up(), tmp_path / "two")
    found = trend(old, new, (one, two), [SPLIT])
    rows = found.coverage[found.coverage["check"] == "C6.reach"].set_index("unit_id")
    both = rows.loc[PLUS.join(sorted(("金一村", "金二村")))]
    assert [both[f"{f}_{s}"] for s in ("before", "after") for f in ("of", "met", "gap")] == [3, 1, 2, 3, 2, 1]
    assert both["unit_path"].endswith("（原金山村）")
    part = rows.loc["金一村"]
    assert (part["of_after"], part["met_after"]) == (2, 1)
    assert rows[["of_before", "of_change"]].loc[["金一村", "金二村"]].isna().all(axis=None)  # nothing to compare with, which is not 0
    assert "金山村" not in rows.index
    town = rows.loc["仙女镇"]
    assert (town["of_before"], town["of_after"], town["met_change"]) == (3, 3, 1)
    told = {(r.subject_id, r.change) for r in found.gaps.itertuples() if r.check == "C6.reach"}
    assert told == {("金二村#3", "closed")}  # 2 is a gap as before, 3 is reached


def test_a_series_through_a_split(tmp_path: Path) -> None:
    (one, old), (two, new) = audited(whole(), tmp_path / "one"), audited(split_up(), tmp_path / "two")
    rows = series([old, new], [one, two], [SPLIT])
    rows = rows[(rows["check"] == "C6.reach") & (rows["level"] == 3)]
    together = rows[rows["unit_id"].str.contains(PLUS)]
    assert together[["of", "met"]].to_numpy().tolist() == [[3, 1], [3, 2]]
    assert len(rows[rows["unit_id"] == "金一村"]) == 1


def test_a_village_that_only_got_a_code_is_the_same(tmp_path: Path) -> None:
    coded = whole()
    for rows in (*coded.nodes.values(), *coded.edges.values()):
        for row in rows:
            for key, value in row.items():
                if key in ("id", "from", "to") and isinstance(value, str) and value.startswith("金山村"):
                    row[key] = value.replace("金山村", "420583100200", 1)
    (one, old), (two, new) = audited(whole(), tmp_path / "one"), audited(coded, tmp_path / "two")
    found = trend(old, new, (one, two))
    assert found.gaps.empty
    changes = found.coverage[[f"{f}_change" for f in ("of", "met", "gap", "unknown")]]
    assert (changes == 0).all(axis=None)
    assert [(r.kind, r.old_path) for r in found.units.pairs.itertuples()] == [("改码", "枝江市/仙女镇/金山村")]


def test_households_that_are_known_to_be_others_now(tmp_path: Path) -> None:
    """A new 户号 is no gap closed and another opened."""
    renumbered = first()
    for rows in (*renumbered.nodes.values(), *renumbered.edges.values()):
        for row in rows:
            row.update({k: "h4b" for k, v in row.items() if v == "h4"})
    (one, old), (two, new) = audited(first(), tmp_path / "one"), audited(renumbered, tmp_path / "two")
    assert {r.subject_id for r in trend(old, new, (one, two)).gaps.itertuples()} == {"h4", "h4b"}
    assert trend(old, new, (one, two), households=pa.table({"old": ["h4"], "new": ["h4b"]})).gaps.empty
