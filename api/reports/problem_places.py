"""Which town's workbook a ledger problem goes into: a problem says file, sheet and row, but no unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from api.reports.figures import COUNTY, TOWN, VILLAGE
from api.reports.places import Places
from graph.result import AuditResult

PLACE, VILLAGES, HOW = "_town", "_village", "how"
"""Columns of `placed`: the path of the workbook's unit, of the village ('' where it is not known), and how that is known."""
BY_FILE, BY_ROW, BY_TEXT, BY_VILLAGE, SEVERAL, NOWHERE = (
    "文件名或工作表名写明镇街",
    "本次审计中该行所涉的户或单元在此",
    "内容或说明写明镇街",
    "写明的村(社区)在此",
    "写明的村名不止一个镇街有",
    "没有写明镇街和村(社区)",
)
_BETWEEN = re.compile(r"[^\w]+|_")
_SAME_AS = re.compile(r"^与(.+![0-9]+)重复")


@dataclass
class _Names:
    """Names of units → their paths, found by their first character."""

    paths: dict[str, list[str]] = field(default_factory=dict)
    starts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, units: pd.DataFrame) -> _Names:
        made = cls()
        for name, path in units[["unit_name", "unit_path"]].astype(str).itertuples(index=False, name=None):
            if name and path not in made.paths.setdefault(name, []):
                made.paths[name].append(path)
        for name in sorted(made.paths, key=len, reverse=True):
            made.starts.setdefault(name[0], []).append(name)
        return made

    def at(self, text: str, position: int = 0) -> str:
        """The longest name that begins there, empty where none does."""
        return next((n for n in self.starts.get(text[position : position + 1], ()) if text.startswith(n, position)), "")

    def inside(self, text: str) -> Iterator[str]:
        """The names anywhere in a text, the longer before those that it contains."""
        position = 0
        while position < len(text):
            name = self.at(text, position)
            if name:
                yield name
            position += len(name) or 1

    def units(self, names: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(p for n in names for p in self.paths[n]))


def placed(result: AuditResult, places: Places) -> pd.DataFrame:
    """The problems with the columns PLACE, VILLAGES and HOW: one row per problem and town, none left out.

    A town is believed in this order: a file's or sheet's name, what the audit knows of the row, the problem's text,
    a village's name that only one town has. What remains goes to the county (the 地级市).
    """
    problems = result.problems
    find = cache(_Finder.of(result, places).find)
    rows = _rows(result)
    positions, found = [], []
    texts = [problems[c].fillna("").astype(str) for c in ("file", "sheet", "value", "message")]
    numbers = pd.to_numeric(problems["row"], errors="coerce").astype("Float64").to_numpy(float, na_value=np.nan)
    for i, (file, sheet, value, message, number) in enumerate(zip(*texts, numbers, strict=True)):
        same = _SAME_AS.match(message)
        sources = [f"{file}#{sheet}!{int(number)}"] if number == number else []
        paths = next((rows[s] for s in [*sources, *([same[1]] if same else [])] if s in rows), set[str]())
        for answer in find(f"{file}\n{sheet}", f"{value}\n{message}", frozenset(paths)):
            positions.append(i)
            found.append(answer)
    frame = problems.iloc[positions]
    return frame.assign(**{c: pd.array([f[n] for f in found], dtype="str") for n, c in enumerate((PLACE, VILLAGES, HOW))})


