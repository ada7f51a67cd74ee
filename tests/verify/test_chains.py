"""chain: 纵向到底, from members, from bodies, over the links of households."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.schema import OPEN_UNTIL
from tests.checks.builder import BEFORE, Book, D
from tests.verify.conftest import Asked

P, M = "PartyOrganization", "MassOrganization"
UP = [{"level": 3}, {"level": 2, "kinds": ["党委"]}]


@pytest.fixture
def party(book: Book) -> Book:
    """1组党小组 → 金山村党支部 → 仙女镇党委."""
    book.body(P, "小组", "党小组", "1组")
    book.body(P, "支部", "党支部", "金山村")
    book.body(P, "镇党委", "党委", "仙女镇")
    book.under(P, "小组", P, "支部")
    book.under(P, "支部", P, "镇党委")
    return book


def member(book: Book, id: str, body: str, village: str = "金山村", until: dt.date = OPEN_UNTIL) -> None:
    book.person(id)
    book.listed(id, village, "党员")
    if body:
        book.belongs(id, P, body, until=until)


def test_members_reach_the_town(party: Book, asked: Asked) -> None:
    member(party, "p1", "小组")
    member(party, "p2", "支部")  # itself of the village level
    member(party, "p3", "镇党委")  # not through the village
    member(party, "p4", "")
    member(party, "p5", "小组", until=D)
    member(party, "p6", "支部", village="仙女社区")
    member(party, "p7", "支部", village="虚拟社区")  # carries no population
    party.listed("p1", "金山村", "党员")  # listed twice, one subject
    party.listed("p1", "仙女社区", "党员")  # and one of another village
    party.listed("p2", "金山村", "团员")
    said = {"roster": ["党员"], "label": "党组织", "through": UP}
    assert asked("H3.chain", **said) == (7, 4, 0)
    assert asked("B2.chain", "党组织", units=["村"], **said) == (5, 2, 3)
    assert asked("B1.chain", units=["社区"], **said) == (2, 2, 0)


def test_who_has_left_is_still_on_the_roll(party: Book, asked: Asked) -> None:
    party.person("p1", left_on=BEFORE)
    party.listed("p1", "金山村", "党员")
    party.belongs("p1", P, "小组")
    assert asked("H3.chain", roster=["党员"], label="党组织", through=UP) == (1, 1, 0)


@pytest.mark.parametrize("broken", ["ended", "missing", "dissolved", "place"])
def test_a_way_that_ends_early(book: Book, asked: Asked, broken: str) -> None:
    book.body(P, "小组", "党小组", "1组")
    book.body(P, "支部", "党支部", "金山村", until=D if broken == "dissolved" else OPEN_UNTIL)
    book.body(P, "镇党委", "党委", "仙女镇")
    book.body("Place", "服务站", "党群服务站", "金山村")
    if broken == "place":  # a place of the village stands in the way, no organisation
        book.under(P, "小组", "Place", "服务站")
        book.under("Place", "服务站", P, "镇党委")
    else:
        book.under(P, "小组", P, "支部")
    if broken in ("ended", "dissolved"):
        book.under(P, "支部", P, "镇党委", **({"until": D} if broken == "ended" else {}))
    member(book, "p1", "小组")
    assert asked("H3.chain", roster=["党员"], label="党组织", through=UP) == (1, 0, 0)


def test_in_turn_over_any_number_of_edges_and_in_circles(book: Book, asked: Asked) -> None:
    for id, kind, unit in (("a", "工会小组", "1湾"), ("b", "别的", "1组"), ("c", "工会分会", "1组"), ("d", "工会联合会", "金山村")):
        book.body(M, id, kind, unit)
    for child, parent in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")):
        book.under(M, child, M, parent)
    for id, body in {"p1": "a", "p2": "d"}.items():
        book.person(id)
        book.listed(id, "金山村", "工会会员")
        book.belongs(id, M, body)
    said = {"roster": ["工会会员"], "label": "群团组织"}
    assert asked("D1.chain", through=[{"kinds": ["工会分会"]}, {"kinds": ["工会联合会"], "level": 3}], **said) == (2, 2, 0)
    book.edges["UNDER", M, M].pop()  # no circle: from the top nothing leads to a 工会分会
    assert asked("D1.chain", through=[{"kinds": ["工会分会"]}, {"kinds": ["工会联合会"], "level": 3}], **said) == (2, 1, 0)
    assert asked("D1.chain", through=[{"kinds": ["工会联合会"]}, {"kinds": ["工会分会"]}], **said) == (2, 0, 0)
    assert asked("D1.chain", roster=["工会会员"], label="党组织", through=[{"level": 3}]) == (2, 0, 0)


def test_bodies_reach_their_federation(book: Book, asked: Asked) -> None:
    for id, kind, unit in (("微家", "妇女微家", "1湾"), ("微家2", "妇女微家", "1组"), ("小组", "妇女小组", "1组"), ("妇联", "妇女联合会", "金山村")):
        book.body(M, id, kind, unit)
    book.under(M, "微家", M, "小组")
    book.under(M, "小组", M, "妇联")
    book.under(M, "微家2", M, "妇联")  # stands at the group itself
    said = {"population": "组织", "label": "群团组织", "through": [{"level": 4}, {"level": 3}]}
    assert asked("D4.chain", bodies=["妇女微家"], **said) == (2, 2, 0)
    assert asked("D4.chain", **said) == (4, 3, 0)


def test_all_links_of_a_household(book: Book, asked: Asked) -> None:
    book.person("p1")
    book.contact_unit("p1", "金山村", "领导包片")
    book.contact("p1", "h1", "包户干部")
    book.contact("p1", "h5", "包户干部")
    links = [
        {"name": "包片", "at": "村社区", "mechanisms": ["领导包片"], "ledger": "领导包片", "scope": "县"},
        {"name": "包户", "mechanisms": ["包户干部"], "ledger": "包户干部"},
    ]
    assert asked("G14.chain", population="户", links=links) == (8, 1, 7)
    book.delivered("包户干部", "金山村")
    assert asked("G14.chain", population="户", links=links) == (8, 1, 4)  # h2 h3 h4 are broken now
    book.delivered("领导包片", "仙女镇")
    assert asked("G14.chain", population="户", links=links) == (8, 1, 0)
    assert asked("A2.chain", population="户", links=[{"name": "镇", "at": "镇街"}, {"name": "组", "at": "组"}]) == (8, 4, 0)
