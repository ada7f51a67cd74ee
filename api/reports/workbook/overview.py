"""The sheets 概况 and 按镇街."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.reports import words
from api.reports.arrived import ledger_totals
from api.reports.figures import TOWN, Figure
from api.reports.lines import STATES
from api.reports.view import MANY, View
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import LIMIT, Column, body, header, listed, put, span, units, write_table

SHARES = (Column(words.MET_SHARE + "\n覆盖/应覆盖", 14, "share"), Column(words.UNKNOWN_SHARE + "\n待核实/应覆盖", 16, "share"))
FIGURES = (
    Column(words.OF, 10, "number"),
    Column(words.MET, 10, "number", "met_header"),
    Column(words.GAP, 10, "number", "gap_header"),
    Column(words.UNKNOWN, 10, "number", "unknown_header"),
)
_CHECKS = (Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("类别", 9, "center"), Column("计数对象", 10, "center"), *FIGURES, *SHARES)
_LINES = (
    Column("序号", 8, "center"),
    Column("条线", 34),
    *(Column(t, 9, "number") for t in ("体系数", "已计算", "部分\n已计算", "还需要\n台账", "没有台账\n可算", "检查项", "缺口\n（条）", "待核实\n（条）")),
)
_NUMBERED = Column("序号", 10, "center")
_WIDTHS = (10, 36, 10, 10, 11, 11, 11, 11, 14, 16)
_NOTES = (
    "应覆盖 = 覆盖 + 缺口 + 待核实。缺口：台账已报，查明没有；待核实：依据现有台账无法判断（如该村未报台账、台账中户主重名）。",
    "覆盖率须与待核实率同看：待核实的户既不算覆盖，也不算缺口。空户、空挂户、销户、整户迁出不计入应覆盖，另列于下。",
    "本工作簿中姓名已隐去；须补充核实的名单（含全名）见 towns 文件夹内各镇街工作簿，每户的依据见 evidence.csv。",
)


def figure_cells(figure: Figure) -> list[object]:
    """应覆盖 覆盖 缺口 待核实 覆盖率 待核实率; shares are empty where nothing is to be covered."""
    return [figure.of, figure.met, figure.gap, figure.unknown, figure.met_share, figure.unknown_share]


def write(sheet: Any, styles: Styles, view: View) -> None:
    """The first page: what was audited, and what came out for the county as a whole."""
    result = view.result
    for i, width in enumerate(_WIDTHS):
        sheet.set_column(i, i, width)
    row = _head(sheet, styles, view)
    shown = view.key
    rows = [[c.system, c.title, words.kind(c.kind), words.counts(c.counts), *figure_cells(view.whole[c.id])] for c in shown if c.id in view.whole]
    title = "总体覆盖情况" if len(shown) == len(view.all_checks) else f"主要指标（{view.counted()}，见“体系一览”）"
    row = _section(sheet, styles, row, title, _CHECKS, rows)
    row = _section(sheet, styles, row, "各条线", _LINES, _numbered(line_rows(view)))
    row = _section(sheet, styles, row, "不计入应覆盖的户", (_NUMBERED, Column("户类型", 36), Column("户数", 10, "number")), _numbered(result.excluded.items()))
    columns = (_NUMBERED, Column("台账", 36), *(Column(t, 11, "number") for t in ("文件数", "工作表数", "表内行数", "收入", "拒收", "重复", "略过")))
    row = _section(sheet, styles, row, "收到的台账", columns, _numbered(ledger_totals(result.load).itertuples(index=False, name=None)))
    names = ((words.LABELS.get(name, name), count) for name, count in result.counts.items())
    _section(sheet, styles, row, "本版次内容", (_NUMBERED, Column("名称", 36), Column("数量", 10, "number")), _numbered(names))
    page(sheet, None)


def line_rows(view: View) -> list[list[object]]:
    """Per line: 条线 体系数, how many systems in each of STATES, 检查项 缺口 待核实; the last three count the checks with figures."""
    rows: list[list[object]] = []
    for line in view.lines:
        figures = [view.whole[c.id] for c in line.checks if c.id in view.whole]
        states = [len(line.those(state)) for state in STATES]
        rows.append([line.name, len(line.systems), *states, len(line.checks), sum(f.gap for f in figures), sum(f.unknown for f in figures)])
    return rows


def _numbered(rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    for i, row in enumerate(rows, 1):
        yield [str(i), *row]


def _head(sheet: Any, styles: Styles, view: View) -> int:
    result = view.result
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, f"{result.county_name}到户核查结果", styles("title"))
    facts = [
        ("核查日期", result.as_of.isoformat()),
        ("方案", f"{result.scheme.title}（{result.scheme.name}）"),
        ("版次", words.edition(result.edition_id, result.as_of)),
        ("数据存储", words.store(result.store)),
    ]
    row = 1
    for name, value in facts:
        sheet.write_string(row, 0, name, styles("note"))
        sheet.write_string(row, 1, value, styles("plain"))
        row += 1
    said = [*result.notices, *([view.unlisted_sentence()] if view.unlisted else [])]
    pages = (
        f"村（社区）超过 {MANY} 个，未写一村一表；需要时请按县、市、区分别审计。"
        if view.large
        else "一村一表见 villages 文件夹，每个镇街一个工作簿，每村一张。"
    )
    for text, style in [*((f"提示：{n}", "notice") for n in said), *((n, "wrapped_note") for n in (*_NOTES, pages))]:
        sheet.set_row(row, 18 * (1 + units(text) // int(sum(_WIDTHS) - 4)) + 2)
        span(sheet, row, 0, len(_WIDTHS) - 1, text, styles(style))
        row += 1
    return row + 1


def _section(sheet: Any, styles: Styles, row: int, title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    """A titled table on the first page; returns the row where the next may begin."""
    sheet.set_row(row, 24)
    sheet.write_string(row, 0, title, styles("subtitle"))
    header(sheet, styles, row + 1, columns)
    end = body(sheet, styles, row + 2, columns, rows)
    if end == row + 2:
        put(sheet, end, 0, "（无）", styles("note"))
        end += 1
    return end + 1


def write_grids(sheet: Any, styles: Styles, view: View) -> None:
    """check × grid: the second hierarchy over the same households, for the checks that are asked of households."""
    columns = (
        Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("单元", 30), Column("网格", 20), Column("网格类别", 12, "center"), *FIGURES, *SHARES,
    )  # fmt: skip
    grids = view.result.grids[~view.result.grids["check"].isin(view.silent)]
    line = listed("按网格的检查结果", len(grids), LIMIT, "全部见 grids.csv")
    rows: list[list[object]] = []
    for system, check, path, name, kind, *figure in (
        grids[["system", "check", "unit_path", "grid_name", "grid_kind", *Figure._fields]].head(LIMIT).itertuples(index=False, name=None)
    ):
        rows.append([system, view.titles.get(check, check), path, name, kind, *figure_cells(Figure(*map(int, figure)))])
    write_table(sheet, styles, line, columns, rows, frozen=4)


def write_towns(sheet: Any, styles: Styles, view: View) -> None:
    """check × town: for every check the whole in bold, then its counties where there are several, then its towns."""
    columns = (
        Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("计数对象", 10, "center"), Column("所属", 14), Column("镇街", 18), *FIGURES, *SHARES,
    )  # fmt: skip
    upper = [u for u in view.units if u.level <= TOWN]
    shown = [(c, u) for c in view.checks for u in upper if c.id in u.figures]
    rows: list[list[object]] = []
    for c, u in shown:
        rows.append([c.system, c.title, words.counts(c.counts), u.parent.name if u.parent else "", u.name, *figure_cells(u.figures[c.id])])
    whole = {i for i, (_, u) in enumerate(shown) if u.level < TOWN}
    end = write_table(sheet, styles, "", columns, rows, frozen=5, bold=whole)
    bar = {"type": "data_bar", "bar_color": "#D5E0EC", "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}
    sheet.conditional_format(1, 9, max(end - 1, 1), 9, bar)
