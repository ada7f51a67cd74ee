"""Small random counties, as plain lists and as an edition, for comparing structure questions with a naive count."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from graph.edition import Edition
from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import AFTER, BEFORE, Book, D, L

UNITS = {"县": ("", 1), "镇": ("县", 2), "甲村": ("镇", 3), "乙村": ("镇", 3), "甲组": ("甲村", 4), "甲湾": ("甲组", 5), "乙组": ("乙村", 4)}
"""name → (above, level)"""
KIND = {1: "县", 2: "镇", 3: "村", 4: "村民小组", 5: "湾落"}
KINDS = {"PartyOrganization": ("党委", "党支部", "党小组"), "SelfGovernmentBody": ("村民委员会",), "MassOrganization": ("妇女联合会", "妇女小组")}
LEDGER = {"PartyOrganization": "党组织", "SelfGovernmentBody": "自治组织", "MassOrganization": "群团组织", "Unit": "小组长", "CONTACTS": L}
PERSONS = [f"p{i}" for i in range(6)]
HOUSES = [f"h{i}" for i in range(6)]
_IN_FORCE = (OPEN_SINCE, OPEN_UNTIL)
SPANS = [*[_IN_FORCE] * 11, (OPEN_SINCE, D), (AFTER, OPEN_UNTIL), (BEFORE, AFTER)]


@dataclass
class World:
    """What holds on the day D: only what is in force, of whom is in service. `book` has the rest too."""

    book: Book
    bodies: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """id → label, kind, unit"""
    under: set[tuple[str, str]] = field(default_factory=set)
    posts: set[tuple[str, str]] = field(default_factory=set)
    """person, body or unit"""
    members: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[str, str] = field(default_factory=dict)
    contacts: set[tuple[str, str]] = field(default_factory=set)
    unit_contacts: set[tuple[str, str]] = field(default_factory=set)
    delivered: set[tuple[str, str]] = field(default_factory=set)
    """ledger, village"""

    @property
    def labels(self) -> dict[str, str]:
        """Label of every body, also of one that is not there on the day."""
        return {str(b["id"]): label for label in KINDS for b in self.book.nodes[label]}

    def edition(self, folder: Path) -> Edition:
        return self.book.edition(folder)


def above(unit: str) -> list[str]:
    """The unit and all above it, lowest first."""
    return [unit, *above(UNITS[unit][0])] if unit else []


def _holds(span: tuple[dt.date, dt.date]) -> bool:
    return span[0] <= D < span[1]


def world_of(seed: int) -> World:
    """A county by chance; a fifth of the facts is not in force on the day, a sixth of the persons not in service."""
    dice = random.Random(seed)
    book = Book()
    world = World(book)
    for name, (up, level) in UNITS.items():
        book.unit(name, KIND[level], level, up)
    serving = {p for p in PERSONS if dice.randrange(6)}
    for person in PERSONS:
        book.person(person, left_on=OPEN_UNTIL if person in serving else D)
    _bodies(world, dice)
    _people(world, dice, serving)
    _homes(world, dice, serving)
    for ledger in LEDGER.values():
        for village in dice.sample(["甲村", "乙村"], dice.choice([0, 1, 1, 2, 2])):
            book.delivered(ledger, village)
            world.delivered.add((ledger, village))
    return world


def _bodies(world: World, dice: random.Random) -> None:
    for i in range(dice.randrange(2, 9)):
        label = dice.choice(["PartyOrganization", "PartyOrganization", "SelfGovernmentBody", "MassOrganization"])
        kind, unit, when = dice.choice(KINDS[label]), dice.choice(list(UNITS)), dice.choice(SPANS)
        world.book.body(label, f"b{i}", kind, unit, since=when[0], until=when[1])
        if _holds(when):
            world.bodies[f"b{i}"] = (label, kind, unit)
    every = world.labels
    for _ in range(dice.randrange(8)):
        child, parent, when = dice.choice(list(every)), dice.choice(list(every)), dice.choice(SPANS)
        world.book.under(every[child], child, every[parent], parent, since=when[0], until=when[1])
        if _holds(when) and {child, parent} <= set(world.bodies):
            world.under.add((child, parent))


def _people(world: World, dice: random.Random, serving: set[str]) -> None:
    every = world.labels
    for _ in range(dice.randrange(4, 16)):
        person, target, when = dice.choice(PERSONS), dice.choice([*every, *every, *UNITS]), dice.choice(SPANS)
        label = every.get(target, "Unit")
        world.book.holds(person, label, target, "负责人", ledger=LEDGER[label], since=when[0], until=when[1])
        if _holds(when) and person in serving and (target in world.bodies or target in UNITS):
            world.posts.add((person, target))
    for _ in range(dice.randrange(8)):
        person, body = dice.choice(PERSONS), dice.choice(list(every))
        world.book.belongs(person, every[body], body)
        if person in serving and body in world.bodies:
            world.members.add((person, body))


def _homes(world: World, dice: random.Random, serving: set[str]) -> None:
    for house in HOUSES:
        unit, counted = dice.choice(list(UNITS)[2:]), bool(dice.randrange(5))
        world.book.household(house, unit, counted=counted)
        if counted:
            world.homes[house] = unit
    for _ in range(dice.randrange(10)):
        person, house, when = dice.choice(PERSONS), dice.choice(HOUSES), dice.choice(SPANS)
        world.book.contact(person, house, since=when[0], until=when[1])
        if _holds(when) and person in serving and house in world.homes:
            world.contacts.add((person, house))
    for _ in range(dice.randrange(3)):
        person, unit = dice.choice(PERSONS), dice.choice(list(UNITS))
        world.book.contact_unit(person, unit, L)
        if person in serving:
            world.unit_contacts.add((person, unit))


worlds = st.integers(0, 2**32).map(world_of)
