"""Populations: what a check is asked of, one subject per row, each placed at a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from graph.checks.facts import Facts
from graph.checks.units import same_kinds
from graph.scheme import Check
from graph.scheme.words import LABELS


@dataclass(frozen=True)
class Population:
    """`frame`: id, code, name, unit (index of the place), kind (its label) per subject; `what`: 户, 人, 单元, 网格, 组织, 事件."""

    what: str
    frame: pd.DataFrame
    private: bool = False

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def unit(self) -> np.ndarray:
        unit: np.ndarray = self.frame["unit"].to_numpy(np.int64)
        return unit


def population(facts: Facts, check: Check) -> Population:
    """The subjects of a check other than the households of the denominator; those of virtual units are left out."""
    return {"单元": units, "网格": grids, "组织": bodies, "人": persons, "事件": events}[check.population](facts, check)


def units(facts: Facts, check: Check) -> Population:
    """Units of the levels and kinds asked for; virtual ones carry no population and are left out."""
    tree = facts.units
    wanted = ~tree.virtual
    if "level" in check.options:
        wanted &= np.isin(tree.level, _levels(check))
    if "units" in check.options:
        wanted &= tree.of_kinds(check.options["units"])
    at = np.flatnonzero(wanted)
    frame = pd.DataFrame({"id": tree.id.to_numpy(zero_copy_only=False)[at], "code": tree.code[at], "name": tree.name[at], "unit": at, "kind": "Unit"})
    return Population("单元", frame)


def grids(facts: Facts, check: Check) -> Population:
    """Grids, of the kinds asked for."""
    frame = facts.grids[(facts.grids["unit"] >= 0) & ~facts.units.virtual[facts.grids["unit"]]]
    if "grid_kinds" in check.options:
        frame = frame[frame["kind"].isin(check.words("grid_kinds"))]
    return Population("网格", frame[["id", "code", "name", "unit"]].assign(kind="Grid").reset_index(drop=True))


def bodies(facts: Facts, check: Check) -> Population:
    """Bodies of the kinds, labels and levels asked for, each once, at the first unit it stands in, else at the top."""
    labels = check.words("labels") or ["党组织", "自治组织", "群团组织"]
    frame = facts.bodies_of(check.words("bodies"), labels)
    if "level" in check.options:
        frame = frame[np.isin(facts.units.level[frame["unit"]], _levels(check)) & (frame["unit"] >= 0)]
    frame = frame.sort_values("unit", kind="stable").drop_duplicates("id")
    place = frame["unit"].where(frame["unit"] >= 0, facts.units.top)
    frame, place = frame[~facts.units.virtual[place]], place[~facts.units.virtual[place]]
    return Population("组织", frame.assign(unit=place, code="", kind=frame["label"].map(LABELS))[["id", "code", "name", "unit", "kind"]].reset_index(drop=True))


def _levels(check: Check) -> list[int]:
    said = check.options["level"]
    return [int(str(n)) for n in said] if isinstance(said, list) else [int(str(said))]


def persons(facts: Facts, check: Check) -> Population:
    """Residents of the denominator's households (or everybody employed), of the sex, ages and political status asked for."""
    year, options = facts.ground.as_of.year, check.options
    said = options.get("ages")
    first, last = (max(1, year - int(said[1])), year - int(said[0])) if isinstance(said, list) else (0, 9999)
    if options.get("employed"):
        frame = _employed(facts, options.get("sex"), first, last)
    else:
        sexes = [str(options["sex"])] if "sex" in options else []
        frame = facts.ground.rows("residents", every=not sexes, sexes=sexes, first=first, last=last).to_pandas()
        at = facts.ground.households.at(frame["household"])  # a household that lies in no unit of the day houses nobody
        frame = frame[at >= 0].assign(unit=facts.ground.households.unit[at[at >= 0]])
    if "political" in options:
        frame = frame[frame["political"].isin(check.words("political"))]
    frame = frame.sort_values("unit", kind="stable").drop_duplicates("person")
    return Population("人", pd.DataFrame({"id": frame["person"], "code": "", "name": "", "unit": frame["unit"], "kind": "Person"}).reset_index(drop=True), True)


def _employed(facts: Facts, sex: object, first: int, last: int) -> pd.DataFrame:
    """Everybody with an employer; placed where the person lives, at the top where no household of the county is theirs."""
    frame = facts.employed.drop_duplicates("person")
    frame = frame[frame["birth_year"].between(first, last)] if first else frame
    frame = frame[frame["sex"] == sex] if sex else frame
    home = facts.employed_homes.reindex(frame["person"]).to_numpy()
    return frame.assign(unit=np.where(np.isnan(home), facts.units.top, home).astype(np.int64))


def events(facts: Facts, check: Check) -> Population:
    """Events of the kinds asked for up to the day; placed at the unit they are about, else the household's, else the top."""
    frame = facts.events(check.words("events"))
    unit = facts.event_units(check.words("events")).drop_duplicates("event").set_index("event")["unit"].reindex(frame.index).to_numpy(np.int64)
    return Population("事件", pd.DataFrame({"id": frame.index, "code": "", "name": frame["kind"].to_numpy(), "unit": unit, "kind": "Event"}))


def by_village_kind(facts: Facts, said: object, unit: np.ndarray) -> np.ndarray:
    """A number that a scheme gives for all units, or per kind of unit (村, 社区); 0 where a unit is of none of them."""
    if not isinstance(said, Mapping):
        return np.full(len(unit), int(str(said)))
    out = np.zeros(len(unit), np.int64)
    for word, number in said.items():
        out[np.isin(facts.units.kind[unit].astype(str), same_kinds([word]))] = int(str(number))
    return out
