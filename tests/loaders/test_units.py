"""Design 5.2: rows find their units by names from the town down, else by code."""

from __future__ import annotations

import pytest

from api.reports.villages.plan import village_kind as told_in_reports
from loaders import units
from loaders.deliveries import villages_named
from tests.loaders.county import County, Loaded

HEAD = "乡镇|村(社区)|区划代码|好邻居姓名|户号"


def placed(county: County, town: str, village: str, code: str = "") -> Loaded:
    county.csv("好邻居.csv", f"{HEAD}\n{town}|{village}|{code}|陈一|1001")
    return county.load()


@pytest.mark.parametrize("village", ["白鹭村", "白 鹭村", "白鹭", "白鹭村委会", "白鹭村村民委员会", "白鹭村民委员会", "青石镇白鹭村", "云溪县青石镇白鹭村"])
def test_forgiven_are_inner_spaces_and_suffixes_when_exactly_one_unit_fits(county: County, village: str) -> None:
    assert placed(county, "青石镇", village).contacts() == [("好邻居", "陈一", "1001")]


@pytest.mark.parametrize("town", ["青石镇", "青石", "青 石镇", "青石镇人民政府", ""])
def test_without_a_town_the_whole_county_is_searched(county: County, town: str) -> None:
    assert placed(county, town, "白鹭村").contacts() == [("好邻居", "陈一", "1001")]


@pytest.mark.parametrize(
    ("village", "expected"), [("柳溪村委会", "柳溪村"), ("柳溪居委会", "柳溪社区"), ("柳溪村", "柳溪村"), ("柳溪社区居民委员会", "柳溪社区")]
)
def test_a_suffix_that_tells_the_kind_decides_between_a_village_and_a_community(county: County, village: str, expected: str) -> None:
    county.csv("好邻居.csv", f"{HEAD}\n青石镇|{village}||陈一|9999")
    assert county.load().delivered("好邻居") == [expected]


@pytest.mark.parametrize(("town", "village"), [("青石镇", "柳溪"), ("", "石桥村")])
def test_two_fits_are_unit_ambiguous(county: County, town: str, village: str) -> None:
    loaded = placed(county, town, village)
    assert loaded.problems("好邻居.csv") == [(2, "村(社区)", "unit_ambiguous")]
    assert loaded.rows("好邻居.csv") == (1, 0, 1, 0, 0)


def test_a_unit_that_is_not_in_the_roster_is_unknown_and_says_where_it_would_fit(county: County) -> None:
    loaded = placed(county, "南河乡", "白鹭村")
    assert loaded.problems("好邻居.csv") == [(2, "村(社区)", "unit_unknown")]
    assert "青石镇/白鹭村" in loaded.messages("好邻居.csv")


def test_a_unit_is_found_by_its_code_where_no_name_is_given(county: County) -> None:
    assert placed(county, "", "", "990121100201").contacts() == [("好邻居", "陈一", "1001")]


def test_where_name_and_code_disagree_the_name_decides(county: County) -> None:
    loaded = placed(county, "青石镇", "白鹭村", "990121200202")
    assert loaded.contacts() == [("好邻居", "陈一", "1001")]
    assert loaded.problems("好邻居.csv") == [(2, "区划代码", "code_conflict")]


@pytest.mark.parametrize(
    ("sheet", "title"), [("白鹭村", "好邻居台账"), ("白鹭", "好邻居台账"), ("Sheet1", "青石镇白鹭村好邻居联系台账"), ("青石镇", "白鹭村好邻居")]
)
def test_the_village_may_stand_only_in_the_sheets_name_or_title(county: County, sheet: str, title: str) -> None:
    county.xlsx("台账.xlsx", {sheet: f"{title}\n姓名|户号\n陈一|1001"})
    assert county.load().contacts() == [("好邻居", "陈一", "1001")]


def test_the_register_creates_groups_and_bays_that_the_roster_does_not_name(county: County) -> None:
    county.register("村|小组|湾落|户号|户主姓名|姓名|与户主关系\n长坪村|九组|新湾|1|吴九|吴九|户主")
    paths = set(county.load().nodes("Unit")["path"])
    assert "云溪县/南河乡/长坪村/九组/新湾" in paths


@pytest.mark.parametrize("group", ["一组", "1组", "第一组", "第一村民小组", "１组", "白鹭村一组"])
def test_a_group_is_one_under_all_its_spellings(county: County, group: str) -> None:
    county.csv("好邻居.csv", f"村|小组|好邻居姓名|户主姓名\n白鹭村|{group}|陈一|张三")
    assert county.load().contacts() == [("好邻居", "陈一", "1001")]


def test_kind_and_virtual_units_come_from_the_code(county: County) -> None:
    """001-199 社区, 200-399 村, 400-499 类似居委会, 500-599 类似村委会, else the name; ends 498 and 598 are virtual."""
    county.units(
        "乡镇|村|区划代码\n青石镇|甲|990121100001\n青石镇|乙|990121100200\n青石镇|丙|990121100400\n青石镇|丁|990121100500\n青石镇|戊村|\n青石镇|己|990121100498"
    )
    county.register("村|户号|户主姓名|姓名|与户主关系\n甲|1|张一|张一|户主\n己|1|张二|张二|户主")
    loaded = county.load()
    kinds = dict(zip(loaded.nodes("Unit")["name"], loaded.nodes("Unit")["kind"], strict=True))
    assert [kinds[n] for n in ("甲", "乙", "丙", "丁", "戊村")] == ["社区", "村", "类似居委会", "类似村委会", "村"]
    assert loaded.households() == [("1", "张一", True), ("1", "张二", False)]


def test_codes_of_two_systems_do_not_merge_units_of_different_names(county: County) -> None:
    """Codes of two national systems collide: one code for villages of two towns leaves two villages."""
    county.units("乡镇|村|区划代码\n青石镇|白鹭村|990121100201\n南河乡|长坪村|990121100201")
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|1|张一|张一|户主\n长坪村|1|张二|张二|户主")
    loaded = county.load()
    assert len(loaded.households()) == 2
    assert loaded.problems("单元.csv") == [(3, "区划代码", "code_conflict")]


def test_a_declared_unit_may_be_a_name_a_path_a_code_or_a_town(county: County) -> None:
    world = county.load().reading.world
    names = {
        said: [world.tree.units[v].name for v in villages_named(world, said)]
        for said in ("白鹭村", "南河乡/石桥村", "990121200202", "南河乡", "石桥村", "无此村")
    }
    assert names == {"白鹭村": ["白鹭村"], "南河乡/石桥村": ["石桥村"], "990121200202": ["长坪村"], "南河乡": ["石桥村", "长坪村"], "石桥村": [], "无此村": []}


@pytest.mark.parametrize(
    ("code", "name"), [("990121100001", ""), ("990121100201", "某社区"), ("", "柳溪居"), ("", "柳溪居民委"), ("990121100201001", "柳溪社区"), ("", "白鹭")]
)
def test_the_report_of_a_village_tells_its_kind_as_the_graph_does(code: str, name: str) -> None:
    assert told_in_reports(code, name) == units.village_kind(code, name)
