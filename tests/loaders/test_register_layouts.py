"""One small register in the layouts in which towns keep it: every layout states the same households and persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.loaders.county import LI, ZHANG, County, Range, id_number

SON = id_number("19850505", 3)
PERSONS = {"张三": "张三", "张小三": "张三", "李四": "李四"}
"""Person → head of the household; 张小三 is the son of 张三, both in 白鹭村一组."""
Layout = Callable[[County], None]
LAYOUTS: dict[str, Layout] = {}


def text(name: str, table: str) -> None:
    LAYOUTS[name] = lambda county: county.csv("户籍.csv", table)


def book(name: str, sheets: dict[str, str] | str, merged: dict[str, list[Range]] | None = None) -> None:
    def write(county: County) -> None:
        county.without("户籍.csv")
        county.xlsx("户籍人口.xlsx", sheets, merged)

    LAYOUTS[name] = write


text(
    "plain",
    f"村|小组|户号|户主姓名|姓名|与户主关系|公民身份号码\n白鹭村|一组|1|张三|张三|户主|{ZHANG}\n白鹭村|一组|1|张三|张小三|子|{SON}\n白鹭村|一组|2|李四|李四|户主|{LI}",
)
text("without the head's name", "村|小组|户号|姓名|与户主关系\n白鹭村|一组|1|张三|户主\n白鹭村|一组|1|张小三|长子\n白鹭村|一组|2|李四|本人(户主)")
text("is-head column, words", "村|小组|户号|姓名|是否户主\n白鹭村|一组|1|张三|是\n白鹭村|一组|1|张小三|否\n白鹭村|一组|2|李四|是")
text("is-head column, 1 is yes", "村|小组|户号|姓名|户主标志\n白鹭村|一组|1|张三|1\n白鹭村|一组|1|张小三|0\n白鹭村|一组|2|李四|1")
text("is-head column, 0 is yes", "村|小组|户号|姓名|户主标志\n白鹭村|一组|1|张三|0\n白鹭村|一组|1|张小三|1\n白鹭村|一组|2|李四|0")
text("without relation", "村|小组|户号|户主姓名|姓名\n白鹭村|一组|1|张三|张三\n白鹭村|一组|1|张三|张小三\n白鹭村|一组|2|李四|李四")
text(
    "GB/T 31000 names, without 户号",
    f"公民身份号码|姓名|曾用名|性别|出生日期|民族|婚姻状况|政治面貌|学历|户籍地|户籍门（楼）详址|现住地|现住门（楼）详址|人户一致标识|户主公民身份号码|户主姓名|与户主关系|户主联系方式|村|小组\n"
    f"{ZHANG}|张三||男|19500101|汉族|已婚|群众|初中|云溪县||云溪县|1号|01|{ZHANG}|张三|户主|13900000001|白鹭村|一组\n"
    f"{SON}|张小三||男|19850505|汉族|未婚|群众|大学|云溪县||云溪县|1号|01|{ZHANG}|张三|子|13900000001|白鹭村|一组\n"
    f"{LI}|李四||男|19600101|汉族|已婚|群众|高中|云溪县||云溪县|2号|01|{LI}|李四|户主|13900000002|白鹭村|一组",
)
book(
    "merged 户号 and 户主",
    "村|小组|户号|户主姓名|姓名|与户主关系\n白鹭村|一组|1|张三|张三|户主\n||||张小三|子\n||2|李四|李四|户主",
    {"Sheet1": [(1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 2, 2), (1, 3, 2, 3)]},
)
text("merged 户号 and 户主, flattened", "村|小组|户号|户主姓名|姓名|与户主关系\n白鹭村|一组|1|张三|张三|户主\n||||张小三|子\n白鹭村|一组|2|李四|李四|户主")
text("everything merged, flattened", "乡镇|村|小组|户号|户主姓名|姓名|与户主关系\n青石镇|白鹭村|一组|1|张三|张三|户主\n|||||张小三|子\n|||2|李四|李四|户主")
book(
    "户主（与户主关系） over two columns",
    "白鹭村一组人口登记表||||\n户编号|户主（与户主关系）||性别|备注\n1|张三|户主|男|\n|张小三|子|男|\n2|李四|户主|男|",
    {"Sheet1": [(0, 0, 0, 4), (1, 1, 1, 2), (2, 0, 3, 0)]},
)
text(
    "户主（与户主关系） over two columns, flattened",
    "所在村组|户编号|户主（与户主关系）||性别\n白鹭村一组|1|张三|户主|男\n白鹭村一组|1|张小三|子|男\n白鹭村一组|2|李四|户主|男",
)
book(
    "two levels, merged",
    "序号|村|小组|户信息||人员信息|\n|||户号|户主姓名|姓名|与户主关系\n1|白鹭村|一组|1|张三|张三|户主\n2|白鹭村|一组|1|张三|张小三|子\n3|白鹭村|一组|2|李四|李四|户主",
    {"Sheet1": [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4), (0, 5, 0, 6)]},
)
text(
    "two levels, flattened",
    "序号|村|小组|户主信息||成员|\n|||户号|姓名|姓名|与户主关系\n1|白鹭村|一组|1|张三|张三|户主\n2|白鹭村|一组|1|张三|张小三|子\n3|白鹭村|一组|2|李四|李四|户主",
)
book(
    "a sheet per village, groups as sections",
    {"白鹭村": "户号|姓名|与户主关系|备注\n一组|||\n1|张三|户主|\n1|张小三|子|\n2|李四|户主|"},
    {"白鹭村": [(1, 0, 1, 3)]},
)
text(
    "whole addresses in one cell",
    "户号|姓名|与户主关系|家庭住址\n1|张三|户主|云溪县青石镇白鹭村一组1号\n1|张小三|子|云溪县青石镇白鹭村一组1号\n2|李四|户主|青石镇白鹭村一组2号",
)
text(
    "by relation words of an app", "所属户|姓名*|身份证号|与户主关系|所在村组\n1|张三||户主|白鹭村一组\n1|张小三||儿子|白鹭村一组\n2|李四||户主本人|白鹭村一组"
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_states_the_same_register(county: County, layout: str) -> None:
    LAYOUTS[layout](county)
    loaded = county.load()
    file = "户籍.csv" if (county.folder / "户籍.csv").exists() else "户籍人口.xlsx"
    assert loaded.problems(file, infos=False) == []
    lives = loaded.edges("LIVES_IN", "Person", "Household")
    heads = dict(zip(loaded.nodes("Household")["id"], loaded.nodes("Household")["head"], strict=True))
    assert dict(zip(lives["start"], lives["to"].map(heads), strict=True)) == PERSONS
    assert sorted(lives.loc[lives["is_head"], "start"]) == ["张三", "李四"]
    part = loaded.edges("PART_OF", "Household", "Unit")
    assert set(part["end"]) == {"云溪县/青石镇/白鹭村/一组"}


def test_one_row_per_household_is_a_register_too(county: County) -> None:
    county.register("村|小组|户号|户主姓名|人数|家庭住址\n白鹭村|一组|1|张三|3|1号\n白鹭村|一组|2|李四|2|2号")
    assert county.load().households() == [("1", "张三", True), ("2", "李四", True)]


@pytest.mark.parametrize("title", ["脱贫人口名单", "留守人员登记表", "低保户花名册", "走访登记表"])
def test_a_list_of_only_some_people_is_no_register(county: County, title: str) -> None:
    """A wrong reading is worse than none: such a list would add households of its own numbering."""
    before = county.load().households()
    county.xlsx("名单.xlsx", {title: "村|户号|户主姓名|姓名|与户主关系\n白鹭村|9|马九|马九|户主"})
    loaded = county.load()
    assert loaded.households() == before
    assert [c for _, _, c in loaded.problems("名单.xlsx")] == ["header_unrecognised"]


def test_settings_may_say_that_it_is_the_register_all_the_same(county: County) -> None:
    county.xlsx("名单.xlsx", {"低保": "村|户号|户主姓名|姓名|与户主关系\n白鹭村|9|马九|马九|户主"})
    county.settings('[[sheets]]\nfile = "名单.xlsx"\nledger = "户籍人口"')
    assert ("9", "马九", True) in county.load().households()
