"""Id numbers and phones that people write into names, results and remarks never enter the graph; codes keep their digits."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from loaders.normalise.private import ELIDED, clean
from tests.loaders.county import REGISTER, UNITS, ZHANG, County, Loaded

PHONE = "13812345678"
PRIVATE = re.compile(r"1[3-9]\d[\s-]*\d{4}[\s-]*\d{4}|0717-?\d{7}|\d{15,17}[\dXx]|\*{2}")
LEDGERS = {
    "机构名册.csv": f"乡镇|村|单位名称|单位性质|对应部门\n青石镇|柳溪村|供电所{PHONE}|驻区单位|县水利局(0717-1234567)\n||县水利局|部门|",
    "吹哨.csv": f"镇街|村|吹哨事项|吹哨时间|应哨部门|处置结果\n青石镇|柳溪村|违建|2024-03-05|县城管局 138 1234 5678|已答复张小三{PHONE}，身份证{ZHANG}\n"
    f"青石镇|柳溪村|占道|2024-03-06|县城管局|{PHONE}",
    "走访登记表.csv": f"村|走访日期|走访人|户号|走访内容\n柳溪村|2024-03-05|钱一(138-1234-5678)|0201|电话{PHONE}",
    "帮扶协议.csv": f"村|户号|经营主体名称|利益联结方式|签订日期\n柳溪村|0201|云溪农投公司{PHONE}|订单式{PHONE}|2023-01-01",
    "联席会议成员单位.csv": f"村|联席会议名称|成员单位|角色\n柳溪村|柳溪村党建联席会议|供电所１３８１２３４５６７８|联系人王五{PHONE}",
    "网格台账.csv": f"村|网格名称|网格编号|网格长|网格指导员\n柳溪村|第一网格({PHONE})|130102001001001|钱二{PHONE}|孙一 138 1234 5678",
    "村两委任职台账.csv": f"村|姓名|职务\n柳溪村|钱三{PHONE}|支部书记{PHONE}",
    "妇联.csv": f"村|组织类别|组织名称|负责人\n柳溪村|妇女联合会|柳溪村妇联({ZHANG})|钱四",
    "阵地.csv": f"村|阵地类别|阵地名称\n柳溪村|党群服务中心|柳溪村党群服务中心 电话:{PHONE}",
    "联户长联系户.csv": f"村|联户长|户号|分组编号\n柳溪村|钱五{PHONE}|0201|130102001001002",
    "公布数字.csv": f"指标|数值|限定词|单元\n网格数|3|约{PHONE}|云溪县",
}


@pytest.fixture
def loaded(county: County) -> Loaded:
    county.units(UNITS + f"青石镇|柳溪村|990121100202|二组({PHONE})|老湾138****5678\n")
    register = [line.split("|") for line in REGISTER.strip().split("\n")]
    register = [[*line, extra] for line, extra in zip(register, ["家庭住址", *[f"东街{n}号{PHONE}" for n in range(len(register) - 1)]], strict=True)]
    register.append(["柳溪村", f"二组({PHONE})", "", "0202", f"吴一{PHONE}", f"吴一{PHONE}", "户主", "", f"脱贫户{ZHANG}", "2号楼0717-1234567"])
    county.register(register)  # type: ignore[arg-type]
    for name, table in LEDGERS.items():
        county.csv(name, table)
    return county.load()


def test_no_text_of_an_edition_holds_an_id_number_or_a_phone(loaded: Loaded) -> None:
    tables = {**{str(k): v for k, v in loaded.contents.nodes.items()}, **{str(k): v for k, v in loaded.contents.edges.items()}}
    codes = {"130102001001001", "130102001001002"}
    for table, columns in tables.items():
        for column in columns.column_names:
            if pa.types.is_string(columns.schema.field(column).type) and column not in ("source", "checksum"):
                said = [v for v in pc.unique(columns[column]).to_pylist() if PRIVATE.search(v)]
                assert not set(said) - codes, (table, column, said)
    for file in LEDGERS:
        assert loaded.rows(file)[2] == 0, (file, loaded.messages(file))


def test_a_name_with_a_phone_and_without_is_one_body(loaded: Loaded) -> None:
    nodes = loaded.nodes("Institution")
    assert sorted(nodes["name"]) == ["云溪农投公司", "供电所", "县城管局", "县水利局"] and nodes["id"].is_unique
    by = loaded.edges("BY", "Event", "Institution")
    assert sorted(by["end"]) == ["云溪农投公司", "县城管局", "县城管局"]


def test_a_result_that_was_only_a_phone_is_still_a_result(loaded: Loaded) -> None:
    events = loaded.nodes("Event")
    assert sorted(events["outcome"]) == sorted([f"已答复张小三{ELIDED},身份证{ELIDED}", ELIDED, f"电话{ELIDED}", f"订单式{ELIDED}"])


def test_codes_keep_their_digits(loaded: Loaded) -> None:
    grids = loaded.nodes("Grid")
    assert list(zip(grids["code"], grids["name"], strict=True)) == [("130102001001001", "第一网格")]
    assert set(loaded.edges("CONTACTS", "Person", "Household")["part"]) == {"130102001001002"}
    assert "990121100202" in set(loaded.nodes("Unit")["code"])


def test_rows_that_differ_in_a_phone_are_no_duplicates(county: County) -> None:
    county.csv("议事会.csv", "村|会议时间|议题\n白鹭村|2024-03-05|修路 13812345678\n白鹭村|2024-03-05|修路 13912345678\n白鹭村|2024-03-05|修路 13912345678")
    assert county.load().rows("议事会.csv") == (3, 2, 0, 1, 0)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("县城管局(李四13812345678)", "县城管局(李四)"), ("供电所（电话：0717-1234567）", "供电所"), ("王五+86 138-1234-5678", "王五"),
        ("李四1381 234 5678", "李四"), (ZHANG, None), ("张三身份证420583900101123", "张三"), ("张三 420583 19900101 123X", "张三"),
        ("张三42058319900101123", "张三"), ("赵六420583********123X", "赵六"), ("第13期 2024-03-05 完成", "第13期 2024-03-05 完成"),
        ("3号楼2单元1301室", "3号楼2单元1301室"), ("990121100201 第一网格", "990121100201 第一网格"),
        ("2024-03-05至2024-03-10共13人", "2024-03-05至2024-03-10共13人"), (None, None),
    ],
)  # fmt: skip
def test_what_is_cut_and_what_stays(said: str | None, left: str | None) -> None:
    assert clean(pa.array([said], pa.string())).to_pylist() == [left]


def test_a_column_of_codes_loses_only_what_is_surely_an_id_number() -> None:
    cells = pa.array(["130102001001001", ZHANG, "第一网格13812345678"])
    assert clean(cells, codes=True).to_pylist() == ["130102001001001", None, "第一网格"]


def test_a_column_without_long_numbers_is_the_same_array() -> None:
    cells = pa.array(["第一网格", "2024-03-05", None])
    assert clean(cells) is cells
