"""A ledger whose every row can be placed: units as columns, ordinary mess, rows stated twice, a 合计 row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from api.demo.cells import date_cells, full_width, inner_space, village_cells
from api.demo.dice import Bools, Cell, Dice, Ints, Texts, dice, some, texts
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.names import people
from api.demo.numbers import ids, phones
from api.demo.population import adults
from api.demo.ties import TODAY

if TYPE_CHECKING:
    from api.demo.made import Made

Cells = dict[str, list[Cell]]
NOWHERE = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Spots:
    """The unit that each row names, by its place in the county's lists; -1 where a row names none of that level."""

    over: Ints
    town: Ints
    village: Ints
    group: Ints
    bay: Ints

    def take(self, rows: Ints) -> Spots:
        return Spots(*(x[rows] for x in (self.over, self.town, self.village, self.group, self.bay)))

    def __add__(self, other: Spots) -> Spots:
        mine, theirs = (self.over, self.town, self.village, self.group, self.bay), (other.over, other.town, other.village, other.group, other.bay)
        return Spots(*(np.concatenate(pair) for pair in zip(mine, theirs, strict=True)))

    @property
    def size(self) -> int:
        return len(self.over)


def most(rng: Dice, n: int, share: float) -> Bools:
    """True for about this share; where there are two or more, at least one is True and one False."""
    kept: Bools = rng.random(n) < share
    if n > 1 and kept.all():
        kept[int(rng.integers(0, n))] = False
    if n > 1 and not kept.any():
        kept[int(rng.integers(0, n))] = True
    return kept


