"""Means: by what a subject counts: a body, a post, a contact, a pair, an event, a grid …, as (subject, thing) pairs.

Every kind of check that asks "has it", "has it n times", "has exactly one" counts the distinct things of a subject here.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.checks.contacts import Contacts
from graph.checks.facts import Facts
from graph.checks.populations import Population
from graph.checks.units import GROUP
from graph.scheme import Check
from graph.scheme.kinds import FILTERS, MEANS
from graph.scheme.words import ANY

_DECIDES = (*MEANS, "below", "depth", "top")
"""The options that decide what counts; name, ledger and least do not."""
GRID = "网格"
"""The word for a grid of any kind."""


def own_means(check: Check) -> dict[str, object]:
    """The options of a check that are means, without those that narrow its population."""
    return {k: v for k, v in check.options.items() if k in MEANS and k not in FILTERS[check.population]}


def words(said: Mapping[str, object], option: str) -> list[str]:
    """An option that is a list of words; empty where it is not said."""
    value = said.get(option, ())
    return [str(w) for w in value] if isinstance(value, list | tuple) else []


class Means:
    """The means of one ground, over its facts and its contacts."""

    def __init__(self, facts: Facts, edges: Contacts) -> None:
        self.facts, self.edges = facts, edges
        self.units = facts.units
        self._known: dict[str, pd.DataFrame] = {}
        """What was counted before: the same slot stands in several checks."""

    # ---- units --------------------------------------------------------------------------------------------------

    def of_units(self, said: Mapping[str, object]) -> pd.DataFrame:
        """(unit, thing) distinct, for all units: what stands at each unit, or with ``below`` also at those under it.

        A contact of a household, a member household and a household's grid count for every unit that the household lies in.
        """
        key = repr(sorted((k, v) for k, v in said.items() if k in _DECIDES))
        if key not in self._known:
            self._known[key] = self._counted(said)
        return self._known[key]

    def _counted(self, said: Mapping[str, object]) -> pd.DataFrame:
        asked = [option for option in MEANS if option in said and not (option == "labels" and "kinds" in said)]
        parts = [part for option in asked for part in self._at_units(said, option)]
        exact = pd.concat([p for p, inside in parts if not inside] or [_none()], ignore_index=True)
        if "depth" in said:
            exact = exact[self.units.level[exact["unit"]] == said["depth"]]
        rows = [self.lifted(exact) if said.get("below") else exact, *(self.lifted(p) for p, inside in parts if inside)]
        return pd.concat(rows, ignore_index=True).drop_duplicates(ignore_index=True)

    def number(self, said: Mapping[str, object]) -> np.ndarray:
        """How many distinct things every unit has."""
        rows = self.of_units(said)
        return np.bincount(rows["unit"].to_numpy(np.int64), minlength=len(self.units))

    def _at_units(self, said: Mapping[str, object], option: str) -> list[tuple[pd.DataFrame, bool]]:
        """Pairs of one means, and of each part whether it lies in a unit wherever it lies below it."""
        facts, asked = self.facts, words(said, option)
        if option in ("kinds", "labels"):
            rows = facts.bodies_of(words(said, "kinds"), words(said, "labels"))
            if said.get("top"):
                rows = rows[~rows["id"].isin(self._lower(rows))]
            return [(_pairs(rows["unit"], rows["id"]), False)]
        if option == "posts":
            rows = facts.unit_posts[facts.unit_posts["post"].isin(asked)] if asked != [ANY] else facts.unit_posts
            return [(_pairs(rows["unit"], rows["person"]), False)]
        if option == "mechanisms":
            own = facts.unit_contacts[facts.unit_contacts["mechanism"].isin(asked)]
            return [(self._contacts(asked), True), (_pairs(own["unit"], own["person"]), False)]
        if option == "pairs":
            rows = facts.pairs[facts.pairs["kind"].isin(asked)]
            return [(_pairs(rows["unit"], rows["body"]), False)]
        if option == "events":
            rows = facts.standing(facts.about("Unit", asked))
            return [(_pairs(facts.unit_of(rows["target"]), rows["event"]), False)]
        if option == "cooperatives":
            return [(self.cooperatives(asked), True)]
        if option == "units":
            child = np.flatnonzero(self.units.of_kinds(asked))
            return [(_pairs(self.units.parent[child], self.units.id.to_numpy(zero_copy_only=False)[child]), False)]
        if option == "grids":
            return [(self._grids(asked), False)]
        if option in ("code", "urban_rural"):
            there = np.flatnonzero(getattr(self.units, option).astype(str) != "")
            return [(_pairs(there, np.full(len(there), option, object)), False)]
        return [(_none(), False)]

    def _contacts(self, mechanisms: list[str]) -> pd.DataFrame:
        """Persons who contact a household, at the household's unit."""
        at = self.edges.counting(mechanisms)
        return _pairs(self.facts.ground.households.unit[self.edges.household[at]], self.edges.persons_at(at))

    def cooperatives(self, kinds: list[str]) -> pd.DataFrame:
        """Member households of cooperatives, at their units; `thing` is the household."""
        rows = self.facts.cooperators[self.facts.cooperators["kind"].isin(kinds)]
        return _pairs(self.facts.ground.households.unit[rows["household"]], rows["household"])

    def _grids(self, kinds: list[str]) -> pd.DataFrame:
        """Grids of a village; below the village those of its denominator households."""
        facts = self.facts
        wanted = facts.grid_units if GRID in kinds else facts.grid_units[facts.grid_units["kind"].isin(kinds)]
        ground = facts.ground
        near = facts.household_grids[facts.household_grids["grid"].isin(wanted["id"])]
        near = near[ground.households.counted[near["household"]]]
        above = self.units.ancestors[ground.households.unit[near["household"]]]
        low = [_pairs(above[:, level], near["grid"]) for level in range(GROUP, above.shape[1])]
        return pd.concat([_pairs(wanted["unit"], wanted["id"]), *low]).drop_duplicates(ignore_index=True)

    def _lower(self, rows: pd.DataFrame) -> pd.Series:
        """Bodies that are under another one of the same unit."""
        parents = self.facts.parents.merge(rows[["id", "unit"]], left_on="child", right_on="id").merge(
            self.facts.bodies[["id", "unit"]], left_on=["parent", "unit"], right_on=["id", "unit"]
        )
        return parents["child"]

    def lifted(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Each pair at its unit and at every unit above."""
        above = self.units.ancestors[rows["unit"].to_numpy(np.int64)]
        thing = rows["thing"].to_numpy(object)
        return pd.concat([_pairs(above[:, level], thing) for level in range(above.shape[1])], ignore_index=True).drop_duplicates(ignore_index=True)

    # ---- everything else ----------------------------------------------------------------------------------------

    def of(self, subjects: Population, said: Mapping[str, object]) -> pd.DataFrame:
        """(subject (position), thing) distinct, for any population."""
        if subjects.what == "单元":
            rows = self.of_units(said).rename(columns={"unit": "subject"})
            at = np.full(len(self.units), -1)
            at[subjects.unit] = np.arange(len(subjects))
            rows["subject"] = at[rows["subject"]]
        else:
            parts = [self._of(subjects.what, said, option) for option in MEANS if option in said]
            rows = pd.concat([p for p in parts if p is not None] or [_none().rename(columns={"unit": "subject"})], ignore_index=True)
            rows["subject"] = pd.Index(subjects.frame["id"]).get_indexer(rows["subject"])
        return rows[rows["subject"] >= 0].drop_duplicates(ignore_index=True)

    def _of(self, what: str, said: Mapping[str, object], option: str) -> pd.DataFrame | None:
        facts, asked = self.facts, words(said, option)
        if what == "网格" and (option == "kinds" or (option == "labels" and "kinds" not in said)):
            rows = facts.body_grids[facts.body_grids["body"].isin(facts.bodies_of(words(said, "kinds"), words(said, "labels"))["id"])]
            return _said(rows["grid"], rows["body"])
        if option == "posts":
            rows, end = (facts.grid_posts, "grid") if what == "网格" else (facts.body_posts, "body")
            rows = rows if asked == [ANY] else rows[rows["post"].isin(asked)]
            return _said(rows[end], rows["person"])
        if option == "mechanisms" and what == "人":
            return self._contacted(asked)
        if option == "pairs":
            rows = facts.pairs[facts.pairs["kind"].isin(asked)]
            return _said(rows["body"], self.units.id.to_numpy(zero_copy_only=False)[rows["unit"]])
        if option == "events":
            return self._events(what, asked)
        if option == "members":
            named = set(facts.named(asked)["id"])
            rows, end = (facts.memberships, "person") if what == "人" else (facts.body_members, "member")
            rows = rows[rows["body"].isin(named)]
            return _said(rows[end], rows["body"])
        if option == "under":
            rows = facts.grid_parents if what == "网格" else facts.parents
            named = set(facts.grids.loc[facts.grids["kind"].isin(asked) | (GRID in asked), "id"]) if what == "网格" else set(facts.named(asked)["id"])
            rows = rows[rows["parent"].isin(named)]
            return _said(rows["child"], rows["parent"])
        if option == "has_members":
            rows = pd.concat([facts.memberships[["body", "person"]].rename(columns={"person": "member"}), facts.body_members[["body", "member"]]])
            return _said(rows["body"], rows["member"])
        return None

    def _contacted(self, mechanisms: list[str]) -> pd.DataFrame:
        """Whom or what a person contacts by these mechanisms."""
        edges, facts = self.edges, self.facts
        at = edges.counting(mechanisms)
        own = facts.unit_contacts[facts.unit_contacts["mechanism"].isin(mechanisms)]
        homes = facts.ground.households.id.to_numpy(zero_copy_only=False)[edges.household[at]]
        near = _said(edges.persons_at(at), homes)
        return pd.concat([near, _said(own["person"], self.units.id.to_numpy(zero_copy_only=False)[own["unit"]])], ignore_index=True)

    def _events(self, what: str, kinds: list[str]) -> pd.DataFrame:
        facts = self.facts
        if what == "组织":
            rows = pd.concat([facts.about("body", kinds), facts.by("body", kinds)])
        else:
            rows = facts.about("Household" if what == "户" else "Person", kinds)
        rows = facts.standing(rows)
        return _said(rows["target"], rows["event"])


def _pairs(unit: object, thing: object) -> pd.DataFrame:
    """Pairs whose unit is known."""
    frame = pd.DataFrame({"unit": np.asarray(unit, np.int64), "thing": np.asarray(thing, object)})
    return frame[frame["unit"] >= 0].drop_duplicates(ignore_index=True)


def _said(subject: object, thing: object) -> pd.DataFrame:
    return pd.DataFrame({"subject": np.asarray(subject, object), "thing": np.asarray(thing, object)})


def _none() -> pd.DataFrame:
    return pd.DataFrame({"unit": np.zeros(0, np.int64), "thing": np.zeros(0, object)})
