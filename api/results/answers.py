"""What the audit found, as tables with units by their number in tree order."""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from api.reports import words
from api.reports.figures import VILLAGE
from api.reports.problem_places import HOW, PLACE, VILLAGES, placed
from api.reports.view import View
from api.reports.workbook.systems import missing
from graph.checks.finding import STATES
from graph.result import CLAIMS, COVERAGE, DELIVERY, GRIDS, LOAD, PROBLEMS, AuditResult

_APART = re.compile(r"[()（）、，；：。“”]")


def write(sql: duckdb.DuckDBPyConnection, view: View) -> None:
    """Make every table that comes from the audit's result."""
    result = view.result
    units = result.units.assign(unit=np.arange(len(result.units), dtype="int32"))
    at = pd.Series(units["unit"].to_numpy(), index=units["path"])
    by_id = pd.Series(units["unit"].to_numpy(), index=units["id"])
    checks = _checks(view)
    number = pd.Series(checks["number"].to_numpy(), index=checks["id"])
    _table(sql, "unit", units.astype({"parent": "int32", "last": "int32", "level": "int32"}))
    _table(sql, "checks", checks)
    _lines(sql, view)
    _told(sql, result)
    coverage = result.coverage[[*COVERAGE]]
    _table(sql, "coverage", pd.DataFrame({"check": number[coverage["check"]].to_numpy(), "unit": by_id[coverage["unit_id"]].to_numpy()}
                                         | {c: coverage[c].to_numpy() for c in ("of", "met", "gap", "unknown")}))  # fmt: skip
    _findings(sql, view, number, by_id)
    _states(sql, result, number)
    grids = result.grids[[*GRIDS]]
    _table(sql, "grid_coverage", grids.assign(check=number.reindex(grids["check"]).to_numpy(), unit=_at(at, grids["unit_path"]))
           [["check", "grid_id", "grid_name", "grid_kind", "unit", "of", "met", "gap", "unknown"]].rename(columns={"grid_id": "grid"}))  # fmt: skip
    _ledgers(sql, view, at)
    claims = result.claims[[*CLAIMS]].reset_index(drop=True)
    _table(sql, "claim", claims.assign(line=np.arange(len(claims)), unit=_at(at, claims["unit_path"])))


def _at(at: pd.Series, paths: pd.Series) -> np.ndarray:
    """Numbers of units by path; what is nowhere belongs to the top."""
    found: np.ndarray = at.reindex(paths.fillna("").astype(str)).fillna(0).to_numpy("int32")
    return found


def _checks(view: View) -> pd.DataFrame:
    deepest = view.result.coverage.groupby("check")["level"].max()
    key = {c.id for c in view.key}
    rows = [
        {"number": i, "id": c.id, "system": c.system, "kind": c.kind, "title": c.title, "counts": words.counts(c.counts), "silent": c.id in view.silent,
         "key": c.id in key, "deepest": int(deepest.get(c.id, VILLAGE)), "mechanisms": "|".join(c.words("mechanisms"))}
        for i, c in enumerate(view.all_checks)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["number", "id", "system", "kind", "title", "counts", "silent", "key", "deepest", "mechanisms"])


def _lines(sql: duckdb.DuckDBPyConnection, view: View) -> None:
    lines = [{"line": i, "key": one.key, "name": one.name} for i, one in enumerate(view.lines)]
    systems = [
        {"place": place, "system": s.code, "line": i, "name": s.name, "state": s.state, "wanted": s.wanted if s.silent else "", "reason": s.reason,
         "needs": s.needs, "missing": json.dumps(missing(s), ensure_ascii=False)}
        for place, (i, s) in enumerate((i, s) for i, one in enumerate(view.lines) for s in one.systems)
    ]  # fmt: skip
    _table(sql, "line", pd.DataFrame(lines, columns=["line", "key", "name"]))
    _table(sql, "system", pd.DataFrame(systems, columns=["place", "system", "line", "name", "state", "wanted", "reason", "needs", "missing"]))


def _told(sql: duckdb.DuckDBPyConnection, result: AuditResult) -> None:
    """One row: what is said of the whole, as JSON."""
    told = {
        "county_name": result.county_name, "county_code": result.county_code, "as_of": result.as_of.isoformat(), "scheme": result.scheme.name,
        "scheme_title": result.scheme.title, "notices": result.notices, "counts": result.counts, "excluded": result.excluded,
        "excluded_by_village": {k: dict(v) for k, v in result.excluded_by_village.items()}, "arrived": list(result.arrived), "sources": result.sources,
        "timings": result.timings, "measures": result.measures,
    }  # fmt: skip
    sql.execute("CREATE TABLE whole.told AS SELECT $told AS told", {"told": json.dumps(told, ensure_ascii=False, default=str)})


