"""A fictional result with every system of the catalogue: a county, or a 地级市 over counties with towns of one name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from graph.catalogue import catalogue
from graph.result import CLAIMS, COVERAGE, DELIVERY, EVIDENCE, GAPS, LOAD, PROBLEMS, AuditResult
from graph.scheme import Check, Scheme

TOWNS = ("青石镇", "柳河街道", "白鹭乡", "云台镇", "东坪镇", "望江街道", "松林乡", "梅岭镇", "双桥镇", "金沙镇")
SILENT = ("会议", "评选", "吹哨")
"""Ledgers that nobody delivered."""
_KINDS = (("reach", "户"), ("presence", "应设"), ("staffing", "岗位"), ("chain", "成员"))


def wide_scheme(checks: int = 1) -> Scheme:
    """Every system of the catalogue, `checks` checks each; every seventh asks a ledger that nobody delivered."""
    systems = catalogue()
    made = []
    for i, s in enumerate(systems):
        for n in range(checks if not s.reason else 0):
            kind, counts = _KINDS[(i + n) % 4]
            ledger = SILENT[i % 3] if i % 7 == 3 else ("党组织", "联户长", "网格")[i % 3]
            made.append(Check(f"{s.code}.{kind}" + (f".{n}" if n else ""), s.code, kind, f"{s.name}{'' if n == 0 else n}", ledger, counts))
    return Scheme("quan", "全部体系", tuple(made), systems=tuple(s.code for s in systems))


def wide_result(towns: int = 3, villages: int = 3, counties: int = 0, checks: int = 1, code: str = "420000000000") -> AuditResult:
    """`counties` 0: one county; else a 地级市 over so many counties, whose towns have the same names."""
    scheme = wide_scheme(checks)
    units = list(_units(towns, villages, counties, code))
    bottom = [u for u in units if u[4] == 3]
    coverage: list[tuple[object, ...]] = []
    gaps: list[tuple[object, ...]] = []
    for i, check in enumerate(scheme.checks):
        unknown = check.ledger in SILENT
        sums: dict[str, list[int]] = {}
        for v, (key, _, name, path, _) in enumerate(bottom):
            of = 20 + (v + i) % 9 if check.counts == "户" else 1 + (v + i) % 4
            met = 0 if unknown else of if (v + i) % 3 == 0 else 0 if (v + i) % 11 == 1 else of * ((v * 7 + i) % 10) // 10
            lost = 0 if unknown else (of - met) if (v + i) % 5 else (of - met) // 2
            parts = path.split("/")
            for above in {units[0][3], *("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))}:
                sums.setdefault(above, [0, 0, 0, 0])
                for k, n in enumerate((of, met, lost, of - met - lost)):
                    sums[above][k] += n
            for n in range(of - met):
                state = "gap" if n < lost else "unknown"
                reason = "none" if state == "gap" else "not_delivered"
                town = path.split("/")[-2]
                gaps.append(
                    (check.system, check.id, state, reason, "Household", f"{key}:{n}", f"{n + 1:04}", f"李*{n}", key, path, "", f"李建设{name}{n}", town)
                )
        for key, unit_code, name, path, level in units:
            coverage.append((check.system, check.id, check.kind, key, unit_code, name, path, level, *sums.get(path, [0, 0, 0, 0])))
    ledgers = ["党组织", "联户长", "网格", *SILENT]
    delivery = [(u[3], x, "nothing" if x in SILENT else "delivered", 0 if x in SILENT else 5) for u in bottom for x in ledgers]
    top = units[0]
    return AuditResult(
        "b1b2c3d4e5f60718",
        top[2],
        dt.date(2024, 6, 30),
        scheme,
        "embedded",
        pd.DataFrame(coverage, columns=list(COVERAGE)),
        pd.DataFrame(gaps, columns=[*GAPS, "plain_name", "town"]),
        pd.DataFrame([], columns=list(PROBLEMS)),
        pd.DataFrame([("网格.xlsx", "Sheet1", "网格", 9, 9, 0, 0, 0)], columns=list(LOAD)),
        pd.DataFrame(delivery, columns=list(DELIVERY)),
        pd.DataFrame([("A1", "填报总户数", bottom[0][3], bottom[0][2], 20, "", 24, -4.0, "名册.xlsx#一!3")], columns=list(CLAIMS)),
        pd.DataFrame([], columns=list(EVIDENCE)),
        {"Unit": len(units)},
        arrived=("党组织", "联户长", "网格"),
        county_code=code,
    )


def _units(towns: int, villages: int, counties: int, code: str) -> Iterator[tuple[str, str, str, str, int]]:
    """(id, code, name, path, level) in tree order."""
    if counties:
        yield (code, code, "南岭市", "南岭市", 0)
    for c in range(max(counties, 1)):
        name = ("云溪县", "沙河区", "平江县")[c]
        county = name
        first = f"{code[:4]}{c + 1:02}" if counties else code[:6]
        yield (f"{first}000000", f"{first}000000", name, county, 1)
        for t in range(towns):
            town = TOWNS[t] if t < len(TOWNS) else f"第{t + 1}镇"
            yield (f"{first}{t + 1:03}000", f"{first}{t + 1:03}000", town, f"{county}/{town}", 2)
            for v in range(villages):
                key = f"{first}{t + 1:03}{v + 200}"
                yield (key, key, f"第{v + 1}村", f"{county}/{town}/第{v + 1}村", 3)
