"""report.xlsx, read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.reports import words, write_reports
from api.reports.figures import whole_figures
from api.reports.view import View
from api.reports.workbook import lists, open_book, write_workbook
from api.reports.workbook.styles import A3, A4, Styles
from api.reports.workbook.table import lines
from graph.result import AuditResult
from tests.reports.wide import wide_result

LINES = ["党组织", "自治", "群团", "经济社会", "网格", "联系", "总体"]
SHEETS = ["概况", "体系一览", "横向到边", "按镇街", *LINES, "缺口清单", "待核实清单", "台账问题", "台账收数", "报送情况", "数字核对"]


@pytest.fixture(scope="module")
def book(folder: Path) -> Workbook:
    return openpyxl.load_workbook(folder / "report.xlsx")


def table(sheet: Worksheet, row: int) -> list[dict[str, object]]:
    """Rows below the header in `row`."""
    found = list(sheet.iter_rows(min_row=row, values_only=True))
    return [dict(zip(map(str, found[0]), values, strict=True)) for values in found[1:]]


def test_sheets_and_no_formula(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"n", "s", "inlineStr"}
    assert not [c.coordinate for c in cells if c.hyperlink]
    assert '=HYPERLINK("x","点我")' in [c.value for c in cells]


def test_overview_shows_every_check_with_both_shares(book: Workbook, result: AuditResult) -> None:
    sheet = book["概况"]
    texts = {c.value for row in sheet.iter_rows() for c in row}
    assert {f"{result.edition_id}（按 2024-06-30 计算）", "内嵌引擎", "2024-06-30", "云溪方案（yunxi）", "空户", "户籍人口"} <= texts
    assert all(any(str(t).endswith(n) for t in texts) for n in result.notices)
    head = next(i for i, row in enumerate(sheet.iter_rows(values_only=True), 1) if row[0] == "体系")
    shown = table(sheet, head)[: len(result.scheme.checks)]
    county = whole_figures(result.coverage)
    for row, check in zip(shown, result.scheme.checks, strict=True):
        figure = county[check.id]
        assert [row[w] for w in ("体系", "检查", *words.FIGURES)] == [check.system, check.title, figure.of, figure.met, figure.gap, figure.unknown]
        assert row["覆盖率\n覆盖/应覆盖"] == pytest.approx(figure.met_share)
        assert row["待核实率\n待核实/应覆盖"] == pytest.approx(figure.unknown_share)


def test_towns_add_up_to_the_county(book: Workbook) -> None:
    rows = [r for r in table(book["按镇街"], 1) if r["检查"] != "代表委员联系户数15至25户"]
    county = {r["检查"]: r["缺口"] for r in rows if r["镇街"] == "云溪县"}
    for check, gap in county.items():
        assert gap == sum(int(str(r["缺口"])) for r in rows if r["检查"] == check and r["镇街"] != "云溪县")


def test_tree_is_folded_and_indented(book: Workbook, result: AuditResult) -> None:
    sheet = book["联系"]
    assert (sheet["A4"].value, sheet["C4"].value, sheet["C4"].data_type) == ("云溪县", "420000000000", "s")
    depth = {sheet.cell(r, 1).value: (sheet.row_dimensions[r].outlineLevel, sheet.row_dimensions[r].hidden) for r in range(4, 10)}
    assert depth == {"云溪县": (0, False), "青石镇": (1, False), "红旗村": (2, False), "一组": (3, True), "张家湾": (4, True), "王家湾": (4, True)}
    assert sheet.max_row - 3 == result.coverage["unit_id"].nunique()
    assert book["党组织"].max_row - 3 == result.coverage.loc[result.coverage["level"] <= 3, "unit_id"].nunique() + _reached_below(result, "B")
    assert sheet.freeze_panes == "B4"
    assert "两代表一委员联系户" in str(sheet["D2"].value)
    assert [sheet.cell(4, c).value for c in range(4, 8)] == list(
        result.coverage.loc[result.coverage["check"].eq("G1.reach") & result.coverage["level"].eq(1), ["of", "met", "gap", "unknown"]].iloc[0]
    )


def _reached_below(result: AuditResult, letter: str) -> int:
    """Units below the village that a check of the line reaches."""
    rows = result.coverage[result.coverage["system"].str.startswith(letter) & (result.coverage["level"] > 3)]
    return int(rows["unit_id"].nunique())


def test_lists_are_complete_masked_and_in_chinese(book: Workbook, result: AuditResult) -> None:
    counts = result.gaps["state"].value_counts()
    for name, state in (("缺口清单", "gap"), ("待核实清单", "unknown")):
        rows = table(book[name], 2)
        assert len(rows) == counts[state]
        assert str(book[name]["A1"].value) == f"{words.STATES[state]}共 {counts[state]} 条，全部列出。"
        assert not {r["原因"] for r in rows} & set(words.REASONS)
    assert {r["原因"] for r in table(book["待核实清单"], 2)} == {"未报该台账", "台账户主重名，无法确定是哪一户"}
    first = next(r for r in table(book["缺口清单"], 2) if r["对象类别"] == "户")
    assert (first["镇街"], first["村(社区)"], first["组"], first["湾落"], first["户号/编码"]) == ("青石镇", "红旗村", "一组", "张家湾", "00000001")


def test_a_long_list_says_exactly_what_it_leaves_out(result: AuditResult, tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    with open_book(path, "") as made:
        lists.write(made.add_worksheet("缺口清单"), Styles(made), View(result), "gap", limit=10)
    sheet = openpyxl.load_workbook(path)["缺口清单"]
    total = int((result.gaps["state"] == "gap").sum())
    assert f"共 {total:,} 条" in str(sheet["A1"].value)
    assert f"另有 {total - 10:,} 条未在此列出" in str(sheet["A1"].value)
    assert sheet.max_row == 12


def test_ledger_sheets(book: Workbook, result: AuditResult) -> None:
    problems = table(book["台账问题"], 2)
    assert [(r["行"], r["问题"], r["程度"], r["内容"]) for r in problems[2:5]] == [
        (8, "户对不上", "错误", "@SUM(1)"),
        (12, "户主重名，无法确定是哪一户", "错误", "-1+1"),
        (None, "表头无法识别", "说明", None),
    ]
    load = table(book["台账收数"], 2)
    assert [r["核对"] for r in load[:-1]] == ["相符"] * len(result.load)
    assert [load[-1][k] for k in ("文件", "表内行数", "收入", "拒收", "重复", "略过")] == ["合计", 160, 145, 7, 4, 4]
    claims = table(book["数字核对"], 2)
    assert [(r["差（填报－实有）"], r["结果"]) for r in claims] == [(-8, "不符"), (0, "一致"), (1, "不符"), (None, "无法核对")]


def test_delivery_matrix(book: Workbook, result: AuditResult) -> None:
    sheet = book["报送情况"]
    cells = [str(c.value) for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row - 1, min_col=3) for c in row]
    assert cells.count("未报") == int((result.delivery["state"] == "nothing").sum()) == int(str(sheet.cell(sheet.max_row, sheet.max_column).value))
    assert cells.count("零报告") == int((result.delivery["state"] == "zero").sum())
    assert "已报 28行" in cells


def test_pages_print(book: Workbook) -> None:
    papers = {sheet.title: int(str(sheet.page_setup.paperSize)) for sheet in book}
    assert {name: paper for name, paper in papers.items() if paper != A4} == {"党组织": A3}
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        footer = sheet.oddFooter
        assert footer is not None
        assert "&P" in str(footer.center.text)
    assert all(book[name].print_title_rows for name in SHEETS[1:])


def test_a_wide_matrix_prints_on_several_large_pages_and_its_legend_on_the_first(tmp_path: Path) -> None:
    write_workbook(View(wide_result(2, 2, checks=2)), tmp_path / "wide.xlsx")
    made = openpyxl.load_workbook(tmp_path / "wide.xlsx")
    sheet = made["横向到边"]
    width = sum(sheet.column_dimensions[get_column_letter(c)].width for c in range(1, sheet.max_column + 1))
    setup = sheet.page_setup
    assert (int(str(setup.paperSize)), setup.fitToHeight, sheet.print_title_cols) == (A3, 0, "$A:$A")
    assert width / int(str(setup.fitToWidth)) < 400
    legend = next(m for m in sheet.merged_cells.ranges if m.min_row == 1)
    assert sum(sheet.column_dimensions[get_column_letter(c)].width for c in range(1, legend.max_col + 1)) < 200
    assert int(str(made["党组织"].page_setup.paperSize)) == A3
    narrow = [made[name] for name in ("概况", "体系一览", "按镇街", "缺口清单", "报送情况")]
    assert [(int(str(s.page_setup.paperSize)), s.page_setup.fitToWidth, s.page_setup.fitToHeight) for s in narrow] == [(A4, None, 0)] * 5


def test_events_are_told_by_their_row(result: AuditResult, tmp_path: Path) -> None:
    event = {"subject_kind": "Event", "subject_id": "诉求台账.csv#!5", "subject_code": "", "subject_name": "诉求", "plain_name": "诉求"}
    one = result.gaps.iloc[0].to_dict() | event
    two = one | {"subject_id": "网格.xlsx#吹哨!7", "subject_name": "吹哨", "plain_name": "吹哨"}
    write_reports(replace(result, gaps=pd.concat([result.gaps, pd.DataFrame([one, two])], ignore_index=True)), tmp_path)
    names = {"诉求（诉求台账.csv 第5行）", "吹哨（网格.xlsx 吹哨 第7行）"}
    assert names <= {c.value for row in openpyxl.load_workbook(tmp_path / "report.xlsx")["缺口清单"].iter_rows() for c in row}
    town = openpyxl.load_workbook(tmp_path / "towns" / f"{one['town']}.xlsx")["缺口与待核实"]
    assert names <= {c.value for row in town.iter_rows() for c in row}
    assert all(n in (tmp_path / "gaps.csv").read_text(encoding="utf-8") for n in (",诉求台账.csv#!5,", ",诉求,"))


@pytest.mark.parametrize(("text", "width", "expected"), [("户", 10, 1), ("台账户主重名无法确定", 11, 2), ("覆盖率\n覆盖/应覆盖", 14, 2), ("", 5, 1)])
def test_wrapped_text_gets_its_lines(text: str, width: float, expected: int) -> None:
    assert lines(text, width) == expected


def test_arrow_frames_are_written_alike(result: AuditResult, tmp_path: Path, folder: Path) -> None:
    names = ("coverage", "gaps", "problems", "load", "delivery", "claims", "evidence")
    write_reports(replace(result, **{n: getattr(result, n).convert_dtypes(dtype_backend="pyarrow") for n in names}), tmp_path)
    for name in names:
        assert (tmp_path / f"{name}.csv").read_bytes() == (folder / f"{name}.csv").read_bytes()
    assert (tmp_path / "report.html").read_bytes() == (folder / "report.html").read_bytes()
    for sheet in SHEETS:
        left, right = (pd.read_excel(f / "report.xlsx", sheet_name=sheet, header=None, engine="openpyxl") for f in (tmp_path, folder))
        pd.testing.assert_frame_equal(left, right)
