"""Rows that name former units are placed in those that took them over, and nothing is merged by it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.loaders.county import County, Loaded
from tests.units_over_time.conftest import HEADER, TABLE, UNITS


def placed(loaded: Loaded) -> dict[str, str]:
    """Household id → path of the lowest unit it lies in."""
    frame = loaded.edges("PART_OF", "Household", "Unit")
    return dict(zip(frame["from"], frame["end"], strict=True))


def test_households_of_former_villages_stand_in_those_of_now(reformed: County) -> None:
    loaded = reformed.load()
    assert loaded.rows("撤村并居对照表.csv") == (5, 5, 0, 0, 0)
    assert loaded.rows("户籍.csv") == (8, 8, 0, 0, 0)
    new, white = "云溪县/青石镇/新桥村", "云溪县/青石镇/白鹭村"
    assert placed(loaded) == {
        "990121100210#990121100203/0001": f"{new}/石桥村一组",  # 0001 is in both former villages: both keep their mark
        "990121100210#0002": f"{new}/石桥村二组",  # the unit ledger calls the group so
        "990121100210#990121100202/0001": f"{new}/柳溪村一组",
        "990121100210#0003": f"{new}/柳溪村一组",
        "990121100201#0001": f"{white}/一组",  # the village that took others over keeps its own as they were
        "990121100201#990121200201/0001": f"{white}/石桥村一组",
        "990121100011#0401": "云溪县/青石镇/长坪社区/一组",  # one to one: its group is its group
    }
    shared = [(r, c) for r, _, c in loaded.problems("户籍.csv") if c == "household_code_shared"]
    assert [r for r, _ in shared] == [2, 5, 8]
    assert "石桥村、柳溪村" in loaded.messages("户籍.csv")
    assert loaded.delivered("户籍人口") == ["新桥村", "白鹭村", "长坪社区"]


def test_the_table_of_the_edition(reformed: County) -> None:
    table = reformed.load().contents.tables["successions"].to_pylist()
    assert table[0] == {
        "old_code": "990121100203", "old_path": "云溪县/青石镇/石桥村", "level": 3, "old_group": "", "new_id": "990121100210", "kind": "合并",
        "day": dt.date(2024, 3, 1), "source": "撤村并居对照表.csv#!2",
    }  # fmt: skip
    assert [(r["old_path"], r["level"]) for r in table][3:] == [("云溪县/南河乡/长坪村", 3), ("云溪县/南河乡", 2)]


CONTACTS = """
乡镇|村(社区)|好邻居|户号|户主
{rows}
"""


def contacts(county: County, *rows: str) -> Loaded:
    county.csv("好邻居台账.csv", CONTACTS.format(rows="\n".join(rows)))
    return county.load()


def reached(loaded: Loaded) -> list[tuple[str, str]]:
    frame = loaded.edges("CONTACTS", "Person", "Household")
    return sorted(zip(frame["start"], frame["to"], strict=True))


def test_contacts_by_former_and_new_names(reformed: County) -> None:
    loaded = contacts(
        reformed,
        "青石镇|石桥村|赵一|0001|",  # the 0001 of that former village
        "青石镇|柳溪村|赵二|0001|",
        "|柳溪村委会|赵三||孙七",  # without a town, another suffix
        "青石镇|新桥村|赵四|0002|",  # by the name of now
        "南河乡|长坪村|赵五|0401|",
        "青石镇|白鹭村|赵六|0001|",  # its own 0001, not that of 南河乡石桥村
        "青石镇|新桥村|赵七|0001|",  # two former villages have it
    )
    assert reached(loaded) == [
        ("赵一", "990121100210#990121100203/0001"),
        ("赵三", "990121100210#0003"),
        ("赵二", "990121100210#990121100202/0001"),
        ("赵五", "990121100011#0401"),
        ("赵六", "990121100201#0001"),
        ("赵四", "990121100210#0002"),
    ]
    assert loaded.problems("好邻居台账.csv", infos=False) == [(8, "户号", "household_ambiguous")]
    assert len(loaded.edges("MAY_CONTACT", "Person", "Household")) == 2


def test_equal_rows_of_two_former_villages_are_no_duplicates(reformed: County) -> None:
    loaded = contacts(reformed, "青石镇|石桥村|赵一|0001|", "青石镇|柳溪村|赵一|0001|")
    assert loaded.rows("好邻居台账.csv") == (2, 2, 0, 0, 0)
    assert len(set(loaded.edges("CONTACTS", "Person", "Household")["from"])) == 2  # two namesakes of two villages


def test_a_name_that_two_former_villages_had_needs_its_town(reformed: County) -> None:
    loaded = contacts(reformed, "|石桥村|赵一|0001|", "南河乡|石桥村|赵二|0001|")
    assert loaded.problems("好邻居台账.csv") == [(2, "村(社区)", "unit_ambiguous")]
    assert reached(loaded) == [("赵二", "990121100201#990121200201/0001")]


@pytest.mark.parametrize("file", ["南河乡好邻居.csv", "长坪村好邻居.csv"])
def test_a_file_or_an_address_names_the_former_unit(reformed: County, file: str) -> None:
    reformed.csv(file, "好邻居|户号|村组\n赵五|0401|南河乡长坪村一组")
    assert reached(reformed.load()) == [("赵五", "990121100011#0401")]


def test_a_row_by_the_former_code_alone(reformed: County) -> None:
    reformed.csv("好邻居台账.csv", "行政区划代码|好邻居|户号\n990121100202|赵一|0003\n990121200000|赵二|0003")
    loaded = reformed.load()
    assert reached(loaded) == [("赵一", "990121100210#0003")]
    assert [p[0] for p in loaded.problems("好邻居台账.csv")] == [3]  # a town is no village


def test_a_register_by_the_names_of_now_is_the_same_households(reformed: County) -> None:
    reformed.csv("户籍新.csv", f"{HEADER}\n青石镇|新桥村||0002|王五|王五|户主\n青石镇|新桥村||0001|张三|张三|户主\n青石镇|新桥村||0003|冯十|冯十|户主")
    ids = set(placed(reformed.load()))
    assert {i for i in ids if i.startswith("990121100210#")} == {
        "990121100210#0002",  # the same head
        "990121100210#990121100203/0001",
        "990121100210#990121100202/0001",  # 张三 of 柳溪村: the same head
        "990121100210#0003",
        "990121100210#990121100202/0003",  # 孙七 and 冯十 are two households
    }


def test_a_living_unit_of_that_name_wins_and_it_is_said(reformed: County) -> None:
    """石桥村 of 青石镇 was merged, and the name was given to another village."""
    reformed.units(UNITS + "青石镇|石桥村|990121100222|一组|\n")
    loaded = contacts(reformed, "青石镇|柳溪村|赵二|0001|", "青石镇|石桥村|赵一|0001|")
    assert (2, "原村(社区)", "unit_name_reused") in loaded.problems("撤村并居对照表.csv")
    assert "云溪县/青石镇/石桥村" in loaded.messages("撤村并居对照表.csv")
    assert "990121100222#0001" in placed(loaded)
    assert ("赵一", "990121100222#0001") in reached(loaded)


def test_name_and_former_code_together_mean_the_former_unit(reformed: County) -> None:
    reformed.units(UNITS + "青石镇|石桥村|990121100222|一组|\n")
    reformed.register("区划代码|" + HEADER + "\n990121100203|青石镇|石桥村|一组|0001|李四|李四|户主\n|青石镇|石桥村|一组|0009|何一|何一|户主")
    assert set(placed(reformed.load())) == {"990121100210#0001", "990121100222#0009"}


def test_a_reused_code_belongs_to_the_living_unit(reformed: County) -> None:
    """The code of the former 长坪村 is 长坪社区's neighbour's now."""
    reformed.units(UNITS + "青石镇|红岩村|990121200202|一组|\n")
    reformed.register("乡镇|村(社区)|区划代码|户号|户主姓名|姓名|与户主关系\n||990121200202|2|乙二|乙二|户主\n南河乡|长坪村|990121200202|1|甲一|甲一|户主")
    loaded = reformed.load()
    assert set(placed(loaded)) == {"990121100011#1", "990121200202#2"}
    assert (5, "原代码", "unit_name_reused") in loaded.problems("撤村并居对照表.csv")
    assert loaded.problems("户籍.csv") == []


def test_a_split_village_is_ambiguous_unless_its_group_tells(reformed: County) -> None:
    reformed.csv(
        "撤村并居对照表.csv",
        f"{TABLE}青石镇|大坝村|990121100205|青石镇|新桥村、长坪社区||拆分|2024-03-01\n"
        "青石镇|高山村||青石镇|白鹭村||拆分|\n青石镇|高山村||青石镇|长坪社区||拆分|\n",
    )
    reformed.register(
        f"{HEADER}\n青石镇|大坝村|一组|1|甲一|甲一|户主\n青石镇|高山村|二组|2|乙二|乙二|户主\n青石镇|高山村|八组|3|丙三|丙三|户主\n青石镇|白鹭村||4|丁四|丁四|户主"
    )
    loaded = reformed.load()
    assert set(placed(loaded)) == {"990121100201#2", "990121100201#4"}  # only 白鹭村 has a 二组
    assert [(r, c) for r, _, c in loaded.problems("户籍.csv")] == [(2, "unit_ambiguous"), (4, "unit_ambiguous")]
    assert "已拆分为 云溪县/青石镇/新桥村、云溪县/青石镇/长坪社区" in loaded.messages("户籍.csv")


def test_a_table_that_says_which_groups_went_where(reformed: County) -> None:
    reformed.csv(
        "撤村并居对照表.csv",
        "原乡镇|原村(社区)|原村民小组|现乡镇|现村(社区)|调整类型\n青石镇|大坝村|一组|青石镇|新桥村|拆分\n青石镇|大坝村|2组|青石镇|长坪社区|拆分",
    )
    reformed.register(f"{HEADER}\n青石镇|大坝村|第一组|1|甲一|甲一|户主\n青石镇|大坝村|二组|2|乙二|乙二|户主")
    assert set(placed(reformed.load())) == {"990121100210#1", "990121100011#2"}


def test_units_taken_over_twice(reformed: County) -> None:
    """金山村 became 石桥村 in 2019, which was merged in 2024."""
    reformed.csv("撤村并居对照表.csv", TABLE + "青石镇|金山村|990121100299|青石镇|石桥村||更名|2019-01-01\n")
    reformed.register(f"{HEADER}\n青石镇|金山村|一组|7|甲一|甲一|户主\n青石镇|白鹭村||4|丁四|丁四|户主")
    loaded = reformed.load()
    assert set(placed(loaded)) == {"990121100210#7", "990121100201#4"}
    assert [r["new_id"] for r in loaded.contents.tables["successions"].to_pylist() if r["old_code"] == "990121100299"] == ["990121100210"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("青石镇|甲村||青石镇|没有村||撤并|", (7, "现村(社区)", "unit_unknown")),
        ("青石镇|甲村||青石镇|||撤并|", (7, "现村(社区)", "required_missing")),
        ("|||青石镇|白鹭村||撤并|", (7, "原村(社区)", "required_missing")),
    ],
)
def test_rows_of_the_table_that_say_nothing(reformed: County, row: str, problem: tuple[int, str, str]) -> None:
    reformed.csv("撤村并居对照表.csv", TABLE + row + "\n")
    loaded = reformed.load()
    assert loaded.problems("撤村并居对照表.csv") == [problem]
    assert loaded.rows("撤村并居对照表.csv") == (6, 5, 1, 0, 0)


@pytest.mark.parametrize(
    "header",
    [
        "原乡镇名称|原行政村名称|撤并前代码|现乡镇名称|现行政村名称|现区划代码|调整方式|批准时间",
        "调整前乡镇|调整前村（社区）|调整前代码|调整后乡镇|调整后村（社区）|调整后代码|变更类型|调整时间",
        "撤销乡镇|撤销村|原区划代码|并入乡镇|并入村|新代码|撤并方式|撤并日期",
    ],
)
def test_headers_as_people_write_them(reformed: County, header: str) -> None:
    reformed.csv("撤村并居对照表.csv", header + TABLE[TABLE.index("\n", 1) :])
    assert reformed.load().rows("撤村并居对照表.csv") == (5, 5, 0, 0, 0)


def test_two_header_rows_and_several_villages_in_a_cell(reformed: County) -> None:
    reformed.without("撤村并居对照表.csv")
    sheet = (
        "撤村并居情况\n调整前||调整后||调整类型\n乡镇|村|乡镇|村|\n"
        "青石镇|石桥村、柳溪村|青石镇|新桥村|合并\n南河乡|石桥村|青石镇|白鹭村|撤并\n南河乡|长坪村|青石镇|长坪社区|更名"
    )
    reformed.xlsx("调整表.xlsx", sheet, {"Sheet1": [(1, 0, 1, 1), (1, 2, 1, 3), (1, 4, 2, 4)]})
    loaded = reformed.load()
    assert loaded.ledger("调整表.xlsx", "Sheet1") == "区划调整"
    assert loaded.rows("户籍.csv") == (8, 8, 0, 0, 0)
    assert len(loaded.contents.tables["successions"]) == 4
