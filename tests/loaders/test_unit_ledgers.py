"""Ledgers of units: rosters in several layouts, division lists, both together; typed totals as claims."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.scheme import Scheme
from loaders.read import read_ledgers
from loaders.settings import Settings
from tests.loaders.county import County, Range

PATHS = {"云溪县/青石镇/白鹭村/一组/东湾", "云溪县/青石镇/白鹭村/一组/西湾", "云溪县/青石镇/白鹭村/二组", "云溪县/青石镇/柳溪村"}
Layout = Callable[[County], None]
LAYOUTS: dict[str, Layout] = {}


def text(name: str, table: str) -> None:
    LAYOUTS[name] = lambda county: county.units(table)


def book(name: str, sheets: dict[str, str] | str, merged: dict[str, list[Range]] | None = None) -> None:
    def write(county: County) -> None:
        county.without("单元.csv")
        county.xlsx("村组湾落名册.xlsx", sheets, merged)

    LAYOUTS[name] = write


text(
    "every cell written",
    "县|乡镇|村|小组|湾落\n云溪县|青石镇|白鹭村|一组|东湾\n云溪县|青石镇|白鹭村|一组|西湾\n云溪县|青石镇|白鹭村|二组|\n云溪县|青石镇|柳溪村||",
)
text("blanks below merged blocks", "乡镇|村|小组|湾落|户数\n青石镇|白鹭村|一组|东湾|2\n|||西湾|1\n||二组||2\n|柳溪村|||1")
book(
    "merged",
    "云溪县村组湾落名册||||\n序号|乡镇（街道）|村（社区）|村民小组|湾落\n1|青石镇|白鹭村|一组|东湾\n2||||西湾\n3|||二组|\n4||柳溪村||",
    {"Sheet1": [(0, 0, 0, 4), (2, 1, 5, 1), (2, 2, 4, 2), (2, 3, 3, 3)]},
)
book("a sheet per town without its column", {"青石镇": "村|小组|湾落\n白鹭村|一组|东湾\n白鹭村|一组|西湾\n白鹭村|二组|\n柳溪村||"})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_states_the_same_units(county: County, layout: str) -> None:
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|1|张三|张三|户主")
    LAYOUTS[layout](county)
    loaded = county.load()
    units = loaded.nodes("Unit")
    paths = set(units["path"])
    assert {p for p in paths if not any(q.startswith(p + "/") for q in paths)} == PATHS
    assert units["id"].is_unique


def claims(county: County) -> dict[str, int]:
    loaded = county.load()
    frame = loaded.edges("CLAIMED_FOR", "Claim", "Unit")
    values = dict(zip(loaded.nodes("Claim")["id"], loaded.nodes("Claim")["value"], strict=True))
    return {str(p).rsplit("/", 1)[-1]: int(values[i]) for i, p in zip(frame["from"], frame["end"], strict=True)}


def test_a_merged_total_is_a_claim_of_the_village(county: County) -> None:
    county.without("单元.csv")
    rows = "乡镇|村|小组|总户数\n青石镇|白鹭村|一组|4\n||二组|\n|柳溪村|一组|1"
    county.xlsx("名册.xlsx", rows, {"Sheet1": [(1, 0, 3, 0), (1, 1, 2, 1), (1, 3, 2, 3)]})
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|1|张三|张三|户主")
    assert claims(county) == {"白鹭村": 4, "柳溪村": 1}


def test_a_total_per_row_is_a_claim_of_the_rows_lowest_unit(county: County) -> None:
    county.units("乡镇|村|小组|总户数\n青石镇|白鹭村|一组|3\n青石镇|白鹭村|二组|约2\n青石镇|柳溪村|一组|1")
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|1|张三|张三|户主")
    assert claims(county) == {"一组": 3, "二组": 2, "柳溪村": 1}


def test_a_totals_row_is_a_claim_of_its_town_and_never_a_fact(county: County) -> None:
    """合计/小计 rows are claims, compared and reported, never loaded as facts."""
    county.units("乡镇|村|小组|总户数\n青石镇|白鹭村|一组|3\n青石镇|柳溪村|一组|1\n|小计||4\n合计|||4")
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|1|张三|张三|户主")
    assert claims(county) == {"白鹭村": 3, "柳溪村": 1, "青石镇": 4}
    assert county.load().rows("单元.csv") == (4, 2, 0, 0, 2)


DIVISIONS = """
code,name,level,parent_code
990000000000,云海省,1,
990100000000,云州市,2,990000000000
990121000000,云溪县,3,990100000000
990121100000,青石镇,4,990121000000
990121100001,柳溪社区居民委员会,5,990121100000
990121100201,白鹭村村民委员会,5,990121100000
990121100202,柳溪村民委员会,5,990121100000
990122000000,邻县,3,990100000000
990122100000,他镇,4,990122000000
990122100201,他村委会,5,990122100000
"""


def divided(county: County, table: str = DIVISIONS) -> None:
    county.csv("区划.csv", [line.split(",") for line in table.strip().split("\n")])
    county.register("村|户号|户主姓名|姓名|与户主关系\n白鹭村|1|张三|张三|户主")


@pytest.mark.parametrize("shift", [0, 2])
def test_a_division_list_is_a_ledger_of_units_with_its_levels_rebased(county: County, shift: int) -> None:
    """Only the county of the settings is taken; NBS levels and ours are told apart by the codes."""
    county.without("单元.csv")
    divided(
        county,
        "\n".join(
            ",".join((c, n, str(int(lv) - shift) if lv.isdigit() else lv, p))
            for c, n, lv, p in (r.split(",") for r in DIVISIONS.strip().split("\n"))
            if not lv.isdigit() or int(lv) > shift
        ),
    )
    units = county.load().nodes("Unit")
    assert dict(zip(units["name"], units["level"], strict=True)) == {
        "云溪县": 1,
        "青石镇": 2,
        "柳溪社区居民委员会": 3,
        "白鹭村村民委员会": 3,
        "柳溪村民委员会": 3,
    }


def test_a_division_list_and_a_roster_merge_by_name_and_no_unit_is_doubled(county: County) -> None:
    divided(county)
    units = county.load().nodes("Unit")
    villages = units[(units["level"] == 3) & units["path"].str.contains("青石镇")]
    assert sorted(zip(villages["name"], villages["code"], strict=True)) == [
        ("柳溪村", "990121100202"), ("柳溪社区", "990121100001"), ("白鹭村", "990121100201"), ("石桥村", "990121100203"),
    ]  # fmt: skip
    assert set(units.loc[units["level"] == 1, "name"]) == {"云溪县"}


REAL = Path(__file__).parents[2].parent / "shared" / "data" / "divisions"


@pytest.mark.parametrize(
    ("file", "county", "counts"),
    [("zhijiang_420583_2021.csv", "420583", {"村": 194, "社区": 27, "类似居委会": 1}), ("enyang_511903_2021.csv", "511903", {"村": 209, "社区": 100})],
)
def test_real_division_lists(tmp_path: Path, file: str, county: str, counts: dict[str, int]) -> None:
    """枝江: 194 村委会, 27 居委会 and a similar one; 恩阳: 209 and 100."""
    if not (REAL / file).exists():
        pytest.skip("../shared is absent")
    (tmp_path / file).write_bytes((REAL / file).read_bytes())
    village = next(line.split(",")[1] for line in (REAL / file).read_text(encoding="utf-8-sig").split("\n") if ",5," in line)
    (tmp_path / "户籍.csv").write_text(f"村,户号,户主姓名,姓名,与户主关系\n{village},1,张三,张三,户主\n", encoding="utf-8")
    tree = read_ledgers([tmp_path], Scheme("x", "x", ()), Settings(county=county)).world.tree
    kinds = [u.kind for u in tree.units if u.level == 3]
    assert {k: kinds.count(k) for k in set(kinds)} == counts


def test_villages_and_communities_of_one_name_in_zhijiang(tmp_path: Path) -> None:
    """仙女 and 刘巷 are both a village and a community: the bare name is ambiguous, a suffix decides."""
    file = "zhijiang_420583_2021.csv"
    if not (REAL / file).exists():
        pytest.skip("../shared is absent")
    (tmp_path / file).write_bytes((REAL / file).read_bytes())
    (tmp_path / "户籍.csv").write_text("村,户号,户主姓名,姓名,与户主关系\n仙女村,1,张三,张三,户主\n", encoding="utf-8")
    world = read_ledgers([tmp_path], Scheme("x", "x", ()), Settings(county="420583")).world
    for name in ("仙女", "刘巷"):
        assert len(world.finder.village(name, [])) == 2
        kinds = {word: world.tree.units[world.finder.village(name + word, [])[0]].kind for word in ("村", "村委会", "社区", "居委会")}
        assert kinds == {"村": "村", "村委会": "村", "社区": "社区", "居委会": "社区"}


def test_a_code_that_a_later_roster_gives_is_not_lost(county: County) -> None:
    county.without("单元.csv")
    county.xlsx(
        "村组名册.xlsx",
        {"a": "乡镇|村|小组\n青石镇|白鹭村|一组\n青石镇|柳溪村|", "b": "乡镇|村|行政区划代码\n青石镇|白鹭村|420583105201\n青石镇|柳溪村|420583105202"},
    )
    nodes = county.load().nodes("Unit")
    villages = nodes[nodes["level"] == 3]
    assert dict(zip(villages["name"], villages["code"], strict=True)) == {"白鹭村": "420583105201", "柳溪村": "420583105202"}
