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
    short: str = ""
    """The text where there is little room: only the number of rows."""


@dataclass(frozen=True)
class Matrix:
    """unit × ledger; `rows` are (above, name, cells), cells in the order of `ledgers`.

    `nobody`: the ledgers that no village delivered, which have no column. `by_town`: rows are towns, not villages.
    """

    ledgers: list[str]
    rows: list[tuple[str, str, list[Cell]]]
    nobody: list[str]
    by_town: bool = False


def delivery_matrix(delivery: pd.DataFrame, places: Places, by_town: bool = False) -> Matrix:
    """The matrix in the order in which villages (towns) and ledgers appear."""
    some = set(delivery.loc[delivery["state"] != "nothing", "ledger"])
    every = [str(v) for v in delivery["ledger"].drop_duplicates()]
    ledgers = [v for v in every if v in some]
    shown = delivery[delivery["ledger"].isin(some)]
    above = {str(p): str(p) for p in shown["unit_path"].drop_duplicates()}
    cells: dict[tuple[str, str], Cell] = {}
    if by_town:
        towns = shown["unit_path"].map({p: places.town(p) for p in above})
        sent = (shown["state"] != "nothing").groupby([towns, shown["ledger"]], sort=False).agg(["sum", "size"])
        cells = {
            (t, x): Cell("delivered" if n == of else "some" if n else "nothing", f"{n}/{of} 村", f"{n}/{of}") for (t, x), n, of in sent.itertuples(name=None)
        }
        above = dict.fromkeys(map(str, towns.drop_duplicates()), "")
    else:
        for path, ledger, state, rows in shown[["unit_path", "ledger", "state", "rows"]].itertuples(index=False, name=None):
            cells[path, ledger] = Cell(state, _text(state, rows), str(int(rows)) if state == "delivered" and rows == rows else words.DELIVERY.get(state, state))
    none = Cell()
    found = [(*_names(places, p, by_town), [cells.get((p, name), none) for name in ledgers]) for p in above]
    return Matrix(ledgers, found, [v for v in every if v not in some], by_town)


def _names(places: Places, path: str, by_town: bool) -> tuple[str, str]:
    town, village, *_ = places.below_county(path)
    county = places.county_of(path) if places.several else ""
    return (county, town) if by_town else (f"{county} {town}".strip(), village)


def _text(state: str, rows: float) -> str:
    word = words.DELIVERY.get(state, state)
    return f"{word} {int(rows)}行" if state == "delivered" and rows == rows else word
