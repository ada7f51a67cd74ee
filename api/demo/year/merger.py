"""撤村并居: two villages of a town become one; the ledger of units says so, and a table says from what to what."""

from __future__ import annotations

from datetime import date

import numpy as np

from api.demo.draft import Draft
from api.demo.places import Village
from api.demo.year.lines import Line, Page
from api.demo.year.office import Office

MERGED = 2
"""The town in which villages are merged."""
NAMES = ("同心", "新合", "联丰", "共和")
COLUMNS = ("序号", "原乡镇", "原村", "原代码", "现乡镇", "现村", "现代码", "调整类型", "调整日期")


def pair_of(office: Office) -> tuple[int, int]:
    """Two villages (no communities) of the town, neighbours by number."""
    county = office.world.county
    mine = [v for v in county.of_town(MERGED) if not county.villages[v].community]
    return mine[-2], mine[-1]


def merge(office: Office, pair: tuple[int, int], day: date) -> list[Page]:
    """The new village, and the two pages that tell of it: the town's ledger of units, and the table."""
    county = office.world.county
    old = [county.villages[v] for v in pair]
    town, taken = old[0].town, {v.base for v in county.villages}
    base = next(n for n in NAMES if n not in taken)
    number = 1 + max(int(v.code[-3:]) for v in county.villages if v.town == town and not v.community)
    new = len(county.villages)
    county.villages.append(Village(town, base, base + "村", f"{county.prefixes[town]}{number:03d}", False, groups=[g for v in old for g in v.groups]))
    county.__dict__.pop("_named", None)
    office.gone |= dict.fromkeys(pair, new)
    units = office.page("units", town)
    _units(units, {v: county.villages[v].name for v in pair}, new, county.villages[new])
    table = _table(office, pair, new, day)
    office.pages.append(table)
    return [units, table]


def _units(page: Page, names: dict[int, str], new: int, village: Village) -> None:
    """The rows of both under the new name, their groups with the old name before; the typed totals add up."""
    rows = [line for line in page.lines if line.village in names]
    total = sum(line.said[1] or 0 for line in rows if isinstance(line.said, tuple))
    at = page.lines.index(rows[0])
    for line in rows:
        group = line.cells["村民小组(小区、片区)"]
        line.cells |= {"村(社区)": village.name, "行政区划代码": village.code, "总户数": total}
        line.cells["村民小组(小区、片区)"] = f"{names[line.village]}{group}" if group else ""
        line.village, line.block, line.said, line.copied = new, new, None, False
    rows[0].said = (new, total)
    page.lines = [line for line in page.lines if line.village != new]
    page.lines[at:at] = rows


def _table(office: Office, pair: tuple[int, int], new: int, day: date) -> Page:
    county = office.world.county
    now = county.villages[new]
    town = county.towns[now.town]
    draft = Draft(
        f"{county.flavour.short}_撤村并居对照表.xlsx", "撤村并居对照表", "merger", f"{county.county_of(now.town)}撤村并居对照表",
        {name: [] for name in COLUMNS}, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_),
    )  # fmt: skip
    lines = []
    for v in pair:
        old = county.villages[v]
        cells = ("", town, old.name, old.code, town, now.name, now.code, "合并", day)
        lines.append(Line(dict(zip(COLUMNS, cells, strict=True)), new, False, v, 0, False, None))
    return Page(draft, now.town, lines)
