"""Bodies paired with villages: 支部联支部, 双报到, 单位联村, 组团帮扶, 服务协议, 三方合作."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from api.demo.dice import Ints
from api.demo.draft import Draft
from api.demo.ledgers.institutions import departments, firms
from api.demo.ledgers.names import DEPARTMENTS, ORGANS, SERVICES
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.ties import TODAY


@dataclass
class Pairs:
    """支部联支部 as its ledger states it, in force."""

    branch: list[str] = field(default_factory=list)
    village: list[int] = field(default_factory=list)


def _sheet(scene: Scene, file: str, kind: str, partner: str, bodies: list[str], villages: Ints, over: list[int] | None = None) -> Draft:
    """`over`: for each row the days since it ended, 0 where it stands."""
    rng, n = scene.dice("pairs", file), len(bodies)
    cells: Cells = {"结对类型": [kind] * n, partner: list(bodies)}
    cells["结对时间"] = scene.days(n, rng, 400, 1500)
    ended = np.array(over or [0] * n, dtype=np.int64)
    cells["解除时间"] = [date.fromordinal(TODAY - e) if e else "" for e in ended.tolist()]
    cells |= {"联络员": scene.officials(file, n)[0].tolist(), "联系电话": scene.phones(n, rng)}
    return scene.ledger(f"{file}.xlsx", kind, f"{scene.county.flavour.county}{file}", scene.at_villages(villages), cells, copies=0.0)


def branch_pairs(scene: Scene, pairs: Pairs) -> Iterator[Draft]:
    """支部联支部: villages in no pair, in two, one branch with two villages, pairs that have ended."""
    rng = scene.dice("branch pairs")
    villages = scene.villages[most(rng, len(scene.villages), 0.9)]
    counties = scene.county.counties
    over = scene.over[scene.town_of[villages]]
    place = np.arange(len(villages))
    branch = [f"{counties[c]}{DEPARTMENTS[i % 16]}机关第{_number(i // 16)}党支部" for c, i in zip(over.tolist(), place.tolist(), strict=True)]
    for i in np.flatnonzero(most(rng, len(villages), 0.1)).tolist():
        branch[i] = branch[i - 1]
    again = np.flatnonzero(most(rng, len(villages), 0.08))
    bodies = branch + [f"{counties[over[i]]}{ORGANS[i % 4]}第{_number(i // 4)}党支部" for i in again.tolist()]
    at = np.r_[villages, villages[again]]
    ended = np.where(most(rng, len(at), 0.06), rng.integers(1, 300, len(at)), 0)
    pairs.branch = [b for b, e in zip(bodies, ended.tolist(), strict=True) if not e]
    pairs.village = at[ended == 0].tolist()
    yield _sheet(scene, "支部联支部结对台账", "支部联支部", "机关党支部", bodies, at, ended.tolist())


def _number(i: int) -> str:
    return "一二三四五六七八九十"[i] if i < 10 else str(i + 1)


def units_report(scene: Scene) -> Iterator[Draft]:
    """双报到 of offices: some report nowhere, some in two communities."""
    rng = scene.dice("units report")
    places = scene.villages[scene.community[scene.villages]]
    name = scene.county.flavour.county
    units = [*departments(scene), *(name + o for o in ORGANS), *(name + s for s in SERVICES)]
    kept = [u for u, k in zip(units, most(rng, len(units), 0.8).tolist(), strict=True) if k]
    bodies = [*kept, kept[0]]
    at = places[(np.arange(len(bodies)) * 3 + np.r_[np.zeros(len(kept)), 1].astype(np.int64)) % len(places)]
    yield _sheet(scene, "机关单位双报到台账", "双报到", "报到单位", bodies, at)


def unit_villages(scene: Scene) -> Iterator[Draft]:
    """单位联村: villages linked to no unit."""
    rng = scene.dice("unit villages")
    parts = (scene.villages[~scene.community[scene.villages]], scene.villages[scene.community[scene.villages]])
    at = np.concatenate([part[most(rng, len(part), 0.8)] for part in parts])
    yield _sheet(scene, "单位联村台账", "单位联村", "联村单位", [departments(scene)[i % 16] for i in range(len(at))], at)


def team_help(scene: Scene) -> Iterator[Draft]:
    """组团帮扶 by medical, scientific and teaching teams."""
    rng = scene.dice("team help")
    at = scene.villages[most(rng, len(scene.villages), 0.5)]
    teams = ("医疗服务团", "科技特派团", "教育帮扶团")
    yield _sheet(scene, "组团帮扶台账", "组团帮扶", "帮扶单位", [scene.county.flavour.county + teams[i % 3] for i in range(len(at))], at)


def services(scene: Scene) -> Iterator[Draft]:
    """服务协议 of firms and clubs with villages."""
    rng = scene.dice("services")
    at = scene.villages[most(rng, len(scene.villages), 0.6)]
    yield _sheet(scene, "服务协议台账", "服务协议", "签约单位", [firms(scene)[i % 12] for i in range(len(at))], at)


def three_parties(scene: Scene) -> Iterator[Draft]:
    """三方合作: the village's collective with a cooperative or a state firm, and its households."""
    rng = scene.dice("three parties")
    at = scene.villages[most(rng, len(scene.villages), 0.55)]
    kinds = ("村集体+合作社+农户", "村集体+国企+农户")
    draft = _sheet(scene, "三方合作台账", "三方合作", "合作单位", [firms(scene)[i % 12] for i in range(len(at))], at)
    draft.columns["结对类型"] = [kinds[i % 2] for i in range(len(at))]
    yield draft
