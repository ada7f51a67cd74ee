"""How a contact ledger names its households and its dates, and what a careful reader then makes of each tie."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from api.demo.cells import NULLS, Dates, date_cells, full_width, impossible, inner_space
from api.demo.chosen import Deal
from api.demo.dice import Bools, Cell, Dice, Ints, Texts, dice, mask, some, texts
from api.demo.lookup import NOBODY, SEVERAL, Stated
from api.demo.names import SURNAMES
from api.demo.numbers import with_check
from api.demo.places import County
from api.demo.population import AS_OF, World

TODAY = AS_OF.toordinal()
MARKS = ("去世", "已故", "离任", "2025年3月去世", "迁出")


@dataclass
class Ties:
    """One entry per household that a row names."""

    contact: Ints
    home: Ints
    """Whom the ledger means."""
    village: Ints
    """Where the row says the household is."""
    code: Texts
    head_id: Texts
    name: Texts
    group: Ints
    since: Dates
    until: Dates
    found: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Whom a reader finds: a household, NOBODY or SEVERAL."""
    fitting: dict[int, list[int]] = field(default_factory=dict)
    """Tie → the households that its name fits, where they are several."""
    undated: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    """since lies after until: the start is unknown, the end holds."""

    def starts(self) -> Ints:
        """The day a tie begins to count; 0 is open."""
        return np.where(self.undated, 0, self.since.since())

    def ends(self) -> Ints:
        """The first day on which it counts no more; 0 is open."""
        return self.until.until()


@dataclass
class Fates:
    """What has become of the contacts of one ledger sheet."""

    since: Ints
    ended: Ints
    mark: list[str]
    steady: Bools
    """Rows of this contact must name their households beyond doubt: it has left, so no doubt may hang on it."""


def fates(deal: Deal, left: set[int], spared: set[int], rng: Dice) -> Fates:
    """Since when, until when, and who has died or left; `left` are persons marked elsewhere, `spared` those whom this ledger must not mark."""
    n = len(deal.person)
    since = TODAY - rng.integers(250, 2200, n)
    ended = np.zeros(n, dtype=np.int64)
    over = some(rng, n, 0.035)
    ended[over] = TODAY - rng.integers(0, 180, len(over))
    mark = [""] * n
    free = np.array([i for i, p in enumerate(deal.person.tolist()) if not ended[i] and p not in spared], dtype=np.int64)
    for i in some(rng, free, 0.03):
        mark[i] = MARKS[int(rng.integers(0, len(MARKS)))]
    gone = np.array([bool(m) or p in left for m, p in zip(mark, deal.person.tolist(), strict=True)], dtype=np.bool_)
    return Fates(since, ended, mark, gone | (ended > 0))


def make_ties(world: World, stated: Stated, deal: Deal, fate: Fates, *, keyed: bool, by_id: bool, uniform: bool, rng: Dice) -> tuple[Ties, Ints]:
    """Ties with their words. The second value are the ties kept: a doubtful name is left out where it must not hang on anybody."""
    h, n = world.homes, len(deal.contact)
    since, until, ended_tie = _days(deal, fate, uniform, rng)
    firm = fate.steady[deal.contact] | ended_tie | (since > TODAY)
    if not keyed:
        names = stated.head[deal.home]
        doubt = np.array([len(stated.named(v, s)) > 1 for v, s in zip(h.village[deal.home].tolist(), names.tolist(), strict=True)], dtype=np.bool_)
        kept = np.flatnonzero(~(doubt & firm))
    else:
        kept = np.arange(n)
    home, contact = deal.home[kept], deal.contact[kept]
    since, until, firm = since[kept], until[kept], firm[kept]
    blank = texts([""] * len(home))
    names, days = stated.head[home].copy(), (date_cells(rng, since), date_cells(rng, until))
    ties = Ties(contact, home, h.village[home].copy(), blank.copy(), blank.copy(), names, h.group[home].copy(), *days)
    if keyed and by_id:
        ties.head_id = world.folk.id[h.head[home]].copy()
    elif keyed:
        ties.code = h.code[home].copy()
    _mess(world, ties, firm, keyed, rng)
    if uniform:  # one row for many households names no group
        ties.group[:] = -1
    loose = np.flatnonzero(~firm)
    impossible(rng, ties.since, some(rng, loose, 0.003))
    impossible(rng, ties.until, some(rng, np.flatnonzero((until == 0) & ~firm), 0.001))
    _turn(ties, some(rng, np.flatnonzero((until > 0) & (until < TODAY - 40)), 0.02))
    _open_words(ties, rng)
    _read(ties, stated)
    return ties, kept


