"""What a careful reader makes of everything that is in force together: the truth of a month is computed from this.

Villages that were merged are read as what they have become; their groups carry the old village's name in the new one (姜家岗村一组).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from api.demo.bodies import Body, BodySheet
from api.demo.cells import Dates
from api.demo.chosen import Deal
from api.demo.contacts import ContactSheet
from api.demo.cooperatives import CoopSheet
from api.demo.dice import Ints, texts
from api.demo.draft import Draft
from api.demo.lookup import NOBODY, SEVERAL, Stated
from api.demo.made import Made
from api.demo.party import Branch, MemberSheet, PartySheet
from api.demo.places import County, Group
from api.demo.population import World
from api.demo.ties import Fates, Ties
from api.demo.unitbook import UnitSheet
from api.demo.year.lines import Member, Page, Share, draft_of
from api.demo.year.office import CONTACTS, Office


@dataclass
class Eyes:
    """How the words of older days are read today."""

    stated: Stated
    village: Ints
    """Village as written → as it is; the last entry is -1, for none."""

    def find(self, village: int, code: str, head_id: str, name: str, group: int) -> tuple[int, list[int]]:
        """Which household the words mean; NOBODY where the village is unknown."""
        if village < 0:
            return NOBODY, []
        return self.stated.find(int(self.village[village]), code, head_id, name, group)


def eyes(office: Office) -> Eyes:
    """The county, its people and what the registers say, as of the office's day."""
    raw = office.world.county
    village = np.array([*(office.now(v) for v in range(len(raw.villages))), -1], dtype=np.int64)
    groups = [Group(int(village[g.village]), group_name(office, i), g.bays) for i, g in enumerate(raw.groups)]
    villages = [replace(v, virtual=v.virtual or i in office.gone) for i, v in enumerate(raw.villages)]
    county = County(raw.flavour, raw.towns, villages, groups, raw.bays, raw.over, raw.prefixes, raw.counties)
    homes = replace(office.world.homes, village=village[office.world.homes.village])
    world = World(county, homes, office.world.folk, office.seed)
    s = office.stated
    stated = Stated(s.exists, s.code, s.head_id, s.head, world)
    stated.index()
    return Eyes(stated, village)


def group_name(office: Office, group: int) -> str:
    """A group's name as it is: with the old village's before it where that was merged."""
    g = office.world.county.groups[group]
    return f"{office.village(g.village).name}{g.name}" if g.village in office.gone else g.name


def read(office: Office) -> Made:
    """Everything in force, as if it had arrived together on the office's day."""
    see = eyes(office)
    made = Made(see.stated.world, see.stated, office.marks, {}, day=office.day.toordinal())
    for page in office.pages:
        if page.kind in CONTACTS:
            made.contacts.setdefault(page.kind, []).append(_contacts(page, see))
        elif page.kind == "party":
            made.party.append(_party(page, see))
        elif page.kind == "members":
            made.members.append(_members(page, see))
        elif page.kind == "E8":
            made.coops.append(_coops(page, see))
        elif page.kind == "units":
            made.units.append(_units(page, see))
        elif page.lines and isinstance(page.lines[0].said, Body):
            made.bodies.setdefault(page.kind, []).append(_bodies(page, see))
    made.grid_sheets = office.grid_sheets
    made.grids = [replace(g, village=office.now(g.village)) for g in office.grids]
    made.grid_of = office.grid_of
    return made


