"""Design 5.4 and the details "Names to households", "Delivered", "Marks"."""

from __future__ import annotations

import pytest

from tests.loaders.county import ZHANG, ZHANG2, County, Loaded, day, id_number

HEAD = "村|小组|湾落|好邻居姓名|户号|户主身份证号|户主姓名"


def named(county: County, *rows: str) -> Loaded:
    county.csv("好邻居.csv", "\n".join([HEAD, *rows]))
    return county.load()


@pytest.mark.parametrize(
    ("row", "household"),
    [
        ("白鹭村|||陈一|1001||", "1001"),
        ("白鹭村|||陈一||" + ZHANG2 + "|", "1003"),
        ("白鹭村|||陈一|||李四", "1002"),
        ("白鹭村|二组||陈一|||张三", "1003"),
        ("白鹭村||东湾|陈一|||张三", "1001"),
        ("白鹭村|一组||陈一|1003||李四", "1003"),
        ("白鹭村|||陈一|1002|" + ZHANG + "|张三", "1002"),
        ("白鹭村|||陈一||123|李四", "1002"),
        ("白鹭村|||陈一|||王 五", "1004"),
    ],
    ids=["number", "id", "name", "name-in-group", "name-in-bay", "group-beside-number", "number-first", "bad-id", "excluded"],
)
def test_the_first_readable_of_number_id_and_name_decides(county: County, row: str, household: str) -> None:
    """A bad id counts as not given; a group narrows a name, and is not checked beside a 户号; excluded households may be named."""
    assert named(county, row).contacts() == [("好邻居", "陈一", household)]


@pytest.mark.parametrize(
    "row", ["白鹭村|||陈一|8888||李四", f"白鹭村|||陈一||{id_number('19991231', 7)}|李四", "白鹭村|二组||陈一|||李四", "长坪村|||陈一|1001||"]
)
def test_if_it_fits_nothing_the_row_is_household_unknown_with_no_falling_through(county: County, row: str) -> None:
    loaded = named(county, row)
    assert [c for _, _, c in loaded.problems("好邻居.csv")] == ["household_unknown"]
    assert loaded.contacts() == []


@pytest.mark.parametrize(("written", "code"), [("201", "0201"), ("00201", "0201"), ("0201", "0201")])
def test_a_number_is_equal_as_text_else_without_leading_zeros(county: County, written: str, code: str) -> None:
    assert named(county, f"柳溪村|||陈一|{written}||").contacts() == [("好邻居", "陈一", code)]


def test_leading_zeros_are_forgiven_only_where_exactly_one_fits(county: County) -> None:
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|01|甲|甲|户主\n白鹭村|001|乙|乙|户主")
    assert [c for _, _, c in named(county, "白鹭村|||陈一|1||").problems("好邻居.csv")] == ["household_unknown"]


def test_several_fits_are_ambiguous_and_each_is_a_candidate(county: County) -> None:
    """Rejected, and each fitting household that is not reached otherwise is unknown for that mechanism."""
    loaded = named(county, "白鹭村|||陈一|||张三")
    assert loaded.problems("好邻居.csv") == [(2, "户主姓名", "household_ambiguous")]
    assert loaded.rows("好邻居.csv") == (1, 0, 1, 0, 0)
    assert loaded.candidates() == [("好邻居", "陈一", "1001"), ("好邻居", "陈一", "1003")]


def test_excluded_households_compete_in_name_matching(county: County) -> None:
    county.register("村|户号|户主姓名|姓名|与户主关系|户类型\n白鹭村|1|甲|甲|户主|空户\n白鹭村|2|甲|甲|户主|")
    assert [c for _, _, c in named(county, "白鹭村|||陈一|||甲").problems("好邻居.csv")] == ["household_ambiguous"]


@pytest.mark.parametrize("cell", ["1001、1002", "1001，1002", "1001,1002", "1001；1002", "1001;1002", "1001\\n1002", "1001、 1002、"])
def test_several_households_in_one_cell_are_one_row(county: County, cell: str) -> None:
    county.csv("好邻居.csv", [["村", "好邻居姓名", "户号"], ["白鹭村", "陈一", cell.replace("\\n", "\n")]])
    loaded = county.load()
    assert loaded.rows("好邻居.csv") == (1, 1, 0, 0, 0)
    assert loaded.contacts() == [("好邻居", "陈一", "1001"), ("好邻居", "陈一", "1002")]


