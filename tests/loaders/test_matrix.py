"""Matrices of office-holders: a person per row, or a unit per row."""

from __future__ import annotations

from tests.loaders.county import County
from tests.loaders.test_posts import held

FORM = "姓名|支部信息|政治面貌|党委书记|党委副书记|纪委书记|工会主席|党委委员|支部书记|支部副书记|组织委员|纪检委员|宣传委员|青年委员|生产委员"
PARTY = "乡镇|村|党组织类别|党组织名称|上级党组织名称\n青石镇|白鹭村|党支部|白鹭村党支部|\n青石镇|柳溪村|党支部|柳溪村党支部|"


def test_a_person_per_row_holds_the_posts_marked(county: County) -> None:
    county.csv("党组织.csv", PARTY)
    county.csv(
        "任职.csv", f"{FORM}\n陈一|白鹭村党支部|中共党员|||||是|||是|||||\n陈二|柳溪村党支部|中共党员||||||√||否|||√|\n陈三|没有的支部|党员||||||是|||||||"
    )
    loaded = county.load()
    assert held(loaded) == [
        ("青石镇/柳溪村", "支部书记", "陈二", "村两委任职"),
        ("青石镇/柳溪村", "青年委员", "陈二", "村两委任职"),
        ("青石镇/白鹭村", "党委委员", "陈一", "村两委任职"),
        ("青石镇/白鹭村", "组织委员", "陈一", "村两委任职"),
    ]
    assert loaded.rows("任职.csv") == (3, 2, 1, 0, 0)


def test_a_unit_per_row_names_the_holders_of_each_post(county: County) -> None:
    county.csv(
        "村干部.csv", "序号|村|党支部书记|村委会主任|文书|民兵连长|后备干部\n1|白鹭村|陈一|陈一|陈二|无|陈三、陈四；陈五(女)\n2|柳溪村|陈六|陈七\\n|√||空缺"
    )
    loaded = county.load()
    assert held(loaded) == [
        ("青石镇/柳溪村", "党支部书记", "陈六", "村两委任职"),
        ("青石镇/柳溪村", "村委会主任", "陈七", "村两委任职"),
        ("青石镇/白鹭村", "党支部书记", "陈一", "村两委任职"),
        ("青石镇/白鹭村", "后备干部", "陈三", "村两委任职"),
        ("青石镇/白鹭村", "后备干部", "陈五", "村两委任职"),
        ("青石镇/白鹭村", "后备干部", "陈四", "村两委任职"),
        ("青石镇/白鹭村", "文书", "陈二", "村两委任职"),
        ("青石镇/白鹭村", "村委会主任", "陈一", "村两委任职"),
    ]
    assert len(loaded.nodes("Person").query("name == '陈一'")) == 1
    assert loaded.rows("村干部.csv") == (2, 2, 0, 0, 0)


def test_three_kinds_of_helpers_side_by_side_are_a_delivery_of_their_ledger(county: County) -> None:
    county.csv("指导员.csv", "村|共同缔造指导员|项目建设辅导员|群众工作联络员\n白鹭村|陈一|陈二|")
    loaded = county.load()
    assert held(loaded) == [("青石镇/白鹭村", "共同缔造指导员", "陈一", "共同缔造"), ("青石镇/白鹭村", "项目建设辅导员", "陈二", "共同缔造")]
    assert loaded.delivered("共同缔造") == ["白鹭村"]


def test_several_persons_may_lead_one_body(county: County) -> None:
    county.csv("自治组织.csv", "村|组织类别|组织名称|负责人\n白鹭村|村民委员会|白鹭村村委会|陈一、陈二")
    frame = county.load().edges("HOLDS_POST", "Person", "SelfGovernmentBody")
    assert sorted(frame["start"]) == ["陈一", "陈二"] and set(frame["ledger"]) == {"自治组织"}
