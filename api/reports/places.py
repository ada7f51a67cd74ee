"""Where in a unit_path the county, the town, the village, the group and the bay stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

WHOLE_COUNTY, WHOLE_CITY = "县本级", "市本级"
"""The town name of what belongs to no town (a contact whose households lie in several), and to no county."""
PARTS = ("county", "town", "village", "group", "bay")


@dataclass(frozen=True)
class Places:
    """`county` is the position of the county's name in a path: 0, or 1 where paths begin with a 地级市 above it.

    `several`: the edition holds more than one county, so that a town's name alone says too little. `cities`: the paths
    of the units above the counties.
    """

    county: int = 0
    several: bool = False
    cities: frozenset[str] = frozenset()

    @classmethod
    def of(cls, coverage: pd.DataFrame) -> Places:
        counties = coverage.loc[coverage["level"] == 1, "unit_path"].drop_duplicates()
        cities = frozenset(str(p) for p in coverage.loc[coverage["level"] < 1, "unit_path"].unique())
        return cls(str(counties.iloc[0]).count("/") if len(counties) else 0, len(counties) > 1, cities)

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns of `split` that a list of this edition shows: the county only where there are several."""
        return PARTS if self.several else PARTS[1:]

    def county_of(self, path: str) -> str:
        """The county's name; empty above it."""
        return "" if path in self.cities else "".join(path.split("/")[self.county : self.county + 1])

    def below_county(self, path: str) -> tuple[str, str, str, str]:
        """(town, village, group, bay), empty where the path ends earlier; what is deeper stays with the bay."""
        parts = path.split("/")[self.county + 1 :]
        town, village, group, *bay = [*parts, "", "", ""] if len(parts) < 4 else parts
        return town, village, group, "/".join(p for p in bay if p)

    def town(self, path: str) -> str:
        """The path cut at the town (county, city where it ends earlier)."""
        return "/".join(path.split("/")[: self.county + 2])

    def village(self, path: str) -> str:
        """The path cut at the village (town, county where it ends earlier), without the county's name where there is only one."""
        return "/".join(path.split("/")[self.county + (0 if self.several else 1) : self.county + 3])

    def whole(self, path: str) -> str:
        """What a list calls the town of something that lies in none."""
        return WHOLE_COUNTY if not self.several or self.county_of(path) else WHOLE_CITY

    def split(self, paths: pd.Series) -> pd.DataFrame:
        """Columns county, town, village, group, bay for a column of paths, on its index."""
        codes, known = pd.factorize(paths.fillna("").astype("str"))
        parts = [(self.county_of(p), *self.below_county(p)) for p in map(str, known)]
        return pd.DataFrame({c: pd.array([p[i] for p in parts], dtype="str").take(codes) for i, c in enumerate(PARTS)}, index=paths.index)


def each(texts: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """`function` of every text, asked once per different text; an empty text for what is missing."""
    codes, known = pd.factorize(texts.fillna("").astype("str"))
    return pd.Series(pd.array([function(str(t)) for t in known], dtype="str").take(codes), index=texts.index)
