"""A county with something on every line: party, mass and self-government bodies, posts, grids, pairs, employers, events.

It stands on `builder.county`; what each fact is there for is said beside it. D is 2024-06-30.
"""

from __future__ import annotations

import datetime as dt

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import AFTER, BEFORE, Book, D, county

WINDOW = dt.date(2024, 1, 2)
"""D - 180: a visit on this day is stale, one on the next day counts."""
DELIVERED = (
    *("党组织", "党员", "群团组织", "群团成员", "自治组织", "村两委任职", "小组长", "网格", "走访", "诉求", "吹哨", "评选", "蹲点", "活动"),
    *("帮扶协议", "平台用户", "支部联支部", "双报到", "成员单位"),
)


def lines() -> Book:
    """The county with its lines."""
    book = county()
    book.unit("2组", "村民小组", 4, "金山村")
    book.household("h11", "2组", kind="脱贫户")
    _party(book)
    _mass(book)
    _posts(book)
    _grids(book)
    _outside(book)
    _events(book)
    for ledger in DELIVERED:
        book.delivered(ledger, "金山村", "仙女社区")  # 桃店村 delivered nothing
    book.claim("c1", "Unit", "枝江市", "网格数", 4, "枝江市", qualifier="约")
    book.claim("c2", "Unit", "金山村", "村民党小组数", 2, "金山村")
    book.claim("c3", "Unit", "枝江市", "参加人次", 40, "枝江市", qualifier="余")
    book.claim("c4", "Unit", "枝江市", "联户长人数", 5, "枝江市")  # of a ledger that nobody delivered
    return book


def _party(book: Book) -> None:
    for name, kind, unit in (
        ("仙女镇党委", "党委", "仙女镇"),
        ("金山村党支部", "党支部", "金山村"),
        ("1组党小组", "党小组", "1组"),
        ("仙女社区党委", "党委", "仙女社区"),  # under nobody: the chain of its community is broken
        ("和园党支部", "党支部", "和园小区"),
        ("和园综合党支部", "综合党支部", "和园小区"),  # functional: not the home of its members
        ("桃店旧支部", "党支部", "桃店村"),
    ):
        book.body("PartyOrganization", name, kind, unit, until=D if name == "桃店旧支部" else OPEN_UNTIL)
    for child, parent in (("1组党小组", "金山村党支部"), ("金山村党支部", "仙女镇党委"), ("和园党支部", "仙女社区党委")):
        book.under("PartyOrganization", child, "PartyOrganization", parent)
    book.under("PartyOrganization", "仙女社区党委", "PartyOrganization", "仙女镇党委", until=D)  # ended on the day
    for person, village, branch in (
        ("党1", "金山村", "1组党小组"),
        ("党2", "金山村", ""),
        ("党3", "仙女社区", "和园党支部"),
        ("党4", "金山村", "金山村党支部"),
    ):
        book.person(person, left_on=BEFORE if person == "党4" else OPEN_UNTIL)  # a mark elsewhere does not matter in a chain
        book.listed(person, village, "党员")
        if branch:
            book.belongs(person, "PartyOrganization", branch)
    book.belongs("党3", "PartyOrganization", "和园综合党支部", home=False)
    book.lives("党1", "h3")
    book.lives("党4", "h4")  # left: its household has no member


def _mass(book: Book) -> None:
    for name, kind, unit in (
        ("金山妇联", "妇女联合会", "金山村"),
        ("1组妇女小组", "妇女小组", "1组"),
        ("1湾微家", "妇女微家", "1湾"),
        ("散微家", "妇女微家", "2组"),
    ):
        book.body("MassOrganization", name, kind, unit)
    book.under("MassOrganization", "1组妇女小组", "MassOrganization", "金山妇联")
    book.under("MassOrganization", "1湾微家", "MassOrganization", "1组妇女小组")
    for person, home, born in (("女1", "1湾微家", 1980), ("女2", "散微家", 1970), ("女3", "", 2015), ("女4", "", 0)):
        book.node("Person", person, sex="女", birth_year=born, left_on=OPEN_UNTIL)
        book.lives(person, "h1" if person == "女1" else "h2")
        if home:
            book.listed(person, "金山村", "妇女")
            book.belongs(person, "MassOrganization", home)


def _posts(book: Book) -> None:
    for person in ("组长1", "书记1", "书记2", "领导1"):
        book.person(person, left_on=D if person == "书记2" else OPEN_UNTIL)
    book.holds("组长1", "Unit", "1组", "组长", ledger="小组长")
    book.holds("组长1", "Unit", "2组", "组长", ledger="小组长")  # one person leads two groups
    book.holds("书记1", "Unit", "金山村", "支部书记(主任)", ledger="村两委任职")
    book.holds("书记1", "Unit", "金山村", "综治主任", ledger="村两委任职")
    book.holds("书记2", "Unit", "仙女社区", "支部书记(主任)", ledger="村两委任职")  # left on the day: vacant
    book.body("SelfGovernmentBody", "金山村委会", "村民委员会", "金山村")
    book.body("SelfGovernmentBody", "金山监委会", "村务监督委员会", "金山村")
    book.holds("书记1", "SelfGovernmentBody", "金山村委会", "负责人", ledger="自治组织")
    book.holds("书记1", "SelfGovernmentBody", "金山监委会", "负责人", ledger="自治组织")  # supervises himself
    book.contact_unit("领导1", "金山村", "领导包片")
    book.contact_unit("领导1", "桃店村", "领导包片", until=D)


