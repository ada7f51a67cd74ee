"""Design 5.1: every row below the header is loaded, rejected, duplicate or skipped; every problem has its place."""

from __future__ import annotations

import pytest

from tests.loaders.county import County

WIDE_PHONE = "13900000001".translate({ord(d): ord(d) - ord("0") + 0xFF10 for d in "0123456789"})
HEAD = "序号|乡镇|村|好邻居姓名|联系电话|户号|开始日期|备注"


def test_rows_in_is_loaded_and_rejected_and_duplicate_and_skipped(county: County) -> None:
    """Title, header, blank, subtotal and footer rows below the header are skipped; those above and the header are not rows_in."""
    county.xlsx(
        "好邻居.xlsx",
        f"""
好邻居联系台账|||||||
填报单位（盖章）：|||||填报日期：2024年6月20日||
{HEAD}
1|青石镇|白鹭村|陈一|13900000001|1001||
2|青石镇|白鹭村|陈一|13900000001|1002||
|小计|2户|||||
|||||||
{HEAD}
3|青石镇|白鹭村|陈一|13900000001|1002||
4|青石镇|白鹭村|陈一|13900000001|8888||
5|||||||
合计|共4行||||||
填表人：某某    审核人：某某|||||||
""",
        {"Sheet1": [(0, 0, 0, 7), (12, 0, 12, 7)]},
    )
    loaded = county.load()
    assert loaded.rows("好邻居.xlsx", "Sheet1") == (10, 2, 1, 1, 6)
    assert loaded.problems("好邻居.xlsx") == [(9, "", "duplicate_row"), (10, "户号", "household_unknown")]


def test_identity_holds_for_every_sheet_of_every_ledger(county: County) -> None:
    county.csv("好邻居.csv", f"{HEAD}\n1|青石镇|白鹭村|陈一||1001||\n|||||||\n合计||||||1|")
    table = county.load().reading.load
    assert (table["rows_in"] == table[["loaded", "rejected", "duplicate", "skipped"]].sum(axis=1)).all()


def test_a_bad_cell_costs_the_cell_not_the_row(county: County) -> None:
    """An unreadable id, date, sex or code becomes unknown with a problem."""
    county.register("村|户号|户主姓名|姓名|与户主关系|性别|公民身份号码|出生日期|联系电话|政治面貌\n白鹭村|1001|张三|张三|户主|男|123|1980年13月|12345|7")
    loaded = county.load()
    assert loaded.rows("户籍.csv") == (1, 1, 0, 0, 0)
    assert sorted(c for _, _, c in loaded.problems("户籍.csv")) == ["code_ambiguous", "date_invalid", "id_length", "phone_invalid"]


def test_every_problem_of_a_row_is_reported_also_of_a_rejected_one(county: County) -> None:
    county.csv("好邻居.csv", "乡镇|村|好邻居姓名|身份证号|联系电话|户号|开始日期\n青石镇|无此村|陈一|123|12345|1001|2023-13-01")
    assert {c for _, _, c in county.load().problems("好邻居.csv")} == {"unit_unknown", "id_length", "phone_invalid", "date_invalid"}


def test_a_missing_name_is_required_missing_and_the_household_stays(county: County) -> None:
    county.csv("好邻居.csv", f"{HEAD}\n1|青石镇|白鹭村|无|13900000001|1001||")
    assert county.load().problems("好邻居.csv") == [(2, "好邻居姓名", "required_missing")]


def test_row_numbers_are_the_ones_that_excel_shows(county: County) -> None:
    county.xlsx("好邻居.xlsx", f"|\n|\n|\n{HEAD}\n1|青石镇|白鹭村|陈一||1001||\n2|青石镇|白鹭村|陈二||8888||")
    assert county.load().problems("好邻居.xlsx") == [(6, "户号", "household_unknown")]


@pytest.mark.parametrize("token", ["无", "一", "—", "-", "--", "/", "暂无", "不详", "未知", ""])
def test_null_tokens_state_nothing(county: County, token: str) -> None:
    county.csv("好邻居.csv", f"村|好邻居姓名|联系电话|户号|户主姓名|开始日期|结束日期\n白鹭村|陈一|{token}|{token}|李四|{token}|{token}")
    loaded = county.load()
    assert loaded.contacts() == [("好邻居", "陈一", "1002")]
    assert loaded.problems("好邻居.csv") == []


def test_merged_cells_fill_down_inside_their_block(county: County) -> None:
    county.xlsx(
        "好邻居.xlsx", "村|好邻居姓名|联系电话|户号\n白鹭村|陈一|13900000001|1001\n|||1002\n|||1003", {"Sheet1": [(1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 3, 2)]}
    )
    assert county.load().contacts() == [("好邻居", "陈一", c) for c in ("1001", "1002", "1003")]


@pytest.mark.parametrize("ditto", ["同上", "〃", '"', "″"])
def test_ditto_marks_repeat_the_cell_above(county: County, ditto: str) -> None:
    county.csv("好邻居.csv", f"村|好邻居姓名|联系电话|户号\n白鹭村|陈一|13900000001|1001\n{ditto}|{ditto}|{ditto}|1002")
    assert county.load().contacts() == [("好邻居", "陈一", "1001"), ("好邻居", "陈一", "1002")]


def test_a_contact_row_whose_contact_cells_are_all_blank_continues_the_block_above(county: County) -> None:
    """A CSV saved from a merged workbook."""
    county.csv("好邻居.csv", "村|好邻居姓名|联系电话|户号\n白鹭村|陈一|13900000001|1001\n||| 1002\n白鹭村|||1003\n白鹭村|陈二||1004")
    assert county.load().contacts() == [("好邻居", "陈一", "1001"), ("好邻居", "陈一", "1002"), ("好邻居", "陈一", "1003"), ("好邻居", "陈二", "1004")]