@dataclass(frozen=True)
class _Finder:
    """Finds units in texts."""

    places: Places
    counties: _Names
    towns: _Names
    villages: _Names
    top: str
    """The path of the county, or of the 地级市 over several."""

    @classmethod
    def of(cls, result: AuditResult, places: Places) -> _Finder:
        coverage = result.coverage
        units = coverage.loc[coverage["level"] <= VILLAGE, ["unit_name", "unit_path", "level"]].drop_duplicates()
        counties, towns, villages = (_Names.of(units[units["level"] == level]) for level in (COUNTY, TOWN, VILLAGE))
        above = sorted(places.cities) if places.several else [p for paths in counties.paths.values() for p in paths]
        return cls(places, counties, towns, villages, next(iter(above), ""))

    def find(self, place: str, text: str, paths: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
        """(path of the workbook's unit, path of the village, how) for a problem in `place` (file and sheet) that says `text`."""
        known = {p for p in (self._cut(p, TOWN) for p in paths) if p}
        counties = self.counties.units(self.counties.inside(f"{place}\n{text}")) if self.places.several else []
        named = self._in(self.towns.units(self.towns.inside(place)), counties)
        how = BY_FILE
        if not named and len(known) == 1:
            named, how = list(known), BY_ROW
        if not named:
            named, how = self._in(self.towns.units(n for word in _words(text) if (n := self.towns.at(word))), counties), BY_TEXT
        villages = self._in(self.villages.units([*self.villages.inside(place), *self._villages(text)]), named or counties)
        if not named:
            named, how = list(dict.fromkeys(self.places.town(v) for v in villages)), BY_VILLAGE
            if len(named) > 1:
                named, how = [], SEVERAL
        if not named:
            return ((counties[0] if self.places.several and len(counties) == 1 else self.top, "", SEVERAL if villages else NOWHERE),)
        lying = {p for p in (self._cut(p, VILLAGE) for p in paths) if p}
        found = []
        for town in named:
            mine = [v for v in (lying if len(lying) == 1 else villages) if v.startswith(f"{town}/")]
            found.append((town, mine[0] if len(mine) == 1 else "", how))
        return tuple(found)

    def _villages(self, text: str) -> Iterator[str]:
        """Villages at the beginning of a word, or after a town's name there: 东村 is not in 河东村."""
        for word in _words(text):
            name = self.villages.at(word, len(self.towns.at(word)))
            if name:
                yield name

    @staticmethod
    def _in(paths: list[str], above: list[str]) -> list[str]:
        """Those of the paths that lie in one of the units above, all where none is named or none fits."""
        inside = [p for p in paths if any(p.startswith(f"{a}/") for a in above)]
        return inside or paths

    def _cut(self, path: str, level: int) -> str:
        """The path cut at the town or village, empty where it ends earlier."""
        parts = path.split("/")
        depth = self.places.county + level
        return "/".join(parts[:depth]) if len(parts) >= depth and path not in self.places.cities else ""


def _rows(result: AuditResult) -> Mapping[str, set[str]]:
    """Source (file#sheet!row) of a problem's row → the paths of the units that the result knows it to be about."""
    asked = result.problems[["file", "sheet", "row"]].dropna(subset=["row"])
    same = result.problems["message"].fillna("").astype(str).str.extract(_SAME_AS, expand=False).dropna()
    wanted = {*_sources(asked), *same}
    evidence = result.evidence
    near = evidence[evidence["file"].isin({s.partition("#")[0] for s in wanted} | set(asked["file"])) & evidence["row"].notna()]
    gaps = result.gaps
    told = [
        pd.DataFrame({"source": _sources(near), "path": near["unit_path"].tolist()}),
        result.claims[["source", "unit_path"]].set_axis(["source", "path"], axis=1),
        gaps[["hint", "unit_path"]].set_axis(["source", "path"], axis=1),
        gaps.loc[gaps["subject_kind"] == "Event", ["subject_id", "unit_path"]].set_axis(["source", "path"], axis=1),
    ]
    found: dict[str, set[str]] = {}
    for frame in told:
        for source, path in frame[frame["source"].isin(wanted)].fillna("").astype(str).itertuples(index=False, name=None):
            found.setdefault(source, set()).add(path)
    return found


def _sources(rows: pd.DataFrame) -> list[str]:
    columns = zip(rows["file"].fillna("").astype(str), rows["sheet"].fillna("").astype(str), rows["row"], strict=True)
    return [f"{file}#{sheet}!{int(row)}" for file, sheet, row in columns]


def _words(text: str) -> list[str]:
    return [w for w in _BETWEEN.split(text) if w]
