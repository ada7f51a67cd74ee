"""assignment of what is no household: exactly one sub-zone, grid, partner, worker, board; shared where the one serves several."""

from __future__ import annotations

import numpy as np

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, Finding
from graph.checks.means import Means, own_means
from graph.checks.populations import Population, population
from graph.checks.subjects import stated
from graph.scheme import Check


def assignment(facts: Facts, means: Means, check: Check) -> Finding:
    """Each subject with exactly one distinct thing is met; none, `several`, or (``exclusive``) `shared` with another subject."""
    subjects = population(facts, check)
    said = own_means(check) | ({"top": True} if check.options.get("top") else {})
    held = means.of(subjects, said)
    number = np.bincount(held["subject"].to_numpy(np.int64), minlength=len(subjects))
    reason = np.where(number == 0, "none", "several").astype(object)
    state = np.where(number == 1, MET, GAP)
    if check.options.get("exclusive"):
        # A partner that also serves a town or a virtual unit serves it: all that have the thing count, not only the population.
        every = means.of_units(said).rename(columns={"unit": "subject"}) if subjects.what == "单元" else means.of(_all_of(facts, subjects), said)
        several = every.groupby("thing")["subject"].nunique() > 1
        shared = np.zeros(len(subjects), bool)
        shared[held.loc[held["thing"].map(several).astype(bool), "subject"].to_numpy(np.int64)] = True
        reason[shared & (number == 1)] = "shared"
        state[shared] = GAP
    return stated(facts, check, subjects, state, reason)


def _all_of(facts: Facts, subjects: Population) -> Population:
    """Every grid, whatever its kind; other subjects as they are."""
    return Population("网格", facts.grids.assign(kind="Grid")) if subjects.what == "网格" else subjects
