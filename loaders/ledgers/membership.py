"""Persons on a roster: each is listed at the village, and a member of the organisation that the row names, where it is found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from loaders.ledgers.grounds import villages
from loaders.ledgers.known import Known
from loaders.rows import Rows
from loaders.world import World

FUNCTIONAL = ("大党委", "综合党支部")
"""Kinds of party organisations in which a membership is not the member's own (组织关系)."""


def enrol(
    rows: Rows, world: World, at: np.ndarray, mention: np.ndarray, unit: np.ndarray, known: Known, found: np.ndarray, roster: np.ndarray,
    since: np.ndarray, until: np.ndarray, role: np.ndarray, *, listed: bool = True, home: bool = True,
) -> None:  # fmt: skip
    """LISTED_IN for the rows `at` and MEMBER_OF where `found` (rows of `known.frame`) is one.

    All arrays but `at` have one entry per row of `at`; `unit`: the lowest unit of each row, -1 where the sheet names none: then the
    organisation's village is the member's. Memberships in functional organisations, and all where not `home`, are not the member's own.
    """
    source = rows.sources.to_numpy(zero_copy_only=False)[at]
    theirs = known.column(found, "unit", -1).astype(np.int64)
    there = np.where(unit >= 0, unit, theirs)
    if listed:
        village = villages(world, there)
        placed = np.flatnonzero(village >= 0)
        own = {"roster": roster[placed]}
        world.edge("LISTED_IN", ("Person", "Unit"), ("mention", "unit"), mention[placed], village[placed], source[placed], since[placed], until[placed], **own)
    label, kind = known.column(found, "label", ""), known.column(found, "kind", "")
    for one in pd.unique(label[found >= 0]):
        here = np.flatnonzero((label == one) & (found >= 0))
        told = {"role": role[here], "home": home & ~np.isin(kind[here].astype(str), FUNCTIONAL)}
        ends = (mention[here], known.keys(found[here]))
        world.edge("MEMBER_OF", ("Person", str(one)), ("mention", "body"), *ends, source[here], since[here], until[here], **told)