def test_of_several_households_one_fit_loads_the_row_and_each_failure_is_told(county: County) -> None:
    loaded = named(county, "白鹭村|||陈一|||李四、无此人、张三")
    assert loaded.rows("好邻居.csv") == (1, 1, 0, 0, 0)
    assert loaded.contacts() == [("好邻居", "陈一", "1002")]
    assert [c for _, _, c in loaded.problems("好邻居.csv")] == ["household_ambiguous", "household_unknown"]
    assert loaded.candidates() == [("好邻居", "陈一", "1001"), ("好邻居", "陈一", "1003")]


def test_an_empty_contact_cell_is_required_missing(county: County) -> None:
    assert named(county, "白鹭村||||1001||").problems("好邻居.csv") == [(2, "好邻居姓名", "required_missing")]


def test_a_row_that_names_a_household_of_a_neighbouring_village_is_placed_and_delivers_there(county: County) -> None:
    county.xlsx("好邻居.xlsx", {"白鹭村": "村|好邻居姓名|户号\n白鹭村|陈一|1001\n柳溪村|陈一|0201"})
    loaded = county.load()
    assert loaded.contacts() == [("好邻居", "陈一", "0201"), ("好邻居", "陈一", "1001")]
    assert loaded.delivered("好邻居") == ["柳溪村", "白鹭村"]


def test_accepted_and_rejected_rows_both_deliver_and_rows_without_a_village_do_not(county: County) -> None:
    assert named(county, "白鹭村|||陈一|1001||", "长坪村|||陈一|8888||", "无此村|||陈一|1||").delivered("好邻居") == ["白鹭村", "长坪村"]


def test_delivered_is_asked_of_a_ledger_not_of_a_mechanism(county: County) -> None:
    """A village has delivered 两代表一委员 whichever of the three mandates the row names."""
    county.csv("代表.csv", "村|两代表一委员|姓名|户号\n白鹭村|党代表|陈一|1001\n长坪村|政协委员|陈二|8888")
    loaded = county.load()
    assert loaded.delivered("两代表一委员") == ["白鹭村", "长坪村"]
    assert loaded.contacts() == [("党代表", "陈一", "1001")]


def test_a_zero_report_delivers_and_is_loaded(county: County) -> None:
    loaded = named(county, "白鹭村|||陈一|1001||", "柳溪村|||零报告|||")
    edges = loaded.edges("DELIVERED_FOR", "Delivery", "Unit")
    edges = edges[edges["start"] == "好邻居"]
    assert "零报告" not in set(loaded.nodes("Person")["name"])
    assert dict(zip(edges["end"], edges["zero"], strict=True)) == {"云溪县/青石镇/白鹭村": False, "云溪县/青石镇/柳溪村": True}
    assert loaded.rows("好邻居.csv") == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("ledger", ["好邻居", "好邻居联系台账", "好邻居台账", "C8"])
@pytest.mark.parametrize(
    ("units", "expected"),
    [('["长坪村"]', ["长坪村"]), ('["990121200202"]', ["长坪村"]), ('["南河乡"]', ["石桥村", "长坪村"]), ('["青石镇/石桥村"]', ["石桥村"])],
)
def test_a_declared_delivery_names_ledger_and_units_in_any_way(county: County, ledger: str, units: str, expected: list[str]) -> None:
    county.settings(f'[[delivered]]\nledger = "{ledger}"\nunits = {units}\nzero = true')
    assert county.load().delivered("好邻居") == expected


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ('ledger = "好邻居"\nunits = ["无此村"]', "无此村"),
        ('ledger = "好邻居"\nunits = ["石桥村"]', "石桥村"),
        ('ledger = "没有的"\nunits = ["长坪村"]', "没有的"),
    ],
)
def test_a_declared_delivery_that_names_nothing_is_told(county: County, entry: str, word: str) -> None:
    county.settings(f"[[delivered]]\n{entry}")
    loaded = county.load()
    assert [c for _, _, c in loaded.problems("daohu.toml")] == ["scheme_setting"]
    assert word in loaded.messages("daohu.toml")