def _grids(book: Book) -> None:
    for grid, kind, village in (
        ("综1", "综合网格", "金山村"),
        ("微1", "综合微网格", "金山村"),
        ("专1", "专属网格", "仙女社区"),
        ("微2", "综合微网格", "仙女社区"),
    ):
        book.grid(grid, village, kind=kind)
    book.edge(("PART_OF", "Grid", "Grid"), "微1", "综1")  # 微2 has no parent
    for household, grid in (("h1", "综1"), ("h2", "微1"), ("h3", "综1"), ("h3", "专1"), ("h5", "专1"), ("h7", "微1")):
        book.edge(("IN_GRID", "Household", "Grid"), household, grid)
    book.person("网格员1")
    for grid in ("综1", "微1"):  # one worker of two grids
        book.post("网格员1", grid, "专职网格员", "中共党员", ledger="网格")
    book.node("PartyOrganization", "综1网格党支部", kind="党支部")
    book.edge(("COVERS", "PartyOrganization", "Grid"), "综1网格党支部", "综1")


def _outside(book: Book) -> None:
    for branch in ("机关甲支部", "机关乙支部", "机关丙支部"):
        book.node("PartyOrganization", branch, kind="机关党支部")
    for branch, village in (("机关甲支部", "金山村"), ("机关甲支部", "仙女社区"), ("机关乙支部", "桃店村"), ("机关丙支部", "桃店村")):
        book.edge(("PAIRED_WITH", "PartyOrganization", "Unit"), branch, village, kind="支部联支部")
    book.edge(("PAIRED_WITH", "PartyOrganization", "Unit"), "机关丙支部", "金山村", kind="支部联支部", until=BEFORE)
    for bureau in ("财政局", "民政局"):
        book.body("Institution", bureau, "部门", "枝江市")
    book.body("MassOrganization", "联席会议", "党建联席会议", "枝江市")
    book.edge(("MEMBER_OF", "Institution", "MassOrganization"), "财政局", "联席会议", role="牵头", home=False)
    for person, bureau in (("职1", "财政局"), ("职2", "民政局")):
        book.node("Person", person, political="中共党员", sex="男", birth_year=1985, left_on=OPEN_UNTIL)
        book.edge(("EMPLOYED_BY", "Person", "Institution"), person, bureau)
    book.lives("职1", "h4")
    book.contact_unit("职1", "仙女社区", "双报到")
    book.contact_unit("职1", "金山村", "双报到")  # registered twice
    book.node("Cooperative", "k1", kind="专业合作社")
    book.body("SocialOrganization", "志愿队", "志愿服务队", "金山村")


def _events(book: Book) -> None:
    for id, household, day in (
        ("访1", "h1", D),
        ("访2", "h2", WINDOW),
        ("访3", "h3", WINDOW + dt.timedelta(1)),
        ("访4", "h4", OPEN_SINCE),
        ("访5", "h5", AFTER),
    ):
        book.event(id, "走访", day, about={"Household": household}, by={"Person": "书记1"})
    book.may("书记1", "h6", "走访", since=BEFORE)
    book.may("书记1", "h9", "走访", since=WINDOW)  # before the window: nothing is known of it
    for id, outcome, day in (("诉1", "已办结", BEFORE), ("诉2", "办理中", BEFORE), ("诉3", "已办结", AFTER)):
        book.event(id, "诉求", day, outcome=outcome, about={"Unit": "1组"})
    book.event("哨1", "吹哨", BEFORE, about={"Unit": "金山村"}, by={"Institution": "财政局"})
    for id, days, day in (("蹲1", 3, BEFORE), ("蹲2", 2, D - dt.timedelta(89)), ("蹲3", 9, D - dt.timedelta(90))):
        book.event(id, "蹲点", day, days=days, about={"Unit": "金山村"}, by={"Person": "领导1"})
    book.event("星1", "三星文明户", BEFORE, about={"Household": "h1", "Unit": "1湾"})
    book.event("约1", "帮扶协议", BEFORE, about={"Household": "h11"}, by={"Cooperative": "k1"})
    book.event("约2", "帮扶协议", BEFORE, about={"Household": "h11"}, by={"Institution": "财政局"})
    book.event("约3", "帮扶协议", BEFORE, until=D, about={"Household": "h3"}, by={"Cooperative": "k1"})  # has ended
    book.event("星2", "五星支部", BEFORE, about={"PartyOrganization": "金山村党支部"})
    book.event("证1", "实名认证", BEFORE, about={"Person": "女1", "Unit": "金山村"})
    book.event("宴1", "孝善饺子宴", BEFORE, about={"Unit": "金山村"})
    book.edge(("ATTENDED", "Unit", "Event"), "金山村", "宴1", heads=50)
