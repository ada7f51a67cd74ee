"""towns/*.xlsx: what a town gets, and the hidden key by which it comes back."""

from __future__ import annotations

import datetime as dt
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from api.reports import write_reports
from api.reports.places import WHOLE_COUNTY
from api.reports.towns import pool
from api.reports.towns.book import FILL, FILL_SHEET, KEY
from api.reports.towns.plan import file_name
from api.reports.view import View
from graph.result import AuditResult
from loaders.own_sheets import ABOUT_SHEET


@pytest.fixture(scope="module")
def book(folder: Path) -> Workbook:
    return openpyxl.load_workbook(folder / "towns" / "青石镇.xlsx")


def rows_of(book: Workbook, name: str, header: int = 1) -> list[dict[str, object]]:
    found = list(book[name].iter_rows(min_row=header, values_only=True))
    return [dict(zip(map(str, found[0]), values, strict=True)) for values in found[1:]]


def test_every_town_has_one_and_they_hold_all_gaps(folder: Path, result: AuditResult) -> None:
    files = sorted(p.stem for p in (folder / "towns").iterdir())
    assert files == sorted([*(set(result.gaps["town"]) - {""}), WHOLE_COUNTY])
    keys = [r[KEY] for name in files for r in rows_of(openpyxl.load_workbook(folder / "towns" / f"{name}.xlsx"), FILL_SHEET)]
    assert sorted(map(str, keys)) == sorted(f"{result.edition_id}|{c}|{s}" for c, s in zip(result.gaps["check"], result.gaps["subject_id"], strict=True))


def test_key_column_is_hidden_and_about_very_hidden(book: Workbook, result: AuditResult) -> None:
    sheet = book[FILL_SHEET]
    titles = [str(c.value) for c in sheet[1]]
    letter = get_column_letter(titles.index(KEY) + 1)
    assert sheet.column_dimensions[letter].hidden
    assert not sheet.protection.sheet
    assert book[ABOUT_SHEET].sheet_state == "veryHidden"
    about = {str(k): v for k, v in book[ABOUT_SHEET].iter_rows(values_only=True)}
    assert about == {"format": "1", "edition": result.edition_id, "scheme": "yunxi", "as_of": "2024-06-30", "county": "云溪县", "town": "青石镇"}


def test_rows_are_plain_and_to_be_filled(book: Workbook) -> None:
    rows = rows_of(book, FILL_SHEET)
    household = next(r for r in rows if r["户号/编码"] == "00000004")
    assert household["户主/对象"] == "陈建国4"
    assert (household["村(社区)"], household["组"], household["湾落"]) == ("红旗村", "一组", "张家湾")
    assert all(r[name] is None for r in rows for name in FILL)
    sheet = book[FILL_SHEET]
    titles = [str(c.value) for c in sheet[1]]
    formats = {name: sheet.cell(2, titles.index(name) + 1).number_format for name in FILL}
    assert (formats["身份证号"], formats["开始日期"]) == ("@", "yyyy-mm-dd")
    assert {v.type for v in sheet.data_validations.dataValidation} == {"custom", "date"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("A2", True)


def test_an_id_typed_in_survives(book: Workbook, tmp_path: Path) -> None:
    sheet = book[FILL_SHEET]
    column = [str(c.value) for c in sheet[1]].index("身份证号") + 1
    sheet.cell(2, column).value = "420583199001011234"
    book.save(tmp_path / "filled.xlsx")
    again = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    assert rows_of(again, FILL_SHEET)[0]["身份证号"] == "420583199001011234"
    assert again[ABOUT_SHEET].sheet_state == "veryHidden"


def test_problems_and_coverage_are_the_towns_own(book: Workbook) -> None:
    assert [(r["文件"], r["行"]) for r in rows_of(book, "台账问题", 2)] == [("青石镇_户籍人口台账.xlsx", 30), ("青石镇_户籍人口台账.xlsx", 44)]
    assert {r["归到本镇的依据"] for r in rows_of(book, "台账问题", 2)} == {"文件名或工作表名写明镇街"}
    coverage = rows_of(book, "本镇覆盖情况", 2)
    assert {r["单元"] for r in coverage} == {"青石镇", "红旗村", "前进村", "桃园村"}
    assert all(r["应覆盖"] == int(str(r["覆盖"])) + int(str(r["缺口"])) + int(str(r["待核实"])) for r in coverage)


def test_file_names_suit_windows() -> None:
    taken: set[str] = set()
    assert [file_name(n, taken) for n in ("城关镇", "城关镇", "a/b:c*?", "CON", "x. ", "")] == ["城关镇", "城关镇(2)", "a_b_c__", "_CON", "x", "_"]


def test_processes_write_the_same(result: AuditResult, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "POOL_FROM", 0)
    said: list[tuple[str, int, int]] = []
    write_reports(result, tmp_path, lambda *p: said.append(p))
    assert ("写镇街工作簿", 4, 4) in said
    assert sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*")) == sorted(p.relative_to(folder) for p in folder.rglob("*"))
    for name in ("青石镇", WHOLE_COUNTY):
        left, right = (openpyxl.load_workbook(f / "towns" / f"{name}.xlsx") for f in (tmp_path, folder))
        assert rows_of(left, FILL_SHEET) == rows_of(right, FILL_SHEET)


def test_without_processes_it_is_written_here(result: AuditResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_parts: object, _workers: int, _progress: object, meanwhile: pool._Once) -> None:
        meanwhile()
        raise BrokenProcessPool("no memory")

    done: list[int] = []
    monkeypatch.setattr(pool, "POOL_FROM", 0)
    monkeypatch.setattr(pool, "_in_processes", broken)
    for name in ("towns", "villages"):
        (tmp_path / name).mkdir()
    pool.write_towns(View(result), tmp_path, lambda *_: None, lambda: done.append(1))
    assert (done, [len(list((tmp_path / n).iterdir())) for n in ("towns", "villages")]) == ([1], [4, 3])


def test_dates_in_the_instructions(book: Workbook) -> None:
    texts = "".join(str(c.value) for row in book["填表说明"].iter_rows() for c in row if c.value)
    assert dt.date(2024, 6, 30).isoformat() in texts
    assert "青石镇" in texts
