"""What changed between two editions, and what that did to coverage: figures per unit, gaps closed and newly opened.

Both are audited by one scheme, each as of its own day (or of one day for both), so that a difference is one of the
ledgers. Subjects are the same where their ids are: 村 + 户号, a person's keyed number, a unit's code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from graph.comparable import as_now, as_then
from graph.edition import Edition
from graph.errors import SchemeError
from graph.moved import moved
from graph.result import AuditResult
from graph.schema import EDGES, NODES
from graph.source import GAVE_WAY
from graph.successions import Plan, plan, table_of

_FIGURES = ("of", "met", "gap", "unknown")
COVERAGE_CHANGES = (
    *("system", "check", "kind", "unit_id", "unit_path", "level"),
    *(f"{f}_{side}" for side in ("before", "after", "change") for f in _FIGURES),
)
"""One row per check and unit of either edition; a unit or check that only one has is 0 in the other. Empty (NA) where units merged or
split so that there is nothing to compare with: see graph.successions."""
GAP_CHANGES = (
    *("system", "check", "change", "subject_kind", "subject_id", "subject_name", "unit_path"),
    *("state_before", "reason_before", "state_after", "reason_after"),
)
"""One row per gap or unknown that is not the same in both; `change` is one of CHANGES."""
CHANGES: Mapping[str, str] = {"opened": "新增", "closed": "已补上", "gone": "不再计入", "changed": "原因变化"}
FACT_CHANGES = ("fact", "meaning", "added", "removed", "changed", "same")
"""One row per label and edge type: how many nodes or edges only the later has, only the earlier, both otherwise, both alike."""
SERIES = (
    *("edition", "number", "as_of", "system", "check", "title", "mechanisms", "kind", "unit_id", "unit_name", "unit_path", "level"),
    *(*_FIGURES, "met_share", "unknown_share"),
)
"""One row per edition, check and unit down to the village, by the units of the last edition; `number`: the edition's in its register, 0
where it has none; `mechanisms`: those that the check counts, joined by 、; the shares are of `of`, empty where that is 0."""


@dataclass(frozen=True)
class Trend:
    """From one edition to a later one; frames with the columns of the constants above."""

    before: AuditResult
    after: AuditResult
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    facts: pd.DataFrame
    units: Plan = field(default_factory=Plan)
    """The units that merged, split or were renamed meanwhile."""


def trend(
    before: AuditResult, after: AuditResult, editions: tuple[Edition, Edition], successions: Sequence[pa.Table] = (), households: pa.Table | None = None
) -> Trend:
    """Compare two audits of one scheme; `editions` are those that they are of.

    Units that merged, split or were renamed are compared by the editions' own tables of them and by `successions`, those of editions
    between. `households`: columns old, new: ids of households that are others now.
    """
    units = plan(*editions, successions)
    there = moved(before.gaps, after.gaps, editions, units, households)
    figures = coverage_changes(before.coverage, after.coverage, units)
    return Trend(before, after, figures, _gaps(before, after, editions[1], there, units), facts(*editions), units)


def only_in(unit: str, found: Trend, lines: pd.DataFrame | None = None) -> tuple[Trend, pd.DataFrame | None]:
    """A comparison (and a series) of one unit by name or path, with what lies in it. Raises SchemeError where there is none of that name."""
    paths = found.coverage["unit_path"].drop_duplicates()
    tops = [p for p in paths if p == unit or p.rpartition("/")[2] == unit]
    if not tops:
        raise SchemeError(f"两个版次中都没有单元“{unit}”。请写村(社区)、镇街的全名，或从县起的路径，如“某县/某镇/某村”。")

    def inside(rows: pd.DataFrame) -> pd.DataFrame:
        kept = np.logical_or.reduce([(rows["unit_path"] == t) | rows["unit_path"].str.startswith(t + "/") for t in tops])
        return rows[kept].reset_index(drop=True)

    return replace(found, coverage=inside(found.coverage), gaps=inside(found.gaps)), inside(lines) if lines is not None else None


def series(results: Sequence[AuditResult], editions: Sequence[Edition] = (), successions: Sequence[pa.Table] = ()) -> pd.DataFrame:
    """Coverage of several editions under each other, in their order, of the units down to the villages.

    With their `editions` the units are those of the last one: former ones stand under what took them over, by the editions' own tables
    and `successions`. A line of several parts is in every edition.
    """
    parts = []
    tables = [*successions, *map(table_of, editions[:-1])]
    joined = plan(editions[0], editions[-1], tables) if editions else Plan()
    for number, result in enumerate(results):
        rows = result.coverage[result.coverage["level"] <= _VILLAGE]
        if editions:
            rows = as_now(as_then(rows, result.coverage, plan(editions[number], editions[-1], tables)), joined)
        parts.append(rows.assign(edition=result.edition_id, number=_number(editions, number), as_of=result.as_of.isoformat()))
    if not parts:
        return pd.DataFrame(columns=list(SERIES))
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True)
    if editions:
        whole = _named_as_last(whole, results[-1])
    checks = {c.id: c for r in results for c in r.scheme.checks}
    whole["title"] = whole["check"].map({i: c.title for i, c in checks.items()})
    whole["mechanisms"] = whole["check"].map({i: "、".join(c.words("mechanisms")) for i, c in checks.items()})
    whole["unit_name"] = whole["unit_path"].str.rpartition("/")[2]
    for name in ("met", "unknown"):
        whole[f"{name}_share"] = (whole[name] / whole["of"]).where(whole["of"] > 0).round(4)
    return whole[list(SERIES)]


_VILLAGE = 3


def _number(editions: Sequence[Edition], at: int) -> int:
    name = editions[at].folder.name if editions else ""
    return int(name) if name.isdigit() else 0


def _named_as_last(rows: pd.DataFrame, last: AuditResult) -> pd.DataFrame:
    """Units under the paths that the last edition gives them."""
    own = last.coverage.drop_duplicates("unit_id")
    paths = dict(zip(own["unit_id"], own["unit_path"], strict=True))
    told = [paths.get(u, p) for u, p in zip(rows["unit_id"], rows["unit_path"], strict=True)]
    return rows.assign(unit_path=pd.Series(told, rows.index, dtype="str"))


def coverage_changes(before: pd.DataFrame, after: pd.DataFrame, units: Plan | None = None) -> pd.DataFrame:
    """Two coverage tables beside each other, with the columns COVERAGE_CHANGES; `units`: those that merged or split meanwhile."""
    units = Plan() if units is None else units
    keys = ["system", "check", "kind", "unit_id"]
    told = ["unit_path", "level"]
    then, now = as_then(before, before, units), as_now(after, units)
    both = then[[*keys, *told, *_FIGURES]].merge(now[[*keys, *told, *_FIGURES]], on=keys, how="outer", suffixes=("_before", "_after"), sort=False)
    for name in told:  # a unit keeps the name of the later edition
        both[name] = both[f"{name}_after"].where(both[f"{name}_after"].notna(), both[f"{name}_before"])
    alone = units.incomparable(both["unit_id"])
    for figure in _FIGURES:
        for side in ("before", "after"):
            values = both[f"{figure}_{side}"]
            both[f"{figure}_{side}"] = values.where(values.notna() | alone, 0).astype("Int64") if alone.any() else values.fillna(0).astype("int64")
        both[f"{figure}_change"] = both[f"{figure}_after"] - both[f"{figure}_before"]
    both["level"] = both["level"].astype("int64")
    return both[list(COVERAGE_CHANGES)]


def _gaps(before: AuditResult, after: AuditResult, later: Edition, there: pd.Series, units: Plan) -> pd.DataFrame:
    """`there`: per earlier gap the id that its subject has in the later edition."""
    keys = ["system", "check", "subject_kind", "subject_id"]
    told = ["subject_name", "unit_path", "state", "reason"]
    then = before.gaps[[*keys, *told]].assign(subject_id=there)
    # a claim is known by where it stands; a file that gave way to a later one of its name is still that file
    then, now = (f.assign(subject_id=f["subject_id"].str.replace(GAVE_WAY, "", regex=True)) for f in (then, after.gaps[[*keys, *told]]))
    both = then.merge(now, on=keys, how="outer", suffixes=("_before", "_after"), sort=False)
    old, new = both["state_before"].notna(), both["state_after"].notna()
    same = old & new & (both["state_before"] == both["state_after"]) & (both["reason_before"] == both["reason_after"])
    both, old, new = both[~same], old[~same], new[~same]
    both["change"] = "changed"
    both.loc[new & ~old, "change"] = "opened"
    both.loc[old & ~new, "change"] = "gone"
    both.loc[old & ~new & _still_asked(both, later, after), "change"] = "closed"
    # what is no gap any more stands under the unit that its village has become
    villages = units.pairs[units.pairs["level"] == _VILLAGE]
    became = dict(zip(villages["old_path"], villages["line"], strict=True))
    below = both["unit_path_before"].fillna("").str.split("/").str[:3].str.join("/").map(became)
    both["unit_path_before"] = both["unit_path_before"].where(below.isna(), below)
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
    table = later.nodes(label, ["id", "until", *own]).to_pandas()
    table = table[table["until"].astype(str) > after.as_of.isoformat()]
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
