"""Who holds which post in a county, town, village or group: 小组长, 驻村帮扶, 共同缔造, 选派干部, 社工."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.dice import Cell, Dice, Ints
from api.demo.draft import Draft
from api.demo.ledgers.names import DEPARTMENTS
from api.demo.ledgers.plain import Cells, Scene, most

SENT = "first secretaries"
"""The officials of 驻村帮扶; some of them are 共同缔造指导员 as well."""


def group_leaders(scene: Scene) -> Iterator[Draft]:
    """Groups without a 组长, and one 组长 for two neighbouring groups."""
    rng = scene.dice("group leaders")
    groups = scene.groups[most(rng, len(scene.groups), 0.88)]
    village = scene.village_of[groups]
    place = np.arange(len(groups)) - np.searchsorted(village, village, side="left")
    twice = np.zeros(len(groups), dtype=np.bool_)
    twice[1:] = (village[1:] == village[:-1]) & (rng.random(len(groups) - 1) < 0.12)
    pairs = np.flatnonzero(village[1:] == village[:-1]) + 1
    if len(pairs) and not twice.any():
        twice[pairs[0]] = True
    person = scene.resident(village, np.where(twice, place - 1, place))
    cells: Cells = {"职务": scene.same("组长", len(groups))} | scene.who(person, rng, 0.0)
    cells |= {"联系电话": scene.phones(len(groups), rng), "任职时间": scene.days(len(groups), rng, 200, 1700)}
    yield scene.ledger("小组长台账.xlsx", "小组长", f"{scene.county.flavour.county}村（居）民小组长台账", scene.at_groups(groups), cells)


def _posts(scene: Scene, rng: Dice, posts: list[str], names: list[Cell], numbers: list[Cell], since: str = "任职时间") -> Cells:
    n = len(posts)
    told: Cells = {"联系电话": scene.phones(n, rng), since: scene.days(n, rng, 60, 900)}
    own: Cells = {"职务": list(posts), "姓名": names, "身份证号": numbers}
    return own | {w: [c if name else "" for c, name in zip(cells, names, strict=True)] for w, cells in told.items()}


def stationed(scene: Scene) -> Iterator[Draft]:
    """第一书记 and 驻村工作队员; some villages have none."""
    rng = scene.dice("stationed")
    villages = scene.villages[~scene.community[scene.villages]]
    villages = villages[most(rng, len(villages), 0.85)]
    names, numbers = scene.officials(SENT, len(scene.county.villages) * 2)
    times = 1 + (rng.random(len(villages)) < 0.6)
    where = np.repeat(villages, times)
    first = np.r_[True, where[1:] != where[:-1]] if len(where) else np.zeros(0, dtype=np.bool_)
    who = where * 2 + ~first
    cells = _posts(scene, rng, np.where(first, "第一书记", "驻村工作队员").tolist(), names[who].tolist(), numbers[who].tolist(), "驻村时间")
    cells["派出单位"] = [scene.county.flavour.county + DEPARTMENTS[w % len(DEPARTMENTS)] for w in who.tolist()]
    yield scene.ledger("驻村帮扶台账.xlsx", "驻村帮扶", f"{scene.county.flavour.county}驻村帮扶台账（第一书记、工作队员）", scene.at_villages(where), cells)


def co_builders(scene: Scene) -> Iterator[Draft]:
    """Three posts per village, not all filled; some 指导员 are the village's 第一书记."""
    rng = scene.dice("co-builders")
    posts = np.array(["共同缔造指导员", "项目建设辅导员", "群众工作联络员"], dtype=object)
    village, post = np.repeat(scene.villages, 3), np.tile(np.arange(3), len(scene.villages))
    kept = np.flatnonzero(most(rng, len(village), 0.8))
    village, post = village[kept], post[kept]
    names, numbers = scene.officials(SENT, len(scene.county.villages) * 2)
    others, their = scene.officials("co-builders", len(village))
    same = (post == 0) & ~scene.community[village] & (rng.random(len(village)) < 0.3)
    ours = np.flatnonzero((post == 0) & ~scene.community[village])
    same[ours[:1]] = True
    shown, ids = np.where(same, names[village * 2], others), np.where(same, numbers[village * 2], their)
    cells = _posts(scene, rng, posts[post].tolist(), shown.tolist(), ids.tolist(), "聘任时间")
    yield scene.ledger(
        "共同缔造人员台账.xlsx", "共同缔造", f"{scene.county.flavour.county}共同缔造指导员、辅导员、联络员台账", scene.at_villages(village), cells
    )


