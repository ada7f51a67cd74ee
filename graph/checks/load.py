"""load: how many households each contact has (design 5.8)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from graph.checks.contacts import Contacts
from graph.checks.finding import GAP, MET, Finding, finding, take
from graph.checks.ground import Ground
from graph.checks.units import VILLAGE
from graph.scheme import Check


def load(ground: Ground, check: Check, edges: Contacts) -> Finding:
    """Distinct households per contact and mechanism with edges that count; one contact and mechanism is one subject.

    Placed at the village of its households, or at the lowest unit of village, town, county that holds them all. Households
    that are in no denominator count here too. Unknown does not arise.
    """
    low, high = (int(str(check.options[w])) for w in ("low", "high"))
    counting = edges.counting(check.words("mechanisms"))
    subject = edges.mechanism[counting] * max(len(edges.persons), 1) + edges.person[counting]
    order = np.lexsort((edges.household[counting], subject))
    counting, subject = counting[order], subject[order]
    household = edges.household[counting]
    again = np.r_[False, (subject[1:] == subject[:-1]) & (household[1:] == household[:-1])] if len(subject) else np.zeros(0, bool)
    counting, subject, household = counting[~again], subject[~again], household[~again]
    _, first, number = np.unique(subject, return_index=True, return_counts=True)
    unit = ground.units.common(first, ground.households.unit[household]) if len(first) else first
    state = np.where((number >= low) & (number <= high), MET, GAP)
    open_ = state == GAP
    who = counting[first[open_]]
    persons = edges.persons.take(pa.array(edges.person[who]))
    mechanism = edges.mechanisms.take(pa.array(edges.mechanism[who])).to_pylist()
    return finding(
        len(ground.units),
        VILLAGE,
        state,
        unit,
        reason=take(("above", "below"), (number[open_] < low).astype(np.int64)),
        subject_kind="Person",
        subject_id=[f"{person}/{m}" for person, m in zip(persons.to_pylist(), mechanism, strict=True)],
        name=ground.told("Person", persons, "name")[0],
        private=True,
        about=[f"{m} {n}户" for m, n in zip(mechanism, number[open_].tolist(), strict=True)],
    )
