"""A sheet of cells with places: what every reader of this package gives, whatever the file was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

__all__ = ["MAX_CELLS", "MAX_COLUMNS", "MAX_ROWS", "NO_RANGES", "Sheet"]

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
# A sheet is held densely, about 80 bytes a cell while it is read: beyond this the machine fails before the ledger does.
MAX_CELLS = 50_000_000

NO_RANGES = np.zeros((0, 4), np.int32)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet, column by column.

    `columns[c][r]` is the text of a cell, null where it is physically blank (nothing, or only ASCII or full-width whitespace);
    no other cleaning is done. `numeric[c]` marks the cells that are numbers in the workbook, None where a column has none.
    `merged` has one row per merged range: first_row, first_col, last_row, last_col, 0-based as the columns' indices, inclusive.
    Row index r is the row `first_row + r` that Excel shows. Blank rows and columns at the end are gone, those before stay.
    """

    file: str
    name: str
    columns: tuple[pa.StringArray, ...]
    numeric: tuple[np.ndarray | None, ...]
    merged: np.ndarray
    first_row: int = 1
    notes: tuple[str, ...] = ()
    filed_as: str = ""
    """Of a checked copy, the file that it corrects: what that path tells of a ledger holds for the copy too."""

    @property
    def path_told(self) -> str:
        """The path that may tell something of the ledger: a town, a mechanism, an entry of the settings."""
        return self.filed_as or self.file

    @property
    def height(self) -> int:
        """Rows; 0 for a sheet without cells."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.columns)

    def text(self, row: int, column: int) -> str:
        """The text at 0-based indices, "" where blank. For single cells: work over many goes through `columns`."""
        value: str | None = self.columns[column][row].as_py()
        return value or ""
