"""The household registers of the towns: which sheets there are, and how families stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import numpy as np

from api.demo.cells import PLACED, full_width, nulls, twins, village_cells
from api.demo.dice import Bools, Cell, Dice, Ints, dice, mask, some
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.layouts import BANDS, WORDS, Layout, layout_of
from api.demo.lookup import Stated
from api.demo.population import World
from api.demo.residents import Page, person_cells, remark_cells, schooling


@dataclass(frozen=True)
class Grids:
    """Which grid each household belongs to, for the counties that have 所属网格."""

    of: Ints
    """-1 where the register does not say; `names` ends with the empty text."""
    names: list[str]
    special: Ints | None = None
    """The 专属网格 of households that are in one, where a county keeps a column for it."""


def registers(world: World, stated: Stated, marks: Mapping[int, str], grids: Grids | None, poor: Set[int] = frozenset()) -> Iterator[Draft]:
    """Town by town; `stated` learns what each register says. `marks` are remarks (去世 …) by person; `poor` are the 脱贫户."""
    for town, name in enumerate(world.county.towns):
        layout = layout_of(town)
        villages = np.array(world.county.of_town(town))
        here = np.flatnonzero(np.isin(world.homes.village, villages))
        parts = [here[world.homes.village[here] == v] for v in villages] if layout.by_village else [here]
        for part in parts:
            if len(part):
                draft = _draft(world, stated, marks, layout, town, part, grids, poor)
                draft.hidden = layout.by_village and part is parts[-1] and len(parts) > 3
                draft.title = f"{name}{draft.sheet if layout.by_village else ''}户籍人口台账"
                yield draft


def _draft(
    world: World, stated: Stated, marks: Mapping[int, str], layout: Layout, town: int, homes: Ints, grids: Grids | None, poor: Set[int]
) -> Draft:  # fmt: skip
    """One sheet: every person of the households, families together."""
    h, name = world.homes, world.county.towns[town]
    place = world.county.villages[h.village[homes[0]]].name
    rng = dice(world.seed, "register", name, place)
    people = np.arange(h.head[homes[0]], h.head[homes[-1]] + h.size[homes[-1]])
    home = world.folk.home[people]
    n = len(people)
    sheet = "" if layout.encoding else place if layout.by_village else name
    draft = Draft(f"{name}_户籍人口台账{layout.suffix}", sheet, "register", "", {}, h.village[home].copy(), np.zeros(n, dtype=np.bool_))
    draft.block, draft.section = home, None if layout.by_village else h.village[home]
    draft.encoding, draft.separator = layout.encoding, layout.separator
    marked = np.isin(people, np.array(sorted(marks), dtype=np.int64))
    page = Page(world, stated, layout, draft, people, people == h.head[home], marked, {"seq": [""] * n, "town": [name] * n})
    _units(page, homes, rng)
    _household(page, homes, rng)
    person_cells(page, rng)
    remark_cells(page, marks, rng)
    for i in np.flatnonzero(page.is_head).tolist() if poor else ():
        if home[i] in poor and page.cells["type"][i] == "普通户":
            page.cells["type"][i] = "脱贫户"
    if world.county.flavour.scheme != "zhijiang":
        page.cells["education"] = schooling(world, people, dice(world.seed, "schooling", name, place))
    if grids:
        page.cells["grid"] = [grids.names[g] for g in grids.of[home].tolist()]
        if grids.special is not None:
            page.cells["special"] = [grids.names[g] for g in grids.special[home].tolist()]
    _lay_out(page)
    accepted = np.flatnonzero(~draft.rejected)
    draft.copies = some(rng, accepted, 0.006)
    stated.exists[homes] = np.isin(homes, home[accepted])
    return draft


def _lay_out(page: Page) -> None:
    """Columns under the header words of this town."""
    draft, layout = page.draft, page.layout
    words = {**WORDS, **layout.words}
    draft.columns = {words[k]: page.cells[k] for k in WORDS if k in page.cells and k not in layout.without}
    draft.problems = [(r, words[c], code) for r, c, code in draft.problems]
    draft.merged, draft.ditto = tuple(words[k] for k in layout.merged), tuple(words[k] for k in layout.ditto)
    draft.bands = {words[k]: band for k, band in BANDS.items()} if layout.banded else {}


def _units(page: Page, homes: Ints, rng: Dice) -> None:
    """Village, group, bay. A household whose village cannot be placed is lost with all its rows."""
    h, county, draft, cells, home = page.world.homes, page.world.county, page.draft, page.cells, page.home
    steady = np.setdiff1d(homes, home[page.marked])
    if "village" not in page.layout.without:
        lost = some(rng, steady, 0.006)
        unclear = np.setdiff1d(some(rng, np.intersect1d(homes[twins(county, h.village[homes])], steady), 0.05), lost)
        unknown, ambiguous = np.flatnonzero(np.isin(home, lost)), np.flatnonzero(np.isin(home, unclear))
        cells["village"], state = village_cells(rng, county, draft.village, variant=0.03, unknown=unknown, ambiguous=ambiguous)
        draft.problem(unknown, "village", "unit_unknown")
        draft.problem(ambiguous, "village", "unit_ambiguous")
        draft.rejected |= state != PLACED
        draft.village[state != PLACED] = -1
    groups, bays = [g.name for g in county.groups] + [""], [b.name for b in county.bays] + [""]
    cells["group"] = [groups[g] for g in h.group[home].tolist()]
    cells["bay"] = [bays[b] for b in h.bay[home].tolist()]
    for column in ("group", "bay"):
        nulls(rng, cells[column], 0.4)
    for i in some(rng, np.flatnonzero(~page.is_head & (h.group[home] >= 0)), 0.0012):  # a member whose row says another group than the head's
        others = [g for g in county.villages[h.village[home[i]]].groups if g != h.group[home[i]]]
        cells["group"][i], cells["bay"][i] = county.groups[others[int(rng.integers(0, len(others)))]].name, ""
    for i in some(rng, len(home), 0.004):
        cells["group"][i] = full_width(str(cells["group"][i]))


def _household(page: Page, homes: Ints, rng: Dice) -> None:
    """户号 or the head's id, the head's name, the address, the kind."""
    h, f, cells, home = page.world.homes, page.world.folk, page.cells, page.home
    cells["head"] = f.name[h.head[home]].tolist()
    cells["address"] = h.address[home].tolist()
    kind = np.where(mask(len(h.size), some(rng, homes, 0.03)), "低保户", "普通户").astype(object)
    typed = np.array([bool(e) for e in h.excluded], dtype=np.bool_) & ~h.says_in_remark
    kind[typed] = h.excluded[typed]
    cells["type"] = [k if first else "" for k, first in zip(kind[home].tolist(), page.is_head.tolist(), strict=True)]
    if page.keyed_by_head:
        _head_ids(page, homes, rng)
        return
    page.stated.code[homes] = h.code[homes]
    cells["code"] = h.code[home].tolist()
    for i in some(rng, len(home), 0.012):
        cells["code"][i] = full_width(str(cells["code"][i]))
    if page.layout.typed:
        for i in some(rng, len(home), 0.03):
            cells["code"][i] = int(h.code[home[i]])


def _head_ids(page: Page, homes: Ints, rng: Dice) -> None:
    """A register without 户号: the head's id number on every row; where it is wrong, the head's name and address are left."""
    ids = page.world.folk.id[page.world.homes.head[homes]]
    free: Bools = ~np.isin(homes, page.home[page.marked])
    shown, _, problems = id_cells(rng, ids, lost=np.flatnonzero(free))
    wrong = {i for i, code in problems if code == "id_checksum"}
    other = {i for i, _ in problems} - wrong  # only one way of being unreadable here: the rows of a household must still agree
    place: dict[int, Cell] = {h: ids[i] if i in other else shown[i] for i, h in enumerate(homes.tolist())}
    page.cells["head_id"] = [place[i] for i in page.home.tolist()]
    page.stated.head_id[homes] = ids
    page.stated.head_id[homes[sorted(wrong)]] = ""
    page.draft.problem(np.flatnonzero(np.isin(page.home, homes[sorted(wrong)])), "head_id", "id_checksum")
