"""What stands in a village, group or bay: 阵地, 小区组织, 湾落组织, 五个中心, 一约四会."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.bodies import Body, BodyForm, BodySheet, body_sheets
from api.demo.dice import Dice, Ints
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, Spots, most
from api.demo.names import person
from api.demo.places import County

FOUR = ("村规民约", "村民议事会", "红白理事会", "道德评议会", "禁毒禁赌会")
FIVE_CENTRES = ("民意表达中心", "民事调解中心", "民声收集中心", "民惑疏导中心", "民生保障中心")
PLACES = {
    "zhijiang": ("党群服务中心", "新时代文明实践站", "便民服务站", "便民服务示范站", "政务自助一体机"),
    "enyang": ("妇女儿童之家", "青年之家", "残疾人服务站", "便民服务站", "代办点"),
    "yangzhou": ("党群服务中心", "新时代文明实践站"),
}
Found = tuple[Spots, list[str], list[str]]
"""Where, kind, name: one entry per row."""


def joined(parts: list[Found]) -> Found:
    """One after the other."""
    spots = parts[0][0]
    for part in parts[1:]:
        spots = spots + part[0]
    return spots, [k for p in parts for k in p[1]], [n for p in parts for n in p[2]]


def _villages(scene: Scene, rng: Dice, kind: str, share: float, places: Ints | None = None) -> Found:
    here = scene.villages if places is None else places
    here = here[most(rng, len(here), share)]
    return scene.at_villages(here), [kind] * len(here), [f"{n}{kind}" for n in scene.full[here]]


def _groups(scene: Scene, rng: Dice, kind: str, share: float, groups: Ints) -> Found:
    here = groups[most(rng, len(groups), share)]
    return scene.at_groups(here), [kind] * len(here), (scene.full[scene.village_of[here]] + scene.group_name[here] + kind).tolist()


def in_bays(scene: Scene, rng: Dice, kind: str, share: float, bays: Ints) -> Found:
    """A body of the kind in this share of the bays."""
    here, group = bays[kept := most(rng, len(bays), share)], scene.group_of[bays[kept]]
    return scene.at_bays(here), [kind] * len(here), (scene.full[scene.village_of[group]] + scene.group_name[group] + scene.bay_name[here] + kind).tolist()


def _estates(scene: Scene) -> Ints:
    return scene.groups[scene.community[scene.village_of[scene.groups]]]


def rural_bays(scene: Scene) -> Ints:
    """Bays of villages: 湾落."""
    return scene.bays[~scene.community[scene.village_of[scene.group_of[scene.bays]]]]


def listing(scene: Scene, file: str, sheet: str, title: str, found: Found, words: tuple[str, str], leader: bool = True) -> Draft:
    """A sheet of bodies or places in the order of their villages; `words` head the columns of kind and name."""
    spots, kinds, names = found
    rng = scene.dice("book", file, sheet)
    order = np.argsort(spots.village, kind="stable")
    rows: list[int] = order.tolist()
    cells: Cells = {words[0]: [kinds[i] for i in rows], words[1]: [names[i] for i in rows]}
    if leader:
        cells["负责人"] = scene.officials(file + sheet, len(rows))[0].tolist()
    cells |= {"联系电话": scene.phones(len(rows), rng), "成立时间": scene.days(len(rows), rng, 200, 3500)}
    return scene.ledger(file, sheet, scene.county.flavour.county + title, spots.take(order), cells)


def places(scene: Scene) -> Iterator[Draft]:
    """阵地 of villages, estates and bays; units that lack one, villages with some of them."""
    rng = scene.dice("places")
    share = {"便民服务示范站": 0.1, "政务自助一体机": 0.3, "代办点": 0.6}
    parts = [_villages(scene, rng, kind, share.get(kind, 0.85)) for kind in PLACES[scene.scheme]]
    if scene.scheme == "zhijiang":
        parts.append(in_bays(scene, rng, "党群服务站", 0.6, rural_bays(scene)))
    if scene.scheme == "enyang":
        estates = _estates(scene)
        parts += [_groups(scene, rng, "邻聚空间", 0.5, estates), _groups(scene, rng, "党群服务站", 0.2, estates)]
    yield listing(scene, "阵地台账.xlsx", "阵地", "阵地台账", joined(parts), ("阵地类别", "阵地名称"))


def estates(scene: Scene) -> Iterator[Draft]:
    """小区组织: 业委会 and 物业; every community states some, some estates have neither."""
    rng, here = scene.dice("estates"), _estates(scene)
    parts = [_groups(scene, rng, "业委会", 0.6, here), _groups(scene, rng, "物业", 0.5, here)]
    yield listing(scene, "小区组织台账.xlsx", "小区组织", "小区组织台账（业委会、物业）", joined(parts), ("组织类别", "组织名称"))


def wards(scene: Scene) -> Iterator[Draft]:
    """湾落组织: 湾落理事会 as bodies, 湾长 and 楼栋长 as posts; a 湾长 who is the bay's 联户长 as well."""
    rng = scene.dice("wards")
    parts = [in_bays(scene, rng, "湾落理事会", 0.8, scene.bays)]
    for i in np.flatnonzero(most(rng, len(parts[0][1]), 0.05)).tolist():
        parts[0][1][i] = "理事会"  # which council, only the name tells
    yield listing(scene, "湾落组织台账.xlsx", "理事会", "湾落组织台账", joined(parts), ("组织类别", "组织名称"))
    bays = scene.bays[most(rng, len(scene.bays), 0.85)]
    village = scene.village_of[scene.group_of[bays]]
    person = scene.resident(village, np.arange(len(bays)) - np.searchsorted(village, village, side="left") + 20)
    keeper = _keepers(scene)
    same = most(rng, len(bays), 0.2)
    person = np.array([keeper.get(b, p) if s else p for b, p, s in zip(bays.tolist(), person.tolist(), same.tolist(), strict=True)], dtype=np.int64)
    cells: Cells = {"职务": np.where(scene.community[village], "楼栋长", "湾长").tolist()} | scene.who(person, rng, 0.0)
    cells |= {"联系电话": scene.phones(len(bays), rng), "任职时间": scene.days(len(bays), rng, 200, 1500)}
    yield scene.ledger("湾落组织台账.xlsx", "湾长、楼栋长", f"{scene.county.flavour.county}湾落组织台账（湾长、楼栋长）", scene.at_bays(bays), cells)


def _keepers(scene: Scene) -> dict[int, int]:
    """Bay → a 联户长 of one of its households."""
    found: dict[int, int] = {}
    for s in scene.made.contacts.get("C6", []):
        for contact, home in zip(s.ties.contact.tolist(), s.ties.home.tolist(), strict=True):
            found.setdefault(int(scene.world.homes.bay[home]), int(s.deal.person[contact]))
    return found


def centres(scene: Scene) -> Iterator[Draft]:
    """五个中心 of villages."""
    rng = scene.dice("centres")
    found = joined([_villages(scene, rng, kind, 0.85) for kind in FIVE_CENTRES])
    yield listing(scene, "五个中心台账.xlsx", "五个中心", "五个中心台账", found, ("阵地类别", "阵地名称"))


def four_councils(scene: Scene, silent: set[int]) -> list[BodySheet]:
    """一约四会 in the shape of 一约七会."""
    form = BodyForm("C11", "一约四会台账.xlsx", "一约四会台账", _councils, 0.06)
    return body_sheets(scene.county, form, scene.world.seed, silent)


def _councils(county: County, village: int, rng: Dice) -> list[Body]:
    return [Body(village, k, county.full_name(village) + k, person(rng)) for k in FOUR]
