"""What is no more, or not yet, beside a hand-made county: no figure of the day may change by any of it."""

from __future__ import annotations

from typing import Any

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import AFTER, BEFORE, Book, D, L
from tests.checks.line_cases import EVENTS


def with_past(book: Book) -> Book:
    """The book with nodes that ended on the day and edges of theirs that nobody ended, edges that ended the day before, and what begins later."""
    _units(book)
    _people(book)
    _bodies(book)
    _events(book)
    _coming(book)
    return book


def _ended(book: Book, label: str, id: str) -> None:
    next(n for n in book.nodes[label] if n["id"] == id)["until"] = D


def _units(book: Book) -> None:
    book.unit("旧村", "村", 3, "问安镇", "420583002299")
    book.unit("旧组", "村民小组", 4, "金山村")
    book.grid("旧网", "金山村", kind="综合微网格")
    book.edge(("PART_OF", "Grid", "Grid"), "旧网", book.nodes["Grid"][0]["id"])  # type: ignore[arg-type]
    book.household("旧户", "旧组", kind="脱贫户")
    for label, id in (("Unit", "旧村"), ("Unit", "旧组"), ("Grid", "旧网"), ("Household", "旧户")):
        _ended(book, label, id)
    book.edge(("PART_OF", "Household", "Unit"), "h7", "仙女社区", until=BEFORE)  # it has moved
    book.edge(("PART_OF", "Unit", "Unit"), "1组", "仙女社区", until=BEFORE)
    for household in ("h1", "旧户"):
        book.edge(("IN_GRID", "Household", "Grid"), household, "旧网")
    for ledger in (L, "党组织", "网格"):
        book.delivered(ledger, "旧村")
    for label, id, measure in (("Unit", "旧村", "总户数"), ("Grid", "旧网", "网格户数")):
        book.claim(f"旧{measure}", label, id, measure, 1, "旧村")


def _people(book: Book) -> None:
    book.node("Person", "旧人", sex="女", birth_year=1980, political="中共党员", left_on=AFTER)
    book.contact("旧人", "旧户")
    book.may("旧人", "旧户")
    book.may("旧人", "旧户", "走访", since=BEFORE)
    book.lives("旧人", "旧户")
    book.lives("旧人", "h10", until=BEFORE)
    book.listed("旧人", "旧村", "党员")
    book.listed("旧人", "旧村", "妇女")
    for unit in ("旧村", "旧组"):
        book.contact_unit("旧人", unit, "双报到")
        book.holds("旧人", "Unit", unit, "组长", ledger="小组长")
    book.post("旧人", "旧网", "网格长", "群众", ledger="网格")


def _bodies(book: Book) -> None:
    for label, id, kind in (
        ("PartyOrganization", "旧支部", "党支部"),
        ("MassOrganization", "旧妇联", "妇女联合会"),
        ("SelfGovernmentBody", "旧委会", "村民委员会"),
        ("Institution", "旧局", "部门"),
        ("SocialOrganization", "旧会", "公益慈善类"),
        ("Place", "旧窗口", "群众接待窗口"),
        ("Cooperative", "旧社", "专业合作社"),
    ):
        book.body(label, id, kind, "金山村")
        _ended(book, label, id)
        book.edge(("COVERS", label, "Grid"), id, "旧网")
        if label != "Cooperative":
            book.holds("旧人", label, id, "负责人", ledger="自治组织")
    for label, id in (("PartyOrganization", "旧支部"), ("MassOrganization", "旧妇联")):
        book.belongs("旧人", label, id)
        book.edge(("MEMBER_OF", "Institution", label), "旧局", id, role="牵头")
    book.body("PartyOrganization", "旧村支部", "党支部", "旧村")  # it lasts, the village it stood in does not: it is none any more
    book.under("PartyOrganization", "旧村支部", "PartyOrganization", "旧支部")
    book.edge(("PAIRED_WITH", "PartyOrganization", "Unit"), "旧支部", "金山村", kind="支部联支部")
    book.edge(("EMPLOYED_BY", "Person", "Institution"), "旧人", "旧局")
    book.member("旧户", "旧社")
    book.edge(("MAY_CONTACT", "Cooperative", "Household"), "旧社", "旧户", mechanism="专业合作社")


def _events(book: Book) -> None:
    book.event("旧访", "走访", D, about={"Household": "h4", "Unit": "金山村", "PartyOrganization": "旧村支部"}, by={"Person": "旧人"}, until=D)
    book.event("访旧", "走访", BEFORE, about={"Household": "旧户"}, by={"Institution": "旧局"})
    book.edge(("ABOUT", "Event", "Household"), "访旧", "h4", until=BEFORE)
    _ended(book, "Event", "访旧")
    book.event("旧事", "旧事", BEFORE, about={"Unit": "旧村", "Person": "旧人", "PartyOrganization": "旧村支部"}, by={"Person": "旧人"}, until=D)
    for event in ("旧访", "访旧"):
        book.edge(("ATTENDED", "Unit", "Event"), "旧村", event, heads=5)


def _coming(book: Book) -> None:
    """What begins after the day, contacted and placed already."""
    book.unit("新组", "村民小组", 4, "金山村")
    book.household("新户", "新组")
    book.grid("新网", "金山村")
    for label, id in (("Unit", "新组"), ("Household", "新户"), ("Grid", "新网")):
        next(n for n in book.nodes[label] if n["id"] == id)["since"] = AFTER
    book.contact("旧人", "新户")
    book.edge(("IN_GRID", "Household", "Grid"), "新户", "新网")
    book.body("PartyOrganization", "新组支部", "党支部", "新组")


