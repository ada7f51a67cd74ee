"""村“两委”任职台账 of a city whose villages have five named posts, communities seven; one town keeps it as a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from api.demo.cells import inner_space
from api.demo.dice import Cell, Dice, some
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene

FIVE = ("支部书记(主任)", "纪检(组织)委员", "宣统委员", "综治主任", "环保主任")
SEVEN = (*FIVE, "物业主任", "网格事务长")
OUTSIDE = ("文书", "妇联主席")
SHOWN: dict[str, tuple[str, ...]] = {
    "支部书记(主任)": ("党支部书记、村委会主任", "党支部书记", "支部书记(主任)"),
    "纪检(组织)委员": ("纪检委员", "党支部组织委员", "纪检(组织)委员"),
    "宣统委员": ("宣传统战委员", "宣统委员"),
    "综治主任": ("综治主任", "综治中心主任"),
    "环保主任": ("环保主任", "生态环保主任"),
    "物业主任": ("物业主任",),
    "网格事务长": ("网格事务长",),
    "文书": ("文书",),
    "妇联主席": ("妇联主席",),
}
MATRIX_TOWN = 1


@dataclass
class Council:
    """What the ledger says, as its maker knows it."""

    delivered: set[int] = field(default_factory=set)
    held: list[tuple[int, str, str]] = field(default_factory=list)
    """Village, person, post: each once, in force."""


@dataclass(frozen=True)
class _Seat:
    village: int
    person: int
    """-1: nobody."""
    posts: tuple[str, ...]
    over: bool = False
    """The term has ended."""


def councils(scene: Scene, council: Council) -> Iterator[Draft]:
    """Town by town. Villages that have delivered nothing are left out; `council` learns the rest."""
    rng = scene.dice("councils")
    silent = set(rng.choice(scene.villages, size=1 + len(scene.villages) // 60, replace=False).tolist())
    for town, name in enumerate(scene.county.towns):
        villages = [v for v in scene.villages[scene.town_of[scene.villages] == town].tolist() if v not in silent]
        seats = [s for v in villages for s in _seats(scene, v, rng)]
        if not seats:
            continue
        council.delivered |= {s.village for s in seats}
        council.held += [(s.village, scene.world.folk.id[s.person], p) for s in seats if s.person >= 0 and not s.over for p in s.posts]
        yield _sheet(scene, name, seats, rng, matrix=town == MATRIX_TOWN)


def _seats(scene: Scene, village: int, rng: Dice) -> list[_Seat]:
    """Most posts filled, some vacant without a word, some as a row without a name; one person in two posts now and then."""
    found, place = list[_Seat](), 0
    people = dict.fromkeys(int(scene.resident(np.array([village]), k)[0]) for k in range(14))
    names = scene.world.folk.name
    able = list({str(names[p]): p for p in people}.values())  # without an id a name must be enough
    double = int(rng.integers(1, 4)) if rng.random() < 0.3 else -1
    posts = SEVEN if scene.community[village] else FIVE
    for i, post in enumerate((*posts, *(o for o in OUTSIDE if rng.random() < 0.45))):
        draw = rng.random()
        if draw < 0.05 or place >= len(able) or (i == double + 1 and double > 0 and i < len(posts)):
            continue
        if draw < 0.1:
            found.append(_Seat(village, -1, (post,)))
            continue
        both = (post, posts[i + 1]) if i == double and i + 1 < len(posts) else (post,)
        found.append(_Seat(village, able[place], both, over=draw > 0.97))
        place += 1
    return found


def _sheet(scene: Scene, town: str, seats: list[_Seat], rng: Dice, matrix: bool) -> Draft:
    """A row per person with the posts in one cell, or with one column per post."""
    if matrix:
        seats = [s for s in seats if s.person >= 0]
    n, f = len(seats), scene.world.folk
    person = np.array([s.person for s in seats], dtype=np.int64)
    there = np.flatnonzero(person >= 0)
    names: list[Cell] = ["" if p < 0 else str(f.name[p]) for p in person.tolist()]
    for i in some(rng, there, 0.02):
        names[i] = inner_space(str(names[i]), rng)
    numbers = np.where(person >= 0, f.id[person], "").astype(object)
    since = scene.days(n, rng, 200, 1500)
    ended = scene.days(n, rng, 1, 150)
    cells: Cells = {"姓名": names, "性别": ["" if p < 0 else "女" if f.female[p] else "男" for p in person.tolist()]}
    cells["身份证号"] = scene.ids(numbers, rng, 0.0)
    if matrix:
        for post in (*SEVEN, *OUTSIDE):
            cells[post] = ["是" if post in s.posts else "" for s in seats]
    else:
        cells["职务"] = [_shown(s.posts[0], rng) if len(s.posts) == 1 else "、".join(s.posts) for s in seats]
    cells |= {"任职时间": since, "离任时间": [e if s.over else "" for e, s in zip(ended, seats, strict=True)], "联系电话": scene.phones(n, rng)}
    for word in ("任职时间", "联系电话"):
        cells[word] = [c if s.person >= 0 else "" for c, s in zip(cells[word], seats, strict=True)]
    return scene.ledger("村“两委”任职台账.xlsx", town, f"{town}村（社区）“两委”任职台账", scene.at_villages(np.array([s.village for s in seats])), cells)


def _shown(post: str, rng: Dice) -> str:
    forms = SHOWN[post]
    return forms[int(rng.integers(0, len(forms)))]
