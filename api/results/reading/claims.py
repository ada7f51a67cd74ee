"""Typed and published figures beside what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from api.reports.words import CLAIMS as STATES
from api.results import Reader, UnitRow
from graph.result import CLAIMS

SORTS = {
    "line": "c.line",
    "system": "c.system",
    "claim": "c.claim",
    "unit": "c.unit",
    "claimed": "c.claimed",
    "counted": "c.counted",
    "difference": "abs(c.difference)",
}
"""What the list may be sorted by → SQL."""
_STATE = "CASE WHEN c.difference IS NULL OR isnan(c.difference::DOUBLE) THEN 'uncountable' WHEN c.difference = 0 THEN 'same' ELSE 'differs' END"
_COLUMNS = ", ".join(f"c.{name}" for name in CLAIMS)


@dataclass(frozen=True)
class ClaimFilter:
    """Which claims: each part is empty where it asks for nothing."""

    unit: UnitRow | None = None
    system: str = ""
    state: str = ""
    q: str = ""

    def where(self, *, stated: bool = True) -> tuple[str, dict[str, object]]:
        """The condition and its parameters; the state left out where it is to be counted."""
        parts, given = ["true"], dict[str, object]()
        if self.system:
            parts.append("c.system = $system")
            given["system"] = self.system
        if self.state and stated:
            parts.append(f"{_STATE} = $state")
            given["state"] = self.state
        if self.unit is not None:
            parts.append("c.unit BETWEEN $first AND $last")
            given |= {"first": self.unit.unit, "last": self.unit.last}
        if self.q:
            parts.append("contains(lower(concat_ws(' ', c.claim, c.subject, c.unit_path, c.source)), lower($q))")
            given["q"] = self.q
        return " AND ".join(parts), given


def claims(reader: Reader, which: ClaimFilter, order: str, size: int, offset: int) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """How many there are in each state (the state that is filtered by left out), and those of a page; `order` is made of SORTS."""
    where, given = which.where(stated=False)
    counts = reader.rows(f"SELECT {_STATE} AS state, count(*) AS n FROM claim c WHERE {where} GROUP BY 1", **given)
    where, given = which.where()
    rows = reader.rows(
        f"""SELECT c.line, {_COLUMNS}, {_STATE} AS state, u.id AS unit_id, u.name AS unit_name FROM claim c LEFT JOIN unit u ON u.unit = c.unit
            WHERE {where} ORDER BY {order}, c.line LIMIT $size OFFSET $offset""",
        **given, size=size, offset=offset,
    )  # fmt: skip
    return dict.fromkeys(STATES, 0) | {row["state"]: int(row["n"]) for row in counts}, rows


def systems(reader: Reader) -> list[tuple[str, str]]:
    """The systems that have claims: code and name."""
    found = reader.rows("SELECT s.system, s.name FROM system s WHERE s.system IN (SELECT system FROM claim) ORDER BY s.place")
    return [(row["system"], f"{row['system']} {row['name']}") for row in found]


def batches(reader: Reader, which: ClaimFilter) -> Iterator[pa.RecordBatch]:
    """All of them with the columns of claims.csv in its order, as they are read."""
    where, given = which.where()
    return reader.arrow(f"SELECT {_COLUMNS} FROM claim c WHERE {where} ORDER BY c.line", **given)
