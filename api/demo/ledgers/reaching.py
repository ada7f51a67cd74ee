"""Who reaches which households and villages: 联户长, 包户干部, 领导包片 and 蹲点, 双报到 of members, 接待, 走访."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from api.demo.cells import date_cells
from api.demo.dice import Ints, some
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.ties import TODAY


@dataclass
class Visits:
    """走访 as its ledger states it: one entry per visit."""

    home: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    day: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    delivered: set[int] = field(default_factory=set)


def keepers(scene: Scene) -> Iterator[Draft]:
    """联户长 by bay, one per bay, for the counties that have no ledger of their own for it; bays without one."""
    rng, h, f = scene.dice("keepers"), scene.world.homes, scene.world.folk
    kept = scene.bays[most(rng, len(scene.bays), 0.8)]
    homes = scene.named[np.isin(h.bay[scene.named], kept)]
    bay = h.bay[homes]
    village = h.village[homes]
    first = scene.bays[np.searchsorted(scene.bays, bay)]
    person = scene.resident(village, first % 97 + 3)
    cells: Cells = {"湾落(楼栋)": scene.bay_name[bay].tolist(), "联户长": f.name[person].tolist()} | scene.homes(homes)
    cells["开始日期"] = scene.days(len(homes), rng, 300, 1200)
    yield from _by_town(scene, "联户长台账.xlsx", "联户长台账", homes, cells)


def both(scene: Scene) -> Iterator[Draft]:
    """党员中心户 with id numbers who are 联户长 too, each with one household that another 党员中心户 reaches already."""
    rng, made, h = scene.dice("both"), scene.made, scene.world.homes
    reached: dict[int, int] = {}
    for s in made.contacts["B11"]:
        firm = (s.ties.found >= 0) & (s.ties.ends() == 0) & (s.ties.starts() < TODAY) & ~s.draft.rejected[s.row]
        alive = np.array([not (m or e) for m, e in zip(s.fate.mark, s.fate.ended.tolist(), strict=True)], dtype=np.bool_)
        for home in s.ties.found[firm & alive[s.ties.contact]].tolist():
            reached.setdefault(int(h.village[home]), int(home))
    keepers: list[tuple[int, int]] = []
    for s in made.contacts["C6"]:
        contacts = zip(s.deal.person.tolist(), s.deal.village.tolist(), s.contact_id, s.fate.steady.tolist(), strict=True)
        keepers += [(p, reached[v]) for p, v, i, steady in contacts if i and not steady and v in reached]
    named = set(scene.named.tolist())
    keepers = [k for k in dict.fromkeys(keepers) if k[1] in named]
    made.both = [k for k, kept in zip(keepers, most(rng, len(keepers), 0.06).tolist(), strict=True) if kept]
    people, homes = (np.array([k[i] for k in made.both], dtype=np.int64) for i in (0, 1))
    cells = scene.who(people, rng, 0.0, "党员中心户姓名") | scene.homes(homes) | {"开始日期": scene.days(len(people), rng, 300, 900)}
    title = f"{scene.county.flavour.county}党员中心户联系台账（补报）"
    yield scene.ledger("党员中心户补报台账.xlsx", "补报", title, scene.at_villages(h.village[homes]), cells, copies=0.0)


def sponsors(scene: Scene) -> Iterator[Draft]:
    """包户干部 of the 脱贫户 and of some others."""
    rng, h = scene.dice("sponsors"), scene.world.homes
    poor = np.intersect1d(np.array(sorted(scene.made.poor), dtype=np.int64), scene.named)
    homes = np.union1d(poor, scene.named[most(rng, len(scene.named), 0.25)])
    names = scene.officials("sponsors", len(scene.county.villages) * 3)[0]
    cells: Cells = {"包户干部": names[h.village[homes] * 3 + np.arange(len(homes)) % 3].tolist()} | scene.homes(homes)
    cells["开始日期"] = scene.days(len(homes), rng, 300, 1200)
    yield from _by_town(scene, "包户干部台账.xlsx", "包户干部联系户台账", homes, cells)


def _by_town(scene: Scene, file: str, title: str, homes: Ints, cells: Cells) -> Iterator[Draft]:
    village = scene.world.homes.village[homes]
    town = scene.town_of[village]
    for t, name in enumerate(scene.county.towns):
        rows = np.flatnonzero(town == t)
        if len(rows):
            part: Cells = {k: [c[i] for i in rows.tolist()] for k, c in cells.items()}
            part = {k: c for k, c in part.items() if k not in ("户号", "户主身份证号") or any(c)}
            yield scene.ledger(file, name, name + title, scene.at_villages(village[rows]), part, copies=0.0)


def leaders(scene: Scene) -> Iterator[Draft]:
    """领导包片 of villages, and 蹲点: leaders under five days in the quarter, villages that nobody came to."""
    rng, county = scene.dice("leaders"), scene.county.flavour.county
    names, numbers = scene.officials("leaders", 12)
    villages = scene.villages[most(rng, len(scene.villages), 0.85)]
    who = scene.town_of[villages] % 12
    cells: Cells = {"领导姓名": names[who].tolist(), "身份证号": numbers[who].tolist(), "职务": ["县领导"] * len(who)}
    cells["包片开始时间"] = scene.days(len(who), rng, 200, 900)
    yield scene.ledger("领导包片台账.xlsx", "领导包片", f"{county}领导包片联系村（社区）台账", scene.at_villages(villages), cells)
    stays = villages[most(rng, len(villages), 0.6)]
    who = scene.town_of[stays] % 12
    old = most(rng, len(stays), 0.25)
    days = [b if o else a for a, b, o in zip(scene.days(len(stays), rng, 2, 80), scene.days(len(stays), rng, 400, 600), old.tolist(), strict=True)]
    length = np.where(who % 2 == 0, 5, 1)
    cells = {"领导姓名": names[who].tolist(), "身份证号": numbers[who].tolist(), "蹲点时间": days, "蹲点天数": length.tolist()}
    cells["解决问题"] = ["道路维修" if i % 2 else "产业发展" for i in range(len(stays))]
    yield scene.ledger("领导蹲点台账.xlsx", "蹲点", f"{county}领导蹲点台账", scene.at_villages(stays), cells, copies=0.0)


def members_report(scene: Scene) -> Iterator[Draft]:
    """在职党员 who report to a community: some to none, some to two."""
    rng, f = scene.dice("members report"), scene.world.folk
    places = scene.villages[scene.community[scene.villages]]
    rows = scene.made.employed
    kept = [r for r, k in zip(rows, most(rng, len(rows), 0.8).tolist(), strict=True) if k]
    twice = [r for r, k in zip(kept, most(rng, len(kept), 0.1).tolist(), strict=True) if k]
    at = places[np.r_[np.arange(len(kept)), np.arange(len(twice)) + 1] % len(places)]
    for i, (person, _) in enumerate(twice):
        first = next(j for j, r in enumerate(kept) if r[0] == person)
        at[len(kept) + i] = places[(first + 1) % len(places)]
    people = np.array([p for p, _ in (*kept, *twice)], dtype=np.int64)
    cells = scene.who(people, rng, 0.0) | {"政治面貌": f.political[people].tolist(), "工作单位": [w for _, w in (*kept, *twice)]}
    cells |= {"报到时间": scene.days(len(people), rng, 100, 900), "联系电话": scene.phones(len(people), rng)}
    yield scene.ledger(
        "在职党员双报到台账.xlsx", "在职党员", f"{scene.county.flavour.county}在职党员到社区双报到台账", scene.at_villages(at), cells, copies=0.0
    )


def receptions(scene: Scene) -> Iterator[Draft]:
    """接待 by 党代表, 人大代表 and 政协委员: some within half a year, some before, some never."""
    rng, f = scene.dice("receptions"), scene.world.folk
    deals = [(int(p), int(v), m) for s in scene.made.contacts["G1"] for p, v, m in zip(s.deal.person, s.deal.village, s.deal.mechanism, strict=True)]
    chosen = [d for d, k in zip(deals, most(rng, len(deals), 0.7).tolist(), strict=True) if k]
    n, people = len(chosen), np.array([c[0] for c in chosen], dtype=np.int64)
    new, old, fresh = scene.days(n, rng, 3, 170), scene.days(n, rng, 200, 500), most(rng, n, 0.7)
    kinds = {"党代表": "党代表接待日", "人大代表": "人大代表在行动", "政协委员": "一线协商"}
    cells: Cells = {"活动类型": [kinds[m] for _, _, m in chosen], "代表委员姓名": f.name[people].tolist(), "身份证号": f.id[people].tolist()}
    cells["接待时间"] = [a if x else b for a, b, x in zip(new, old, fresh.tolist(), strict=True)]
    cells |= {"来访事由": [("政策咨询", "反映问题", "邻里纠纷")[i % 3] for i in range(n)], "处理结果": ["已答复"] * n}
    at = np.array([c[1] for c in chosen], dtype=np.int64)
    yield scene.ledger("代表委员接待台账.xlsx", "接待", f"{scene.county.flavour.county}代表委员接待台账", scene.at_villages(at), cells, copies=0.0)


def visits(scene: Scene, known: Visits) -> Iterator[Draft]:
    """走访登记表: households visited of late, long ago, never; a village that has sent nothing; days that nobody can read."""
    rng, h = scene.dice("visits"), scene.world.homes
    silent = rng.choice(scene.villages, size=1 + len(scene.villages) // 60, replace=False)
    homes = scene.named[~np.isin(h.village[scene.named], silent)]
    homes = homes[most(rng, len(homes), 0.75)]
    homes = np.sort(np.r_[homes, homes[rng.random(len(homes)) < 0.3]])
    n = len(homes)
    day = TODAY - np.where(rng.random(n) < 0.6, rng.integers(0, 180, n), rng.integers(180, 700, n))
    cells: Cells = {
        "走访时间": date_cells(rng, day, plain=1.0).cells,
        "走访人": scene.world.folk.name[scene.resident(h.village[homes], np.arange(n) % 5)].tolist(),
    }
    for i in some(rng, n, 0.01):
        cells["走访时间"][i], day[i] = "2025-02-30", 0
    cells |= scene.homes(homes)
    cells["走访内容"] = [("宣传医保政策", "人居环境整治宣传", "了解生产生活情况", "调解邻里纠纷")[i % 4] for i in range(n)]
    known.home, known.day, known.delivered = homes, day, set(np.unique(h.village[homes]).tolist())
    for draft in _by_town(scene, "走访登记表.xlsx", "走访登记表", homes, cells):
        bad = [i for i, c in enumerate(draft.columns["走访时间"]) if c == "2025-02-30"]
        draft.problem(bad, "走访时间", "date_invalid")
        yield draft
