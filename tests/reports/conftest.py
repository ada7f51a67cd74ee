"""A fictional county as an AuditResult: any number of towns, villages and households, with the usual mess in its texts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from api.reports import write_reports
from graph.result import CLAIMS, COVERAGE, DELIVERY, EVIDENCE, GAPS, LOAD, PROBLEMS, AuditResult
from graph.scheme import Check, Scheme

COUNTY = "云溪县"
TOWNS = ("青石镇", "柳河街道", "白鹭乡", "云台镇", "东坪镇", "望江街道", "松林乡", "梅岭镇", "双桥镇", "金沙镇")
VILLAGES = ("红旗村", "前进村", "桃园村", "石桥村", "新华社区", "杨柳村", "大湾村", "花园社区")
SURNAMES = "张王李赵陈杨黄周吴徐孙马朱胡"
FORMULA = '=HYPERLINK("x","点我")'
HTML = "<b>李</b>&<script>alert(1)</script>"

_HOUSEHOLD = (
    ("G1.reach", "G1", "reach", "两代表一委员联系户", "两代表一委员", "户"),
    ("C6.reach", "C6", "reach", "联户长联系户", "联户长", "户"),
    ("C6.assignment", "C6", "assignment", "每户归属一名联户长", "联户长", "户"),
    ("B11.reach", "B11", "reach", "党员中心户联系户", "党员中心户", "户"),
    ("E8.reach", "E8", "reach", "合作社成员户", "合作社成员", "户"),
    ("H1.reach", "H1", "reach", "组织联系到户（任一）", "", "户"),
)
_OTHER = (
    ("G1.load", "G1", "load", "代表委员联系户数15至25户", "两代表一委员", "联系人"),
    ("C6.load", "C6", "load", "联户长联系户数15至30户", "联户长", "联系人"),
    ("B11.load", "B11", "load", "党员中心户联系户数10至30户", "党员中心户", "联系人"),
    ("B1.presence", "B1", "presence", "社区和小区党组织", "党组织", "槽位"),
    ("B2.presence", "B2", "presence", "村党组织", "党组织", "槽位"),
    ("B4.presence", "B4", "presence", "三委自治组织", "自治组织", "槽位"),
    ("D5.presence", "D5", "presence", "群团组织", "群团组织", "槽位"),
    ("E1.presence", "E1", "presence", "社会组织备案数", "社会组织", "槽位"),
    ("F11.presence", "F11", "presence", "综治中心三室一窗", "三室一窗", "槽位"),
)
LEDGERS = ("户籍人口", "两代表一委员", "联户长", "党员中心户", "党组织", "自治组织", "群团组织", "社会组织", "三室一窗", "合作社成员")


def scheme() -> Scheme:
    return Scheme("yunxi", "云溪方案", tuple(Check(*c) for c in (*_HOUSEHOLD, *_OTHER)))


def make_result(towns: int = 3, villages: int = 3, groups: int = 2, bays: int = 2, households: int = 7, evidence: int = 2) -> AuditResult:
    """`households` per bay. Every figure is counted from the rows, so sums hold by construction."""
    units: list[tuple[str, str, str, str, int]] = [("420000000000", "420000000000", COUNTY, COUNTY, 1)]
    gaps: list[tuple[object, ...]] = []
    facts: list[tuple[object, ...]] = []
    delivery: list[tuple[object, ...]] = []
    states: dict[tuple[str, str], Counter[str]] = {}
    serial = 0

    def count(check: str, path: str, state: str) -> None:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            states.setdefault((check, "/".join(parts[:depth])), Counter())[state] += 1

    def finding(check: tuple[str, ...], state: str, reason: str, kind: str, key: str, code: str, name: str, masked: str, path: str, hint: str = "") -> None:
        town = path.split("/")[1] if "/" in path else ""
        gaps.append((check[1], check[0], state, reason, kind, key, code, masked, path, path, hint, name, town))

    for t in range(towns):
        town = TOWNS[t] if t < len(TOWNS) else f"第{t + 1}镇"
        units.append((f"4200{t + 1:02}000000", f"4200{t + 1:02}000000", town, f"{COUNTY}/{town}", 2))
        for v in range(villages):
            village = VILLAGES[v] if v < len(VILLAGES) else f"第{v + 1}村"
            path, code = f"{COUNTY}/{town}/{village}", f"4200{t + 1:02}{v:03}200"
            units.append((code, code, village, path, 3))
            silent = LEDGERS[1 + (t * villages + v) % 9] if v == 1 else ""
            for ledger in LEDGERS:
                state = "nothing" if ledger == silent else "zero" if (v, ledger) == (2, "合作社成员") else "delivered"
                delivery.append((path, ledger, state, 0 if state != "delivered" else households * groups * bays))
            for check in _OTHER:
                for slot in range(4):
                    name = f"{village}{check[3][:6]}{slot + 1}"
                    state, reason = ("gap", "below" if check[2] == "load" else "missing") if (serial + slot) % 9 == 0 else ("met", "")
                    if check[4] == silent and check[2] != "load":
                        state, reason = "unknown", "not_delivered"
                    count(check[0], path, state)
                    if state != "met":
                        finding(check, state, reason, "Slot", f"{code}:{check[0]}:{slot}", "", name, name, path)
            for g in range(groups):
                group = f"{'一二三四五六七八九十'[g % 10]}组"
                units.append((f"{code}/{group}", "", group, f"{path}/{group}", 4))
                for b in range(bays):
                    bay = f"{SURNAMES[(g + b) % 14]}家湾{b // 14 or ''}"
                    place = f"{path}/{group}/{bay}"
                    units.append((f"{code}/{group}/{bay}", "", bay, place, 5))
                    for _ in range(households):
                        serial += 1
                        surname, key = SURNAMES[serial % 14], f"h{serial:06}"
                        name, masked = f"{surname}建国{serial}", f"{surname}*"
                        if serial == 3:
                            name, masked = FORMULA, FORMULA
                        if serial == 5:
                            name = masked = HTML
                        for i, check in enumerate(_HOUSEHOLD):
                            turn = (serial * 7 + i * 5) % (15 + 9 * ((t + 2 * v + i) % 5))
                            state, reason = "met", ""
                            if check[4] and check[4] == silent:
                                state, reason = "unknown", "not_delivered"
                            elif turn < 8:
                                state, reason = "gap", ("none", "none", "ended", "contact_left", "none", "not_started", "none", "none")[turn]
                            elif turn == 8:
                                state, reason = "unknown", "household_ambiguous"
                            count(check[0], place, state)
                            if state != "met":
                                hint = "联户长台账.xlsx#青石镇!12" if reason == "household_ambiguous" else ""
                                finding(check, state, reason, "Household", key, f"{serial:08}", name, masked, place, hint)
                            if i < evidence:
                                said = ("王*", "2023-01-01", "", reason or "met", "联户长台账.xlsx", town, serial)
                                facts.append((key, f"{serial:08}", place, check[4], *said))

    everything = (*_HOUSEHOLD, *_OTHER)
    coverage: list[tuple[object, ...]] = []
    for check in everything:
        for key, code, name, path, level in units:
            if level > 3 and check[2] not in {"reach", "assignment"}:
                continue
            c = states.get((check[0], path), Counter[str]())
            coverage.append((check[1], check[0], check[2], key, code, name, path, level, sum(c.values()), c["met"], c["gap"], c["unknown"]))
    gaps.append(("G1", "G1.load", "gap", "above", "Person", "p1", "", "赵*", "420000000000", COUNTY, "", "赵建设", ""))
    _one_more(coverage)
    problems = [
        ("青石镇_户籍人口台账.xlsx", "青石镇", 30, "联系电话", "phone_invalid", "warning", "138****", "电话号码应为 11 位。"),
        ("青石镇_户籍人口台账.xlsx", "青石镇", 44, "公民身份号码", "id_checksum", "warning", "4205**********0001", "校验码不对。"),
        ("柳河街道_户籍人口台账.xlsx", "新华社区", 8, "户主", "household_unknown", "error", "@SUM(1)", "登记的户中没有这一户，整行未收。"),
        ("联户长台账.xlsx", "柳河街道", 12, "户主", "household_ambiguous", "error", "-1+1", "该村有 2 户户主同名，整行未收。"),
        ("联户长台账.xlsx", "白鹭乡", float("nan"), "", "header_unrecognised", "info", "", "未认出表头，按非台账列出。"),
        ("联户长台账.xlsx", "白鹭乡", 9, "户数", "total_mismatch", "warning", HTML, "合计 12，实有 11。"),
    ]
    load = [("青石镇_户籍人口台账.xlsx", "青石镇", "户籍人口", 100, 90, 5, 3, 2), ("联户长台账.xlsx", "柳河街道", "联户长", 60, 55, 2, 1, 2)]
    claims = [
        ("C1", "总户数", f"{COUNTY}/青石镇/红旗村", "红旗村", 20, "", 28, -8.0, "青石镇_户籍人口台账.xlsx#青石镇!102"),
        ("C6", "联户长户数", f"{COUNTY}/柳河街道/红旗村", "周*", 28, "", 28, 0.0, "联户长台账.xlsx#柳河街道!61"),
        ("C6", "联户长户数", f"{COUNTY}/柳河街道/前进村", "吴*", 15, "约", 14, 1.0, "联户长台账.xlsx#柳河街道!62"),
        ("A1", "社区数", COUNTY, COUNTY, float("nan"), "不低于", 9, float("nan"), "published_figures.csv"),
    ]
    frame = pd.DataFrame(gaps, columns=[*GAPS, "plain_name", "town"])
    return AuditResult(
        "a1b2c3d4e5f60718",
        COUNTY,
        dt.date(2024, 6, 30),
        scheme(),
        "embedded",
        pd.DataFrame(coverage, columns=list(COVERAGE)),
        frame,
        pd.DataFrame(problems, columns=list(PROBLEMS)),
        pd.DataFrame(load, columns=list(LOAD)),
        pd.DataFrame(delivery, columns=list(DELIVERY)),
        pd.DataFrame(claims, columns=list(CLAIMS)),
        pd.DataFrame(facts, columns=list(EVIDENCE)),
        {"Unit": len(units), "Household": serial, "CONTACTS": len(facts)},
        {"空户": 4, "空挂户": 1, "整户迁出": 2},
        {"读台账": 1.25, "核查": 0.5},
        ["核查日期 2024-06-30 早于部分台账的报送日期；人口按报送时计。", "未作为台账读取：填表说明.xlsx。"],
        [{"file": "联户长台账.xlsx", "checksum": "00ff", "bytes": 12345}],
        arrived=tuple(dict.fromkeys(str(ledger) for _, ledger, state, _ in delivery if state != "nothing")),
        county_code="420000000000",
    )


def _one_more(coverage: list[tuple[object, ...]]) -> None:
    """The contact with too many households over several towns stands at the county only."""
    for i, row in enumerate(coverage):
        if row[1] == "G1.load" and row[7] == 1:
            system, check, kind, key, code, name, path, level, of, met, gap, unknown = row
            assert isinstance(of, int) and isinstance(gap, int)
            coverage[i] = (system, check, kind, key, code, name, path, level, of + 1, met, gap + 1, unknown)


@pytest.fixture(scope="session")
def build() -> Callable[..., AuditResult]:
    return make_result


@pytest.fixture(scope="session")
def result() -> AuditResult:
    return make_result()


@pytest.fixture(scope="session")
def folder(result: AuditResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All reports of `result`, written once."""
    out = tmp_path_factory.mktemp("out")
    write_reports(result, out)
    return out
