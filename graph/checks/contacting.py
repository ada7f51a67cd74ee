"""Persons who contact households or units: who they are, and at which unit each is placed (design section 5, load)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from graph.checks.contacts import Contacts
from graph.checks.facts import Facts


def contacting(facts: Facts, edges: Contacts, mechanisms: Sequence[str], *, apart: bool) -> pd.DataFrame:
    """person, word (mechanism), unit: one row per person (and mechanism, where `apart`) with a contact in force.

    `unit`: the village of the person's households and units, or the lowest unit of village, town, county that holds them all.
    """
    at = edges.counting(mechanisms)
    own = facts.unit_contacts[facts.unit_contacts["mechanism"].isin(mechanisms)]
    near = pd.DataFrame(
        {
            "person": edges.persons_at(at),
            "word": edges.mechanisms.to_numpy(zero_copy_only=False)[edges.mechanism[at]],
            "unit": facts.ground.households.unit[edges.household[at]],
        }
    )
    every = pd.concat([near, own.rename(columns={"mechanism": "word"})[["person", "word", "unit"]]], ignore_index=True)
    every = every[every["unit"] >= 0].drop_duplicates()
    keys = ["person", "word"] if apart else ["person"]
    every = every.sort_values(keys, kind="stable", ignore_index=True)
    if not len(every):
        return every
    first = np.flatnonzero(~every.duplicated(keys).to_numpy())
    return every.iloc[first].assign(unit=facts.units.common(first, every["unit"].to_numpy(np.int64))).reset_index(drop=True)