def _contacts(page: Page, see: Eyes) -> ContactSheet:
    draft = _as_seen(page, see)
    same: dict[tuple[str, str, int, str], int] = {}
    names = see.stated.world.folk.name
    own = [
        same.setdefault((w.mechanism, w.id, -1, "") if w.id else (w.mechanism, "", int(see.village[w.village]), str(names[w.person])), c)
        for c, w in enumerate(page.who)
    ]
    told = [(row, tie) for row, line in enumerate(page.lines) for tie in line.ties]
    ties = [t for _, t in told]
    row = np.array([r for r, _ in told], dtype=np.int64)
    found, fitting = _found([see.find(t.village, t.code, t.head_id, t.name, t.group) for t in ties])
    fits = np.zeros(draft.size, dtype=np.bool_)
    fits[row[found >= 0]] = True
    fits[[r for r, line in enumerate(page.lines) if line.said is None]] = True  # 零报告 names nobody
    draft.rejected |= ~fits
    contact = np.array([own[t.who] for t in ties], dtype=np.int64)
    village, home = np.array([t.village for t in ties], dtype=np.int64), np.array([t.home for t in ties], dtype=np.int64)
    since, until = _days([t.since for t in ties]), _days([t.until for t in ties])
    blank = texts([""] * len(ties))
    told_ties = Ties(contact, home, village, blank, blank, blank, home, since, until, found, fitting, np.zeros(len(ties), dtype=np.bool_))
    person, lives = (np.array(x, dtype=np.int64) for x in ([w.person for w in page.who], [see.village[w.village] for w in page.who]))
    deal = Deal(contact, home, person, lives, [w.mechanism for w in page.who])
    marks = [w.mark for w in page.who]
    nothing = np.zeros(len(marks), dtype=np.int64)
    first = np.full(len(page.who), -1, dtype=np.int64)
    first[contact[::-1]] = row[::-1]
    claimed = np.array([w.claimed for w in page.who], dtype=np.int64)
    fates = Fates(nothing, nothing, marks, nothing > 0)
    return ContactSheet(draft, deal, fates, told_ties, row, texts([w.id for w in page.who]), claimed, first)


def _days(days: list[int]) -> Dates:
    return Dates([], np.zeros(len(days), dtype=np.bool_), np.array(days, dtype=np.int64))


def _found(answers: list[tuple[int, list[int]]]) -> tuple[Ints, dict[int, list[int]]]:
    return np.array([a for a, _ in answers], dtype=np.int64), {i: many for i, (a, many) in enumerate(answers) if a == SEVERAL}


def _as_seen(page: Page, see: Eyes) -> Draft:
    """The page's draft, its rows in the villages of the day."""
    draft = draft_of(page)
    draft.village = see.village[draft.village]
    return draft


def _coops(page: Page, see: Eyes) -> CoopSheet:
    draft = _as_seen(page, see)
    zero = np.array([line.said is None for line in page.lines], dtype=np.bool_)
    said = [line.said if isinstance(line.said, Share) else Share("", -1, "", "") for line in page.lines]
    found, fitting = _found([see.find(s.village, "", s.id, s.name, -1) for s in said])
    draft.rejected = (draft.village < 0) | ((found < 0) & ~zero)
    return CoopSheet(draft, np.where(zero, NOBODY, found), fitting, [s.kind for s in said], texts([s.id for s in said]), texts([s.name for s in said]))


def _party(page: Page, see: Eyes) -> PartySheet:
    draft = _as_seen(page, see)
    said = [line.said for line in page.lines]
    return PartySheet(draft, [replace(b, village=int(see.village[b.village])) for b in said if isinstance(b, Branch)])


def _members(page: Page, see: Eyes) -> MemberSheet:
    draft = _as_seen(page, see)
    said = [line.said for line in page.lines if isinstance(line.said, Member)]
    return MemberSheet(draft, np.array([m.person for m in said], dtype=np.int64), [m.branch for m in said])


def _bodies(page: Page, see: Eyes) -> BodySheet:
    draft = _as_seen(page, see)
    said = [line.said for line in page.lines]
    return BodySheet(draft, [replace(b, village=int(see.village[b.village])) for b in said if isinstance(b, Body)])


def _units(page: Page, see: Eyes) -> UnitSheet:
    claimed, first = dict[int, int](), dict[int, int]()
    for row, line in enumerate(page.lines):
        if isinstance(line.said, tuple):
            village, count = line.said
            first[village] = row
            if count is not None:
                claimed[village] = count
    return UnitSheet(draft_of(page), page.town, claimed, first, page.first)


def villages_of(office: Office, town: int) -> list[int]:
    """The town's villages and communities as they are on the office's day."""
    counts = Counter(office.gone)
    return [v for v, x in enumerate(office.world.county.villages) if x.town == town and not x.virtual and v not in counts]


def month_end(year: int, month: int) -> date:
    """The last day of a month; months count on from January of `year`."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
