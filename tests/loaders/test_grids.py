"""Grids: kinds, the grid above, several villages, households in two grids, branches built on a grid."""

from __future__ import annotations

from tests.loaders.county import County

REGISTER = """
村|户号|户主姓名|姓名|与户主关系|网格|专属网格
白鹭村|1|张三|张三|户主|第一网格|园区网格
白鹭村|2|李四|李四|户主|第一网格|
柳溪村|3|孙七|孙七|户主|园区网格|园区网格
"""
GRIDS = """
村|网格编号|网格名称|网格类型|上级网格|网格长|学历
白鹭村|G1|第一网格|综合||陈一|大专
白鹭村|G2|第一微网格|综合微网格|第一网格|陈二|高中
白鹭村、柳溪村|G3|园区网格|专属网格|没有的网格|陈三|
"""


def test_a_household_may_be_in_two_grids_and_a_grid_in_two_villages(county: County) -> None:
    county.register(REGISTER)
    county.csv("网格.csv", GRIDS)
    loaded = county.load()
    inside = loaded.edges("IN_GRID", "Household", "Grid")
    assert sorted(zip(inside["start"], inside["end"], strict=True)) == [("1", "园区网格"), ("1", "第一网格"), ("2", "第一网格"), ("3", "园区网格")]
    part = loaded.edges("PART_OF", "Grid", "Unit")
    assert sorted(zip(part["start"], part["end"], strict=True)) == [
        ("园区网格", "云溪县/青石镇/柳溪村"),
        ("园区网格", "云溪县/青石镇/白鹭村"),
        ("第一微网格", "云溪县/青石镇/白鹭村"),
        ("第一网格", "云溪县/青石镇/白鹭村"),
    ]


def test_kinds_and_the_grid_above(county: County) -> None:
    county.csv("网格.csv", GRIDS)
    loaded = county.load()
    assert dict(zip(loaded.nodes("Grid")["name"], loaded.nodes("Grid")["kind"], strict=True)) == {
        "第一网格": "综合网格",
        "第一微网格": "综合微网格",
        "园区网格": "专属网格",
    }
    above = loaded.edges("PART_OF", "Grid", "Grid")
    assert list(zip(above["start"], above["end"], strict=True)) == [("第一微网格", "第一网格")]
    assert loaded.problems("网格.csv") == [(4, "上级网格", "organization_unknown")]
    people = loaded.nodes("Person").set_index("name")["education"]
    assert people["陈一"] == "大专"


def test_a_grid_of_no_stated_kind_is_a_plain_one(county: County) -> None:
    county.csv("网格.csv", "村|网格名称|网格类型|网格长\n白鹭村|第一网格||陈一\n白鹭村|第二网格|2|陈二")
    loaded = county.load()
    assert list(loaded.nodes("Grid")["kind"]) == ["网格", "网格"]
    assert loaded.problems("网格.csv") == [(3, "网格类型", "code_ambiguous")]


def test_a_branch_on_a_grid_covers_the_grid(county: County) -> None:
    county.csv("网格.csv", GRIDS)
    county.csv("党组织.csv", "乡镇|村|党组织类别|党组织名称|网格\n青石镇|白鹭村|网格党支部|第一网格党支部|第一网格\n青石镇|白鹭村|大党委|白鹭大党委|没有的网格")
    loaded = county.load()
    covers = loaded.edges("COVERS", "PartyOrganization", "Grid")
    assert list(zip(covers["start"], covers["end"], strict=True)) == [("第一网格党支部", "第一网格")]
    assert loaded.problems("党组织.csv") == [(3, "网格", "organization_unknown")]
    assert loaded.bodies("PartyOrganization") == [("白鹭村", "大党委", "白鹭大党委"), ("白鹭村", "网格党支部", "第一网格党支部")]


def test_a_register_of_a_further_village_may_name_the_grid_by_its_code(county: County) -> None:
    county.csv("网格.csv", "乡镇|村|网格名称|网格编号|网格长\n青石镇|白鹭村、柳溪村、柳溪社区|联合网格|W1|陈一\n青石镇|白鹭村|第二网格|W2|陈二")
    county.register(
        "村(社区)|户号|户主姓名|姓名|与户主关系|网格\n白鹭村|1|甲一|甲一|户主|W1\n柳溪村|2|甲二|甲二|户主|W1\n柳溪社区|3|甲三|甲三|户主|联合网格\n"
        "柳溪村|4|甲四|甲四|户主|第二网格\n长坪村|5|甲五|甲五|户主|W1"
    )
    inside = county.load().edges("IN_GRID", "Household", "Grid")
    assert sorted(zip(inside["start"], inside["end"], strict=True)) == [("1", "联合网格"), ("2", "联合网格"), ("3", "联合网格")]
