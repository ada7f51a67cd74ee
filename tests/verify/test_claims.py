"""claim: the six counts apart, rolled up, and the words of vagueness."""

from __future__ import annotations

import pytest

from graph.catalogue import measures
from tests.checks.builder import AFTER, BEFORE, Book, D
from tests.verify.conftest import Asked


@pytest.fixture
def counted(book: Book) -> Book:
    """Two branches under 仙女镇, one person who heads both and is in both, two households in a cooperative, two dinners."""
    P = "PartyOrganization"  # noqa: N806
    book.body(P, "甲", "党支部", "金山村")
    book.body(P, "乙", "党支部", "和园小区")
    book.body(P, "丙", "党支部", "桃店村", until=D)
    for id in ("p1", "p2"):
        book.person(id)
    book.person("gone", left_on=D)
    for body in ("甲", "乙"):
        book.holds("p1", P, body, "负责人", ledger="党组织")
        book.belongs("p1", P, body)
    book.belongs("p2", P, "甲", role="党员")
    book.belongs("p2", P, "甲", role="委员")  # one membership
    book.belongs("gone", P, "甲")
    book.holds("gone", P, "甲", "负责人")
    book.holds("p2", "Unit", "金山村", "第一书记")
    book.grid("w1", "金山村")
    book.post("p2", "w1", "专职网格员")
    book.node("Cooperative", "社", kind="专业合作社")
    book.node("Cooperative", "股", kind="股份经济合作社")
    for home, body in (("h1", "社"), ("h1", "股"), ("h5", "社")):
        book.member(home, body)
    for id, unit, date in (("e1", "金山村", BEFORE), ("e2", "金山村", D), ("e3", "仙女社区", AFTER)):
        book.event(id, "孝善饺子宴", date, about={"Unit": unit})
        book.edge(("ATTENDED", "Unit", "Event"), unit, id, heads=30)
    book.event("e4", "三星文明户", BEFORE, about={"Household": "h1"})
    book.event("e5", "三星文明户", D, about={"Household": "h1"})
    book.event("e6", "实名认证", BEFORE, about={"Person": "p1", "Unit": "金山村"})
    book.event("e7", "实名认证", D, about={"Person": "p1", "Unit": "金山村"})
    book.contact("p1", "h1", "党代表")
    book.contact("p1", "h2", "人大代表")
    book.contact("p2", "h9", "党代表", until=D)
    return book


COUNTS = {
    "总户数": (4, 8),
    "建制村数": (1, 1),  # 桃店村 is a 类似村委会, told apart where units are counted
    "社区数": (0, 1),
    "党支部数": (1, 2),
    "村级党组织书记数": (1, 1),
    "组织数": (1, 2),
    "负责人数": (1, 2),  # one person at the head of two
    "岗位数": (3, 4),
    "任职人数": (2, 2),
    "驻村人数": (1, 1),
    "专职网格员数": (1, 1),
    "成员数": (2, 3),
    "合作社数": (0, 2),
    "入社户数": (1, 2),
    "入社户次": (2, 3),
    "网格数": (1, 1),
    "饺子宴场次": (2, 2),
    "饺子宴人次": (60, 60),
    "参加人次": (60, 60),
    "三星文明户数": (1, 1),
    "实名认证人数": (1, 1),
    "两代表一委员人数": (1, 1),
    "两代表一委员联系户数": (2, 2),
}
"""Measure → what 金山村 and the county have of it."""


@pytest.mark.parametrize("measure", COUNTS)
def test_each_measure_at_the_village_and_the_county(counted: Book, asked: Asked, measure: str) -> None:
    village, county = COUNTS[measure]
    ledger = str(measures()[measure].get("ledger", ""))
    counted.delivered(ledger, "金山村")
    counted.claim("q1", "Unit", "金山村", measure, village, "金山村")
    counted.claim("q2", "Unit", "枝江市", measure, county, "枝江市")
    counted.claim("q3", "Unit", "枝江市", measure, county + 1, "枝江市")
    counted.claim("q4", "Unit", "枝江市", measure, county, "")  # its row could not be placed
    counted.claim("q5", "Unit", "枝江市", "别的数", county, "枝江市")
    counted.claim("q6", "Unit", "问安镇", measure, 2 if measure == "总户数" else 0, "问安镇")  # nobody there has delivered the ledger: unknown, not 0
    assert asked("A1.claim", measure=measure) == (4, *((2, 1) if ledger else (3, 0)))


@pytest.mark.parametrize(
    ("value", "qualifier", "met"),
    [(8, "", 1), (9, "", 0), (9, "约", 0), (7, "约", 0), (8, "余", 1), (9, "不低于", 0), (7, "以上", 1), (8, "达", 1)],
)
def test_words_of_vagueness(book: Book, asked: Asked, value: int, qualifier: str, met: int) -> None:
    book.claim("q1", "Unit", "枝江市", "总户数", value, "枝江市", qualifier=qualifier)
    assert asked("A1.claim", measure="总户数") == (1, met, 0)
    assert asked("H6.claim", measure="*", qualified=True) == ((1, met, 0) if qualifier else (0, 0, 0))


def test_groups_and_grids_of_households(book: Book, asked: Asked) -> None:
    book.person("p1")
    book.contact("p1", "h1", part="甲")
    book.contact("p1", "h2", part="甲", until=BEFORE)  # the group's rows count, ended or not
    book.contact("p1", "h3", part="乙")
    book.claim("q1", "Person", "p1", "联户户数", 2, "金山村", part="甲")
    book.claim("q2", "Person", "p1", "联户户数", 2, "金山村", part="乙")
    assert asked("C6.claim", measure="联户户数") == (2, 1, 0)
    book.grid("w1", "金山村")
    for home in ("h1", "h7"):
        book.edge(("IN_GRID", "Household", "Grid"), home, "w1")
    book.claim("q3", "Grid", "w1", "网格户数", 1, "金山村")
    assert asked("F1.claim", measure="网格户数") == (1, 1, 0)
