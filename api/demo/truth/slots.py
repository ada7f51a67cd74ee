"""presence, staffing and share: what each village, group or grid should have."""

from __future__ import annotations

from collections.abc import Iterable

from api.demo.bodies import COUNCILS, MASS, ROOMS
from api.demo.made import Made
from api.demo.truth.tables import GAP, MET, UNKNOWN, Check, Tables

PARTY = ("党委", "党总支", "党支部")
LISTS = {"D5": MASS, "F11": ROOMS, "C10": COUNCILS}


def stated_bodies(made: Made, kind: str) -> dict[int, set[tuple[str, str]]]:
    """Village → the bodies that accepted rows of a ledger state, by kind and name."""
    found: dict[int, set[tuple[str, str]]] = {}
    for sheet in made.bodies.get(kind, []):
        for body, rejected in zip(sheet.bodies, sheet.draft.rejected.tolist(), strict=True):
            if not rejected:
                found.setdefault(body.village, set()).add((body.kind, body.name))
    return found


def delivered(made: Made, kind: str) -> set[int]:
    """Villages in which any row of the ledger is placed."""
    return {v for sheet in made.bodies.get(kind, []) for v in sheet.draft.village.tolist() if v >= 0}


def slot_checks(made: Made, tables: Tables) -> list[Check]:
    """Every presence check of the scheme, and the two on grids."""
    rural = made.world.county.flavour.scheme == "zhijiang"
    found = [body_list(made, tables, kind, LISTS[kind]) for kind in LISTS if kind in made.bodies and (rural or kind == "C10")]
    if rural:
        found += [_committees(made, tables), _clubs(made, tables), _groups(made, tables, "B1"), _groups(made, tables, "B2")]
    if made.grid_sheets:
        found += _grids(made, tables)
    return found


def _slots(tables: Tables, check: Check, village: int, slots: Iterable[str], filled: set[str], known: bool) -> None:
    path = tables.county.village_path(village)
    for slot in slots:
        state = UNKNOWN if not known else MET if slot in filled else GAP
        check.subject(path, state, "missing" if known else "not_delivered", subject=slot)


def body_list(made: Made, tables: Tables, kind: str, slots: tuple[str, ...]) -> Check:
    """One slot per village and word of the list."""
    check, bodies, known = tables.check(f"{kind}.presence"), stated_bodies(made, kind), delivered(made, kind)
    for v in tables.villages:
        _slots(tables, check, v, slots, {k for k, _ in bodies.get(v, set())}, v in known)
    return check


def party_at(made: Made) -> set[int]:
    """Villages whose own party organisation the party ledger states."""
    rows = [(b, bad) for s in made.party for b, bad in zip(s.branches, s.draft.rejected.tolist(), strict=True)]
    return {b.village for b, bad in rows if b.group < 0 <= b.village and not bad and b.kind in PARTY}


def _committees(made: Made, tables: Tables) -> Check:
    """党组织, 村(居)民委员会, 村(居)务监督委员会; the party ledger may fill the first."""
    check, bodies, known, party = tables.check("B4.presence"), stated_bodies(made, "B4"), delivered(made, "B4"), party_at(made)
    for v in tables.villages:
        kinds = {k for k, _ in bodies.get(v, set())}
        filled = {"党组织"} if v in party or kinds & set(PARTY) else set[str]()
        slots = ("党组织", "居民委员会", "居务监督委员会") if tables.county.villages[v].community else ("党组织", "村民委员会", "村务监督委员会")
        _slots(tables, check, v, slots, filled | kinds, v in known)
    return check


def _clubs(made: Made, tables: Tables) -> Check:
    """At least 10 社会组织 per 村, 20 per 社区."""
    check, bodies, known = tables.check("E1.presence"), stated_bodies(made, "E1"), delivered(made, "E1")
    for v in tables.villages:
        enough = len(bodies.get(v, set())) + made.lower_social[v] >= (20 if tables.county.villages[v].community else 10)
        state = UNKNOWN if v not in known else MET if enough else GAP
        check.subject(tables.county.village_path(v), state, "below_norm" if v in known else "not_delivered")
    return check


def _groups(made: Made, tables: Tables, system: str) -> Check:
    """B1: a 党支部 in each 小区 or 片区; B2: a 党小组 or 党支部 in each 组."""
    check = tables.check(f"{system}.presence")
    kinds = ("党支部",) if system == "B1" else ("党小组", "党支部")
    rows = [(b, bad) for s in made.party for b, bad in zip(s.branches, s.draft.rejected.tolist(), strict=True)]
    have = {b.group for b, bad in rows if not bad and b.kind in kinds}
    known = {v for s in made.party for v in s.draft.village.tolist() if v >= 0}
    for v in tables.villages:
        village = tables.county.villages[v]
        for g in village.groups if village.community == (system == "B1") else ():
            state = UNKNOWN if v not in known else MET if g in have else GAP
            reason = "missing" if v in known else "not_delivered"
            check.subject(tables.county.group_path(g), state, reason, subject=tables.county.groups[g].name)
    return check


def _grids(made: Made, tables: Tables) -> list[Check]:
    """F1: one full-time worker per grid, and how many of those in post are party members."""
    staffing, share = tables.check("F1.staffing"), tables.check("F1.share")
    for sheet in made.grid_sheets:
        for i, g in enumerate(sheet.grids):
            path, worker = tables.county.village_path(made.grids[g].village), sheet.workers[i]
            staffing.subject(path, MET if worker else GAP, "vacant", subject=made.grids[g].name)
            if worker:
                state = UNKNOWN if not worker.political else MET if worker.political in ("中共党员", "中共预备党员") else GAP
                share.subject(path, state, "no" if worker.political else "not_stated")
    return [staffing, share]
