"""What became of households between two editions: new 户号, another head, a split, a merger, and nothing where nothing happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from graph.edition import Contents, write_edition
from graph.lineage import household_succession, lineage, renamed_codes
from loaders.identity.following import follow, of_edition
from loaders.tables import node_table, put
from tests.loaders.county import ZHANG, County, id_number

SECRET = bytes(range(32))
HEADER = "村(社区)|村民小组|户号|户主姓名|姓名|与户主关系|公民身份号码"
WIFE, SON, BRIDE = id_number("19520303", 2), id_number("19800505", 1), id_number("19820606", 2)
FAMILY = f"""
白鹭村|一组|1001|张三|张三|户主|{ZHANG}
白鹭村|一组|1001|张三|吴梅|妻|{WIFE}
白鹭村|一组|1001|张三|张小三|子|{SON}
"""
OTHERS = """
白鹭村|一组|1002|李四|李四|户主|
白鹭村|一组|1002|李四|李小四|子|
柳溪村|一组|0201|孙七|孙七|户主|
"""


@pytest.fixture
def contents(tmp_path: Path) -> Callable[[str], Contents]:
    """The contents of the usual county with another register."""

    def read(register: str) -> Contents:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        county = County(folder)
        county.register(HEADER + register)
        return county.load(secret=SECRET).contents

    return read


def lines(table: pa.Table) -> list[tuple[str, str, str]]:
    """(kind, old 户号, new 户号)."""
    frame = table.to_pandas()
    return list(zip(frame["kind"], frame["old_code"], frame["new_code"], strict=True))


def test_nothing_became_of_households_that_stay(contents: Callable[[str], Contents]) -> None:
    base = contents(FAMILY + OTHERS)
    new = contents(OTHERS + FAMILY + "\n白鹭村|一组|1001|张三|张孙|孙|".strip())
    assert lines(lineage(base, new)) == [], "rows in another order and a child more are no change of the household"
    none = pa.table({"old": pa.array([], pa.string()), "new": pa.array([], pa.string())})
    assert lines(lineage(base, new, none)) == []


def test_a_new_household_number_is_the_same_household(contents: Callable[[str], Contents]) -> None:
    base = contents(FAMILY + OTHERS)
    new = contents(FAMILY.replace("1001", "5001") + OTHERS.replace("1002", "5002"))
    assert lines(lineage(base, new)) == [("code", "1001", "5001"), ("code", "1002", "5002")], "by the head's id; without ids by the names"
    assert renamed_codes(base, new).to_pylist() == [
        {"village": "990121100201", "old_code": "1001", "new_code": "5001"},
        {"village": "990121100201", "old_code": "1002", "new_code": "5002"},
    ]
    assert household_succession(base, new).to_pydict() == {
        "old": ["990121100201#1001", "990121100201#1002"],
        "new": ["990121100201#5001", "990121100201#5002"],
    }


def test_another_family_under_a_new_number_is_another_household(contents: Callable[[str], Contents]) -> None:
    new = "\n白鹭村|一组|5002|李四|李四|户主|\n白鹭村|一组|5002|李四|李大四|女|\n白鹭村|一组|5002|李四|陈一|妻|\n柳溪村|一组|0201|孙七|孙七|户主|"
    base = FAMILY + OTHERS + "\n白鹭村|一组|1002|李四|李三四|子|\n白鹭村|一组|1002|李四|刘二|妻|".strip()
    assert lines(lineage(contents(base), contents(FAMILY + new))) == [], "one of four members and a name are not enough"


def test_another_head_of_the_same_household(contents: Callable[[str], Contents]) -> None:
    after = f"""
白鹭村|一组|1001|吴梅|吴梅|户主|{WIFE}
白鹭村|一组|1001|吴梅|张小三|子|{SON}
"""
    found = lineage(contents(FAMILY + OTHERS), contents(after + OTHERS))
    assert lines(found) == [("head", "1001", "1001")]
    assert (found["members"].to_pylist(), found["share"].to_pylist()) == ([2], pytest.approx([2 / 3]))
    corrected = FAMILY.replace("张三|张三", "张山|张山").replace("|张三|", "|张山|")
    assert lines(lineage(contents(FAMILY + OTHERS), contents(corrected + OTHERS))) == [], "the same id under a corrected name is the same head"


def test_a_head_and_a_number_may_change_together(contents: Callable[[str], Contents]) -> None:
    after = f"""
白鹭村|一组|7001|吴梅|吴梅|户主|{WIFE}
白鹭村|一组|7001|吴梅|张小三|子|{SON}
"""
    assert lines(lineage(contents(FAMILY + OTHERS), contents(after + OTHERS))) == [("code", "1001", "7001"), ("head", "1001", "7001")]


def test_a_son_with_a_household_of_his_own_is_a_split(contents: Callable[[str], Contents]) -> None:
    after = f"""
