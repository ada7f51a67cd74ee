"""社会组织 beyond the first list, and bodies of self-government that are stated late or loosely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from api.demo.bodies import CLUB_KINDS, Body, BodySheet
from api.demo.dice import Cell, Dice
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.ledgers.standing import in_bays, joined, listing, rural_bays
from api.demo.names import CLUBS
from api.demo.numbers import uscc

BELOW = ("湾落理事小组", "湾落评议小组", "湾落兴趣小组")


def social(scene: Scene) -> Iterator[Draft]:
    """社会组织 beyond the village's own list, or that list itself where the county keeps none: clubs, funds, branches in groups and bays."""
    rng = scene.dice("social")
    if scene.scheme == "zhijiang":
        yield from _branches(scene, rng)
        return
    village, kinds, names, codes = list[int](), list[str](), list[str](), list[Cell]()
    for v in np.setdiff1d(scene.villages, scene.bare).tolist():
        for club in rng.permutation(len(CLUBS))[: int(rng.integers(1, 6))].tolist():
            village.append(v)
            kinds.append(str(rng.choice(CLUB_KINDS)))
            names.append(f"{scene.full[v]}{CLUBS[club]}协会")
            codes.append(uscc("51", scene.county.flavour.area, 3000000 + v * 100 + club) if rng.random() < 0.3 else "")
    for v in np.setdiff1d(scene.villages, np.array(village, dtype=np.int64)).tolist():  # these say that they have none
        village, kinds, names, codes = [*village, v], [*kinds, ""], [*names, "零报告"], [*codes, ""]
    if scene.scheme == "enyang":
        for v in sorted({v for v, kind in zip(village, kinds, strict=True) if kind})[::3]:
            village, kinds, names, codes = [*village, v], [*kinds, "社区慈善基金"], [*names, f"{scene.full[v]}社区慈善基金"], [*codes, ""]
    cells: Cells = {"社会组织类型": list(kinds), "社会组织名称": list(names), "统一社会信用代码": codes}
    cells |= {"登记或备案": ["登记" if c else "备案" for c in codes], "负责人": scene.officials("social", len(names))[0].tolist()}
    cells["成立时间"] = scene.days(len(names), rng, 200, 3500)
    for word in ("登记或备案", "负责人", "成立时间"):
        cells[word] = [c if kind else "" for c, kind in zip(cells[word], kinds, strict=True)]
    yield scene.ledger(
        "社会组织台账.xlsx", "社会组织", f"{scene.county.flavour.county}社会组织台账", scene.at_villages(np.array(village, dtype=np.int64)), cells
    )


def _branches(scene: Scene, rng: Dice) -> Iterator[Draft]:
    """组级分会 with the village's body above them, or nobody; 微组织 of bays; only where the village's own list has arrived."""
    stated = [(b, bad) for s in scene.made.bodies["E1"] for b, bad in zip(s.bodies, s.draft.rejected.tolist(), strict=True)]
    above = {b.village: b.name for b, bad in stated if not bad}
    many = Counter(b.village for b, bad in stated if not bad)
    known = np.array([v for v in sorted(above) if many[v] >= (20 if scene.community[v] else 10)], dtype=np.int64)
    known = known[most(rng, len(known), 0.4)]
    groups = scene.groups[np.isin(scene.village_of[scene.groups], known)]
    groups = groups[most(rng, len(groups), 0.7)]
    names = (scene.full[scene.village_of[groups]] + scene.group_name[groups] + "广场舞协会分会").tolist()
    named = most(rng, len(groups), 0.8).tolist()
    parent = [above[v] if told else "" for v, told in zip(scene.village_of[groups].tolist(), named, strict=True)]
    cells: Cells = {"社会组织类型": ["文体活动类"] * len(groups), "社会组织名称": names, "上级组织": list(parent)}
    cells |= {"负责人": scene.officials("branches", len(groups))[0].tolist(), "登记或备案": ["备案"] * len(groups)}
    yield scene.ledger("组级社会组织台账.xlsx", "组级分会", f"{scene.county.flavour.county}组级社会组织台账", scene.at_groups(groups), cells)
    bays = rural_bays(scene)
    bays = bays[np.isin(scene.village_of[scene.group_of[bays]], known)]
    found = joined([in_bays(scene, rng, kind, 0.7, bays) for kind in BELOW])
    scene.made.lower_social.update([*scene.village_of[groups].tolist(), *found[0].village.tolist()])
    yield listing(scene, "湾落社会组织台账.xlsx", "微组织", "湾落社会组织（微组织）台账", found, ("社会组织类型", "社会组织名称"))


