"""A county small enough for any query, with what tells the engines apart: parallel edges, a cycle, a self-loop, ended edges."""

from __future__ import annotations

from tests.checks.builder import AFTER, BEFORE, Book, D, whole
from tests.checks.past import with_past


def county() -> Book:
    """The whole county and its past, and party organisations above one another in a circle, one of them above itself."""
    book = with_past(whole())
    for child, above in (("金山村党支部", "金山村第二党支部"), ("金山村第二党支部", "1组党小组"), ("1组党小组", "金山村党支部")):
        book.under("PartyOrganization", child, "PartyOrganization", above, role="隶属")
    book.under("PartyOrganization", "1组党小组", "PartyOrganization", "金山村党支部", role="指导", until=BEFORE)  # parallel, ended
    book.under("PartyOrganization", "和园党小组", "PartyOrganization", "和园党小组", role="自管")
    book.under("PartyOrganization", "和园党小组", "PartyOrganization", "金山村党支部")
    book.under("Place", "金山窗口", "PartyOrganization", "金山村党支部", since=D)
    for person, household, head in (("p1", "h1", True), ("p2", "h1", False), ("p3", "h5", True), ("p4", "h9", True), ("p5", "h9", False)):
        book.lives(person, household, relation="户主" if head else "配偶", is_head=head)
    book.lives("p2", "h2", since=AFTER)
    for person, body, home in (("p1", "金山村党支部", True), ("p2", "金山村党支部", True), ("p1", "1组党小组", False), ("p3", "和园党小组", True)):
        book.belongs(person, "PartyOrganization", body, home=home, role="书记" if person == "p1" else "")
    book.holds("p1", "PartyOrganization", "金山村党支部", "书记", duty="专职", ledger="党组织")
    book.holds("p1", "SelfGovernmentBody", "金山村委会", "主任", duty="专职", ledger="自治组织")
    book.holds("p1", "SelfGovernmentBody", "金山村委会", "主任", until=BEFORE, ledger="自治组织")
    book.holds("p4", "Place", "金山窗口", "", duty="兼职")
    book.contact_unit("p3", "1湾", "联户长")
    book.contact_unit("p1", "金山村", "双报到")
    return book
