"""chain, breadth and overlap: the vertical, the horizontal, and the same people twice."""

from __future__ import annotations

from collections import Counter

import numpy as np

from api.demo.made import Made
from api.demo.party import Branch
from api.demo.truth.edges import COUNTS, Edges
from api.demo.truth.slots import PARTY, delivered, party_at, stated_bodies
from api.demo.truth.tables import GAP, MET, UNKNOWN, Check, Tables


def line_checks(made: Made, edges: dict[str, Edges], tables: Tables) -> list[Check]:
    return [_chain(made, tables, "B1"), _chain(made, tables, "B2"), _breadth(made, edges, tables)]


def _chain(made: Made, tables: Tables, system: str) -> Check:
    """Members of a community (B1) or village (B2): does their organisation lead up to the town's 党委?"""
    check = tables.check(f"{system}.chain")
    branches = {b.name: b for s in made.party for b, bad in zip(s.branches, s.draft.rejected.tolist(), strict=True) if not bad}
    for sheet in made.members:
        names = made.world.folk.name[sheet.people]
        for village, stated, name in zip(sheet.draft.village.tolist(), sheet.branch, names.tolist(), strict=True):
            if village < 0 or tables.county.villages[village].community != (system == "B1"):
                continue
            own = branches.get(stated)
            state = MET if own and _leads_up(own, branches) else GAP
            check.subject(tables.county.village_path(village), state, "broken" if own else "no_organization", subject=name)
    return check


def _leads_up(branch: Branch, branches: dict[str, Branch]) -> bool:
    """Through an organisation of the village to that of the town."""
    while branch.village >= 0:
        above = branches.get(branch.parent)
        if above is None:
            return False
        branch = above
    return True


def _breadth(made: Made, edges: dict[str, Edges], tables: Tables) -> Check:
    """Six lines per village."""
    check, h = tables.check("H3.breadth"), made.world.homes
    bodies = {kind: stated_bodies(made, kind) for kind in ("B4", "D5", "E1")}
    self_rule = {v for v, rows in bodies["B4"].items() if {k for k, _ in rows} & {"村民委员会", "居民委员会"}}
    coop = {int(h.village[i]) for s in made.coops for i in s.found[~s.draft.rejected].tolist()}
    reached = {int(v) for e in edges.values() for v in np.unique(h.village[e.home[e.standing == COUNTS]])}
    party = party_at(made) | {v for v, rows in bodies["B4"].items() if {k for k, _ in rows} & set(PARTY)}
    everywhere = set(tables.villages)
    lines = (
        ("党组织", party, everywhere),
        ("自治", self_rule, delivered(made, "B4")),
        ("群团", set(bodies["D5"]), delivered(made, "D5")),
        ("社会组织", set(bodies["E1"]), delivered(made, "E1")),
        ("合作社", coop, {v for s in made.coops for v in s.draft.village.tolist() if v >= 0}),
        ("联系", reached, set().union(*(e.delivered for e in edges.values()))),
    )
    for v in tables.villages:
        for name, have, known in lines:
            state = MET if v in have else UNKNOWN if v not in known else GAP
            check.subject(tables.county.village_path(v), state, "missing" if v in known else "not_delivered", subject=name)
    return check


def overlap(made: Made, tables: Tables) -> Check:
    """Leading posts in 三委 and 群团, and posts in a post ledger: who leads several bodies of a village, or fills several posts, is one person.

    A leader is known by name, who stands in a post ledger by the id number.
    """
    check = tables.check("H4.overlap")
    sheets = (s for kind in ("B4", "D5") for s in made.bodies.get(kind, ()))
    posts = [(b.village, b.leader, b.kind) for s in sheets for b, bad in zip(s.bodies, s.draft.rejected.tolist(), strict=True) if not bad]
    posts += [(v, leader, "") for v, leader in made.lower_leaders]
    posts += made.council.held
    held = Counter((v, leader) for v, leader, _ in posts)
    for village, leader, kind in posts:
        check.subject(tables.county.village_path(village), MET if held[village, leader] == 1 else GAP, "several_posts", subject=f"{leader} {kind}")
    return check
