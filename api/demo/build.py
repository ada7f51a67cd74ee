"""Puts a demo county together: who lives there, what the offices wrote down, and the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import numpy as np

from api.demo.assemble import assemble
from api.demo.bodies import BODY_FORMS, body_sheets
from api.demo.chosen import Deal, Picker, delegates, neighbours
from api.demo.contacts import FORMS, ContactSheet, contact_sheet
from api.demo.cooperatives import coop_sheets
from api.demo.dice import Dice, Ints, dice, some
from api.demo.draft import Draft
from api.demo.grids import grid_sheets, make_grids
from api.demo.ledgers.families import families
from api.demo.ledgers.gridbook import make_cover
from api.demo.ledgers.mass import women_form
from api.demo.ledgers.plain import Scene
from api.demo.lookup import nothing_stated
from api.demo.made import Made
from api.demo.party import member_sheets, party_sheets
from api.demo.places import FLAVOURS, County, make_county
from api.demo.population import World, adults, make_world
from api.demo.registers import Grids, registers
from api.demo.settings import write_settings
from api.demo.unitbook import unit_sheets
from api.demo.write import write_file, write_form

Progress = Callable[[int, int, str], None]
"""done, total, what is being written"""

MARKED = ("去世", "死亡", "迁出", "户口已迁出", "已故")
SILENT = {"zhijiang": ("G1", "C6", "B11", "E8", "E1", "D5", "F11"), "enyang": ("C8", "E8", "C10"), "yangzhou": ("E8", "D5"), "xinyang": ("E8", "D5")}
DEALS = {
    "C6": ("联户长", 17, 29, 0.95),
    "B11": ("党员中心户", 11, 27, 0.92),
    "C8": ("好邻居", 9, 12, 0.93),
}


def build(folder: Path, scheme: str, households: int, seed: int, progress: Progress, villages: int | None = None, *, keep: bool = False) -> Made:
    """Writes the ledgers into the folder, file by file.

    `keep`: the sheets keep their cells, for whoever goes on with them; only the ledgers that every county has are written.
    """
    county = make_county(FLAVOURS[scheme], households, seed, villages)
    world = make_world(county, households, seed)
    rng = dice(seed, "build", scheme)
    able = np.flatnonzero(adults(world))
    first = _first(world, able, rng)
    leaving = [*(p for people in first.values() for p in people), *some(rng, able, 0.001).tolist()]
    marks = {p: MARKED[int(rng.integers(0, len(MARKED)))] for p in leaving}
    made = Made(world, nothing_stated(world), marks, _silent(county, scheme, rng))
    further = () if keep else families(scheme)
    total = len(county.towns) + {"zhijiang": 11, "enyang": 7}.get(scheme, 4) + len(further)
    done = 0

    def write(drafts: Iterable[Draft], notes: bool = False) -> None:
        nonlocal done
        for file, group in groupby(drafts, key=lambda d: d.file):
            progress(min(done, total), total, file)
            sheets = [assemble(d, dice(seed, "rows", d.file, d.sheet)) for d in group]
            write_file(folder, sheets, notes)
            for sheet in () if keep else sheets:  # a county's cells need not stay in memory
                sheet.body, sheet.draft.columns = [], {}
            made.sheets += sheets
            done += 1

    grids: Grids | None = None
    if scheme == "enyang":
        made.grids, made.grid_of = make_grids(world)
        _forgotten(made, seed)
        grids = Grids(made.grid_of, [*(g.name for g in made.grids), ""])
    elif scheme in ("yangzhou", "xinyang"):
        cover = made.cover = make_cover(world, seed)
        grids = Grids(cover.of, [*cover.name, ""], cover.special if scheme == "yangzhou" else None)
    if scheme == "zhijiang":
        made.poor = _poor(world, seed)
    write(registers(world, made.stated, marks, grids, made.poor))
    made.stated.index()
    made.units = unit_sheets(world)
    write((s.draft for s in made.units), notes=True)
    _contacts(made, able, first, write)
    made.party = party_sheets(county, seed)
    write(s.draft for s in made.party)
    made.members = member_sheets(world, made.party, seed, able)
    write(s.draft for s in made.members)
    for kind, form in BODY_FORMS.items():
        if scheme in ("zhijiang", "enyang") and (kind == "C10") == (scheme == "enyang"):
            made.bodies[kind] = body_sheets(county, form, seed, made.silent.get(kind, set()))
            write(s.draft for s in made.bodies[kind])
    made.coops = coop_sheets(world, made.stated, seed, made.silent["E8"])
    write((s.draft for s in made.coops), notes=True)
    if scheme == "enyang" and grids:
        made.grid_sheets = grid_sheets(world, made.grids, grids.of, seed, np.setdiff1d(able, np.array(sorted(marks))))
        write(s.draft for s in made.grid_sheets)
    scene = Scene(made)
    for make in further:
        write(make(scene))
    if further and scheme == "zhijiang":
        write_form(folder / f"{county.flavour.short}_妇联组织基本情况表.xlsx", "妇联", women_form(scene))
    kind = "C8" if scheme == "enyang" else "B11"
    write_settings(folder, county, [(s.draft.file, s.draft.sheet) for s in made.contacts.get(kind, [])], DEALS[kind][0])
    progress(total, total, "")
    return made


def _contacts(made: Made, able: Ints, first: dict[int, list[int]], write: Callable[[Iterable[Draft]], None]) -> None:
    """G1 before C6: who is marked in the one appears in the other, where nobody wrote it down."""
    world, county = made.world, made.world.county
    left, must, spared = set(made.marks), dict(first), set[int]()
    party = able[np.isin(world.folk.political[able], ("中共党员", "中共预备党员"))]
    for kind in {"zhijiang": ("G1", "C6", "B11"), "enyang": ("C8",)}.get(county.flavour.scheme, ()):
        sheets: list[ContactSheet] = []
        batches = 0
        for town in range(len(county.towns)):
            rng = dice(world.seed, "deal", kind, county.towns[town])
            villages = [v for v in county.of_town(town) if v not in made.silent.get(kind, set())]
            deal = _deal(world, kind, villages, Picker(world, party if kind == "B11" else able, rng, {} if kind == "B11" else must), rng)
            sheets.append(contact_sheet(world, made.stated, FORMS[kind], town, deal, left, spared, batches))
            batches += len(deal.person)
        made.contacts[kind] = sheets
        write(s.draft for s in sheets)
        if kind == "G1":
            gone = [(int(p), int(v)) for s in sheets for p, v, m in zip(s.deal.person, s.deal.village, s.fate.mark, strict=True) if m]
            left |= {p for p, _ in gone}
            spared = {int(p) for s in sheets for p in s.deal.person}
            for person, village in gone[::2]:
                must[village] = [*must.get(village, []), person]


def _deal(world: World, kind: str, villages: list[int], pick: Picker, rng: Dice) -> Deal:
    if kind == "G1":
        return delegates(world, villages, pick, rng)
    mechanism, low, high, cover = DEALS[kind]
    return neighbours(world, villages, pick, rng, mechanism=mechanism, low=low, high=high, cover=cover)


def _first(world: World, able: Ints, rng: Dice) -> dict[int, list[int]]:
    """In one village of five a contact whom only the household register knows to be gone."""
    village = world.homes.village[world.folk.home[able]]
    return {int(v): [int(rng.choice(able[village == v]))] for v in some(rng, np.unique(village), 0.2)}


def _silent(county: County, scheme: str, rng: Dice) -> dict[str, set[int]]:
    """Villages that have delivered nothing, by ledger."""
    first = {county.of_town(t)[0] for t in range(len(county.towns))}
    live = np.array([v for v, x in enumerate(county.villages) if not x.virtual and v not in first])
    return {kind: {int(v) for v in rng.choice(live, size=1 + len(live) // 60, replace=False)} for kind in SILENT[scheme]}


def _poor(world: World, seed: int) -> set[int]:
    """脱贫户, about one household in twelve of the villages."""
    rng, h = dice(seed, "poor", world.county.flavour.scheme), world.homes
    able = np.flatnonzero(np.array([not e for e in h.excluded], dtype=np.bool_))
    rural = np.array([not v.community for v in world.county.villages], dtype=np.bool_)
    return set(some(rng, able[rural[h.village[able]]], 0.08).tolist())


def _forgotten(made: Made, seed: int) -> None:
    """Here and there a whole group of whose households the register does not say in which grid they are."""
    assert made.grid_of is not None
    rng, group = dice(seed, "forgotten", "grids"), made.world.homes.group
    made.grid_of[np.isin(group, some(rng, np.unique(group[group >= 0]), 0.04))] = -1
