"""Who lives there: households and their people as they are, before any ledger writes them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from api.demo.dice import Bools, Dice, Ints, Texts, dice, some, texts
from api.demo.names import people, surname_of
from api.demo.numbers import ids, phones
from api.demo.places import County

AS_OF = date(2025, 6, 30)
YEAR = AS_OF.year
SIZES = (0.06, 0.14, 0.21, 0.25, 0.19, 0.10, 0.05)
EXCLUDED = ("空户", "空挂户", "销户", "整户迁出")
HEAD, SPOUSE, SON, DAUGHTER, FATHER, MOTHER, GRANDSON, GRANDDAUGHTER = "户主", "配偶", "子", "女", "父亲", "母亲", "孙子", "孙女"


@dataclass
class Homes:
    """One entry per household."""

    village: Ints
    group: Ints
    """-1: the register leaves it empty."""
    bay: Ints
    code: Texts
    address: Texts
    head: Ints
    """The head's place among the people; a household's people follow its head."""
    size: Ints
    excluded: Texts
    """空户, 空挂户, 销户, 整户迁出, or nothing."""
    says_in_remark: Bools
    """The head's 备注 says so, not 户类型."""


@dataclass
class Folk:
    """One entry per person."""

    home: Ints
    name: Texts
    female: Ints
    birth: Ints
    """yyyymmdd"""
    id: Texts
    relation: Texts
    political: Texts
    phone: Texts


@dataclass
class World:
    county: County
    homes: Homes
    folk: Folk
    seed: int

    def path(self, home: int) -> str:
        """The lowest unit that is known of a household."""
        h = self.homes
        if h.bay[home] >= 0:
            return self.county.bay_path(int(h.bay[home]))
        return self.county.group_path(int(h.group[home])) if h.group[home] >= 0 else self.county.village_path(int(h.village[home]))


def make_world(county: County, households: int, seed: int) -> World:
    """Households village by village, in the order of their bays."""
    rng = dice(seed, "population", county.flavour.scheme)
    village = _spread(county, households, rng)
    group, bay = _rooms(county, village, rng)
    size = rng.choice(np.arange(1, 8), p=SIZES, size=households)
    head = np.cumsum(size) - size
    number = np.arange(households) - np.searchsorted(village, village, side="left") + 1
    short = _short_towns(county)
    code = texts([f"{n:04d}" if county.villages[v].town in short else f"{100 + v}{n:05d}" for v, n in zip(village.tolist(), number.tolist(), strict=True)])
    excluded = texts([""] * households)
    for kind in EXCLUDED:
        for h in some(rng, households, 0.007):
            excluded[h] = kind
    homes = Homes(village, group, bay, code, texts([""] * households), head, size, excluded, rng.random(households) < 0.33)
    world = World(county, homes, _folk(county, homes, rng), seed)
    homes.address = texts([_address(county, homes, h, int(number[h])) for h in range(households)])
    return world


def _short_towns(county: County) -> set[int]:
    """Towns that number households within the village: 0001, 0002 … (elsewhere eight digits)."""
    return {t for t in range(len(county.towns)) if t % 7 == 4}


def _spread(county: County, households: int, rng: Dice) -> Ints:
    """Every village gets its share, a quarter more or less."""
    live = np.array([v for v, x in enumerate(county.villages) if not x.virtual])
    weight = rng.uniform(0.75, 1.25, len(live))
    counts = np.floor(weight / weight.sum() * households).astype(np.int64)
    counts[: households - int(counts.sum())] += 1
    return np.repeat(live, counts)


def _rooms(county: County, village: Ints, rng: Dice) -> tuple[Ints, Ints]:
    """A bay for nearly all; some are known by their group only, some by their village only."""
    order = np.full(len(village), -1, dtype=np.int64)
    for v in np.unique(village):
        bays = np.array([b for g in county.villages[v].groups for b in county.groups[g].bays])
        here = np.flatnonzero(village == v)
        order[here] = np.sort(rng.choice(bays, size=len(here)))
    group = np.array([b.group for b in county.bays], dtype=np.int64)[order]
    order[some(rng, len(village), 0.02)] = -1
    nowhere = some(rng, len(village), 0.012)
    order[nowhere], group[nowhere] = -1, -1
    return group, order


