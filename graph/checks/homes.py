"""Means of households, directly or along a path (户 → 湾落 → 联户长, 户 → 网格 → 网格员): one mask over all households."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.checks.facts import Facts
from graph.checks.means import GRID, Means, words
from graph.checks.populations import Population
from graph.scheme.kinds import MEANS
from graph.scheme.words import AT


class Homes:
    """Whether each household (position in Ground.households) has what a slot, a link or a check names."""

    def __init__(self, facts: Facts, means: Means) -> None:
        self.facts, self.means = facts, means
        self.households = facts.ground.households

    def __len__(self) -> int:
        return len(self.households.unit)

    def has(self, said: Mapping[str, object]) -> np.ndarray:
        """Per household whether any of the means is there: at the place that ``at`` names, else of the household itself."""
        if "at" in said:
            return self._grids_with(said) if said["at"] == GRID else self._units_with(said)
        found = np.zeros(len(self), bool)
        for option in MEANS:
            if option in said:
                found |= self._own(option, words(said, option))
        return found

    def _own(self, option: str, asked: list[str]) -> np.ndarray:
        facts, units = self.facts, self.facts.units
        if option == "units":
            found: np.ndarray = (units.of_kinds(asked)[units.ancestors] & (units.ancestors >= 0)).any(axis=1)[self.households.unit]
            return found
        if option == "grids":
            rows = facts.household_grids
            return self._mask(rows.loc[rows["kind"].isin(asked) | (GRID in asked), "household"])
        if option == "members":
            named = set(facts.named(asked)["id"])
            return self._mask(facts.household_members.loc[facts.household_members["body"].isin(named), "household"])
        if option == "events":
            ids = facts.standing(facts.about("Household", asked))["target"]
            return self._mask(self.households.at(ids))
        if option == "mechanisms":
            edges = self.means.edges
            return self._mask(edges.household[edges.counting(asked)])
        if option == "cooperatives":
            return self._mask(facts.cooperators.loc[facts.cooperators["kind"].isin(asked), "household"])
        return self._mask([])

    def _units_with(self, said: Mapping[str, object]) -> np.ndarray:
        """Households whose unit of that level has it; the level alone asks whether there is such a unit."""
        place = self.facts.units.ancestors[self.households.unit, AT[str(said["at"])]]
        asked = any(option in said for option in MEANS)
        number = self.means.number(said) if asked else np.ones(len(self.facts.units), np.int64)
        found: np.ndarray = (place >= 0) & (number[place] >= int(str(said.get("least", 1))))
        return found

    def _grids_with(self, said: Mapping[str, object]) -> np.ndarray:
        rows, grids = self.facts.household_grids, self.facts.grids
        if any(option in said for option in MEANS):
            subjects = Population("网格", grids.assign(kind="Grid"))
            held = self.means.of(subjects, said)
            rows = rows[rows["grid"].isin(grids["id"].to_numpy(object)[held["subject"].unique()])]
        return self._mask(rows["household"])

    def things(self, said: Mapping[str, object]) -> pd.DataFrame:
        """(household, thing) distinct, for what a household may have several of: grids, events (by whom they are)."""
        facts = self.facts
        if "grids" in said:
            asked = words(said, "grids")
            rows = facts.household_grids
            rows = rows[rows["kind"].isin(asked) | (GRID in asked)]
            return pd.DataFrame({"household": rows["household"], "thing": rows["grid"], "word": rows["kind"]}).drop_duplicates()
        kinds = words(said, "events")
        about = facts.standing(facts.about("Household", kinds))[["event", "target"]]
        by = pd.concat([facts.by("body", kinds), facts.by("Person", kinds)])[["event", "target"]].rename(columns={"target": "thing"})
        rows = about.merge(by, on="event", how="left")
        rows["thing"] = rows["thing"].fillna(rows["event"])
        frame = pd.DataFrame({"household": self.households.at(rows["target"]), "thing": rows["thing"]})
        return frame[frame["household"] >= 0].drop_duplicates()

    def _mask(self, at: object) -> np.ndarray:
        found = np.zeros(len(self), bool)
        index = np.asarray(at, np.int64)
        found[index[index >= 0]] = True
        return found
