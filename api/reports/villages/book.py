"""一村一表 of one town: an index, and a sheet per village with all that is known of it; for print on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from api.reports import words
from api.reports.figures import Figure
from api.reports.problem_places import VILLAGES
from api.reports.villages.plan import VillagePages, sheet_name, told, village_kind
from api.reports.workbook import open_book
from api.reports.workbook.ledgers import claim_state
from api.reports.workbook.rows import Rows
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import LINE, Column, height, put, span, units, widths, wraps

if TYPE_CHECKING:
    from api.reports.towns.plan import TownPart

_COLUMNS = (
    Column("体系", 7, "center"),
    Column("检查", 29, "wrap"),
    Column("对象", 8, "center"),
    Column(words.OF, 8, "number"),
    Column(words.MET, 8, "number", "met_header"),
    Column(words.GAP, 8, "number", "gap_header"),
    Column(words.UNKNOWN, 8, "number", "unknown_header"),
    Column("缺口、待核实的对象", 52, "wrap"),
)
_WIDTH = sum(c.width for c in _COLUMNS)
_LAST = len(_COLUMNS) - 1
_INDEX = "目录"
_PROBLEMS = 30
"""Ledger problems on a village's sheet; the others are counted."""


def write_villages(part: TownPart) -> None:
    """Write the workbook; nothing where the part has no village pages."""
    pages = part.pages
    if pages is None:
        return
    figures: dict[str, dict[str, Figure]] = {}
    for path, check, *figure in pages.coverage[["unit_path", "check", "of", "met", "gap", "unknown"]].itertuples(index=False, name=None):
        figures.setdefault(path, {})[check] = Figure(*map(int, figure))
    villages = pages.coverage.drop_duplicates("unit_path")[["unit_path", "unit_name", "unit_code"]].fillna("")
    said = told(part.gaps, part.places)
    with open_book(pages.path, f"{part.town}一村一表") as book:
        styles, taken = Styles(book), {_INDEX.casefold()}
        index = book.add_worksheet(_INDEX)
        named = [(path, name, code, sheet_name(name, taken)) for path, name, code in villages.itertuples(index=False, name=None)]
        _index(index, styles, part, pages, [(name, sheet, figures[path]) for path, name, _, sheet in named])
        for path, name, code, sheet in named:
            _village(book.add_worksheet(sheet), styles, part, pages, path, name, code, figures[path], said)