# ---- dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023-05-06", "2024-01-02", ("2023-05-06", "2024-01-02")),
        ("2023年5月", "2024年1月", ("2023-05-01", "2024-02-01")),
        ("2023", "2024年", ("2023-01-01", "2025-01-01")),
        ("#2023.1", "至今", ("2023-01-01", "9999-12-31")),
        ("#2023.05", "长期", ("2023-05-01", "9999-12-31")),
        ("#45052", "45294", ("2023-05-06", "2024-01-03")),
        ("202305", "2024.1.2", ("2023-05-01", "2024-01-02")),
        ("20230506", "2024/1/2", ("2023-05-06", "2024-01-02")),
        ("", "无", ("0001-01-01", "9999-12-31")),
    ],
)
def test_dates_keep_their_precision(county: County, since: str, until: str, expected: tuple[str, str]) -> None:
    """since with month (year) precision begins on its first day, until is the first day after it."""
    county.xlsx("好邻居.xlsx", f"村|好邻居姓名|户号|开始日期|结束日期\n白鹭村|陈一|1001|{since}|{until}")
    loaded = county.load()
    edge = loaded.edges("CONTACTS", "Person", "Household").iloc[0]
    assert (edge["since"], edge["until"]) == (day(expected[0]), day(expected[1]))
    assert loaded.problems("好邻居.xlsx") == []


@pytest.mark.parametrize("cell", ["2023-13-01", "2023-02-30", "二〇二三年", "2023年0月", "待定"])
def test_an_unreadable_date_is_open_with_a_problem(county: County, cell: str) -> None:
    county.csv("好邻居.csv", f"村|好邻居姓名|户号|结束日期\n白鹭村|陈一|1001|{cell}")
    loaded = county.load()
    assert loaded.edges("CONTACTS", "Person", "Household").iloc[0]["until"] == day("9999-12-31")
    assert loaded.problems("好邻居.csv") == [(2, "结束日期", "date_invalid")]


def test_since_after_until_keeps_until_and_reports_since(county: County) -> None:
    county.csv("好邻居.csv", "村|好邻居姓名|户号|开始日期|结束日期\n白鹭村|陈一|1001|2024-05-01|2023-05-01")
    loaded = county.load()
    edge = loaded.edges("CONTACTS", "Person", "Household").iloc[0]
    assert (edge["since"], edge["until"]) == (day("0001-01-01"), day("2023-05-01"))
    assert loaded.problems("好邻居.csv") == [(2, "开始日期", "date_invalid")]


# ---- marks ------------------------------------------------------------------------------------------------------


def left(loaded: Loaded) -> dict[str, str]:
    persons = loaded.nodes("Person")
    gone = persons[persons["left_on"] < day("9999-12-31")]
    return {n: f"{w} {d}" for n, w, d in zip(gone["name"], gone["left_why"], gone["left_on"], strict=True)}


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("2023年5月去世", "去世 2023-05-01"),
        ("已故", "已故 0001-01-01"),
        ("该同志2024-01-31离任", "离任 2024-01-31"),
        ("全家迁出", "迁出 0001-01-01"),
        ("身体健康", ""),
    ],
)
def test_marks_are_found_by_containment_and_count_from_their_date(county: County, remark: str, expected: str) -> None:
    county.csv("好邻居.csv", f"村|好邻居姓名|户号|备注\n白鹭村|陈一|1001|{remark}")
    assert left(county.load()).get("陈一", "") == expected


def test_a_mark_with_an_id_is_of_that_person_in_every_ledger_and_mechanism(county: County) -> None:
    county.register(f"村|户号|户主姓名|姓名|与户主关系|公民身份号码|备注\n白鹭村|1001|张三|张三|户主|{ZHANG}|2023年去世")
    county.csv("好邻居.csv", f"村|好邻居姓名|身份证号|户号\n白鹭村|张三|{ZHANG}|1001")
    loaded = county.load()
    assert left(loaded) == {"张三": "去世 2023-01-01"}
    assert len(loaded.nodes("Person")) == 1


def test_a_mark_without_an_id_stays_in_its_ledger_mechanism_and_village(county: County) -> None:
    county.csv("好邻居.csv", "村|好邻居姓名|户号|备注\n白鹭村|陈一|1001|已故\n长坪村|陈一|0401|")
    county.csv("联户长.csv", "村|联户长|户号|备注\n白鹭村|陈一|1001|")
    persons = county.load().nodes("Person")
    assert sorted(persons.loc[persons["name"] == "陈一", "left_why"]) == ["", "", "已故"]


def test_only_rejected_rows_make_no_person(county: County) -> None:
    assert "陈九" not in set(named(county, "白鹭村|||陈九|8888||").nodes("Person")["name"])
