"""reach: has a subject any of the means, directly or along a path?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.builder import AFTER, BEFORE, Book, D, L
from tests.verify.conftest import Asked
from tests.verify.given import check, figures


def test_households_by_contacts(book: Book, asked: Asked) -> None:
    book.person("p1")
    book.person("gone", left_on=D)
    book.person("leaves", left_on=AFTER)
    book.contact("p1", "h1")
    book.contact("p1", "h1", since=BEFORE)  # a second edge of the same pair
    book.contact("p1", "h2", until=D)
    book.contact("p1", "h3", since=AFTER)
    book.contact("gone", "h4")
    book.contact("leaves", "h5", since=D)
    book.contact("p1", "h6", "好邻居")
    book.contact("p1", "h7")  # in no denominator
    book.may("p1", "h9")
    book.delivered(L, "金山村", "仙女社区")
    # h1 h5 met; h2 h3 h4 h6 gaps; h9 ambiguous and h10 not delivered are unknown
    assert asked("C6.reach", L, mechanisms=[L]) == (8, 2, 2)


@pytest.mark.parametrize(("at", "met"), [("湾落", 2), ("组", 3), ("村社区", 4), ("镇街", 6)])
def test_households_by_a_contact_in_their_unit(book: Book, asked: Asked, at: str, met: int) -> None:
    book.person("p1")
    book.contact("p1", "h1")
    assert asked("C1.reach", mechanisms=[L], at=at) == (8, met, 0)


def test_households_by_a_contact_of_their_unit(book: Book, asked: Asked) -> None:
    book.person("p1")
    book.edge(("CONTACTS", "Person", "Unit"), "p1", "金山村", mechanism="领导包片")
    assert asked("G14.reach", mechanisms=["领导包片"], at="村社区").met == 4
    assert asked("G14.reach", mechanisms=["领导包片"], at="组").met == 0  # the village's contact is none of the group
    assert asked("G14.reach", mechanisms=["领导包片"]).met == 0


def test_the_level_alone_asks_whether_there_is_such_a_unit(asked: Asked) -> None:
    assert asked("A2.reach", at="组").met == 4  # h1 h2 h3 in 1组, h6 in 和园小区
    assert asked("A1.reach", units=["湾落", "楼栋"]).met == 2
    assert asked("A1.reach", units=["村"]).met == 6  # 桃店村 is a 类似村委会


def test_households_in_grids(book: Book, asked: Asked) -> None:
    book.grid("w1", "金山村")
    book.grid("w2", "金山村")
    book.nodes["Grid"][1]["kind"] = "专属网格"
    book.edge(("IN_GRID", "Household", "Grid"), "h1", "w1")
    book.edge(("IN_GRID", "Household", "Grid"), "h2", "w2")
    book.edge(("IN_GRID", "Household", "Grid"), "h2", "w1", until=D)
    book.edge(("IN_GRID", "Household", "Grid"), "h7", "w1")
    book.person("p1")
    book.post("p1", "w2", "专职网格员")
    assert asked("F1.reach", grids=["网格"]) == (8, 2, 0)
    assert asked("F1.reach", grids=["专属网格"]).met == 1
    assert asked("F1.reach", at="网格").met == 2
    assert asked("F1.reach", at="网格", posts=["专职网格员"]).met == 1


def test_households_by_a_resident_who_is_a_member(book: Book, asked: Asked) -> None:
    book.body("PartyOrganization", "支部", "党支部", "金山村")
    for id, home in {"p1": "h1", "p2": "h2", "p3": "h3"}.items():
        book.person(id, left_on=D if id == "p2" else AFTER)
        book.edge(("LIVES_IN", "Person", "Household"), id, home)
        book.edge(("MEMBER_OF", "Person", "PartyOrganization"), id, "支部", until=BEFORE if id == "p3" else AFTER)
    assert asked("H1.reach", members=["党组织"]).met == 1
    assert asked("H1.reach", members=["党支部"]).met == 1
    assert asked("H1.reach", members=["群团组织"]).met == 0


def test_women_of_age(book: Book, asked: Asked) -> None:
    """Residents in service of households that count, of the sex and age asked; an unknown year of birth is no age."""
    book.body("MassOrganization", "微家", "妇女微家", "1湾")
    said = {
        "p1": ("女", 1990, "h1"),
        "p2": ("女", 2006, "h1"),
        "p3": ("女", 2007, "h2"),
        "p4": ("女", 0, "h2"),
        "p5": ("男", 1990, "h3"),
        "p6": ("女", 1990, "h7"),
    }
    for id, (sex, year, home) in said.items():
        book.node("Person", id, sex=sex, birth_year=year)
        book.edge(("LIVES_IN", "Person", "Household"), id, home)
        book.edge(("MEMBER_OF", "Person", "MassOrganization"), id, "微家")
    book.edge(("LIVES_IN", "Person", "Household"), "p1", "h2")  # registered twice, one person
    assert asked("D3.reach", population="人", sex="女", ages=[18, 120], members=["妇女微家"]) == (2, 2, 0)
    assert asked("D3.reach", population="人", members=["妇女微家"]) == (5, 5, 0)


def test_employed_members(book: Book, asked: Asked) -> None:
    book.node("Institution", "局", kind="部门")
    for id, left in {"p1": AFTER, "p2": D, "p3": AFTER}.items():
        book.person(id, left_on=left)
        book.nodes["Person"][-1]["political"] = "中共党员"
        book.edge(("EMPLOYED_BY", "Person", "Institution"), id, "局")
        book.edge(("CONTACTS", "Person", "Unit"), id, "仙女社区", mechanism="双报到", until=D if id == "p3" else AFTER)
    book.person("p4")  # employed, no party member
    book.edge(("EMPLOYED_BY", "Person", "Institution"), "p4", "局")
    said = {"population": "人", "employed": True, "political": ["中共党员", "中共预备党员"], "mechanisms": ["双报到"]}
    assert asked("G4.reach", **said) == (2, 1, 0)
    book.edge(("CONTACTS", "Person", "Unit"), "p1", "金山村", mechanism="双报到")
    assert asked("G4.assignment", **said) == (2, 0, 0)


def test_bodies(book: Book, asked: Asked) -> None:
    """Bodies by pairs, members, superiors; one without a place stands at the top, a dissolved one is none."""
    for id, until in {"局": AFTER, "处": AFTER, "所": D}.items():
        book.node("Institution", id, kind="部门", until=until)
    book.node("PartyOrganization", "大党委", kind="大党委")
    book.edge(("PAIRED_WITH", "Institution", "Unit"), "局", "仙女社区", kind="双报到")
    book.edge(("PAIRED_WITH", "Institution", "Unit"), "处", "仙女社区", kind="双报到", until=D)
    book.edge(("PAIRED_WITH", "Institution", "Unit"), "处", "仙女社区", kind="单位联村")
    book.edge(("MEMBER_OF", "Institution", "PartyOrganization"), "处", "大党委")
    said = {"population": "组织", "labels": ["机构"], "bodies": ["部门"]}
    assert asked("G4.reach", pairs=["双报到"], **said) == (2, 1, 0)
    assert asked("B13.reach", "成员单位", members=["大党委"], scope="县", **said) == (2, 1, 1)
    assert asked("B15.reach", population="组织", bodies=["大党委"], has_members=True) == (1, 1, 0)
    book.body("PartyOrganization", "党小组", "党小组", "1组")
    book.body("PartyOrganization", "散了的", "党小组", "1组", until=D)
    book.edge(("UNDER", "PartyOrganization", "PartyOrganization"), "党小组", "大党委")
    assert asked("B5.reach", population="组织", bodies=["党小组"], under=["党组织"]) == (1, 1, 0)
    assert asked("B5.reach", population="组织", bodies=["党小组"], level=3, under=["党组织"]) == (0, 0, 0)
    assert asked("B5.reach", population="组织", bodies=["党小组"], level=[4, 5], under=["群团组织"]) == (1, 0, 0)


def test_departments_that_answered(book: Book, asked: Asked) -> None:
    for id in ("局", "处"):
        book.node("Institution", id, kind="部门")
    for id, date in {"e1": BEFORE, "e2": AFTER}.items():
        book.node("Event", id, kind="吹哨", date=date)
        book.edge(("BY", "Event", "Institution"), id, "局" if id == "e1" else "处")
    assert asked("F5.reach", population="组织", labels=["机构"], bodies=["部门"], events=["吹哨"]) == (2, 1, 0)


def test_agreements_that_have_ended(book: Book, asked: Asked) -> None:
    for home in ("h1", "h2", "h3"):
        next(h for h in book.nodes["Household"] if h["id"] == home)["kind"] = "脱贫户(稳定)"
    for id, until in {"e1": AFTER, "e2": D}.items():
        book.node("Event", id, kind="帮扶协议", date=BEFORE, until=until)
        book.edge(("ABOUT", "Event", "Household"), id, {"e1": "h1", "e2": "h2"}[id])
    assert asked("G10.reach", household_kinds=["脱贫户"], events=["帮扶协议"]) == (3, 1, 0)


def test_grids_with_a_grid_above(book: Book, asked: Asked) -> None:
    for id, kind in {"w1": "综合网格", "w2": "综合微网格", "w3": "专属微网格"}.items():
        book.node("Grid", id, code=id, kind=kind)
        book.edge(("PART_OF", "Grid", "Unit"), id, "金山村")
    book.edge(("PART_OF", "Grid", "Grid"), "w2", "w1")
    book.edge(("PART_OF", "Grid", "Grid"), "w3", "w2")  # above is a 微网格, which was not asked for
    assert asked("F2.reach", population="网格", grid_kinds=["综合微网格", "专属微网格"], under=["综合网格", "专属网格"]) == (2, 1, 0)


def test_several_checks_and_one_made_of_them(book: Book, tmp_path: Path) -> None:
    book.person("p1")
    book.contact("p1", "h1")
    book.contact("p1", "h2", "好邻居")
    book.node("Cooperative", "社", kind="专业合作社")
    book.member("h3", "社")
    book.member("h4", "社", until=D)
    one, two, three = (
        check("C6.reach", mechanisms=[L]),
        check("C8.reach", mechanisms=["好邻居"]),
        check("E8.reach", cooperatives=["专业合作社"]),
    )
    together = check("H1.reach", any_of=["C6.reach", "C8.reach"])
    assert figures(book, tmp_path, together, one, two) == (8, 2, 0)
    assert figures(book, tmp_path, check("H1.reach.任一", any_of=["H1.reach", "E8.reach"]), one, two, three, together) == (8, 3, 0)