def _findings(sql: duckdb.DuckDBPyConnection, view: View, number: pd.Series, by_id: pd.Series) -> None:
    gaps = view.result.gaps.reset_index(drop=True)
    pairs, known = pd.factorize(pd.MultiIndex.from_arrays([gaps["check"].astype("str"), gaps["reason"].astype("str")]))
    said = pd.array([view.reason(code, check) for check, code in known], dtype="str")
    columns = ["state", "reason", "subject_kind", "subject_id", "subject_code", "subject_name", "hint"]
    table = gaps[columns].assign(
        line=np.arange(len(gaps)),
        check=number[gaps["check"]].to_numpy(),
        said=said.take(pairs) if len(gaps) else pd.array([], dtype="str"),
        unit=by_id.reindex(gaps["unit_id"]).fillna(0).to_numpy("int32"),
    )
    _table(sql, "finding", table)
    _table(sql, "finding", gaps[["plain_name"]].assign(line=np.arange(len(gaps))), schema="plain")


def _states(sql: duckdb.DuckDBPyConnection, result: AuditResult, number: pd.Series) -> None:
    """household, check, state of every household that a check asks; its unit is put in by `facts`."""
    sql.execute('CREATE TEMP TABLE asked (place BIGINT, "check" BIGINT, state VARCHAR)')
    sql.register("_household", pa.table({"place": np.arange(len(result.households.id)), "id": result.households.id}))
    sql.execute("CREATE TEMP TABLE asked_household AS SELECT * FROM _household")
    sql.unregister("_household")
    for check, state in result.households.state.items():
        place = np.flatnonzero(state >= 0)
        part = pa.table({"place": place, "state": pa.array(STATES, pa.string()).take(pa.array(state[place]))})
        sql.register("_state", part)
        sql.execute("INSERT INTO asked SELECT place, $number, state FROM _state", {"number": int(number[check])})
        sql.unregister("_state")


def _ledgers(sql: duckdb.DuckDBPyConnection, view: View, at: pd.Series) -> None:
    """Problems, loads of ledgers and deliveries, each at the unit that it belongs to."""
    result = view.result
    problems = result.problems.reset_index(drop=True)
    where = placed(result.__class__(**{**result.__dict__, "problems": problems}), view.places)
    unit = _at(at, where[VILLAGES].where(where[VILLAGES] != "", where[PLACE]))
    # A problem that two towns share is told once, at the lowest unit that holds both; `line` is its place in problems.csv.
    shared = pd.DataFrame({"line": where.index.to_numpy(), "unit": unit, "how": where[HOW].to_numpy()})
    once = shared.groupby("line").agg(unit=("unit", "first"), several=("unit", "nunique"), how=("how", "first"))
    place = once["unit"].where(once["several"] == 1, 0).reindex(problems.index).fillna(0).astype("int32")
    lifted = _lifted(place, problems["message"].astype(str), at, result.units)
    table = problems[[*PROBLEMS]].assign(line=np.arange(len(problems)), unit=lifted.to_numpy("int32"), how=once["how"])
    _table(sql, "problem", table.assign(row=pd.to_numeric(table["row"], errors="coerce").astype("Int64")))
    load = result.load[[*LOAD]]
    towns = result.units[result.units["level"] == 2]
    _table(sql, "ledger_load", load.assign(unit=_named(load["file"] + "\n" + load["sheet"], towns)))
    delivery = result.delivery[[*DELIVERY]]
    _table(sql, "delivery", delivery.assign(unit=_at(at, delivery["unit_path"]))[["unit", "ledger", "state", "rows"]])


def _lifted(place: pd.Series, messages: pd.Series, at: pd.Series, units: pd.DataFrame) -> pd.Series:
    """The units of problems, those whose sentence names a unit elsewhere (a row that fits several) at the lowest unit that holds both."""
    number, parent, last = dict(zip(at.index, at, strict=True)), units["parent"].to_numpy(), units["last"].to_numpy()
    lifted = place.copy()
    for line, message in messages[messages.str.contains("/", regex=False)].items():
        for other in [number[part] for part in _APART.split(message) if part in number]:
            unit = lifted[line]
            while unit > 0 and not unit <= other <= last[unit]:
                unit = parent[unit]
            lifted[line] = unit
    return lifted


def _named(texts: pd.Series, towns: pd.DataFrame) -> np.ndarray:
    """The town that a file's or sheet's name says, where it is just one; else the top."""
    names = towns["name"].tolist()
    numbers = dict(zip(names, towns.index.tolist(), strict=True))
    found = [[n for n in names if n and n in text] for text in texts.astype(str)]
    return np.array([numbers[f[0]] if len(f) == 1 else 0 for f in found], "int32")


def _table(sql: duckdb.DuckDBPyConnection, name: str, frame: Any, schema: str = "whole") -> None:
    sql.register("_frame", pa.Table.from_pandas(frame, preserve_index=False))
    sql.execute(f"CREATE TABLE {schema}.{name} AS SELECT * FROM _frame")
    sql.unregister("_frame")
