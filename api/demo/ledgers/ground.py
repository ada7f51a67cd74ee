"""More about the units themselves: 功能分区, groups that are new, the national list of codes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, most
from api.demo.names import NUMERALS
from api.demo.places import Group


def zones(scene: Scene) -> Iterator[Draft]:
    """功能分区: six 亚区; some villages in two of them, some in none."""
    rng, names = scene.dice("zones"), ("沿江工业亚区", "城郊物流亚区", "柑橘种植亚区", "稻虾共作亚区", "生态旅游亚区", "高山茶叶亚区")
    village = np.r_[scene.villages, scene.villages[most(rng, len(scene.villages), 0.12)]]
    zone = [names[(int(v) + (i >= len(scene.villages)) * 2) % 6] for i, v in enumerate(village.tolist())]
    cells: Cells = {"功能区": [("工贸区", "农业区", "文旅区")[names.index(z) // 2] for z in zone], "功能亚区": list(zone)}
    yield scene.ledger("功能分区台账.xlsx", "功能分区", f"{scene.county.flavour.county}功能分区台账", scene.at_villages(village), cells, copies=0.0)


def new_groups(scene: Scene) -> Iterator[Draft]:
    """Groups and estates that are new: no bay of theirs stands anywhere, nobody is registered there yet."""
    county, rng = scene.county, scene.dice("new groups")
    added: list[int] = []
    for v in scene.villages[most(rng, len(scene.villages), 0.06)].tolist():
        village = county.villages[v]
        name = "新苑小区" if village.community else f"{NUMERALS[len(village.groups)]}组"
        added.append(len(county.groups))
        village.groups.append(len(county.groups))
        county.groups.append(Group(v, name))
    at = np.array([county.groups[g].village for g in added], dtype=np.int64)
    cells: Cells = {"村民小组(小区)": [county.groups[g].name for g in added], "备注": scene.same("2025年新设", len(added))}
    yield scene.ledger("村组（新设）名册.xlsx", "新设小组", f"{county.flavour.county}新设村民小组（小区）名册", scene.at_villages(at), cells, copies=0.0)


def divisions(scene: Scene) -> Iterator[Draft]:
    """统计用区划代码 with 城乡分类; a list of last year, in which some villages do not stand yet."""
    county, rng = scene.county, scene.dice("divisions")
    live = set(scene.villages[most(rng, len(scene.villages), 0.93)].tolist())
    listed = np.array([v for v, x in enumerate(county.villages) if x.virtual or (x.coded and v in live)], dtype=np.int64)
    tops = {p[:6]: name for p, name in zip(county.prefixes, (county.county_of(t) for t in scene.towns.tolist()), strict=True)}
    rows = [(f"{area}000000", name, 1, "", "") for area, name in tops.items()]
    rows += [(f"{p}000", name, 2, f"{p[:6]}000000", "") for p, name in zip(county.prefixes, county.towns, strict=True)]
    found = [county.villages[v] for v in listed.tolist()]
    rows += [(v.code, v.name, 3, f"{v.code[:9]}000", ("121" if v.town else "111") if v.community else "220") for v in found]
    spots = scene.at_towns(np.full(len(rows), 0))
    words = ("统计用区划代码", "名称", "级别", "上级代码", "城乡分类代码")
    draft = scene.ledger("统计用区划代码表.xlsx", "区划", f"{county.flavour.county}统计用区划代码表", spots, {}, copies=0.0)
    draft.columns = {"序号": [""] * len(rows), **{w: [r[i] for r in rows] for i, w in enumerate(words)}}
    draft.village = np.full(len(rows), -1)
    yield draft
