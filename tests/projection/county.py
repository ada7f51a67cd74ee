"""Two towns with three villages: 甲镇 (v1 甲一村, v2 甲二村) and 乙镇 (v3 乙三村). Every way in which somebody of elsewhere can come near v1.

Ids are opaque, names are people's: what is of elsewhere carries 外 in its name, code, address and file, so that a leak is seen.
"""

from __future__ import annotations

import datetime as dt

from tests.checks.builder import AFTER, BEFORE, Book, D

CONTACT = "联户长"
LEFT = dt.date(2024, 1, 1)


def two_towns() -> Book:
    """The county."""
    book = Book()
    _units(book)
    _people(book)
    _contacts(book)
    _bodies(book)
    _told(book)
    return book


def _units(book: Book) -> None:
    for id, name, level, above in (
        ("c", "县", 1, ""),
        ("t1", "甲镇", 2, "c"),
        ("t2", "外镇", 2, "c"),
        ("v1", "甲一村", 3, "t1"),
        ("v2", "外二村", 3, "t1"),
        ("v3", "外三村", 3, "t2"),
        ("g1", "一组", 4, "v1"),
        ("old", "旧组", 4, "v1"),
        ("away", "外来组", 4, "v1"),
    ):
        book.unit(id, {1: "县", 2: "镇", 3: "村"}.get(level, "村民小组"), level, above, code=f"code-{id}")
        book.nodes["Unit"][-1].update(name=name, path=name)
    book.nodes["Unit"][-2]["until"] = D  # 旧组 has ended, nobody ended its edge
    book.edges["PART_OF", "Unit", "Unit"][-1]["until"] = BEFORE  # 外来组 belongs to 外二村 now
    book.edge(("PART_OF", "Unit", "Unit"), "away", "v2")
    for id, unit, head in (
        ("h1", "g1", "张三丰"),
        ("h2", "v1", "李四"),
        ("h3", "old", "欧阳锋"),
        ("o2", "v2", "费二"),
        ("o3", "v3", "费三"),
        ("moved", "g1", "外迁"),
    ):
        book.household(id, unit, head=head)
        book.nodes["Household"][-1].update(address=f"{unit}外号{head}家" if id in ("o2", "o3", "moved") else f"一组1号{head}家")
    book.edges["PART_OF", "Household", "Unit"][-1]["until"] = BEFORE
    book.edge(("PART_OF", "Household", "Unit"), "moved", "v2")
    book.grid("w1", "v1", kind="综合网格")
    book.grid("w9", "v3", kind="专属网格", name="外网格")
    for household, grid in (("h1", "w1"), ("h2", "w9")):
        book.edge(("IN_GRID", "Household", "Grid"), household, grid)


def _people(book: Book) -> None:
    for id, name, home in (("p1", "张三丰", "h1"), ("p2", "李四", "h2"), ("p3", "欧阳锋", "h3"), ("x2", "费二", "o2"), ("x3", "费三", "o3")):
        book.person(id, name=name)
        book.lives(id, home)
    for id, name in (("listed", "王五"), ("post", "赵六"), ("member", "孙七"), ("worker", "周八"), ("only", "吴九"), ("both", "外十"), ("left", "外离")):
        book.person(id, name=name)
    book.nodes["Person"][-1].update(left_on=LEFT, birth_year=1950, education="外学", left_why="离任")
    book.listed("listed", "v1", "党员")
    book.listed("left", "v3", "党员")
    book.person("gone", name="外走")
    book.lives("gone", "h1", until=BEFORE)  # he lives with o2 now
    book.lives("gone", "o2")


def _contacts(book: Book) -> None:
    for person, household in (("x2", "h1"), ("x3", "h1"), ("x2", "o2"), ("x3", "o3"), ("p1", "h1"), ("p1", "h2"), ("p1", "o2"), ("left", "h2")):
        book.contact(person, household, CONTACT)
    book.contact("x2", "h2", CONTACT, until=D)  # has ended
    book.contact("p1", "o3", "党代表")
    book.contact("only", "h2", "好邻居")  # belongs nowhere, and is heard of here alone
    book.contact("both", "h2", "好邻居", since=AFTER)
    book.contact("both", "o3", "好邻居")
    book.contact_unit("p1", "v3", "双报到")
    book.may("x3", "h3", CONTACT)


