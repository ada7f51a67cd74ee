"""公布数字: figures with their qualifiers as claims of the county, a town or a village; holes stay holes."""

from __future__ import annotations

import pyarrow as pa
import pytest

from loaders.ledgers.figures import amounts
from tests.loaders.county import County, Loaded


def claims(loaded: Loaded) -> list[tuple[str, str, int, str]]:
    """(unit, measure, value, qualifier), sorted."""
    nodes = loaded.nodes("Claim").set_index("id")
    to = loaded.edges("CLAIMED_FOR", "Claim", "Unit")
    return sorted(
        (str(e).rsplit("/", 1)[-1], str(nodes.at[i, "measure"]), int(nodes.at[i, "value"]), str(nodes.at[i, "qualifier"]))
        for i, e in zip(to["from"], to["end"], strict=True)
    )


def test_published_figures_are_claims_of_the_county_unless_a_unit_is_named(county: County) -> None:
    county.csv(
        "公布数字.csv",
        "指标|数值|限定词|单元|文件|原文\n网格数|385||云溪县|报告|建立385个网格\n青年突击队人数|1.6万||||1.6万余人\n联户长人数|5059|余|||\n建制村数|12|不低于|青石镇||\n"
        "议事场次|20000余场|||总结|\n社会组织数||||总结|\n合作社数|××||||\n总户数|200||白鹭村||\n入社户数|38%||||\n|5||||\n网格数|385||云溪县|报告|建立385个网格",
    )
    loaded = county.load()
    assert claims(loaded) == [
        ("云溪县", "网格数", 385, ""),
        ("云溪县", "联户长人数", 5059, "余"),
        ("云溪县", "议事场次", 20000, "余"),
        ("云溪县", "青年突击队人数", 16000, ""),
        ("白鹭村", "总户数", 200, ""),
        ("青石镇", "建制村数", 12, "不低于"),
    ]
    assert loaded.rows("公布数字.csv") == (11, 9, 1, 1, 0) and loaded.ledger("公布数字.csv") == "公布数字"
    assert loaded.problems("公布数字.csv", infos=False) == [(11, "指标", "required_missing")]


def test_a_form_of_an_office_must_be_filled_in(county: County) -> None:
    county.csv("统计表.csv", "村|指标|数值\n白鹭村|总户数|4户\n白鹭村|网格数|\n|网格数|3")
    loaded = county.load()
    assert claims(loaded) == [("白鹭村", "总户数", 4, "")] and loaded.ledger("统计表.csv") == "填报数字"
    assert [p[2] for p in loaded.problems("统计表.csv")] == ["required_missing", "required_missing"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1.6万余人", (16000, "余")), ("5000名左右", (5000, "左右")), ("达385个", (385, "达")), ("100余万", (1000000, "余")), ("近3千户", (3000, "近")),
        ("不低于1,951人", (1951, "不低于")), ("400个以上", (400, "以上")), ("38%", (-1, "")), ("若干", (-1, "")), ("1.5个", (-1, "")),
    ],
)  # fmt: skip
def test_numbers_as_documents_write_them(said: str, expected: tuple[int, str]) -> None:
    value, qualifier = amounts(pa.array([said]))
    assert (int(value[0]), qualifier[0].as_py()) == expected


def test_a_figure_that_nothing_counts_is_told_with_the_nearest_measure(county: County) -> None:
    county.csv("统计表.csv", "村|指标|数值\n白鹭村|议事场数|3\n白鹭村|议事场次|3\n白鹭村|户数|3\n白鹭村|xyz|3")
    loaded = county.load()
    assert loaded.rows("统计表.csv") == (4, 4, 0, 0, 0)
    assert loaded.problems("统计表.csv", infos=False) == [(2, "指标", "measure_unknown"), (5, "指标", "measure_unknown")]
    assert "指标“议事场数”不认识，这个数不参与核对。是不是“议事场次”？" in loaded.messages("统计表.csv")
