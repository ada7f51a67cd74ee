"""Which rows of the files in force a new delivery takes out of force: those of its ledgers in the units for which it is complete."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from loaders.merge.ledger_rows import ANSWERS, ANY, DATED
from loaders.merge.scope import DECLARED
from loaders.rows import LOADED

PLACE = ["file", "sheet", "row"]
Sheets = Mapping[tuple[str, str], list[tuple[str, str]]]
"""A new sheet (file, sheet) → the earlier sheets that it is a new version of."""


def predecessors(old: pd.DataFrame, new: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The earlier sheets of the same original name that speak for one of the units of a new one: it is their new version.

    Two towns may call their files alike; those share no unit.
    """
    before = old[(old["at"] >= 0) & (old["kind"] != ANSWERS)].drop_duplicates(["original", "sheet", "at", "file"])
    after = new[new["at"] >= 0].drop_duplicates(["file", "sheet", "at"])
    both = before.merge(after, left_on=["original", "sheet", "at"], right_on=["file", "sheet", "at"], suffixes=("_old", "_new"))
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for file, sheet, earlier in both[["file_new", "sheet", "file_old"]].drop_duplicates().itertuples(index=False):
        found.setdefault((str(file), str(sheet)), []).append((str(earlier), str(sheet)))
    return found


def replaced(old: pd.DataFrame, new: pd.DataFrame, scope: pd.DataFrame, corrected: Collection[str], versions: Sheets) -> pd.DataFrame:
    """The lines of `old` (ledger_rows with `at` and `first`) that are no longer in force.

    - Rows of a ledger and category (mechanism, kind of body …) in a unit for which a new sheet that states some of them is complete; where daohu.toml
      declares it complete, of all categories. A row that speaks for several units stays.
    - All rows of an earlier version of a new sheet, wherever they stand. Sheets that came together stay beside each other: a new version of one
      does not replace what its companions say.
    - What happened on a day (events) is replaced only inside the span of days of the new sheet: a ledger of June says nothing of May.
    - An answer of a town's workbook when the same is answered anew.
    - All rows of a file of which a corrected copy arrived (`corrected`: checksums).
    """
    gone = np.zeros(len(old), bool)
    if not len(old):
        return old
    first = old.groupby(["file", "sheet"])["first"].min()
    for (file, sheet, ledger), mine in scope.groupby(["file", "sheet", "ledger"], sort=False):
        rows = new[(new["file"] == file) & (new["sheet"] == sheet) & (new["ledger"] == ledger)]
        inside = np.array((old["ledger"] == ledger) & old["at"].isin(mine["unit"]) & ~old["several"].astype(bool))
        stated = set(rows["category"])
        if (mine["how"] != DECLARED).all() and ANY not in stated:
            inside &= old["category"].isin([*stated, ANY]).to_numpy()
        earlier = versions.get((str(file), str(sheet)), [])
        if earlier:
            inside &= (old["first"] > min(int(first[one]) for one in earlier)).to_numpy()
        gone |= inside & _in_span(old, rows, undated=False)
    sheets = pd.MultiIndex.from_frame(old[["file", "sheet"]])
    for (file, sheet), earlier in versions.items():
        rows = new[(new["file"] == file) & (new["sheet"] == sheet)]
        gone |= np.asarray(sheets.isin(earlier)) & _in_span(old, rows, undated=True)
    gone |= _answered_again(old, new)
    gone |= old["checksum"].isin(list(corrected)).to_numpy()
    return old[gone | _nothing_left(old, gone)]


def _in_span(old: pd.DataFrame, rows: pd.DataFrame, *, undated: bool) -> np.ndarray:
    """Of rows that happened on a day those inside the days of the new rows, `undated` ones too or not; all others."""
    happened = old["kind"].isin(DATED).to_numpy()
    days = rows.loc[rows["status"] == LOADED, "day"].dropna()
    day = old["day"].to_numpy().astype("datetime64[D]")
    if not len(days):
        return np.asarray(~happened | undated)
    first, last = (np.datetime64(d, "D") for d in (days.min(), days.max()))
    return np.asarray(~happened | np.where(np.isnat(day), undated, (day >= first) & (day <= last)))


def _answered_again(old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray:
    """By rows that are used: who answers again, and wrongly, has answered before."""
    answers = new.loc[(new["kind"] == ANSWERS) & (new["status"] == LOADED), "subject"]
    return np.asarray((old["kind"] == ANSWERS) & old["subject"].isin(answers))


def _nothing_left(old: pd.DataFrame, gone: np.ndarray) -> np.ndarray:
    """Rows that could not be placed, of sheets of which nothing else is left."""
    nowhere = (old["at"] < 0).to_numpy() & (old["kind"] != ANSWERS).to_numpy()
    by_sheet = [old["file"], old["sheet"]]
    left = pd.Series(~gone & ~nowhere, old.index).groupby(by_sheet).transform("any").to_numpy(bool)
    touched = pd.Series(gone, old.index).groupby(by_sheet).transform("any").to_numpy(bool)
    return np.asarray(nowhere & touched & ~left)
