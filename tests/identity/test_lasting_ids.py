"""Two editions of one register from the same ledgers, however they arrive, have the same ids; without a register ids are as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from graph.edition import Contents
from loaders.identity import keys
from loaders.units import Tree
from tests.loaders.county import LI, REGISTER, UNITS, County, rows_of

SECRET = bytes(range(32))
WITHOUT_NUMBERS = "长坪村|一组|||吴九|吴九|户主||\n长坪村|一组|||吴九|吴小九|子||"
CONTACTS = """
镇|村(社区)|好邻居姓名|联系电话|户号
青石镇|白鹭村|郑好|13800000001|1001
青石镇|白鹭村|郑好|13800000001|1002
南河乡|长坪村|冯好||0401
"""
VISITS = """
村(社区)|走访时间|走访人|户号|走访内容
白鹭村|2025-03-01|郑好|1001|看望
白鹭村|2025-03-02|郑好|1002|
长坪村|2025-03-01|冯好|0401|修路
"""
MEETINGS = """
会议类型|村(社区)|会议时间|会议名称|参会人数
议事会|白鹭村|2025-01-05|修渠|12
议事会|白鹭村|2025-01-05|评议|9
议事会|长坪村|2025-01-05|修渠|7
"""
REQUESTS = """
诉求人|村(社区)|诉求时间|诉求内容|承办人|办理状态
张三|白鹭村|2025-02-01|路灯不亮|郑好|办理中
李四|白鹭村|2025-02-02|水管漏水||已办结
"""
GRIDS = """
镇|村(社区)|网格名称|网格长|专职网格员
青石镇|白鹭村|一网格|钱网|孙网
南河乡|石桥村|一网格|钱网|
"""
BODIES = """
镇|村(社区)|组织类别|组织名称|负责人
青石镇|白鹭村|村民委员会|白鹭村村民委员会|周主任
南河乡|石桥村|村民委员会|石桥村村民委员会|吴主任
"""
USERS = """
姓名|村(社区)|户号|实名认证时间|最近活跃时间
张小三|白鹭村|1001|2025-04-01|2025-05-01
李四|白鹭村|1002|2025-04-02|
"""
LEDGERS = {"好邻居": CONTACTS, "走访登记表": VISITS, "会议台账": MEETINGS, "群众诉求台账": REQUESTS, "网格台账": GRIDS, "自治组织": BODIES, "平台用户": USERS}


def table(text: str, turned: bool) -> list[list[object]]:
    head, *rows = rows_of(text)
    return [head, *(rows[::-1] if turned else rows)]


def contents(folder: Path, *, turned: bool = False, secret: bytes | None = SECRET, more: str = "", files: str = "{}.csv") -> Contents:
    """The county's ledgers; `turned`: a village more at the top of the roster, rows and files in another order."""
    folder.mkdir()
    county = County(folder)
    units = table(UNITS, False)
    county.csv("单元.csv", [units[0], ["青石镇", "新安村", "990121100299", "一组", ""], *units[:0:-1]] if turned else units)
    county.csv("户籍.csv", table(REGISTER + WITHOUT_NUMBERS, turned))
    for name, text in LEDGERS.items():
        county.csv(files.format(name), table(text + more if name == "走访登记表" else text, turned))
    return county.load(secret=secret).contents


def ids(of: Contents, label: str) -> set[str]:
    return set(of.nodes[label]["id"].to_pylist())


def edges(of: Contents) -> set[tuple[str, str, str]]:
    return {(k[0], f, t) for k, e in of.edges.items() if "Delivery" not in k for f, t in zip(e["from"].to_pylist(), e["to"].to_pylist(), strict=True)}


