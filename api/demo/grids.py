"""专职网格台账: grids, their one full-time worker, and the households typed beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.demo.cells import nulls, village_cells
from api.demo.dice import Cell, Dice, Ints, dice, texts
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.names import NUMERALS, person
from api.demo.numbers import phones, with_check
from api.demo.population import World

LARGE = 280


@dataclass(frozen=True)
class Grid:
    village: int
    name: str
    code: str


def make_grids(world: World) -> tuple[list[Grid], Ints]:
    """One grid per village, two where it is large; and the grid of each household."""
    h, found = world.homes, list[Grid]()
    of = np.full(len(h.size), -1, dtype=np.int64)
    for v, village in enumerate(world.county.villages):
        homes = np.flatnonzero(h.village == v)
        for k, part in enumerate(np.array_split(homes, 2 if len(homes) > LARGE else 1) if len(homes) else []):
            of[part] = len(found)
            found.append(Grid(v, f"{village.base}第{NUMERALS[k]}网格", f"{village.code}{k + 1:03d}"))
    return found, of


@dataclass(frozen=True)
class Worker:
    name: str
    id: str
    political: str
    """As the ledger and the register have it; '' where nobody says."""


@dataclass
class GridSheet:
    draft: Draft
    grids: list[int]
    workers: list[Worker | None]
    claimed: list[int]


def grid_sheets(world: World, grids: list[Grid], of: Ints, seed: int, able: Ints) -> list[GridSheet]:
    county, counts = world.county, np.bincount(of[of >= 0], minlength=len(grids))
    found = []
    for town, name in enumerate(county.towns):
        rng = dice(seed, "F1", name)
        here = [g for g, x in enumerate(grids) if county.villages[x.village].town == town]
        pool = able[np.isin(world.homes.village[world.folk.home[able]], np.array(county.of_town(town)))]
        found.append(_sheet(world, grids, here, [_worker(world, pool, rng) for _ in here], counts, name, rng))
    return found


def _worker(world: World, pool: Ints, rng: Dice) -> Worker | None:
    """Nobody, somebody from elsewhere of whom no ledger says the politics, or a resident (half of them members), as the register has them."""
    draw = rng.random()
    if draw < 0.07:
        return None
    if draw < 0.14:
        birth = int(rng.integers(1975, 2000)) * 10000 + int(rng.integers(1, 13)) * 100 + int(rng.integers(1, 29))
        return Worker(person(rng), with_check(f"{world.county.flavour.other_areas[0]}{birth}{int(rng.integers(0, 1000)):03d}"), "")
    f = world.folk
    member = np.isin(f.political[pool], ("中共党员", "中共预备党员"))
    chosen = int(rng.choice(pool[member] if draw < 0.55 and member.any() else pool[~member]))
    return Worker(str(f.name[chosen]), str(f.id[chosen]), str(f.political[chosen]))


def _sheet(world: World, grids: list[Grid], here: list[int], workers: list[Worker | None], counts: Ints, name: str, rng: Dice) -> GridSheet:
    county, n = world.county, len(here)
    villages = np.array([grids[g].village for g in here], dtype=np.int64)
    draft = Draft(f"{county.flavour.short}_专职网格台账.xlsx", name, "F1", f"{name}专职网格台账", {}, villages.copy(), np.zeros(n, dtype=np.bool_))
    nowhere = np.zeros(0, dtype=np.int64)  # every grid can be placed: whether one that only a register names is a grid, nobody has said
    cells, _ = village_cells(rng, county, villages, variant=0.05, unknown=nowhere, ambiguous=nowhere)
    names: list[Cell] = [w.name if w else "" for w in workers]
    known: list[Cell] = [w.political if w else "" for w in workers]
    claimed = [max(1, int(counts[g] + (rng.integers(-9, 12) if rng.random() < 0.15 else 0))) for g in here]
    for column in (names, known):
        nulls(rng, column, 0.5)
    draft.columns = {
        "序号": [""] * n, "网格编号": [grids[g].code for g in here], "网格名称": [grids[g].name for g in here], "乡镇(街道)": [name] * n, "村(社区)": cells,
        "专职网格员": names, "身份证号": id_cells(rng, texts([w.id if w else "" for w in workers]))[0], "政治面貌": known, "户数": list(claimed),
        "联系电话": [p if w else "" for p, w in zip(phones(rng, n).tolist(), workers, strict=True)],
    }  # fmt: skip
    return GridSheet(draft, here, workers, claimed)