def _index(sheet: Any, styles: Styles, part: TownPart, pages: VillagePages, villages: list[tuple[str, str, dict[str, Figure]]]) -> None:
    columns = (
        Column("序号", 7, "center"),
        Column("村(社区)", 24),
        Column("应覆盖户", 11, "number"),
        Column("缺口（条）", 11, "number"),
        Column("待核实（条）", 12, "number"),
    )
    widths(sheet, (*columns, Column("", 40)))
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{part.county}{part.town}一村一表", styles("title"))
    sheet.write_string(1, 0, f"核查日期 {part.as_of.isoformat()}，版次 {part.edition}。点击村名打开该村；姓名已隐去，全名见 towns 文件夹。", styles("note"))
    for i, column in enumerate(columns):
        sheet.write_string(3, i, column.title, styles(column.header))
    for row, (name, target, figures) in enumerate(villages, 4):
        put(sheet, row, 0, str(row - 3), styles("center"))
        quoted = target.replace("'", "''")
        sheet.write_url(row, 1, f"internal:'{quoted}'!A1", styles("link"), name)
        counts = [_households(pages, figures), sum(f.gap for f in figures.values()), sum(f.unknown for f in figures.values())]
        for i, value in enumerate(counts, 2):
            put(sheet, row, i, value, styles("number"))
    end = 5 + len(villages)
    wanting = [f"{s.code} {s.name}（{s.wanted}）" for line in pages.lines for s in line.incomplete]
    if wanting:
        text = "因没有任何单位报送台账，以下体系不列入或只部分列入各村的表：" + "；".join(wanting) + "。"
        sheet.set_row(end, LINE * min(1 + units(text) // 100, 24) + 4)
        span(sheet, end, 0, len(columns), text, styles("wrapped_note"))
    sheet.freeze_panes(4, 0)
    page(sheet, (3, 3))


def _households(pages: VillagePages, figures: dict[str, Figure]) -> int | None:
    figure = figures.get(pages.households)
    return figure.of if figure else None


def _village(
    sheet: Any,
    styles: Styles,
    part: TownPart,
    pages: VillagePages,
    path: str,
    name: str,
    code: str,
    figures: dict[str, Figure],
    said: dict[tuple[str, str], str],
) -> None:
    widths(sheet, _COLUMNS)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{name}　一村一表", styles("title"))
    sheet.write_url(0, _LAST, f"internal:'{_INDEX}'!A1", styles("link"), "返回目录")
    above = path.rpartition("/")[0].replace("/", " ")
    said_of_it = [above, village_kind(code, name), f"区划代码 {code}" if code else "", f"核查日期 {part.as_of.isoformat()}", f"版次 {part.edition}"]
    facts = ["　".join(s for s in said_of_it if s)]
    left_out = "，".join(f"{k} {n} 户" for k, n in pages.excluded.get(path, {}).items())
    of = _households(pages, figures)
    facts.append(f"户：应覆盖 {of:,} 户{f'；不计入 {left_out}' if left_out else ''}。" if of is not None else "户：没有按户计算的检查。")
    facts += _deliveries(pages.delivery[pages.delivery["unit_path"] == path])
    row = 1
    for text in facts:
        sheet.set_row(row, LINE * (1 + units(text) // int(_WIDTH - 6)) + 3)
        span(sheet, row, 0, _LAST, text, styles("wrapped_note"))
        row += 1
    out, wrapped, village = Rows(sheet), wraps(_COLUMNS), part.places.village(path)
    formats = [styles(c.style) for c in _COLUMNS]
    sheet.set_row(row, 22)
    for i, column in enumerate(_COLUMNS):
        sheet.write_string(row, i, column.title, styles(column.header))
    top, row = row, row + 1
    for line in pages.lines:
        shown = [(c, figures[c.id]) for c in line.checks if c.id in figures and figures[c.id].of]
        out.add(row, [f"{line.name}" + ("" if shown else "：没有应覆盖的对象，或台账未报")], [styles("band")] + [styles("band")] * _LAST)
        row += 1
        for check, figure in shown:
            values = [check.system, check.title, words.counts(check.counts), *figure, said.get((village, check.id), "")]
            out.add(row, values, formats, height(values, wrapped))
            row += 1
    row = _claims(sheet, out, styles, row, pages.claims[_inside(pages.claims["unit_path"], path)])
    _problems(out, styles, row, part.problems[part.problems[VILLAGES] == path])
    page(sheet, (top, top))
    sheet.set_portrait()


def _inside(paths: pd.Series, path: str) -> pd.Series:
    texts = paths.fillna("").astype(str)
    return (texts == path) | texts.str.startswith(f"{path}/")


def _deliveries(delivery: pd.DataFrame) -> list[str]:
    """Which ledgers came, which said that there is nothing, which did not come."""
    found = []
    for state, word in words.DELIVERY.items():
        rows = delivery[delivery["state"] == state]
        if len(rows):
            names = [f"{x} {int(n)} 行" if state == "delivered" and n == n else str(x) for x, n in zip(rows["ledger"], rows["rows"], strict=True)]
            found.append(f"{word}台账（{len(names)}）：{'、'.join(names)}。")
    return found or ["没有报送记录。"]


def _claims(sheet: Any, out: Rows, styles: Styles, row: int, claims: pd.DataFrame) -> int:
    out.add(row, [f"数字核对：台账自报 {len(claims)} 项"], [styles("band")] * len(_COLUMNS))
    row += 1
    for claim in claims.itertuples(index=False):
        values = [None if pd.isna(v) else v for v in (claim.claimed, claim.counted, claim.difference)]
        state = words.CLAIMS[claim_state(values[2] if values[2] is None else float(values[2]))]
        shown = [_whole(v) for v in values]
        text = f"填报 {claim.qualifier or ''}{shown[0]}，实有 {shown[1]}，差 {shown[2]}：{state}。出处 {claim.source or ''}"
        cells = [claim.system, claim.claim, "", None, None, None, None, f"{claim.subject or ''}　{text}"]
        out.add(row, cells, [styles(c.style) for c in _COLUMNS], height(cells, wraps(_COLUMNS)))
        row += 1
    return row


def _whole(value: Any) -> str:
    return "（无）" if value is None else f"{value:g}"


def _problems(out: Rows, styles: Styles, row: int, mine: pd.DataFrame) -> None:
    out.add(
        row,
        [f"台账问题：能确定是本村的 {len(mine)} 处{f'，列出前 {_PROBLEMS} 处' if len(mine) > _PROBLEMS else ''}"],
        [styles("band")] * len(_COLUMNS),
    )
    for values in mine.head(_PROBLEMS).itertuples(index=False):
        row += 1
        place = f"{values.file} {'' if pd.isna(values.sheet) else values.sheet} 第{_whole(None if pd.isna(values.row) else values.row)}行"
        cells = ["", words.PROBLEMS.get(values.code, values.code), "", None, None, None, None, f"{place}：{'' if pd.isna(values.message) else values.message}"]
        out.add(row, cells, [styles(c.style) for c in _COLUMNS], height(cells, wraps(_COLUMNS)))
