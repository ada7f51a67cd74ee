"""What goes into which town's workbooks, and what the files are called."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from api.reports.figures import TOWN, VILLAGE
from api.reports.naming import unique
from api.reports.places import Places, each
from api.reports.problem_places import PLACE, placed
from api.reports.view import View
from api.reports.villages.plan import VillagePages, households_check
from graph.scheme import Scheme

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{name}{i}" for name in ("COM", "LPT") for i in range(1, 10))}

_FILE = 80
"""Characters of a file's name."""


@dataclass(frozen=True)
class TownPart:
    """All that one town's workbooks are made of; small enough to be handed to another process."""

    path: Path
    town: str
    county: str
    edition: str
    scheme: str
    as_of: dt.date
    gaps: pd.DataFrame
    problems: pd.DataFrame
    """With the columns of problem_places.py: the village, and how the town is known."""
    coverage: pd.DataFrame
    """Levels town and village only."""
    titles: Mapping[str, str]
    places: Places
    unlisted: str = ""
    """Why unknowns of some checks are not listed; empty where all are."""
    pages: VillagePages | None = None
    """What 一村一表 needs; None where the town has no villages or there are too many of them."""
    asked: Scheme = field(default_factory=lambda: Scheme("", "", ()))
    """The scheme: it tells what a row asks to be filled in."""
    own: bool = False
    """The workbook of what lies in no town: the county's (the 地级市's) own."""

    @property
    def here(self) -> str:
        return "本级" if self.own else "本镇"


class TownParts:
    """The parts of a result, made one at a time: a county's gaps are not copied as a whole. len() before iterating."""

    def __init__(self, view: View, folder: Path) -> None:
        self._view = view
        self._folder = folder
        self._places = places = view.places
        paths = view.gaps["unit_path"].fillna("").astype(str)
        self._rows = _joined(places, paths.groupby(paths, sort=False).indices)
        coverage = view.result.coverage
        upper = coverage[coverage["level"].isin([TOWN, VILLAGE])]
        shown = upper[~upper["check"].isin(view.silent)]
        self._upper = _with_town(shown if len(shown) else upper, places)
        given = view.result.delivery
        asked = given["ledger"].isin(given.loc[given["state"] != "nothing", "ledger"].unique())
        self._delivery = _with_town(given[asked], places)
        self._claims = _with_town(view.result.claims, places)
        known = [str(t) for t in self._upper["_town"].drop_duplicates()]
        self._problems = placed(view.result, places)
        self._problem_rows = self._problems.groupby(PLACE, sort=False).indices
        # What lies in no town comes last: towns that coverage does not have, each county's own, the city's.
        self._towns = [*known, *sorted({*self._rows, *self._problem_rows}.difference(known), key=lambda t: (-t.count("/"), t))]

    def __len__(self) -> int:
        return len(self._towns)

    def __iter__(self) -> Iterator[TownPart]:
        view, places = self._view, self._places
        result, taken = view.result, set[str]()
        for key in self._towns:
            county, town = places.county_of(key) if places.several else "", places.below_county(key)[0]
            name = town or places.whole(key)
            file = file_name(f"{county}_{name}" if county else name, taken)
            problems = self._problems.iloc[self._problem_rows.get(key, np.empty(0, dtype=np.int64))]
            coverage = self._upper[self._upper["_town"] == key]
            gaps = view.gaps.iloc[self._rows.get(key, np.empty(0, dtype=np.int64))]
            yield TownPart(
                self._folder / "towns" / f"{file}.xlsx",
                name,
                county or result.county_name,
                result.edition_id,
                result.scheme.name,
                result.as_of,
                gaps,
                problems,
                coverage,
                view.titles,
                places,
                view.unlisted_sentence(),
                self._pages(key, file, coverage) if town and not view.large else None,
                result.scheme,
                not town,
            )

    def _pages(self, key: str, file: str, coverage: pd.DataFrame) -> VillagePages | None:
        villages = coverage[coverage["level"] == VILLAGE]
        if villages.empty:
            return None
        mine = self._delivery["_town"] == key
        claims = self._claims[self._claims["_town"] == key]
        path = self._folder / "villages" / f"{file}.xlsx"
        excluded = self._view.result.excluded_by_village
        return VillagePages(path, self._view.lines, villages, self._delivery[mine], claims, households_check(self._view.checks), excluded)


def _with_town(frame: pd.DataFrame, places: Places) -> pd.DataFrame:
    """The frame with the path of each row's town in the column ``_town``."""
    return frame.assign(_town=each(frame["unit_path"], places.town))


def _joined(places: Places, rows: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Path of the town → positions of its gaps, in the order of the list."""
    found: dict[str, list[np.ndarray]] = {}
    for path, positions in rows.items():
        found.setdefault(places.town(path), []).append(positions)
    return {t: np.sort(np.concatenate(parts)) for t, parts in found.items()}


def file_name(name: str, taken: set[str]) -> str:
    """`name` as a file name that Windows takes, different from those in `taken` (which it joins) in any case."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).strip(" .") or "_"
    if safe.split(".")[0].upper() in _RESERVED:
        safe = f"_{safe}"
    return unique(safe, taken, _FILE)
