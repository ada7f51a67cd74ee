"""Every ledger problem stands in a workbook under towns/, in the town that file, row, text or village name says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from api.reports import write_reports
from api.reports.problem_places import BY_FILE, BY_ROW, BY_TEXT, BY_VILLAGE, HOW, NOWHERE, PLACE, SEVERAL, VILLAGES, placed
from api.reports.view import View
from graph.result import PROBLEMS, AuditResult
from tests.reports.wide import wide_result

COUNTY = "云溪县"


def problems(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    """(file, sheet, row, value, message)."""
    return pd.DataFrame([(f, s, n, "列", "unit_unknown", "error", v, m) for f, s, n, v, m in rows], columns=list(PROBLEMS))


def where(result: AuditResult, *rows: tuple[str, str, float, str, str]) -> list[tuple[str, str, str]]:
    asked = replace(result, problems=problems(*rows))
    found = placed(asked, View(asked).places)
    assert set(found.index) == set(range(len(rows))), "none is left out"
    return list(found[[PLACE, VILLAGES, HOW]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("青石镇_名册.xlsx", "一", 3, "", "姓名为空。"), [("青石镇", "", BY_FILE)]),
        (("名册.xlsx", "柳河街道", 3, "前进村三组", "对不上。"), [("柳河街道", "前进村", BY_FILE)]),
        (
            ("名册.xlsx", "一", 3, "", "“石桥”同时符合几个单元(云溪县/青石镇/红旗村、云溪县/白鹭乡/红旗村)。"),
            [("青石镇", "红旗村", BY_TEXT), ("白鹭乡", "红旗村", BY_TEXT)],
        ),
        (("名册.xlsx", "一", 3, "白鹭乡红旗村", "对不上。"), [("白鹭乡", "红旗村", BY_TEXT)]),
        (("名册.xlsx", "一", 3, "大前进村", "“大前进村”在单元名册中找不到。"), [("", "", NOWHERE)]),
        (("名册.xlsx", "一", 3, "前进村", "对不上。"), [("", "", SEVERAL)]),
        (("名册.xlsx", "一", float("nan"), "", "没有表头。"), [("", "", NOWHERE)]),
    ],
)
def test_by_names(result: AuditResult, row: tuple[str, str, float, str, str], expected: list[tuple[str, str, str]]) -> None:
    paths = [tuple("/".join((COUNTY, *parts[: n + 1])) if parts[n] else "" for n in (0, 1)) for *parts, _ in expected]
    assert where(result, row) == [(town or COUNTY, village, how) for (town, village), (*_, how) in zip(paths, expected, strict=True)]


def test_a_village_that_only_one_town_has(result: AuditResult) -> None:
    only = result.coverage["unit_path"] != "云溪县/青石镇/桃园村"
    coverage = result.coverage[only & (result.coverage["unit_path"] != "云溪县/白鹭乡/桃园村")]
    found = where(replace(result, coverage=coverage), ("桃园村名册.xlsx", "一", 3, "", ""), ("名册.xlsx", "一", 4, "桃园村妇联", ""))
    assert found == [("云溪县/柳河街道", "云溪县/柳河街道/桃园村", BY_VILLAGE)] * 2


def test_by_what_is_known_of_the_row(result: AuditResult) -> None:
    claims = pd.DataFrame([{"unit_path": "云溪县/青石镇/红旗村", "source": "总表.xlsx#一!9"}]).reindex(columns=result.claims.columns)
    evidence = result.evidence.head(1).assign(unit_path="云溪县/白鹭乡/前进村/一组", file="总表.xlsx", sheet="二", row=7)
    gaps = result.gaps.head(2).assign(hint="总表.xlsx#三!5", unit_path=["云溪县/柳河街道/红旗村/一组", "云溪县/柳河街道/前进村"])
    known = replace(result, claims=claims, evidence=evidence, gaps=gaps)
    assert where(
        known,
        ("总表.xlsx", "一", 9, "12", "填报 12"),
        ("总表.xlsx", "二", 7, "", "校验位不符。"),
        ("总表.xlsx", "二", 8, "", "与总表.xlsx#二!7重复，只计一次。"),
        ("总表.xlsx", "三", 5, "李*", "没有这一户。"),
    ) == [
        ("云溪县/青石镇", "云溪县/青石镇/红旗村", BY_ROW),
        ("云溪县/白鹭乡", "云溪县/白鹭乡/前进村", BY_ROW),
        ("云溪县/白鹭乡", "云溪县/白鹭乡/前进村", BY_ROW),
        ("云溪县/柳河街道", "", BY_ROW),
    ]


def test_towns_of_one_name_in_several_counties() -> None:
    city = wide_result(towns=2, villages=1, counties=2, code="321000000000")
    found = where(city, ("沙河区_青石镇.xlsx", "", 1, "", ""), ("青石镇.xlsx", "", 2, "", ""), ("沙河区.xlsx", "", 3, "", ""), ("总表.xlsx", "", 4, "", ""))
    assert [town for town, *_ in found] == ["沙河区/青石镇", "云溪县/青石镇", "沙河区/青石镇", "沙河区", "南岭市"]


def test_every_problem_stands_in_a_workbook_and_on_its_villages_sheet(result: AuditResult, tmp_path: Path) -> None:
    rows = problems(("总表.xlsx", "一", 3, "白鹭乡红旗村", "对不上。"), ("总表.xlsx", "一", 4, "", "身份证号位数不对。"))
    write_reports(replace(result, problems=rows, gaps=result.gaps[result.gaps["unit_path"] != COUNTY]), tmp_path)
    listed = {}
    for path in (tmp_path / "towns").iterdir():
        sheet = openpyxl.load_workbook(path)["台账问题"]
        listed[path.stem] = [(r[2], r[-1]) for r in sheet.iter_rows(min_row=3, values_only=True)]
    assert listed == {"青石镇": [], "柳河街道": [], "白鹭乡": [(3, BY_TEXT)], "县本级": [(4, NOWHERE)]}
    own = openpyxl.load_workbook(tmp_path / "towns" / "县本级.xlsx")
    assert own.sheetnames[2] == "本级覆盖情况"
    texts = [str(c.value) for sheet in own for row in sheet.iter_rows() for c in row]
    assert "本级台账问题共 1 条" in "".join(texts)
    assert not [t for t in texts if "本镇" in t]
    village = openpyxl.load_workbook(tmp_path / "villages" / "白鹭乡.xlsx")["红旗村"]
    assert "台账问题：能确定是本村的 1 处" in [c.value for c in village["A"]]
