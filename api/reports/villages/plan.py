"""What the sheets of a town's villages are made of, and what is said of each gap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from api.reports import words
from api.reports.lines import Line
from api.reports.listing import named, reasons
from api.reports.naming import unique
from api.reports.places import Places, each
from graph.scheme import Check
from loaders import units

FIRST = 5
"""Names of gaps on a village's sheet; the others are counted."""
_SHEET = 31
"""Characters of a sheet's name in Excel."""


@dataclass(frozen=True)
class VillagePages:
    """The workbook 一村一表 of one town. `coverage` holds its villages; `delivery` and `claims` what lies in it."""

    path: Path
    lines: Sequence[Line]
    coverage: pd.DataFrame
    delivery: pd.DataFrame
    claims: pd.DataFrame
    households: str
    """The check whose population is every household of the denominator; empty where there is none."""
    excluded: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """unit_path → 户类型 → households left out of the denominator, where the result says so."""


def households_check(checks: Sequence[Check]) -> str:
    """A check that asks for every household, whose `of` is the denominator; empty where there is none."""
    return next((c.id for c in checks if c.kind == "reach" and c.counts == "户" and not c.options.get("household_kinds")), "")


def told(gaps: pd.DataFrame, places: Places) -> dict[tuple[str, str], str]:
    """(village, check) → its gaps and unknowns in words: reason, number, the first names."""
    if gaps.empty:
        return {}
    names = named(gaps)
    codes = gaps["subject_code"].fillna("").astype(str)
    shown_as = names.where(codes == "", names + "(" + codes + ")").mask(names == "", codes)
    frame = pd.DataFrame({"check": gaps["check"], "state": gaps["state"], "reason": reasons(gaps), "name": shown_as})
    frame["village"] = each(gaps["unit_path"], places.village)
    keys = ["village", "check", "state", "reason"]
    groups = frame.groupby(keys, sort=False)
    first = frame[groups.cumcount() < FIRST].groupby(keys, sort=False)["name"].agg("、".join)
    found: dict[tuple[str, str], list[str]] = {}
    for (village, check, state, reason), n in groups.size().items():
        shown = first[village, check, state, reason]
        more = "等" if n > FIRST else ""
        found.setdefault((village, check), []).append(f"{words.STATES[state]}·{reason} {n}：{shown}{more}")
    return {k: "；".join(v) for k, v in found.items()}


def sheet_name(name: str, taken: set[str]) -> str:
    """`name` as a sheet's name that Excel takes, different from those in `taken` (which it joins)."""
    safe = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("' ") or "_"
    if safe.casefold() == "history":
        safe = f"{safe}_"
    return unique(safe, taken, _SHEET)


def village_kind(code: str, name: str) -> str:
    """社区 or 村 as the graph tells it, with what is only like one (类似居委会) said beside it."""
    kind = units.village_kind(code, name)
    return {"类似居委会": "社区（类似居委会）", "类似村委会": "村（类似村委会）"}.get(kind, kind)
