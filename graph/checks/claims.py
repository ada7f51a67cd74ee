"""claim: does the counted measure equal the typed one? Typed figures are compared and reported, never loaded as facts (design 5.9)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graph.catalogue import measures
from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding
from graph.checks.ground import Ground
from graph.checks.measures import Measures
from graph.checks.units import VILLAGE
from graph.scheme import Check
from graph.scheme.words import ANY

LOOSE = ("约", "近", "左右", "余", "多")
AT_LEAST = ("以上", "不低于", "不少于", "至少", "超过", "达")
_TOLERANCE = 10
"""A rounded figure holds if the counted one differs by no more than a tenth of it."""
_OWN = {"联户户数": "claims_contacts", "网格户数": "claims_grids"}
"""Measures whose figures are of a contact's group or a grid, not of a unit."""


def claim(facts: Facts, counted: Measures, check: Check) -> tuple[Finding, pd.DataFrame]:
    """The finding, and one line per claim: id, unit (index), subject, private, value, qualifier, counted, source, met.

    A claim is placed where the row that states it lies; one whose row could not be placed is not compared. With
    ``qualified`` only figures that carry a qualifier are asked (H6).
    """
    ground, units, said = facts.ground, facts.units, str(check.options["measure"])
    asked = list(measures()) if said == ANY else [said]
    own = [_claims_of(ground, m).assign(measure=m) for m in asked if m in _OWN]
    rows = pd.concat([*own, _claims_of_units(facts, counted, [m for m in asked if m not in _OWN])], ignore_index=True)
    if check.options.get("qualified"):
        rows = rows[rows["qualifier"] != ""].reset_index(drop=True)
    places = ground.edition.table("claims").select(["id", "unit_id"]).to_pandas().set_index("id")["unit_id"]
    # A masked copy does not know whom a claim is about; the edition does.
    names = ground.edition.nodes("Claim", ["id", "subject"]).to_pandas().set_index("id")["subject"]
    rows["subject"] = names.reindex(rows["id"]).to_numpy()
    rows["unit"] = pd.Index(units.id.to_pandas()).get_indexer(places.reindex(rows["id"]).fillna(""))
    rows = rows[rows["unit"] >= 0].sort_values("id", ignore_index=True)
    rows["private"] = rows["measure"] == "联户户数"
    rows["known"] = _known(facts, rows)
    rows["met"] = [k and holds(int(v), str(q), int(c)) for v, q, c, k in zip(rows["value"], rows["qualifier"], rows["counted"], rows["known"], strict=True)]
    wrong = rows[~rows["met"].astype(bool)]
    found = finding(
        len(units),
        VILLAGE,
        np.where(rows["met"].astype(bool), MET, np.where(rows["known"].astype(bool), GAP, UNKNOWN)),
        rows["unit"].to_numpy(np.int64),
        reason=np.where(wrong["known"].astype(bool), "differs", "not_delivered"),
        subject_kind="Claim",
        subject_id=wrong["id"].tolist(),
        name=wrong["subject"].tolist(),
        private=wrong["private"].to_numpy(bool),
        about=[f"填报 {v} 实有 {c}" for v, c in zip(wrong["value"], wrong["counted"], strict=True)],
    )
    return found, rows


def _known(facts: Facts, rows: pd.DataFrame) -> np.ndarray:
    """Whether the ledger that a claim's measure counts from has been delivered at the claim's unit or below."""
    ground = facts.ground
    ledgers = rows["measure"].map(lambda m: str(measures()[m].get("ledger", "")))
    known = np.ones(len(rows), bool)
    for ledger in set(ledgers) - {""}:
        here = (ledgers == ledger).to_numpy(bool)
        known[here] = ground.delivered(ledger, "单元")[rows["unit"].to_numpy(np.int64)[here]]
    if not len(facts.household_grids):  # no register says which household is in which grid: 0 would be no count
        known &= (rows["measure"] != "网格户数").to_numpy(bool)
    return known


def _claims_of(ground: Ground, measure: str) -> pd.DataFrame:
    frame: pd.DataFrame = ground.rows(_OWN[measure], measure=measure).to_pandas()
    return frame


def _claims_of_units(facts: Facts, counted: Measures, asked: list[str]) -> pd.DataFrame:
    """Figures of units, each beside what the ledgers count at the unit and below."""
    rows = facts.claims[facts.claims["measure"].isin(asked) & (facts.claims["unit"] >= 0)].reset_index(drop=True)
    at = rows.pop("unit").to_numpy(np.int64)
    rows["counted"] = 0
    for measure in rows["measure"].unique():
        number = counted.counted(measure)
        here = (rows["measure"] == measure).to_numpy()
        if number is not None:
            rows.loc[here, "counted"] = number[at[here]]
    return rows


def holds(claimed: int, qualifier: str, counted: int) -> bool:
    """Whether a figure with its qualifier (约, 余, 以上, 不低于 …) agrees with the counted one."""
    if any(w in qualifier for w in AT_LEAST):
        return counted >= claimed
    if any(w in qualifier for w in LOOSE):
        return abs(counted - claimed) * _TOLERANCE <= claimed
    return counted == claimed
