"""reach, assignment and load: the checks that ask who contacts whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from api.demo.chosen import MANDATES
from api.demo.dice import Bools, Ints
from api.demo.made import Made
from api.demo.truth.edges import COUNTS, ENDED, REASONS, Edges
from api.demo.truth.tables import GAP, MET, UNKNOWN, Check, Tables

NORMS = {"G1": (15, 25), "C6": (15, 30), "B11": (10, 30), "C8": (8, 12)}
NONE = 9
"""Weaker than every reason an edge may give."""


def contact_checks(made: Made, edges: dict[str, Edges], tables: Tables) -> list[Check]:
    """All checks on the contact ledgers and on the cooperatives."""
    found, answers = list[Check](), dict[str, tuple[Ints, list[str]]]()
    for kind, ledger in edges.items():
        answers[kind] = _reach(made, ledger, None)
        found += [tables.home_check(f"{kind}.reach", *answers[kind]), _load(made, kind, ledger, tables)]
        if kind == "G1":
            found += [tables.home_check(f"G1.reach.{m}", *_reach(made, ledger, m)) for m in MANDATES]
    if "C6" in edges:
        found.append(tables.home_check("C6.assignment", *_assignment(made, edges["C6"], *answers["C6"])))
        found.append(tables.home_check("H1.reach", *_any(list(answers.values()))))
    if not made.world.county.flavour.below:
        found += [tables.home_check(name, *_coop(made, kind)) for name, kind in _COOPS.items()]
    return found


_COOPS = {"E8.reach": "", "E8.reach.专业合作社": "专业合作社", "E8.reach.股份经济合作社": "股份经济合作社"}


def _answer(made: Made, met: Bools, doubtful: set[int], edge: Ints, delivered: set[int]) -> tuple[Ints, list[str]]:
    """met, else unknown (in doubt, or nothing delivered where nothing is stated), else a gap with its strongest reason."""
    n = len(met)
    doubt = np.zeros(n, dtype=np.bool_)
    doubt[list(doubtful)] = True
    silent = ~np.isin(made.world.homes.village, np.array(sorted(delivered), dtype=np.int64)) & (edge == NONE)
    state: Ints = np.where(met, MET, np.where(doubt | silent, UNKNOWN, GAP)).astype(np.int64)
    rows = zip(doubt.tolist(), silent.tolist(), edge.tolist(), strict=True)
    return state, ["household_ambiguous" if d else "not_delivered" if s else REASONS.get(e, "none") for d, s, e in rows]


def _reach(made: Made, ledger: Edges, mechanism: str | None) -> tuple[Ints, list[str]]:
    n = len(made.world.homes.size)
    chosen = np.array([mechanism in (None, m) for m in ledger.mechanism], dtype=np.bool_)
    home, standing = ledger.home[chosen], ledger.standing[chosen]
    met = np.zeros(n, dtype=np.bool_)
    met[home[standing == COUNTS]] = True
    weakest = np.full(n, NONE, dtype=np.int64)
    np.minimum.at(weakest, home[standing != COUNTS], standing[standing != COUNTS])
    doubtful = set().union(*(homes for m, homes in ledger.doubtful.items() if mechanism in (None, m)))
    return _answer(made, met, doubtful, weakest, ledger.delivered)


def _assignment(made: Made, ledger: Edges, state: Ints, reasons: list[str]) -> tuple[Ints, list[str]]:
    """Exactly one; none is as in reach, reasons and all."""
    pairs = np.unique(np.stack([ledger.home, ledger.contact])[:, ledger.standing == COUNTS], axis=1)
    several = np.bincount(pairs[0], minlength=len(state)) > 1
    found: Ints = np.where(several, GAP, state)
    return found, ["several" if s else r for s, r in zip(several.tolist(), reasons, strict=True)]


def _any(answers: list[tuple[Ints, list[str]]]) -> tuple[Ints, list[str]]:
    """Met by one, else unknown by one, else a gap; the strongest reason of those that decide."""
    order = ("household_ambiguous", "not_delivered", "contact_left", "ended", "not_started", "none")
    state: Ints = np.min(np.stack([a[0] for a in answers]), axis=0)
    reasons = [min((a[1][i] for a in answers if a[0][i] == s), key=order.index) if s != MET else "" for i, s in enumerate(state.tolist())]
    return state, reasons


def _coop(made: Made, kind: str) -> tuple[Ints, list[str]]:
    n = len(made.world.homes.size)
    met, doubtful, delivered = np.zeros(n, dtype=np.bool_), set[int](), set[int]()
    for sheet in made.coops:
        of_kind = np.array([not kind or k == kind for k in sheet.kind], dtype=np.bool_)
        met[sheet.found[~sheet.draft.rejected & of_kind]] = True
        doubtful |= {h for row, fit in sheet.fitting.items() if of_kind[row] and sheet.draft.village[row] >= 0 for h in fit}
        delivered |= set(sheet.draft.village[sheet.draft.village >= 0].tolist())
    edge = np.full(n, NONE, dtype=np.int64)
    edge[[home for home, word in made.past.get("E8", []) if not kind or word == kind]] = ENDED
    return _answer(made, met, doubtful, edge, delivered)


def cooperative_line(made: Made, tables: Tables) -> Check:
    """H1 asks of every county what E8 asks of some."""
    return tables.home_check("H1.reach.合作社", *_coop(made, ""))


def _load(made: Made, kind: str, ledger: Edges, tables: Tables) -> Check:
    """Distinct households per contact; one subject at the lowest unit that holds them all."""
    check, (low, high) = tables.check(f"{kind}.load"), NORMS[kind]
    homes: dict[int, set[int]] = defaultdict(set)
    good = ledger.standing == COUNTS
    for contact, home in zip(ledger.contact[good].tolist(), ledger.home[good].tolist(), strict=True):
        homes[contact].add(home)
    where: Callable[[int], str] = lambda home: made.world.county.village_path(int(made.world.homes.village[home]))  # noqa: E731
    for mine in homes.values():
        paths = {where(h) for h in mine}
        while len(paths) > 1:
            paths = {p.rpartition("/")[0] for p in paths}
        state = MET if low <= len(mine) <= high else GAP
        check.subject(paths.pop(), state, "below" if len(mine) < low else "above")
    for _, home in made.both if kind == "B11" else ():
        check.subject(where(home), GAP, "below")
    return check
