"""How the same value looks from one office to the next, and what a careful reader still sees in it."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from api.demo.dice import Bools, Cell, Dice, Ints, some
from api.demo.names import OLD_VILLAGES
from api.demo.places import County

NULLS = ("无", "一", "—", "-", "--", "/", "暂无", "不详", "未知")
FULL = {ord(c): ord(c) + 0xFEE0 for c in "0123456789Xx"}
PLACED, UNKNOWN, AMBIGUOUS = 0, 1, 2


def full_width(text: str) -> str:
    return text.translate(FULL)


def inner_space(name: str, rng: Dice) -> str:
    """张 三, 李　四."""
    return name[0] + ("  ", " ", "　")[int(rng.integers(0, 3))] + name[1:]


def nulls(rng: Dice, cells: list[Cell], share: float) -> None:
    """Some empty cells say that they are empty."""
    for i in some(rng, np.flatnonzero(np.array([c == "" for c in cells], dtype=np.bool_)), share):
        cells[i] = NULLS[int(rng.integers(0, len(NULLS)))]


@dataclass
class Dates:
    """Cells, and the days a reader takes from them (0 where there is none)."""

    cells: list[Cell]
    month_only: Bools
    days: Ints

    def since(self) -> Ints:
        """A month begins on its first day."""
        return self._where_month(lambda d: d - date.fromordinal(d).day + 1)

    def until(self) -> Ints:
        """A month ends on the first day after it."""
        return self._where_month(_next_month)

    def _where_month(self, day: Callable[[int], int]) -> Ints:
        pairs = zip(self.days.tolist(), self.month_only.tolist(), strict=True)
        return np.array([day(d) if m and d else d for d, m in pairs], dtype=np.int64)


def _next_month(day: int) -> int:
    d = date.fromordinal(day)
    return day - d.day + 1 + calendar.monthrange(d.year, d.month)[1]


def _style(d: date, style: int) -> Cell:
    match style:
        case 0:
            return f"{d.year}.{d.month:02d}"
        case 1:
            return f"{d.year}{d.month:02d}"
        case 2:
            return f"{d.year}年{d.month}月"
        case 3:
            return f"{d.year}年{d.month}月{d.day}日"
        case 4:
            return f"{d.year}-{d.month:02d}-{d.day:02d}"
        case 5:
            return f"{d.year}/{d.month}/{d.day}"
        case 6:
            return f"{d.year}{d.month:02d}{d.day:02d}"
        case 7:
            return f"{d.year}.{d.month}.{d.day}"
        case _:
            return (d - date(1899, 12, 30)).days


def date_cells(rng: Dice, days: Ints, *, typed: bool = True, plain: float = 0.66) -> Dates:
    """Two in three as date cells (as text where the file has no types), the rest in the styles of the trade."""
    n = len(days)
    style = np.where(rng.random(n) < plain, -1, rng.integers(0, 9 if typed else 8, n))
    cells: list[Cell] = []
    for day, s in zip(days.tolist(), style.tolist(), strict=True):
        if not day:
            cells.append("")
        elif s < 0:
            d = date.fromordinal(day)
            cells.append(d if typed else d.isoformat())
        else:
            cells.append(_style(date.fromordinal(day), s))
    return Dates(cells, (style >= 0) & (style <= 2), days.copy())


def ordinals(yyyymmdd: Ints) -> Ints:
    """Dates written as one number, as days."""
    return np.array([date(d // 10000, d // 100 % 100, d % 100).toordinal() for d in yyyymmdd.tolist()], dtype=np.int64)


def impossible(rng: Dice, dates: Dates, positions: Ints) -> None:
    """2006-02-30: the cell is unknown, and the row stays."""
    for i in positions:
        dates.cells[i] = f"20{int(rng.integers(10, 25)):02d}-02-30"
        dates.days[i] = 0
        dates.month_only[i] = False


def village_cells(rng: Dice, county: County, villages: Ints, *, variant: float, unknown: Ints, ambiguous: Ints) -> tuple[list[Cell], Ints]:
    """Names as people write them, and whether each can still be placed. `ambiguous` may only hold rows of twins."""
    cells: list[Cell] = [county.villages[v].name for v in villages.tolist()]
    state = np.full(len(cells), PLACED, dtype=np.int64)
    for i in some(rng, len(cells), variant):
        cells[i] = name_variant(rng, county, int(villages[i]))
    for i in ambiguous:
        cells[i], state[i] = county.villages[villages[i]].base, AMBIGUOUS
    for i in unknown:
        cells[i], state[i] = OLD_VILLAGES[int(rng.integers(0, len(OLD_VILLAGES)))], UNKNOWN
    return cells, state


def name_variant(rng: Dice, county: County, village: int) -> str:
    """A form that still names this unit and no other."""
    v = county.villages[village]
    long = ("居委会", "社区居委会", "社区居民委员会") if v.community else ("村委会", "村村委会", "村民委员会", "村村民委员会")
    forms = [v.base + s for s in long] if v.name != v.base + "农场" else []
    forms += [inner_space(v.name, rng), v.name + " "]
    if not v.twin and forms:
        forms += [v.base, v.base + ("村" if v.community else "社区")] if v.name != v.base + "农场" else []
    return forms[int(rng.integers(0, len(forms)))]


def twins(county: County, villages: Ints) -> Ints:
    """The rows whose unit shares its base name with another of the town."""
    return np.flatnonzero(np.array([county.villages[v].twin for v in villages.tolist()], dtype=np.bool_))
