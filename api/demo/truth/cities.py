"""The checks of the two cities that are sure by construction: posts, grids, pairs, visits."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from api.demo.ledgers.council import FIVE, SEVEN
from api.demo.ledgers.gridbook import ROLES
from api.demo.ledgers.standing import FOUR
from api.demo.made import Made
from api.demo.ties import TODAY
from api.demo.truth.slots import body_list
from api.demo.truth.tables import GAP, MET, UNKNOWN, Check, Tables


def city_checks(made: Made, tables: Tables) -> list[Check]:
    """Those of xinyang, or those of yangzhou."""
    if made.world.county.flavour.scheme == "xinyang":
        councils = body_list(made, tables, "C11", FOUR)
        return [*_council(made, tables), _grids(made, tables, "F3.staffing", ROLES), _pairs(made, tables), _visits(made, tables), councils]
    successors = tables.check("B14.staffing")
    have = {v for v, _, post in made.council.held if post == "后备干部"}
    for v in tables.villages:
        successors.subject(tables.county.village_path(v), MET if v in have else GAP if v in made.council.delivered else UNKNOWN, "vacant")
    grids = (("F2.staffing", ("网格长",)), ("F4.staffing", ("专职网格员",)))
    return [successors, *(_grids(made, tables, name, roles) for name, roles in grids)]


def _council(made: Made, tables: Tables) -> list[Check]:
    """Five posts per village, seven per community; at least as many distinct persons."""
    staffing, size = tables.check("C14.staffing"), tables.check("C14.staffing.员额")
    filled, people = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    for village, person, post in made.council.held:
        filled[village].add(post)
        people[village].add(person)
    for v in tables.villages:
        path, known = tables.county.village_path(v), v in made.council.delivered
        posts = SEVEN if tables.county.villages[v].community else FIVE
        for post in posts:
            staffing.subject(path, UNKNOWN if not known else MET if post in filled[v] else GAP, "vacant" if known else "not_delivered", subject=post)
        enough = len(people[v]) >= len(posts)
        size.subject(path, UNKNOWN if not known else MET if enough else GAP, "below_norm" if known else "not_delivered")
    return [staffing, size]


def _grids(made: Made, tables: Tables, name: str, roles: tuple[str, ...]) -> Check:
    """Grids × roles; every grid stands in the ledger."""
    check, cover = tables.check(name), made.cover
    assert cover is not None
    staffed = set(cover.staffed)
    for g, (village, grid) in enumerate(cover.book):
        for role in roles:
            check.subject(tables.county.village_path(village), MET if (g, role) in staffed else GAP, "vacant", subject=f"{grid} {role}")
    return check


def _pairs(made: Made, tables: Tables) -> Check:
    """One branch that is paired with this village alone."""
    check, of = tables.check("B9.assignment"), defaultdict[int, set[str]](set)
    for branch, village in zip(made.pairs.branch, made.pairs.village, strict=True):
        of[village].add(branch)
    times = Counter(b for branches in of.values() for b in branches)
    for v in tables.villages:
        mine = of[v]
        reason = "none" if not mine else "several" if len(mine) > 1 else "shared" if times[next(iter(mine))] > 1 else ""
        check.subject(tables.county.village_path(v), GAP if reason else MET, reason, subject=tables.county.villages[v].name)
    return check


def _visits(made: Made, tables: Tables) -> Check:
    """A visit within 180 days; an unreadable day is an early one."""
    n = len(made.world.homes.size)
    ever, late = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    ever[made.visits.home] = True
    late[made.visits.home[made.visits.day > TODAY - 180]] = True
    known = np.isin(made.world.homes.village, np.array(sorted(made.visits.delivered), dtype=np.int64))
    state = np.where(late, MET, np.where(known, GAP, UNKNOWN)).astype(np.int64)
    reasons = ["stale" if e else "none" if k else "not_delivered" for e, k in zip(ever.tolist(), known.tolist(), strict=True)]
    return tables.home_check("G11.activity", state, reasons)
