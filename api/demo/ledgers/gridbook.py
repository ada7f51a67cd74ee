"""Grid ledgers of the cities: four kinds of grids one inside another, and 一长三员; and which grid each household is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from api.demo.dice import Bools, Cell, Dice, Ints, Texts, dice, some, texts
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.names import NUMERALS
from api.demo.population import World

ROLES = ("网格长", "专职网格员", "兼职网格员", "网格指导员")
PER_VILLAGE = (4, 5, 6, 7), (0.25, 0.40, 0.22, 0.13)
"""5.23 on average."""


@dataclass
class Cover:
    """Grids of a city, and the grids of each household (-1: none)."""

    village: Ints
    name: Texts
    kind: Texts
    of: Ints
    special: Ints
    """The 专属网格 of a household that is in one."""
    staffed: list[tuple[int, str]] = field(default_factory=list)
    """Grid of the ledger, by its place in `book`, and the role that it fills."""
    book: list[tuple[int, str]] = field(default_factory=list)
    """Village and name of every grid in the ledger."""


def make_cover(world: World, seed: int) -> Cover:
    """Neighbouring households share a grid; a few are in none, a few of the communities in an exclusive one."""
    scheme, county, h = world.county.flavour.scheme, world.county, world.homes
    rng = dice(seed, "cover", scheme)
    lived, first, size = np.unique(h.village, return_index=True, return_counts=True)
    many = rng.choice(PER_VILLAGE[0], p=PER_VILLAGE[1], size=len(lived)) if scheme == "xinyang" else np.full(len(lived), 2)
    start = np.cumsum(many) - many
    at = np.searchsorted(lived, h.village)
    of = start[at] + (np.arange(len(h.village)) - first[at]) * many[at] // size[at]
    of[some(rng, len(of), 0.015)] = -1
    village = np.repeat(lived, many)
    number = np.arange(len(village)) - np.repeat(start, many)
    base = [county.villages[v].base for v in village.tolist()]
    name = texts([f"{b}第{NUMERALS[k]}网格" for b, k in zip(base, number.tolist(), strict=True)])
    cover = Cover(village, name, texts(["综合网格"] * len(village)), of.astype(np.int64), np.full(len(of), -1, dtype=np.int64))
    if scheme == "yangzhou":
        _exclusive(world, cover, rng)
    return cover


def _exclusive(world: World, cover: Cover, rng: Dice) -> None:
    """A market or a school in some communities, with the households that live in it; its people are in the general grid as well or not."""
    county, h = world.county, world.homes
    places = np.array([v for v in np.unique(h.village).tolist() if county.villages[v].community], dtype=np.int64)
    places = places[most(rng, len(places), 0.6)]
    base = len(cover.village)
    cover.village = np.r_[cover.village, places]
    cover.name = texts([*cover.name, *(f"{county.villages[v].base}{('商贸市场', '学校', '产业园')[i % 3]}专属网格" for i, v in enumerate(places.tolist()))])
    cover.kind = texts([*cover.kind, *["专属网格"] * len(places)])
    for i, v in enumerate(places.tolist()):
        here = np.flatnonzero(h.village == v)
        inside = some(rng, here, 0.1)
        cover.special[inside] = base + i
        cover.of[inside[::2]] = -1


def four_kinds(scene: Scene) -> Iterator[Draft]:
    """综合网格 with their micro-grids, 专属网格 with theirs; micro-grids without a parent, grids without 网格长 or 专职网格员."""
    cover = scene.made.cover
    assert cover is not None
    rng = scene.dice("four kinds")
    n = len(cover.village)
    parent = np.repeat(np.arange(n), rng.integers(1, 4, n))
    number = np.arange(len(parent)) - np.searchsorted(parent, parent, side="left")
    small = texts([f"{cover.name[p]}{k + 1}号微网格" for p, k in zip(parent.tolist(), number.tolist(), strict=True)])
    kinds = np.where(cover.kind[parent] == "综合网格", "综合微网格", "专属微网格")
    village = np.r_[cover.village, cover.village[parent]]
    name, kind = np.r_[cover.name, small], np.r_[cover.kind, kinds]
    above = np.r_[texts([""] * n), np.where(most(rng, len(parent), 0.88), cover.name[parent], "")]
    order = np.argsort(village, kind="stable")
    village, name, kind, above = village[order], name[order], kind[order], above[order]
    m, f = len(village), scene.world.folk
    micro = np.char.find(kind.astype(str), "微") >= 0
    cover.book = list(zip(village.tolist(), name.tolist(), strict=True))
    places = np.arange(m) - np.searchsorted(village, village, side="left")

    def post(role: str, share: float, shift: int, of: Bools) -> list[Cell]:
        filled = most(rng, m, share) & of
        cover.staffed += [(int(g), role) for g in np.flatnonzero(filled)]
        names: list[Cell] = np.where(filled, f.name[scene.resident(village, places * 3 + shift)], "").tolist()
        return names

    everyone = np.ones(m, dtype=np.bool_)
    cells: Cells = {
        "网格名称": name.tolist(), "网格类型": kind.tolist(), "上级网格": above.tolist(),
        "网格长": post("网格长", 0.93, 0, everyone), "专职网格员": post("专职网格员", 0.9, 1, everyone), "微网格员": post("微网格员", 0.8, 2, micro),
    }  # fmt: skip
    yield from _by_town(scene, "网格台账.xlsx", "网格台账", village, cells)


def one_and_three(scene: Scene) -> Iterator[Draft]:
    """A row per grid and person: 4.9 persons per grid. Some roles have no row, some a row without a name; some people serve in several."""
    cover = scene.made.cover
    assert cover is not None
    rng, n = scene.dice("one and three"), len(cover.village)
    many = np.ones((n, 4), dtype=np.int64)
    many[:, 2] = rng.choice((1, 2, 3), p=(0.25, 0.45, 0.3), size=n)
    many[rng.random((n, 4)) < 0.03] = 0
    many[many.sum(axis=1) == 0, 0] = 1
    grid, role = np.divmod(np.repeat(np.arange(n * 4), many.ravel()), 4)
    village = cover.village[grid]
    place = np.arange(len(grid)) - np.searchsorted(village, village, side="left")
    place = np.where((role == 0) & (rng.random(len(grid)) < 0.1), 0, place)
    vacant = (rng.random(len(grid)) < 0.03) & (role != 2)  # two rows without a name for one role would state the same twice
    names = np.where(vacant, "", scene.world.folk.name[scene.resident(village, place)])
    cover.book = list(zip(cover.village.tolist(), cover.name.tolist(), strict=True))
    cover.staffed = list({(g, ROLES[r]): None for g, r, v in zip(grid.tolist(), role.tolist(), vacant.tolist(), strict=True) if not v})
    cells: Cells = {"网格名称": cover.name[grid].tolist(), "岗位": texts(list(ROLES))[role].tolist(), "姓名": names.tolist()}
    cells["联系电话"] = np.where(vacant, "", np.array(scene.phones(len(grid), rng), dtype=object)).tolist()
    yield from _by_town(scene, "网格一长三员台账.xlsx", "网格“一长三员”台账", village, cells)


def _by_town(scene: Scene, file: str, title: str, village: Ints, cells: Cells) -> Iterator[Draft]:
    """A sheet per town, whose rows stand together."""
    order = np.argsort(scene.town_of[village], kind="stable")
    bounds = np.searchsorted(scene.town_of[village][order], np.arange(len(scene.county.towns) + 1))
    for town, name in enumerate(scene.county.towns):
        here = order[bounds[town] : bounds[town + 1]]
        if len(here):
            rows = here.tolist()
            yield scene.ledger(file, name, name + title, scene.at_villages(village[here]), {k: [c[i] for i in rows] for k, c in cells.items()}, copies=0.004)