def _address(county: County, homes: Homes, h: int, number: int) -> str:
    group = county.groups[homes.group[h]].name if homes.group[h] >= 0 else ""
    bay = county.bays[homes.bay[h]].name if homes.bay[h] >= 0 else ""
    return f"{county.villages[homes.village[h]].name}{group}{bay}{number}号"


def _folk(county: County, homes: Homes, rng: Dice) -> Folk:
    """Families round their heads: ages, relations and surnames that go together."""
    n = int(homes.size.sum())
    home = np.repeat(np.arange(len(homes.size)), homes.size)
    place = np.arange(n) - homes.head[home]
    head_age = rng.integers(28, 82, len(homes.size))
    head_female = (rng.random(len(homes.size)) < 0.22).astype(np.int64)
    kind = _kinds(place, head_age[home], rng)
    female = np.where(kind == 0, head_female[home], np.where(kind == 1, 1 - head_female[home], rng.integers(0, 2, n)))
    shift = np.array([0, 0, -26, 25, -51])[kind] + np.where(kind == 0, 0, rng.integers(-3, 4, n))
    age = np.clip(head_age[home] + shift, 0, 103)
    birth = (YEAR - 1 - age) * 10000 + rng.integers(1, 13, n) * 100 + rng.integers(1, 29, n)
    family = surname_of(rng, len(homes.size))[home]
    surname = np.where((kind == 1) | ((kind == 3) & (female == 1)), surname_of(rng, n), family)
    name = people(rng, female == 1, surname)
    _namesakes(name, homes, rng)
    area = np.where(rng.random(n) < 0.93, int(county.flavour.area), rng.choice(np.array(county.flavour.other_areas), n))
    words = ((HEAD, HEAD), (SPOUSE, SPOUSE), (SON, DAUGHTER), (FATHER, MOTHER), (GRANDSON, GRANDDAUGHTER))
    relation = texts([words[k][f] for k, f in zip(kind.tolist(), female.tolist(), strict=True)])
    return Folk(home, name, female, birth, ids(area, birth, female, rng), relation, _political(age, rng), phones(rng, n))


def _kinds(place: Ints, head_age: Ints, rng: Dice) -> Ints:
    """0 head, 1 spouse, 2 child, 3 parent, 4 grandchild: by place in the family and the head's age."""
    draw = rng.random(len(place))
    kind = np.where(place == 0, 0, np.where(place == 1, np.where(draw < 0.9, 1, 2), 2))
    kind[(place == 3) & (draw < 0.55) & (head_age < 62)] = 3
    kind[(place >= 3) & (draw < 0.7) & (head_age >= 62)] = 4
    return kind


def _political(age: Ints, rng: Dice) -> Texts:
    draw = rng.random(len(age))
    kind = np.where((age >= 24) & (draw < 0.085), 0, np.where((age >= 20) & (draw > 0.995), 1, np.where((age >= 14) & (age < 28) & (draw > 0.8), 2, 3)))
    return texts([("中共党员", "中共预备党员", "共青团员", "群众")[k] for k in kind.tolist()])


def _namesakes(name: Texts, homes: Homes, rng: Dice) -> None:
    """Some heads are called like another head of their village, half of them within the group."""
    for i in some(rng, len(homes.head) - 12, 0.012):
        other = i + int(rng.integers(1, 12))
        if homes.village[i] == homes.village[other] and homes.size[i] <= 2:
            name[homes.head[i]] = name[homes.head[other]]


def adults(world: World) -> Bools:
    """Those who may hold a post or contact others: 24 to 74, and not of an empty household."""
    age = YEAR - 1 - world.folk.birth // 10000
    lived: Bools = np.array([not e for e in world.homes.excluded], dtype=np.bool_)
    here: Bools = (age >= 24) & (age < 75) & lived[world.folk.home]
    return here
