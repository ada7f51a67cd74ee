"""The places that the truth names, looked up in the files as written."""

from __future__ import annotations

import csv
from pathlib import Path

from lxml import etree
from python_calamine import CalamineWorkbook

Cells = list[list[object]]


def sheets(path: Path) -> dict[str, Cells]:
    """Sheet → rows, as Excel numbers them."""
    if path.suffix == ".csv":
        text = path.read_bytes()
        marked = text.startswith(b"\xef\xbb\xbf")
        lines = text.decode("utf-8-sig" if marked else "gb18030").splitlines()
        return {"": [list(r) for r in csv.reader(lines, delimiter=";" if marked else ",")]}
    if path.suffix == ".xls":
        page = etree.HTML(path.read_text("utf-8").encode(), etree.HTMLParser(encoding="utf-8"))
        return {path.name.split("_")[0]: [["".join(c.itertext()) for c in row] for row in page.iter("tr")]}
    book = CalamineWorkbook.from_path(str(path))
    return {name: [list(r) for r in book.get_sheet_by_name(name).to_python(skip_empty_area=False)] for name in book.sheet_names}


def test_problem_rows_hold_what_they_say(demo: tuple[Path, Path]) -> None:
    files = {p.name: sheets(p) for p in demo[0].iterdir() if p.suffix != ".toml"}
    seen: dict[str, int] = {}
    with (demo[1] / "problems.csv").open(encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f):
            rows = files[r["file"]][r["sheet"]]
            head = next(i for i, row in enumerate(rows) if r["column"] in row) if r["column"] else 0
            cell = str(rows[int(r["row"]) - 1][rows[head].index(r["column"])]) if r["column"] else ""
            match r["code"]:
                case "phone_invalid":
                    assert len(cell) == 10
                case "date_invalid":
                    assert "02-30" in cell or "0230" in cell
                case "unit_unknown":
                    assert any(word in cell for word in ("旧", "联", "大队"))
                case "required_missing":
                    assert cell in ("", "无")
                case "id_length":
                    assert len(cell) in (4, 17)
                case "id_precision_lost":
                    assert "e+17" in cell.lower()
                case "duplicate_row":
                    assert int(r["row"]) > len(rows) / 2
                case _:
                    continue
            seen[r["code"]] = seen.get(r["code"], 0) + 1
    assert len(seen) == 7


def test_rows_in_is_what_lies_below_the_header(demo: tuple[Path, Path]) -> None:
    files = {p.name: sheets(p) for p in demo[0].iterdir() if p.suffix != ".toml"}
    with (demo[1] / "load.csv").open(encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f):
            rows = files[r["file"]][r["sheet"]]
            head = next(i for i, row in enumerate(rows) if row[0] == "序号")
            body = rows[head + (2 if rows[head + 1][0] == "" and "户号" in rows[head + 1] else 1) :]
            while body and not any(str(c).strip() for c in body[-1]):
                body.pop()
            assert len(body) == int(r["rows_in"]), (r["file"], r["sheet"])
