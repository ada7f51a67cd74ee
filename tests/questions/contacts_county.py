"""The county that the questions about households and contacts are asked of by hand, and the words of its rows. D is 2024-06-30.

It is that of tests/checks/builder.py with its past, and with what `contacts_county` adds::

    金山村 ─ 1组 ─ 1湾        户 h1 h2 (1湾), h3 (1组), h4 (金山村), h7 (金山村, 空户)
           └ 2组 ─ 2湾, 3湾   户 h11 (2湾), h12 (3湾); 王五 contacts 2湾 itself
    仙女社区 ─ 和园小区        户 h5 (仙女社区), h6 (和园小区); until BEFORE it also had 1组
    桃店村                    户 h9 h10 h13; of the three contact ledgers it delivered that of 联户长 only
"""

from __future__ import annotations

from tests.checks.builder import BEFORE, Book, D, L, whole
from tests.checks.past import with_past

HOST = "党员中心户"
JINSHAN, XIANNV, TAODIAN, VIRTUAL = "枝江市/仙女镇/金山村", "枝江市/仙女镇/仙女社区", "枝江市/问安镇/桃店村", "枝江市/问安镇/虚拟社区"
HEYUAN, GROUP_1, GROUP_2 = f"{XIANNV}/和园小区", f"{JINSHAN}/1组", f"{JINSHAN}/2组"
BAY_1, BAY_2, BAY_3 = f"{GROUP_1}/1湾", f"{GROUP_2}/2湾", f"{GROUP_2}/3湾"


def contacts_county() -> Book:
    """Beside the edge cases of the checks: bays without contact, contacts who live elsewhere or at home, rosters, a village that delivered little."""
    book = with_past(whole())
    book.unit("2组", "村民小组", 4, "金山村")
    for bay, household in (("2湾", "h11"), ("3湾", "h12")):
        book.unit(bay, "湾落", 5, "2组")
        book.household(household, bay)
    book.household("h13", "桃店村")
    book.person("p6", name="孙七")
    book.contact("p1", "h1", "党员中心户")
    book.contact("p6", "h3", "党员中心户", until=BEFORE)
    book.contact_unit("p4", "2湾", L)
    for ledger in ("两代表一委员", "党员中心户"):
        book.delivered(ledger, "金山村", "仙女社区")
    for person, household in (("p1", "h1"), ("p3", "h9"), ("p4", "h6")):
        book.lives(person, household)
    for roster in ("党员", "妇女", "工会会员"):
        book.listed("p1", "金山村", roster)
    book.listed("p3", "仙女社区", "党员")
    book.listed("p3", "仙女社区", "妇女", until=D)
    book.belongs("p1", "PartyOrganization", "金山村党支部")
    book.belongs("p4", "PartyOrganization", "金山村党支部", until=D)
    book.contact("p6", "h13", "包户干部", until=BEFORE)  # of a ledger that no village has delivered any more
    return book
