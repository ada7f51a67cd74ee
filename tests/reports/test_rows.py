"""Rows written straight into the sheet read back like rows written cell by cell."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from api.reports.workbook import open_book
from api.reports.workbook.rows import CELL, Rows, outlined
from api.reports.workbook.styles import Styles

VALUES: tuple[object, ...] = (
    "张三", "", None, pd.NA, math.nan, 7, -1.5, 12_345_678_901, "=1+1", "a<b>&\"c\"", " 空 格 ", "第一行\n第二行", "控\x0b制", "_x0041_", True, np.int64(8),
)  # fmt: skip


def test_values_survive(tmp_path: Path) -> None:
    with open_book(tmp_path / "r.xlsx", "") as book:
        styles = Styles(book)
        sheet = book.add_worksheet("表")
        sheet.write_string(0, 0, "头", styles("header"))
        out = Rows(sheet)
        out.add(1, VALUES, [styles("text")] * len(VALUES), height=40)
        out.add(2, ["左", "不写", "右"], [styles("text"), None, styles("text")], outline=outlined(2, True, False))
        sheet.write_string(3, 0, "尾", styles("note"))
        sheet.write_string(4, 0, "长" * 9, styles("note"))
        out.add(5, ["x" * (CELL + 9)], [styles("text")])
    found = openpyxl.load_workbook(tmp_path / "r.xlsx")["表"]
    assert [c.value for c in found["A"]][:1] + [c.value for c in found["A"]][3:5] == ["头", "尾", "长" * 9]
    read = [c.value for c in found[2]]
    assert read[:13] == ["张三", None, None, None, None, 7, -1.5, 12_345_678_901, "=1+1", 'a<b>&"c"', " 空 格 ", "第一行\n第二行", "控_x000B_制"]
    assert read[-1] == 8
    assert found[2][8].data_type != "f"
    assert (found.row_dimensions[2].height, found.row_dimensions[3].outlineLevel, found.row_dimensions[3].hidden) == (40, 2, True)
    assert [c.value for c in found[3]][:3] == ["左", None, "右"]
    assert len(str(found["A6"].value)) == CELL
