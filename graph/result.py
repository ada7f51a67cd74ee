"""What an audit found, as plain tables: everything the reports, the web page and other programs show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.scheme import Scheme

COVERAGE = ("system", "check", "kind", "unit_id", "unit_code", "unit_name", "unit_path", "level", "of", "met", "gap", "unknown")
GAPS = ("system", "check", "state", "reason", "subject_kind", "subject_id", "subject_code", "subject_name", "unit_id", "unit_path", "hint")
PROBLEMS = ("file", "sheet", "row", "column", "code", "severity", "value", "message")
LOAD = ("file", "sheet", "ledger", "rows_in", "loaded", "rejected", "duplicate", "skipped")
DELIVERY = ("unit_path", "ledger", "state", "rows")
CLAIMS = ("system", "claim", "unit_path", "subject", "claimed", "qualifier", "counted", "difference", "source")
GRIDS = ("system", "check", "grid_id", "grid_name", "grid_kind", "unit_path", "of", "met", "gap", "unknown")
"""Checks of households by grid: the second hierarchy over the same households (A3, F1 to F4)."""
EVIDENCE = ("household_id", "household_code", "unit_path", "mechanism", "contact", "since", "until", "state", "file", "sheet", "row")
"""One row per contact or membership of a household, counting or not: state says which (met or the reason why not)."""
UNITS = ("id", "code", "name", "path", "kind", "urban_rural", "level", "parent", "last", "virtual")
"""Every unit of the day in tree order: `parent` and `last` are positions, those under a unit are its own to `last`."""


@dataclass(frozen=True)
class HouseholdStates:
    """What each check that asks households found of each: `state` by check id, aligned with `id`, the households of the denominator.

    0 to 2 are met, gap, unknown (graph.checks.finding.STATES), -1 where the check does not ask the household.
    """

    id: pa.Array
    state: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class AuditResult:
    """The answer for one edition, one scheme and one day.

    The frames have the columns of the constants above, in that order, names masked; `gaps` has in addition
    ``plain_name`` (unmasked, for towns/*.xlsx only) and ``town`` (the name of the town, empty at the county).
    Units in `coverage` are in tree order: county, its first town, that town's first village, its groups and bays …
    """

    edition_id: str
    county_name: str
    as_of: dt.date
    scheme: Scheme
    store: str
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    problems: pd.DataFrame
    load: pd.DataFrame
    delivery: pd.DataFrame
    claims: pd.DataFrame
    evidence: pd.DataFrame
    counts: dict[str, int]
    excluded: dict[str, int] = field(default_factory=dict)
    """Households left out of the denominator, by 户类型 (空户, 空挂户, 销户, 整户迁出)."""
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds per stage, by its Chinese name."""
    notices: list[str] = field(default_factory=list)
    """Sentences that belong on the first page (an as-of date before the deliveries, files passed over …)."""
    sources: list[dict[str, object]] = field(default_factory=list)
    """The ledgers' files: file, checksum, bytes."""
    grids: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(GRIDS)))
    arrived: tuple[str, ...] = ()
    """Every ledger that anybody has delivered, a village, a town or the county."""
    excluded_by_village: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Village's path → 户类型 → households left out of its denominator."""
    county_code: str = ""
    """The division code of the top unit, empty where none is known."""
    measures: dict[str, int | None] = field(default_factory=dict)
    """What the ledgers count in the whole edition, by measure (graph/catalogue/measures.toml); None where it is not known."""
    units: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(UNITS)))
    households: HouseholdStates = field(default_factory=lambda: HouseholdStates(pa.array([], pa.string()), {}))
