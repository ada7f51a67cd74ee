"""Where in a unit_path the town, the village, the group and the bay stand."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

WHOLE_COUNTY = "县本级"
"""The town name of what belongs to no town (a contact whose households lie in several)."""


@dataclass(frozen=True)
class Places:
    """`county` is the position of the county's name in a path: 0, or 1 where a 地级市 stands above it."""

    county: int = 0

    @classmethod
    def of(cls, coverage: pd.DataFrame) -> Places:
        counties = coverage.loc[coverage["level"] == 1, "unit_path"]
        return cls(str(counties.iloc[0]).count("/") if len(counties) else 0)

    def below_county(self, path: str) -> tuple[str, str, str, str]:
        """(town, village, group, bay), empty where the path ends earlier; what is deeper stays with the bay."""
        parts = path.split("/")[self.county + 1 :]
        town, village, group, *bay = [*parts, "", "", ""] if len(parts) < 4 else parts
        return town, village, group, "/".join(p for p in bay if p)

    def village(self, path: str) -> str:
        """The path cut at the village (town, county where it ends earlier), without the county's name."""
        return "/".join(path.split("/")[self.county + 1 : self.county + 3])

    def split(self, paths: pd.Series) -> pd.DataFrame:
        """Columns town, village, group, bay for a column of paths, on its index."""
        texts = paths.fillna("").astype(str)
        known = {p: self.below_county(p) for p in texts.unique()}
        columns = ("town", "village", "group", "bay")
        return pd.DataFrame({c: texts.map({p: parts[i] for p, parts in known.items()}) for i, c in enumerate(columns)}, index=paths.index)
