"""Grids, posts, visits, pairings, 联户 groups and buildings: who holds what, and what is not a contact."""

from __future__ import annotations

import pytest

from tests.loaders.county import LI, County, Loaded, day, id_number

WOMAN = id_number("19900909", 2)


def held(loaded: Loaded, label: str) -> list[tuple[str, str, str]]:
    frame = loaded.edges("HOLDS_POST", "Person", label)
    return sorted((str(e).rsplit("/", 1)[-1], p, s) for s, e, p in zip(frame["start"], frame["end"], frame.get("post", []), strict=True))


GRID_POSTS = [("第一网格", "专职网格员", "陈二"), ("第一网格", "兼职网格员", "陈三"), ("第一网格", "兼职网格员", "陈四"), ("第一网格", "网格长", "陈一")]


@pytest.mark.parametrize(
    "table",
    [
        "村|网格名称|网格长|专职网格员|兼职网格员|网格指导员|户数\n白鹭村|第一网格|陈一|陈二|陈三、陈四|无|3",
        "村|网格名称|网格长姓名|网格员|兼职网格员|户数\n白鹭村|第一网格|陈一|陈二|陈三；陈四|3户",
        "村|网格名称|岗位|姓名|户数\n白鹭村|第一网格|网格长|陈一|3\n白鹭村|同上|专职网格员|陈二|\n白鹭村|同上|兼职网格员|陈三|\n白鹭村|同上|兼职网格员|陈四|\n白鹭村|同上|网格指导员||",
    ],
    ids=["column per role", "other words", "row per role"],
)
def test_grids_state_the_same_posts_in_every_layout(county: County, table: str) -> None:
    """A row that states a role without a name is a vacancy, loaded without an edge."""
    county.csv("网格.csv", table)
    loaded = county.load()
    assert held(loaded, "Grid") == GRID_POSTS
    assert loaded.rows("网格.csv")[2:] == (0, 0, 0)
    assert list(loaded.nodes("Claim")["value"]) == [3]


def test_a_grid_has_the_households_that_the_register_puts_in_it(county: County) -> None:
    county.register("村|户号|户主姓名|姓名|与户主关系|所属网格\n白鹭村|1|张三|张三|户主|第一网格\n白鹭村|2|李四|李四|户主|")
    county.csv("网格.csv", "村|网格名称|网格长\n白鹭村|第一网格|陈一")
    assert list(county.load().edges("IN_GRID", "Household", "Grid")["start"]) == ["1"]


def test_posts_in_one_cell_are_split_and_the_head_word_is_carried(county: County) -> None:
    county.csv(
        "任职.csv",
        f"村|姓名|身份证号|职务|任职时间\n白鹭村|陈一|{WOMAN}|党支部纪检、组织委员|2021.05\n白鹭村|陈二||党支部书记、村委会主任|\n白鹭村|||文书|\n白鹭村||{WOMAN}|民兵连长|",
    )
    loaded = county.load()
    assert held(loaded, "Unit") == [
        ("白鹭村", "党支部书记", "陈二"),
        ("白鹭村", "党支部纪检委员", "陈一"),
        ("白鹭村", "党支部组织委员", "陈一"),
        ("白鹭村", "村委会主任", "陈二"),
    ]
    assert loaded.problems("任职.csv") == [(5, "姓名", "required_missing")]


def test_posts_use_the_words_of_the_settings(county: County) -> None:
    county.settings('[aliases.posts]\n"党支部书记" = "支部书记(主任)"\n"村委会主任" = "支部书记(主任)"')
    county.csv("任职.csv", "村|姓名|职务\n白鹭村|陈二|党支部书记、村委会主任")
    assert {p for _, p, _ in held(county.load(), "Unit")} == {"支部书记(主任)"}


# ---- what is not a contact ledger -------------------------------------------------------------------------------


def test_visits_are_events_about_a_household_by_a_person(county: County) -> None:
    county.csv(
        "走访.csv",
        "走访时间|走访人|村|户号|户主姓名|走访内容\n2024年3月5日|陈一|白鹭村|1002|李四|慰问\n2024-13-01|陈一|白鹭村||李四|慰问\n2024.4.1|陈二|白鹭村||张三|\n2024.4.1|陈二|白鹭村|8888||",
    )
    loaded = county.load()
    events = loaded.nodes("Event")
    assert list(zip(events["kind"], events["date"], events["outcome"], strict=True)) == [
        ("走访", day("2024-03-05"), "慰问"),
        ("走访", day("0001-01-01"), "慰问"),
    ]
    assert list(loaded.edges("ABOUT", "Event", "Household")["end"]) == ["1002", "1002"]
    assert list(loaded.edges("BY", "Event", "Person")["end"]) == ["陈一", "陈一"]
    assert loaded.candidates() == [("走访", "陈二", "1001"), ("走访", "陈二", "1003")]
    assert loaded.contacts() == []
    assert loaded.rows("走访.csv") == (4, 2, 2, 0, 0)
    assert loaded.delivered("走访") == ["白鹭村"]


