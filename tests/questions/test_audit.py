"""Where a question and a check of the audit count the same thing they give the same figure, on the demo county."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph.audit import audit
from graph.edition import Edition
from graph.queries import query
from graph.result import AuditResult
from graph.scheme import read_scheme
from graph.store import Store
from tests.questions.conftest import given

CHECKS = {"G1.reach", "G1.reach.党代表", "C6.reach", "B11.reach", "H1.reach", "C6.assignment", "C6.load", "C6.claim", "A1.claim"}
LEADER = {"mechanisms": ["联户长"]}
SYSTEMS = {
    "H1.reach": {},
    "C6.reach": LEADER,
    "B11.reach": {"mechanisms": ["党员中心户"]},
    "G1.reach": {"mechanisms": ["党代表", "人大代表", "政协委员"]},
}
"""Check → what a question must be asked to count the same; the questions' defaults are the whole of H1."""
Row = dict[str, Any]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def result(demo: Edition, embedded: Store) -> AuditResult:
    scheme = read_scheme("zhijiang")
    asked = replace(scheme, checks=tuple(c for c in scheme.checks if c.id in CHECKS))
    return audit(demo, embedded, asked, dt.date.fromisoformat(str(demo.manifest["as_of"])), verified=False)


@pytest.fixture(scope="module")
def ask(demo: Edition, embedded: Store, result: AuditResult) -> Ask:
    top = result.coverage.iloc[0]["unit_id"]

    def rows(name: str, **said: object) -> list[Row]:
        one = query(name)
        found: list[Row] = embedded.query(one.text, given(one, said, unit=top, as_of=result.as_of)).to_pylist()
        return found

    return rows


def covered(result: AuditResult, check: str) -> dict[str, tuple[int, ...]]:
    """Unit → of, met, gap, unknown, of units with households."""
    rows = result.coverage[(result.coverage["check"] == check) & (result.coverage["of"] > 0)]
    return {r.unit_id: (r.of, r.met, r.gap, r.unknown) for r in rows.itertuples()}


def open_(result: AuditResult, check: str, *reasons: str) -> list[str]:
    """The subjects of a check that are a gap for some of these reasons."""
    rows = result.gaps[(result.gaps["check"] == check) & result.gaps["reason"].isin(reasons)]
    return sorted(rows["subject_id"])


def counts(row: Row) -> tuple[int, ...]:
    return row["of"], row["met"], row["gap"], row["unknown"]


@pytest.mark.parametrize("check", SYSTEMS)
def test_households_nobody_reaches(check: str, ask: Ask, result: AuditResult) -> None:
    rows = result.gaps[result.gaps["check"] == check]
    audited = {(r.subject_id, r.state, r.reason, r.unit_path) for r in rows.itertuples()}
    assert {(r["household_id"], r["state"], r["reason"], r["unit_path"]) for r in ask("households_nobody_reaches", **SYSTEMS[check])} == audited
    assert audited


@pytest.mark.parametrize("check", SYSTEMS)
def test_coverage(check: str, ask: Ask, result: AuditResult) -> None:
    audited = covered(result, check)
    levels = dict(zip(result.coverage["unit_id"], result.coverage["level"], strict=True))
    assert {r["unit_id"]: counts(r) for r in ask("coverage_by_bay", **SYSTEMS[check])} == {u: n for u, n in audited.items() if levels[u] == 5}
    for unit in [u for u in audited if levels[u] in (1, 2, 3)]:
        rows = ask("coverage_by_child_unit", unit=unit, **SYSTEMS[check])
        assert {r["unit_id"]: counts(r) for r in rows if r["unit_id"] != unit}.items() <= audited.items()
        assert tuple(map(sum, zip(*map(counts, rows), strict=True))) == audited[unit], "the children and what stands at the unit itself"


def test_household_counts(ask: Ask, result: AuditResult) -> None:
    audited = {u: n[0] for u, n in covered(result, "H1.reach").items()}
    rows = ask("household_counts_by_unit")
    assert {r["unit_id"]: r["counted"] for r in rows if r["counted"]} == audited
    assert rows[0]["excluded"] == sum(result.excluded.values()) == len(ask("excluded_households"))


def test_distributions(ask: Ask, result: AuditResult) -> None:
    top = result.coverage.iloc[0]["unit_id"]
    of, met, *_ = covered(result, "H1.reach")[top]
    numbers = {r["contacts"]: r["households"] for r in ask("households_by_contact_count")}
    assert (sum(numbers.values()), numbers[0]) == (of, of - met)
    by = {r["mechanism"]: r["households"] for r in ask("coverage_by_mechanism")}
    assert [by[m] for m in ("联户长", "党员中心户", "党代表")] == [covered(result, c)[top][1] for c in ("C6.reach", "B11.reach", "G1.reach.党代表")]


def test_what_became_of_the_contact(ask: Ask, result: AuditResult) -> None:
    left = {r["household_id"] for r in ask("households_whose_only_contact_left", mechanisms=["联户长"])}
    ended = {r["household_id"] for r in ask("households_whose_contact_ended", mechanisms=["联户长"])}
    doubted = set(open_(result, "C6.reach", "household_ambiguous"))
    assert left - doubted == set(open_(result, "C6.reach", "contact_left"))
    assert ended - left - doubted == set(open_(result, "C6.reach", "ended")), (
        "a household with both is told under the stronger reason by the audit, in both questions here"
    )


def test_assignment_and_load(ask: Ask, result: AuditResult) -> None:
    assert sorted(r["household_id"] for r in ask("households_in_several_groups")) == open_(result, "C6.assignment", "several")
    rows = ask("contact_load")
    for state in ("below", "above"):
        assert sorted(f"{r['person_id']}/{r['mechanism']}" for r in rows if r["state"] == state) == open_(result, "C6.load", state)
    (summary,) = ask("load_by_mechanism", mechanisms=["联户长"])
    assert summary["within"] == covered(result, "C6.load")[result.coverage.iloc[0]["unit_id"]][1] == Counter(r["state"] for r in rows)["within"]
    assert len(ask("contacts_beyond_load")) == summary["above"]


def test_claims(ask: Ask, result: AuditResult) -> None:
    audited = Counter((r.claimed, r.counted, r.source) for r in result.claims.itertuples())
    asked = ask("claims_against_counted") + ask("contact_claims_against_counted")
    mine = Counter((r["claimed"], r["counted"], r["source"]) for r in asked)
    assert mine
    assert not mine - audited
    assert {counted for (_, counted, _) in audited - mine} <= {0}, "a group none of whose rows was accepted stands in no unit, and has no row here"
