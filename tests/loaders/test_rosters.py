"""Rosters of members: listed at the village always, a member where the organisation is stated; teams are made."""

from __future__ import annotations

import pytest

from tests.loaders.county import ZHANG, County, Loaded, id_number

WOMAN = id_number("19900909", 2)
MASS = """
村|村民小组|湾落|组织类别|组织名称|上级组织|负责人
白鹭村|||妇联|白鹭村妇联||陈一
白鹭村|一组||妇女小组|白鹭村一组妇女小组|白鹭村妇联|
白鹭村|一组|东湾|妇女微家|东湾妇女微家|白鹭村一组妇女小组|陈二
白鹭村|||工会联合会|白鹭村工会联合会||
白鹭村|一组||工会分会|一组工会分会|白鹭村工会联合会|
白鹭村|一组|东湾|湾落工会小组|东湾工会小组|一组工会分会|
白鹭村|||团支部|白鹭村团支部|没有的团委|
柳溪村|||团支部|柳溪村团支部||
"""


def listed(loaded: Loaded) -> list[tuple[str, str, str]]:
    frame = loaded.edges("LISTED_IN", "Person", "Unit")
    return sorted((r, s, str(e).rsplit("/", 1)[-1]) for r, s, e in zip(frame.get("roster", []), frame["start"], frame["end"], strict=True))


def members(loaded: Loaded, label: str) -> list[tuple[str, str, str, bool]]:
    frame = loaded.edges("MEMBER_OF", "Person", label)
    return sorted((s, e, r, bool(h)) for s, e, r, h in zip(frame["start"], frame["end"], frame.get("role", []), frame.get("home", []), strict=True))


def test_bodies_of_a_group_and_a_bay_stand_there_under_those_above(county: County) -> None:
    county.csv("群团组织.csv", MASS)
    loaded = county.load()
    assert ("一组", "妇女小组", "白鹭村一组妇女小组") in loaded.bodies("MassOrganization")
    assert ("东湾", "妇女微家", "东湾妇女微家") in loaded.bodies("MassOrganization")
    under = loaded.edges("UNDER", "MassOrganization", "MassOrganization")
    assert sorted(zip(under["start"], under["end"], strict=True)) == [
        ("一组工会分会", "白鹭村工会联合会"),
        ("东湾妇女微家", "白鹭村一组妇女小组"),
        ("东湾工会小组", "一组工会分会"),
        ("白鹭村一组妇女小组", "白鹭村妇联"),
    ]
    assert loaded.problems("群团组织.csv") == [(8, "上级组织", "organization_unknown")]


def test_a_name_tells_the_group_where_no_column_does(county: County) -> None:
    county.csv("群团组织.csv", "村|组织类别|组织名称\n白鹭村|妇女小组|白鹭村一组妇女小组\n白鹭村|妇女微家|白鹭村西湾妇女微家\n白鹭村|团支部|白鹭村团支部")
    assert [(u, k) for u, k, _ in county.load().bodies("MassOrganization")] == [("一组", "妇女小组"), ("白鹭村", "团支部"), ("西湾", "妇女微家")]


@pytest.mark.parametrize(
    ("file", "table", "roster"),
    [
        ("工会会员名册.csv", "村|姓名|身份证号|所在工会小组|入会时间\n白鹭村|张三|{0}|东湾工会小组|2020.1\n白鹭村|李六||没有的小组|", "工会会员"),
        (
            "名册.csv",
            "村|姓名|身份证号|入团时间|发展编号|所在团支部\n白鹭村|张三|{0}|2019.5|201942011234|白鹭村团支部\n白鹭村|李六|||201942011235|没有的小组",
            "团员",
        ),
        ("妇女微家成员.csv", "村|姓名|身份证号|所属微家\n白鹭村|张三|{0}|东湾妇女微家\n白鹭村|李六||没有的小组", "妇女"),
        ("群团成员.csv", "村|姓名|身份证号|群团类别|所在组织\n白鹭村|张三|{0}|妇联|东湾妇女微家\n白鹭村|李六||妇联|没有的小组", "妇女"),
    ],
    ids=["union", "league", "women", "mixed"],
)
def test_members_are_listed_and_belong_to_the_organisation_that_is_stated(county: County, file: str, table: str, roster: str) -> None:
    county.csv("群团组织.csv", MASS)
    county.csv(file, table.format(ZHANG))
    loaded = county.load()
    assert listed(loaded) == [(roster, "张三", "白鹭村"), (roster, "李六", "白鹭村")]
    assert [m[0] for m in members(loaded, "MassOrganization")] == ["张三"]
    assert [(r, c) for r, _, c in loaded.problems(file)] == [(3, "organization_unknown")]
    assert loaded.rows(file) == (2, 2, 0, 0, 0)
    assert loaded.delivered("群团成员") == ["白鹭村"]
    residents = loaded.edges("LIVES_IN", "Person", "Household")
    assert set(loaded.edges("LISTED_IN", "Person", "Unit")["from"]) & set(residents["from"])


