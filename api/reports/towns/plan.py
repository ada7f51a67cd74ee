"""What goes into which town's workbook, and what the file is called."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from api.reports.figures import titles
from api.reports.places import WHOLE_COUNTY, Places
from graph.result import AuditResult

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{i}" for name in ("COM", "LPT") for i in range(1, 10))}


@dataclass(frozen=True)
class TownPart:
    """All that one workbook is made of; small enough to be handed to another process."""

    path: Path
    town: str
    county: str
    edition: str
    scheme: str
    as_of: dt.date
    gaps: pd.DataFrame
    problems: pd.DataFrame
    coverage: pd.DataFrame
    """Levels town and village only."""
    titles: Mapping[str, str]
    places: Places


class TownParts:
    """The parts of a result, made one at a time: a county's gaps are not copied as a whole. len() before iterating."""

    def __init__(self, result: AuditResult, folder: Path) -> None:
        self._result = result
        self._folder = folder
        self._places = Places.of(result.coverage)
        self._gaps = result.gaps["town"].fillna("").astype(str)
        upper = result.coverage[result.coverage["level"].isin([2, 3])]
        self._upper = upper.assign(town=self._places.split(upper["unit_path"])["town"])
        self._towns = list(dict.fromkeys([*self._upper["town"], *sorted(set(self._gaps) - {""})]))
        if (self._gaps == "").any():
            self._towns.append("")

    def __len__(self) -> int:
        return len(self._towns)

    def __iter__(self) -> Iterator[TownPart]:
        result = self._result
        rows = self._gaps.groupby(self._gaps, sort=False).indices
        title, taken = titles(result), set[str]()
        for town in self._towns:
            name = town or WHOLE_COUNTY
            yield TownPart(
                self._folder / f"{file_name(name, taken)}.xlsx",
                name,
                result.county_name,
                result.edition_id,
                result.scheme.name,
                result.as_of,
                result.gaps.iloc[rows.get(town, [])],
                town_problems(result.problems, town),
                self._upper[self._upper["town"] == town],
                title,
                self._places,
            )


def town_problems(problems: pd.DataFrame, town: str) -> pd.DataFrame:
    """The ledger problems of a town: by the column `town` where there is one, else where file or sheet names the town."""
    if "town" in problems.columns:
        return problems[problems["town"].fillna("").astype(str) == town]
    if not town:
        return problems.iloc[:0]
    named = problems["file"].fillna("").astype(str).str.contains(town, regex=False) | problems["sheet"].fillna("").astype(str).str.contains(town, regex=False)
    return problems[named]


def file_name(name: str, taken: set[str]) -> str:
    """`name` as a file name that Windows takes, different from those in `taken` (which it joins) in any case."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).strip(" .")[:80] or "_"
    if safe.split(".")[0].upper() in _RESERVED:
        safe = f"_{safe}"
    unique, n = safe, 1
    while unique.casefold() in taken:
        n += 1
        unique = f"{safe}({n})"
    taken.add(unique.casefold())
    return unique
