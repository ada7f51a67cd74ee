"""村组湾落名册: the ledger that says which villages, groups and bays there are, with their typed totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.demo.dice import Cell, dice, some
from api.demo.draft import Draft
from api.demo.population import World


@dataclass
class UnitSheet:
    draft: Draft
    town: int
    claimed: dict[int, int]
    """Village → typed 总户数."""
    first: dict[int, int]
    """Village → its first row."""
    total: int


def unit_sheets(world: World) -> list[UnitSheet]:
    """A sheet per town; the cells of a village are merged over its bays."""
    county, h = world.county, world.homes
    lived = np.array([not e for e in h.excluded], dtype=np.bool_)
    true = np.bincount(h.village[lived], minlength=len(county.villages))
    found = []
    for town, name in enumerate(county.towns):
        rng = dice(world.seed, "units", name)
        villages = [v for v, x in enumerate(county.villages) if x.town == town]
        rows: list[tuple[int, str, str]] = []
        first: dict[int, int] = {}
        for v in villages:
            first[v] = len(rows)
            for g in county.villages[v].groups:
                rows += [(v, county.groups[g].name, county.bays[b].name) for b in county.groups[g].bays if county.bays[b].listed]
            if len(rows) == first[v]:
                rows.append((v, "", ""))
        claimed = {v: int(true[v]) for v in villages if not county.villages[v].virtual}
        for i in some(rng, len(claimed), 0.08):
            claimed[list(claimed)[i]] += int(rng.integers(1, 8))
        total = sum(claimed.values())
        n = len(rows)
        of = np.array([r[0] for r in rows], dtype=np.int64)
        title = f"{county.county_of(town)}{name}村组湾落名册"
        draft = Draft(f"{county.flavour.short}_村组湾落名册.xlsx", name, "units", title, {}, of, np.zeros(n, dtype=np.bool_))
        counts: list[Cell] = [claimed.get(r[0], "") for r in rows]
        codes = [v.code if v.coded else "" for v in county.villages]
        draft.columns = {
            "序号": [""] * n, "县(市、区)": [county.county_of(town)] * n, "乡镇(街道)": [name] * n, "村(社区)": [county.villages[r[0]].name for r in rows],
            "行政区划代码": [codes[r[0]] for r in rows], "村民小组(小区、片区)": [r[1] for r in rows], "湾落(楼栋、巷道)": [r[2] for r in rows],
            "总户数": counts, "备注": ["虚拟单元" if county.villages[r[0]].virtual else "" for r in rows],
        }  # fmt: skip
        draft.block, draft.merged = of.copy(), ("县(市、区)", "乡镇(街道)", "村(社区)", "行政区划代码", "总户数")
        draft.total = ["合计", "", "", "", "", "", "", total]
        found.append(UnitSheet(draft, town, claimed, first, total))
    return found
