"""Persons whom somebody decided to be one: which of their ids survives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loaders.identity.decisions import Decision, components


def survivors(persons: pd.DataFrame, decisions: Sequence[Decision]) -> tuple[pd.Series, int]:
    """Graph id by graph id of those who become another person (columns graph_id, id of `persons`: one row each), and how many groups
    were left apart because two of them have different id numbers by now.

    The person with the id number survives. Where none has one it is the smallest id of all that were ever decided to be that person,
    also of one who is gone: the id is then the same in every edition.
    """
    one = components(decisions)
    here = persons[persons["graph_id"].isin(list(one))]
    if not len(here):
        return pd.Series(dtype=object), 0
    group = here["graph_id"].map(one)
    numbers = here["id"].notna().groupby(group).sum()
    refused = group.isin(numbers[numbers > 1].index)
    here, group = here[~refused], group[~refused]
    with_id = here["id"].notna()
    kept = pd.Series(here.loc[with_id, "graph_id"].to_numpy(), group[with_id].to_numpy(), dtype=object)
    new = group.map(kept).where(group.isin(kept.index), group)
    changed = (new != here["graph_id"]).to_numpy()
    return pd.Series(new.to_numpy(object)[changed], here["graph_id"].to_numpy(object)[changed], dtype=object), int(np.sum(numbers > 1))