def _bodies(book: Book) -> None:
    for id, name, kind, unit in (
        ("b0", "县委", "党委", "c"),
        ("b1", "甲镇党委", "党委", "t1"),
        ("b2", "甲一村党支部", "党支部", "v1"),
        ("b3", "外三村党支部", "党支部", "v3"),
        ("b9", "外镇党委", "党委", "t2"),
    ):
        book.body("PartyOrganization", id, kind, unit)
        book.nodes["PartyOrganization"][-1].update(name=name, code=f"外码{id}" if id in ("b3", "b9") else f"码{id}")
    book.node("PartyOrganization", "b4", name="一组党小组", kind="党小组")  # no unit is stated of it
    book.body("PartyOrganization", "v3/联合党支部", "联合党支部", "v3")  # first heard of in 外三村, it stands in 甲一村 as well
    book.nodes["PartyOrganization"][-1].update(name="联合党支部")
    book.edge(("COVERS", "PartyOrganization", "Unit"), "v3/联合党支部", "v1")
    for child, parent in (("b4", "b2"), ("b2", "b1"), ("b1", "b0"), ("b3", "b9"), ("b9", "b0")):
        book.under("PartyOrganization", child, "PartyOrganization", parent)
    book.holds("post", "PartyOrganization", "b2", "书记")
    book.holds("post", "PartyOrganization", "b3", "委员")
    book.holds("post", "Unit", "v2", "组长")
    book.holds("post", "Unit", "v1", "组长", until=BEFORE)
    book.holds("x2", "PartyOrganization", "b1", "书记")  # who holds a post in the town is told by his contact
    book.belongs("member", "PartyOrganization", "b2")
    book.belongs("member", "PartyOrganization", "b3", home=False)
    for here, there in (("b2", "b3"), ("b3", "b2")):
        book.edge(("PAIRED_WITH", "PartyOrganization", "PartyOrganization"), here, there, kind="支部联支部")
    for id, name, unit in (("k1", "甲合作社", "v1"), ("k9", "外合作社", "v3")):
        book.body("Cooperative", id, "专业合作社", unit)
        book.nodes["Cooperative"][-1].update(name=name)
    for household, cooperative in (("h1", "k9"), ("o3", "k1"), ("h2", "k1")):
        book.member(household, cooperative)
    book.body("Institution", "i1", "事业单位", "v1")
    book.edge(("EMPLOYED_BY", "Person", "Institution"), "worker", "i1")


def _told(book: Book) -> None:
    book.event("e1", "走访", BEFORE, about={"Household": "h1", "Unit": "v1"}, by={"Person": "x2"}, outcome="看望张三丰、费二，一切都好")
    book.event("e2", "走访", BEFORE, about={"Household": "o2"}, by={"Person": "p1"}, outcome="外事")
    book.event("e3", "会议", BEFORE, about={"Unit": "v3"}, outcome="外会")
    book.edge(("ATTENDED", "Unit", "Event"), "v1", "e3", heads=3)
    book.event("e9", "会议", BEFORE, about={"Unit": "v3"}, outcome="外会")
    book.delivered(CONTACT, "v1", "v2", rows=4)
    book.nodes["Delivery"][-1].update(file="联户长.xlsx", sheet="张三丰", source="联户长.xlsx#张三丰!")
    book.delivered("党员", "v3")
    book.nodes["Delivery"][-1].update(file="外.xlsx", sheet="外三村", source="外.xlsx#外三村!")
    book.nodes["Person"][0]["source"] = "外.xlsx#外三村!9"
    book.edges["CONTACTS", "Person", "Household"][0].update(source="联户长.xlsx#张三丰!7", part="张三丰组")
    book.claim("q1", "Unit", "v1", "总户数", 3, "v1", subject="甲一村")
    book.claim("q2", "Person", "p1", "联户户数", 2, "v1", subject="张三丰")
    book.claim("q3", "Person", "x2", "联户户数", 2, "v1", subject="费二")
    book.claim("q4", "Person", "p1", "联户户数", 7, "v3", subject="外处")
    book.claim("q5", "Unit", "v3", "总户数", 7, "v3", subject="外三村")
