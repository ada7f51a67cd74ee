"""Gaps and unknowns as rows that people read: places apart, codes in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from api.reports import words
from api.reports.places import Places


def readable(gaps: pd.DataFrame, title: Mapping[str, str], places: Places) -> pd.DataFrame:
    """Columns system, check, title, town, village, group, bay, kind, code, name, state, reason, hint (all text, words in Chinese).

    `check` stays the id. Meant for a part of the gaps at a time: a town, the first rows of a list.
    """
    found = places.split(gaps["unit_path"])
    found.insert(0, "system", gaps["system"])
    found.insert(1, "check", gaps["check"])
    found.insert(2, "title", gaps["check"].map(lambda c: title.get(c, c)))
    found["kind"] = gaps["subject_kind"].fillna("").map(words.subject)
    found["code"] = gaps["subject_code"].fillna("").astype(str)
    found["name"] = gaps["subject_name"].fillna("").astype(str)
    found["state"] = gaps["state"].map(lambda s: words.STATES.get(s, s))
    pairs = {p: words.reason(p[1], p[0]) for p in gaps[["check", "reason"]].drop_duplicates().itertuples(index=False, name=None)}
    found["reason"] = [pairs[p] for p in zip(gaps["check"], gaps["reason"], strict=True)]
    found["hint"] = gaps["hint"].fillna("").astype(str)
    return found
