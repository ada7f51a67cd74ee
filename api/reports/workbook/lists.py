"""The sheets 缺口清单 and 待核实清单."""

from __future__ import annotations

from typing import Any

from api.reports import words
from api.reports.figures import titles
from api.reports.listing import readable
from api.reports.places import Places
from api.reports.workbook.styles import Styles
from api.reports.workbook.table import LIMIT, Column, write_table
from graph.result import AuditResult

_COLUMNS: dict[str, Column] = {
    "system": Column("体系", 8, "center"),
    "title": Column("检查", 26),
    "town": Column("镇街", 11),
    "village": Column("村(社区)", 13),
    "group": Column("组", 10),
    "bay": Column("湾落", 12),
    "kind": Column("对象类别", 9, "center"),
    "code": Column("户号/编码", 14),
    "name": Column("户主/对象", 16, "wrap"),
    "reason": Column("原因", 32, "wrap"),
    "hint": Column("线索", 30, "wrap"),
}


def write(sheet: Any, styles: Styles, result: AuditResult, state: str, limit: int = LIMIT) -> None:
    """One row per gap (or unknown), names masked, up to `limit`; a line at the top says what is not listed."""
    found = result.gaps[result.gaps["state"] == state]
    rows = readable(found.head(limit), titles(result), Places.of(result.coverage))[list(_COLUMNS)]
    line = listed(words.STATES[state], len(found), limit, "全部见 gaps.csv 和 towns 文件夹内各镇街工作簿")
    write_table(sheet, styles, line, list(_COLUMNS.values()), rows.itertuples(index=False, name=None), frozen=2)


def listed(what: str, total: int, limit: int, where: str) -> str:
    """The sentence above a list: how many there are, and exactly how many are not in it."""
    if total <= limit:
        return f"{what}共 {total:,} 条，全部列出。"
    return f"{what}共 {total:,} 条，本表列出前 {limit:,} 条，另有 {total - limit:,} 条未在此列出；{where}。"