DAY_BEFORE: dict[str, tuple[Any, ...]] = {
    "attendances": ({}, ("访旧", "走访", "旧村", 5)),
    "bodies_cooperatives": ({}, ("旧社", "专业合作社", "旧社", "金山村", 1)),
    "bodies_institutions": ({}, ("旧局", "部门", "旧局", "金山村", 1)),
    "bodies_mass": ({}, ("旧妇联", "妇女联合会", "旧妇联", "金山村", 1)),
    "bodies_party": ({}, ("旧支部", "党支部", "旧支部", "金山村", 1), ("旧村支部", "党支部", "旧村支部", "旧村", 1)),
    "bodies_places": ({}, ("旧窗口", "群众接待窗口", "旧窗口", "金山村", 1)),
    "bodies_self_government": ({}, ("旧委会", "村民委员会", "旧委会", "金山村", 1)),
    "bodies_social": ({}, ("旧会", "公益慈善类", "旧会", "金山村", 1)),
    "body_grids": ({}, ("旧支部", "党支部", "旧网"), ("旧窗口", "群众接待窗口", "旧网")),
    "body_members": ({}, ("旧局", "旧支部", "牵头"), ("旧局", "旧妇联", "牵头")),
    "body_posts": ({}, ("旧支部", "旧人", "负责人", "自治组织"), ("旧窗口", "旧人", "负责人", "自治组织")),
    "claims_grids": ({"measure": "网格户数"}, ("旧网格户数", 1, "", "旧网", "旧网", "Claim.xlsx#页!7", 2)),
    "claims_units": ({"measures": ["总户数"]}, ("旧总户数", "总户数", 1, "", "旧村", "旧村", "Claim.xlsx#页!6")),
    "deliveries": ({}, ("旧村", "联户长", 1, 0), ("旧村", "网格", 1, 0)),
    "employed": ({}, ("旧人", "旧局", "中共党员", "女", 1980)),
    "employed_homes": ({}, ("旧人", "旧户")),
    "events": ({"kinds": EVENTS}, ("访旧", "走访", BEFORE, D, "", 0), ("约3", "帮扶协议", BEFORE, D, "", 0)),
    "events_by_bodies": ({"kinds": EVENTS}, ("访旧", "旧局"), ("约3", "k1")),
    "events_by_persons": ({"kinds": ["旧事"]}, ("旧事", "旧人")),
    "events_of_bodies": ({"kinds": ["旧事"]}, ("旧事", "旧村支部")),
    "events_of_households": ({"kinds": EVENTS}, ("访旧", "旧户"), ("约3", "h3")),
    "events_of_persons": ({"kinds": ["旧事"]}, ("旧事", "旧人")),
    "events_of_units": ({"kinds": ["旧事"]}, ("旧事", "旧村")),
    "grid_parents": ({}, ("旧网", "综1")),
    "grid_posts": ({}, ("旧网", "网格长", "旧人", "群众", "", 1980, "网格")),
    "grids": ({}, ("旧网", "旧网", "旧网", "综合微网格", "金山村")),
    "household_evidence": ({"household": "旧户"}, ("联户长", "旧人", OPEN_SINCE, OPEN_UNTIL, "CONTACTS.xlsx#页!6", "met")),
    "household_grids": ({}, ("h1", "旧网"), ("旧户", "旧网")),
    "household_members": ({}, ("旧户", "旧支部"), ("旧户", "旧妇联")),
    "households": ({}, ("旧户", "旧组", True, "脱贫户")),
    "listed": ({"rosters": ["党员", "妇女"]}, ("旧人", "旧村", "党员"), ("旧人", "旧村", "妇女")),
    "listed_memberships": ({}, ("旧人", "旧支部"), ("旧人", "旧妇联")),
    "member_candidates": ({"kinds": ["专业合作社"]}, ("旧户", "专业合作社")),
    "memberships": ({}, ("旧人", "旧支部", True, ""), ("旧人", "旧妇联", True, "")),
    "pairs": ({}, ("旧支部", "金山村", "支部联支部")),
    "parents": ({}, ("旧村支部", "旧支部")),
    "reach_candidates": ({"mechanisms": ["联户长"]}, ("旧户", "联户长")),
    "reach_members": ({"kinds": ["专业合作社"]}, ("旧户", "旧社", "专业合作社", 6)),
    "residents": ({"every": True, "sexes": [], "first": 1980, "last": 1980}, ("旧人", "旧户", "中共党员")),
    "unit_contacts": ({"mechanisms": ["双报到"]}, ("旧人", "旧村", "双报到"), ("旧人", "旧组", "双报到")),
    "unit_posts": ({}, ("旧村", "旧人", "组长", "", "", 1980, "小组长"), ("旧组", "旧人", "组长", "", "", 1980, "小组长")),
    "units": ({}, ("旧村", "420583002299", "旧村", "枝江市/问安镇/旧村", "村", 3, "", "问安镇")),
    "visit_candidates": ({"kinds": ["走访"]}, ("旧户", "走访", BEFORE)),
}
"""Query → its parameters, and rows of the day before that the day itself no longer has: something of them ended on it."""
