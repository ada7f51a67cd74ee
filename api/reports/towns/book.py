"""One town's workbook: 填表说明, 缺口与待核实 (to be filled in), 本镇(本级)覆盖情况, 台账问题, and the hidden `_daohu`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.reports import words
from api.reports.listing import named, readable
from api.reports.problem_places import HOW
from api.reports.towns.plan import TownPart
from api.reports.workbook import open_book
from api.reports.workbook.blocks import write_texts
from api.reports.workbook.ledgers import PROBLEM_COLUMNS, problem_rows
from api.reports.workbook.styles import Styles, page
from api.reports.workbook.table import Column, header, put, span, units, widths, write_table
from loaders.answers.form import FILL, FILL_SHEET, FORMAT, KEY, key
from loaders.answers.ways import MEND, slot_names, way
from loaders.own_sheets import ABOUT_SHEET

__all__ = ["FILL", "FILL_SHEET", "FORMAT", "KEY", "key", "write_town"]

ASKS = "填写要求"
"""What is to be filled in for a row, by its check; or that it is mended in the ledger."""

_SHOWN: dict[str, Column] = {
    "system": Column("体系", 7, "center"),
    "title": Column("检查", 26, "wrap"),
    "village": Column("村(社区)", 12),
    "group": Column("组", 8),
    "bay": Column("湾落", 10),
    "code": Column("户号/编码", 12),
    "plain": Column("户主/对象", 14, "wrap"),
    "state": Column("状态", 8, "center"),
    "reason": Column("原因", 27, "wrap"),
    "hint": Column("线索", 18, "wrap"),
    "asks": Column(ASKS, 24, "wrap"),
}
_FILLED = (
    Column(FILL[0], 10, "fill_text", "fill_header"),
    Column(FILL[1], 21, "fill_text", "fill_header"),
    Column(FILL[2], 12, "fill_date", "fill_header"),
    Column(FILL[3], 18, "fill_text", "fill_header"),
)
_COLUMNS = (*_SHOWN.values(), *_FILLED, Column(KEY, 40))


def write_town(part: TownPart) -> str:
    """Write the workbook of one town and return the town's name; runs in a worker process."""
    with open_book(part.path, f"{part.town}缺口与待核实") as book:
        styles = Styles(book)
        instructions, fill = book.add_worksheet("填表说明"), book.add_worksheet(FILL_SHEET)
        _write_instructions(instructions, styles, part)
        _write_fill(fill, styles, part)
        _write_coverage(book.add_worksheet(f"{part.here}覆盖情况"), styles, part)
        _write_problems(book.add_worksheet("台账问题"), styles, part)
        _write_about(book.add_worksheet(ABOUT_SHEET), part)
    return part.town


