"""The contacts that hold, by design section 5, rules 4 and 5: who is in service, which ties count, which are in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from api.demo.contacts import ContactSheet
from api.demo.dice import Bools, Ints
from api.demo.made import Made

COUNTS, LEFT, ENDED, NOT_STARTED = 0, 1, 2, 3
REASONS = {LEFT: "contact_left", ENDED: "ended", NOT_STARTED: "not_started"}


@dataclass
class Edges:
    """Accepted ties of one ledger; `contact` numbers its contacts through all towns."""

    home: Ints
    contact: Ints
    mechanism: list[str]
    standing: Ints
    """COUNTS, or why not."""
    doubtful: dict[str, set[int]] = field(default_factory=dict)
    """Mechanism → households that a rejected row may mean."""
    delivered: set[int] = field(default_factory=set)
    """Villages in which any row of the ledger is placed."""


def gone_ids(made: Made) -> set[str]:
    """Id numbers marked 去世, 离任 … in any ledger. Marked register rows keep their id readable and their place.

    整户迁出 in a head's remark marks the head as well (it contains 迁出), but nobody of such a household contacts others.
    """
    ids = {str(made.world.folk.id[p]) for p in made.marks}
    for sheets in made.contacts.values():
        for s in sheets:
            ids |= {str(i) for i, mark in zip(s.contact_id, s.fate.mark, strict=True) if mark and i}
    return ids


def edges_of(made: Made, kind: str) -> Edges:
    """All towns' sheets of one contact ledger."""
    gone = gone_ids(made)
    homes: list[Ints] = []
    contacts: list[Ints] = []
    standing: list[Ints] = []
    mechanism: list[str] = []
    found = Edges(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), [], np.zeros(0, dtype=np.int64))
    base = 0
    for sheet in made.contacts[kind]:
        good = np.flatnonzero(~sheet.draft.rejected[sheet.row] & (sheet.ties.found >= 0))
        of = sheet.ties.contact[good]
        homes.append(sheet.ties.found[good])
        contacts.append(of + base)
        standing.append(_standing(sheet, good, _left(sheet, gone), made.day))
        mechanism += [sheet.deal.mechanism[c] for c in of.tolist()]
        for tie, fitting in sheet.ties.fitting.items():
            if sheet.draft.village[sheet.row[tie]] >= 0:
                found.doubtful.setdefault(sheet.deal.mechanism[int(sheet.ties.contact[tie])], set()).update(fitting)
        found.delivered |= set(sheet.draft.village[sheet.draft.village >= 0].tolist())
        base += len(sheet.deal.person)
    past = made.past.get(kind, [])
    homes.append(np.array([home for home, _ in past], dtype=np.int64))
    contacts.append(np.full(len(past), -1, dtype=np.int64))
    standing.append(np.full(len(past), ENDED, dtype=np.int64))
    mechanism += [word for _, word in past]
    found.home, found.contact, found.standing, found.mechanism = np.concatenate(homes), np.concatenate(contacts), np.concatenate(standing), mechanism
    return found


def _left(sheet: ContactSheet, gone: set[str]) -> Bools:
    """With an id, a mark in any ledger counts; without, only one in this ledger."""
    return np.array([i in gone if i else bool(m) for i, m in zip(sheet.contact_id, sheet.fate.mark, strict=True)], dtype=np.bool_)


def _standing(sheet: ContactSheet, ties: Ints, left: Bools, today: int) -> Ints:
    """Its own dates end a tie; otherwise its contact's leaving does; otherwise it may not have begun."""
    since, until = sheet.ties.starts()[ties], sheet.ties.ends()[ties]
    ended = (until > 0) & (until <= today)
    found: Ints = np.where(ended, ENDED, np.where(left[sheet.ties.contact[ties]], LEFT, np.where(since > today, NOT_STARTED, COUNTS)))
    return found
