"""One sheet before it is written: columns, what a careful reader sees in its rows, and the layout it will get."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from api.demo.dice import Bools, Cell, Ints


@dataclass
class Draft:
    """`columns` hold full values, row by row; merging and 同上 are a matter of layout."""

    file: str
    sheet: str
    """Empty for a csv."""
    kind: str
    """register, units, G1, C6, B11, C8, party, members, B4, D5, E1, E8, F1, F11, C10."""
    title: str
    columns: dict[str, list[Cell]]
    village: Ints
    """The village a row is placed in; -1 where it cannot be placed."""
    rejected: Bools
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    """row, column, code: only what is certain."""
    block: Ints | None = None
    """Rows of one number belong together."""
    merged: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    copies: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Rows that are stated once more at the end."""
    bands: dict[str, str] = field(default_factory=dict)
    """Column → the word above it, where the header has two levels."""
    section: Ints | None = None
    """A 小计 may follow where this number changes."""
    total: list[Cell] | None = None
    """The 合计 row, where it says more than a count."""
    encoding: str = ""
    separator: str = ","
    hidden: bool = False

    @property
    def size(self) -> int:
        return len(self.village)

    def problem(self, rows: Ints | list[int], column: str, code: str) -> None:
        """The same problem in several rows."""
        self.problems.extend((int(r), column, code) for r in rows)


@dataclass
class Sheet:
    """One sheet as it is written, and where each row of the draft has gone."""

    draft: Draft
    head: list[list[Cell]]
    """Title and header rows."""
    body: list[list[Cell]]
    merges: list[tuple[int, int, int, int]]
    row: Ints
    """Row number, as Excel shows it, of each row of the draft, then of each copy."""
    skipped: int
