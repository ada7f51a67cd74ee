"""What happened where: 会议, 诉求, 群众点单, 吹哨, 活动, 评选, and who uses the platform."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.dice import Cell, Dice, some
from api.demo.draft import Draft
from api.demo.ledgers.institutions import departments
from api.demo.ledgers.names import DONE, TOPICS, UNDONE
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.population import YEAR


def _outcomes(rng: Dice, n: int, share: float) -> list[Cell]:
    """Answers, and the words for having none."""
    done = most(rng, n, share)
    pick = rng.integers(0, 4, n).tolist()
    return [DONE[p] if d else UNDONE[p] for d, p in zip(done.tolist(), pick, strict=True)]


def _topics(rng: Dice, n: int) -> list[Cell]:
    return [TOPICS[i] for i in rng.integers(0, len(TOPICS), n).tolist()]


def _joint_days(scene: Scene, rng: Dice, n: int, fresh: float) -> list[Cell]:
    """Days within the year for most, older ones for the rest."""
    new, old, young = scene.days(n, rng, 5, 330), scene.days(n, rng, 400, 900), most(rng, n, fresh)
    return [a if y else b for a, b, y in zip(new, old, young.tolist(), strict=True)]


def meetings(scene: Scene) -> Iterator[Draft]:
    """党建联席会议 at three levels, or 议事会 of villages; some of them long ago."""
    rng = scene.dice("meetings")
    if scene.scheme == "enyang":
        kind, top = "党建联席会议", scene.at_counties(np.arange(len(scene.county.counties))) + scene.at_towns(scene.towns[most(rng, len(scene.towns), 0.8)])
    else:
        kind, top = "议事会", scene.at_villages(scene.villages[:0])
    spots = top + scene.at_villages(np.repeat(scene.villages, rng.integers(0, 3, len(scene.villages))))
    days = _joint_days(scene, rng, spots.size, 0.75)
    cells: Cells = {"会议类型": [kind] * spots.size, "会议议题": _topics(rng, spots.size), "召开时间": days}
    cells |= {"参加人数": rng.integers(8, 60, spots.size).tolist(), "会议结果": ["形成会议纪要"] * spots.size}
    yield scene.ledger("会议台账.xlsx", "会议", f"{scene.county.flavour.county}{kind}会议台账", spots, cells)


def requests(scene: Scene) -> Iterator[Draft]:
    """诉求 with and without a result; villages from which none came."""
    rng = scene.dice("requests")
    villages = np.repeat(scene.villages, rng.integers(0, 4, len(scene.villages)))
    n = len(villages)
    cells: Cells = {"诉求编号": [f"SQ2025{i + 1:05d}" for i in range(n)], "诉求人": scene.world.folk.name[scene.resident(villages, np.arange(n))].tolist()}
    cells |= {"诉求内容": _topics(rng, n), "诉求时间": scene.days(n, rng, 5, 300), "办理单位": [departments(scene)[i % 16] for i in range(n)]}
    cells["办理结果"] = _outcomes(rng, n, 0.8)
    yield scene.ledger("诉求台账.csv", "诉求", f"{scene.county.flavour.county}群众诉求台账", scene.at_villages(villages), cells, copies=0.0)


def orders(scene: Scene) -> Iterator[Draft]:
    """群众点单: taken by a party member, or by nobody."""
    rng, f = scene.dice("orders"), scene.world.folk
    villages = np.repeat(scene.villages, rng.integers(1, 4, len(scene.villages)))
    n = len(villages)
    taken = most(rng, n, 0.8)
    cells: Cells = {"点单人": f.name[scene.resident(villages, np.arange(n))].tolist(), "点单内容": _topics(rng, n), "点单时间": scene.days(n, rng, 3, 300)}
    cells["接单党员"] = np.where(taken, f.name[scene.resident(villages, np.arange(n) + 7)], "").tolist()
    cells["办理结果"] = np.where(taken, "已完成", "").tolist()
    yield scene.ledger("群众点单台账.xlsx", "群众点单", f"{scene.county.flavour.county}群众点单台账", scene.at_villages(villages), cells, copies=0.0)


def whistles(scene: Scene) -> Iterator[Draft]:
    """吹哨: unanswered ones, departments that are never called."""
    rng = scene.dice("whistles")
    villages = scene.villages[rng.integers(0, len(scene.villages), 20 + len(scene.villages))]
    villages.sort()
    n, over = len(villages), scene.over[scene.town_of[villages]].tolist()
    pick = rng.integers(0, 12, n).tolist()
    cells: Cells = {"哨单编号": [f"SZ2025{i + 1:05d}" for i in range(n)], "吹哨事项": _topics(rng, n), "吹哨时间": scene.days(n, rng, 2, 200)}
    cells["应哨部门"] = [departments(scene, c)[p] for c, p in zip(over, pick, strict=True)]
    cells |= {"办理结果": _outcomes(rng, n, 0.85), "评价": [("满意", "基本满意", "")[p % 3] for p in pick]}
    yield scene.ledger("吹哨报到台账.csv", "吹哨报到", f"{scene.county.flavour.county}吹哨报到台账", scene.at_villages(villages), cells, copies=0.0)


def activities(scene: Scene) -> Iterator[Draft]:
    """妇联执委工作室活动 in towns, or 孝善饺子宴 in villages with a head count; units without any, and with old ones only."""
    rng = scene.dice("activities")
    if scene.scheme == "enyang":
        kind, spots = "妇联执委工作室活动", scene.at_towns(np.repeat(scene.towns[most(rng, len(scene.towns), 0.6)], 2))
    else:
        here = scene.villages[most(rng, len(scene.villages), 0.8)]
        kind, spots = "孝善饺子宴", scene.at_villages(np.repeat(here, rng.integers(1, 4, len(here))))
    n = spots.size
    cells: Cells = {"活动类型": [kind] * n, "活动名称": [f"{kind}（第{i + 1}场）" for i in range(n)], "活动时间": _joint_days(scene, rng, n, 0.85)}
    cells |= {"参加人数": rng.integers(20, 90, n).tolist(), "负责人": scene.officials("activities", n)[0].tolist()}
    yield scene.ledger("活动台账.xlsx", "活动", f"{scene.county.flavour.county}{kind}活动台账", spots, cells, copies=0.0)


def awards(scene: Scene) -> Iterator[Draft]:
    """五星支部, 三星文明户 and 三零村, each on its sheet."""
    rng, county, h = scene.dice("awards"), scene.county, scene.world.homes
    rows = [b for t in scene.towns.tolist() for b in scene.made.party[t].branches if b.kind == "党支部" and b.village >= 0]
    rated = [b for b, k in zip(rows, most(rng, len(rows), 0.7).tolist(), strict=True) if k]
    at = np.array([b.village for b in rated], dtype=np.int64)
    cells: Cells = {"评选类型": ["五星支部"] * len(rated), "党组织名称": [b.name for b in rated], "星级": [f"{3 + i % 3}星" for i in range(len(rated))]}
    cells["评定时间"] = scene.days(len(rated), rng, 30, 700)
    yield scene.ledger("评选台账.xlsx", "五星支部", f"{county.flavour.county}五星支部评选台账", scene.at_villages(at), cells, copies=0.0)
    homes = scene.named[most(rng, len(scene.named), 0.2)]
    cells = {"评选类型": scene.same("三星文明户", len(homes))} | scene.homes(homes) | {"评定时间": scene.days(len(homes), rng, 30, 700)}
    yield scene.ledger("评选台账.xlsx", "三星文明户", f"{county.flavour.county}三星文明户评选台账", scene.at_villages(h.village[homes]), cells)
    villages = scene.villages[most(rng, len(scene.villages), 0.5)]
    cells = {"评选类型": ["三零村"] * len(villages), "评定时间": scene.days(len(villages), rng, 30, 700)}
    yield scene.ledger("评选台账.xlsx", "三零村", f"{county.flavour.county}“三零”村（社区）评选台账", scene.at_villages(villages), cells)


def platform(scene: Scene) -> Iterator[Draft]:
    """平台用户: some residents, villages where nobody was active of late."""
    rng, f = scene.dice("platform"), scene.world.folk
    grown = np.flatnonzero((YEAR - f.birth // 10000 >= 19) & np.isin(f.home, scene.named))
    people = grown[most(rng, len(grown), 0.12)]
    village = scene.world.homes.village[f.home[people]]
    n, quiet = len(people), scene.villages[most(rng, len(scene.villages), 0.25)]
    active: list[Cell] = scene.days(n, rng, 1, 28)
    old: list[Cell] = scene.days(n, rng, 60, 200)
    still = (rng.random(n) < 0.3) & ~np.isin(village, quiet)
    last = [a if s else o if i % 3 else "" for i, (a, o, s) in enumerate(zip(active, old, still.tolist(), strict=True))]
    cells = scene.who(people, rng, 0.0) | {"认证时间": scene.days(n, rng, 210, 600), "最近活跃时间": last, "联系电话": scene.phones(n, rng)}
    yield scene.ledger("平台用户台账.csv", "平台用户", f"{scene.county.flavour.county}“善治”平台用户台账", scene.at_villages(village), cells)


def agreements(scene: Scene) -> Iterator[Draft]:
    """帮扶协议 of 脱贫户: most have one, some two, some none or one that has ended."""
    rng, h = scene.dice("agreements"), scene.world.homes
    poor = np.intersect1d(np.array(sorted(scene.made.poor), dtype=np.int64), scene.named)
    signed = poor[most(rng, len(poor), 0.8)]
    homes = np.sort(np.r_[signed, signed[most(rng, len(signed), 0.12)]])
    n = len(homes)
    ended = some(rng, n, 0.08)
    until: list[Cell] = [""] * n
    for i, day in zip(ended.tolist(), scene.days(len(ended), rng, 10, 200), strict=True):
        until[i] = day
    cells = scene.homes(homes) | {"签约主体": [scene.county.flavour.short + ("柑橘专业合作社", "稻虾产业公司", "茶叶龙头企业")[i % 3] for i in range(n)]}
    cells |= {"协议类型": [("托管式", "订单式", "股份式")[i % 3] for i in range(n)], "签约时间": scene.days(n, rng, 300, 900), "到期时间": until}
    yield scene.ledger(
        "帮扶协议台账.xlsx", "帮扶协议", f"{scene.county.flavour.county}脱贫户帮扶协议台账", scene.at_villages(h.village[homes]), cells, copies=0.0
    )
