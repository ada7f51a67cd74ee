"""Findings of subjects that are no households: units, grids, bodies, persons, and the slots or posts asked of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from graph.checks.facts import Facts
from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding
from graph.checks.populations import Population
from graph.checks.units import VILLAGE
from graph.scheme import Check


@dataclass(frozen=True)
class Asked:
    """One slot (post, line) asked of the subjects at these positions: the state of each, and the reason where it is a gap."""

    slot: str
    at: np.ndarray
    state: np.ndarray
    reason: np.ndarray


def slotted(facts: Facts, subjects: Population, asked: Sequence[Asked], deepest: int) -> Finding:
    """Subjects × slots as one finding: a gap or unknown is named by its subject and its slot."""
    at = np.concatenate([a.at for a in asked]) if asked else np.zeros(0, np.int64)
    state = np.concatenate([a.state for a in asked]) if asked else np.zeros(0, np.int64)
    reason = np.concatenate([a.reason for a in asked]) if asked else np.zeros(0, object)
    slot = np.repeat(np.array([a.slot for a in asked], object), [len(a.at) for a in asked])
    open_ = np.flatnonzero(state != MET)
    rows = subjects.frame.iloc[at[open_]]
    named = slot[open_]
    return finding(
        len(facts.units), deepest, state, subjects.unit[at], reason=np.where(state[open_] == UNKNOWN, "not_delivered", reason[open_]),
        subject_kind=rows["kind"].to_numpy(object), subject_id=_ids(facts, subjects, rows, named),
        subject_code=rows["code"].to_numpy(object), name=_names(facts, subjects, rows), private=subjects.private, about=named, slot=named,
    )  # fmt: skip


def stated(facts: Facts, check: Check, subjects: Population, state: np.ndarray, reason: np.ndarray | str) -> Finding:
    """One state per subject; with what the check's means say, gaps become unknown where nothing was delivered."""
    why = reason if isinstance(reason, np.ndarray) else np.full(len(subjects), reason, object)
    known = facts.ground.delivered(check.ledger, check.scope)[subjects.unit]
    state = np.where((state == GAP) & (why == "none") & ~known, UNKNOWN, state)
    return slotted(facts, subjects, [Asked("", np.arange(len(subjects)), state, why)], VILLAGE)


def unknown_where_silent(facts: Facts, check: Check, subjects: Population, state: np.ndarray) -> np.ndarray:
    """GAP turned to UNKNOWN for subjects whose ledger was not delivered."""
    known = facts.ground.delivered(check.ledger, check.scope)[subjects.unit]
    turned: np.ndarray = np.where((state == GAP) & ~known, UNKNOWN, state)
    return turned


def _ids(facts: Facts, subjects: Population, rows: pd.DataFrame, named: np.ndarray) -> np.ndarray:
    """One id per subject and slot; a member may be listed in several villages, and is a subject of each."""
    ids = rows["id"].to_numpy(object)
    if subjects.what == "成员":
        ids = ids + "/" + facts.units.id.to_numpy(zero_copy_only=False)[rows["unit"]]
    told: np.ndarray = np.where(named == "", ids, ids + "/" + named)
    return told


def _names(facts: Facts, subjects: Population, rows: pd.DataFrame) -> object:
    """Names of the open subjects; a person's is asked of the edition, which knows it plain."""
    if subjects.what not in ("人", "联系人", "成员"):
        return rows["name"].to_numpy(object)
    return facts.ground.told("Person", pa.array(rows["id"].to_numpy(object), pa.string()), "name")[0]
