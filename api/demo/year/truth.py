"""The right figures after every month and between two, by design sections 5 and 7, from what the makers of the ledgers know.

A delivery replaces its towns' rows of its ledger and nothing else; everything in force is read together. What an earlier month
stated and this one does not any more has ended: its household is a gap that says `ended`, not `none`. A village
that was merged is compared under the village that it has become, a household whose 户号 was corrected with itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from api.demo.made import Made
from api.demo.truth.books import Claim, claim_rows
from api.demo.truth.contact import contact_checks, cooperative_line
from api.demo.truth.edges import edges_of
from api.demo.truth.lines import line_checks, overlap
from api.demo.truth.slots import slot_checks
from api.demo.truth.tables import STATES, Check, Gap, Tables, write_csv
from api.demo.year.office import Office
from api.demo.year.reading import read
from api.demo.year.story import Month

Live = dict[str, set[tuple[int, int, str]]]
"""Ledger → (contact's person, household, mechanism) of accepted rows; of cooperatives (-1, household, kind)."""
CHANGES = ("opened", "closed", "gone", "changed")


@dataclass
class Answers:
    """What is right after a month."""

    number: int
    checks: list[Check]
    claims: list[Claim]
    levels: dict[str, int]
    """Unit path → level, of every unit there is."""
    counted: dict[int, str]
    """Each household in the denominator → path of its lowest unit."""
    now: dict[str, str] = field(default_factory=dict)
    """Path of a merged village → path of what it has become."""
    renumbered: dict[int, int] = field(default_factory=dict)
    """Household → the same one under its right 户号."""

    def figures(self) -> dict[tuple[str, str], tuple[int, int, int, int]]:
        """(check, unit path) → of, met, gap, unknown."""
        return {(c.name, path): (m + u + g, m, g, u) for c in self.checks for path, (m, u, g) in c.counts.items()}

    def gaps(self) -> dict[tuple[str, int], Gap]:
        """By check and household, of the checks that ask households."""
        return {(c.name, g.home): g for c in self.checks for g in c.gaps if g.home >= 0}


@dataclass(frozen=True)
class Change:
    """A household's change in one check."""

    check: str
    home: int
    change: str
    unit_path: str
    before: tuple[str, str]
    """state, reason; empty where it was no gap."""
    after: tuple[str, str]


def answers_of(months: Iterable[Month]) -> dict[int, Answers]:
    """Month by month, with what has ended in the months that each one builds on."""
    found, live, past = dict[int, Answers](), dict[int, Live](), dict[int, Live]()
    for month in months:
        made = read(month.office)
        live[month.number] = now = _live(made)
        before = _joined(live[month.base], past[month.base]) if month.base else {}
        past[month.number] = ended = {kind: before[kind] - now.get(kind, set()) for kind in before}
        found[month.number] = answers(month.number, month.office, made, ended)
    return found


def whole_answers(month: Month) -> Answers:
    """The same of the ledgers alone, for an audit that knows no history: nothing has ended but what says so."""
    return answers(month.number, month.office, read(month.office), {})


def answers(number: int, office: Office, made: Made, ended: Live) -> Answers:
    """All checks of one state."""
    made.past = {kind: sorted({(home, word) for _, home, word in rows}) for kind, rows in ended.items()}
    tables = Tables(made.world, made.stated)
    edges = {kind: edges_of(made, kind) for kind in made.contacts}
    checks = [*contact_checks(made, edges, tables), *slot_checks(made, tables), cooperative_line(made, tables), overlap(made, tables)]
    checks += line_checks(made, edges, tables) if "C6" in edges else []
    counted = {h: made.world.path(h) for h in np.flatnonzero(tables.counted).tolist()}
    now = {office.world.county.village_path(v): office.world.county.village_path(office.now(v)) for v in office.gone}
    return Answers(number, checks, claim_rows(made, tables), tables.levels, counted, now, office.renumbered)


def _live(made: Made) -> Live:
    found: Live = {}
    for kind, sheets in made.contacts.items():
        mine = found.setdefault(kind, set())
        for s in sheets:
            good = ~s.draft.rejected[s.row] & (s.ties.found >= 0)
            contacts = s.ties.contact[good].tolist()
            mine |= {(int(s.deal.person[c]), h, s.deal.mechanism[c]) for c, h in zip(contacts, s.ties.found[good].tolist(), strict=True)}
    rows = [(h, kind, bad) for s in made.coops for h, kind, bad in zip(s.found.tolist(), s.kind, s.draft.rejected.tolist(), strict=True)]
    found["E8"] = {(-1, h, kind) for h, kind, bad in rows if h >= 0 and not bad}
    return found


def _joined(first: Live, second: Live) -> Live:
    return {kind: first.get(kind, set()) | second.get(kind, set()) for kind in {**first, **second}}


def changes(before: Answers, after: Answers) -> list[Change]:
    """What became of every gap and unknown: opened, closed (met now), gone (asked no more), changed (another state or reason)."""
    old, new = {(check, after.renumbered.get(home, home)): gap for (check, home), gap in before.gaps().items()}, after.gaps()
    found = []
    for check, home in sorted({**old, **new}):
        was, now = old.get((check, home)), new.get((check, home))
        if _told(was) == _told(now):
            continue
        change = "changed" if was and now else "opened" if now else "closed" if home in after.counted else "gone"
        path = now.unit_path if now else after.counted.get(home) or _now(was.unit_path if was else "", after.now)
        found.append(Change(check, home, change, path, _told(was), _told(now)))
    return found


def _told(gap: Gap | None) -> tuple[str, str]:
    return (STATES[gap.state], gap.reason) if gap else ("", "")


def _now(path: str, now: Mapping[str, str]) -> str:
    """A path as it is after villages were merged."""
    village, below = "/".join(path.split("/")[:3]), path.split("/")[3:]
    return "/".join([now.get(village, village), *below])


def trend(before: Answers, after: Answers) -> list[tuple[object, ...]]:
    """TREND's columns, per check and unit down to the villages."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for c in changes(before, after):
        path = c.unit_path
        while path:
            counts[c.check, path][c.change] += 1
            path = path.rpartition("/")[0]
    old: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (check, path), figures in before.figures().items():
        mine = old[check, _now(path, after.now)]
        mine[:] = [a + b for a, b in zip(mine, figures, strict=True)]
    new, asked = after.figures(), {check for check, _ in (*before.gaps(), *after.gaps())}
    rows: list[tuple[object, ...]] = []
    for check, path in dict.fromkeys([*old, *new]):
        level = after.levels.get(path, before.levels.get(path, 9))
        if level <= 3:
            told = [counts[check, path][k] for k in CHANGES] if check in asked else [""] * 4
            rows.append((check, path, level, *old[check, path], *new.get((check, path), (0, 0, 0, 0)), *told))
    return rows


TREND = (
    "check", "unit_path", "level", *(f"{f}_{side}" for side in ("before", "after") for f in ("of", "met", "gap", "unknown")), *CHANGES,
)  # fmt: skip


def write_answers(folder: Path, one: Answers, before: Answers | None) -> None:
    """coverage.csv, gaps.csv, claims.csv; and trend.csv from the month before."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(check, path, one.levels[path], *figures) for (check, path), figures in one.figures().items()]
    write_csv(folder / "coverage.csv", ("check", "unit_path", "level", "of", "met", "gap", "unknown"), rows)
    lines = [(c.name, STATES[g.state], g.reason, g.unit_path, g.code, g.subject) for c in one.checks for g in c.gaps]
    write_csv(folder / "gaps.csv", ("check", "state", "reason", "unit_path", "subject_code", "subject"), lines)
    write_csv(folder / "claims.csv", ("claim", "subject", "unit_path", "claimed", "counted", "difference"), [c.cells() for c in one.claims])
    if before:
        write_csv(folder / "trend.csv", TREND, trend(before, one))
