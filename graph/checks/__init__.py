"""The check kinds: declaration → library queries → Finding. A kind is one function here and one entry in graph.scheme.kinds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from graph.answered import Answered, answered_table
from graph.checks.activity import activity
from graph.checks.assignment import assignment
from graph.checks.breadth import breadth
from graph.checks.chain import chain
from graph.checks.claims import claim
from graph.checks.confirmed import confirmed
from graph.checks.contacts import contacts
from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding
from graph.checks.ground import Ground
from graph.checks.homes import Homes
from graph.checks.load import load
from graph.checks.means import Means
from graph.checks.measures import Measures
from graph.checks.membership import reached
from graph.checks.overlap import overlap
from graph.checks.presence import presence
from graph.checks.reach import Reach
from graph.checks.share import share
from graph.checks.staffing import staffing
from graph.scheme import Check, Scheme

__all__ = ["Finding", "Ground", "Run"]


class Run:
    """One scheme on one ground: contacts are read in one pass, every other fact once and only when a check asks."""

    def __init__(self, ground: Ground, scheme: Scheme) -> None:
        self.scheme = scheme
        self._answered = answered = Answered(answered_table(ground.edition))
        self.facts = Facts(ground, scheme)
        edges = contacts(ground, self.facts.mechanisms)
        means = Means(self.facts, edges)
        homes = Homes(self.facts, means)
        reach = Reach(ground, scheme, edges, homes)
        self.measures = Measures(self.facts, means)
        self._lines: list[pd.DataFrame] = []
        facts = self.facts
        self._kinds: Mapping[str, Callable[[Check], Finding]] = {
            "reach": lambda c: reach.reach(c) if c.population == "户" else reached(facts, means, c),
            "assignment": lambda c: reach.assignment(c) if c.population == "户" else assignment(facts, means, c),
            "presence": lambda c: presence(facts, means, c, answered.known(c.id)),
            "load": lambda c: load(ground, c, edges),
            "staffing": lambda c: staffing(facts, means, c),
            "chain": lambda c: chain(facts, homes, reach, c),
            "breadth": lambda c: breadth(facts, means, c),
            "overlap": lambda c: overlap(facts, homes, edges, c),
            "activity": lambda c: activity(facts, homes, reach, edges, c),
            "share": lambda c: self._share(c, means, homes, reach),
            "claim": self._claim,
        }

    def checks(self) -> list[tuple[Check, Finding]]:
        """All checks of the scheme in its order."""
        return [(check, self._told(check, self._kinds[check.kind](check))) for check in self.scheme.checks]

    @property
    def claims(self) -> pd.DataFrame:
        """The lines of all claims compared, with check, system and title."""
        return pd.concat(self._lines, ignore_index=True) if self._lines else pd.DataFrame()

    def _told(self, check: Check, found: Finding) -> Finding:
        """With what towns answered: an answer makes no ledger speak of others, a confirmed nothing is a gap."""
        answers = self._answered.positive(check.id) if check.options.get("only_if_any") else ()
        zeros = self._answered.zeros(check.id)
        found = _spoken(check, found, answers)
        return confirmed(found, zeros, self.facts.ground.households) if zeros else found

    def _claim(self, check: Check) -> Finding:
        found, rows = claim(self.facts, self.measures, check)
        if not check.options.get("qualified"):  # each of those stands under its own system
            self._lines.append(rows.assign(check=check.id, system=check.system, title=check.title))
        return found

    def _share(self, check: Check, means: Means, homes: Homes, reach: Reach) -> Finding:
        return reach.shared(check) if check.population == "户" else share(self.facts, means, check)


def _spoken(check: Check, found: Finding, answers: Collection[str]) -> Finding:
    """With ``only_if_any`` a ledger in which not one is found anywhere is one that has no place for them: unknown, not a gap.

    A list of village bodies says nothing of groups, a register without a column for grids nothing of who is in none. Nor does what towns
    answered of single subjects (`answers`).
    """
    if not check.options.get("only_if_any"):
        return found
    answered = len(set(answers).difference(found.subjects["subject_id"].to_pylist())) if answers else 0
    if found.counts[:, MET].sum() > answered:
        return found
    counts = found.counts.copy()
    counts[:, UNKNOWN] += counts[:, GAP]
    counts[:, GAP] = 0
    gap = pc.equal(found.subjects["state"], "gap")
    columns = {"state": "unknown", "reason": "not_delivered"}
    subjects = found.subjects
    for name, word in columns.items():
        subjects = subjects.set_column(subjects.schema.get_field_index(name), name, pc.if_else(gap, word, subjects[name]))
    households = None if found.households is None else np.where(found.households == GAP, UNKNOWN, found.households)
    return Finding(counts, subjects, found.deepest, households)
