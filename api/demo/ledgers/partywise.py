"""Party organisations beyond the ordinary tree: 楼栋党小组, 大党委, 综合党支部, branches in grids, and who belongs to two."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.bodies import party_body
from api.demo.dice import Ints
from api.demo.draft import Draft
from api.demo.ledgers.institutions import workplaces
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.party import MemberSheet
from api.demo.population import YEAR


def _columns(scene: Scene, kind: list[str], name: list[str], parent: list[str], leader: list[str], word: str) -> Cells:
    rng = scene.dice("party columns", word)
    cells: Cells = {"党组织类别": list(kind), "党组织名称": list(name), "上级党组织名称": list(parent), "负责人": list(leader)}
    cells["联系电话"] = scene.phones(len(kind), rng)
    cells["成立时间"] = scene.days(len(kind), rng, 300, 3000)
    return cells


def building_groups(scene: Scene) -> Iterator[Draft]:
    """党小组 of buildings: some buildings have none, some groups no leader, one leader for two neighbouring buildings."""
    rng = scene.dice("building groups")
    village = scene.village_of[scene.group_of[scene.bays]]
    bays = scene.bays[scene.community[village]]
    bays = bays[most(rng, len(bays), 0.75)]
    group, village = scene.group_of[bays], scene.village_of[scene.group_of[bays]]
    branch = {b.group: b.name for s in scene.made.party for b in s.branches if b.group >= 0 and b.kind == "党支部"}
    parent = [branch.get(g, party_body(scene.county, v)[1]) for g, v in zip(group.tolist(), village.tolist(), strict=True)]
    place = np.arange(len(bays)) - np.searchsorted(village, village, side="left") + 30
    twice = np.zeros(len(bays), dtype=np.bool_)
    pairs = np.flatnonzero(village[1:] == village[:-1]) + 1
    twice[pairs[most(rng, len(pairs), 0.15)]] = True
    leader = scene.world.folk.name[scene.resident(village, np.where(twice, place - 1, place))]
    alone = np.flatnonzero(~twice & ~np.r_[twice[1:], False])
    leader[alone[~most(rng, len(alone), 0.9)]] = ""
    name = (scene.full[village] + scene.group_name[group] + scene.bay_name[bays] + "党小组").tolist()
    cells = _columns(scene, ["党小组"] * len(bays), name, parent, leader.tolist(), "building groups")
    yield scene.ledger("楼栋党组织花名册.xlsx", "楼栋党小组", f"{scene.county.flavour.county}楼栋（巷道）党组织花名册", scene.at_bays(bays), cells)


def veterans(scene: Scene) -> list[MemberSheet]:
    """Old members whom the roster of their town leaves out: in a branch that nobody knows, or in none."""
    f, h = scene.world.folk, scene.world.homes
    old = (f.birth // 10000 < YEAR - 75) & np.isin(f.political, ("中共党员", "中共预备党员")) & np.isin(f.home, scene.named)
    people = np.setdiff1d(np.flatnonzero(old), np.array(sorted(scene.made.marks), dtype=np.int64))
    people = people[scene.community[h.village[f.home[people]]]][:8]
    branch = [("第一流动党支部", "")[i % 2] for i in range(len(people))]
    rng = scene.dice("veterans")
    cells = scene.who(people, rng, 0.0, "党员姓名") | {"政治面貌": f.political[people].tolist(), "所在党支部": list(branch)}
    cells["入党时间"] = scene.days(len(people), rng, 9000, 18000)
    title = f"{scene.county.flavour.county}老党员花名册（补报）"
    draft = scene.ledger("党员补报花名册.xlsx", "补报", title, scene.spots_of(f.home[people]), cells, copies=0.0)
    return [MemberSheet(draft, people, branch)] if len(people) else []


def functional(scene: Scene) -> Iterator[Draft]:
    """大党委 of communities, 综合党支部 of estates, a second branch in some villages (two top bodies), branches in grids."""
    rng, county = scene.dice("functional"), scene.county
    places = scene.villages[scene.community[scene.villages]]
    led = {b.group for s in scene.made.party for b in s.branches if b.group >= 0 and b.kind == "党支部"}
    estates = np.array([g for g in scene.groups.tolist() if scene.community[scene.village_of[g]] and g in led], dtype=np.int64)
    councils, joint = places[most(rng, len(places), 0.6)], estates[most(rng, len(estates), 0.4)]
    second = scene.villages[~scene.community[scene.villages]]
    second = second[most(rng, len(second), 0.12)]
    spots = scene.at_villages(councils) + scene.at_groups(joint) + scene.at_villages(second)
    towns = [f"中共{county.county_of(t)}{county.towns[t]}委员会" for t in scene.towns.tolist()]
    kind = ["大党委"] * len(councils) + ["综合党支部"] * len(joint) + ["党支部"] * len(second)
    name = [f"{n}大党委" for n in scene.full[councils]] + [joint_name(scene, g) for g in joint.tolist()] + [f"{n}返乡创业党支部" for n in scene.full[second]]
    parent = (
        [towns[t] for t in scene.town_of[councils]] + [party_body(county, v)[1] for v in scene.village_of[joint]] + [towns[t] for t in scene.town_of[second]]
    )
    if parent:
        parent[-1] = ""
    leader = scene.officials("functional", len(kind))[0].tolist()
    leader[-len(second) :] = [""] * len(second)
    scene.made.joint = joint.tolist()
    scene.made.councils = councils.tolist()
    title = f"{county.flavour.county}功能型党组织花名册"
    yield scene.ledger("功能型党组织花名册.xlsx", "大党委、综合党支部", title, spots, _columns(scene, kind, name, parent, leader, "functional"), copies=0.0)
    grids = np.arange(len(scene.made.grids))
    grids = grids[most(rng, len(grids), 0.5)]
    village = np.array([scene.made.grids[g].village for g in grids.tolist()], dtype=np.int64)
    names = [f"{scene.made.grids[g].name}党支部" for g in grids.tolist()]
    leader = scene.officials("grid branches", len(grids))[0].tolist()
    cells = _columns(scene, ["党支部"] * len(grids), names, [party_body(county, v)[1] for v in village.tolist()], leader, "grid branches")
    cells["网格名称"] = [scene.made.grids[g].name for g in grids.tolist()]
    yield scene.ledger("功能型党组织花名册.xlsx", "网格党支部", f"{county.flavour.county}网格党组织花名册", scene.at_villages(village), cells, copies=0.0)


def joint_name(scene: Scene, group: int) -> str:
    return f"{scene.full[scene.village_of[group]]}{scene.group_name[group]}综合党支部"


def joint_members(scene: Scene) -> Iterator[Draft]:
    """Members of the 综合党支部: residents who have their home branch as well, and people of the offices who have not."""
    rng, f = scene.dice("joint members"), scene.world.folk
    home = np.isin(f.political, ("中共党员", "中共预备党员"))
    group = scene.world.homes.group[f.home]
    rows: list[tuple[int, int]] = []
    for g in scene.made.joint[: max(1, len(scene.made.joint) * 3 // 4)]:
        here: Ints = np.flatnonzero(home & (group == g))
        rows += [(g, int(p)) for p in here[: 1 + int(rng.integers(0, 3))]] + [(g, -1)] * 2
    groups, people = np.array([r[0] for r in rows], dtype=np.int64), np.array([r[1] for r in rows], dtype=np.int64)
    names, numbers = scene.officials("joint members", len(rows))
    inside = people >= 0
    shown = np.where(inside, f.name[people], names)
    cells: Cells = {"党员姓名": shown.tolist(), "身份证号": scene.ids(np.where(inside, f.id[people], numbers), rng, 0.0)}
    cells |= {"政治面貌": ["中共党员"] * len(rows), "所在党支部": [joint_name(scene, g) for g in groups.tolist()]}
    cells["入党时间"] = scene.days(len(rows), rng, 900, 6000)
    yield scene.ledger(
        "综合党支部党员名册.xlsx", "综合党支部", f"{scene.county.flavour.county}小区综合党支部党员花名册", scene.at_groups(groups), cells, copies=0.0
    )


def employed(scene: Scene) -> Iterator[Draft]:
    """工作单位 of residents; the party members among them report to a community, or to none, or to two."""
    rng, f = scene.dice("employed"), scene.world.folk
    people = np.concatenate([scene.resident(scene.villages, k) for k in range(8, 14)])
    people = np.unique(people)
    member = np.isin(f.political[people], ("中共党员", "中共预备党员"))
    wanted = np.flatnonzero(np.isin(f.political, ("中共党员", "中共预备党员")) & np.isin(f.home, scene.named))
    age = 2024 - f.birth[wanted] // 10000
    wanted = np.setdiff1d(wanted[age < 60], np.array(sorted(scene.made.marks), dtype=np.int64))
    people = np.unique(np.r_[people[~member][: len(wanted)], wanted[most(rng, len(wanted), 0.7)]])
    office = np.arange(len(people)) % 24
    places = workplaces(scene)
    chosen = [places[o % len(places)] for o in office.tolist()]
    scene.made.employed = [(p, w[0]) for p, w in zip(people.tolist(), chosen, strict=True) if f.political[p] in ("中共党员", "中共预备党员")]
    cells = scene.who(people, rng, 0.0) | {"性别": ["女" if w else "男" for w in f.female[people].tolist()], "政治面貌": f.political[people].tolist()}
    cells |= {"工作单位": [w[0] for w in chosen], "单位性质": [w[1] for w in chosen], "联系电话": scene.phones(len(people), rng)}
    yield scene.ledger("工作单位台账.xlsx", "工作单位", f"{scene.county.flavour.county}在职人员工作单位台账", scene.spots_of(f.home[people]), cells)
