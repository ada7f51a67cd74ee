"""群团 below the village, their members, and one 妇联 that filled in a form instead of a table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.bodies import Body
from api.demo.dice import Bools, Cell, Ints, Texts, some, texts
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, Spots, most
from api.demo.names import SURNAMES
from api.demo.population import YEAR

GROUP = {"团小组": "团支部", "工会分会": "工会联合会", "妇女小组": "妇女联合会", "商会分会": "商会分会"}
"""The body of a group, and the village's above it."""
BAY = {"团建微联盟": "团小组", "湾落工会小组": "工会分会", "妇女微家": "妇女小组"}


def lower_bodies(scene: Scene) -> Iterator[Draft]:
    """Groups and bays that lack a body, bodies whose parent nobody names, bodies without a leader."""
    rng = scene.dice("lower mass")
    known = np.array(sorted({v for s in scene.made.bodies["D5"] for v in s.draft.village.tolist() if v >= 0}), dtype=np.int64)
    found: list[tuple[Ints, Ints, Texts, Texts, Texts]] = []
    groups = scene.groups[np.isin(scene.village_of[scene.groups], known)]
    bays = scene.bays[np.isin(scene.village_of[scene.group_of[scene.bays]], known)]
    for kind, over in GROUP.items():
        here = groups[most(rng, len(groups), 0.86)]
        parent = scene.full[scene.village_of[here]] + over
        found.append((here, np.full(len(here), -1), texts([kind] * len(here)), _of_group(scene, here, kind), parent))
    for kind, over in BAY.items():
        here = bays[most(rng, len(bays), 0.8)]
        above = scene.group_of[here]
        name = _of_group(scene, above, "") + scene.bay_name[here] + kind
        found.append((above, here, texts([kind] * len(here)), name, _of_group(scene, above, over)))
    group, bay, kinds, names, parents = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.argsort(scene.village_of[group], kind="stable")
    group, bay, kinds, names, parents = group[order], bay[order], kinds[order], names[order], parents[order]
    village = scene.village_of[group]
    leaders = np.where(most(rng, len(group), 0.9), _leaders(village), "")
    parents = np.where(most(rng, len(group), 0.93), parents, "")
    scene.made.lower_leaders = [(v, x) for v, x in zip(village.tolist(), leaders.tolist(), strict=True) if x]
    scene.made.lower_bodies = {(int(b), str(k)): str(x) for b, k, x in zip(bay, kinds, names, strict=True) if b >= 0}
    at = scene.at_groups(group)
    spots = Spots(at.over, at.town, at.village, group, bay)
    cells: Cells = {"组织类别": kinds.tolist(), "组织名称": names.tolist(), "上级组织": parents.tolist(), "负责人": leaders.tolist()}
    cells["联系电话"] = scene.phones(len(group), rng)
    for town, name in enumerate(scene.county.towns):
        rows = np.flatnonzero(at.town == town)
        if len(rows):
            part: Cells = {k: [c[i] for i in rows.tolist()] for k, c in cells.items()}
            yield scene.ledger("组湾群团组织台账.xlsx", name, f"{name}组、湾落群团组织台账", spots.take(rows), part)


def _of_group(scene: Scene, groups: Ints, kind: str) -> Texts:
    named: Texts = scene.full[scene.village_of[groups]] + scene.group_name[groups] + kind
    return named


def _leaders(village: Ints) -> Texts:
    """Names that nobody else has, no two alike in a village: whoever leads one of these bodies leads no other."""
    place = np.arange(len(village)) - np.searchsorted(village, village, side="left")
    ends = ("彤", "璟", "昱", "珩", "玥", "琰")
    return texts([SURNAMES[k % 90] + "岚" + ends[k // 90 % len(ends)] for k in place.tolist()])


def members(scene: Scene) -> Iterator[Draft]:
    """工会会员, 团员 and 妇女, each in the lowest body that there is; some in none, some in one that nobody knows."""
    rng, f, h = scene.dice("mass members"), scene.world.folk, scene.world.homes
    age = YEAR - 1 - f.birth // 10000
    lived = np.array([not e for e in h.excluded], dtype=np.bool_)[f.home]
    draw = rng.random(len(age))
    rosters: dict[str, tuple[Bools, str, str, str]] = {
        "工会会员": ((age >= 20) & (age < 60) & (draw < 0.15), "湾落工会小组", "工会分会", "工会联合会"),
        "团员": (f.political == "共青团员", "团建微联盟", "团小组", "团支部"),
        "妇女": ((f.female == 1) & (age >= 18) & (draw > 0.35), "妇女微家", "妇女小组", "妇女联合会"),
    }
    for roster, (who, low, middle, top) in rosters.items():
        people = np.flatnonzero(who & lived)
        if scene.scheme != "zhijiang" and roster == "妇女":
            people = people[::3]
        home = f.home[people]
        body = _bodies(scene, home, low, middle, top)
        body[some(rng, len(body), 0.03)] = ""
        body[some(rng, len(body), 0.02)] = "外出务工人员联合" + top
        cells: Cells = {"成员类别": scene.same(roster, len(people))} | scene.who(people, rng, 0.01)
        cells |= {"性别": ["女" if w else "男" for w in f.female[people].tolist()], "所在组织": body.tolist()}
        cells["加入时间"] = scene.days(len(people), rng, 100, 3000)
        title = f"{scene.county.flavour.county}群团成员（{roster}）名册"
        yield scene.ledger("群团成员名册.xlsx", roster, title, scene.spots_of(home), cells, copies=0.004)


def _bodies(scene: Scene, home: Ints, low: str, middle: str, top: str) -> Texts:
    """The name of the bay's body where it is stated, else the group's, else the village's; elsewhere than here only villages have any."""
    h = scene.world.homes
    found: Texts = (scene.full[h.village[home]] + top).astype(object)
    if scene.scheme != "zhijiang":
        return found
    inside = h.group[home] >= 0
    found[inside] = _of_group(scene, h.group[home[inside]], middle)
    stated = scene.made.lower_bodies
    for i, bay in enumerate(h.bay[home].tolist()):
        if (bay, low) in stated:
            found[i] = stated[bay, low]
    return found


def women_form(scene: Scene) -> list[list[Cell]]:
    """The 妇联 of a village whose table states it as well, as the form that the federation prints."""
    sheet, place = _federation(scene)
    v = scene.county.villages[sheet.village]
    county, town = scene.county.county_of(v.town), scene.county.towns[v.town]
    return [
        ["妇联组织基本情况表", "", "", ""],
        ["县(市、区)", county, "乡镇(街道)", town],
        ["村(社区)", v.name, "组织名称", sheet.name],
        ["妇联主席", sheet.leader, "任期(年)", 5],
        ["妇联建立时间", "2012年3月", "妇联换届时间", "2022年3月"],
        ["妇女人口总数", 120 + place % 60, "妇联党员数", 6],
        ["有无妇女之家", "有", "联系电话", "13800001234"],
        ["填表人：", "", "审核人：", ""],
    ]


def _federation(scene: Scene) -> tuple[Body, int]:
    rows = [
        (b, i) for s in scene.made.bodies["D5"] for i, (b, bad) in enumerate(zip(s.bodies, s.draft.rejected.tolist(), strict=True))
        if b.kind == "妇女联合会" and b.leader and not bad
    ]  # fmt: skip
    return rows[len(rows) // 2]
