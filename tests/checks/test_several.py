"""One thing in several places: grids of two villages, events about two, partners of a town too; both ways must agree."""

from __future__ import annotations

from pathlib import Path

from graph.audit import audit
from graph.result import AuditResult
from graph.stores.embedded import EmbeddedStore
from graph.trend import trend
from tests.checks.builder import BEFORE, Book, D, county, scheme


def audited(book: Book, folder: Path, text: str) -> AuditResult:
    """Verified by the second computation, as always on the embedded engine."""
    folder.mkdir(exist_ok=True)
    edition = book.edition(folder / "0001")
    with EmbeddedStore(folder / "daohu.lbug") as store:
        store.build(edition)
        return audit(edition, store, scheme(folder, text), D)


def chosen(*ids: str) -> str:
    return "".join(f'[[checks]]\nid = "{id}"\n' for id in ids)


def top(result: AuditResult, check: str, unit: str = "枝江市") -> tuple[int, ...]:
    row = result.coverage[(result.coverage["check"] == check) & (result.coverage["unit_id"] == unit)].iloc[0]
    return tuple(int(row[c]) for c in ("of", "met", "gap", "unknown"))


def test_a_grid_of_two_villages_stands_in_both(tmp_path: Path) -> None:
    book = county()
    book.grid("合1", "金山村", kind="综合网格")
    book.edge(("PART_OF", "Grid", "Unit"), "合1", "仙女社区")
    book.delivered("网格", "金山村", "仙女社区", "桃店村")
    for id, unit, value in (("c1", "枝江市", 1), ("c2", "金山村", 1), ("c3", "仙女社区", 1)):
        book.claim(id, "Unit", unit, "网格数", value, unit)
    result = audited(book, tmp_path, chosen("F1.presence", "F1.claim.网格数", "F2.staffing"))
    assert top(result, "F1.presence") == (3, 2, 1, 0)
    assert top(result, "F1.claim.网格数") == (3, 3, 0, 0), "one grid, in either village and in the county"
    assert top(result, "F2.staffing") == (1, 0, 1, 0), "one grid is one subject"


def test_a_meeting_of_two_villages(tmp_path: Path) -> None:
    book = county()
    book.event("会1", "议事会", BEFORE, about={"Unit": "金山村"})
    book.edge(("ABOUT", "Event", "Unit"), "会1", "仙女社区")
    book.delivered("会议", "金山村", "仙女社区", "桃店村")
    for id, unit in (("c1", "枝江市"), ("c2", "金山村"), ("c3", "仙女社区")):
        book.claim(id, "Unit", unit, "议事场次", 1, unit)
    result = audited(book, tmp_path, chosen("C13.activity", "C13.claim"))
    assert top(result, "C13.activity") == (3, 2, 1, 0)
    assert top(result, "C13.claim") == (3, 3, 0, 0)


def test_a_partner_that_also_serves_a_town_or_a_virtual_unit_is_shared(tmp_path: Path) -> None:
    book = county()
    for branch, units in (("甲", ("金山村", "虚拟社区")), ("乙", ("桃店村", "仙女镇")), ("丙", ("仙女社区",))):
        book.node("PartyOrganization", branch, kind="机关党支部")
        for unit in units:
            book.edge(("PAIRED_WITH", "PartyOrganization", "Unit"), branch, unit, kind="支部联支部")
    book.delivered("支部联支部", "金山村")
    result = audited(book, tmp_path, chosen("B9.assignment"))
    assert top(result, "B9.assignment") == (3, 1, 2, 0)
    assert set(result.gaps["reason"]) == {"shared"}


def test_one_county_s_delivery_says_nothing_of_another(tmp_path: Path) -> None:
    book = county()
    book.nodes["Unit"] = [{**u, "level": 1} if u["id"] == "枝江市" else u for u in book.nodes["Unit"]]
    book.unit("大市", "市", 0)
    book.edge(("PART_OF", "Unit", "Unit"), "枝江市", "大市")
    book.unit("乙县", "县", 1, "大市")
    book.unit("乙镇", "镇", 2, "乙县")
    book.unit("乙村", "村", 3, "乙镇", "420584001200")
    book.household("h20", "乙村")
    book.delivered("支部联支部", "金山村")
    result = audited(book, tmp_path, chosen("B9.assignment"))
    assert top(result, "B9.assignment", "枝江市") == (3, 0, 3, 0)
    assert top(result, "B9.assignment", "乙县") == (1, 0, 0, 1)


def test_a_contact_of_a_bay_counts_below_a_village(tmp_path: Path) -> None:
    book = county()
    book.person("楼1")
    book.contact_unit("楼1", "1湾", "楼栋长")
    book.delivered("楼栋长", "金山村", "仙女社区", "桃店村")
    slot = '[[checks]]\nid = "C2.presence.村"\ntitle = "x"\nledger = "楼栋长"\nlevel = 3\nslots = [{{ name = "x", mechanisms = ["楼栋长"]{} }}]\n'
    assert top(audited(book, tmp_path / "below", slot.format(", below = true")), "C2.presence.村") == (3, 1, 2, 0)
    assert top(audited(book, tmp_path / "here", slot.format("")), "C2.presence.村") == (3, 0, 3, 0)


def test_the_same_edition_twice_has_changed_in_nothing(tmp_path: Path) -> None:
    """A member listed in two villages, a deputy with two mandates: subjects of their own, told apart."""
    book = county()
    book.person("员1")
    for village in ("金山村", "桃店村"):
        book.listed("员1", village, "党员")
    book.delivered("党组织", "金山村")
    for mechanism in ("党代表", "人大代表"):
        book.contact("员1", "h1", mechanism)
    book.delivered("两代表一委员", "金山村")
    text = chosen("B2.chain", "G1.load")
    (tmp_path / "a").mkdir()
    edition = book.edition(tmp_path / "a" / "0001")
    with EmbeddedStore(tmp_path / "a" / "daohu.lbug") as store:
        store.build(edition)
        result = audit(edition, store, scheme(tmp_path, text), D)
    assert len(result.gaps) == 4
    assert not result.gaps["subject_id"].duplicated().any()
    assert not len(trend(result, result, (edition, edition)).gaps)


def test_who_has_died_is_no_gap_closed(tmp_path: Path) -> None:
    def book(*, alive: bool) -> Book:
        made = county()
        made.node("Person", "女", sex="女", birth_year=1980, **({} if alive else {"left_on": BEFORE}))
        made.lives("女", "h1")
        made.delivered("群团成员", "金山村")
        return made

    results, editions = [], []
    for name, alive in (("前", True), ("后", False)):
        folder = tmp_path / name
        folder.mkdir()
        editions.append(book(alive=alive).edition(folder / "0001"))
        with EmbeddedStore(folder / "daohu.lbug") as store:
            store.build(editions[-1])
            results.append(audit(editions[-1], store, scheme(folder, chosen("D3.reach")), D))
    assert trend(results[0], results[1], (editions[0], editions[1])).gaps["change"].to_list() == ["gone"]
