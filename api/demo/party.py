"""党组织花名册 and 党员花名册: towns, villages, groups, and who belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from api.demo.bodies import party_body
from api.demo.cells import PLACED, date_cells, inner_space, ordinals, twins, village_cells
from api.demo.dice import Cell, Dice, Ints, dice, some
from api.demo.draft import Draft
from api.demo.idcells import id_cells
from api.demo.names import person
from api.demo.numbers import phones
from api.demo.places import County
from api.demo.population import YEAR, World


@dataclass(frozen=True)
class Branch:
    """One party organisation. `village` and `group` are -1 for a town's own committee."""

    town: int
    village: int
    group: int
    kind: str
    name: str
    parent: str
    real: bool = True
    """False: the parent that is named does not exist."""


@dataclass
class PartySheet:
    draft: Draft
    branches: list[Branch]


def branches(county: County, town: int, rng: Dice) -> list[Branch]:
    """The town's committee, its villages, and for most groups a 党小组 (村) or 党支部 (小区)."""
    top = f"中共{county.county_of(town)}{county.towns[town]}委员会"
    found = [Branch(town, -1, -1, "党委", top, "")]
    villages = county.of_town(town)
    for v in villages:
        kind, name = party_body(county, v)
        lost = rng.random() < 0.05 and v != villages[0]
        found.append(Branch(town, v, -1, kind, name, f"中共{county.towns[town]}旧街工作委员会" if lost else top, not lost))
    for v in villages:
        for g in county.villages[v].groups:
            draw = rng.random()
            if draw < 0.13:
                continue
            community = county.villages[v].community
            kind = ("党小组" if draw < 0.2 else "党支部") if community else ("党支部" if draw < 0.2 else "党小组")
            found.append(Branch(town, v, g, kind, f"{county.full_name(v)}{county.groups[g].name}{kind}", party_body(county, v)[1]))
    return found


def party_sheets(county: County, seed: int) -> list[PartySheet]:
    found = []
    for town, name in enumerate(county.towns):
        rng = dice(seed, "party", name)
        rows = branches(county, town, rng)
        n = len(rows)
        villages = np.array([b.village for b in rows], dtype=np.int64)
        draft = Draft(f"{county.flavour.short}_党组织花名册.xlsx", name, "party", f"{name}党组织花名册", {}, villages.copy(), np.zeros(n, dtype=np.bool_))
        inner = np.flatnonzero(villages >= 0)
        below = np.array([i for i, b in enumerate(rows) if b.group >= 0], dtype=np.int64)
        unknown = np.flatnonzero(np.isin(inner, some(rng, below, 0.012)))
        cells, state = village_cells(rng, county, villages[inner], variant=0.04, unknown=unknown, ambiguous=np.zeros(0, dtype=np.int64))
        column: list[Cell] = [""] * n
        for i, cell in zip(inner.tolist(), cells, strict=True):
            column[i] = cell
        draft.problem(inner[unknown], "村(社区)", "unit_unknown")
        draft.rejected[inner[state != PLACED]] = True
        draft.village[inner[state != PLACED]] = -1
        draft.problem([i for i, b in enumerate(rows) if not b.real], "上级党组织名称", "organization_unknown")
        days = np.full(n, 734000, dtype=np.int64) + rng.integers(0, 5000, n)
        groups = [g.name for g in county.groups] + [""]
        draft.columns = {
            "序号": [""] * n, "乡镇(街道)": [name] * n, "村(社区)": column, "村民小组(小区)": [groups[b.group] for b in rows],
            "党组织类别": [b.kind for b in rows], "党组织名称": [b.name for b in rows],
            "党组织代码": [f"{county.flavour.area}{town + 1:02d}{i + 1:04d}" for i in range(n)],
            "上级党组织名称": [b.parent for b in rows], "负责人": [person(rng) for _ in rows], "联系电话": phones(rng, n).tolist(),
            "成立时间": date_cells(rng, days).cells,
        }  # fmt: skip
        draft.copies = some(rng, np.flatnonzero(~draft.rejected), 0.01)
        found.append(PartySheet(draft, rows))
    return found


@dataclass
class MemberSheet:
    draft: Draft
    people: Ints
    branch: list[str]
    """The name of the organisation as stated; '' where the cell is empty."""


def member_sheets(world: World, party: list[PartySheet], seed: int, able: Ints) -> list[MemberSheet]:
    """Members by village, each in the branch of their group, else in the village's own."""
    county, f, h = world.county, world.folk, world.homes
    members = able[np.isin(f.political[able], ("中共党员", "中共预备党员"))]
    found = []
    for town, name in enumerate(county.towns):
        rng = dice(seed, "members", name)
        home = f.home[members]
        here = members[np.isin(h.village[home], np.array(county.of_town(town)))]
        by_group = {b.group: b.name for b in party[town].branches if b.group >= 0}
        villages = h.village[f.home[here]]
        stated = [by_group.get(g, party_body(county, v)[1]) for g, v in zip(h.group[f.home[here]].tolist(), villages.tolist(), strict=True)]
        for i in some(rng, len(here), 0.012):
            stated[i] = "" if rng.random() < 0.4 else "第一流动党支部"
        found.append(_member_sheet(world, town, here, villages, stated, rng))
    return found


def _member_sheet(world: World, town: int, people: Ints, villages: Ints, stated: list[str], rng: Dice) -> MemberSheet:
    county, f, n = world.county, world.folk, len(people)
    name = county.towns[town]
    draft = Draft(f"{county.flavour.short}_党员花名册.xlsx", name, "members", f"{name}党员花名册", {}, villages.copy(), np.zeros(n, dtype=np.bool_))
    unknown = some(rng, n, 0.008)
    ambiguous = np.setdiff1d(some(rng, twins(county, villages), 0.03), unknown)
    cells, state = village_cells(rng, county, villages, variant=0.04, unknown=unknown, ambiguous=ambiguous)
    draft.problem(unknown, "村(社区)", "unit_unknown")
    draft.problem(ambiguous, "村(社区)", "unit_ambiguous")
    draft.rejected = state != PLACED
    draft.village[draft.rejected] = -1
    names: list[Cell] = f.name[people].tolist()
    for i in some(rng, n, 0.015):
        names[i] = inner_space(str(names[i]), rng)
    birth = f.birth[people]
    days = ordinals(birth)
    ripe = np.array([p == "中共党员" for p in f.political[people]], dtype=np.bool_)
    joined = ordinals(np.where(ripe, np.minimum(birth // 10000 + 24, YEAR - 2), YEAR - 1) * 10000 + 701)
    full = np.where(ripe, joined + 366, 0)
    draft.columns = {
        "序号": [""] * n, "乡镇(街道)": [name] * n, "村(社区)": cells, "党员姓名": names, "性别": ["女" if w else "男" for w in f.female[people].tolist()],
        "身份证号": id_cells(rng, f.id[people])[0], "出生年月": date_cells(rng, days).cells, "政治面貌": f.political[people].tolist(),
        "入党时间": date_cells(rng, joined).cells, "转正时间": date_cells(rng, full).cells, "所在党支部": list(stated), "手机号": f.phone[people].tolist(),
    }  # fmt: skip
    draft.copies = some(rng, np.flatnonzero(~draft.rejected), 0.01)
    return MemberSheet(draft, people, stated)
