"""Cells that come one by one with their places (HTML, XML) -> columns."""

from __future__ import annotations

from loaders.workbook.columns import make_sheet, transpose
from loaders.workbook.errors import UnreadableFile
from loaders.workbook.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Sheet

__all__ = ["Grid"]

Range = tuple[int, int, int, int]


class Grid:
    """Rows that grow as cells are put. UnreadableFile beyond what Excel can hold, before any memory is taken for it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[list[object]] = []
        self.merged: list[Range] = []

    def put(self, row: int, column: int, value: object, down: int = 0, across: int = 0) -> None:
        """A cell at 0-based indices; `down` and `across` are the further rows and columns that it is merged over."""
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise UnreadableFile(self.file, f"有格在第 {row + 1} 行第 {column + 1} 列，超出 Excel 的范围")
        if down > 0 or across > 0:
            self.merged.append((row, column, min(row + down, MAX_ROWS - 1), min(column + across, MAX_COLUMNS - 1)))
        if value == "":
            return
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        if len(cells) <= column:
            cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def put_row(self, row: int, values: list[object]) -> None:
        """A whole row from its first column on, none of it merged."""
        if row >= MAX_ROWS or len(values) > MAX_COLUMNS:
            raise UnreadableFile(self.file, f"有格在第 {row + 1} 行第 {len(values)} 列，超出 Excel 的范围")
        if not any(values):
            return
        while len(self.rows) < row:
            self.rows.append([])
        self.rows.append(values)

    def sheet(self, name: str, notes: tuple[str, ...] = ()) -> Sheet:
        """What was put, as a sheet."""
        width = max(map(len, self.rows), default=0)
        if width * len(self.rows) > MAX_CELLS:
            raise UnreadableFile(self.file, f"有格远在第 {width} 列，整张表大到放不进内存", "请删去表格右边的多余内容，另存为 .xlsx 后再交")
        for cells in self.rows:
            cells.extend([""] * (width - len(cells)))
        return make_sheet(self.file, name, transpose(self.rows), self.merged, notes)
