"""机构, 成员单位, 指挥体系: departments and firms, the offices of towns, joint bodies, the command line from county to village."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.dice import Ints
from api.demo.draft import Draft
from api.demo.ledgers.names import CENTRES, DEPARTMENTS, FIRMS, OFFICES, ORGANS, RESIDENT, SERVICES, SEVEN, TEN
from api.demo.ledgers.plain import Cells, Scene, Spots, most

Rows = list[tuple[Spots, str, str, str]]
"""Where, 机构类别, 机构名称, 对应部门."""


def departments(scene: Scene, county: int = 0) -> list[str]:
    return [scene.county.counties[county] + d for d in DEPARTMENTS]


def firms(scene: Scene) -> list[str]:
    return [f"{scene.county.flavour.short}{f}有限公司" for f in FIRMS]


def residents(scene: Scene) -> list[tuple[int, str]]:
    """驻区单位 and the community that each stands in."""
    places = scene.villages[scene.community[scene.villages]].tolist()
    return [(v, f"{scene.full[v]}{RESIDENT[(i + k) % len(RESIDENT)]}") for i, v in enumerate(places) for k in range(3)]


def workplaces(scene: Scene) -> list[tuple[str, str]]:
    """Where people work, and 单位性质."""
    name = scene.county.flavour.county
    return [*((d, "机关") for d in departments(scene)[:8]), *((name + s, "事业单位") for s in SERVICES), *((f, "企业") for f in firms(scene)[:6])]


def institutions(scene: Scene) -> Iterator[Draft]:
    """What stands in the county, in its towns, in its communities; towns that lack an office, modules without a department."""
    rng, counties = scene.dice("institutions"), np.arange(len(scene.county.counties))
    rows: Rows = []
    for c in counties.tolist():
        here, name = scene.at_counties(counties[c : c + 1]), scene.county.counties[c]
        rows += [(here, "部门", d, "") for d in departments(scene, c)]
        if scene.scheme == "zhijiang":
            rows += [(here, "机关", name + o, "") for o in ORGANS] + [(here, "事业单位", name + s, "") for s in SERVICES]
            rows += [(here, "企业", f, "") for f in firms(scene)]
    if scene.scheme == "enyang":
        rows += [(scene.at_villages(np.array([v])), "驻区单位", name, "") for v, name in residents(scene)]
    for town in scene.towns.tolist():
        rows += _of_town(scene, town, bool((rng.random() < 0.4 and town > 3) or town == 1), int(rng.integers(0, 7)))
    spots = Spots(*(np.concatenate([getattr(r[0], part) for r in rows]) for part in ("over", "town", "village", "group", "bay")))
    cells: Cells = {"机构类别": [r[1] for r in rows], "机构名称": [r[2] for r in rows]}
    if scene.scheme == "xinyang":
        cells["对应部门"] = [r[3] for r in rows]
    cells |= {"负责人": scene.officials("institutions", len(rows))[0].tolist(), "联系电话": scene.phones(len(rows), rng)}
    yield scene.ledger("机构台账.xlsx", "机构", f"{scene.county.flavour.county}机构台账", spots, cells)


def _of_town(scene: Scene, town: int, lacks: bool, which: int) -> Rows:
    """The town's offices by scheme; `lacks` leaves one or two out."""
    at, name, over = scene.at_towns(np.array([town])), scene.county.towns[town], scene.county.over[town]
    if scene.scheme == "zhijiang":
        offices, centres = OFFICES[lacks:], CENTRES[: 5 - lacks]
        return [*((at, "内设机构", name + o, "") for o in offices), *((at, "事业单位", name + c, "") for c in centres)]
    if scene.scheme == "yangzhou":
        return [(at, m, f"{name}{m}模块", "") for i, m in enumerate(SEVEN) if not (lacks and i in (which, (which + 3) % 7))]
    if scene.scheme == "xinyang":
        names = departments(scene, over)
        return [(at, "职能模块", f"{name}{m}模块", "" if lacks and i in (which, which + 1) else names[i]) for i, m in enumerate(TEN)]
    return []


def member_units(scene: Scene) -> Iterator[Draft]:
    """Which unit takes part in which joint body, in which role."""
    yield from (_member_units_rural if scene.scheme == "zhijiang" else _member_units_town)(scene)


Members = list[tuple[int, str, str, str, str, str]]
"""Town or -1, 组织类别, 组织名称, 成员单位, 单位性质, 角色."""


def _sheet(scene: Scene, sheet: str, rows: Members, villages: list[int] | None = None) -> Draft:
    rng = scene.dice("member units", sheet)
    n = len(rows)
    town: Ints = np.array([r[0] for r in rows], dtype=np.int64)
    village: Ints = np.array(villages if villages is not None else [-1] * n, dtype=np.int64)
    none = np.full(n, -1)
    spots = Spots(np.where(town >= 0, scene.over[town], 0), town, village, none, none)
    words = ("组织类别", "组织名称", "成员单位", "单位性质", "角色")
    cells: Cells = {w: [r[i + 1] for r in rows] for i, w in enumerate(words)}
    cells["加入时间"] = scene.days(n, rng, 100, 1500)
    return scene.ledger("成员单位台账.xlsx", sheet, f"{scene.county.flavour.county}{sheet}成员单位台账", spots, cells, copies=0.0)


