"""breadth (横向到边): how many of the declared lines are present in each unit?"""

from __future__ import annotations

import numpy as np

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding
from graph.checks.means import Means, words
from graph.checks.populations import units
from graph.checks.subjects import Asked, slotted
from graph.checks.units import VILLAGE
from graph.scheme import Check


def breadth(facts: Facts, means: Means, check: Check) -> Finding:
    """Units × lines; a line that is not there is unknown where none of its ledgers was delivered, else a gap `missing`."""
    subjects = units(facts, check)
    asked = []
    for line in check.tables("lines"):
        number = means.number(line)[subjects.unit]
        ledgers = words(line, "ledgers") or [check.ledger]
        known = np.logical_or.reduce([facts.ground.delivered(ledger, check.scope) for ledger in ledgers])[subjects.unit]
        state = np.where(number >= int(str(line.get("least", 1))), MET, np.where(known, GAP, UNKNOWN))
        asked.append(Asked(str(line["name"]), np.arange(len(subjects)), state, np.full(len(subjects), "missing", object)))
    return slotted(facts, subjects, asked, VILLAGE)
