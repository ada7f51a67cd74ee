"""队伍成员: 治理队伍 of estates, 志愿服务队, 青年突击队, and the people who serve in several of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.dice import Dice, Ints, texts
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, most


def teams(scene: Scene) -> Iterator[Draft]:
    """A sheet per kind of team. Every village has sent some team; not every one has each kind."""
    rng = scene.dice("teams")
    if scene.scheme == "enyang":
        here = np.setdiff1d(scene.villages[most(rng, len(scene.villages), 0.7)], scene.bare)
        yield _sheet(scene, "治理队伍", np.repeat(here, 1 + most(rng, len(here), 0.25)), 12, rng)
    if scene.scheme != "zhijiang":
        volunteers = np.setdiff1d(scene.villages[most(rng, len(scene.villages), 0.7)], scene.bare)
        yield _sheet(scene, "志愿服务队", np.repeat(volunteers, 2), 7, rng)
    here = scene.villages if scene.scheme == "yangzhou" else scene.villages[most(rng, len(scene.villages), 0.6)]
    yield _sheet(scene, "青年突击队", here, 6, rng)


def _sheet(scene: Scene, kind: str, villages: Ints, size: int, rng: Dice) -> Draft:
    """Teams of about this size (one in five far smaller); the village's first people sit in each of its teams."""
    n, f = len(villages), scene.world.folk
    second = np.r_[False, villages[1:] == villages[:-1]] if n else np.zeros(0, dtype=np.bool_)
    sizes = np.where(most(rng, n, 0.25), max(2, size - 4), size)
    team = np.repeat(np.arange(n), sizes)
    place = np.arange(len(team)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    shift = np.where(second, max(1, size - 6), 0)[team]
    person = scene.resident(villages[team], place + shift)
    names = texts([f"{scene.full[v]}{'第二' if s else ''}{kind}" for v, s in zip(villages.tolist(), second.tolist(), strict=True)])
    cells: Cells = {"队伍名称": names[team].tolist(), "队伍类别": [kind] * len(team)} | scene.who(person, rng, 0.0)
    cells |= {"性别": ["女" if w else "男" for w in f.female[person].tolist()], "队内职务": np.where(place == 0, "队长", "队员").tolist()}
    cells |= {"联系电话": scene.phones(len(team), rng), "加入时间": scene.days(len(team), rng, 100, 1500)}
    title = f"{scene.county.flavour.county}{kind}队伍成员名册"
    return scene.ledger("队伍成员名册.xlsx", kind, title, scene.at_villages(villages[team]), cells)