def funds(scene: Scene) -> list[BodySheet]:
    """社区慈善基金 of villages that have sent their list of 社会组织: one body more of that list."""
    rng = scene.dice("funds")
    known = sorted({v for s in scene.made.bodies["E1"] for v in s.draft.village.tolist() if v >= 0})
    here = np.array(known, dtype=np.int64)[most(rng, len(known), 0.4)]
    leaders = scene.officials("funds", len(here))[0].tolist()
    bodies = [Body(v, "社区慈善基金", f"{scene.full[v]}社区慈善基金", w) for v, w in zip(here.tolist(), leaders, strict=True)]
    cells: Cells = {"社会组织类型": [b.kind for b in bodies], "社会组织名称": [b.name for b in bodies], "登记或备案": ["备案"] * len(bodies)}
    cells |= {"负责人": leaders, "成立时间": scene.days(len(bodies), rng, 100, 900)}
    title = f"{scene.county.flavour.county}社会组织台账（村级慈善基金）"
    return [BodySheet(scene.ledger("慈善基金社会组织台账.xlsx", "慈善基金", title, scene.at_villages(here), cells), bodies)]


def supervisors(scene: Scene) -> list[BodySheet]:
    """Boards of supervision that state a second head: whoever heads the village committee that the board supervises."""
    rng = scene.dice("supervisors")
    rows = [(b, bad) for s in scene.made.bodies["B4"] for b, bad in zip(s.bodies, s.draft.rejected.tolist(), strict=True)]
    heads = {b.village: b.leader for b, bad in rows if b.kind in ("村民委员会", "居民委员会") and b.leader and not bad}
    boards = {b.village: b for b, bad in rows if b.kind in ("村务监督委员会", "居务监督委员会") and b.village in heads and not bad}
    at = np.array(sorted(boards), dtype=np.int64)
    at = at[most(rng, len(at), 0.1)]
    bodies = [Body(v, boards[v].kind, boards[v].name, heads[v]) for v in at.tolist()]
    cells: Cells = {"组织类别": [b.kind for b in bodies], "组织名称": [b.name for b in bodies], "负责人": [b.leader for b in bodies]}
    cells["联系电话"] = scene.phones(len(bodies), rng)
    title = f"{scene.county.flavour.county}自治组织台账（监督委员会补报）"
    return [BodySheet(scene.ledger("监督委员会自治组织台账.xlsx", "补报", title, scene.at_villages(at), cells, copies=0.0), bodies)]


def loose_words(scene: Scene) -> Iterator[Draft]:
    """自治组织 whose kind is a word that several lines use: 小组, 理事会; nobody leads them yet."""
    rng = scene.dice("loose words")
    here = scene.villages[most(rng, len(scene.villages), 0.3)]
    kinds = [("小组", "理事会")[i % 2] for i in range(len(here))]
    names = [f"{n}{('环境整治小组', '移风易俗理事会')[i % 2]}" for i, n in enumerate(scene.full[here])]
    found = (scene.at_villages(here), kinds, names)
    yield listing(scene, "其他自治组织台账.xlsx", "其他", "其他自治组织台账", found, ("组织类别", "组织名称"), leader=False)
