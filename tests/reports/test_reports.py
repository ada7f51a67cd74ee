"""What holds for all outputs together: nothing points outside, names are masked, nothing is half-written."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.reports import write_reports
from api.reports.csv_files import COLUMNS
from graph.errors import OutputError
from graph.result import AuditResult

NAMESPACES = ("www.w3.org/", "schemas.openxmlformats.org/", "schemas.microsoft.com/office/", "purl.org/dc/")
FRAMES = tuple(COLUMNS)


def parts(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, text) of every file, and of every part of every workbook."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    yield f"{path.relative_to(folder).as_posix()}!{name}", book.read(name).decode("utf-8")
        else:
            yield path.name, path.read_text(encoding="utf-8-sig")


def test_everything_is_there(folder: Path) -> None:
    named = [p.name for p in folder.iterdir()]
    assert sorted(named) == sorted([*(f"{n}.csv" for n in FRAMES), "summary.json", "report.xlsx", "report.html", "towns", "villages"])


def test_nothing_points_outside(folder: Path) -> None:
    for name, text in parts(folder):
        outside = [a for a in re.findall(r"https?://([^\s\"'<>]*)", text) if not a.startswith(NAMESPACES)]
        assert not outside, f"{name}: {outside[:3]}"
        assert 'TargetMode="External"' not in text, name


def test_plain_names_only_in_the_towns_workbooks(folder: Path, result: AuditResult) -> None:
    masked = result.gaps["plain_name"] != result.gaps["subject_name"]
    names = set(result.gaps.loc[masked, "plain_name"])
    assert len(names) > 100
    pattern = re.compile("|".join(map(re.escape, names)))
    for name, text in parts(folder):
        if not name.startswith("towns/"):
            assert not pattern.search(text), name
    assert any(name.startswith("villages/青石镇") for name, _ in parts(folder))


def test_summary(folder: Path, result: AuditResult) -> None:
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert (summary["edition_id"], summary["as_of"], summary["scheme"], summary["store"]) == (result.edition_id, "2024-06-30", "yunxi", "embedded")
    assert (summary["counts"], summary["excluded"], summary["notices"], summary["sources"]) == (result.counts, result.excluded, result.notices, result.sources)
    assert [c["check"] for c in summary["checks"]] == [c.id for c in result.scheme.checks]
    assert all(c["of"] == c["met"] + c["gap"] + c["unknown"] for c in summary["checks"])
    assert summary["rows"] == {"rows_in": 160, "loaded": 145, "rejected": 7, "duplicate": 4, "skipped": 4}


def test_a_county_without_any_gap_is_written_too(result: AuditResult, tmp_path: Path) -> None:
    nothing = {n: getattr(result, n).iloc[:0] for n in FRAMES if n != "coverage"}
    write_reports(replace(result, **nothing, counts={}, excluded={}, notices=[], sources=[]), tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "没有缺口。" in page
    assert "没有待核实。" in page
    assert len(list((tmp_path / "towns").iterdir())) == 3


def test_nothing_at_all_is_written_too(result: AuditResult, tmp_path: Path) -> None:
    nothing = {n: getattr(result, n).iloc[:0] for n in FRAMES}
    write_reports(replace(result, **nothing), tmp_path)
    assert (tmp_path / "report.xlsx").exists()


def test_what_cannot_be_written_is_said(result: AuditResult, tmp_path: Path) -> None:
    (tmp_path / "report.xlsx").mkdir()
    with pytest.raises(OutputError, match=r"报告写不进.*重试"):
        write_reports(result, tmp_path)
    assert not list(tmp_path.rglob(".rows-*")), "rows with names are left behind"


def test_progress_is_told(result: AuditResult, tmp_path: Path) -> None:
    said: list[tuple[str, int, int]] = []
    write_reports(result, tmp_path, lambda what, done, total: said.append((what, done, total)))
    assert list(dict.fromkeys(w for w, *_ in said)) == ["写数据表", "写网页报告", "写 Excel 报告", "写镇街工作簿"]
    assert all(0 <= done <= total for _, done, total in said)
