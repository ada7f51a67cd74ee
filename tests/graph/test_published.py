"""Published figures: carried over with their words, arithmetic computed, holes unknown, contradictions shown."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

from graph.catalogue import QUALIFIERS, catalogue, documents, measures
from graph.errors import SchemeError
from graph.formula import UNKNOWN, compute, number, plain, spelled
from graph.published import COMPARED, CONTRADICTIONS, FIGURES, contradictions, figures, figures_for, place_of, published, values

N = {"甲": Fraction(8), "乙": Fraction(2), "丙": Fraction(3), "缺": None}


def derived(place: str, metric: str) -> str:
    table = published(place)
    return str(table.loc[table["metric"] == metric, "value"].item())


@pytest.mark.parametrize(
    ("place", "metric", "value"),
    [
        ("枝江", "每人联系户数(实际)", "19.96"),
        ("枝江", "隐含全市总户数(36%)", "110000"),
        ("枝江", "隐含未被联系户数", "70400"),
        ("枝江", "全覆盖时每人需联系户数", "55.4"),
        ("枝江", "按20户/人全覆盖所需人数", "5500"),
        ("枝江", "按下限应有社会组织总数", "2480"),
        ("枝江", "3184相对下限的余量", "704"),
        ("枝江", "2271相对下限的缺口", "209"),
        ("枝江", "党员中心户合计", "5729"),
        ("枝江", "18万农户/隐含总户数", "1.64"),
        ("枝江", "编制来源缺口", "152"),
        ("恩阳", "党组织合计", "997"),
        ("恩阳", "设独立党支部的村(社区)", "155"),
        ("恩阳", "党委/总支下属党支部", "688"),
        ("恩阳", "隐含总农户数上限(38%)", "139421"),
        ("恩阳", "全覆盖所需好邻居", "13942"),
        ("恩阳", "网格员党员比例", "55.6"),
        ("信阳", "按下限两委总人数", "18568"),
        ("信阳", "机关支部-村社区数", "651"),
        ("信阳", "每网格一长三员", "4.9"),
        ("信阳", "每场人次", "50.7"),
    ],
)
def test_the_arithmetic(place: str, metric: str, value: str) -> None:
    assert derived(place, metric) == value


def test_every_figure_is_declared_whole() -> None:
    codes, names = {s.code for s in catalogue()}, {d.code for d in documents()}
    assert len([f for f in figures() if f.kind != "list"]) == 236
    for figure in figures():
        assert figure.system in codes | {""}
        assert set(figure.document.split("+")) <= names
        assert figure.qualifier in QUALIFIERS
        assert figure.measure in {*measures(), ""}
        assert bool(figure.formula) == (figure.kind == "derived")
        assert bool(figure.quote) == (figure.kind not in ("derived", "list"))
        assert "{" not in figure.note


def test_keys_are_distinct_and_known() -> None:
    keys = [f.key for f in figures() if f.key]
    assert len(keys) == len(set(keys))
    assert set(values()) == set(keys)


def test_a_figure_stands_in_its_quote() -> None:
    """The published number is in the quoted words, also where it is written 3.96万 or 两成."""
    for figure in figures():
        if figure.kind == "published" and figure.value and figure.unit != "%":
            ways = {figure.value, f"{float(figure.value) / 1e4:g}万"} if number(figure.value) is not None else {figure.value}
            assert any(w in figure.quote for w in ways), figure


def test_a_hole_stays_unknown() -> None:
    holes = [f for f in figures() if f.value == ""]
    assert {f.metric for f in holes} == {"可联系户数", "下划税收收入", "各乡镇财力"}
    table = figures_for("420583000000", {"两代表一委员联系户数": 900})
    row = table[table["指标"] == "可联系户数"].iloc[0]
    assert row["公布值"] == UNKNOWN
    assert row["台账计数"] == 900
    assert pd.isna(row["差额"])


def test_published_is_text() -> None:
    table = published()
    assert tuple(table.columns) == FIGURES
    assert set(table["place"]) == {"枝江", "恩阳", "扬州", "信阳"}
    assert table.loc[(table["system"] == "G4") & (table["kind"] == "published"), ["value", "qualifier"]].values.tolist() == [["6600", "余"]]
    assert len(published("扬州")) == 5


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("420583000000", "枝江"),
        ("枝江市", "枝江"),
        ("511903", "恩阳"),
        ("411522000000", "信阳"),
        ("321003", "扬州"),
        ("xinyang", "信阳"),
        ("990101", ""),
        ("", ""),
    ],
)
def test_the_place_of_a_county(said: str, place: str) -> None:
    assert place_of(said) == place


def test_figures_beside_counts() -> None:
    table = figures_for("420583000000", {"建制村数": 190, "社区数": None})
    assert tuple(table.columns) == COMPARED
    assert table.equals(figures_for("420583000000", {"建制村数": 190, "社区数": None}))
    village = table[(table["指标"] == "建制村数")].iloc[0]
    assert (village["公布值"], village["台账计数"], village["差额"], village["文件"]) == ("194", 190, -4, "枝江基层治理路径文稿")
    community = table[(table["指标"] == "社区数")].iloc[0]
    assert pd.isna(community["台账计数"])
    assert "待核实" in community["说明"]
    assert "1984" in table.loc[table["指标"] == "每人联系户数(实际)", "说明"].item()


def test_a_city_is_not_compared_with_one_of_its_counties() -> None:
    table = figures_for("411522000000", {"网格数": 300})
    row = table[table["指标"] == "网格数"].iloc[0]
    assert row["台账计数"] == 300
    assert pd.isna(row["差额"])
    assert "全市" in row["说明"]


def test_another_county_gets_its_schemes_figures_without_differences() -> None:
    assert figures_for("990101000000", {}).empty
    assert tuple(figures_for("990101000000", {}).columns) == COMPARED
    table = figures_for("990101000000", {"建制村数": 12}, "zhijiang")
    assert table["差额"].isna().all()
    assert "不与本县" in table.loc[table["指标"] == "建制村数", "说明"].iloc[0]


def test_the_contradictions() -> None:
    table = contradictions()
    assert tuple(table.columns) == CONTRADICTIONS
    assert table["序号"].tolist() == list(range(1, 35))
    told = dict(zip(table["序号"], table["算式"], strict=True))
    assert "1984 × 20 = 39680" in told[8]
    assert "5500 \N{MINUS SIGN} 1984 = 3516" in told[8]
    assert "= 2480" in told[1]
    assert "47 + 107 + 843 = 997" in told[20]
    assert "997 \N{MINUS SIGN} 309 = 688" in told[20]
    assert "39600 ÷ （36 ÷ 100） = 110000" in told[7]
    assert not table["对不上的数"].str.contains(r"[{}]|S\d").any()
    assert set(contradictions("恩阳")["地方"]) == {"恩阳", ""}
    codes = {s.code for s in catalogue()}
    assert {c for said in table["体系"] for c in said.split("、") if c} <= codes


@pytest.mark.parametrize(
    ("formula", "text", "value"),
    [
        ("甲 - (乙 + 丙)", "8 \N{MINUS SIGN} （2 + 3）", 3),
        ("甲 - 乙 - 丙", "8 \N{MINUS SIGN} 2 \N{MINUS SIGN} 3", 3),
        ("甲 / (乙 / 丙)", "8 ÷ （2 ÷ 3）", 12),
        ("(甲 + 乙) * 丙", "（8 + 2） × 3", 30),
        ("甲 / 乙 * 100", "8 ÷ 2 × 100", 400),
        ("甲 * 缺", f"8 × {UNKNOWN}", None),
        ("甲 / (乙 - 2)", "8 ÷ （2 \N{MINUS SIGN} 2）", None),
    ],
)
def test_formulas(formula: str, text: str, value: int | None) -> None:
    assert spelled(formula, N) == text
    assert compute(formula, N) == value


@pytest.mark.parametrize("formula", ["甲 +", "甲 + 丁"])
def test_a_wrong_formula_is_refused(formula: str) -> None:
    with pytest.raises(SchemeError, match="算式"):
        compute(formula, N)


def test_numbers_as_text() -> None:
    assert number("1:1") is None
    assert number("") is None
    assert plain(Fraction(1, 8)) == "0.13"
    assert plain(Fraction(5), 1) == "5.0"
    assert plain(None) == UNKNOWN
