"""Measures: what a claimed figure counts, at every unit: organisations, leaders, posts, persons, memberships, attendances …

Each is data (graph/catalogue/measures.toml); the six counts are six different things and are counted apart (H5).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.catalogue import measures
from graph.checks.contacting import contacting
from graph.checks.facts import Facts
from graph.checks.means import Means, words
from graph.checks.units import same_kinds
from graph.scheme.words import ANY


class Measures:
    """Counts of one ground, by measure, rolled up to every unit."""

    def __init__(self, facts: Facts, means: Means) -> None:
        self.facts, self.means = facts, means
        self.units = facts.units
        self._known: dict[str, np.ndarray | None] = {}

    def counted(self, measure: str) -> np.ndarray | None:
        """Per unit the number below it (int64), None where the measure is counted from its own list (联户户数, 网格户数)."""
        if measure not in self._known:
            self._known[measure] = self._counted(measures()[measure])
        return self._known[measure]

    def _counted(self, said: Mapping[str, object]) -> np.ndarray | None:
        counts = {
            "denominator": self._denominator,
            "units": self._units,
            "grids": self._grids,
            "organizations": self._organizations,
            "leaders": self._leaders,
            "posts": self._posts,
            "persons": self._persons,
            "memberships": self._memberships,
            "attendances": self._attendances,
            "households": self._households,
            "events": self._events,
        }
        way = counts.get(str(said["count"]))
        return None if way is None else way(said)

    def total(self, measure: str) -> int | None:
        """The number in the whole edition; None (待核实) where its ledger was not delivered, or it is counted from its own list."""
        ledger = str(measures()[measure].get("ledger", ""))
        counted = self.counted(measure) if self.facts.ground.delivered(ledger, "县").all() else None
        return None if counted is None else int(counted[self.units.parent < 0].sum())

    def _rolled(self, unit: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Things at their units; a thing that stands at one unit counts once for each unit above."""
        known = unit >= 0
        own = np.bincount(unit[known], weights=None if weights is None else weights[known], minlength=len(self.units))
        return self.units.rolled_up(own.astype(np.int64))

    def _distinct(self, unit: np.ndarray, thing: np.ndarray) -> np.ndarray:
        """Distinct things below each unit, of things that may stand at several."""
        rows = self.means.lifted(pd.DataFrame({"unit": unit, "thing": thing})[unit >= 0].drop_duplicates())
        counted: np.ndarray = np.bincount(rows["unit"].to_numpy(np.int64), minlength=len(self.units))
        return counted

    def _chosen(self, said: Mapping[str, object]) -> pd.DataFrame:
        """Bodies of the kinds, labels, level and kinds of units of a measure, one row per body and unit."""
        rows = self.facts.bodies_of(words(said, "kinds"), words(said, "labels"))
        place = rows["unit"].to_numpy(np.int64)
        kept = np.ones(len(rows), bool)
        if "level" in said:
            kept &= (place >= 0) & (self.units.level[place] == said["level"])
        if "units" in said:
            kept &= (place >= 0) & np.isin(self.units.kind[place].astype(str), same_kinds(said["units"]))
        chosen: pd.DataFrame = rows[kept]
        return chosen.assign(unit=np.where(chosen["unit"] >= 0, chosen["unit"], self.units.top))

    def _denominator(self, _: Mapping[str, object]) -> np.ndarray:
        households = self.facts.ground.households
        return self._rolled(households.unit[households.denominator])

    def _units(self, said: Mapping[str, object]) -> np.ndarray:
        """Units of these very kinds: a 类似居委会 is told apart where communities are counted (design, kind of a village)."""
        return self._rolled(np.flatnonzero(np.isin(self.units.kind.astype(str), words(said, "units")) & ~self.units.virtual))

    def _grids(self, said: Mapping[str, object]) -> np.ndarray:
        rows = self.facts.grid_units
        rows = rows[rows["kind"].isin(words(said, "kinds"))] if "kinds" in said else rows
        return self._distinct(rows["unit"].to_numpy(np.int64), rows["id"].to_numpy(object))

    def _organizations(self, said: Mapping[str, object]) -> np.ndarray:
        rows = self._chosen(said)
        return self._distinct(rows["unit"].to_numpy(np.int64), rows["id"].to_numpy(object))

    def _leaders(self, said: Mapping[str, object]) -> np.ndarray:
        """Filled leading posts: two for one person who leads two bodies."""
        rows = self._chosen(said)
        led = self.facts.body_posts[self.facts.body_posts["post"].isin(["负责人", "书记"])][["body", "person"]].drop_duplicates()
        rows = rows.merge(led, left_on="id", right_on="body")
        return self._distinct(rows["unit"].to_numpy(np.int64), (rows["id"] + "\x1f" + rows["person"]).to_numpy(object))

    def _posts(self, _: Mapping[str, object]) -> np.ndarray:
        """Filled posts of bodies, units and grids."""
        rows = self._held()
        return self._distinct(rows["unit"].to_numpy(np.int64), (rows["thing"] + "\x1f" + rows["post"] + "\x1f" + rows["person"]).to_numpy(object))

    def _held(self) -> pd.DataFrame:
        """unit, thing, post, person of every filled post."""
        facts = self.facts
        bodies = facts.body_posts.merge(facts.bodies[["id", "unit"]], left_on="body", right_on="id").rename(columns={"body": "thing"})
        grids = facts.grid_posts.merge(facts.grid_units[["id", "unit"]], left_on="grid", right_on="id").rename(columns={"grid": "thing"})
        units = facts.unit_posts.assign(thing="u" + facts.unit_posts["unit"].astype(str))
        every = pd.concat([f[["unit", "thing", "post", "person"]] for f in (bodies, grids, units)], ignore_index=True)
        return every.assign(unit=np.where(every["unit"] >= 0, every["unit"], self.units.top)).drop_duplicates(ignore_index=True)

    def _persons(self, said: Mapping[str, object]) -> np.ndarray:
        """Distinct persons: contacts by mechanism, holders of posts, those whom events are about."""
        facts = self.facts
        if "mechanisms" in said:
            rows = contacting(facts, self.means.edges, words(said, "mechanisms"), apart=False)
        elif "events" in said:
            about = facts.about("Person", words(said, "events")).rename(columns={"target": "person"})
            place = facts.about("Unit", words(said, "events")).drop_duplicates("event").set_index("event")["target"]
            unit = facts.unit_of(place.reindex(about["event"]).fillna(""))
            rows = about.assign(unit=np.where(unit >= 0, unit, self.units.top))
        else:
            held, posts = self._held(), words(said, "posts") or words(said, "grid_posts")
            rows = held if posts == [ANY] else held[held["post"].isin(posts)]
            if "grid_posts" in said:
                rows = rows[rows["thing"].isin(facts.grids["id"])]
        return self._distinct(rows["unit"].to_numpy(np.int64), rows["person"].to_numpy(object))

    def _memberships(self, said: Mapping[str, object]) -> np.ndarray:
        """Memberships, one for each body that a person (a household) is in."""
        if "cooperatives" in said:
            rows = self.facts.cooperators[self.facts.cooperators["kind"].isin(words(said, "cooperatives"))]
            return self._rolled(self.facts.ground.households.unit[rows["household"]])
        rows = self._chosen(said).merge(self.facts.memberships[["person", "body"]], left_on="id", right_on="body")
        return self._distinct(rows["unit"].to_numpy(np.int64), (rows["id"] + "\x1f" + rows["person"]).to_numpy(object))

    def _attendances(self, said: Mapping[str, object]) -> np.ndarray:
        rows = self.facts.attendances
        asked = words(said, "events")
        rows = rows if asked == [ANY] else rows[rows["kind"].isin(asked)]
        return self._rolled(rows["unit"].to_numpy(np.int64), rows["heads"].to_numpy(np.float64))

    def _households(self, said: Mapping[str, object]) -> np.ndarray:
        """Distinct households: contacted, members, or those whom events are about."""
        homes = self.facts.ground.households
        if "mechanisms" in said:
            edges = self.means.edges
            at = np.unique(edges.household[edges.counting(words(said, "mechanisms"))])
            return self._rolled(homes.unit[at])
        if "cooperatives" in said:
            rows = self.means.cooperatives(words(said, "cooperatives"))
            return self._rolled(rows["unit"].to_numpy(np.int64))
        ids = self.facts.about("Household", words(said, "events"))["target"].unique()
        at = homes.at(ids)
        return self._rolled(homes.unit[at[at >= 0]])

    def _events(self, said: Mapping[str, object]) -> np.ndarray:
        rows = self.facts.event_units(words(said, "events"))
        return self._distinct(rows["unit"].to_numpy(np.int64), rows["event"].to_numpy(object))
