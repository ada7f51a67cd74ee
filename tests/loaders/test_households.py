"""Design 5.3, 5.6: what a household is, and which are left out of the denominator."""

from __future__ import annotations

from tests.loaders.county import LI, ZHANG, ZHANG2, County

HEAD = "村|小组|户号|户主姓名|户主身份证号|姓名|与户主关系|公民身份号码|家庭住址|户类型|备注"


def heads(county: County, *rows: str) -> list[tuple[str, bool]]:
    county.register("\n".join([HEAD, *rows]))
    return sorted((h, c) for _, h, c in county.load().households())


def test_a_household_is_a_village_and_a_household_number(county: County) -> None:
    assert heads(county, "白鹭村||1|张三||张三|户主||||", "白鹭村||2|张三||张三|户主||||", "长坪村||1|张三||张三|户主||||") == [("张三", True)] * 3


def test_leading_zeros_are_part_of_the_number_of_a_register(county: County) -> None:
    assert heads(county, "白鹭村||01|张三||张三|户主||||", "白鹭村||1|李四||李四|户主||||") == [("张三", True), ("李四", True)]


def test_without_a_number_it_is_the_village_and_the_heads_id(county: County) -> None:
    rows = (f"白鹭村|||张三|{ZHANG}|张三|户主|{ZHANG}|||", f"白鹭村|||张三|{ZHANG}|张小三|子||||", f"白鹭村|||张三|{ZHANG2}|张三|户主|{ZHANG2}|||")
    assert heads(county, *rows) == [("张三", True), ("张三", True)]


def test_without_both_it_is_the_village_the_heads_name_and_the_address(county: County) -> None:
    rows = ("白鹭村|||张三||张三|户主||1号||", "白鹭村|||张三||张小三|子||1号||", "白鹭村|||张三||张三|户主||2号||")
    assert heads(county, *rows) == [("张三", True), ("张三", True)]


def test_codes_of_households_without_a_number_hold_neither_name_nor_id(county: County) -> None:
    county.register("\n".join([HEAD, f"白鹭村|||张三|{ZHANG}|张三|户主|{ZHANG}|||"]))
    for secret in (None, b"secret"):
        one = county.load(secret=secret).nodes("Household").iloc[0]
        assert one["code"] == "" and "张三" not in one["id"] and ZHANG not in one["id"]


def test_a_number_cell_and_full_width_digits_are_the_same_household(county: County) -> None:
    county.xlsx("户籍2.xlsx", "村|户号|户主姓名|姓名|与户主关系\n白鹭村|#77|钱七|钱七|户主\n白鹭村|\uff17\uff17|钱七|钱小七|子")
    lives = county.load().edges("LIVES_IN", "Person", "Household")
    assert list(lives.loc[lives["end"] == "77", "start"]) == ["钱七", "钱小七"]


def test_only_the_exact_words_in_the_heads_row_leave_a_household_out(county: County) -> None:
    """空户, 空挂户, 销户, 整户迁出 in 户类型 or 备注 of the head's row."""
    rows = (
        "白鹭村||1|甲||甲|户主|||空户|", "白鹭村||2|乙||乙|户主||||空挂户", "白鹭村||3|丙||丙|户主|||销户|", "白鹭村||4|丁||丁|户主||||整户迁出",
        "白鹭村||5|戊||戊|户主||||疑似空户", "白鹭村||6|己||己|户主||||", "白鹭村||6|己||己二|子||||空户",
    )  # fmt: skip
    assert heads(county, *rows) == sorted([("甲", False), ("乙", False), ("丙", False), ("丁", False), ("戊", True), ("己", True)])


def test_the_heads_row_decides_where_rows_of_one_household_disagree(county: County) -> None:
    county.register("\n".join([HEAD, "白鹭村|一组|1|张三||张三|户主||||", "白鹭村|二组|1|李四||张小三|子||||"]))
    loaded = county.load()
    assert loaded.households() == [("1", "张三", True)]
    part = loaded.edges("PART_OF", "Household", "Unit")
    assert list(part["end"]) == ["云溪县/青石镇/白鹭村/一组"]
    assert loaded.problems("户籍.csv") == [(3, "小组", "household_conflict"), (3, "户主姓名", "household_conflict")]


def test_a_contact_ledger_never_creates_a_household(county: County) -> None:
    before = county.load().households()
    county.csv("好邻居.csv", "村|好邻居姓名|户号|户主姓名\n白鹭村|陈一|5555|新户主")
    assert county.load().households() == before


def test_one_id_under_two_names_is_two_persons(county: County) -> None:
    county.register("\n".join([HEAD, f"白鹭村||1|张三||张三|户主|{ZHANG}|||", f"白鹭村||2|李四||李四|户主|{ZHANG}|||"]))
    loaded = county.load()
    assert sorted(loaded.nodes("Person")["name"]) == ["张三", "李四"]
    assert [c for _, _, c in loaded.problems("户籍.csv")] == ["id_shared", "id_shared"]


def test_one_person_in_several_ledgers_is_one_node(county: County) -> None:
    county.csv("好邻居.csv", f"村|好邻居姓名|身份证号|户号\n白鹭村|李四|{LI}|1001")
    persons = county.load().nodes("Person")
    assert list(persons["name"]).count("李四") == 1


def test_ids_birth_days_and_phones_stay_in_the_identity_folder(county: County) -> None:
    county.register(f"村|户号|户主姓名|姓名|与户主关系|公民身份号码|联系电话\n白鹭村|1|张三|张三|户主|{ZHANG}|13900000001")
    loaded = county.load(secret=b"secret")
    stated = " ".join(str(v) for table in (*loaded.contents.nodes.values(), *loaded.contents.edges.values()) for c in table.to_pydict().values() for v in c)
    assert ZHANG not in stated and "13900000001" not in stated
    assert loaded.contents.identity["persons"].to_pylist()[0]["id_number"] == ZHANG
