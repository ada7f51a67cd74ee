"""Posts at every level: who holds what where, in which ledger, also where no column says the post."""

from __future__ import annotations

import pytest

from loaders.ledgers.post_words import place_and_post, split_posts
from tests.loaders.county import County, Loaded


def held(loaded: Loaded) -> list[tuple[str, str, str, str]]:
    """(unit, post, person, ledger), sorted."""
    frame = loaded.edges("HOLDS_POST", "Person", "Unit")
    columns = [frame.get(c, []) for c in ("post", "start", "ledger")]
    return sorted((str(e).split("/", 1)[-1], p, s, d) for e, p, s, d in zip(frame["end"], *columns, strict=True))


HEADS = [
    ("青石镇/柳溪社区/和谐小区", "组长", "陈三", "小组长"),
    ("青石镇/白鹭村/一组", "组长", "陈一", "小组长"),
    ("青石镇/白鹭村/二组", "组长", "陈二", "小组长"),
]


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("小组长.csv", "村|组别|姓名|职务\n白鹭村|一组|陈一|组长\n白鹭村|第二村民小组|陈二|村民小组长\n柳溪社区|和谐小区|陈三|小组长"),
        ("村民小组长名册.csv", "村|组别|姓名|联系电话\n白鹭村|一组|陈一|13900000001\n白鹭村|2组|陈二|\n柳溪社区|和谐小区|陈三|"),
        ("名册.csv", "村|组别|小组长姓名|性别\n白鹭村|一组|陈一|男\n白鹭村|2组|陈二|女\n柳溪社区|和谐小区|陈三|男"),
        ("台账.csv", "村|村民小组|姓名|担任职务\n白鹭村||陈一|一组组长\n白鹭村||陈二|第二村民小组组长\n柳溪社区|和谐小区|陈三|居民小组长"),
    ],
    ids=["column", "title", "header of the names", "group in the post"],
)
def test_heads_of_groups_stand_at_their_group(county: County, file: str, table: str) -> None:
    county.csv(file, table)
    loaded = county.load()
    assert held(loaded) == HEADS
    assert loaded.delivered("小组长") == ["柳溪社区", "白鹭村"]


def test_a_title_that_tells_the_post_needs_no_column(county: County) -> None:
    county.xlsx(
        "驻村.xlsx", {"第一书记": "云溪县驻村第一书记名册||||\n序号|姓名|派出单位|派驻村|乡镇\n1|陈一|县水利局|白鹭村|青石镇\n2|陈二|县农业局|长坪村|南河乡"}
    )
    loaded = county.load()
    assert held(loaded) == [("南河乡/长坪村", "第一书记", "陈二", "驻村帮扶"), ("青石镇/白鹭村", "第一书记", "陈一", "驻村帮扶")]


def test_a_title_with_several_posts_asks_for_a_column(county: County) -> None:
    county.csv("第一书记和共同缔造指导员名册.csv", "村|姓名\n白鹭村|陈一")
    loaded = county.load()
    assert held(loaded) == [] and loaded.rows("第一书记和共同缔造指导员名册.csv") == (1, 0, 1, 0, 0)


def test_persons_who_are_sent_stand_where_they_are_sent_to(county: County) -> None:
    county.csv(
        "选派干部台账.csv",
        "县|乡镇|村|姓名|选派类型|派出单位\n云溪县|青石镇|柳溪社区|陈一|社区治理顾问|县委\n云溪县|青石镇||陈二|挂职|县委\n云溪县|||陈三|社会工作者|民政局",
    )
    county.csv("共同缔造.csv", "村|姓名|人员类别\n白鹭村|陈四|指导员\n白鹭村|陈五|群众联络员")
    loaded = county.load()
    assert held(loaded) == [
        ("云溪县", "社工", "陈三", "选派干部"),
        ("青石镇", "挂职干部", "陈二", "选派干部"),
        ("青石镇/柳溪社区", "治理顾问", "陈一", "选派干部"),
        ("青石镇/白鹭村", "共同缔造指导员", "陈四", "共同缔造"),
        ("青石镇/白鹭村", "群众工作联络员", "陈五", "共同缔造"),
    ]
    frame = loaded.edges("DELIVERED_FOR", "Delivery", "Unit")
    assert sorted(frame.loc[frame["start"] == "选派干部", "end"]) == ["云溪县", "云溪县/青石镇", "云溪县/青石镇/柳溪社区"]


def test_a_committee_member_stands_at_the_village_also_where_a_group_is_named(county: County) -> None:
    county.csv("村两委.csv", "村|所在小组|姓名|职务|专兼职\n白鹭村|一组|陈一|党支部书记兼村委会主任|专职\n白鹭村|西湾|陈二|湾长|")
    loaded = county.load()
    assert held(loaded) == [
        ("青石镇/白鹭村", "党支部书记", "陈一", "村两委任职"),
        ("青石镇/白鹭村", "村委会主任", "陈一", "村两委任职"),
        ("青石镇/白鹭村/一组/西湾", "湾长", "陈二", "村两委任职"),
    ]
    assert set(loaded.edges("HOLDS_POST", "Person", "Unit")["duty"]) == {"专职", ""}


def test_an_ordinary_list_of_persons_is_no_ledger_of_posts(county: County) -> None:
    county.csv("联系方式.csv", "村|姓名|联系电话\n白鹭村|陈一|13900000001")
    county.csv("走访组长.csv", "村|走访组长|走访时间\n白鹭村|陈一|2024-01-01")
    assert held(county.load()) == []


@pytest.mark.parametrize(
    ("cell", "posts"),
    [
        ("党支部纪检、组织委员", ["党支部纪检委员", "党支部组织委员"]),
        ("党支部书记兼村委会主任", ["党支部书记", "村委会主任"]),
        ("兼职网格员", ["兼职网格员"]),
        ("村主任；文书\n会计", ["村主任", "文书", "会计"]),
    ],
)
def test_posts_of_one_cell(cell: str, posts: list[str]) -> None:
    assert split_posts(cell) == posts


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("一组组长", ("一组", "组长")),
        ("第二村民小组组长", ("第二组", "组长")),
        ("3组副组长", ("3组", "副组长")),
        ("东湾湾长", ("东湾", "湾长")),
        ("村民小组长", ("", "村民小组长")),
        ("党小组组长", ("", "党小组组长")),
        ("驻村工作组长", ("", "驻村工作组长")),
    ],
)
def test_a_post_may_name_its_group(said: str, expected: tuple[str, str]) -> None:
    assert place_and_post(said) == expected
