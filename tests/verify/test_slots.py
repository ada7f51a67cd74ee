"""presence, breadth, staffing and share: slots, lines and posts of units, grids and bodies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.builder import AFTER, BEFORE, Book, D
from tests.verify.conftest import Asked
from tests.verify.given import check, figures

PARTY = {"name": "党组织", "kinds": ["党委", "党总支", "党支部"]}


def test_a_slot_is_filled_by_any_alternative_and_known_only_where_delivered(book: Book, asked: Asked) -> None:
    book.person("p1")
    book.contact("p1", "h1", "党员中心户")
    book.body("PartyOrganization", "组", "党小组", "1组")
    slots = [{"name": "中心户(党小组)", "kinds": ["党小组"], "mechanisms": ["党员中心户"]}]
    assert asked("C4.presence", "湾落组织", level=5, slots=slots) == (1, 0, 1)  # nobody delivered: unknown, though it is there
    assert asked("C4.presence", level=5, slots=slots) == (1, 1, 0)
    book.delivered("湾落组织", "金山村")
    assert asked("C4.presence", "湾落组织", level=5, slots=slots) == (1, 1, 0)
    assert asked("C4.presence", "湾落组织", level=[4, 5], slots=slots) == (3, 2, 1)  # 和园小区 has delivered nothing
    book.body("PartyOrganization", "镇的", "党小组", "仙女镇")
    assert asked("C4.presence", level=2, slots=slots) == (2, 1, 0)  # 仙女镇: a body of its own, and contacts inside
    assert asked("C4.presence", level=1, slots=[{"name": "组", "kinds": ["党小组"]}]) == (1, 0, 0)  # what lies below is not at the county


def test_below_and_depth_and_number(book: Book, asked: Asked) -> None:
    for number, unit in enumerate(("1组", "1湾", "仙女社区")):
        book.body("PartyOrganization", f"b{number}", "党小组", unit)
    slot = {"name": "组级", "kinds": ["党小组"]}
    assert asked("H2.presence", level=3, slots=[slot]).met == 1
    assert asked("H2.presence", level=3, slots=[{**slot, "below": True}]) == (3, 2, 0)  # the virtual community is none
    assert asked("H2.presence", level=3, slots=[{**slot, "below": True, "depth": 4}]).met == 1
    assert asked("H2.presence", level=3, units=["村"], slots=[{**slot, "below": True}]) == (2, 1, 0)
    assert asked("H2.presence", level=3, slots=[{**slot, "below": True, "least": 2}]).met == 1
    assert asked("H2.presence", level=2, slots=[{**slot, "below": True, "least": 3}]).met == 1


@pytest.mark.parametrize(("labels", "met"), [({}, 1), ({"labels": ["社会组织"]}, 1), ({"labels": ["社会组织", "群团组织"]}, 2)])
def test_labels_of_kinds(book: Book, asked: Asked, labels: dict[str, object], met: int) -> None:
    """Without labels a kind is a party, self-government or mass organisation or a place."""
    book.body("MassOrganization", "一队", "志愿服务队", "金山村")
    book.body("SocialOrganization", "二队", "志愿服务队", "仙女社区")
    assert asked("D12.presence", level=3, slots=[{"name": "队", "kinds": ["志愿服务队"], **labels}]) == (3, met, 0)


def test_labels_alone_and_ended_and_twice(book: Book, asked: Asked) -> None:
    book.body("SelfGovernmentBody", "a", "随便", "金山村", until=D)
    book.body("SelfGovernmentBody", "b", "随便", "桃店村", since=AFTER)
    book.body("SelfGovernmentBody", "c", "随便", "仙女社区", since=D)
    book.edge(("COVERS", "SelfGovernmentBody", "Unit"), "c", "仙女社区")
    slot = {"name": "自治组织", "labels": ["自治组织"]}
    assert asked("C12.presence", level=3, slots=[slot]) == (3, 1, 0)
    assert asked("C12.presence", level=3, slots=[{**slot, "least": 2}]).met == 0


@pytest.mark.parametrize(("scope", "unknown"), [("村社区", 2), ("镇街", 1), ("县", 0), ("单元", 2)])
def test_who_must_have_delivered(book: Book, asked: Asked, scope: str, unknown: int) -> None:
    book.delivered("组团帮扶", "金山村")
    slots = [{"name": "组团帮扶", "pairs": ["组团帮扶"]}]
    assert asked("G9.presence", "组团帮扶", level=3, scope=scope, slots=slots) == (3, 0, unknown)


@pytest.mark.parametrize(
    ("at", "scope", "unknown"), [("仙女镇", "村社区", 3), ("仙女镇", "镇街", 1), ("枝江市", "镇街", 3), ("枝江市", "县", 0), ("仙女镇", "单元", 3)]
)
def test_a_row_placed_above_the_villages_delivers_for_that_unit(book: Book, asked: Asked, at: str, scope: str, unknown: int) -> None:
    book.delivered("社工", at)
    slots = [{"name": "社工", "posts": ["社工"]}]
    assert asked("E5.presence", "社工", level=3, scope=scope, slots=slots).unknown == unknown
    assert asked("E5.presence", "社工", level=1, slots=slots).unknown == 0
    assert asked("E5.presence", "社工", level=2, slots=slots).unknown == (1 if at == "仙女镇" else 2)


def test_a_group_delivers_with_its_village_but_not_itself(book: Book, asked: Asked) -> None:
    book.delivered("小组长", "金山村")
    slots = [{"name": "组长", "posts": ["组长"]}]
    assert asked("C2.presence", "小组长", level=4, slots=slots) == (2, 0, 1)
    assert asked("C2.presence", "小组长", level=4, scope="单元", slots=slots) == (2, 0, 2)


def test_posts_pairs_grids_children_and_lists_of_units(book: Book, tmp_path: Path, asked: Asked) -> None:
    book.person("p1")
    book.person("gone", left_on=D)
    book.holds("p1", "Unit", "1组", "组长")
    book.holds("gone", "Unit", "和园小区", "组长")
    assert asked("C3.presence", level=4, slots=[{"name": "组长", "posts": ["组长"]}]) == (2, 1, 0)
    book.grid("w1", "金山村")
    book.edge(("IN_GRID", "Household", "Grid"), "h3", "w1")
    book.edge(("IN_GRID", "Household", "Grid"), "h8", "w1")
    slot = [{"name": "网格", "grids": ["网格"]}]
    assert asked("F1.presence", level=3, slots=slot) == (3, 1, 0)  # by the grid's own village
    assert asked("F1.presence", level=4, slots=slot) == (2, 1, 0)  # by the households of the group
    assert asked("F1.presence", level=5, slots=slot) == (1, 0, 0)
    assert asked("A1.presence", level=4, slots=[{"name": "湾落", "units": ["湾落", "楼栋"]}]) == (2, 1, 0)
    book.body("Place", "窗口", "窗口", "金山村")
    assert figures(book, tmp_path, check("F11.presence", level=3, list="三室一窗"), lists={"三室一窗": ("窗口", "调解室")}) == (6, 1, 0)


def test_social_organisations_by_the_kind_of_village(book: Book, asked: Asked) -> None:
    for number, unit in enumerate(("1湾", "金山村", "仙女社区")):
        book.body("SocialOrganization", f"s{number}", "公益慈善类", unit)
    assert asked("E1.presence", level=3, social={"村": 2, "社区": 1}) == (3, 2, 0)  # 桃店村 counts as 村
    assert asked("E1.presence", "社会组织", level=3, social={"村": 2, "社区": 1}) == (3, 0, 3)


def test_slots_of_grids(book: Book, asked: Asked) -> None:
    book.grid("w1", "金山村")
    book.grid("w2", "仙女社区")
    book.node("PartyOrganization", "格支部", kind="党支部")
    book.edge(("COVERS", "PartyOrganization", "Grid"), "格支部", "w1")
    slots = [{"name": "网格党支部", "kinds": ["党支部"]}]
    assert asked("B6.presence", population="网格", slots=slots) == (2, 1, 0)
    book.delivered("党组织", "仙女社区")
    assert asked("B6.presence", "党组织", population="网格", slots=slots) == (2, 0, 1)


def test_lines_across(book: Book, asked: Asked) -> None:
    """Each line asks ledgers of its own; what is there is met though nobody delivered it."""
    book.person("p1")
    book.body("PartyOrganization", "支部", "党支部", "金山村")
    book.node("Cooperative", "社", kind="专业合作社")
    book.member("h1", "社")
    book.contact("p1", "h9")
    book.delivered("两代表一委员", "仙女社区")
    lines = [
        {**PARTY, "ledgers": ["党组织"]},
        {"name": "合作社", "cooperatives": ["专业合作社"], "ledgers": ["合作社成员"]},
        {"name": "联系", "mechanisms": ["联户长", "党代表"], "ledgers": ["联户长", "两代表一委员"]},
    ]
    # 金山村: party and cooperative met, contact unknown; 仙女社区: unknown, unknown, gap; 桃店村: unknown, unknown, met
    assert asked("H3.breadth", level=3, lines=lines) == (9, 3, 5)


def test_posts_of_grids(book: Book, asked: Asked) -> None:
    book.grid("w1", "金山村")
    book.grid("w2", "仙女社区")
    book.person("p1")
    book.person("gone", left_on=BEFORE)
    book.post("p1", "w1", "网格长")
    book.post("p1", "w1", "网格长", "群众")  # the same post stated twice
    book.post("p1", "w1", "专职网格员", until=D)
    book.post("gone", "w2", "网格长")
    assert asked("F3.staffing", posts=["网格长", "专职网格员"]) == (4, 1, 0)
    assert asked("F3.staffing", "网格", posts=["网格长", "专职网格员"]) == (4, 1, 3)
    assert asked("F3.staffing", posts=["网格长", "专职网格员"], any=True) == (2, 1, 0)


def test_posts_by_kind_of_village_and_number(book: Book, asked: Asked) -> None:
    held = [("金山村", "书记", "村两委任职"), ("金山村", "书记", "村两委任职"), ("金山村", "委员", "驻村帮扶")]
    held += [("桃店村", "委员", "村两委任职"), ("仙女社区", "物业主任", "村两委任职")]
    for number, (unit, post, ledger) in enumerate(held):
        book.holds(book.person(f"p{number}"), "Unit", unit, post, ledger=ledger)
    book.holds("p0", "Unit", "金山村", "委员", ledger="村两委任职")
    said = {"population": "单元", "level": 3}
    assert asked("C14.staffing", posts={"村": ["书记", "委员"], "社区": ["书记", "委员", "物业主任"]}, **said) == (7, 4, 0)
    assert asked("C14.staffing.员额", least={"村": 2, "社区": 2}, ledgers=["村两委任职"], **said) == (3, 1, 0)
    assert asked("C14.staffing.员额", least={"村": 3}, ledgers=["村两委任职"], **said) == (2, 0, 0)
    assert asked("C14.staffing.员额", least=3, posts=["书记", "委员"], **said) == (3, 1, 0)


def test_two_different_heads_of_a_bay(book: Book, asked: Asked) -> None:
    book.person("p1")
    book.person("p2")
    book.holds("p1", "Unit", "1湾", "湾长")
    book.contact("p1", "h1")
    said = {"population": "单元", "level": 5, "least": 2, "posts": ["湾长"], "mechanisms": ["联户长"]}
    assert asked("C5.staffing", **said) == (1, 0, 0)  # one person in two offices
    book.contact("p2", "h2")
    assert asked("C5.staffing", **said) == (1, 1, 0)


def test_members_and_roles_and_heads_of_bodies(book: Book, asked: Asked) -> None:
    book.body("SocialOrganization", "队", "治理队伍", "和园小区")
    for id in ("p1", "p2"):
        book.belongs(book.person(id), "SocialOrganization", "队", role="队员")
    book.belongs("p2", "SocialOrganization", "队", role="队长")
    said = {"population": "组织", "bodies": ["治理队伍"], "labels": ["社会组织"]}
    assert asked("C9.staffing", least=2, **said) == (1, 1, 0)
    assert asked("C9.staffing", least=3, **said) == (1, 0, 0)
    assert asked("C9.staffing", least=2, population="组织", bodies=["治理队伍"]) == (0, 0, 0)
    assert asked("E9.staffing", roles=["队长", "党委"], **said) == (2, 1, 0)
    book.holds("p1", "SocialOrganization", "队", "负责人")
    assert asked("D3.staffing", posts=["负责人"], **said) == (1, 1, 0)
    assert asked("D3.staffing", posts=["负责人", "书记"], **said) == (2, 1, 0)


def test_share_of_posts(book: Book, asked: Asked) -> None:
    """Filled posts by what their rows, or their holders, say; nothing said is unknown."""
    book.grid("w1", "金山村")
    said = {"p1": ("中共党员", "本科", 1990), "p2": ("群众", "", 1950), "p3": ("", "高中", 0)}
    for id, (political, education, year) in said.items():
        book.node("Person", id, education=education, birth_year=year)
        book.post(id, "w1", "专职网格员", political)
        book.holds(id, "Unit", "金山村", "支部书记(主任)")
    book.post("p3", "w1", "专职网格员")
    book.post("p2", "w1", "专职网格员", "中共党员", until=D)
    assert asked("F1.share", posts=["专职网格员"], political=["中共党员"]) == (3, 1, 1)
    assert asked("F1.share", posts=["专职网格员"], education=["本科", "大专"]) == (3, 1, 1)
    assert asked("B14.share", posts=["支部书记(主任)"], ages=[18, 59]) == (3, 1, 1)


def test_share_of_units_households_and_bodies(book: Book, asked: Asked) -> None:
    assert asked("A6.share", population="单元", level=3, code=True) == (3, 3, 0)
    assert asked("A6.share", population="单元", level=[3, 4], code=True) == (5, 3, 0)
    assert asked("A6.share.城乡", population="单元", level=3, urban_rural=True) == (3, 0, 0)
    book.event("e1", "三星文明户", BEFORE, about={"Household": "h1"})
    book.event("e2", "三星文明户", AFTER, about={"Household": "h2"})
    assert asked("E11.share", population="户", events=["三星文明户"]) == (8, 1, 0)
    for id, kind in {"1组党小组": "党小组", "湾理事会": "理事会", "妇女小组": "", "村委会": "村民委员会"}.items():
        book.body("SelfGovernmentBody", id, kind, "金山村")
    assert asked("H8.share", population="组织", ambiguous=["小组", "理事会"], kind_stated=True) == (3, 1, 0)