class Scene:
    """A finished county, for those who write further ledgers about it."""

    def __init__(self, made: Made) -> None:
        self.made, self.world, self.county, self.stated = made, made.world, made.world.county, made.stated
        county = self.county
        self.scheme = county.flavour.scheme
        lived = np.unique(self.world.homes.village)
        self.villages: Ints = np.array([v for v in lived.tolist() if not county.villages[v].virtual], dtype=np.int64)
        self.towns: Ints = np.arange(len(county.towns))
        self.community: Bools = np.array([v.community for v in county.villages], dtype=np.bool_)
        self.town_of: Ints = np.array([v.town for v in county.villages], dtype=np.int64)
        self.village_of: Ints = np.array([g.village for g in county.groups], dtype=np.int64)
        self.group_of: Ints = np.array([b.group for b in county.bays], dtype=np.int64)
        self.groups: Ints = np.flatnonzero(np.isin(self.village_of, self.villages))
        listed = np.array([b.listed for b in county.bays], dtype=np.bool_)
        self.bays: Ints = np.flatnonzero(listed & np.isin(self.village_of[self.group_of], self.villages))
        self.over: Ints = np.array(county.over, dtype=np.int64)
        self.full: Texts = texts([county.full_name(v) for v in range(len(county.villages))])
        self.group_name, self.bay_name = texts([g.name for g in county.groups]), texts([b.name for b in county.bays])
        self.bare: Ints = self.villages[most(self.dice("bare"), len(self.villages), 0.06)]
        """Villages that have neither clubs nor volunteers."""
        stated = made.stated
        self.named: Ints = np.flatnonzero(stated.exists & ((stated.code != "") | (stated.head_id != "")))
        self._crowd(np.setdiff1d(np.flatnonzero(adults(self.world)), np.array(sorted(made.marks), dtype=np.int64)))

    def dice(self, *names: str) -> Dice:
        return dice(self.world.seed, "systems", self.scheme, *names)

    def _crowd(self, able: Ints) -> None:
        able = self.dice("crowd").permutation(able)
        village = self.world.homes.village[self.world.folk.home[able]]
        order = np.argsort(village, kind="stable")
        self._people, counts = able[order], np.bincount(village, minlength=len(self.county.villages))
        self._count, self._first = counts, np.cumsum(counts) - counts

    def resident(self, village: Ints, place: Ints | int) -> Ints:
        """The nth grown-up of each village, in an order of chance; round again where there are fewer."""
        count = np.maximum(self._count[village], 1)
        return self._people[np.minimum(self._first[village] + place % count, len(self._people) - 1)]

    def at_counties(self, counties: Ints) -> Spots:
        """Rows that name a county only."""
        none = np.full(len(counties), -1)
        return Spots(counties, none, none, none, none)

    def at_towns(self, towns: Ints) -> Spots:
        """Rows that name a town."""
        none = np.full(len(towns), -1)
        return Spots(self.over[towns], towns, none, none, none)

    def at_villages(self, villages: Ints) -> Spots:
        """Rows that name a village."""
        none = np.full(len(villages), -1)
        return Spots(self.over[self.town_of[villages]], self.town_of[villages], villages, none, none)

    def at_groups(self, groups: Ints) -> Spots:
        """Rows that name a group."""
        above = self.at_villages(self.village_of[groups])
        return Spots(above.over, above.town, above.village, groups, above.bay)

    def at_bays(self, bays: Ints) -> Spots:
        """Rows that name a bay."""
        above = self.at_groups(self.group_of[bays])
        return Spots(above.over, above.town, above.village, above.group, bays)

    def who(self, persons: Ints, rng: Dice, blank: float = 0.02, name: str = "姓名", key: str = "身份证号") -> Cells:
        """Name and id; some ids are not given. Nobody (-1) has neither."""
        there = persons >= 0
        names = np.where(there, self.world.folk.name[persons], "").astype(object)
        shown: list[Cell] = names.tolist()
        for i in some(rng, np.flatnonzero(there), 0.012):
            shown[i] = inner_space(str(names[i]), rng)
        return {name: shown, key: self.ids(np.where(there, self.world.folk.id[persons], "").astype(object), rng, blank)}

    def ids(self, numbers: Texts, rng: Dice, blank: float = 0.02) -> list[Cell]:
        """Id numbers in their forms; some are not given."""
        cells = id_cells(rng, numbers)[0]
        for i in some(rng, len(cells), blank):
            cells[i] = ""
        return cells

    def officials(self, word: str, n: int) -> tuple[Texts, Texts]:
        """Names and ids of people from outside the villages."""
        rng = self.dice("officials", word)
        female = (rng.random(n) < 0.3).astype(np.int64)
        birth = rng.integers(1968, 1996, n) * 10000 + rng.integers(1, 13, n) * 100 + rng.integers(1, 29, n)
        area = np.full(n, self.county.flavour.other_areas[1], dtype=np.int64)
        return people(rng, female == 1), ids(area, birth, female, rng)

    def homes(self, homes: Ints) -> Cells:
        """How a ledger names households: by 户号, in towns without it by the head's id number."""
        s = self.stated
        by_code = s.code[homes] != ""
        return {
            "户主姓名": s.head[homes].tolist(),
            "户号": s.code[homes].tolist(),
            "户主身份证号": np.where(by_code, "", s.head_id[homes]).tolist(),
        }

    def spots_of(self, homes: Ints) -> Spots:
        """The village of each household; its group stands in the register."""
        return self.at_villages(self.world.homes.village[homes])

    def ledger(self, file: str, sheet: str, title: str, spots: Spots, cells: Cells, *, copies: float = 0.008) -> Draft:
        """One sheet. Units become the first columns, as far down as any row names one."""
        n, county, rng = spots.size, self.county, self.dice("sheet", file, sheet)
        plain = file.endswith(".csv")  # a csv has neither sheet nor title
        draft = Draft(f"{county.flavour.short}_{file}", "" if plain else sheet, "systems", title, {}, spots.village.copy(), np.zeros(n, dtype=np.bool_))
        draft.encoding = "gb18030" if plain else ""
        columns: Cells = {"序号": [""] * n}
        if county.flavour.below or (spots.town < 0).any():
            columns["县(市、区)"] = [county.counties[c] if c >= 0 else "" for c in spots.over.tolist()]
        if (spots.town >= 0).any():
            columns["乡镇(街道)"] = [county.towns[t] if t >= 0 else "" for t in spots.town.tolist()]
        inside = np.flatnonzero(spots.village >= 0)
        if len(inside):
            shown, _ = village_cells(rng, county, spots.village[inside], variant=0.03, unknown=NOWHERE, ambiguous=NOWHERE)
            column: list[Cell] = [""] * n
            for i, cell in zip(inside.tolist(), shown, strict=True):
                column[i] = cell
            columns["村(社区)"] = column
        for word, at, names in (("村民小组(小区)", spots.group, self.group_name), ("湾落(楼栋)", spots.bay, self.bay_name)):
            if (at >= 0).any():
                columns[word] = np.where(at >= 0, names[at], "").tolist()
        draft.columns = {**columns, **cells}
        draft.copies = some(rng, n, copies)
        return draft

    def same(self, word: str, n: int) -> list[Cell]:
        """A column that says one word."""
        cells: list[Cell] = [word] * n
        return cells

    def phones(self, n: int, rng: Dice) -> list[Cell]:
        """Phone numbers, some of them full-width."""
        cells: list[Cell] = phones(rng, n).tolist()
        for i in some(rng, n, 0.01):
            cells[i] = full_width(str(cells[i]))
        return cells

    def days(self, n: int, rng: Dice, low: int, high: int) -> list[Cell]:
        """Dates that lie this many days back, at least `low` and less than `high`, to the day."""
        return date_cells(rng, TODAY - rng.integers(low, high, n), plain=1.0).cells
