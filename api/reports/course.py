"""The sheet 变化趋势 of diff.xlsx: the county and its towns over several editions, one line per check, unit and figure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from api.reports.workbook.styles import Styles, matrix_page
from api.reports.workbook.table import Column, header, put, widths

_TOWN = 2
_LINES = (("of", "应覆盖"), ("met", "覆盖"), ("gap", "缺口"), ("unknown", "待核实"), ("met_share", "覆盖占比"), ("unknown_share", "待核实占比"))
_NOTE = "每项检查、每个单元六行；占比都以应覆盖为分母，覆盖占比须与待核实占比对照着看。可按“指标”筛选后插入折线图。"


def write_course(sheet: Any, styles: Styles, series: pd.DataFrame) -> None:
    """Write the sheet from rows of graph.trend.SERIES; editions stand beside each other in their order, with the change from first to last."""
    series = series.assign(which=series["number"].astype(str) + " " + series["edition"])
    editions = series.drop_duplicates("which")
    shown = series[series["level"] <= _TOWN]
    order = shown.drop_duplicates(["check", "unit_id"])[["check", "title", "unit_id", "unit_path"]]
    titles = [f"第{n}版 {day}" if n else f"{i[:8]} {day}" for n, i, day in zip(editions["number"], editions["edition"], editions["as_of"], strict=True)]
    columns = [
        Column("检查", 30, "wrap"),
        Column("单元", 28),
        Column("指标", 12, "center"),
        *(Column(t, 16, "number") for t in titles),
        Column("变化", 11, "signed"),
    ]
    widths(sheet, columns)
    sheet.set_row(0, 20)
    sheet.write_string(0, 0, _NOTE, styles("note"))
    header(sheet, styles, 1, columns)
    by_figure = {name: shown.pivot_table(index=["check", "unit_id"], columns="which", values=name, aggfunc="first") for name, _ in _LINES}
    row = 2
    for one in order.itertuples(index=False):
        for name, title in _LINES:
            values = by_figure[name].reindex(index=[(one.check, one.unit_id)], columns=list(editions["which"])).iloc[0].tolist()
            share = name.endswith("share")
            cells = [one.title, one.unit_path, title, *values, values[-1] - values[0]]
            style = ["wrap", "text", "center", *(["share" if share else "number"] * len(values)), "share" if share else "signed"]
            for column, (value, how) in enumerate(zip(cells, style, strict=True)):
                number = "+0.0%;-0.0%;0.0%" if share and column == len(cells) - 1 else ""
                put(sheet, row, column, value, styles(how, number=number))
            row += 1
    sheet.freeze_panes(2, 3)
    sheet.autofilter(1, 0, max(row - 1, 1), len(columns) - 1)
    matrix_page(sheet, (1, 1), [c.width for c in columns], 3)
