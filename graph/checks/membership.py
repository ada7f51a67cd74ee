"""reach of what is no household: persons in a body, bodies under another, units with a partner, grids with a parent."""

from __future__ import annotations

import numpy as np

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, Finding
from graph.checks.means import Means
from graph.checks.populations import population
from graph.checks.subjects import stated
from graph.scheme import Check
from graph.scheme.kinds import FILTERS, MEANS


def reached(facts: Facts, means: Means, check: Check) -> Finding:
    """Each subject that has any of the means is met, otherwise a gap `none`, unknown where nothing was delivered."""
    subjects = population(facts, check)
    said = {k: v for k, v in check.options.items() if k in MEANS and k not in FILTERS[check.population]}
    state = np.full(len(subjects), GAP)
    state[means.of(subjects, said)["subject"].to_numpy(np.int64)] = MET
    return stated(facts, check, subjects, state, "none")
