"""What arrived: ledgers with their rows, and the matrix of villages and ledgers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from api.reports import words
from api.reports.places import Places

ROWS = ("rows_in", "loaded", "rejected", "duplicate", "skipped")


def ledger_totals(load: pd.DataFrame) -> pd.DataFrame:
    """Per ledger kind: ledger, files, sheets and the sums of ROWS, in order of appearance."""
    groups = load.groupby("ledger", sort=False)
    totals = groups[list(ROWS)].sum()
    totals.insert(0, "sheets", groups.size())
    totals.insert(0, "files", groups["file"].nunique())
    return totals.reset_index()


@dataclass(frozen=True)
class Cell:
    """One village and ledger: `state` delivered, zero or nothing (empty: not asked), `text` for people."""

    state: str = ""
    text: str = ""


@dataclass(frozen=True)
class Matrix:
    """village × ledger; `rows` are (town, village, cells), cells in the order of `ledgers`."""

    ledgers: list[str]
    rows: list[tuple[str, str, list[Cell]]]


def delivery_matrix(delivery: pd.DataFrame, places: Places) -> Matrix:
    """The matrix in the order in which villages and ledgers appear."""
    ledgers = [str(v) for v in delivery["ledger"].drop_duplicates()]
    paths = [str(v) for v in delivery["unit_path"].drop_duplicates()]
    cells: dict[tuple[str, str], Cell] = {}
    for path, ledger, state, rows in delivery[["unit_path", "ledger", "state", "rows"]].itertuples(index=False):
        cells[path, ledger] = Cell(state, _text(state, rows))
    return Matrix(ledgers, [(*_names(places, p), [cells.get((p, name), Cell()) for name in ledgers]) for p in paths])


def _names(places: Places, path: str) -> tuple[str, str]:
    town, village, *_ = places.below_county(path)
    return town, village


def _text(state: str, rows: float) -> str:
    word = words.DELIVERY.get(state, state)
    return f"{word} {int(rows)}行" if state == "delivered" and rows == rows else word
