"""Names of organisations and grids that several have, and those that nobody has: what is told, and what is not made of them."""

from __future__ import annotations

import pytest

from tests.loaders.county import County

BANKS = "乡镇|村|单位名称|单位性质\n青石镇|白鹭村|农业银行|企业\n青石镇|柳溪社区|农业银行|企业"
ASKED = "请写全称或所在村（社区）"


@pytest.mark.parametrize(
    ("file", "table", "column", "edge"),
    [
        ("单位联村.csv", "村|联村单位|联村时间\n长坪村|农业银行|2023-01-01", "联村单位", ("PAIRED_WITH", "Institution", "Unit")),
        ("帮扶协议.csv", "村|户号|经营主体名称|签订日期\n长坪村|0401|农业银行|2023-01-01", "经营主体名称", ("BY", "Event", "Institution")),
        ("吹哨.csv", "村|吹哨事项|吹哨时间|应哨部门\n长坪村|违建|2024-03-05|农业银行", "应哨部门", ("BY", "Event", "Institution")),
        ("在职党员双报到.csv", "姓名|工作单位|报到社区\n钱一|农业银行|长坪村", "工作单位", ("EMPLOYED_BY", "Person", "Institution")),
        ("工作单位.csv", "姓名|工作单位|政治面貌\n钱一|农业银行|群众", "工作单位", ("EMPLOYED_BY", "Person", "Institution")),
    ],
)
def test_a_name_that_several_have_is_told_and_the_row_stays(county: County, file: str, table: str, column: str, edge: tuple[str, str, str]) -> None:
    county.csv("机构名册.csv", BANKS)
    county.csv(file, table)
    loaded = county.load()
    assert loaded.rows(file) == (1, 1, 0, 0, 0)
    assert loaded.problems(file) == [(2, column, "organization_unknown")] and ASKED in loaded.messages(file)
    assert not len(loaded.edges(*edge)) and len(loaded.nodes("Institution")) == 2


def test_of_two_partners_in_one_cell_the_one_that_fits_several_is_named(county: County) -> None:
    county.csv("机构名册.csv", BANKS)
    county.csv("单位联村.csv", "村|联村单位|联村时间\n长坪村|县水利局、农业银行|2023-01-01")
    loaded = county.load()
    assert list(loaded.edges("PAIRED_WITH", "Institution", "Unit")["start"]) == ["县水利局"]
    assert loaded.messages("单位联村.csv") == f"“农业银行”对不上，未建立结对关系。有几个同名，{ASKED}。"


def test_a_member_unit_or_body_that_several_fit_makes_no_further_one(county: County) -> None:
    county.csv("机构名册.csv", BANKS)
    county.csv("党组织.csv", "村|党组织名称|党组织类别\n白鹭村|红心大党委|大党委\n柳溪社区|红心大党委|大党委")
    county.csv(
        "成员单位.csv", "村|大党委名称|成员单位\n长坪村|长坪大党委|农业银行\n长坪村|红心大党委|县水利局\n白鹭村|红心大党委|农业银行\n长坪村|长坪大党委|县水利局"
    )
    loaded = county.load()
    edges = loaded.edges("MEMBER_OF", "Institution", "PartyOrganization")
    assert sorted(zip(edges["start"], edges["end"], strict=True)) == [("农业银行", "红心大党委"), ("县水利局", "长坪大党委")]
    assert loaded.problems("成员单位.csv") == [(2, "成员单位", "organization_unknown"), (3, "大党委名称", "organization_unknown")]
    assert loaded.rows("成员单位.csv") == (4, 4, 0, 0, 0)
    assert sorted(loaded.nodes("Institution")["name"]) == ["农业银行", "农业银行", "县水利局"]
    assert sorted(loaded.nodes("PartyOrganization")["name"]) == ["红心大党委", "红心大党委", "长坪大党委"]


def test_a_branch_that_an_award_names_may_fit_several(county: County) -> None:
    county.csv("党组织.csv", "村|党组织名称|党组织类别\n白鹭村|红心党支部|党支部\n柳溪社区|红心党支部|党支部")
    county.csv("五星支部评选.csv", "村|党支部名称|评定时间|星级\n长坪村|红心党支部|2024-01-01|五星\n长坪村|没有的党支部|2024-01-01|五星")
    loaded = county.load()
    assert ASKED in loaded.messages("五星支部评选.csv") and "须与组织花名册一致" in loaded.messages("五星支部评选.csv")


def test_the_sentence_of_a_grid_speaks_of_grids(county: County) -> None:
    county.csv(
        "网格台账.csv",
        "村|网格名称|网格长|上级网格\n白鹭村|第一网格|陈一|没有的网格\n柳溪社区|第一网格|陈二|\n柳溪村|第二网格|陈三|第一网格\n白鹭村|第三网格|陈四|第一网格",
    )
    county.csv("党组织.csv", "村|党组织名称|党组织类别|所在网格\n柳溪村|柳溪村党支部|党支部|第一网格、没有的网格\n白鹭村|白鹭村党支部|党支部|第一网格")
    loaded = county.load()
    unknown, several = "请核对名称，须与网格台账一致。", f"有几个同名，{ASKED}。"
    assert loaded.messages("网格台账.csv") == f"“没有的网格”对不上，未建立上级网格关系。{unknown} “第一网格”对不上，未建立上级网格关系。{several}"
    assert sorted(loaded.messages("党组织.csv").split(" ")) == sorted(
        [f"“第一网格”对不上，未建立所在网格关系。{several}", f"“没有的网格”对不上，未建立所在网格关系。{unknown}"]
    )
    assert list(loaded.edges("COVERS", "PartyOrganization", "Grid")["start"]) == ["白鹭村党支部"]


def test_the_sentence_names_the_ledger_that_a_name_must_match(county: County) -> None:
    county.csv("工会会员.csv", "村|姓名|所在工会小组\n柳溪村|钱一|没有的工会小组")
    assert county.load().messages("工会会员.csv") == "“没有的工会小组”对不上，未建立所属关系。请核对名称，须与群团组织台账一致。"


def test_the_first_day_of_founding_that_is_stated_counts(county: County) -> None:
    county.csv("a群团组织.csv", "乡镇|村|组织类别|组织名称\n青石镇|白鹭村|妇女联合会|白鹭村妇联")
    county.csv(
        "b群团组织.csv", "乡镇|村|组织类别|组织名称|成立时间\n青石镇|白鹭村|妇女联合会|白鹭村妇联|2030-01-01\n青石镇|白鹭村|妇女联合会|白鹭村妇联|2031-01-01"
    )
    loaded = county.load()
    nodes = loaded.nodes("MassOrganization")
    assert [(str(f), str(s)) for f, s in zip(nodes["founded"], nodes["since"], strict=True)] == [("2030-01-01", "2030-01-01")]
    assert [str(d) for d in loaded.edges("COVERS", "MassOrganization", "Unit")["since"]] == ["2030-01-01"]