def test_a_choir_and_a_group_purchase_are_no_league(county: County) -> None:
    county.csv("合唱团.csv", "村|姓名|身份证号|入团时间|声部\n白鹭村|张三||2020|高音")
    county.csv("团购.csv", "村|姓名|联系电话|入团时间|团购商品\n白鹭村|张三||2020|大米")
    assert listed(county.load()) == []


def test_a_team_that_no_ledger_states_is_made(county: County) -> None:
    county.csv(
        "治理队伍成员.csv",
        f"村|村民小组|队伍名称|姓名|身份证号|类别\n白鹭村|一组|东湾治理队|张三|{ZHANG}|治理队伍\n白鹭村|一组|东湾治理队|陈二|{WOMAN}|治理队伍\n柳溪村||先锋队|陈三||青年突击队\n柳溪村|||陈四||",
    )
    loaded = county.load()
    assert loaded.bodies("SocialOrganization") == [("一组", "治理队伍", "东湾治理队")]
    assert loaded.bodies("MassOrganization") == [("柳溪村", "青年突击队", "先锋队")]
    assert members(loaded, "SocialOrganization") == [("张三", "东湾治理队", "成员", True), ("陈二", "东湾治理队", "成员", True)]
    assert listed(loaded) == [("治理队伍", "张三", "白鹭村"), ("治理队伍", "陈二", "白鹭村"), ("青年突击队", "陈三", "柳溪村")]
    assert loaded.problems("治理队伍成员.csv") == [(5, "队伍名称", "required_missing")]
    assert loaded.delivered("队伍成员") == ["柳溪村", "白鹭村"]


def test_volunteers_of_a_stated_team_belong_to_it(county: County) -> None:
    county.csv("社会组织.csv", "村|社会组织类型|社会组织名称\n白鹭村|志愿服务队|白鹭村志愿服务队")
    county.csv("志愿服务队名册.csv", "村|志愿服务队|志愿者姓名|职务\n白鹭村|白鹭村志愿服务队|陈一|队长")
    loaded = county.load()
    assert len(loaded.nodes("SocialOrganization")) == 1
    assert members(loaded, "SocialOrganization") == [("陈一", "白鹭村志愿服务队", "队长", True)]


def test_party_members_are_listed_also_without_a_branch(county: County) -> None:
    county.csv("党组织.csv", "乡镇|村|党组织类别|党组织名称\n青石镇|白鹭村|党支部|白鹭村党支部\n青石镇|白鹭村|综合党支部|白鹭综合党支部")
    county.csv(
        "党员.csv",
        f"村|党员姓名|身份证号|所在党支部|入党时间\n白鹭村|陈一|{ZHANG}|白鹭村党支部|2001\n白鹭村|陈一|{ZHANG}|白鹭综合党支部|2001\n白鹭村|陈二||没有的党支部|2001",
    )
    loaded = county.load()
    assert listed(loaded) == [("党员", "陈一", "白鹭村"), ("党员", "陈一", "白鹭村"), ("党员", "陈二", "白鹭村")]
    assert members(loaded, "PartyOrganization") == [("陈一", "白鹭村党支部", "党员", True), ("陈一", "白鹭综合党支部", "党员", False)]


def test_a_second_column_is_a_membership_beside_the_own(county: County) -> None:
    county.csv("党组织.csv", "乡镇|村|党组织类别|党组织名称\n青石镇|白鹭村|党支部|白鹭村党支部\n青石镇|柳溪社区|综合党支部|和谐综合党支部")
    county.csv("党员.csv", "村|党员姓名|所在党支部|综合党支部|入党时间\n白鹭村|陈一|白鹭村党支部|和谐综合党支部|2001\n白鹭村|陈二|白鹭村党支部||2001")
    loaded = county.load()
    assert [m for m in members(loaded, "PartyOrganization") if m[0] == "陈一"] == [
        ("陈一", "和谐综合党支部", "党员", False),
        ("陈一", "白鹭村党支部", "党员", True),
    ]
    assert listed(loaded) == [("党员", "陈一", "白鹭村"), ("党员", "陈二", "白鹭村")]
