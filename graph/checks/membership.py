"""reach of what is no household: persons in a body, bodies under another, units with a partner, grids with a parent."""

from __future__ import annotations

import numpy as np

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, Finding
from graph.checks.means import Means, own_means
from graph.checks.populations import population
from graph.checks.subjects import stated
from graph.scheme import Check


def reached(facts: Facts, means: Means, check: Check) -> Finding:
    """Each subject that has any of the means is met, otherwise a gap `none`, unknown where nothing was delivered."""
    subjects = population(facts, check)
    state = np.full(len(subjects), GAP)
    state[means.of(subjects, own_means(check))["subject"].to_numpy(np.int64)] = MET
    return stated(facts, check, subjects, state, "none")
