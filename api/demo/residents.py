"""The cells of a person in a household register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from api.demo.cells import date_cells, full_width, impossible, inner_space, nulls, ordinals
from api.demo.dice import Bools, Cell, Dice, Ints, some
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.layouts import CODES, Layout
from api.demo.lookup import Stated
from api.demo.population import YEAR, World

REMARKS = ("外出务工", "残疾", "低保", "备注", "<b>重点关注</b>", "=见附页", "@待核", "+1人在校", "五保")


@dataclass
class Page:
    """A register sheet in the making; `cells` are by field, one per person."""

    world: World
    stated: Stated
    layout: Layout
    draft: Draft
    people: Ints
    is_head: Bools
    marked: Bools
    """Their remark will say that they are gone: their row and their id stay readable, so that it is certain who is."""
    cells: dict[str, list[Cell]]

    @property
    def home(self) -> Ints:
        return self.world.folk.home[self.people]

    @property
    def keyed_by_head(self) -> bool:
        return "code" in self.layout.without


def person_cells(page: Page, rng: Dice) -> None:
    """Name, relation, id, birth, sex, politics, phone."""
    f, n, draft, cells, people = page.world.folk, len(page.people), page.draft, page.cells, page.people
    cells["name"] = f.name[people].tolist()
    for i in some(rng, n, 0.02):
        cells["name"][i] = inner_space(str(cells["name"][i]), rng)
    nameless = some(rng, np.flatnonzero(~page.is_head & ~page.marked), 0.0025)
    for i in nameless:
        cells["name"][i] = ""
    draft.problem(nameless, "name", "required_missing")
    draft.rejected[nameless] = True
    cells["relation"] = f.relation[people].tolist()
    _ids(page, rng)
    cells["ethnic"] = ["土家族" if r < 0.02 else "汉族" for r in rng.random(n)]
    cells["political"] = [CODES[p] for p in f.political[people]] if page.layout.coded else f.political[people].tolist()
    _phones(page, rng)


def _ids(page: Page, rng: Dice) -> None:
    """Id numbers; birth and sex beside them, which do not always agree."""
    draft, cells, people = page.draft, page.cells, page.people
    loose = np.flatnonzero(~page.marked & ~page.is_head) if page.keyed_by_head else np.flatnonzero(~page.marked)
    cells["id"], seen, problems = id_cells(rng, page.world.folk.id[people], lost=loose, typed=page.layout.typed)
    if page.keyed_by_head:  # the head's own cell agrees with the column of heads
        for i in np.flatnonzero(page.is_head).tolist():
            cells["id"][i] = cells["head_id"][i]
        problems += [(r, code) for r, c, code in draft.problems if c == "head_id" and page.is_head[r]]
    else:
        page.stated.head_id[page.home[page.is_head]] = seen[page.is_head]
    draft.problems += [(r, "id", code) for r, code in problems]
    good = np.flatnonzero(np.array([bool(s) for s in seen], dtype=np.bool_) & ~page.marked & ~page.is_head)
    _birth_and_sex(page, good, rng)


def _birth_and_sex(page: Page, good: Ints, rng: Dice) -> None:
    """`good` are the rows with a readable id, some of which disagree with it."""
    f, draft, typed = page.world.folk, page.draft, page.layout.typed
    birth = f.birth[page.people]
    days = ordinals(birth)
    sex = ["女" if w else "男" for w in f.female[page.people].tolist()]
    chosen = some(rng, good, 0.015)
    late, other, never = chosen[::3], chosen[1::3], chosen[2::3]
    days[late] -= 400
    dates = date_cells(rng, days, typed=typed)
    draft.problem(late, "birth", "birth_mismatch")
    impossible(rng, dates, never)
    draft.problem(never, "birth", "date_invalid")
    for i in other:
        sex[i] = "男" if sex[i] == "女" else "女"
    draft.problem(other, "sex", "sex_mismatch")
    if typed:  # 1987.10 typed as a number is 1987.1: only the year is sure
        for i in some(rng, np.setdiff1d(np.flatnonzero(birth // 100 % 100 == 10), chosen), 0.02):
            dates.cells[i] = int(birth[i]) // 10000 + 0.1
    page.cells["birth"], page.cells["sex"] = dates.cells, list(sex)


def _phones(page: Page, rng: Dice) -> None:
    numbers = page.world.folk.phone[page.people]
    grown = page.world.folk.birth[page.people] < 20120000
    cells: list[Cell] = [p if g else "" for p, g in zip(numbers.tolist(), grown.tolist(), strict=True)]
    for i in some(rng, np.flatnonzero(grown), 0.01):
        cells[i] = full_width(str(cells[i]))
    short = some(rng, np.flatnonzero(grown), 0.004)
    for i in short:
        cells[i] = str(numbers[i])[:10]
    page.draft.problem(short, "phone", "phone_invalid")
    nulls(rng, cells, 0.3)
    page.cells["phone"] = cells


def schooling(world: World, people: Ints, rng: Dice) -> list[Cell]:
    """学历 by age; some cells are empty."""
    age = YEAR - world.folk.birth[people] // 10000
    words = ("小学", "初中", "高中", "中专", "大专", "本科", "")
    level = np.clip(rng.integers(0, 4, len(people)) + (age < 55) * rng.integers(0, 3, len(people)), 0, 5)
    level[(age < 24) | (rng.random(len(people)) < 0.05)] = 6
    return [words[i] for i in level.tolist()]


def remark_cells(page: Page, marks: Mapping[int, str], rng: Dice) -> None:
    """Ordinary remarks, marks of those who left, and the excluded households that say so only here."""
    h, home = page.world.homes, page.home
    cells: list[Cell] = [""] * len(home)
    for i in some(rng, len(home), 0.02):
        cells[i] = REMARKS[int(rng.integers(0, len(REMARKS)))]
    for i in np.flatnonzero(page.is_head & h.says_in_remark[home]).tolist():
        if h.excluded[home[i]]:
            cells[i] = str(h.excluded[home[i]])
    for i in np.flatnonzero(page.marked).tolist():
        cells[i] = marks[int(page.people[i])]
    nulls(rng, cells, 0.25)
    page.cells["remark"] = cells
