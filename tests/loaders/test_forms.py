"""Forms of mass organisations: labels beside or above their values, several in a sheet, one row of accounting each."""

from __future__ import annotations

import pytest

from tests.loaders.county import County, Loaded

WOMEN = """
妇联基本情况表||||
单位名称：|白鹭村妇联|单位地址：|青石镇白鹭村|
妇联主席|陈 一|任期(年)|5|
妇联建立时间|2010年3月|妇联换届时间|2021.5|
地区人口总数|1200|妇女人口总数|580|
职务|姓名|出生年月|是否兼职|联系电话
主席|陈一|1980.1|否|13900000001
副主席|陈二|1985.1|是|
委员|陈三|||
女党代表|3|女人大代表|1|
"""
UNION = "工会情况|\n单位名称|白鹭村\n单位地址|\n联系电话|13900000001\n申请建会时间|2015-06-01\n工会主席姓名|陈四\n职工人数|60\n会员人数 ：|55"
ABOVE = "单位名称|单位地址|工会主席姓名\n云溪供电公司|青石镇柳溪社区|陈五\n职工人数|会员人数|申请建会时间\n80|75|2012年"


def heads(loaded: Loaded) -> list[tuple[str, str, str]]:
    frame = loaded.edges("HOLDS_POST", "Person", "MassOrganization")
    return sorted((e, p, s) for s, e, p in zip(frame["start"], frame["end"], frame.get("post", []), strict=True))


def test_a_form_is_one_body_with_its_committee(county: County) -> None:
    county.xlsx("妇联.xlsx", WOMEN)
    loaded = county.load()
    assert loaded.bodies("MassOrganization") == [("白鹭村", "妇女联合会", "白鹭村妇联")]
    own = ("白鹭村妇联",)
    assert heads(loaded) == [(*own, "主席", "陈一"), (*own, "副主席", "陈二"), (*own, "委员", "陈三"), (*own, "负责人", "陈一")]
    frame = loaded.edges("HOLDS_POST", "Person", "MassOrganization")
    assert set(frame["source"]) == {"妇联.xlsx#Sheet1!2"} and set(frame["ledger"]) == {"群团组织"}
    assert loaded.nodes("MassOrganization")["founded"].iloc[0].isoformat() == "2010-03-01"
    assert loaded.rows("妇联.xlsx", "Sheet1") == (1, 1, 0, 0, 0)
    assert loaded.delivered("群团组织") == ["白鹭村"]


@pytest.mark.parametrize(
    ("table", "body", "head"),
    [(UNION, ("白鹭村", "工会联合会", "白鹭村工会联合会"), "陈四"), (ABOVE, ("柳溪社区", "基层工会", "云溪供电公司工会"), "陈五")],
    ids=["a label per row", "labels above"],
)
def test_labels_may_stand_one_per_row_or_above(county: County, table: str, body: tuple[str, str, str], head: str) -> None:
    county.xlsx("工会.xlsx", table)
    loaded = county.load()
    assert loaded.bodies("MassOrganization") == [body]
    assert heads(loaded) == [(body[2], "负责人", head)]
    assert loaded.rows("工会.xlsx", "Sheet1") == (1, 1, 0, 0, 0)


def test_forms_under_each_other_are_a_row_each(county: County) -> None:
    county.xlsx("工会.xlsx", f"{UNION}\n|\n{UNION.replace('白鹭村', '柳溪村').replace('陈四', '陈六')}\n|\n{UNION.replace('白鹭村', '没有的村')}")
    loaded = county.load()
    assert [u for u, _, _ in loaded.bodies("MassOrganization")] == ["柳溪村", "白鹭村"]
    assert loaded.rows("工会.xlsx", "Sheet1") == (3, 2, 1, 0, 0)
    assert [(r, c) for r, _, c in loaded.problems("工会.xlsx")] == [(20, "required_missing")]


def test_a_cell_may_hold_label_and_value(county: County) -> None:
    county.xlsx("妇联.xlsx", "妇联情况表|\n单位名称：柳溪村妇联|任期：3\n妇联主席：陈一|妇女人数：120\n联系电话：13900000001|")
    loaded = county.load()
    assert loaded.bodies("MassOrganization") == [("柳溪村", "妇女联合会", "柳溪村妇联")]
    assert heads(loaded) == [("柳溪村妇联", "负责人", "陈一")]


def test_one_form_per_row_is_a_table(county: County) -> None:
    county.csv(
        "妇联.csv",
        "单位名称|单位地址|妇联主席|任期|妇联建立时间|妇女人口总数\n白鹭村妇联|青石镇白鹭村|陈一|5|2010|500\n柳溪村妇联|青石镇柳溪村|陈二|5|2011|400",
    )
    loaded = county.load()
    assert [u for u, _, _ in loaded.bodies("MassOrganization")] == ["柳溪村", "白鹭村"]
    assert loaded.rows("妇联.csv") == (2, 2, 0, 0, 0)