def seconded(scene: Scene) -> Iterator[Draft]:
    """治理顾问 and 选调生 in communities; 挂职 and 换岗 in towns, some of which receive nobody."""
    rng = scene.dice("seconded")
    places = scene.villages[scene.community[scene.villages]]
    adviser, young = places[most(rng, len(places), 0.7)], places[most(rng, len(places), 0.5)]
    towns = scene.towns[most(rng, len(scene.towns), 0.65)]
    spots = scene.at_villages(np.concatenate([adviser, young])) + scene.at_towns(towns)
    posts = ["治理顾问"] * len(adviser) + ["选调生"] * len(young) + [("挂职干部", "换岗干部")[t % 2] for t in range(len(towns))]
    names, numbers = scene.officials("seconded", spots.size)
    cells = _posts(scene, rng, posts, names.tolist(), numbers.tolist(), "选派时间")
    yield scene.ledger("选派干部台账.xlsx", "选派干部", f"{scene.county.flavour.county}选派干部台账（治理顾问、选调生、挂职、换岗）", spots, cells)


def social_workers(scene: Scene) -> Iterator[Draft]:
    """社工 at three levels; some rows state the post and nobody in it."""
    rng = scene.dice("social workers")
    towns, villages = scene.towns[most(rng, len(scene.towns), 0.7)], scene.villages[most(rng, len(scene.villages), 0.85)]
    spots = scene.at_counties(np.arange(len(scene.county.counties))) + scene.at_towns(towns) + scene.at_villages(villages)
    names, numbers = scene.officials("social workers", spots.size)
    vacant = np.r_[np.zeros(len(scene.county.counties) + len(towns), dtype=np.bool_), most(rng, len(villages), 0.3)]
    names[vacant], numbers[vacant] = "", ""
    cells = _posts(scene, rng, ["社工"] * spots.size, names.tolist(), scene.ids(numbers, rng), "聘任时间")
    yield scene.ledger("社工台账.xlsx", "社工", f"{scene.county.flavour.county}县镇村三级社工台账", spots, cells)


def reserves(scene: Scene) -> Iterator[Draft]:
    """村两委任职 of a city that asks for ages and successors: 书记 young and old, villages without 后备干部."""
    rng, villages, f = scene.dice("reserves"), scene.villages, scene.world.folk
    n = len(villages)
    successor = villages[most(rng, n, 0.7)]
    village = np.concatenate([villages, villages, successor])
    posts = ["支部书记(主任)"] * n + ["两委委员"] * n + ["后备干部"] * len(successor)
    person = np.concatenate([scene.resident(villages, k) for k in (0, 1)] + [scene.resident(successor, 2)])
    order = np.argsort(village, kind="stable")
    village, person, posts = village[order], person[order], [posts[i] for i in order.tolist()]
    scene.made.council.held = list(zip(village.tolist(), f.id[person].tolist(), posts, strict=True))
    scene.made.council.delivered = set(villages.tolist())
    cells = scene.who(person, rng, 0.0) | {"性别": ["女" if w else "男" for w in f.female[person].tolist()], "职务": list(posts)}
    cells |= {"任职时间": scene.days(len(posts), rng, 100, 1500), "联系电话": scene.phones(len(posts), rng)}
    for town in scene.towns.tolist():
        here: Ints = np.flatnonzero(scene.town_of[village] == town)
        if len(here):
            name = scene.county.towns[town]
            part: Cells = {k: [c[i] for i in here.tolist()] for k, c in cells.items()}
            yield scene.ledger("村“两委”任职台账.xlsx", name, f"{name}村（社区）“两委”任职台账", scene.at_villages(village[here]), part)
