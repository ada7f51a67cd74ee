"""The county that the questions about organisations, posts, grids, pairs and events are asked of by hand. D is 2024-06-30.

It is that of tests/checks/lines.py with its past, and with what `lines_county` adds; 桃店村 delivered of the ledgers of the lines only 三室一窗.
"""

from __future__ import annotations

from graph.schema import OPEN_UNTIL
from tests.checks.builder import BEFORE, Book
from tests.checks.lines import lines
from tests.checks.past import with_past

JINSHAN, XIANNV, TAODIAN = "枝江市/仙女镇/金山村", "枝江市/仙女镇/仙女社区", "枝江市/问安镇/桃店村"
HEYUAN, GROUP_1, GROUP_2, BAY_1, TAODIAN_1 = f"{XIANNV}/和园小区", f"{JINSHAN}/1组", f"{JINSHAN}/2组", f"{JINSHAN}/1组/1湾", f"{TAODIAN}/桃店1组"


def lines_county() -> Book:
    """Beside the lines of the checks: leaders of several kinds, teams of the same people, a skipped level, pairs one way, meetings."""
    book = with_past(lines())
    book.unit("桃店1组", "村民小组", 4, "桃店村")
    book.body("PartyOrganization", "桃店1组党小组", "党小组", "桃店1组")
    _leaders(book)
    _bodies(book)
    for id in ("党1", "女1"):
        book.belongs(id, "SocialOrganization", "志愿队", role="队员")
        book.belongs(id, "MassOrganization", "突击队", role="队员")
    book.belongs("女2", "MassOrganization", "突击队", role="队长")
    for household in ("h1", "h3"):
        book.member(household, "k1", role="成员")
    book.edge(("PAIRED_WITH", "PartyOrganization", "PartyOrganization"), "机关甲支部", "金山村党支部", kind="支部联支部")
    for a, b in (("机关乙支部", "和园党支部"), ("和园党支部", "机关乙支部")):
        book.edge(("PAIRED_WITH", "PartyOrganization", "PartyOrganization"), a, b, kind="支部联支部")
    book.lives("职2", "h5")
    book.event("会1", "议事会", BEFORE, about={"Unit": "1组"})
    for ledger, villages in (("小组长", ("金山村", "仙女社区")), ("会议", ("金山村", "仙女社区")), ("阵地", ("仙女社区",)), ("合作社成员", ("金山村",))):
        book.delivered(ledger, *villages)
    book.delivered("湾落组织", "金山村")
    book.delivered("社会组织", "金山村")
    book.delivered("三室一窗", "桃店村")
    book.delivered("支部联支部", "仙女社区")
    book.edge(("ABOUT", "Event", "Unit"), "会1", "金山村")  # a meeting of a group and of its village is one meeting
    book.edge(("MAY_CONTACT", "Cooperative", "Household"), "k1", "h4", mechanism="专业合作社")
    book.member("h9", "k1", until=BEFORE)  # in a village whose ledger has not come: known to have left
    book.event("诉4", "诉求", BEFORE, outcome="正在协调", about={"Unit": "和园小区"})
    return book


def _leaders(book: Book) -> None:
    for id, born in (("老1", 1950), ("青1", 1990), ("领1", 1980)):
        book.node("Person", id, birth_year=born, left_on=OPEN_UNTIL)
    book.node("Person", "离1", left_on=BEFORE, left_why="迁出")
    book.holds("离1", "Unit", "和园小区", "组长", ledger="小组长")  # gone, and still in the list: the post is vacant
    for id, label, body in (
        ("领1", "PartyOrganization", "1组党小组"),
        ("领1", "PartyOrganization", "和园党支部"),
        ("老1", "PartyOrganization", "仙女社区党委"),
        ("书记1", "PartyOrganization", "金山村党支部"),
        ("书记1", "MassOrganization", "金山妇联"),
    ):
        book.holds(id, label, body, "负责人", ledger="党组织")


def _bodies(book: Book) -> None:
    book.body("MassOrganization", "仙女妇联", "妇女联合会", "仙女社区")
    book.holds("青1", "MassOrganization", "仙女妇联", "负责人", ledger="群团组织")
    book.body("MassOrganization", "突击队", "青年突击队", "金山村")
    book.body("Place", "金山窗口", "群众接待窗口", "金山村")
    book.body("SocialOrganization", "助老会", "公益慈善类", "1组")
    book.body("SelfGovernmentBody", "1湾理事会", "湾落理事会", "1湾")
    book.unit("2湾", "湾落", 5, "2组")
    for id, kind, level, unit in (("金山团支部", "团支部", 3, "金山村"), ("1湾微联盟", "团建微联盟", 5, "1湾")):
        book.node("MassOrganization", id, kind=kind, level=level)
        book.edge(("COVERS", "MassOrganization", "Unit"), id, unit)
    book.under("MassOrganization", "1湾微联盟", "MassOrganization", "金山团支部")  # the 团小组 between is missing
