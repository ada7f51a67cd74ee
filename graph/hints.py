"""A gap that a rejected row may concern carries that row: it names the same 户号, name or slot in the village (design section 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.checks.units import TOWN, VILLAGE, Units, lookup

_SUFFIX = re.compile(r"(村民委员会|居民委员会|村委会|居委会|社区|村|街道办事处|街道|办事处|人民政府|镇|乡)$")


@dataclass(frozen=True)
class Rejected:
    """Rejected rows, each with every village that it may mean: its own where it was placed, else those that its words fit."""

    rows: pd.DataFrame
    """The edition's table: ledger, unit_id, town_text, village_text, household_code, name, slot, source."""
    units: Units

    @cached_property
    def _places(self) -> pd.DataFrame:
        """row (position in `rows`), village (unit index), placed."""
        units = self.units
        own = units.index(pa.array(self.rows["unit_id"].to_numpy(object), pa.string()))
        village = np.where(own >= 0, units.village[own], -1)
        there = pd.DataFrame({"row": np.arange(len(self.rows)), "village": village, "placed": True})[village >= 0]
        meant: dict[tuple[str, str], list[int]] = {}
        rows, villages = [], []
        for row in np.flatnonzero(village < 0).tolist():
            said = (str(self.rows["town_text"].iat[row]), str(self.rows["village_text"].iat[row]))
            if said not in meant:
                meant[said] = self._meant(*said)
            rows += [row] * len(meant[said])
            villages += meant[said]
        return pd.concat([there, pd.DataFrame({"row": rows, "village": villages, "placed": False}, dtype=np.int64).astype({"placed": bool})], ignore_index=True)

    def _meant(self, town: str, village: str) -> list[int]:
        """The villages of that name (in the town, if one is named); of an unknown village those of the town."""
        above = [unit for unit, name in self._bare_names(TOWN) if town and name == _bare(town)]
        inside = [(unit, name) for unit, name in self._bare_names(VILLAGE) if not above or self.units.above[unit, TOWN] in above]
        named = [unit for unit, name in inside if village and name == _bare(village)]
        return named or ([unit for unit, _ in inside] if above else [])

    def _bare_names(self, level: int) -> list[tuple[int, str]]:
        return [(unit, _bare(self.units.name[unit])) for unit in np.flatnonzero(self.units.level == level).tolist()]

    def of(self, ledgers: Sequence[str]) -> pd.DataFrame:
        """The rows of some ledgers, one line per village that each may mean, placed ones first."""
        rows = self.rows[self.rows["ledger"].isin([one for one in ledgers if one])].assign(row=lambda d: d.index)
        return rows.merge(self._places, on="row").sort_values(["placed", "row"], ascending=[False, True], kind="stable", ignore_index=True)


def hints(subjects: pa.Table, rejected: pd.DataFrame, units: Units, alternatives: Mapping[str, Sequence[str]] | None) -> pa.Array:
    """Per gap or unknown of one check the ledger row that may close it, empty where none.

    `subjects` has the schema SUBJECTS, `rejected` is Rejected.of(the check's ledgers). `alternatives`: words that fill a slot
    by its name; None where any row of the ledger may.
    """
    out = np.full(subjects.num_rows, -1, np.int64)
    if not len(rejected) or not subjects.num_rows:
        return pa.repeat("", subjects.num_rows)
    village = units.village[np.asarray(subjects["unit"])]
    for placed in (True, False):
        rows = rejected[rejected["placed"] == placed]
        for column, words in _named(subjects, alternatives):
            _fill(out, village, words, rows, column)
    sources = pa.array([*rejected["source"], ""], pa.string())
    return sources.take(pa.array(np.where(out >= 0, out, len(rejected))))


def _named(subjects: pa.Table, alternatives: Mapping[str, Sequence[str]] | None) -> list[tuple[str, pa.Array | None]]:
    """(column of the rejected rows, the subjects' words for it) in the order in which they are tried."""
    kind = subjects["subject_kind"][0].as_py()
    if kind == "Household":
        return [("household_code", subjects["subject_code"]), ("name", subjects["name"])]
    if kind == "Unit" and alternatives is None:
        return [("", None)]
    if kind == "Unit" and alternatives is not None:
        deepest = max((len(a) for a in alternatives.values()), default=0)
        slots = subjects["slot"].to_pylist()
        return [("slot", pa.array([dict(enumerate(alternatives.get(s, (s,)))).get(n, "") for s in slots], pa.string())) for n in range(deepest)]
    return [("slot", subjects["slot"]), *([("name", subjects["name"])] if kind == "Grid" else [])]


def _fill(out: np.ndarray, village: np.ndarray, words: pa.Array | None, rows: pd.DataFrame, column: str) -> None:
    """Put the position of the first row of that village and word where there is none yet."""
    if words is not None:
        rows = rows[rows[column] != ""]
    if not len(rows):
        return
    known = pa.array(rows[column].unique(), pa.string()) if words is not None else pa.array([""])
    width = len(known)
    asked = lookup(words, known) if words is not None else np.zeros(len(village), np.int64)
    said = lookup(pa.array(rows[column].to_numpy(object), pa.string()), known) if words is not None else np.zeros(len(rows), np.int64)
    keys, first = np.unique(rows["village"].to_numpy(np.int64) * width + said, return_index=True)
    wanted = np.flatnonzero((out < 0) & (asked >= 0) & (village >= 0))
    want = village[wanted] * width + asked[wanted]
    at = np.minimum(np.searchsorted(keys, want), len(keys) - 1)
    fits = keys[at] == want
    out[wanted[fits]] = rows.index.to_numpy()[first[at[fits]]]


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """A name without the suffixes that people leave out."""
    return _SUFFIX.sub("", _SUFFIX.sub("", name)) or name