白鹭村|一组|1001|张三|张三|户主|{ZHANG}
白鹭村|一组|1001|张三|吴梅|妻|{WIFE}
白鹭村|一组|1088|张小三|张小三|户主|{SON}
白鹭村|一组|1088|张小三|周丽|妻|{BRIDE}
"""
    found = lineage(contents(FAMILY + OTHERS), contents(after + OTHERS))
    assert lines(found) == [("split", "1001", "1088")]
    assert found["share"].to_pylist() == pytest.approx([1 / 3])
    renumbered = after.replace("1001", "6001")
    assert lines(lineage(contents(FAMILY + OTHERS), contents(renumbered + OTHERS))) == [("code", "1001", "6001"), ("split", "1001", "1088")]


def test_a_household_that_moves_in_with_another_is_a_merger(contents: Callable[[str], Contents]) -> None:
    before = f"""
白鹭村|一组|1001|张三|张三|户主|{ZHANG}
白鹭村|一组|1001|张三|吴梅|妻|{WIFE}
白鹭村|一组|1088|张小三|张小三|户主|{SON}
"""
    found = lineage(contents(before + OTHERS), contents(FAMILY + OTHERS))
    assert lines(found) == [("merge", "1088", "1001")]
    assert household_succession(contents(before + OTHERS), contents(FAMILY + OTHERS)).num_rows == 0


def test_a_village_that_became_another_keeps_its_households(contents: Callable[[str], Contents]) -> None:
    base = contents(FAMILY + OTHERS)
    new = contents((FAMILY + OTHERS).replace("白鹭村|一组", "长坪村|一组"))
    villages = pa.table({"old": ["990121100201"], "new": ["990121200202"]})
    found = lineage(base, new, villages)
    assert lines(found) == [("village", "1001", "1001"), ("village", "1002", "1002")]
    assert lines(lineage(base, new)) == [("village", "1001", "1001")], "who has an id is found anywhere; a name only in the village"


def test_ended_facts_count_as_gone(contents: Callable[[str], Contents]) -> None:
    base, new = contents(FAMILY + OTHERS), contents(FAMILY.replace("1001", "5001") + OTHERS)
    old = base.nodes["Household"].to_pandas().query("code == '1001'").assign(until=dt.date(2025, 5, 1))
    new.nodes["Household"] = pa.concat_tables([new.nodes["Household"], node_table("Household", old.astype({"until": "datetime64[s]"}))])
    lives = base.edges["LIVES_IN", "Person", "Household"].to_pandas()
    lives = lives[lives["to"] == "990121100201#1001"].assign(until=pd.Timestamp("2025-05-01"), since=pd.NaT)
    put(new, ("LIVES_IN", "Person", "Household"), lives)
    assert lines(lineage(base, new)) == [("code", "1001", "5001")]


def test_a_ledger_that_names_the_old_number_is_told_the_new_one(tmp_path: Path) -> None:
    def read(name: str, register: str) -> Contents:
        folder = tmp_path / name
        folder.mkdir()
        county = County(folder)
        county.register(HEADER + register)
        county.csv("好邻居.csv", "村(社区)|好邻居姓名|户号\n白鹭村|王五|1001\n白鹭村|王五|1002、1001\n白鹭村|王五|9999\n柳溪村|王五|1001")
        return county.load(secret=SECRET).contents

    one = write_edition(tmp_path / "one", read("a", FAMILY + OTHERS))
    second = read("b", FAMILY.replace("1001", "5001") + OTHERS)
    follow(one, second)
    two = write_edition(tmp_path / "two", second)
    third = read("c", FAMILY.replace("1001", "6001") + OTHERS)
    follow(two, third)
    assert lines(of_edition(two)) == [("code", "1001", "5001")]
    assert third.tables["renamed"].to_pylist() == [
        {"village": "990121100201", "old_code": "5001", "new_code": "6001"},
        {"village": "990121100201", "old_code": "1001", "new_code": "6001"},
    ]
    problems = third.tables["problems"].to_pandas()
    problems = problems[(problems["file"] == "好邻居.csv") & (problems["code"] == "household_unknown")]
    told = dict(zip(problems["row"], problems["message"], strict=True))
    assert told[2].endswith("1001的户号现在是6001，请改用新的户号。")
    assert "现在是" not in told[4] and "现在是" not in told[5], "another 户号, and the same 户号 of another village"
    assert of_edition(one).num_rows == 0
