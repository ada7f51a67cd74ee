"""The sheets 概况 and 按镇街."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.reports import words
from api.reports.arrived import ledger_totals
from api.reports.figures import Figure, county_figures, shown_checks, titles, unit_tree
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import Column, body, header, put, span, units, write_table
from graph.result import AuditResult

_SHARES = (Column(words.MET_SHARE + "\n覆盖/应覆盖", 14, "share"), Column(words.UNKNOWN_SHARE + "\n待核实/应覆盖", 16, "share"))
_FIGURES = (
    Column(words.OF, 10, "number"),
    Column(words.MET, 10, "number", "met_header"),
    Column(words.GAP, 10, "number", "gap_header"),
    Column(words.UNKNOWN, 10, "number", "unknown_header"),
)
_CHECKS = (Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("类别", 9, "center"), Column("计数对象", 10, "center"), *_FIGURES, *_SHARES)
_NUMBERED = Column("序号", 10, "center")
_REASONS = (Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("状态", 9, "center"), Column("数量", 10, "number"), Column("原因", 44))
_WIDTHS = (10, 36, 10, 10, 11, 11, 11, 11, 14, 16)
_NOTES = (
    "应覆盖 = 覆盖 + 缺口 + 待核实。缺口：台账已报，查明没有；待核实：依据现有台账无法判断（如该村未报台账、台账中户主重名）。",
    "覆盖率须与待核实率同看：待核实的户既不算覆盖，也不算缺口。空户、空挂户、销户、整户迁出不计入应覆盖，另列于下。",
    "本工作簿中姓名已隐去；须补充核实的名单（含全名）见 towns 文件夹内各镇街工作簿，每户的依据见 evidence.csv。",
)


def figure_cells(figure: Figure) -> list[object]:
    """应覆盖 覆盖 缺口 待核实 覆盖率 待核实率; shares are empty where nothing is to be covered."""
    return [figure.of, figure.met, figure.gap, figure.unknown, figure.met_share, figure.unknown_share]


def write(sheet: Any, styles: Styles, result: AuditResult) -> None:
    """The first page: what was audited, and what came out for the county as a whole."""
    for i, width in enumerate(_WIDTHS):
        sheet.set_column(i, i, width)
    row = _head(sheet, styles, result)
    checks = shown_checks(result.scheme, result.coverage)
    county = county_figures(result.coverage)
    rows: Iterable[Sequence[object]] = (
        [c.system, c.title, words.kind(c.kind), words.counts(c.counts), *figure_cells(county[c.id])] for c in checks if c.id in county
    )
    row = _section(sheet, styles, row, "全县覆盖情况", _CHECKS, rows)
    row = _section(sheet, styles, row, "缺口和待核实的原因", _REASONS, _reasons(result), spread=4)
    row = _section(sheet, styles, row, "不计入应覆盖的户", (_NUMBERED, Column("户类型", 36), Column("户数", 10, "number")), _numbered(result.excluded.items()))
    columns = (_NUMBERED, Column("台账", 36), *(Column(t, 11, "number") for t in ("文件数", "工作表数", "表内行数", "收入", "拒收", "重复", "略过")))
    row = _section(sheet, styles, row, "收到的台账", columns, _numbered(ledger_totals(result.load).itertuples(index=False, name=None)))
    names = ((words.LABELS.get(name, name), count) for name, count in result.counts.items())
    _section(sheet, styles, row, "本版次内容", (_NUMBERED, Column("名称", 36), Column("数量", 10, "number")), _numbered(names))
    page(sheet, None)


def _numbered(rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    for i, row in enumerate(rows, 1):
        yield [str(i), *row]


def _head(sheet: Any, styles: Styles, result: AuditResult) -> int:
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, f"{result.county_name}到户核查结果", styles("title"))
    facts = [
        ("核查日期", result.as_of.isoformat()),
        ("方案", f"{result.scheme.title}（{result.scheme.name}）"),
        ("版次", result.edition_id),
        ("数据存储", result.store),
    ]
    row = 1
    for name, value in facts:
        sheet.write_string(row, 0, name, styles("note"))
        sheet.write_string(row, 1, value, styles("plain"))
        row += 1
    for text, style in [*((f"提示：{n}", "notice") for n in result.notices), *((n, "wrapped_note") for n in _NOTES)]:
        sheet.set_row(row, 18 * (1 + units(text) // int(sum(_WIDTHS) - 4)) + 2)
        span(sheet, row, 0, len(_WIDTHS) - 1, text, styles(style))
        row += 1
    return row + 1


def _section(sheet: Any, styles: Styles, row: int, title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], spread: int = 1) -> int:
    """A titled table on the first page, its last column over `spread` of the sheet's; returns the row where the next may begin."""
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, title, styles("subtitle"))
    header(sheet, styles, row + 1, columns)
    last = len(columns) - 1
    if spread > 1:
        span(sheet, row + 1, last, last + spread - 1, columns[-1].title, styles(columns[-1].header))
    end = row + 2
    for values in rows:
        body(sheet, styles, end, columns, [values])
        if spread > 1:
            span(sheet, end, last, last + spread - 1, str(values[last]), styles(columns[-1].style))
        end += 1
    if end == row + 2:
        put(sheet, end, 0, "（无）", styles("note"))
        end += 1
    return end + 1


def _reasons(result: AuditResult) -> list[list[object]]:
    """Gaps and unknowns of the county by check, state and reason, in the scheme's order."""
    title = titles(result)
    order = {c: i for i, c in enumerate(title)}
    counts = result.gaps.groupby(["system", "check", "state", "reason"], sort=False).size().items()
    found = sorted(((order.get(k[1], 999), k[2], -n, k, n) for k, n in counts), key=lambda f: f[:3])
    return [[k[0], title.get(k[1], k[1]), words.STATES.get(k[2], k[2]), n, words.reason(k[3], k[1])] for *_, k, n in found]


def write_towns(sheet: Any, styles: Styles, result: AuditResult) -> None:
    """check × town: for every check the county in bold, then its towns."""
    columns = (Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("计数对象", 10, "center"), Column("镇街", 18), *_FIGURES, *_SHARES)
    shown = [(c, u) for c in shown_checks(result.scheme, result.coverage) for u in unit_tree(result.coverage, deepest=2) if c.id in u.figures]
    rows: list[list[object]] = [[c.system, c.title, words.counts(c.counts), u.name, *figure_cells(u.figures[c.id])] for c, u in shown]
    whole = {i for i, (_, u) in enumerate(shown) if u.level < 2}
    end = write_table(sheet, styles, "", columns, rows, frozen=4, bold=whole)
    bar = {"type": "data_bar", "bar_color": "#D5E0EC", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    sheet.conditional_format(1, 8, max(end - 1, 1), 8, bar)
