"""合作社成员名册: households named by their head's id number, else by the head's name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.demo.cells import PLACED, date_cells, inner_space, twins, village_cells
from api.demo.dice import Cell, Dice, Ints, Texts, dice, some
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.lookup import NOBODY, SEVERAL, Stated
from api.demo.numbers import uscc
from api.demo.population import World
from api.demo.ties import stranger, stranger_name

TRADES = ("茶叶", "柑橘", "稻虾", "中药材", "生猪养殖", "蔬菜")


@dataclass
class CoopSheet:
    draft: Draft
    found: Ints
    fitting: dict[int, list[int]]
    kind: list[str]
    """股份经济合作社 or 专业合作社, by row."""
    seen: Texts
    """The head's id that a reader sees, '' where there is none."""
    head: Texts


def coop_sheets(world: World, stated: Stated, seed: int, silent: set[int]) -> list[CoopSheet]:
    county, h = world.county, world.homes
    found = []
    for town, name in enumerate(county.towns):
        rng = dice(seed, "E8", name)
        rows: list[tuple[int, str, str, str]] = []
        for v in county.of_town(town):
            if v in silent:
                continue
            homes = np.flatnonzero(h.village == v)
            base = f"{county.county_of(town)}{county.full_name(v)}"
            share = ("股份经济合作社", f"{base}股份经济合作社", uscc("N2", county.flavour.area, 5000000 + v * 10))
            kinds = {i: [share] for i in some(rng, homes, 0.44).tolist()}
            for k in range(int(rng.integers(0, 3))):
                trade = ("专业合作社", f"{base}{TRADES[int(rng.integers(0, 3)) + 3 * k]}专业合作社", uscc("93", county.flavour.area, 6000000 + v * 10 + k))
                for i in some(rng, homes, 0.15).tolist():
                    kinds.setdefault(i, []).append(trade)
            rows += [(i, *coop) for i in sorted(kinds) for coop in kinds[i]]
        found.append(_sheet(world, stated, town, rows, rng))
    return found


def _sheet(world: World, stated: Stated, town: int, rows: list[tuple[int, str, str, str]], rng: Dice) -> CoopSheet:
    county, h, n = world.county, world.homes, len(rows)
    home = np.array([r[0] for r in rows], dtype=np.int64)
    villages = h.village[home]
    name = county.towns[town]
    draft = Draft(f"{county.flavour.short}_合作社成员名册.xlsx", name, "E8", f"{name}合作社成员名册", {}, villages.copy(), np.zeros(n, dtype=np.bool_))
    unknown = some(rng, n, 0.006)
    ambiguous = np.setdiff1d(some(rng, twins(county, villages), 0.02), unknown)
    cells, state = village_cells(rng, county, villages, variant=0.04, unknown=unknown, ambiguous=ambiguous)
    draft.problem(unknown, "村(社区)", "unit_unknown")
    draft.problem(ambiguous, "村(社区)", "unit_ambiguous")
    draft.village[state != PLACED] = -1
    ids, heads = world.folk.id[h.head[home]].copy(), stated.head[home].copy()
    for i in some(rng, n, 0.012):
        heads[i], ids[i] = stranger_name(rng), stranger(county, rng)
    shown, seen, problems = id_cells(rng, ids, lost=np.arange(n))
    draft.problems += [(r, "户主身份证号", code) for r, code in problems]
    names: list[Cell] = heads.tolist()
    for i in some(rng, n, 0.012):
        names[i] = inner_space(str(names[i]), rng)
    days = np.full(n, 735600, dtype=np.int64) + rng.integers(0, 3200, n)
    draft.columns = {
        "序号": [""] * n, "合作社名称": [r[2] for r in rows], "统一社会信用代码": [r[3] for r in rows], "乡镇(街道)": [name] * n, "村(社区)": cells,
        "户主姓名": names, "户主身份证号": shown, "入社时间": date_cells(rng, days).cells, "出资额(元)": (rng.integers(5, 50, n) * 100).tolist(),
    }  # fmt: skip
    found, fitting = np.full(n, NOBODY, dtype=np.int64), dict[int, list[int]]()
    for i, v in enumerate(villages.tolist()):
        found[i], several = stated.find(v, "", seen[i], heads[i], -1)
        if found[i] == SEVERAL:
            fitting[i] = several
    placed = state == PLACED
    draft.problem(np.flatnonzero(placed & (found == NOBODY)), "户主姓名", "household_unknown")
    draft.problem(np.flatnonzero(placed & (found == SEVERAL)), "户主姓名", "household_ambiguous")
    draft.rejected = ~placed | (found < 0)
    draft.copies = some(rng, np.flatnonzero(~draft.rejected), 0.01)
    return CoopSheet(draft, found, fitting, [r[1] for r in rows], seen, heads)
