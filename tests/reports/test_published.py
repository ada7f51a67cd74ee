"""数字核对: published figures stand beside the ledgers' counts; a hole of the document is 文中缺, never 0."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
from lxml import html

from api.reports import write_reports
from api.reports.published import HOLE, published
from tests.reports.wide import wide_result


def test_the_place_is_known_by_the_county_code() -> None:
    result = wide_result(code="420583000000")
    assert published(result).place == "枝江"
    assert published(replace(result, county_code="511903000000")).place == "恩阳"
    other = published(wide_result())
    assert (other.place, len(other.figures), len(other.disagreeing)) == ("", 0, 0)


def test_counts_stand_beside_and_holes_stay_holes() -> None:
    said = published(replace(wide_result(code="420583000000"), measures={"建制村数": 190, "社区数": None}))
    row = said.figures[said.figures["指标"] == "建制村数"].iloc[0]
    assert (row["公布值"], row["台账计数"], row["差额"]) == ("194", 190, -4)
    assert said.compared >= 1
    holes = said.figures[said.figures["公布值"] == HOLE]
    assert len(holes) >= 3
    assert holes["差额"].isna().all()
    assert not (said.figures["公布值"] == "").any()


def test_both_reports_show_them(tmp_path: Path) -> None:
    write_reports(replace(wide_result(code="420583000000"), measures={"建制村数": 190}), tmp_path)
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames[-2:] == ["数字核对", "公布数字"]
    sheet = book["公布数字"]
    rows = {r[1]: r for r in sheet.iter_rows(min_row=3, values_only=True) if r[1]}
    assert rows["建制村数"][2:7] == ("194", None, "个", 190, -4)
    assert HOLE in [c.value for c in sheet["C"]]
    assert "文件中互相对不上的数（照录，原因只是可能）" in [c.value for c in sheet["A"]]
    page = html.document_fromstring((tmp_path / "report.html").read_text(encoding="utf-8"))
    claims = page.get_element_by_id("claims").text_content()
    assert all(t in claims for t in ("枝江文件公布的数字", "文中缺", "台账自报的数字", "文件中互相对不上的数"))


def test_a_county_of_no_document_has_its_own_claims_only(tmp_path: Path) -> None:
    write_reports(wide_result(towns=1, villages=1), tmp_path)
    assert "公布数字" not in openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames
    assert "公布的数字" not in html.parse(tmp_path / "report.html").getroot().get_element_by_id("claims").text_content()
