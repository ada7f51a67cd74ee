"""Which rows of the files in force a new delivery takes out of force: those of its ledgers in the units for which it is complete."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from loaders.merge.ledger_rows import ANSWERS

PLACE = ["file", "sheet", "row"]


def replaced(old: pd.DataFrame, new: pd.DataFrame, scope: pd.DataFrame, corrected: Collection[str], sheets: Collection[tuple[str, str]]) -> pd.DataFrame:
    """The lines of `old` (ledger_rows with `at`) that are no longer in force. `sheets`: file and sheet of what arrived.

    - Rows of a ledger in a unit for which a new sheet of it is complete. What happened on a day (events) is replaced only inside the span of days
      of the new sheet: a ledger of June says nothing of May.
    - An answer of a town's workbook when the same is answered anew.
    - All rows of a file of which a corrected copy arrived (`corrected`: checksums).
    - Rows that could not be placed, when nothing else of their sheet is left or a sheet of that name in a file of that name arrives again.
    """
    gone = np.zeros(len(old), bool)
    if len(scope) and len(old):
        spans = new.dropna(subset=["day"]).groupby(["ledger"])["day"].agg(["min", "max"])
        pairs = pd.MultiIndex.from_frame(scope[["ledger", "unit"]].drop_duplicates())
        inside = pd.MultiIndex.from_frame(old[["ledger", "at"]]).isin(pairs)
        span = spans.reindex(old["ledger"].to_numpy(object))
        day, first, last = (c.to_numpy().astype("datetime64[D]") for c in (old["day"], span["min"], span["max"]))
        dated = ~np.isnat(day) & ~np.isnat(first)
        gone |= inside & (~dated | ((day >= first) & (day <= last)))
    gone |= _answered_again(old, new)
    gone |= old["checksum"].isin(list(corrected)).to_numpy()
    return old[gone | _unplaced(old, gone, sheets)]


def _answered_again(old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray:
    answers = new.loc[new["kind"] == ANSWERS, "subject"]
    return np.asarray((old["kind"] == ANSWERS) & old["subject"].isin(answers))


def _unplaced(old: pd.DataFrame, gone: np.ndarray, sheets: Collection[tuple[str, str]]) -> np.ndarray:
    nowhere = (old["at"] < 0).to_numpy() & (old["kind"] != ANSWERS).to_numpy()
    left = pd.Series(~gone & ~nowhere, old.index).groupby([old["file"], old["sheet"]]).transform("any").to_numpy(bool) if len(old) else nowhere
    touched = pd.Series(gone, old.index).groupby([old["file"], old["sheet"]]).transform("any").to_numpy(bool) if len(old) else nowhere
    again = pd.MultiIndex.from_frame(old[["original", "sheet"]]).isin(list(sheets)) if sheets and len(old) else np.zeros(len(old), bool)
    return np.asarray(nowhere & (again | (touched & ~left)))
