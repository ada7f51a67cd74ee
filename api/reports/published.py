"""The published figures of the place beside what its ledgers count; holes in the documents stay 文中缺, never 0."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from graph.published import COMPARED, CONTRADICTIONS, contradictions, figures_for, place_of
from graph.result import AuditResult

UNKNOWN, HOLE = "待核实", "文中缺"
_CUT = "缺数"
"""The word by which a note says that the document itself leaves the number out."""
_DERIVED = "推算"


@dataclass(frozen=True)
class Published:
    """`figures` with the columns COMPARED, the published value as text; `disagreeing` with CONTRADICTIONS. Both empty for other places."""

    place: str
    figures: pd.DataFrame
    disagreeing: pd.DataFrame

    @property
    def compared(self) -> int:
        """How many figures stand beside a count."""
        return int(self.figures["差额"].notna().sum())


def published(result: AuditResult) -> Published:
    """The figures of the place that the edition's county code says; nothing for a county that no document speaks of."""
    place = place_of(result.county_code)
    if not place:
        return Published("", pd.DataFrame(columns=list(COMPARED)), pd.DataFrame(columns=list(CONTRADICTIONS)))
    figures = figures_for(result.county_code, result.measures)
    notes = figures["说明"].astype("str")
    hole = (figures["公布值"] == UNKNOWN) & notes.str.contains(_CUT, regex=False) & ~notes.str.startswith(_DERIVED)
    return Published(place, figures.assign(公布值=figures["公布值"].mask(hole, HOLE)), contradictions(place))
