"""Likely matches: what makes one, what speaks against it, how sure it is; and that it changes nothing until somebody decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.identity.decisions import APART, SAME, decision
from loaders.identity.likely import COLUMNS, PERHAPS, PROBABLY
from tests.loaders.county import County, Loaded, id_number

SECRET = bytes(range(32))
ZHENG, ZHENG_2, QIAN = id_number("19710412", 1), id_number("19710930", 1), id_number("19881123", 2)
REGISTER = f"""
镇|村(社区)|村民小组|户号|户主姓名|姓名|与户主关系|公民身份号码|性别|出生日期|联系电话|住址
青石镇|白鹭村|一组|1001|郑好|郑好|户主|{ZHENG}|男||13800000001|白鹭村一组12号
青石镇|白鹭村|一组|1001|郑好|郑小好|子|||2001-05-06||白鹭村一组12号
青石镇|白鹭村|一组|1002|李四|李四|户主||男|1964-08-09||白鹭村一组15号
青石镇|白鹭村|二组|1003|钱英|钱英|户主|{QIAN}|女|||白鹭村二组3号
"""


@pytest.fixture
def county(tmp_path: Path) -> County:
    made = County(tmp_path)
    made.register(REGISTER)
    return made


_QIAN = "青石镇|白鹭村|钱英||1988-11-23||2003-01-01"


def party(*rows: str) -> str:
    return "\n".join(("镇|村(社区)|姓名|性别|出生日期|联系电话|入党时间", *rows))


def pairs(loaded: Loaded) -> list[tuple[str, str, str]]:
    """(name, reasons, how sure) of the likely pairs."""
    frame = loaded.contents.identity["likely"].to_pandas()
    return list(zip(frame["name"], frame["reasons"], frame["score"], strict=True))


def test_a_phone_or_a_birth_in_the_village_makes_a_match_likely(county: County) -> None:
    county.csv("党员.csv", party("青石镇|白鹭村|郑好|||13800000001|2001-01-01", "青石镇|白鹭村|李四||1964年8月||2002-01-01", _QIAN))
    assert pairs(county.load(secret=SECRET)) == [
        ("郑好", "电话相同", PROBABLY),
        ("钱英", "出生日期相同；同村、出生年相同", PROBABLY),
        ("李四", "同村、出生年相同", PERHAPS),
    ]


def test_a_name_and_a_village_alone_are_no_match(county: County) -> None:
    county.csv("党员.csv", party("青石镇|白鹭村|郑好||||2001-01-01", "南河乡|长坪村|李四||1964年8月||2002-01-01"))
    assert pairs(county.load(secret=SECRET)) == [], "nor a year of birth in another village"


@pytest.mark.parametrize("against", ["女||13800000001", "|1972-04-12|13800000001"])
def test_another_sex_or_year_of_birth_speaks_against_it(county: County, against: str) -> None:
    county.csv("党员.csv", party(f"青石镇|白鹭村|郑好|{against}|2001-01-01"))
    assert pairs(county.load(secret=SECRET)) == []


def test_who_is_like_two_others_is_less_sure(county: County) -> None:
    county.register(REGISTER + f"青石镇|白鹭村|二组|1009|郑好|郑好|户主|{ZHENG_2}|男||13800000001|\n")
    county.csv("党员.csv", party("青石镇|白鹭村|郑好|||13800000001|2001-01-01"))
    loaded = county.load(secret=SECRET)
    assert pairs(loaded) == [("郑好", "电话相同", PERHAPS)] * 2
    frame = loaded.contents.identity["likely"].to_pandas()
    assert frame["person_b"].nunique() == 1 and frame["person_a"].nunique() == 2, "the person without an id number stands second"
    assert set(frame["rows_b"]) == {"党员.csv#!2"} and set(frame["rows_a"]) == {"户籍.csv#!2", "户籍.csv#!6"}


def test_two_registers_that_name_one_family_differently(county: County) -> None:
    county.csv("户册.csv", "镇|村(社区)|户主姓名|住址|人数\n青石镇|白鹭村|李四|白鹭村一组15号|2")
    county.csv("常住.csv", "镇|村(社区)|户号|户主姓名|姓名|与户主关系|公民身份号码\n青石镇|白鹭村|2001|郑好|郑小好|子|")
    assert ("郑小好", "同村、同户主", PROBABLY) in pairs(county.load(secret=SECRET))


def test_an_address_of_a_whole_group_tells_nothing(county: County) -> None:
    many = "".join(f"青石镇|白鹭村|一组|20{n:02d}|户主{n}|户主{n}|户主||||| 白鹭村一组\n" for n in range(6))
    county.register(REGISTER + many + "青石镇|白鹭村|一组|2050|孙一|陈同|子|||||白鹭村一组\n青石镇|白鹭村|一组|2051|孙二|陈同|子|||||白鹭村一组\n")
    assert pairs(county.load(secret=SECRET)) == []


def test_contacts_are_matched_by_the_phone_of_their_ledger(county: County) -> None:
    county.csv("好邻居.csv", "镇|村(社区)|好邻居姓名|联系电话|户号\n青石镇|白鹭村|郑好|13800000001|1002\n青石镇|白鹭村|郑好|13800000001|1003")
    assert pairs(county.load(secret=SECRET)) == [("郑好", "电话相同", PROBABLY)]


def test_a_likely_match_changes_nothing_until_somebody_decides(county: County) -> None:
    county.csv("好邻居.csv", "镇|村(社区)|好邻居姓名|联系电话|户号\n青石镇|白鹭村|郑好|13800000001|1002")
    before = county.load(secret=SECRET)
    found = before.contents.identity["likely"].to_pylist()[0]
    a, b = found["person_a"], found["person_b"]
    assert set(before.nodes("Person").query("name == '郑好'")["id"]) == {a, b}

    same = county.load(secret=SECRET, decisions=[decision(b, a, SAME)])
    assert list(same.nodes("Person").query("name == '郑好'")["id"]) == [a], "the one with the id number survives"
    assert same.contacts() == before.contacts()
    assert set(same.contents.edges["CONTACTS", "Person", "Household"]["from"].to_pylist()) == {a}
    assert same.contents.edges["LIVES_IN", "Person", "Household"]["from"].to_pylist().count(a) == 1
    assert same.contents.identity["merged"].to_pylist() == [{"person": a, "absorbed": b, "name": "郑好", "source": "好邻居.csv#!2"}]
    assert same.contents.identity["persons"].to_pandas().set_index("person").loc[a, "id_number"] == ZHENG
    assert pairs(same) == []

    apart = county.load(secret=SECRET, decisions=[decision(a, b, APART)])
    assert set(apart.nodes("Person")["id"]) == set(before.nodes("Person")["id"])
    assert pairs(apart) == [], "what is decided is not asked again"


def test_decisions_about_persons_who_are_gone_are_harmless(county: County) -> None:
    before = county.load(secret=SECRET)
    someone = before.nodes("Person")["id"].iloc[0]
    gone = [decision("pa", "pb", SAME), decision("pb", "pc", APART), decision(someone, "pz", SAME)]
    after = county.load(secret=SECRET, decisions=gone)
    assert after.contents.nodes["Person"].equals(before.contents.nodes["Person"])
    assert after.contents.identity["merged"].num_rows == 0


def test_two_without_an_id_number_become_the_same_one_in_whatever_order(county: County) -> None:
    county.csv("好邻居.csv", "镇|村(社区)|好邻居姓名|联系电话|户号\n青石镇|白鹭村|冯好|13900000002|1002")
    county.csv("党员.csv", party("青石镇|白鹭村|冯好|||13900000002|2001-01-01"))
    loaded = county.load(secret=SECRET)
    found = loaded.contents.identity["likely"].to_pylist()[0]
    both = decision(found["person_a"], found["person_b"], SAME)
    merged = set(county.load(secret=SECRET, decisions=[both]).nodes("Person").query("name == '冯好'")["id"])
    assert merged == {min(both.pair)}
    county.without("党员.csv")
    assert set(county.load(secret=SECRET, decisions=[both]).nodes("Person").query("name == '冯好'")["id"]) == merged, "also when one ledger is gone"


def test_a_decision_gives_way_to_two_id_numbers(county: County) -> None:
    county.register(REGISTER + f"青石镇|白鹭村|二组|1009|郑好|郑好|户主|{ZHENG_2}|男||13800000001|\n")
    before = county.load(secret=SECRET)
    a, b = sorted(before.nodes("Person").query("name == '郑好'")["id"])
    after = county.load(secret=SECRET, decisions=[decision(a, b, SAME)])
    assert set(after.nodes("Person")["id"]) == set(before.nodes("Person")["id"])
    assert any("不同的身份证号" in n for n in after.reading.world.notices)


def test_ids_and_phones_stay_out_of_the_graph_and_of_the_list(county: County) -> None:
    county.csv("党员.csv", party("青石镇|白鹭村|郑好|||13800000001|2001-01-01"))
    contents = county.load(secret=SECRET).contents
    assert tuple(contents.identity["likely"].schema.names) == COLUMNS
    tables = [*contents.nodes.values(), *contents.edges.values(), contents.identity["likely"], contents.identity["merged"]]
    said = "\n".join(t.to_pandas().astype(str).to_csv() for t in tables)
    assert "13800000001" not in said and ZHENG not in said


def test_a_member_of_a_household_is_certain_by_the_name(county: County) -> None:
    heads = ("青石镇|白鹭村|1001|郑好|白鹭村一组12号|13800000001|2", "青石镇|白鹭村|1003|钱英||13800000009|1")
    county.csv("户册.csv", "\n".join(("镇|村(社区)|户号|户主姓名|住址|联系电话|人数", *heads)))
    loaded = county.load(secret=SECRET)
    assert sorted(loaded.nodes("Person")["name"]) == ["李四", "郑好", "郑小好", "钱英"], "a list of heads without id numbers names nobody new"
    assert pairs(loaded) == []
    county.register(REGISTER + f"青石镇|白鹭村|一组|1001|郑好|郑好|孙|{ZHENG_2}|男|||\n青石镇|白鹭村|二组|1003|钱英|钱英|女||男|||\n")
    found = county.load(secret=SECRET)
    assert sorted(found.nodes("Person")["name"]) == ["李四", "郑好", "郑好", "郑好", "郑小好", "钱英", "钱英"], "of two with id numbers it is nobody's"
    assert {p for p in pairs(found) if p[0] == "郑好"} == {("郑好", "同户；同村、同住址", PERHAPS), ("郑好", "同户；电话相同；同村、同住址", PERHAPS)}
