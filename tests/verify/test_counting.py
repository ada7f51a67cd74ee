"""load, assignment, overlap and activity."""

from __future__ import annotations

import pytest

from tests.checks.builder import AFTER, BEFORE, DEPUTY, Book, D, L
from tests.verify.conftest import Asked
from tests.verify.given import day


def test_load_counts_distinct_households_in_any_denominator(book: Book, asked: Asked) -> None:
    book.person("p1")
    for home in ("h1", "h1", "h7", "h8"):
        book.contact("p1", home)
    book.contact("p1", "h2", until=D)
    book.contact("p1", "h1", DEPUTY)
    assert asked("C6.load", mechanisms=[L], low=3, high=3) == (1, 1, 0)
    assert asked("C6.load", mechanisms=[L, DEPUTY], low=1, high=2) == (2, 1, 0)


def test_one_contact_per_household(book: Book, asked: Asked) -> None:
    for id in ("p1", "p2"):
        book.person(id)
    for person, home in (("p1", "h1"), ("p1", "h1"), ("p1", "h2"), ("p2", "h2"), ("p2", "h7")):
        book.contact(person, home)
    assert asked("C6.assignment", L, mechanisms=[L]) == (8, 1, 6)
    book.delivered(L, "金山村")
    assert asked("C6.assignment", L, mechanisms=[L]) == (8, 1, 4)


def test_one_grid_per_household_and_groups_split_by_grids(book: Book, asked: Asked) -> None:
    for id, kind in {"w1": "综合网格", "w2": "综合微网格", "w3": "专属网格"}.items():
        book.grid(id, "金山村", kind=kind)
    for home, grid in (("h1", "w1"), ("h2", "w1"), ("h2", "w2"), ("h3", "w1"), ("h3", "w3"), ("h4", "w3"), ("h7", "w2")):
        book.edge(("IN_GRID", "Household", "Grid"), home, grid)
    book.edge(("IN_GRID", "Household", "Grid"), "h6", "w1")
    assert asked("F2.assignment", grids=["综合网格", "综合微网格"]) == (8, 3, 0)
    assert asked("A3.assignment", population="单元", level=4, grids=["网格"]) == (2, 1, 0)  # 1组 has three, 和园小区 one
    assert asked("F2.overlap", population="户", grids=["综合网格", "综合微网格", "专属网格"], apart=[["综合网格", "综合微网格"], ["专属网格"]]) == (7, 5, 0)


def test_one_agreement_per_poor_household(book: Book, asked: Asked) -> None:
    for home in ("h1", "h2", "h3", "h4"):
        next(h for h in book.nodes["Household"] if h["id"] == home)["kind"] = "脱贫户"
    for id in ("社", "站"):
        book.node("Institution", id, kind="企业")
    for number, (home, by, until) in enumerate(
        [("h1", "社", AFTER), ("h1", "社", AFTER), ("h2", "社", AFTER), ("h2", "站", AFTER), ("h3", "社", D), ("h4", "站", AFTER), ("h4", "社", D)]
    ):
        book.event(f"e{number}", "帮扶协议", BEFORE, about={"Household": home}, by={"Institution": by}, until=until)
    said = {"household_kinds": ["脱贫户"], "events": ["帮扶协议"]}
    assert asked("E7.assignment", **said) == (4, 2, 0)  # h1 with one partner twice, h4; h2 with two; h3 with none any more


def test_one_to_one_pairs(book: Book, asked: Asked) -> None:
    for id in ("甲", "乙", "丙"):
        book.node("Institution", id, kind="机关")
    for body, unit, until in (("甲", "金山村", AFTER), ("甲", "仙女社区", D), ("乙", "桃店村", AFTER), ("乙", "桃店村", AFTER), ("丙", "仙女镇", AFTER)):
        book.edge(("PAIRED_WITH", "Institution", "Unit"), body, unit, kind="支部联支部", until=until)
    said = {"population": "单元", "level": 3, "pairs": ["支部联支部"], "exclusive": True}
    assert asked("B9.assignment", **said) == (3, 2, 0)
    book.edge(("PAIRED_WITH", "Institution", "Unit"), "甲", "桃店村", kind="支部联支部")
    assert asked("B9.assignment", **said) == (3, 0, 0)  # 金山村 shares its partner with 桃店村, which has two
    assert asked("B9.assignment", **{**said, "exclusive": False}) == (3, 1, 0)


def test_one_worker_per_grid(book: Book, asked: Asked) -> None:
    for id in ("w1", "w2", "w3", "w4"):
        book.grid(id, "金山村")
    for person, grid in (("p1", "w1"), ("p2", "w2"), ("p2", "w3"), ("p3", "w4"), ("p4", "w4")):
        if not any(p["id"] == person for p in book.nodes["Person"]):
            book.person(person)
        book.post(person, grid, "专职网格员")
    said = {"population": "网格", "posts": ["专职网格员"]}
    assert asked("F1.assignment", exclusive=True, **said) == (4, 1, 0)
    assert asked("F1.assignment", **said) == (4, 3, 0)


