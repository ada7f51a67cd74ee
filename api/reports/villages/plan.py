"""What the sheets of a town's villages are made of, and what is said of each gap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from api.reports import words
from api.reports.lines import Line
from api.reports.listing import reasons
from api.reports.places import Places, each
from graph.scheme import Check

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
    names = gaps["subject_name"].fillna("").astype(str)
    codes = gaps["subject_code"].fillna("").astype(str)
    named = names.where(codes == "", names + "(" + codes + ")").mask(names == "", codes)
    frame = pd.DataFrame({"check": gaps["check"], "state": gaps["state"], "reason": reasons(gaps), "name": named})
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
    safe = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", name).strip("' ")[:_SHEET] or "_"
    if safe.casefold() == "history":
        safe = f"{safe}_"
    unique, n = safe, 1
    while unique.casefold() in taken:
        n += 1
        unique = f"{safe[: _SHEET - 4]}({n})"
    taken.add(unique.casefold())
    return unique


def village_kind(code: str, name: str) -> str:
    """社区 or 村, by digits 10 to 12 of the code, else by the name."""
    digits = code[9:12] if len(code) >= 12 and code[:12].isdigit() else ""
    if digits and "001" <= digits <= "199":
        return "社区"
    if digits and "200" <= digits <= "399":
        return "村"
    if digits and "400" <= digits <= "499":
        return "社区（类似居委会）"
    if digits and "500" <= digits <= "599":
        return "村（类似村委会）"
    return "社区" if name.endswith(("社区", "居委会", "居民委员会")) else "村"
