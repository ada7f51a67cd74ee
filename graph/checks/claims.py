"""claim: does the counted measure equal the typed one? Typed figures are compared and reported, never loaded as facts (design 5.9)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.checks.finding import GAP, MET, Finding, finding
from graph.checks.ground import Ground
from graph.checks.units import VILLAGE
from graph.scheme import Check

LOOSE = ("约", "近", "左右", "余", "多")
AT_LEAST = ("以上", "不低于", "不少于", "至少", "超过", "达")
_TOLERANCE = 10
"""A rounded figure holds if the counted one differs by no more than a tenth of it."""
_QUERIES = {"联户户数": "claims_contacts", "网格户数": "claims_grids", "总户数": "claims_units"}


def claim(ground: Ground, check: Check) -> tuple[Finding, pd.DataFrame]:
    """The finding, and one line per claim: id, unit (index), subject, private, value, qualifier, counted, source, met.

    A claim is placed where the row that states it lies; one whose row could not be placed is not compared.
    """
    measure, units = str(check.options["measure"]), ground.units
    rows = ground.rows(_QUERIES[measure], measure=measure).to_pandas()
    if measure == "总户数":
        denominator = ground.households.unit[ground.households.denominator]
        below = units.rolled_up(np.bincount(denominator, minlength=len(units)))
        rows["counted"] = below[pd.Index(units.id.to_pandas()).get_indexer(rows["target"])]
    places = ground.edition.table("claims").select(["id", "unit_id"]).to_pandas().set_index("id")["unit_id"]
    # A masked copy does not know whom a claim is about; the edition does.
    said = ground.edition.nodes("Claim", ["id", "subject"]).to_pandas().set_index("id")["subject"]
    rows["subject"] = said.reindex(rows["id"]).to_numpy()
    rows["unit"] = pd.Index(units.id.to_pandas()).get_indexer(places.reindex(rows["id"]).fillna(""))
    rows = rows[rows["unit"] >= 0].sort_values("id", ignore_index=True)
    rows["private"] = measure == "联户户数"
    rows["met"] = [holds(int(v), str(q), int(c)) for v, q, c in zip(rows["value"], rows["qualifier"], rows["counted"], strict=True)]
    wrong = rows[~rows["met"].astype(bool)]
    found = finding(
        len(units),
        VILLAGE,
        np.where(rows["met"].astype(bool), MET, GAP),
        rows["unit"].to_numpy(np.int64),
        reason="differs",
        subject_kind="Claim",
        subject_id=wrong["id"].tolist(),
        name=wrong["subject"].tolist(),
        private=measure == "联户户数",
        about=[f"填报 {v} 实有 {c}" for v, c in zip(wrong["value"], wrong["counted"], strict=True)],
    )
    return found, rows


def holds(claimed: int, qualifier: str, counted: int) -> bool:
    """Whether a figure with its qualifier (约, 余, 以上, 不低于 …) agrees with the counted one."""
    if any(w in qualifier for w in AT_LEAST):
        return counted >= claimed
    if any(w in qualifier for w in LOOSE):
        return abs(counted - claimed) * _TOLERANCE <= claimed
    return counted == claimed
