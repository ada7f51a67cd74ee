"""横向到边: unit × system on the page and in the workbook, with signs that work in grey."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from lxml import html

from api.reports import view as views
from api.reports import write_reports
from api.reports.across import band, percent, sign
from api.reports.figures import Figure
from api.reports.page.shapes import band_cell, stops
from api.reports.view import View
from tests.reports.wide import wide_result


@pytest.mark.parametrize(
    ("figure", "mark"),
    [
        (None, ""),
        (Figure(), ""),
        (Figure(3, 3, 0, 0), "●"),
        (Figure(3, 1, 1, 1), "◐"),
        (Figure(3, 1, 0, 2), "◐"),
        (Figure(3, 0, 1, 2), "○"),
        (Figure(3, 0, 0, 3), "？"),
    ],
)
def test_signs(figure: Figure | None, mark: str) -> None:
    assert sign(figure) == mark
    assert (mark or "<td>") in str(band_cell(figure))


def test_a_percentage_is_0_and_100_only_where_it_is_exactly_so() -> None:
    assert [percent(p, 1000) for p in (0, 1, 500, 999, 1000)] == [0, 1, 50, 99, 100]
    assert percent(0, 0) == 0
    assert stops(Figure(1000, 999, 1, 0)) == "--m:98%;--g:100%"
    assert str(band_cell(Figure(19, 12, 3, 4))) == '<td class=p5 title="12/19 缺3 待4">◐<b>63</b><q>21</q>'


def test_a_column_per_system_with_figures_from_its_first_check() -> None:
    result = wide_result(checks=3)
    view = View(result)
    columns = band(view).columns
    assert [s.code for _, s, _ in columns] == [s.code for line in view.lines for s in line.systems if s.checks]
    assert all(c == s.checks[0] for _, s, c in columns)
    assert sum(n for _, n in band(view).lines) == len(columns)


def test_the_matrix_in_both_reports(tmp_path: Path) -> None:
    result = wide_result(towns=2, villages=2)
    write_reports(result, tmp_path)
    shown = band(View(result))
    page = html.document_fromstring((tmp_path / "report.html").read_text(encoding="utf-8"))
    rows = page.xpath("//table[@class='hx']/tbody/tr")
    assert [str(r.find("th").text_content()) for r in rows] == [u.name for u in shown.units]
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["横向到边"]
    assert (sheet.freeze_panes, sheet.max_row) == ("B4", 3 + len(shown.units))
    assert sheet.auto_filter.ref and sheet.conditional_formatting
    for n, (unit, row) in enumerate(zip(shown.units, rows, strict=True)):
        cells = row.findall("td")
        for i, (_, _, check) in enumerate(shown.columns):
            figure = unit.figures[check.id]
            mark, cell = sign(figure), sheet.cell(4 + n, 5 + i)
            assert str(cells[i].text_content()).startswith(mark)
            if mark in ("", "？"):
                assert (cell.value or "") == mark
            else:
                assert cell.value == percent(figure.met, figure.of) / 100
                assert mark in cell.number_format
                assert ("待" in cell.number_format) == (figure.unknown > 0)
    heads = page.xpath("//table[@class='hx']/thead/tr[2]/th")
    assert all(len(str(h.find("span").text)) <= 8 and s.name in h.get("title") for h, (_, s, _) in zip(heads, shown.columns, strict=True))
    assert any(str(h.find("span").text).endswith("…") for h in heads)
    assert "◐ 部分覆盖" in str(sheet["A1"].value)


def test_many_villages_are_counted_by_town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MANY", 5)
    result = wide_result(towns=2, villages=3)
    write_reports(result, tmp_path)
    assert not (tmp_path / "villages").exists()
    page = html.document_fromstring((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert len(page.xpath("//table[@class='hx']/tbody/tr")) == 3
    assert "本页按镇街列出" in page.get_element_by_id("band").text_content()
    assert "未写一村一表" in page.find(".//footer").text_content()
    assert not page.xpath("//div[@class='tree']//*[contains(text(), '第1村')]")
    assert "3/3" in page.get_element_by_id("delivery").text_content()
    assert openpyxl.load_workbook(tmp_path / "report.xlsx")["横向到边"].max_row == 3 + 9


def test_size_of_a_county_and_of_a_city() -> None:
    cell = len(str(band_cell(Figure(480, 320, 100, 60))))
    assert 221 * 60 * cell < 1_500_000