def _days(deal: Deal, fate: Fates, uniform: bool, rng: Dice) -> tuple[Ints, Ints, Bools]:
    """Start and end of each tie: most follow the contact (all where it is `uniform`), some end alone, some are meant to end, some have not begun."""
    n = len(deal.contact)
    since, until = fate.since[deal.contact], fate.ended[deal.contact]
    if uniform:
        return since, until, np.zeros(n, dtype=np.bool_)
    alone = mask(n, some(rng, np.flatnonzero(until == 0), 0.025))
    until = np.where(alone, TODAY - rng.integers(0, 150, n), until)
    later = some(rng, np.flatnonzero(until == 0), 0.012)
    until[later] = date(AS_OF.year + 1, 12, 31).toordinal()
    future = some(rng, np.flatnonzero((until == 0) & ~fate.steady[deal.contact]), 0.006)
    since[future] = TODAY + rng.integers(32, 150, len(future))
    return since, until, alone


def _turn(ties: Ties, positions: Ints) -> None:
    """A start typed after its end."""
    ties.undated = mask(len(ties.home), positions)
    for i in positions:
        ties.since.cells[i] = date.fromordinal(int(ties.until.days[i]) + 33).isoformat()


def _open_words(ties: Ties, rng: Dice) -> None:
    """Open ends say so in many words."""
    free = np.flatnonzero((ties.until.days == 0) & np.array([c == "" for c in ties.until.cells], dtype=np.bool_))
    words = ("至今", "无", "—", "/", "至今", "--")
    for i in some(rng, free, 0.18):
        ties.until.cells[i] = words[int(rng.integers(0, len(words)))]


def stranger(county: County, rng: Dice) -> str:
    """An id of somebody born before everyone in the county."""
    return with_check(f"{county.flavour.area}1901{int(rng.integers(1, 13)):02d}{int(rng.integers(1, 29)):02d}{int(rng.integers(0, 1000)):03d}")


def stranger_name(rng: Dice) -> str:
    """A name that no villager has: 坤 is in no list of characters."""
    return SURNAMES[int(rng.integers(0, 90))] + "坤" + "彤璟昱"[int(rng.integers(0, 3))]


def _mess(world: World, ties: Ties, firm: Bools, keyed: bool, rng: Dice) -> None:
    """Names instead of numbers, households that nobody knows, numbers of the house next door."""
    n, free = len(ties.home), np.flatnonzero(~firm)
    if keyed:
        bare = some(rng, free, 0.045)
        ties.code[bare] = ""
        ties.head_id[bare] = ""
        ties.group[bare[::3]] = -1
    for i in some(rng, n, 0.012):
        ties.name[i] = stranger_name(rng)
        if ties.code[i]:
            ties.code[i] = f"9{int(rng.integers(0, 10 ** (len(ties.code[i]) - 1))):0{len(ties.code[i]) - 1}d}"
        if ties.head_id[i]:
            ties.head_id[i] = stranger(world.county, rng)
    for i in some(rng, free, 0.0015):
        if ties.code[i] and i + 1 < n and ties.village[i] == ties.village[i + 1] and ties.code[i + 1] and ties.code[i] != ties.code[i + 1]:
            ties.code[i] = ties.code[i + 1]  # the number decides, whatever the name says


def _read(ties: Ties, stated: Stated) -> None:
    ties.found = np.full(len(ties.home), NOBODY, dtype=np.int64)
    rows = zip(ties.village.tolist(), ties.code.tolist(), ties.head_id.tolist(), ties.name.tolist(), ties.group.tolist(), strict=True)
    for i, (village, code, head_id, name, group) in enumerate(rows):
        ties.found[i], several = stated.find(village, code, head_id, name, group)
        if ties.found[i] == SEVERAL:
            ties.fitting[i] = several


def code_cells(ties: Ties, rng: Dice) -> list[Cell]:
    """户号 as typed: full-width, as a number (which loses leading zeros), or a word for nothing."""
    cells: list[Cell] = list(ties.code.tolist())
    for i in some(rng, len(cells), 0.012):
        cells[i] = full_width(str(cells[i]))
    for i in np.flatnonzero(np.array([c == "" for c in cells], dtype=np.bool_)):
        if rng.random() < 0.3:
            cells[i] = NULLS[int(rng.integers(0, len(NULLS)))]
    for i in some(rng, len(cells), 0.02):
        if ties.code[i]:
            cells[i] = int(ties.code[i])
    return cells


def name_cells(names: Texts, rng: Dice) -> list[Cell]:
    cells: list[Cell] = list(names.tolist())
    for i in some(rng, len(cells), 0.015):
        cells[i] = inner_space(str(cells[i]), rng)
    return cells


def ledger_dice(world: World, kind: str, town: int) -> Dice:
    return dice(world.seed, kind, world.county.towns[town])
