"""Organisations and places: kind per row or one column per kind; party organisations, members, cooperatives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.loaders.county import LI, ZHANG, County, Range

MASS = [("柳溪村", "妇女联合会"), ("白鹭村", "团支部"), ("白鹭村", "妇女联合会")]
LEADERS = ["陈一", "陈二"]
Layout = Callable[[County], None]
LAYOUTS: dict[str, Layout] = {}


def text(name: str, table: str, file: str = "群团组织.csv") -> None:
    LAYOUTS[name] = lambda county: county.csv(file, table)


def book(name: str, sheets: dict[str, str] | str, merged: dict[str, list[Range]] | None = None) -> None:
    LAYOUTS[name] = lambda county: county.xlsx("群团组织.xlsx", sheets, merged)


text("kind per row", "村|组织类别|组织名称|负责人\n白鹭村|团支部|白鹭村团支部|陈一\n白鹭村|妇联|白鹭村妇联|陈二\n柳溪村|妇女联合会|柳溪村妇联|")
text("kind per row, no name", "村|组织类别|负责人\n白鹭村|团支部|陈一\n白鹭村|妇联|陈二\n柳溪村|妇联|")
text("matrix of leaders", "序号|村|团支部|妇联|工会\n1|白鹭村|陈一|陈二|无\n2|柳溪村||√|否")
text("matrix of leaders, posts in the header", "村|团支部书记|妇联主席|工会主席\n白鹭村|陈一|陈二|\n柳溪村||有|")
book(
    "matrix, two levels",
    "白鹭片群团组织一览表|||||\n村|团支部||妇联||工会\n|负责人|电话|负责人|电话|\n白鹭村|陈一|13900000001|陈二||×\n柳溪村|/||是||0",
    {"Sheet1": [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 2, 5)]},
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_states_the_same_mass_organisations(county: County, layout: str) -> None:
    LAYOUTS[layout](county)
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("MassOrganization")] == MASS
    assert sorted(loaded.edges("HOLDS_POST", "Person", "MassOrganization")["start"]) == LEADERS
    assert loaded.delivered("群团组织") == ["柳溪村", "白鹭村"]


def test_a_matrix_of_marks_states_bodies_without_leaders(county: County) -> None:
    county.csv("群团.csv", "村|团支部|妇联|商会\n白鹭村|是|有|否\n柳溪村|√||1")
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("MassOrganization")] == [
        ("柳溪村", "商会分会"),
        ("柳溪村", "团支部"),
        ("白鹭村", "团支部"),
        ("白鹭村", "妇女联合会"),
    ]
    assert loaded.rows("群团.csv") == (2, 2, 0, 0, 0)


@pytest.mark.parametrize(
    "table",
    [
        "村|阵地类别|阵地名称\n白鹭村|矛盾纠纷调解室|调解室\n白鹭村|群众接待窗口|窗口",
        "村|综治网格中心工作室|矛盾纠纷调解室|社会心理服务室|群众接待窗口\n白鹭村|无|有||有",
    ],
)
def test_three_rooms_and_a_window_are_places_and_a_delivery_of_their_list(county: County, table: str) -> None:
    county.csv("三室一窗.csv", table)
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("Place")] == [("白鹭村", "矛盾纠纷调解室"), ("白鹭村", "群众接待窗口")]
    assert loaded.delivered("三室一窗") == ["白鹭村"]


@pytest.mark.parametrize(
    "table",
    ["村|组织类别|组织名称|负责人\n白鹭村|红白理事会|红白理事会|陈一\n白鹭村|道德评议会|评议会|", "村|村规民约|红白理事会|道德评议会\n白鹭村|无|陈一|有"],
)
def test_a_list_of_the_settings_is_read_in_both_forms(county: County, table: str) -> None:
    county.settings('[lists]\n"一约七会" = ["村规民约", "红白理事会", "道德评议会"]')
    county.csv("台账.csv", table)
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("SelfGovernmentBody")] == [("白鹭村", "红白理事会"), ("白鹭村", "道德评议会")]
    assert loaded.delivered("一约七会") == ["白鹭村"]


def test_the_committees_of_a_village_are_self_government_and_party(county: County) -> None:
    county.csv("三委.csv", "村|党支部|村委会|村务监督委员会\n白鹭村|陈一|陈二|有")
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("SelfGovernmentBody")] == [("白鹭村", "村务监督委员会"), ("白鹭村", "村民委员会")]
    assert [(u, k) for u, k, _ in loaded.bodies("PartyOrganization")] == [("白鹭村", "党支部")]


def test_an_invalid_credit_code_does_not_lose_the_organisation(county: County) -> None:
    county.csv(
        "社会组织.csv",
        "村|社会组织名称|统一社会信用代码|登记或备案\n白鹭村|锣鼓队|51990121000000001A|登记\n白鹭村|合唱队||备案\n白鹭村|真|91350100M000100Y43|登记",
    )
    loaded = county.load()
    assert len(loaded.bodies("SocialOrganization")) == 3
    assert loaded.problems("社会组织.csv") == [(2, "统一社会信用代码", "uscc_invalid")]


def test_a_list_of_unknown_kinds_under_no_title_is_not_guessed(county: County) -> None:
    county.xlsx("表.xlsx", {"一": "村|类别|名称|负责人\n白鹭村|甲|某会|陈一\n白鹭村|乙|某队|陈二"})
    loaded = county.load()
    assert loaded.bodies("SelfGovernmentBody") == loaded.bodies("MassOrganization") == []
    assert [c for _, _, c in loaded.problems("表.xlsx")] == ["header_unrecognised"]


# ---- party ------------------------------------------------------------------------------------------------------

PARTY = """
乡镇|村|党组织类别|党组织名称|党组织代码|上级党组织名称|负责人
青石镇||党委|中共青石镇委员会|001||陈一
青石镇|白鹭村|党总支|中共白鹭村总支部委员会|002|中共青石镇委员会|陈二
青石镇|白鹭村|党小组|白鹭村一组党小组|003|中共白鹭村总支部委员会|
青石镇|柳溪村|党支部|中共柳溪村支部委员会|004|没有的党委|
"""


def test_a_towns_own_committee_is_placed_at_the_town_and_a_group_by_its_name(county: County) -> None:
    county.csv("党组织.csv", PARTY)
    loaded = county.load()
    assert [(u, k) for u, k, _ in loaded.bodies("PartyOrganization")] == [("一组", "党小组"), ("柳溪村", "党支部"), ("白鹭村", "党总支"), ("青石镇", "党委")]


def test_an_unknown_parent_is_told_and_loses_the_edge_only(county: County) -> None:
    county.csv("党组织.csv", PARTY)
    loaded = county.load()
    under = loaded.edges("UNDER", "PartyOrganization", "PartyOrganization")
    assert sorted(zip(under["start"], under["end"], strict=True)) == [
        ("中共白鹭村总支部委员会", "中共青石镇委员会"),
        ("白鹭村一组党小组", "中共白鹭村总支部委员会"),
    ]
    assert loaded.problems("党组织.csv") == [(5, "上级党组织名称", "organization_unknown")]


def test_party_sheets_of_a_national_form_are_one_set_of_organisations(county: County) -> None:
    """支部名称 … in one sheet, 书记与上级党组织 in another: the hierarchy arrives by name, nothing is doubled."""
    county.xlsx(
        "党组织信息采集.xlsx",
        {
            "党组织信息采集": "支部名称|党组织代码|建立党组织时间|党组织类别|上级党组织名称|党组织联络人|联络人电话\n"
            "中共青石镇委员会|001|2010年|街道社区|||\n中共白鹭村支部委员会|002|2011年|农村|||",
            "书记与上级党组织": "组织名称|上级党组织|书记|手机号\n中共白鹭村支部委员会|中共青石镇委员会|陈二|13900000001",
        },
    )
    loaded = county.load()
    assert loaded.bodies("PartyOrganization") == [("白鹭村", "党支部", "中共白鹭村支部委员会"), ("青石镇", "党委", "中共青石镇委员会")]
    assert list(loaded.edges("UNDER", "PartyOrganization", "PartyOrganization")["start"]) == ["中共白鹭村支部委员会"]


def test_a_member_whose_organisation_is_not_found_is_a_person_without_membership(county: County) -> None:
    county.csv("党组织.csv", PARTY)
    county.csv("党员.csv", f"村|党员姓名|身份证号|入党时间|所在党支部\n白鹭村|张三|{ZHANG}|1990.07|白鹭村一组党小组\n白鹭村|李四|{LI}|1991-07-01|没有的支部")
    loaded = county.load()
    assert list(loaded.edges("MEMBER_OF", "Person", "PartyOrganization")["start"]) == ["张三"]
    assert loaded.rows("党员.csv") == (2, 2, 0, 0, 0)
    assert loaded.problems("党员.csv") == [(3, "所在党支部", "organization_unknown")]


# ---- cooperatives -----------------------------------------------------------------------------------------------


def test_cooperatives_are_told_apart_by_code_else_by_name(county: County) -> None:
    county.csv(
        "合作社.csv",
        "合作社名称|统一社会信用代码|村|户主姓名|户号|入社时间\n白鹭种植专业合作社||白鹭村|李四|1002|2020-01\n白鹭村股份经济合作社||白鹭村|李四|1002|\n白鹭种植专业合作社||白鹭村|张三||",
    )
    loaded = county.load()
    assert loaded.bodies("Cooperative") == [("白鹭村", "专业合作社", "白鹭种植专业合作社"), ("白鹭村", "股份经济合作社", "白鹭村股份经济合作社")]
    member = loaded.edges("MEMBER_OF", "Household", "Cooperative")
    assert sorted(zip(member["start"], member["end"], strict=True)) == [("1002", "白鹭村股份经济合作社"), ("1002", "白鹭种植专业合作社")]
    may = loaded.edges("MAY_CONTACT", "Cooperative", "Household")
    assert sorted(may["end"]) == ["1001", "1003"]