def test_pairings_join_an_outside_branch_to_a_village(county: County) -> None:
    county.csv(
        "结对.csv",
        "机关党支部|村|结对时间|解除时间|联络员|联系电话\n县水利局机关党支部|白鹭村|2020-01-01|2023年6月|陈一|13900000001\n县水利局机关党支部|柳溪村|2023-07-01||陈一|\n|柳溪村|2023-07-01|||",
    )
    loaded = county.load()
    pairs = loaded.edges("PAIRED_WITH", "PartyOrganization", "Unit")
    assert list(zip(pairs["start"], pairs["end"], pairs["until"], strict=True)) == [
        ("县水利局机关党支部", "云溪县/青石镇/白鹭村", day("2023-07-01")),
        ("县水利局机关党支部", "云溪县/青石镇/柳溪村", day("9999-12-31")),
    ]
    assert loaded.problems("结对.csv") == [(4, "机关党支部", "required_missing")]
    assert loaded.delivered("支部联支部") == ["柳溪村", "白鹭村"]


def test_a_reception_register_is_no_contact_ledger(county: County) -> None:
    county.xlsx(
        "接待登记表.xlsx",
        {"好邻居接待登记": "村|来访人姓名|联系电话|来访时间|来访事由|接待人员|户主姓名|好邻居\n白鹭村|李四|13900000001|2024-01-01|修路|陈一|李四|陈一"},
    )
    loaded = county.load()
    assert loaded.contacts() == [] and loaded.ledger("接待登记表.xlsx", "好邻居接待登记") == "接待"


def test_groups_without_a_household_list_contact_a_unit_and_claim_a_number(county: County) -> None:
    county.csv("联户.csv", "村|所属区域|所属网格|分组编号|分组名称|户数|联户长|联户长证件号码\n白鹭村|一组|第一网格|L01|东湾组|12|陈一|" + LI)
    loaded = county.load()
    contacts = loaded.edges("CONTACTS", "Person", "Unit")
    assert list(zip(contacts["mechanism"], contacts["start"], contacts["end"], contacts["part"], strict=True)) == [
        ("联户长", "陈一", "云溪县/青石镇/白鹭村/一组", "L01")
    ]
    assert list(loaded.nodes("Claim")[["measure", "value", "part"]].itertuples(index=False, name=None)) == [("联户户数", 12, "L01")]
    assert loaded.delivered("联户长") == ["白鹭村"]


def test_heads_of_buildings_contact_the_building(county: County) -> None:
    county.csv("楼栋长.csv", "社区|小区名称|楼栋名称|楼栋户数|楼栋长姓名|手机号码\n柳溪社区|和谐小区|1栋|24|陈一|13900000001")
    loaded = county.load()
    assert list(loaded.edges("CONTACTS", "Person", "Unit")["end"]) == ["云溪县/青石镇/柳溪社区/和谐小区/1栋"]


def test_the_typed_number_of_a_group_is_a_claim_of_its_contact(county: County) -> None:
    """户数 of a 联户 group stands beside its households; one claim per contact and group."""
    county.xlsx(
        "联户长.xlsx", "村|分组编号|联户长|户数|户号\n白鹭村|L1|陈一|5|1001\n||||1002", {"Sheet1": [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3)]}
    )
    loaded = county.load()
    assert list(loaded.nodes("Claim")[["measure", "value", "subject", "part"]].itertuples(index=False, name=None)) == [("联户户数", 5, "陈一", "L1")]
    assert list(loaded.edges("CLAIMED_FOR", "Claim", "Person")["end"]) == ["陈一"]


def test_a_table_of_figures_is_claims(county: County) -> None:
    county.csv("数字.csv", "村|指标|数值\n白鹭村|总户数|约 120\n白鹭村|志愿者|30余人")
    claims = county.load().nodes("Claim")
    assert sorted(claims[["measure", "value", "qualifier"]].itertuples(index=False, name=None)) == [("志愿者", 30, "余"), ("总户数", 120, "约")]
