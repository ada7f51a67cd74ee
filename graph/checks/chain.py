"""chain (纵向到底): does each lowest member reach the top through every declared level?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, Finding
from graph.checks.homes import Homes
from graph.checks.means import words
from graph.checks.populations import Population, bodies
from graph.checks.reach import FOUND, NOT_DELIVERED, REASONS, Reach
from graph.checks.subjects import Asked, slotted, unknown_where_silent
from graph.checks.units import VILLAGE
from graph.scheme import Check


def chain(facts: Facts, homes: Homes, reach: Reach, check: Check) -> Finding:
    """Members, bodies or households whose way up is whole."""
    if check.population == "户":
        return _linked(homes, reach, check)
    subjects, ways = (_members if check.population == "成员" else _bodies)(facts, check)
    leads = _leads(facts, set(ways["body"]), check)
    whole = np.zeros(len(subjects), bool)
    whole[ways.loc[ways["body"].isin(leads), "subject"].to_numpy(np.int64)] = True
    begun = np.zeros(len(subjects), bool)
    begun[ways["subject"].to_numpy(np.int64)] = True
    state = unknown_where_silent(facts, check, subjects, np.where(whole, MET, GAP))
    reason = np.where(begun, "broken", "no_organization")
    return slotted(facts, subjects, [Asked("", np.arange(len(subjects)), state, reason)], VILLAGE)


def _members(facts: Facts, check: Check) -> tuple[Population, pd.DataFrame]:
    """Persons listed in the rosters, one subject per person and village; and the bodies of the line that they are members of."""
    rows = facts.ground.rows("listed", rosters=check.words("roster")).to_pandas()
    unit = facts.unit_of(rows["unit"])
    village = np.where((unit >= 0) & (facts.units.village[unit] >= 0), facts.units.village[unit], unit)
    frame = pd.DataFrame({"id": rows["person"], "unit": village, "code": "", "name": "", "kind": "Person"})
    kept = (frame["unit"] >= 0).to_numpy() & ~facts.units.virtual[village]
    if "units" in check.options:
        kept &= facts.units.of_kinds(check.options["units"])[village]
    frame = frame[kept].drop_duplicates(["id", "unit"]).reset_index(drop=True)
    line = facts.bodies.loc[facts.bodies["label"] == check.options.get("label", "党组织"), "id"]
    own = facts.listed_memberships[facts.listed_memberships["body"].isin(set(line))]
    ways = frame.reset_index(names="subject").merge(own, left_on="id", right_on="person")[["subject", "body"]]
    return Population("成员", frame, True), ways


def _bodies(facts: Facts, check: Check) -> tuple[Population, pd.DataFrame]:
    """Bodies themselves, each its own beginning."""
    label = {"labels": [str(check.options["label"])]} if "label" in check.options else {}
    subjects = bodies(facts, Check(check.id, check.system, check.kind, check.title, check.ledger, check.counts, {**check.options, **label}))
    return subjects, pd.DataFrame({"subject": np.arange(len(subjects)), "body": subjects.frame["id"]})


def _leads(facts: Facts, begin: set[str], check: Check) -> set[str]:
    """The bodies from which the way up passes, in turn, one that satisfies each step (a body may satisfy a step itself)."""
    above: dict[str, list[str]] = {}
    for child, parent in zip(facts.parents["child"], facts.parents["parent"], strict=True):
        above.setdefault(child, []).append(parent)
    steps = [_fitting(facts, step) for step in check.tables("through")]
    leads = set()
    for start in begin:
        here, seen = {(start, _passed(start, 0, steps))}, set()
        while here and not any(done == len(steps) for _, done in here):
            seen |= here  # a circle of UNDER edges comes back to what was seen
            here = {(up, _passed(up, done, steps)) for body, done in here for up in above.get(body, ())} - seen
        if here:
            leads.add(start)
    return leads


def _passed(body: str, done: int, steps: list[set[str]]) -> int:
    while done < len(steps) and body in steps[done]:
        done += 1
    return done


def _fitting(facts: Facts, step: Mapping[str, object]) -> set[str]:
    """Bodies of the kinds and the level of a step."""
    rows = facts.bodies[facts.bodies["label"] != "阵地"]  # a place standing in a chain is no organisation of it
    if "kinds" in step:
        rows = rows[rows["kind"].isin(words(step, "kinds"))]
    if "level" in step:
        rows = rows[(rows["unit"] >= 0) & (facts.units.level[rows["unit"]] == step["level"])]
    return set(rows["id"])


def _linked(homes: Homes, reach: Reach, check: Check) -> Finding:
    """Households all of whose links hold; one that lacks a link of a delivered ledger is broken, of no delivered one unknown."""
    ground = homes.facts.ground
    unit = ground.households.unit
    code = np.full(len(homes), FOUND, np.int8)
    missing, silent = np.zeros(len(homes), bool), np.zeros(len(homes), bool)
    for link in check.tables("links"):
        held = homes.has(link)
        known = ground.delivered(str(link.get("ledger", "")), str(link.get("scope", check.scope)))[unit]
        missing |= ~held & known
        silent |= ~held & ~known
    code[silent] = NOT_DELIVERED
    code[missing] = REASONS.index("broken")
    return reach.finding(check, code[ground.households.denominator])