def _member_units_town(scene: Scene) -> Iterator[Draft]:
    """大党委 of communities (some units in none, one in two) and the 治理协调机制 (some departments outside it)."""
    rng, joined = scene.dice("town members"), list[tuple[str, str, int]]()
    at = set(scene.made.councils[: max(1, len(scene.made.councils) - 1)])  # one has no members yet
    for v, name in residents(scene):
        if v in at and rng.random() < 0.75:
            joined.append((name, f"{scene.full[v]}大党委", v))
    if len(scene.made.councils) > 1 and joined:
        other = next(c for c in scene.made.councils if c != joined[0][2])
        joined.append((joined[0][0], f"{scene.full[other]}大党委", other))
    rows: Members = [(int(scene.town_of[v]), "大党委", council, unit, "驻区单位", "委员单位") for unit, council, v in joined]
    if rows:
        yield _sheet(scene, "社区大党委", rows, [v for _, _, v in joined])
    name = scene.county.flavour.county
    rows = [(-1, "治理协调机制", f"{name}党建引领治理协调机制", d, "部门", "牵头" if i == 0 else "参与") for i, d in enumerate(departments(scene)[:11])]
    yield _sheet(scene, "治理协调机制", rows)


def _member_units_rural(scene: Scene) -> Iterator[Draft]:
    """商会分会 and its firms, 农合联 by town and by trade (some members in both), and the ten roles of an industry chain."""
    name, short = scene.county.flavour.county, scene.county.flavour.short
    rng, companies = scene.dice("rural members"), firms(scene)
    chamber: Members = [(-1, "商会分会", f"{name}农产品商会分会", f, "企业", "会员") for f in companies[:8]]
    yield _sheet(scene, "商会", chamber)
    towns = scene.towns[most(rng, len(scene.towns), 0.8)].tolist()
    rows: Members = []
    for t in towns:
        rows += [(t, "农合联", f"{scene.county.towns[t]}农合联", companies[(t + k) % 12], "企业", "会员") for k in range(3)]
    rows += [(-1, "产业农合联", f"{short}{trade}产业农合联", companies[i], "企业", "会员") for i, trade in enumerate(("茶叶", "柑橘", "蔬菜"))]
    yield _sheet(scene, "农合联", rows)
    roles = ("党委", "政府", "龙头企业", "合作社", "基地", "村集体", "农户", "银行", "担保", "社会组织")
    rows = []
    for i, trade in enumerate(("柑橘", "茶叶", "稻虾")):
        chain = f"{short}{trade}产业链"
        for k, role in enumerate(roles):
            if (i, k) not in ((1, 8), (2, 7), (2, 9)):
                rows.append((-1, "产业链", chain, f"{short}{trade}{role}", _NATURE[role], role))
    yield _sheet(scene, "产业链", rows)


_NATURE = {
    **dict.fromkeys(("党委", "政府"), "机关"),
    **dict.fromkeys(("龙头企业", "银行", "担保", "基地", "合作社"), "企业"),
    **dict.fromkeys(("村集体", "农户", "社会组织"), "驻区单位"),
}


def command(scene: Scene) -> Iterator[Draft]:
    """指挥体系: a county without its centre, towns without 治理室, villages without 工作站; systems outside the platform; centres that have moved in."""
    rng, counties = scene.dice("command"), np.arange(len(scene.county.counties))
    name = scene.county.flavour.county
    found: list[tuple[Spots, str, str, str]] = []
    if scene.scheme == "xinyang":
        some, towns = counties[most(rng, len(counties), 0.6)], scene.towns[most(rng, len(scene.towns), 0.8)]
        villages = scene.villages[most(rng, len(scene.villages), 0.85)]
        found += [(scene.at_counties(np.array([c])), "社会治理中心", f"{scene.county.counties[c]}社会治理中心", "") for c in some.tolist()]
        over = {c: f"{scene.county.counties[c]}社会治理中心" for c in some.tolist()}
        rooms = {t: f"{scene.county.towns[t]}社会治理室" for t in towns.tolist()}
        found += [(scene.at_towns(np.array([t])), "社会治理室", rooms[t], over.get(scene.county.over[t], "")) for t in towns.tolist()]
        at = scene.town_of[villages].tolist()
        found += [
            (scene.at_villages(np.array([v])), "网格工作站", f"{scene.full[v]}网格工作站", rooms.get(t, "")) for v, t in zip(villages.tolist(), at, strict=True)
        ]
    elif scene.scheme == "yangzhou":
        top = scene.at_counties(counties[:1])
        found += [(top, "指挥平台", f"{name}多网合一指挥平台", "")]
        systems = ("12345热线系统", "综治视联系统", "城管数字系统", "应急指挥系统", "雪亮工程系统", "智慧水利系统", "环保监测系统")
        found += [(top, "业务系统", name + s, f"{name}多网合一指挥平台" if i < 5 else "") for i, s in enumerate(systems)]
    else:
        top = scene.at_counties(counties[:1])
        found += [(top, "社会治理中心", f"{name}社会治理中心", "")]
        found += [(top, kind, name + kind, f"{name}社会治理中心") for kind in ("接诉即处中心", "综治中心", "公共法律服务中心")]
        chambers = [f"{scene.county.towns[t]}社会治理室" for t in scene.towns.tolist()]
        found += [(scene.at_towns(scene.towns[t : t + 1]), "社会治理室", room, f"{name}社会治理中心") for t, room in enumerate(chambers)]
        for v in scene.villages[most(rng, len(scene.villages), 0.5)].tolist():
            found += [(scene.at_villages(np.array([v])), "网格工作站", f"{scene.full[v]}网格工作站", chambers[scene.town_of[v]])]
    spots = Spots(*(np.concatenate([getattr(r[0], part) for r in found]) for part in ("over", "town", "village", "group", "bay")))
    cells: Cells = {"类别": [r[1] for r in found], "名称": [r[2] for r in found], "上级": [r[3] for r in found]}
    cells |= {"负责人": scene.officials("command", len(found))[0].tolist(), "联系电话": scene.phones(len(found), rng)}
    yield scene.ledger("指挥体系台账.xlsx", "指挥体系", f"{name}社会治理指挥体系台账", spots, cells, copies=0.0)
