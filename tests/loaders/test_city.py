"""A 地级市 over several counties: its units, and rows whose town or village another county has too."""

from __future__ import annotations

import pytest

from tests.loaders.county import County

CITY = 'county = "990100000000"\ncounty_name = "云江市"\n'
UNITS = """
县(市、区)|乡镇|村(社区)|区划代码|村民小组
云溪县|青石镇|白鹭村|990121100201|一组
云溪县|青石镇|石桥村|990121100202|一组
云溪县|南河乡|长坪村|990121200201|一组
东湖区|青石镇|石桥村|990122100201|一组
东湖区|青石镇|湖滨社区|990122100001|和谐小区
"""
REGISTER = """
县区|乡镇|村|组|户号|户主姓名|姓名|与户主关系
云溪县|青石镇|白鹭村|一组|1001|张三|张三|户主
云溪县|青石镇|石桥村|一组|1002|李四|李四|户主
东湖区|青石镇|石桥村|一组|1002|王五|王五|户主
东湖区|青石镇|湖滨社区|和谐小区|1003|赵六|赵六|户主
"""


@pytest.fixture
def city(county: County) -> County:
    (county.folder / "daohu.toml").write_text(CITY, encoding="utf-8")
    county.units(UNITS)
    county.register(REGISTER)
    return county


def paths(county: County) -> list[tuple[int, str]]:
    nodes = county.load().nodes("Unit")
    return [(int(level), str(path)) for level, path in zip(nodes["level"], nodes["path"], strict=True) if level < 3]


def test_a_city_stands_above_its_counties(city: County) -> None:
    assert paths(city) == [(0, "云江市"), (1, "云溪县"), (2, "云溪县/青石镇"), (2, "云溪县/南河乡"), (1, "东湖区"), (2, "东湖区/青石镇")]
    loaded = city.load()
    upward = loaded.edges("PART_OF", "Unit", "Unit")
    assert ("云溪县", "云江市") in set(zip(upward["start"], upward["end"], strict=True))
    assert loaded.nodes("Unit").iloc[0]["id"] == "990100000000" and loaded.nodes("Unit").iloc[0]["kind"] == "地级市"


def test_households_find_their_county(city: County) -> None:
    loaded = city.load()
    lives = loaded.edges("PART_OF", "Household", "Unit")
    assert sorted(zip(loaded.nodes("Household")["head"], lives["end"], strict=True)) == [
        ("张三", "云溪县/青石镇/白鹭村/一组"),
        ("李四", "云溪县/青石镇/石桥村/一组"),
        ("王五", "东湖区/青石镇/石桥村/一组"),
        ("赵六", "东湖区/青石镇/湖滨社区/和谐小区"),
    ]


def test_without_a_county_two_fits_are_ambiguous(city: County) -> None:
    city.csv("好邻居.csv", "乡镇|村|好邻居姓名|户号\n青石镇|石桥村|陈一|1002\n青石镇|白鹭村|陈二|1001\n|湖滨社区|陈三|1003\n")
    loaded = city.load()
    assert loaded.problems("好邻居.csv") == [(2, "村", "unit_ambiguous")]
    assert loaded.contacts() == [("好邻居", "陈三", "1003"), ("好邻居", "陈二", "1001")]
    assert "云溪县/青石镇/石桥村、东湖区/青石镇/石桥村" in loaded.messages("好邻居.csv")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("好邻居.csv", "县(市、区)|乡镇|村|好邻居姓名|户号\n东湖区|青石镇|石桥村|陈一|1002"),
        ("好邻居.csv", "县(市、区)|乡镇|村|好邻居姓名|户号\n云江市东湖区|青石镇|石桥村|陈一|1002"),
        ("东湖区_好邻居.csv", "乡镇|村|好邻居姓名|户号\n青石镇|石桥村|陈一|1002"),
        ("好邻居.csv", "东湖区好邻居联系台账||\n村|好邻居姓名|户号\n石桥村|陈一|1002"),
        ("好邻居.csv", "所属村组|好邻居姓名|户号\n云江市东湖区青石镇石桥村一组|陈一|1002"),
        ("好邻居.csv", "所在村组|好邻居姓名|户号\n东湖区石桥村一组|陈一|1002"),
    ],
)
def test_the_county_may_stand_in_the_row_or_around_it(city: County, name: str, table: str) -> None:
    city.csv(name, table)
    loaded = city.load()
    reached = loaded.edges("CONTACTS", "Person", "Household")
    heads = dict(zip(loaded.nodes("Household")["id"], loaded.nodes("Household")["head"], strict=True))
    assert [heads[h] for h in reached["to"]] == ["王五"], loaded.messages(name)


def test_an_unknown_county_is_told(city: County) -> None:
    city.csv("好邻居.csv", "县区|乡镇|村|好邻居姓名|户号\n西山区|青石镇|石桥村|陈一|1002\n云溪县|青石镇|湖滨社区|陈一|1003\n")
    loaded = city.load()
    assert [code for _, _, code in loaded.problems("好邻居.csv")] == ["unit_unknown", "unit_unknown"] and "西山区" in loaded.messages("好邻居.csv")


def test_rosters_of_counties_may_come_apart(county: County) -> None:
    (county.folder / "daohu.toml").write_text(CITY, encoding="utf-8")
    county.without("单元.csv")
    county.csv("云溪县_村组湾落名册.csv", "乡镇|村(社区)|村民小组\n青石镇|白鹭村|一组\n青石镇|石桥村|一组\n南河乡|长坪村|一组")
    county.csv("东湖区_村组湾落名册.csv", "东湖区村组湾落名册||\n乡镇|村(社区)|村民小组\n青石镇|石桥村|一组\n青石镇|湖滨社区|和谐小区")
    county.register(REGISTER)
    assert sorted(paths(county)) == [(0, "云江市"), (1, "东湖区"), (1, "云溪县"), (2, "东湖区/青石镇"), (2, "云溪县/南河乡"), (2, "云溪县/青石镇")]
    assert county.load().rows("户籍.csv")[1:3] == (4, 0)


def test_a_division_list_of_a_city(county: County) -> None:
    (county.folder / "daohu.toml").write_text(CITY, encoding="utf-8")
    county.units(
        "code|name|level|parent_code\n990000000000|某省|1|\n990100000000|云江地区|2|990000000000\n990121000000|云溪县|3|990100000000\n990122000000|东湖区|3|990100000000\n"
        "990121100000|青石镇|4|990121000000\n990122100000|青石镇|4|990122000000\n990121100201|白鹭村|5|990121100000\n990121100202|石桥村|5|990121100000\n"
        "990122100201|石桥村|5|990122100000\n990122100001|湖滨社区|5|990122100000\n990200000000|别市|2|990000000000"
    )
    county.register(REGISTER)
    assert paths(county) == [(0, "云江市"), (1, "云溪县"), (1, "东湖区"), (2, "云溪县/青石镇"), (2, "东湖区/青石镇")]
    assert county.load().rows("户籍.csv")[1:3] == (4, 0)


def test_a_single_county_has_no_city_above_it(county: County) -> None:
    assert [(level, path) for level, path in paths(county) if level < 2] == [(1, "云溪县")]


def test_several_counties_without_settings_get_a_city(city: County) -> None:
    (city.folder / "daohu.toml").write_text("", encoding="utf-8")
    assert paths(city)[:2] == [(0, "本市"), (1, "云溪县")]
