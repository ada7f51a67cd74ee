"""一村一表: a sheet per village with all that is known of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from api.reports.places import Places
from api.reports.villages.plan import sheet_name, told, village_kind
from graph.result import AuditResult


@pytest.fixture(scope="module")
def sheet(folder: Path) -> Worksheet:
    return openpyxl.load_workbook(folder / "villages" / "青石镇.xlsx")["红旗村"]


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None)


def test_a_workbook_per_town_with_an_index(folder: Path) -> None:
    assert sorted(p.stem for p in (folder / "villages").iterdir()) == ["柳河街道", "白鹭乡", "青石镇"]
    book = openpyxl.load_workbook(folder / "villages" / "青石镇.xlsx")
    assert book.sheetnames == ["目录", "红旗村", "前进村", "桃园村"]
    links = [c.hyperlink.location for row in book["目录"].iter_rows() for c in row if c.hyperlink]
    assert links == ["'红旗村'!A1", "'前进村'!A1", "'桃园村'!A1"]


def test_a_sheet_has_place_households_checks_and_ledgers(sheet: Worksheet, result: AuditResult) -> None:
    said = texts(sheet)
    assert all(t in said for t in ("红旗村　一村一表", "云溪县 青石镇", "区划代码 420001000200", "2024-06-30", "户：应覆盖 28 户", "已报台账（10）"))
    mine = result.coverage[result.coverage["unit_path"] == "云溪县/青石镇/红旗村"].set_index("check")
    titles = {c.title: c.id for c in result.scheme.checks}
    rows = [r for r in sheet.iter_rows(values_only=True) if r[1] in titles and r[3] is not None]
    assert len(rows) == int((mine["of"] > 0).sum())
    for row in rows:
        assert list(row[3:7]) == mine.loc[titles[str(row[1])], ["of", "met", "gap", "unknown"]].tolist()
        assert bool(row[7]) == (row[3] != row[4])


def test_claims_problems_and_silence_of_the_village(folder: Path, sheet: Worksheet) -> None:
    assert "填报 20，实有 28，差 -8：不符" in texts(sheet)
    book = openpyxl.load_workbook(folder / "villages" / "柳河街道.xlsx")
    other = texts(book["前进村"])
    assert "未报台账（1）" in other
    assert "待核实·未报该台账" in other
    assert "填报 约15，实有 14，差 1：不符" in other


def test_gaps_are_counted_and_the_first_are_named() -> None:
    n = 7
    gaps = pd.DataFrame(
        {
            "check": ["C6.reach"] * n + ["B2.presence"],
            "state": ["gap"] * n + ["unknown"],
            "reason": ["none"] * n + ["not_delivered"],
            "subject_kind": ["Household"] * n + ["Slot"],
            "subject_id": ["x"] * (n + 1),
            "subject_code": [f"{i:02}" for i in range(n)] + [""],
            "subject_name": ["李*"] * n + ["1组 党小组"],
            "unit_path": ["甲县/乙镇/丙村/1组"] * n + ["甲县/乙镇/丙村"],
        }
    )
    assert told(gaps, Places()) == {
        ("乙镇/丙村", "C6.reach"): "缺口·无人联系 7：李*(00)、李*(01)、李*(02)、李*(03)、李*(04)等",
        ("乙镇/丙村", "B2.presence"): "待核实·未报该台账 1：1组 党小组",
    }
    assert told(gaps.iloc[:0], Places()) == {}


def test_sheet_names_suit_excel() -> None:
    taken: set[str] = set()
    names = ("红旗村", "红旗村", "a/b[c]:*?", "'x'", "History", "", "长" * 40)
    assert [sheet_name(n, taken) for n in names] == ["红旗村", "红旗村(2)", "a_b_c____", "x", "History_", "_", "长" * 31]
    assert len(sheet_name("长" * 40, taken)) <= 31


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("420583105001", "某村", "社区"),
        ("420583105201", "某社区", "村"),
        ("420583105401", "", "社区（类似居委会）"),
        ("420583105501", "", "村（类似村委会）"),
        ("", "新华社区", "社区"),
        ("", "红旗", "村"),
    ],
)
def test_kind_of_a_village(code: str, name: str, kind: str) -> None:
    assert village_kind(code, name) == kind