def test_a_households_identifier_never_fills_down(county: County) -> None:
    county.csv("好邻居.csv", "村|好邻居姓名|联系电话|户号\n白鹭村|陈一|13900000001|1001\n白鹭村|陈二|13900000002|")
    loaded = county.load()
    assert loaded.problems("好邻居.csv") == [(3, "户号", "required_missing")]
    assert loaded.contacts() == [("好邻居", "陈一", "1001")]


def test_a_register_saved_from_merged_cells_keeps_its_members(county: County) -> None:
    county.register("村|小组|户号|户主姓名|姓名|与户主关系\n白鹭村|一组|1|张三|张三|户主\n|||| 张小三|子\n白鹭村|一组|2|李四|李四|户主\n||||李小四|子")
    loaded = county.load()
    lives = loaded.edges("LIVES_IN", "Person", "Household")
    assert sorted(zip(lives["start"], lives["end"], strict=True)) == [("张三", "1"), ("张小三", "1"), ("李四", "2"), ("李小四", "2")]


def test_a_blank_village_is_not_filled_where_the_column_names_it_in_every_row(county: County) -> None:
    county.csv("好邻居.csv", "乡镇|村|好邻居姓名|户号\n青石镇|白鹭村|陈一|1001\n青石镇|白鹭村|陈一|1002\n青石镇||陈二|1003")
    assert county.load().problems("好邻居.csv") == [(4, "村", "required_missing")]


@pytest.mark.parametrize(
    "copy",
    [
        "9|青石镇|白鹭村|陈一|13900000001|1001|2023-05-06|",
        f"9|青石|白鹭村委会|陈 一|{WIDE_PHONE}|\uff11\uff10\uff10\uff11|2023年5月6日|无",
        "9|青石镇|白鹭|陈一|13900000001|1001|20230506|—",
        "9|青石镇|白鹭村|陈一|13900000001|1001|#45052|暂无",
    ],
)
def test_a_row_that_states_again_what_an_accepted_row_stated_is_a_duplicate(county: County, copy: str) -> None:
    """Equal after normalisation, the sequence number left out."""
    county.xlsx("好邻居.xlsx", f"{HEAD}\n1|青石镇|白鹭村|陈一|13900000001|1001|2023-05-06|\n{copy}")
    assert county.load().rows("好邻居.xlsx", "Sheet1") == (2, 1, 0, 1, 0)


@pytest.mark.parametrize(
    "other",
    ["9|青石镇|白鹭村|陈一|13900000001|1001|2023-05|", "9|青石镇|白鹭村|陈一|13900000001|1001|2023-05-06|已故", "9|青石镇|白鹭村|陈一||1001|2023-05-06|"],
)
def test_a_row_that_states_anything_else_is_no_duplicate(county: County, other: str) -> None:
    county.csv("好邻居.csv", f"{HEAD}\n1|青石镇|白鹭村|陈一|13900000001|1001|2023-05-06|\n{other}")
    assert county.load().rows("好邻居.csv") == (2, 2, 0, 0, 0)


def test_duplicates_are_found_over_all_sheets_and_files_and_the_later_row_is_the_copy(county: County) -> None:
    """The later row in the order of relative path, sheet, row."""
    county.csv("a好邻居.csv", "村|好邻居姓名|户号\n白鹭村|陈一|1001")
    county.xlsx("b好邻居.xlsx", {"甲": "村|好邻居姓名|户号\n白鹭村|陈一|1001", "乙": "村|好邻居姓名|户号\n白鹭村|陈一|1001"})
    loaded = county.load()
    assert [loaded.rows("a好邻居.csv"), loaded.rows("b好邻居.xlsx", "甲"), loaded.rows("b好邻居.xlsx", "乙")] == [
        (1, 1, 0, 0, 0),
        (1, 0, 0, 1, 0),
        (1, 0, 0, 1, 0),
    ]


def test_the_mechanism_of_the_sheet_is_part_of_the_statement(county: County) -> None:
    county.xlsx("台账.xlsx", {"好邻居": "村|姓名|户号\n白鹭村|陈一|1001", "联户长": "村|姓名|户号\n白鹭村|陈一|1001"})
    assert county.load().contacts() == [("好邻居", "陈一", "1001"), ("联户长", "陈一", "1001")]


def test_a_copy_of_a_rejected_row_is_rejected(county: County) -> None:
    county.csv("好邻居.csv", f"{HEAD}\n1|青石镇|白鹭村|陈一||8888||\n2|青石镇|白鹭村|陈一||8888||")
    assert county.load().rows("好邻居.csv") == (2, 0, 2, 0, 0)


def test_loading_does_not_depend_on_the_order_of_rows(county: County) -> None:
    rows = ["1|青石镇|白鹭村|陈一||1001||", "2|青石镇|白鹭村|陈二||1002|2024-01|", "3|青石镇|柳溪村|陈三||0201||"]
    county.csv("好邻居.csv", "\n".join([HEAD, *rows]))
    first = county.load().contacts()
    county.csv("好邻居.csv", "\n".join([HEAD, *reversed(rows)]))
    assert county.load().contacts() == first


def test_hidden_sheets_are_read_and_a_sheet_without_a_ledger_header_is_listed_as_no_ledger(county: County) -> None:
    county.xlsx("好邻居.xlsx", {"填表说明": "填表说明\n一、姓名必填。\n二、户号见户口簿。", "好邻居": "村|姓名|户号\n白鹭村|陈一|1001"})
    loaded = county.load()
    assert loaded.ledger("好邻居.xlsx", "填表说明") == "不是台账"
    assert loaded.problems("好邻居.xlsx") == []
    assert loaded.contacts() == [("好邻居", "陈一", "1001")]
