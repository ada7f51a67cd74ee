"""presence: has each unit of a level and kind its slots? A slot is filled by any of its alternatives (design section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.checks.finding import GAP, MET, UNKNOWN, Finding, finding
from graph.checks.ground import Ground
from graph.checks.units import VILLAGE
from graph.scheme import Check


@dataclass(frozen=True)
class Slot:
    """What must be there: any body or place of `kinds`."""

    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """One slot asked of some units: whether each has it, and why not."""

    units: np.ndarray
    met: np.ndarray
    reason: np.ndarray
    slot: str


def presence(ground: Ground, check: Check) -> Finding:
    """Units × slots; a village that delivered nothing of the check's ledger is unknown for all its slots."""
    units = ground.units
    subject = (units.level == check.options["level"]) & ~units.virtual
    if "units" in check.options:
        subject &= units.of_kinds(check.options["units"])
    where = np.flatnonzero(subject)
    asked = list(_social(ground, check, where) if "social" in check.options else _slots(ground, check, where))
    unit = np.concatenate([a.units for a in asked]) if asked else np.zeros(0, np.int64)
    met = np.concatenate([a.met for a in asked]) if asked else np.zeros(0, bool)
    known = ground.delivered(check.ledger)[unit]
    state = np.where(~known, UNKNOWN, np.where(met, MET, GAP))
    open_ = np.flatnonzero(state != MET)
    words = [(a.slot, r) for a in asked for r in a.reason.tolist()]
    told = [(int(unit[i]), *words[i], bool(known[i])) for i in open_]
    ids = units.id.take(pa.array([u for u, *_ in told], pa.int64())).to_pylist()
    return finding(
        len(units), VILLAGE, state, unit, reason=[reason if there else "not_delivered" for _, _, reason, there in told],
        subject_kind="Unit", subject_id=[f"{i}/{slot}" for i, (_, slot, *_) in zip(ids, told, strict=True)], subject_code=[units.code[u] for u, *_ in told],
        name=[units.name[u] for u, *_ in told], about=[slot for _, slot, *_ in told], slot=[slot for _, slot, *_ in told],
    )  # fmt: skip


def slots_of(ground: Ground, check: Check) -> list[Slot]:
    """The slots that a check declares, in its own words or by the name of a list."""
    if "list" in check.options:
        return [Slot(str(w), (str(w),)) for w in ground.lists.get(str(check.options["list"]), ())]
    said = check.options["slots"]
    assert isinstance(said, list)
    return [Slot(str(s["name"]), tuple(str(k) for k in s["kinds"])) for s in said]


def _slots(ground: Ground, check: Check, where: np.ndarray) -> Iterator[_Asked]:
    slots = slots_of(ground, check)
    kinds = sorted({k for s in slots for k in s.kinds})
    if not kinds:
        return
    rows = ground.rows("presence_bodies", kinds=kinds)
    at = ground.units.index(rows["unit"])
    for slot in slots:
        there = np.zeros(len(ground.units), bool)
        there[at[np.asarray(pc.is_in(rows["kind"], value_set=pa.array(slot.kinds)))]] = True
        yield _Asked(where, there[where], np.full(len(where), "missing", object), slot.name)


def _social(ground: Ground, check: Check, where: np.ndarray) -> Iterator[_Asked]:
    """At least n social organisations in a village or under it, n by the kind of the village."""
    rows = ground.rows("presence_social")
    number = np.zeros(len(ground.units), np.int64)
    np.add.at(number, ground.units.index(rows["unit"]), np.asarray(rows["number"]))
    number = ground.units.rolled_up(number)
    norms = check.options["social"]
    assert isinstance(norms, dict)
    for word, least in norms.items():
        here = where[ground.units.of_kinds([word])[where]]
        name = f"社会组织≥{least}"
        yield _Asked(here, number[here] >= int(least), np.where(number[here] == 0, "missing", "below_norm"), name)