def test_one_topmost_organisation(book: Book, asked: Asked) -> None:
    P = "PartyOrganization"  # noqa: N806
    for id, kind, unit in (
        ("总支", "党总支", "金山村"),
        ("一支", "党支部", "金山村"),
        ("二支", "党支部", "金山村"),
        ("支", "党支部", "仙女社区"),
        ("镇", "党委", "仙女镇"),
    ):
        book.body(P, id, kind, unit)
    book.under(P, "一支", P, "总支")
    book.under(P, "二支", P, "总支")
    book.under(P, "支", P, "镇")
    said = {"population": "单元", "level": 3, "kinds": ["党委", "党总支", "党支部"]}
    assert asked("B5.assignment", top=True, **said) == (3, 2, 0)
    assert asked("B5.assignment", **said) == (3, 1, 0)
    book.edges["UNDER", P, P][1]["until"] = D
    assert asked("B5.assignment", top=True, **said) == (3, 1, 0)


def test_members_of_one_committee(book: Book, asked: Asked) -> None:
    for id in ("厂", "校"):
        book.node("Institution", id, kind="驻区单位")
    for id in ("甲", "乙"):
        book.body("PartyOrganization", id, "大党委", "仙女社区")
        book.edge(("MEMBER_OF", "Institution", "PartyOrganization"), "厂", id, home=False)
    book.edge(("MEMBER_OF", "Institution", "PartyOrganization"), "校", "乙", role="委员")
    book.edge(("MEMBER_OF", "Institution", "PartyOrganization"), "校", "乙", role="书记")
    assert asked("B7.assignment", population="组织", labels=["机构"], bodies=["驻区单位"], members=["大党委"]) == (2, 1, 0)


def test_posts_per_person(book: Book, asked: Asked) -> None:
    S, M = "SelfGovernmentBody", "MassOrganization"  # noqa: N806
    for label, id, kind in ((S, "村委", "村民委员会"), (S, "监委", "村务监督委员会"), (M, "妇联", "妇女联合会")):
        book.body(label, id, kind, "金山村")
    for id in ("p1", "p2", "p3"):
        book.person(id)
    book.person("gone", left_on=D)
    for person, label, body, ledger in (
        ("p1", S, "村委", "自治组织"),
        ("p1", S, "监委", "自治组织"),
        ("p2", M, "妇联", "群团组织"),
        ("gone", S, "村委", "自治组织"),
    ):
        book.holds(person, label, body, "负责人", ledger=ledger)
    book.holds("p1", S, "村委", "负责人", ledger="自治组织")  # stated twice
    book.holds("p2", "Unit", "金山村", "支部书记(主任)", ledger="村两委任职")
    book.holds("p3", "Unit", "金山村", "文书", ledger="村两委任职")
    book.holds("p3", S, "村委", "负责人", ledger="自治组织", until=D)
    book.grid("w1", "金山村")
    book.post("p3", "w1", "网格长", ledger="村两委任职")
    ledgers = ["自治组织", "群团组织", "村两委任职"]
    assert asked("H4.overlap", ledgers=ledgers) == (5, 1, 0)  # p1 two, p2 two, p3 one: the grid's post is none here
    assert asked("F3.overlap", ledgers=ledgers, posts=["网格长", "文书"]) == (2, 0, 0)
    assert asked("B4.overlap", ledgers=["自治组织"], apart=[["村民委员会"], ["村务监督委员会"]]) == (2, 0, 0)
    assert asked("D8.overlap", ledgers=ledgers, apart_ledgers=[["自治组织", "村两委任职"], ["群团组织"]]) == (5, 3, 0)
    assert asked("G6.overlap", posts=["文书", "负责人"], apart=[["文书"], ["村民委员会", "村务监督委员会"]]) == (3, 3, 0)
    assert asked("B3.overlap", kinds=["妇女联合会"], ledgers=ledgers) == (1, 1, 0)


def test_the_same_people_in_several_teams(book: Book, asked: Asked) -> None:
    P = "PartyOrganization"  # noqa: N806
    for id, kind in {"一": "党支部", "二": "党支部", "综": "综合党支部"}.items():
        book.body(P, id, kind, "金山村")
    for id, bodies in {"p1": ("一", "二"), "p2": ("一", "综"), "p3": ("综",)}.items():
        book.person(id)
        for body in bodies:
            book.belongs(id, P, body)
    book.belongs("p3", P, "一", until=BEFORE)
    assert asked("C9.overlap", members=["党支部", "综合党支部"]) == (5, 1, 0)
    assert asked("B8.overlap", members=["党支部", "综合党支部"], apart=[["综合党支部"], ["党支部"]]) == (5, 3, 0)
    book.node("Institution", "厂", kind="企业")
    book.edge(("MEMBER_OF", "Institution", "PartyOrganization"), "厂", "综")
    assert asked("E7.overlap", population="组织", members=["党支部", "综合党支部"]) == (1, 1, 0)


