"""What the ledgers say on the day, read from the store once and only when a check asks: bodies, posts, members, pairs, events.

All frames are pandas with text ids; `unit` columns are indices into Ground.units, -1 where there is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from graph.catalogue import measures
from graph.checks.contacts import COUNTS
from graph.checks.ground import Ground
from graph.schema import OPEN_SINCE
from graph.scheme import Scheme
from graph.scheme.words import ANY

_QUERIES = {
    "党组织": "bodies_party",
    "自治组织": "bodies_self_government",
    "群团组织": "bodies_mass",
    "社会组织": "bodies_social",
    "合作社": "bodies_cooperatives",
    "机构": "bodies_institutions",
    "阵地": "bodies_places",
}
_ABOUT = {"Unit": "events_of_units", "Household": "events_of_households", "Person": "events_of_persons", "body": "events_of_bodies"}
_BY = {"Person": "events_by_persons", "body": "events_by_bodies"}
STANDARD = ("党组织", "自治组织", "群团组织", "阵地")
"""The labels that a kind is looked for in where a scheme names none."""


class Facts:
    """One ground's facts. Events and contacts of units are read for all that the scheme's checks name, in one go each."""

    def __init__(self, ground: Ground, scheme: Scheme) -> None:
        self.ground = ground
        self.units = ground.units
        self.event_kinds = sorted(_asked(scheme, "events"))
        self.mechanisms = sorted(_asked(scheme, "mechanisms"))
        self.cooperative_kinds = sorted(_asked(scheme, "cooperatives"))

    def _frame(self, name: str, *placed: str, **parameters: object) -> pd.DataFrame:
        table = self.ground.rows(name, **parameters)
        frame: pd.DataFrame = table.to_pandas()
        for column in placed:
            frame[column] = self.units.index(table[column])
        return frame

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """id, kind, name, unit, label: one row per body and unit it stands in; -1 for a body that no unit is stated of."""
        parts = [self._frame(query).assign(label=label) for label, query in _QUERIES.items()]
        every = pd.concat(parts, ignore_index=True)
        # A body whose every place has ended, or lies in units that have, stands nowhere any more and is none.
        known = (every["unit"] != "").groupby(every["id"]).transform("any")
        every["unit"] = self.unit_of(every["unit"])
        return every[(every["stands"] == 1) | ~known].drop(columns="stands").drop_duplicates(["id", "unit"], ignore_index=True)

    def bodies_of(self, kinds: Iterable[str] = (), labels: Iterable[str] = ()) -> pd.DataFrame:
        """Bodies of these kinds among these labels (all kinds where none is named; STANDARD where no label is)."""
        words, wide = set(kinds), set(labels) or set(STANDARD)
        here = self.bodies[self.bodies["label"].isin(wide)]
        return here[here["kind"].isin(words)] if words else here

    def named(self, words: Iterable[str]) -> pd.DataFrame:
        """Bodies by words that are kinds or labels (党组织, 妇女微家)."""
        said = set(words)
        return self.bodies[self.bodies["label"].isin(said) | self.bodies["kind"].isin(said)]

    @cached_property
    def body_grids(self) -> pd.DataFrame:
        """body, kind, grid."""
        return self._frame("body_grids")

    @cached_property
    def unit_posts(self) -> pd.DataFrame:
        """unit, person, post, political, education, birth_year, ledger."""
        return self._frame("unit_posts", "unit")

    @cached_property
    def body_posts(self) -> pd.DataFrame:
        """body, person, post, ledger."""
        return self._frame("body_posts")

    @cached_property
    def grid_posts(self) -> pd.DataFrame:
        """grid, post, person, political, education, birth_year, ledger."""
        return self._frame("grid_posts")

    @cached_property
    def grid_units(self) -> pd.DataFrame:
        """id, code, name, kind, unit: one row per grid and village that it is part of, in the order of the tree."""
        return self._frame("grids", "unit").sort_values(["unit", "id"], ignore_index=True)

    @cached_property
    def grids(self) -> pd.DataFrame:
        """The same with one row per grid, at its first village."""
        return self.grid_units.drop_duplicates("id", ignore_index=True)

    @cached_property
    def household_grids(self) -> pd.DataFrame:
        """household (position in Ground.households), grid, kind."""
        frame = self._frame("household_grids")
        frame["household"] = self.ground.households.at(frame["household"])
        kinds = self.grids.set_index("id")["kind"]
        return frame[frame["household"] >= 0].assign(kind=lambda f: f["grid"].map(kinds).fillna(""))

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """person, body, home, role."""
        return self._frame("memberships")

    @cached_property
    def listed_memberships(self) -> pd.DataFrame:
        """person, body, whatever marks other ledgers carry."""
        return self._frame("listed_memberships")

    @cached_property
    def body_members(self) -> pd.DataFrame:
        """member, body, role."""
        return self._frame("body_members")

    @cached_property
    def household_members(self) -> pd.DataFrame:
        """household (position), body."""
        frame = self._frame("household_members")
        frame["household"] = self.ground.households.at(frame["household"])
        return frame[frame["household"] >= 0]

    @cached_property
    def parents(self) -> pd.DataFrame:
        """child, parent."""
        return self._frame("parents")

    @cached_property
    def grid_parents(self) -> pd.DataFrame:
        """child, parent."""
        return self._frame("grid_parents")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """body, unit, kind."""
        return self._frame("pairs", "unit")

    @cached_property
    def unit_contacts(self) -> pd.DataFrame:
        """person, unit, mechanism."""
        return self._frame("unit_contacts", "unit", mechanisms=self.mechanisms)

    @cached_property
    def employed(self) -> pd.DataFrame:
        """person, institution, political, sex, birth_year."""
        return self._frame("employed")

    @cached_property
    def employed_homes(self) -> pd.Series:
        """Unit (index) of the household where somebody employed lives, by person, for those in the denominator."""
        frame = self._frame("employed_homes")
        at = self.ground.households.at(frame["household"])
        unit = pd.Series(self.ground.households.unit[at[at >= 0]], frame["person"][at >= 0], dtype="int64")
        return unit[~unit.index.duplicated()]

    @cached_property
    def cooperators(self) -> pd.DataFrame:
        """household (position), cooperative, kind: memberships of households in force."""
        frame = self._frame("reach_members", kinds=self.cooperative_kinds)
        frame = frame[frame["strength"] == COUNTS].drop_duplicates(["household", "cooperative"])
        frame["household"] = self.ground.households.at(frame["household"])
        return frame[frame["household"] >= 0].reset_index(drop=True)

    @cached_property
    def claims(self) -> pd.DataFrame:
        """id, measure, value, qualifier, subject, target, source, unit of every figure of a unit."""
        frame = self._frame("claims_units", measures=list(measures()))
        return frame.assign(unit=self.unit_of(frame["target"]))

    @cached_property
    def attendances(self) -> pd.DataFrame:
        """event, kind, unit, heads."""
        return self._frame("attendances", "unit")

    @cached_property
    def _events(self) -> pd.DataFrame:
        return self._frame("events", kinds=self.event_kinds).set_index("id")

    def events(self, kinds: Iterable[str]) -> pd.DataFrame:
        """Events of these kinds up to the day, by id: kind, date, until, outcome, days."""
        words = set(kinds)
        return self._events if ANY in words else self._events[self._events["kind"].isin(words)]

    @cached_property
    def _about(self) -> dict[str, pd.DataFrame]:
        return {what: self._frame(query, kinds=self.event_kinds) for what, query in _ABOUT.items()}

    def about(self, what: str, kinds: Iterable[str]) -> pd.DataFrame:
        """event, target, with the event's columns; `what`: Unit, Household, Person, body."""
        return self._joined(self._about[what], kinds)

    @cached_property
    def _by(self) -> dict[str, pd.DataFrame]:
        return {what: self._frame(query, kinds=self.event_kinds) for what, query in _BY.items()}

    def by(self, what: str, kinds: Iterable[str]) -> pd.DataFrame:
        """event, target, with the event's columns; `what`: Person, body."""
        return self._joined(self._by[what], kinds)

    def _joined(self, ends: pd.DataFrame, kinds: Iterable[str]) -> pd.DataFrame:
        return ends.join(self.events(kinds), on="event", how="inner")

    def event_units(self, kinds: Iterable[str]) -> pd.DataFrame:
        """(event, unit) distinct: the units an event is about, else those of its households, else the top."""
        own = self.about("Unit", kinds)
        own = pd.DataFrame({"event": own["event"], "unit": self.unit_of(own["target"])})
        homes = self.about("Household", kinds)
        at = self.ground.households.at(homes["target"])
        near = pd.DataFrame({"event": homes["event"], "unit": np.where(at >= 0, self.ground.households.unit[at], -1)})
        found = own[own["unit"] >= 0]
        for rest in (near[near["unit"] >= 0], pd.DataFrame({"event": self.events(kinds).index, "unit": self.units.top})):
            found = pd.concat([found, rest[~rest["event"].isin(found["event"])]], ignore_index=True)
        return found.drop_duplicates().sort_values(["event", "unit"], ignore_index=True)

    def standing(self, events: pd.DataFrame) -> pd.DataFrame:
        """Those whose end (of an agreement) has not come."""
        return events[events["until"] > self.ground.as_of]

    def window(self, days: int) -> dt.date:
        """The day after which an event lies in a window of so many days up to the day."""
        return max(self.ground.as_of - dt.timedelta(days), OPEN_SINCE) if days < self.ground.as_of.toordinal() else OPEN_SINCE

    def unit_of(self, ids: pd.Series) -> np.ndarray:
        """Index of each unit id, -1 where there is none."""
        found: np.ndarray = pd.Index(self.units.id.to_pandas()).get_indexer(ids)
        return found


def _asked(scheme: Scheme, option: str) -> set[str]:
    """Every word that any check names under an option, also in its slots, lines and links, and what the measures count."""
    parts: list[Mapping[str, object]] = list(measures().values())
    for check in scheme.checks:
        parts += [check.options, *(s for o in ("slots", "lines", "links") for s in check.tables(o))]
    words: set[str] = set()
    for part in parts:
        said = part.get(option, ())
        words |= {str(w) for w in said} if isinstance(said, list | tuple) else set()
    return words - {ANY}
