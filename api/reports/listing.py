"""Gaps and unknowns as rows that people read: places apart, codes in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from api.reports import words
from api.reports.places import Places, each
from graph.source import split


def readable(gaps: pd.DataFrame, title: Mapping[str, str], places: Places) -> pd.DataFrame:
    """Columns system, check, title, county, town, village, group, bay, kind, code, name, state, reason, hint (all text, words in Chinese).

    `check` stays the id. Meant for a part of the gaps at a time: a town, the first rows of a list.
    """
    found = places.split(gaps["unit_path"])
    found.insert(0, "system", gaps["system"])
    found.insert(1, "check", gaps["check"])
    found.insert(2, "title", each(gaps["check"], lambda c: title.get(c, c)))
    found["kind"] = each(gaps["subject_kind"], words.subject)
    found["code"] = gaps["subject_code"].fillna("").astype(str)
    found["name"] = named(gaps)
    found["state"] = each(gaps["state"], lambda s: words.STATES.get(s, s))
    found["reason"] = reasons(gaps)
    found["hint"] = gaps["hint"].fillna("").astype(str)
    return found


def named(gaps: pd.DataFrame, column: str = "subject_name") -> pd.Series:
    """The subject's name; an event, which has none of its own, with the ledger row that states it."""
    names = gaps[column].fillna("").astype("str")
    events = gaps["subject_kind"].astype("str") == "Event"
    return names.mask(events, names + each(gaps["subject_id"].where(events, ""), _row)) if events.any() else names


def _row(source: str) -> str:
    """（文件 工作表 第N行）; empty for what is no source."""
    try:
        file, sheet, row = split(source)
    except ValueError:
        return ""
    return f"（{' '.join(t for t in (file, sheet) if t)} 第{row}行）"


def reasons(gaps: pd.DataFrame) -> pd.Series:
    """The reason of every row in words: the column ``said`` where View has made it."""
    if "said" in gaps.columns:
        return gaps["said"].astype("str")
    pairs = {p: words.reason(p[1], p[0]) for p in gaps[["check", "reason"]].drop_duplicates().itertuples(index=False, name=None)}
    return pd.Series([pairs[p] for p in zip(gaps["check"].tolist(), gaps["reason"].tolist(), strict=True)], index=gaps.index, dtype="str")
