"""Problems of a reading → marks: which cell of which sheet, how bad, and what to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from loaders.blocks import Block
from loaders.read import Reading
from loaders.words import key
from loaders.workbook.sheet import Sheet

__all__ = ["SEVERITIES", "FileMarks", "Mark", "marks_of", "with_forms"]

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
"""The worst first."""


@dataclass(frozen=True)
class Mark:
    """One problem of a workbook.

    `row` 0: of the whole sheet or file. `columns`: indices, mostly one, several where one sentence tells of several headers;
    -1: of the row, whose first used cell is marked.
    """

    sheet: str
    row: int
    columns: tuple[int, ...]
    label: str
    severity: str
    value: str
    message: str


@dataclass
class FileMarks:
    """The problems of one file, in the order of problems.csv."""

    file: str
    marks: list[Mark] = field(default_factory=list)

    def count(self, severity: str) -> int:
        return sum(m.severity == severity for m in self.marks)

    @property
    def needs_a_copy(self) -> bool:
        """Only what is refused or not used must be mended."""
        return any(m.severity != "info" for m in self.marks)


@dataclass(frozen=True)
class _Columns:
    """Where a sheet's columns stand, by what problems call them."""

    by_label: Mapping[str, int]
    form: bool

    @classmethod
    def of(cls, block: Block) -> _Columns:
        found = block.found
        read = set(found.columns.values())
        ordered = sorted(range(len(found.labels)), key=lambda c: (c not in read, c))
        by_label: dict[str, int] = {}
        for c in ordered:
            by_label.setdefault(_plain(found.labels[c]), c)
        return cls(by_label, found.rows is not None)


def marks_of(reading: Reading, sheets: Mapping[str, Sequence[Sheet]] | None = None) -> dict[str, FileMarks]:
    """The marks per file that has problems. `sheets`: of files with forms (`with_forms`), the cells in which values are looked for."""
    columns = {(b.file, b.name): _Columns.of(b) for rows in reading.rows for b in rows.blocks}
    cells = {(s.file, s.name): s for some in (sheets or {}).values() for s in some}
    found: dict[str, FileMarks] = {}
    every = reading.world.problems.frame()
    for file, sheet, row, label, severity, value, message in _values(every):
        known = columns.get((file, sheet))
        one = found.setdefault(file, FileMarks(file))
        at: int = row
        where: tuple[int, ...] = (-1,)
        if row and known is not None and label:
            form = cells.get((file, sheet)) if known.form else None
            at, where = _in_form(form, row, label) if form is not None else (row, _column(known, label))
        one.marks.append(Mark(sheet, at, where, label, severity, value, message))
    return found


def with_forms(reading: Reading) -> set[str]:
    """Files in which a sheet of forms has a problem: there a label says a cell, not a column."""
    forms = {(b.file, b.name) for rows in reading.rows for b in rows.blocks if b.found.rows is not None}
    every = reading.world.problems.frame()
    return {f for f, s in zip(every["file"], every["sheet"], strict=True) if (f, s) in forms}


def _values(every: pd.DataFrame) -> Iterable[tuple[str, str, int, str, str, str, str]]:
    columns = ("file", "sheet", "row", "column", "severity", "value", "message")
    return zip(*(every[c].tolist() for c in columns), strict=True)


def _plain(label: str) -> str:
    return label.replace("\n", "")


def _column(known: _Columns, label: str) -> tuple[int, ...]:
    """The column of a label; of several joined ones (columns that are not read) each; -1 where the sheet has none."""
    if (at := known.by_label.get(_plain(label))) is not None:
        return (at,)
    folded = {"".join(name.split()): c for name, c in known.by_label.items()}
    return tuple(folded[p] for p in label.split("、") if p in folded) or (-1,)


def _in_form(sheet: Sheet, row: int, label: str) -> tuple[int, tuple[int, ...]]:
    """The value beside a label, in the form that begins at a row; the label itself where nothing stands beside it."""
    first = row - sheet.first_row
    for r in range(max(first, 0), min(first + 60, sheet.height)):
        for c in range(sheet.width):
            if key(sheet.text(r, c)) == key(label):
                beside = next((n for n in range(c + 1, sheet.width) if sheet.text(r, n).strip()), c)
                return r + sheet.first_row, (beside,)
    return row, (-1,)
