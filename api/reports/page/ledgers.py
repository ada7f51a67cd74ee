"""Ledger problems and claims for the page: counted, with the first rows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from api.reports import words
from api.reports.workbook.ledgers import claim_state

FIRST = 30
FEW = 1
"""Claims of a kind up to which they stand in one table with others like them."""


@dataclass(frozen=True)
class ProblemGroup:
    code: str
    title: str
    total: int
    rows: list[dict[str, object]]


@dataclass(frozen=True)
class ClaimGroup:
    """One kind of claim; `rows` are the first that differ or cannot be compared."""

    claim: str
    same: int
    differs: int
    uncountable: int
    rows: list[dict[str, object]]

    @property
    def total(self) -> int:
        return self.same + self.differs + self.uncountable


def problem_groups(problems: pd.DataFrame) -> list[ProblemGroup]:
    """By code, the most frequent first."""
    groups = [
        ProblemGroup(str(code), words.PROBLEMS.get(str(code), str(code)), len(rows), plain_rows(rows.head(FIRST)))
        for code, rows in problems.groupby("code", sort=False)
    ]
    return sorted(groups, key=lambda g: -g.total)


def claim_groups(claims: pd.DataFrame) -> tuple[list[ClaimGroup], list[dict[str, object]]]:
    """The kinds of claims with many rows, in order of appearance; and all rows of those with at most FEW."""
    states = pd.Series([claim_state(None if pd.isna(d) else float(d)) for d in claims["difference"]], index=claims.index, dtype="str")
    shown = claims.assign(state=states.map(words.CLAIMS))
    found, few = [], []
    for claim, rows in shown.groupby("claim", sort=False):
        if len(rows) <= FEW:
            few += plain_rows(rows)
            continue
        mine = states[rows.index]
        counts = {s: int((mine == s).sum()) for s in words.CLAIMS}
        found.append(ClaimGroup(str(claim), **counts, rows=plain_rows(rows[mine != "same"].head(FIRST))))
    return found, few


def plain_rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows with None for holes and whole numbers without a decimal point."""
    return [{k: _plain(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _plain(value: object) -> object:
    if value is None or value is pd.NA or value != value:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
