"""A hundred systems stay readable: by line, with missing ledgers said once, and their unknowns in no list."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from lxml import html

from api.reports import write_reports
from api.reports.lines import STATES
from api.reports.places import Places
from api.reports.towns.book import FILL_SHEET
from api.reports.view import View
from api.reports.workbook.overview import line_rows
from api.reports.workbook.systems import missing
from graph.catalogue import LINES
from graph.result import GRIDS, AuditResult
from graph.scheme import Check
from tests.reports.wide import SILENT, wide_result

VILLAGES_BY_TOWN = ["云溪县_柳河街道", "云溪县_青石镇", "沙河区_柳河街道", "沙河区_青石镇"]


@pytest.fixture(scope="module")
def wide() -> AuditResult:
    return wide_result()


@pytest.fixture(scope="module")
def out(wide: AuditResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wide")
    write_reports(wide, made)
    return made


def test_lines_hold_every_system_of_the_scheme_once(wide: AuditResult) -> None:
    view = View(wide)
    assert [line.name for line in view.lines] == list(LINES.values())
    assert [s.code for line in view.lines for s in line.systems] == list(wide.scheme.systems)
    asked = {c.id for c in wide.scheme.checks if c.ledger in SILENT}
    assert view.silent == asked
    assert {c.id for line in view.lines for c in line.checks} == {c.id for c in wide.scheme.checks} - asked
    eight = next(s for s in view.lines[0].systems if s.code == "A8")
    assert missing(eight)[0][1].startswith(eight.reason)


def test_a_system_of_the_offices_own_comes_last(wide: AuditResult) -> None:
    coverage = wide.coverage[wide.coverage["check"] == wide.scheme.checks[0].id].assign(system="乡风", check="乡风.reach")
    scheme = replace(wide.scheme, checks=(Check("乡风.reach", "乡风", "reach", "乡风", "", "户"),), systems=())
    lines = View(replace(wide, coverage=coverage, scheme=scheme)).lines
    assert [(line.key, line.name, [s.code for s in line.systems]) for line in lines] == [("X", "其他", ["乡风"])]


def test_what_arrived_decides(wide: AuditResult) -> None:
    ids = View(replace(wide, arrived=(*wide.arrived, "会议"))).silent
    assert ids == {c.id for c in wide.scheme.checks if c.ledger in ("评选", "吹哨")}


def test_unknowns_of_missing_ledgers_are_in_no_list_but_in_the_csv(wide: AuditResult, out: Path) -> None:
    view = View(wide)
    silent = wide.gaps["check"].isin(view.silent)
    assert view.unlisted == int(silent.sum()) > 0
    with (out / "gaps.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(wide.gaps)
    listed = openpyxl.load_workbook(out / "report.xlsx")["待核实清单"]
    assert len(list(listed.iter_rows(min_row=3))) == int(((wide.gaps["state"] == "unknown") & ~silent).sum())
    assert f"有 {view.unlisted:,} 条待核实" in str(next(iter(listed.iter_rows(values_only=True)))[0])
    filled = [openpyxl.load_workbook(p) for p in (out / "towns").iterdir()]
    assert sum(len(list(b[FILL_SHEET].iter_rows(min_row=2))) for b in filled) == int((~silent).sum())
    assert f"有 {view.unlisted:,} 条待核实" in "".join(str(c.value) for row in filled[0]["填表说明"].iter_rows() for c in row)


def test_overview_of_systems_says_each_missing_ledger_once(wide: AuditResult, out: Path) -> None:
    sheet = openpyxl.load_workbook(out / "report.xlsx")["体系一览"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=3)]
    assert [r[1] for r in rows] == list(wide.scheme.systems)
    lost = [r for r in rows if str(r[-1]).startswith("未报送：")]
    assert len(lost) == len(View(wide).silent)
    assert all(v is None for r in lost for v in r[6:12]), "no row of zeros"
    counted = [r for r in rows if r[6] is not None]
    assert all(int(str(r[6])) == sum(int(str(n)) for n in r[7:10]) for r in counted)
    page = html.document_fromstring((out / "report.html").read_text(encoding="utf-8"))
    texts = [" ".join(str(e.text_content()).split()) for e in page.xpath("//section[@id='systems']//tr[@class='missing']")]
    assert sum("未报送" in t for t in texts) == len(lost)


def test_a_system_is_counted_once(tmp_path: Path) -> None:
    some = wide_result(towns=2, villages=2, checks=3)
    checks = tuple(replace(c, ledger=SILENT[0]) if c.id.endswith(".2") and c.system.startswith("C") else c for c in some.scheme.checks)
    lost = {c.id for c in checks if c.ledger in SILENT}
    figures = some.coverage.assign(unknown=some.coverage["of"].where(some.coverage["check"].isin(lost), some.coverage["unknown"]))
    some = replace(some, scheme=replace(some.scheme, checks=checks), coverage=figures)
    view = View(some)
    systems = [s for line in view.lines for s in line.systems]
    assert {s.state for s in systems} == set(STATES)
    for row in line_rows(view):
        assert isinstance(row[1], int) and row[1] == sum(int(str(n)) for n in row[2:6])
    write_reports(some, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    said = str(book["体系一览"]["A1"].value)
    whole, *states = (int(n) for n in re.findall(r"(\d+) 个", said))
    assert whole == sum(states) == len(systems)
    asked = f"全部 {len(some.scheme.checks)} 项检查，其中 {len(view.silent)} 项没有台账"
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert view.counted() == asked
    assert asked in said
    assert asked in page
    assert any(asked in str(c.value) for c in book["概况"]["A"])
    own = next(line for line in view.lines if line.key == "C")
    text = str(book[own.name]["A1"].value)
    assert own.partly
    assert f"部分已计算，其余检查还缺台账：{own.partly[0].code}" in text
    assert not {s.code for s in own.partly} & {s.code for s in own.wanting}


def test_a_section_and_a_sheet_per_line(wide: AuditResult, out: Path) -> None:
    page = html.document_fromstring((out / "report.html").read_text(encoding="utf-8"))
    assert [s.get("id") for s in page.xpath("//section[starts-with(@id, 'line-')]")] == [f"line-{key}" for key in LINES]
    targets = {a.get("href")[1:] for a in page.xpath("//nav/a")}
    assert targets <= {e.get("id") for e in page.xpath("//section")}
    wanted = page.xpath("//section[@id='line-A']//ul[@class='wanted'][1]/li")
    assert ["A4" in str(w.text_content()) and "会议台账" in str(w.text_content()) for w in wanted] == [True]
    book = openpyxl.load_workbook(out / "report.xlsx")
    assert set(LINES.values()) <= set(book.sheetnames)
    assert "还需要这些台账才能计算：A4" in str(book["单元"]["A1"].value)


def test_a_prefecture_over_counties_with_towns_of_one_name(tmp_path: Path) -> None:
    city = wide_result(towns=2, villages=2, counties=2, code="321000000000")
    own = city.gaps.head(2).assign(unit_path=["南岭市", "沙河区"], town="")
    city = replace(city, gaps=pd.concat([city.gaps, own], ignore_index=True))
    write_reports(city, tmp_path)
    view = View(city)
    assert view.places == Places(0, True, frozenset({"南岭市"}))
    assert sorted(p.stem for p in (tmp_path / "towns").iterdir()) == sorted([*VILLAGES_BY_TOWN, "市本级", "沙河区_县本级"])
    assert sorted(p.stem for p in (tmp_path / "villages").iterdir()) == VILLAGES_BY_TOWN
    first = city.coverage[city.coverage["check"] == city.scheme.checks[0].id]
    assert view.whole[city.scheme.checks[0].id].of == int(first.loc[first["level"] == 3, "of"].sum())
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert [book["单元"].cell(r, 2).value for r in range(4, 7)] == ["市", "县", "镇街"]
    assert "县（市、区）" in [c.value for c in book["缺口清单"][2]]
    towns = [r for r in book["按镇街"].iter_rows(min_row=2, values_only=True) if r[1] == city.scheme.checks[0].title]
    assert [(r[3], r[4]) for r in towns] == [
        (None, "南岭市"),
        ("南岭市", "云溪县"),
        ("云溪县", "青石镇"),
        ("云溪县", "柳河街道"),
        ("南岭市", "沙河区"),
        ("沙河区", "青石镇"),
        ("沙河区", "柳河街道"),
    ]
    depth = {u.name: u.depth for u in view.units}
    assert (depth["南岭市"], depth["沙河区"], depth["青石镇"], depth["第1村"]) == (0, 1, 2, 3)
    filled = openpyxl.load_workbook(tmp_path / "towns" / "沙河区_青石镇.xlsx")
    about = {str(k): v for k, v in filled["_daohu"].iter_rows(values_only=True)}
    assert (about["county"], about["town"]) == ("沙河区", "青石镇")
    assert filled[FILL_SHEET].max_row - 1 == int(view.gaps["unit_path"].str.startswith("沙河区/青石镇/").sum())


def test_figures_by_grid_have_a_sheet_and_a_file(wide: AuditResult, tmp_path: Path) -> None:
    check = next(c for c in wide.scheme.checks if c.kind == "reach")
    row = (check.system, check.id, "g1", "一号网格", "综合网格", "云溪县/青石镇/第1村", 9, 4, 3, 2)
    write_reports(replace(wide, grids=pd.DataFrame([row], columns=list(GRIDS))), tmp_path)
    assert (tmp_path / "grids.csv").read_text(encoding="utf-8-sig").splitlines()[1] == ",".join(map(str, row))
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["按网格"]
    shown = [c.value for c in sheet[3]]
    assert shown[:9] == [check.system, check.title, "云溪县/青石镇/第1村", "一号网格", "综合网格", 9, 4, 3, 2]
