"""What a load changes, row by row: added, changed, ended, missing per ledger and unit (design 7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from loaders.rows import LOADED, REJECTED

COUNTS = ("ledger", "unit", "added", "changed", "ended", "refused", "same", "missing")
"""Per ledger and unit: rows that only the new edition has, that say something else now, that are gone, that are still there but no longer
accepted, that are as before; `missing` is 1 where a unit for which the ledger is complete has no row any more."""
DETAILS = ("ledger", "unit", "change", "shown", "before", "after")
"""One row per row that is not the same; `before` and `after` are file#sheet!row, "" where there is none."""
WORDS = {"added": "新增", "changed": "变更", "ended": "消失", "refused": "不再采用"}
_KEY = ["ledger", "unit", "subject", "n"]


@dataclass(frozen=True)
class Comparison:
    """The rows of a load beside those of the edition it is based on. Units are their ids."""

    counts: pd.DataFrame
    details: pd.DataFrame
    scope: pd.DataFrame
    """Per new file, sheet, ledger and unit (id): complete, and how that is known."""

    def total(self, change: str) -> int:
        return int(self.counts[change].sum())


def compare(old: pd.DataFrame, new: pd.DataFrame, scope: pd.DataFrame) -> Comparison:
    """`old`, `new`: lines of all rows in force before and after (ledger_rows), duplicates too; `scope` with unit ids."""
    old_rows, new_rows = (lines[lines["status"] == LOADED] for lines in (old, new))
    untouched = new_rows["source"].isin(old_rows["source"])  # the same row of the same file, whatever unit it now counts for
    stayed = new_rows[untouched].groupby(["ledger", "unit"]).size()
    before, after = _numbered(old_rows[~old_rows["source"].isin(new_rows["source"])]), _numbered(new_rows[~untouched])
    both = before.merge(after, on=_KEY, how="outer", suffixes=("_old", "_new"), indicator="side")
    both["change"] = np.where(both["statement_old"] == both["statement_new"], "same", "changed")
    both.loc[both["side"] == "right_only", "change"] = "added"
    both.loc[both["side"] == "left_only", "change"] = "ended"
    rejected = set(new.loc[new["status"] == REJECTED, "source"])
    both.loc[(both["change"] == "ended") & both["source_old"].isin(rejected), "change"] = "refused"
    counts = both.groupby(["ledger", "unit", "change"], sort=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["added", "changed", "ended", "refused", "same"], fill_value=0)
    counts = counts.reindex(counts.index.union(stayed.index), fill_value=0)
    counts["same"] += stayed.reindex(counts.index, fill_value=0)
    counts = counts.reset_index()
    there = counts["added"] + counts["changed"] + counts["same"] + counts["refused"]
    complete = pd.MultiIndex.from_frame(scope[["ledger", "unit"]].drop_duplicates())
    known = pd.MultiIndex.from_frame(counts[["ledger", "unit"]]).isin(complete)
    counts["missing"] = ((there == 0) & (counts["ended"] > 0) & known).astype(int)
    moved = both[both["change"] != "same"]
    details = pd.DataFrame(
        {
            "ledger": moved["ledger"],
            "unit": moved["unit"],
            "change": moved["change"],
            "shown": moved["shown_new"].where(moved["shown_new"].notna(), moved["shown_old"]),
            "before": moved["source_old"].astype(object).where(moved["source_old"].notna(), ""),
            "after": moved["source_new"].astype(object).where(moved["source_new"].notna(), ""),
        }
    )
    return Comparison(counts[list(COUNTS)], details.sort_values(["ledger", "unit", "change"], kind="stable", ignore_index=True), scope)


def _numbered(lines: pd.DataFrame) -> pd.DataFrame:
    """Rows about one subject in one unit are counted through, those that state the same first: order in the file does not matter."""
    ordered = lines.sort_values([*_KEY[:-1], "statement"], kind="stable")
    return ordered.assign(n=ordered.groupby(_KEY[:-1]).cumcount())[[*_KEY, "statement", "shown", "source"]]