def test_persons_with_several_mandates(book: Book, asked: Asked) -> None:
    for id in ("p1", "p2"):
        book.person(id)
    for person, home, mechanism in (("p1", "h1", L), ("p1", "h2", L), ("p1", "h2", DEPUTY), ("p2", "h7", L), ("p2", "h1", "别的")):
        book.contact(person, home, mechanism)
    book.contact_unit("p2", "金山村", DEPUTY, until=D)
    assert asked("C6.overlap", mechanisms=[L, DEPUTY]) == (3, 1, 0)


@pytest.mark.parametrize(("before", "met"), [(0, 1), (179, 1), (180, 0), (-1, 0)])
def test_the_borders_of_a_window(book: Book, asked: Asked, before: int, met: int) -> None:
    book.event("e", "走访", day(before), about={"Household": "h1"})
    assert asked("G11.activity", events=["走访"], days=180) == (8, met, 0)


def test_visits_and_who_is_unknown(book: Book, asked: Asked) -> None:
    book.event("早", "走访", day(400), about={"Household": "h1"})
    book.event("近", "走访", day(10), about={"Household": "h2"})
    book.event("某日", "走访", BEFORE.replace(year=1), about={"Household": "h9"})
    book.person("p1")
    book.may("p1", "h10", "走访", since=day(5))
    book.may("p1", "h9", "走访", since=day(500))
    assert asked("G11.activity", "走访", events=["走访"], days=180) == (8, 1, 5)  # h1 and h9 have earlier ones
    assert asked("G11.activity", events=["走访"], days=180) == (8, 1, 1)


def test_meetings_of_units(book: Book, asked: Asked) -> None:
    for id, unit, before in (("e1", "金山村", 10), ("e2", "1湾", 20), ("e3", "仙女镇", 30), ("e4", "仙女社区", 365)):
        book.event(id, "议事会", day(before), about={"Unit": unit})
    said = {"population": "单元", "events": ["议事会"], "days": 365}
    assert asked("C13.activity", level=3, **said) == (3, 1, 0)
    assert asked("C13.activity", level=3, below=True, least=2, **said) == (3, 1, 0)
    assert asked("C13.activity", level=2, below=True, least=3, **said) == (2, 1, 0)
    assert asked("A4.activity", level=[1, 2, 3], **said) == (6, 2, 0)


def test_leaders_who_stayed_long_enough(book: Book, asked: Asked) -> None:
    for id in ("p1", "p2", "p3"):
        book.person(id)
        book.contact_unit(id, "金山村", "领导包片")
    book.contact_unit("p1", "仙女镇", "领导包片")
    for number, (person, days, before) in enumerate([("p1", 3, 10), ("p1", 2, 89), ("p2", 4, 10), ("p2", 3, 90), ("p3", 9, -3)]):
        book.event(f"e{number}", "蹲点", day(before), about={"Unit": "金山村"}, by={"Person": person}, days=days)
    said = {"population": "联系人", "mechanisms": ["领导包片"], "events": ["蹲点"], "days": 90}
    assert asked("G13.activity", least=5, sum_days=True, **said) == (3, 1, 0)
    assert asked("G13.activity", least=2, **said) == (3, 1, 0)
    assert asked("G13.activity", **said) == (3, 2, 0)


def test_events_of_bodies_by_or_about_them(book: Book, asked: Asked) -> None:
    for id in ("甲", "乙", "丙"):
        book.body("PartyOrganization", id, "党支部", "金山村")
    book.event("e1", "五星支部", day(1), about={"PartyOrganization": "甲"})
    book.event("e2", "五星支部", day(1), about={"Unit": "金山村"}, by={"PartyOrganization": "乙"})
    assert asked("B10.activity", population="组织", bodies=["党支部"], events=["五星支部"], days=365) == (3, 2, 0)


@pytest.mark.parametrize(("outcome", "met"), [("", 0), ("办理中", 0), ("无", 0), ("已办结", 1), ("已回应居民", 1)])
def test_events_with_an_outcome(book: Book, asked: Asked, outcome: str, met: int) -> None:
    book.event("e1", "吹哨", day(1), about={"Unit": "金山村"}, outcome=outcome)
    book.event("e2", "吹哨", AFTER, about={"Unit": "金山村"}, outcome="已办结")
    assert asked("F5.activity", population="事件", events=["吹哨"]) == (1, met, 0)