def test_ids_depend_on_no_order_no_file_and_no_other_village(tmp_path: Path) -> None:
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two", turned=True, files="二季度 {}(新).csv")
    for label in ("Person", "Household", "Event", "Grid", "SelfGovernmentBody"):
        assert ids(one, label) == ids(two, label), label
        assert len(ids(one, label)) == one.nodes[label].num_rows, label
    assert edges(one) == {e for e in edges(two) if "990121100299" not in e[1]}
    names = {label: one.nodes[label]["id"].to_pylist() for label in ("Person", "Event")}
    assert all(i.startswith("p") and len(i) == 21 for i in names["Person"])
    assert all(i.startswith("e") for i in names["Event"]) and not any("走访" in i for i in names["Event"])


def test_a_row_more_in_a_file_leaves_the_events_of_the_others(tmp_path: Path) -> None:
    one = contents(tmp_path / "one")
    two = contents(tmp_path / "two", more="\n白鹭村|2025-03-02|郑好|1001|补记", turned=True)
    assert ids(one, "Event") < ids(two, "Event")
    assert len(ids(two, "Event")) == len(ids(one, "Event")) + 1


def test_an_answered_request_stays_the_same_event(tmp_path: Path) -> None:
    one = contents(tmp_path / "one").nodes["Event"].to_pandas().set_index("id")
    folder = tmp_path / "two"
    folder.mkdir()
    county = County(folder)
    county.csv("群众诉求台账.csv", REQUESTS.replace("办理中", "已办结"))
    two = county.load(secret=SECRET).contents.nodes["Event"].to_pandas().set_index("id")
    assert set(two.index) < set(one.index)
    assert sorted(one.loc[two.index, "outcome"]) != sorted(two["outcome"])


def test_without_a_register_nothing_is_hashed(tmp_path: Path) -> None:
    plain = contents(tmp_path / "plain", secret=None)
    assert sorted(ids(plain, "Person"))[0] == "p0000001"
    assert "走访登记表.csv#!2" in ids(plain, "Event")
    assert {i for i in ids(plain, "Household") if "~" in i} == {"990121200202#~2"}
    assert set(plain.identity) == {"persons"}


def test_a_corrected_name_is_the_same_person(tmp_path: Path) -> None:
    def person(name: str, register: str) -> set[str]:
        folder = tmp_path / name
        folder.mkdir()
        county = County(folder)
        county.register(register)
        frame = county.load(secret=SECRET).nodes("Person")
        return set(frame.loc[frame["name"].str.startswith("李"), "id"])

    before, after = person("a", REGISTER), person("b", REGISTER.replace("李四|李四", "李思|李思"))
    assert before == after
    both = person("c", REGISTER + f"白鹭村|二组||1009|李师|李师|户主|{LI}|\n白鹭村|二组||1010|李四|李四|户主|{LI}|")
    assert before < both and len(both) == 2, "two names of one id are two persons; the name that most rows state keeps the id"


def test_keys_carry_the_units_own_id() -> None:
    tree = Tree()
    county = tree.add("云溪县", -1, 1, "", "990121000000")
    town = tree.add("青石镇", county, 2, "")
    tree.add("白鹭村", town, 3, "", "990121100201")
    tree.add("柳溪|村", town, 3, "")
    units = np.array(tree.ids(), object)
    assert units.tolist() == ["990121000000", "990121000000/青石镇", "990121100201", "990121000000/青石镇/柳溪|村"]
    who = pa.array(["张三|2|"])
    made = [
        keys.of_unit(np.array([3]), who), keys.of_contact(pa.array(["好邻居"]), np.array([2]), who), keys.of_unit(np.array([-1]), who),
        keys.of_member(keys.of_code(np.array([2]), pa.array(["10|01"])), who), keys.of_code(np.array([1]), pa.array(["7\n8"])), pa.array(["e:3|张三"]),
    ]  # fmt: skip
    every = pa.concat_arrays(made)
    assert keys.lasting(every, units).to_pylist() == [
        "v:990121000000/青石镇/柳溪|村|张三|2|",
        "c:好邻居|990121100201|张三|2|",
        "v:|张三|2|",
        "h:990121100201#10|01|张三|2|",
        "990121000000/青石镇#7\n8",
        "e:3|张三",
    ]
    assert keys.units_of(every).tolist() == [3, 2, -1, 2, 1, -1]
