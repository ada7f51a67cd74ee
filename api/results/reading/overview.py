"""What the first page says: where the scope stands by line and mechanism, what arrived, who is counted and who is not."""

from __future__ import annotations

import json
from typing import Any

from api.reports.lines import STATES
from api.results import Reader, Results, UnitRow
from api.results.reading.figures import figures
from api.results.reading.ledgers import deliveries

VILLAGE = 3


def overview(reader: Reader) -> dict[str, Any]:
    """`key` and `mechanisms`: figures of checks; `lines`: each line with its systems; `population`, `units`, `arrived`, `problems`, `notices`."""
    found = figures(reader, reader.top)
    return {
        "unit": reader.top,
        "key": [one for one in found if one["key"]],
        "mechanisms": [one for one in found if one["kind"] == "reach" and one["counts"] == "户" and one["mechanisms"]],
        "lines": lines(reader, found),
        "population": population(reader, reader.top),
        "units": _units(reader),
        "arrived": arrived(reader, reader.top),
        "problems": int(reader.value("SELECT count(*) FROM problem")),
        "notices": list(reader.results.told["notices"]) if reader.whole else [],
    }


def lines(reader: Reader, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each line of the scheme: its systems, how many are in each of `api.reports.lines.STATES`, its checks with figures, its gaps and unknowns.

    A system has `checks` (their figures), `lead` (the one that a picture shows, None where there is none) and `missing` (what, why).
    """
    checks: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        checks.setdefault(one["system"], []).append(one)
    lines = {one["line"]: {**one, "systems": []} for one in reader.rows("SELECT line, key, name FROM line ORDER BY line")}
    for row in reader.rows("SELECT system, line, name, state, missing FROM system ORDER BY place"):
        mine = checks.get(row["system"], [])
        counted = [c for c in mine if c["of"] and c["kind"] != "claim"]
        lead = min(counted, key=lambda c: (not c["key"], c["id"].count("."), c["number"]), default=None)
        missing = [{"what": what, "why": why} for what, why in json.loads(row["missing"])]
        lines[row["line"]]["systems"].append({**row, "missing": missing, "checks": mine, "lead": lead})
    return [_counted(one) for one in lines.values()]


def _counted(line: dict[str, Any]) -> dict[str, Any]:
    checks = [c for s in line["systems"] for c in s["checks"]]
    states = {state: sum(s["state"] == state for s in line["systems"]) for state in STATES}
    return {**line, "states": states, "checks": len(checks), "gap": sum(c["gap"] for c in checks), "unknown": sum(c["unknown"] for c in checks)}


def population(reader: Reader, unit: UnitRow) -> dict[str, Any]:
    """`counted`: the households of the denominator in a unit, `excluded` those that are left out, `kinds` why, where that is known.

    Why a household is left out is kept by village, so below a village only their number is told.
    """
    row = reader.one(
        "SELECT count(*) FILTER (counted) AS counted, count(*) FILTER (NOT counted) AS excluded FROM household WHERE unit BETWEEN $first AND $last",
        first=unit.unit, last=unit.last,
    )  # fmt: skip
    assert row is not None
    kinds: dict[str, int] = {}
    if unit.level <= VILLAGE:
        for path, said in reader.results.told["excluded_by_village"].items():
            if f"{path}/".startswith(f"{unit.path}/") or (reader.whole and unit == reader.top):
                for kind, n in said.items():
                    kinds[kind] = kinds.get(kind, 0) + int(n)
    return {**row, "kinds": dict(sorted(kinds.items(), key=lambda one: -one[1]))}


def arrived(reader: Reader, unit: UnitRow) -> dict[str, Any]:
    """`reading.ledgers.deliveries` of the ledgers that villages send; `apart`: those that arrived, but that no village of the county sends."""
    found = deliveries(reader, unit)
    elsewhere = _not_of_villages(reader.results)
    rows = [row for row in found["rows"] if row["ledger"] not in elsewhere]
    return {**found, "rows": rows, "apart": [row["ledger"] for row in found["rows"] if row["ledger"] in elsewhere]}


def _not_of_villages(results: Results) -> frozenset[str]:
    """Ledgers that arrived without any row in a village, such as the county's own bodies."""
    rows = results.within().rows("SELECT ledger FROM delivery GROUP BY ledger HAVING bool_and(state = 'nothing')")
    return frozenset(row["ledger"] for row in rows) & frozenset(results.told["arrived"])


def _units(reader: Reader) -> list[dict[str, Any]]:
    """How many units of each kind there are in the scope, from the top down; virtual ones, which carry nobody, apart."""
    return reader.rows("SELECT level, kind, virtual, count(*) AS number FROM unit GROUP BY level, kind, virtual ORDER BY level, virtual, number DESC, kind")
