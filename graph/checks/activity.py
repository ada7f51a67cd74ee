"""activity: enough events in a period: households visited, meetings held, requests answered, days stayed."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from graph.checks.contacting import contacting
from graph.checks.contacts import Contacts
from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, Finding
from graph.checks.homes import Homes
from graph.checks.populations import Population, population
from graph.checks.reach import AMBIGUOUS, FOUND, REASONS, Reach
from graph.checks.subjects import Asked, slotted, stated, unknown_where_silent
from graph.checks.units import VILLAGE
from graph.scheme import Check

UNANSWERED = re.compile(
    r"|无|没有|未.*|待.*|尚未.*|暂未.*|正在.*|还在.*|跟踪.*|跟进.*|.*(?:办理|处理|处置|推进|进行|协调|整改|研究|受理|实施)中|已?(?:受理|登记|转办|交办)"
)
"""Outcomes that are none yet: nothing was done, or somebody is at it."""


def activity(facts: Facts, homes: Homes, reach: Reach, edges: Contacts, check: Check) -> Finding:
    """Each subject with enough events in the window is met; only earlier ones are `stale`, too few `below_norm`."""
    if check.population == "户":
        return _visited(facts, homes, reach, check)
    if check.population == "事件":
        return _answered(facts, check)
    subjects, events = _happened(facts, edges, check)
    begins = facts.window(int(str(check.options["days"]))) if "days" in check.options else None
    events = events.assign(weight=events["days"] if check.options.get("sum_days") else 1)
    recent = events[events["date"] > begins] if begins is not None else events
    total = np.bincount(events["subject"], minlength=len(subjects))
    weight = np.bincount(recent["subject"], weights=recent["weight"], minlength=len(subjects))
    least = int(str(check.options.get("least", 1)))
    state = np.where(weight >= least, MET, GAP)
    reason = np.where(weight > 0, "below_norm", np.where(total > 0, "stale", "none")).astype(object)
    return stated(facts, check, subjects, state, reason)


def _visited(facts: Facts, homes: Homes, reach: Reach, check: Check) -> Finding:
    """Households named by an event inside the window (D - days < date <= D); a visit with an unreadable date is an earlier one."""
    kinds = check.words("events")
    about = facts.about("Household", kinds)
    begins = facts.window(int(str(check.options["days"]))) if "days" in check.options else None
    at = homes.households.at(about["target"])
    code = np.zeros(len(homes), np.int8)
    code[at[at >= 0]] = REASONS.index("stale")
    recent = at[(about["date"] > begins).to_numpy(bool)] if begins is not None else at
    code = reach.unknown(check, code)
    may = facts.ground.rows("visit_candidates", kinds=kinds).to_pandas()
    may = homes.households.at(may.loc[may["date"] > begins, "household"] if begins is not None else may["household"])
    code[may[may >= 0]] = AMBIGUOUS
    code[recent[recent >= 0]] = FOUND
    return reach.finding(check, code[facts.ground.households.denominator])


def _answered(facts: Facts, check: Check) -> Finding:
    """Requests, whistles and orders with an outcome."""
    subjects = population(facts, check)
    outcome = facts.events(check.words("events"))["outcome"]
    state = np.where(outcome.str.strip().map(lambda said: UNANSWERED.fullmatch(said) is not None), GAP, MET)
    state = unknown_where_silent(facts, check, subjects, state)
    return slotted(facts, subjects, [Asked("", np.arange(len(subjects)), state, np.full(len(subjects), "open", object))], VILLAGE)


def _happened(facts: Facts, edges: Contacts, check: Check) -> tuple[Population, pd.DataFrame]:
    """Units, bodies or contacts; and their events: subject (position), date, days."""
    kinds = check.words("events")
    if check.population == "单元":
        subjects = population(facts, check)
        rows = facts.about("Unit", kinds)
        unit = facts.unit_of(rows["target"])
        rows, unit = rows[unit >= 0], unit[unit >= 0]
        above = facts.units.ancestors[unit] if check.options.get("below") else unit[:, None]
        places = [pd.DataFrame({"unit": above[:, n], "event": rows["event"], "date": rows["date"], "days": rows["days"]}) for n in range(above.shape[1])]
        found = pd.concat(places).drop_duplicates(["unit", "event"]) if places else rows
        position = np.full(len(facts.units) + 1, -1)
        position[subjects.unit] = np.arange(len(subjects))
        found = found.assign(subject=position[found["unit"].to_numpy(np.int64)])
    elif check.population == "联系人":
        who = contacting(facts, edges, check.words("mechanisms"), apart=False)
        subjects = Population("联系人", pd.DataFrame({"id": who["person"], "code": "", "name": "", "unit": who["unit"], "kind": "Person"}), True)
        found = facts.by("Person", kinds)
        found = found.assign(subject=pd.Index(subjects.frame["id"]).get_indexer(found["target"]))
    else:
        subjects = population(facts, check)
        found = pd.concat([facts.by("body", kinds), facts.about("body", kinds)]).drop_duplicates(["event", "target"])
        found = found.assign(subject=pd.Index(subjects.frame["id"]).get_indexer(found["target"]))
    return subjects, found[found["subject"] >= 0]