def _write_instructions(sheet: Any, styles: Styles, part: TownPart) -> None:
    gaps, unknown = (int((part.gaps["state"] == s).sum()) for s in ("gap", "unknown"))
    lines = [
        f"一、本表列出{part.town}截至 {part.as_of.isoformat()} 的缺口 {gaps:,} 条、待核实 {unknown:,} 条，以及台账问题 {len(part.problems):,} 条。",
        "二、缺口：台账已报，查明没有联系人、没有设置或者不符合规定。待核实：依据现有台账无法判断。",
        f"三、请在“{FILL_SHEET}”表右侧浅黄色的四列填写：联系人、身份证号、开始日期、说明。一行只填一个对象，按“{ASKS}”一列填；查实确无的，在“说明”中写“确无”。",
        f"　　写着“{MEND}”的行，右侧四列为灰色，须在原台账中改正后重新报送，填在这里不采用。",
        "四、身份证号列已设为文本，请直接填写 18 位号码；开始日期写成 2024-06-30 的样式。",
        "五、请不要改动其他各列，不要删除隐藏的列和工作表；可以筛选，排序时请选中整张表。填好的文件可直接作为台账重新导入。",
        f"六、“台账问题”表列出{part.here}台账中读不出或互相矛盾的地方，请在原台账中改正后重新报送。",
        "七、本表含姓名全名，请按工作秘密管理，不得外传。",
        *([f"八、{part.unlisted}"] if part.unlisted else []),
    ]
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 92)
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, f"{part.county}{part.town if part.town != part.county else ''}缺口与待核实填报表", styles("title"))
    rows = [("核查日期", part.as_of.isoformat()), ("版次", part.edition), ("报送时限", ""), ("填报人及电话", "")]
    for i, (name, value) in enumerate(rows, 1):
        sheet.set_row(i, 22)
        sheet.write_string(i, 0, name, styles("header"))
        put(sheet, i, 1, value, styles("text" if value else "fill_text"))
    for i, line in enumerate(lines, len(rows) + 2):
        sheet.set_row(i, 18 * (1 + units(line) // 102) + 4)
        span(sheet, i, 0, 1, line, styles("wrapped_note"))
    page(sheet, None)


def _write_fill(sheet: Any, styles: Styles, part: TownPart) -> None:
    """The header stands in the first row, so that the filled-in sheet is recognised like any ledger."""
    rows = readable(part.gaps, part.titles, part.places)
    rows["plain"] = named(part.gaps, "plain_name")
    rows["asks"] = _asks(part)
    keys = [key(part.edition, c, s) for c, s in zip(part.gaps["check"], part.gaps["subject_id"], strict=True)]
    widths(sheet, _COLUMNS)
    header(sheet, styles, 0, _COLUMNS)
    first = len(_SHOWN)
    last = first + len(_FILLED)
    shown = rows[list(_SHOWN)].assign(**dict.fromkeys(FILL, ""), key=keys)
    write_texts(sheet, styles, 1, _COLUMNS, shown)
    bottom = max(len(keys), 1)
    sheet.set_column(last, last, 40, None, {"hidden": True})
    mended = {"type": "formula", "criteria": f'=LEFT(${_letter(first - 1)}2,{len(MEND)})="{MEND}"', "format": styles("mended")}
    sheet.conditional_format(1, first, bottom, last - 1, mended)
    sheet.data_validation(1, first + 1, bottom, first + 1, _ID_RULE | {"value": f"=LEN({_letter(first + 1)}2)=18"})
    sheet.data_validation(1, first + 2, bottom, first + 2, _DATE_RULE)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, bottom, last)
    page(sheet, (0, 0))


def _asks(part: TownPart) -> list[str]:
    """Per gap what is to be filled in."""
    checks, known, out = {c.id: c for c in part.asked.checks}, dict[tuple[str, str, str], str](), []
    slots = {id: slot_names(part.asked.lists, check) for id, check in checks.items()}
    for check, subject, reason in zip(part.gaps["check"], part.gaps["subject_id"].astype(str), part.gaps["reason"].astype(str), strict=True):
        slot = next((s for s in slots.get(check, ()) if subject.endswith(f"/{s}")), "")
        if (check, slot, reason) not in known:
            how = way(part.asked, part.asked.lists, checks[check], slot, reason) if check in checks else ""
            known[check, slot, reason] = how if isinstance(how, str) else how.tells
        out.append(known[check, slot, reason])
    return out


_DATE_RULE: dict[str, object] = {
    "validate": "date",
    "criteria": "between",
    "minimum": dt.date(1949, 10, 1),
    "maximum": dt.date(2099, 12, 31),
    "input_title": "开始日期",
    "input_message": "联系开始的日期，如 2024-06-30",
    "error_title": "日期不对",
    "error_message": "请写成 2024-06-30 的样式。",
    "error_type": "warning",
}
_ID_RULE: dict[str, object] = {
    "validate": "custom",
    "error_title": "身份证号不对",
    "error_message": "身份证号应为 18 位，末位可以是 X。",
    "error_type": "warning",
}


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _write_coverage(sheet: Any, styles: Styles, part: TownPart) -> None:
    """The town, then its villages, by check; percentages stand beside each other."""
    columns = [Column("体系", 8, "center"), Column("检查", 34, "wrap"), Column("单元", 20)]
    columns += [
        Column(title, 10, "number", style) for title, style in zip(words.FIGURES, ("header", "met_header", "gap_header", "unknown_header"), strict=True)
    ]
    columns += [Column(words.MET_SHARE, 10, "share"), Column(words.UNKNOWN_SHARE, 10, "share")]
    rows = []
    for system, check, name, *figure in part.coverage[["system", "check", "unit_name", "of", "met", "gap", "unknown"]].itertuples(index=False):
        of, met, gap, unknown = map(int, figure)
        rows.append([system, part.titles.get(check, check), name, of, met, gap, unknown, met / of if of else None, unknown / of if of else None])
    write_table(sheet, styles, "覆盖率＝覆盖/应覆盖，待核实率＝待核实/应覆盖，两者须同看。", columns, rows, frozen=3)


def _write_problems(sheet: Any, styles: Styles, part: TownPart) -> None:
    """A problem names no unit, so every row says how it came here; nothing of a ledger is in no town's workbook."""
    line = f"{part.here}台账问题共 {len(part.problems):,} 条；请在原台账中改正后重新报送。"
    line += "确定不了镇街的问题都列在这里。" if part.own else "由文件名、工作表名、该行、说明或村名归到本镇，依据见末列；确定不了镇街的，列在本级的工作簿。"
    how = part.problems[HOW].tolist()
    rows = [[*row, said] for row, said in zip(problem_rows(part.problems), how, strict=True)]
    write_table(sheet, styles, line, (*PROBLEM_COLUMNS, Column("列在本级的原因" if part.own else "归到本镇的依据", 28, "wrap")), rows)


def _write_about(sheet: Any, part: TownPart) -> None:
    """What a loader checks before it believes the keys; not shown even by 取消隐藏."""
    facts = {"format": str(FORMAT), "edition": part.edition, "scheme": part.scheme, "as_of": part.as_of.isoformat(), "county": part.county, "town": part.town}
    for row, (name, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
