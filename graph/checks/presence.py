"""presence: has each unit (or grid) its slots? A slot is filled by any of its alternatives (design section 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding
from graph.checks.means import Means, words
from graph.checks.populations import Population, population
from graph.checks.subjects import Asked, slotted
from graph.checks.units import VILLAGE
from graph.scheme import Check


@dataclass(frozen=True)
class Slot:
    """What must be there, by any of the means that `said` names, at least `least` times."""

    name: str
    said: Mapping[str, object]

    @property
    def least(self) -> int:
        return int(str(self.said.get("least", 1)))

    @property
    def words(self) -> list[str]:
        """The words that a rejected row of its ledger would carry."""
        return [w for option in ("kinds", "posts", "mechanisms", "pairs", "events") for w in words(self.said, option)]


def presence(facts: Facts, means: Means, check: Check, answered: Collection[str] = ()) -> Finding:
    """Subjects × slots; one that delivered nothing of the check's ledger is unknown for all its slots but those `answered` (subject/slot)."""
    subjects = population(facts, check)
    asked = list(_social(facts, means, check, subjects) if "social" in check.options else _slots(means, check, subjects, facts.ground.lists))
    slots = {s.name: s.said for s in slots_of(facts.ground.lists, check)} if "social" not in check.options else {}
    return slotted(facts, subjects, [_heard(facts, check, subjects, a, slots.get(a.slot, {}), answered) for a in asked], VILLAGE)


def _heard(facts: Facts, check: Check, subjects: Population, asked: Asked, said: Mapping[str, object], answered: Collection[str]) -> Asked:
    """A slot is unknown where none of its ledgers (its own, else the check's) was delivered."""
    ledgers = words(said, "ledgers") or [str(said.get("ledger", check.ledger))]
    scope = str(said.get("scope", check.scope))
    known = np.logical_or.reduce([facts.ground.delivered(ledger, scope) for ledger in ledgers])[subjects.unit[asked.at]]
    if answered:
        known = known | (subjects.frame["id"].iloc[asked.at] + "/" + asked.slot).isin(answered).to_numpy(bool)
    return Asked(asked.slot, asked.at, np.where(known, asked.state, UNKNOWN), asked.reason)


def slots_of(lists: Mapping[str, object], check: Check) -> list[Slot]:
    """The slots that a check declares, in its own words or by the name of a list."""
    if "list" in check.options:
        said = lists.get(str(check.options["list"]), ())
        labels = {"labels": check.options["labels"]} if "labels" in check.options else {}
        return [Slot(str(w), {"kinds": [str(w)], **labels}) for w in said] if isinstance(said, list | tuple) else []
    return [Slot(str(s["name"]), s) for s in check.tables("slots")]


def _slots(means: Means, check: Check, subjects: Population, lists: Mapping[str, object]) -> Iterator[Asked]:
    everyone = np.arange(len(subjects))
    for slot in slots_of(lists, check):
        if subjects.what == "单元":
            number = means.number(slot.said)[subjects.unit]
        else:
            number = np.bincount(means.of(subjects, slot.said)["subject"].to_numpy(np.int64), minlength=len(subjects))
        state = np.where(number >= slot.least, MET, GAP)
        yield Asked(slot.name, everyone, state, np.where(number == 0, "missing", "below_norm"))


def _social(facts: Facts, means: Means, check: Check, subjects: Population) -> Iterator[Asked]:
    """At least n social organisations in a village or under it, n by the kind of the village."""
    number = means.number({"labels": ["社会组织"], "below": True})
    norms = check.options["social"]
    assert isinstance(norms, dict)
    for word, least in norms.items():
        here = np.flatnonzero(facts.units.of_kinds([word])[subjects.unit])
        there = number[subjects.unit[here]]
        yield Asked(f"社会组织≥{least}", here, np.where(there >= int(least), MET, GAP), np.where(there == 0, "missing", "below_norm"))
