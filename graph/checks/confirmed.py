"""Confirmed zeros (零报告 of single subjects): what nobody could tell becomes a gap, since somebody went and looked."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.finding import GAP, UNKNOWN, Finding
from graph.checks.ground import Households


def confirmed(found: Finding, zeros: Collection[str], households: Households) -> Finding:
    """The finding in which the unknowns among the subjects `zeros` are gaps with the reason ``none``."""
    subjects = found.subjects
    told = pc.and_(pc.equal(subjects["state"], "unknown"), pc.is_in(subjects["subject_id"], value_set=pa.array(sorted(zeros), pa.string())))
    where = np.asarray(told)
    if not where.any():
        return found
    counts = found.counts.copy()
    unit = np.asarray(subjects["unit"])[where]
    np.add.at(counts, (unit, GAP), 1)
    np.add.at(counts, (unit, UNKNOWN), -1)
    of_households = found.households
    if of_households is not None:
        at = households.index(subjects["subject_id"].filter(told))
        of_households = of_households.copy()
        of_households[np.isin(households.denominator, at)] = GAP
    for name, word in (("state", "gap"), ("reason", "none")):
        subjects = subjects.set_column(subjects.schema.get_field_index(name), name, pc.if_else(told, word, subjects[name]))
    return Finding(counts, subjects, found.deepest, of_households)
