"""What changed between two editions, and what that did to coverage: figures per unit, gaps closed and newly opened.

Both are audited by one scheme, each as of its own day (or of one day for both), so that a difference is one of the
ledgers. Subjects are the same where their ids are: 村 + 户号, a person's keyed number, a unit's code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from graph.edition import Edition
from graph.result import AuditResult
from graph.schema import EDGES, NODES

_FIGURES = ("of", "met", "gap", "unknown")
COVERAGE_CHANGES = (
    *("system", "check", "kind", "unit_id", "unit_path", "level"),
    *(f"{f}_{side}" for side in ("before", "after", "change") for f in _FIGURES),
)
"""One row per check and unit of either edition; a unit or check that only one has is 0 in the other."""
GAP_CHANGES = (
    *("system", "check", "change", "subject_kind", "subject_id", "subject_name", "unit_path"),
    *("state_before", "reason_before", "state_after", "reason_after"),
)
"""One row per gap or unknown that is not the same in both; `change` is one of CHANGES."""
CHANGES: Mapping[str, str] = {"opened": "新增", "closed": "已补上", "gone": "不再计入", "changed": "原因变化"}
FACT_CHANGES = ("fact", "meaning", "added", "removed", "changed", "same")
"""One row per label and edge type: how many nodes or edges only the later has, only the earlier, both otherwise, both alike."""
SERIES = ("edition", "as_of", "system", "check", "unit_path", "level", *_FIGURES)


@dataclass(frozen=True)
class Trend:
    """From one edition to a later one; frames with the columns of the constants above."""

    before: AuditResult
    after: AuditResult
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    facts: pd.DataFrame


def trend(before: AuditResult, after: AuditResult, editions: tuple[Edition, Edition]) -> Trend:
    """Compare two audits of one scheme; `editions` are those that they are of."""
    return Trend(before, after, _coverage(before, after), _gaps(before, after, editions[1]), facts(*editions))


def series(results: Sequence[AuditResult]) -> pd.DataFrame:
    """Coverage of several editions under each other, in their order, of the units down to the villages."""
    parts = [r.coverage[r.coverage["level"] <= 3].assign(edition=r.edition_id, as_of=r.as_of.isoformat()) for r in results]
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True)[list(SERIES)] if parts else pd.DataFrame(columns=list(SERIES))
    return whole


def _coverage(before: AuditResult, after: AuditResult) -> pd.DataFrame:
    keys = ["system", "check", "kind", "unit_id"]
    told = ["unit_path", "level"]
    both = before.coverage[[*keys, *told, *_FIGURES]].merge(
        after.coverage[[*keys, *told, *_FIGURES]], on=keys, how="outer", suffixes=("_before", "_after"), sort=False
    )
    for name in told:  # a unit keeps the name of the later edition
        both[name] = both[f"{name}_after"].where(both[f"{name}_after"].notna(), both[f"{name}_before"])
    for figure in _FIGURES:
        for side in ("before", "after"):
            both[f"{figure}_{side}"] = both[f"{figure}_{side}"].fillna(0).astype("int64")
        both[f"{figure}_change"] = both[f"{figure}_after"] - both[f"{figure}_before"]
    both["level"] = both["level"].astype("int64")
    return both[list(COVERAGE_CHANGES)]


def _gaps(before: AuditResult, after: AuditResult, later: Edition) -> pd.DataFrame:
    keys = ["system", "check", "subject_kind", "subject_id"]
    told = ["subject_name", "unit_path", "state", "reason"]
    both = before.gaps[[*keys, *told]].merge(after.gaps[[*keys, *told]], on=keys, how="outer", suffixes=("_before", "_after"), sort=False)
    old, new = both["state_before"].notna(), both["state_after"].notna()
    same = old & new & (both["state_before"] == both["state_after"]) & (both["reason_before"] == both["reason_after"])
    both, old, new = both[~same], old[~same], new[~same]
    both["change"] = "changed"
    both.loc[new & ~old, "change"] = "opened"
    both.loc[old & ~new, "change"] = "gone"
    both.loc[old & ~new & _still_asked(both, later, after), "change"] = "closed"
    for name in ("subject_name", "unit_path"):
        both[name] = both[f"{name}_after"].where(new, both[f"{name}_before"])
    texts = [f"{name}_{side}" for name in ("state", "reason") for side in ("before", "after")]
    both[texts] = both[texts].fillna("")
    return both[list(GAP_CHANGES)].reset_index(drop=True)


def _still_asked(rows: pd.DataFrame, later: Edition, after: AuditResult) -> pd.Series:
    """Whether the later audit asks the subject of each row still: then it is met now.

    A household is in the denominator (and of the 户类型 that the check asks), a person in service, anything else is there.
    """
    known = pd.Series(False, rows.index)
    for label, some in rows.groupby("subject_kind"):
        if label not in {n.label for n in NODES}:
            continue
        for check, mine in some.groupby("check"):
            ids = _asked(str(label), later, after, str(check))
            known[mine.index] = [_begins_with_one(str(s), ids) for s in mine["subject_id"]]
    return known


def _asked(label: str, later: Edition, after: AuditResult, check: str) -> set[str]:
    own = {"Household": ["counted", "kind"], "Person": ["left_on"]}.get(label, [])
    table = later.nodes(label, ["id", *own]).to_pandas()
    if label == "Household":
        kinds = next((c.words("household_kinds") for c in after.scheme.checks if c.id == check), [])
        table = table[table["counted"] & table["kind"].map(lambda kind: not kinds or any(k in kind for k in kinds)).astype(bool)]
    if label == "Person":
        table = table[pd.to_datetime(table["left_on"].astype(str), errors="coerce").fillna(pd.Timestamp.max) > pd.Timestamp(after.as_of)]
    return set(table["id"])


def _begins_with_one(subject: str, ids: set[str]) -> bool:
    """Whether a subject is a node, or a node and a slot behind a stroke; ids and slots may hold strokes themselves."""
    return subject in ids or any(subject[:at] in ids for at, letter in enumerate(subject) if letter == "/")


def facts(before: Edition, after: Edition) -> pd.DataFrame:
    """How many nodes and edges of each kind were added, removed, changed or stayed; where a row stood does not matter."""
    rows: list[tuple[object, ...]] = []
    with duckdb.connect() as sql:
        for node in NODES:
            paths = [e.folder / "nodes" / f"{node.label}.parquet" for e in (before, after)]
            told = [p.name for p in node.columns if p.name not in ("id", "source")]
            rows.append((node.label, node.meaning, *_compared(sql, [[p] for p in paths], ["id"], told)))
        for edge in EDGES:
            pairs = [[e.edge_path(edge.name, *pair) for pair in edge.pairs] for e in (before, after)]
            own = [p.name for p in edge.own]
            rows.append((edge.name, edge.meaning, *_compared(sql, pairs, ["from", "to", *own], ["since", "until"])))
    frame = pd.DataFrame(rows, columns=list(FACT_CHANGES))
    return frame[frame[["added", "removed", "changed", "same"]].sum(axis=1) > 0].reset_index(drop=True)


def _compared(sql: duckdb.DuckDBPyConnection, paths: Sequence[Sequence[object]], keys: Sequence[str], told: Sequence[str]) -> tuple[int, int, int, int]:
    """added, removed, changed, same: distinct keys, compared by everything said of each."""
    sides = []
    for many in paths:
        there = [str(p).replace("'", "''") for p in many if p.exists()]  # type: ignore[attr-defined]
        key = " || chr(31) || ".join(f'"{k}"::VARCHAR' for k in keys)
        what = " || chr(31) || ".join(f'"{t}"::VARCHAR' for t in told)
        texts = ", ".join(f"'{p}'" for p in there)
        sides.append(
            f"SELECT {key} AS k, string_agg(DISTINCT {what}, chr(30) ORDER BY {what}) AS w FROM read_parquet([{texts}]) GROUP BY k"
            if there
            else "SELECT '' AS k, '' AS w WHERE false"
        )
    row = sql.execute(
        f"""
        SELECT count(*) FILTER (WHERE a.k IS NULL), count(*) FILTER (WHERE b.k IS NULL),
               count(*) FILTER (WHERE a.w <> b.w), count(*) FILTER (WHERE a.w = b.w)
        FROM ({sides[0]}) a FULL JOIN ({sides[1]}) b ON a.k = b.k
        """
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])
