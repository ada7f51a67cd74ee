"""公布数字: what reports say, beside what the ledgers hold; a few of them are right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from api.demo.dice import Cell
from api.demo.draft import Draft
from api.demo.ledgers.plain import Cells, Scene, Spots

EVERYWHERE = ("建制村数", "社区数", "组织数", "负责人数", "岗位数", "任职人数", "成员数", "参加人次")
MEASURES: dict[str, tuple[str, ...]] = {
    "zhijiang": (
        *("村民党小组数", "小区党支部数", "楼栋党小组组长数", "党员中心户数", "联户长人数", "自治组织数", "议事场次", "青年突击队数", "青年突击队人数"),
        *("社会组织数", "签约脱贫户数", "合作社数", "入社户数", "入社户次", "便民服务示范站数", "两代表一委员人数", "两代表一委员联系户数"),
        *("驻村人数", "共同缔造指导员数"),
    ),
    "enyang": (
        *("村级党委数", "村级党总支数", "党支部数", "村级党组织书记数", "大党委数", "综合党支部数", "合作社数", "入社户数", "入社户次"),
        *("网格数", "专职网格员数", "实名认证人数", "便民服务示范站数", "妇联执委工作室活动次数"),
    ),
    "yangzhou": ("网格数",),
    "xinyang": ("三星文明户数", "网格数", "一长三员人数", "饺子宴场次", "饺子宴人次"),
}  # fmt: skip
QUALIFIERS = ("", "余", "约", "以上", "", "不低于", "达", "左右")
LARGE = (
    *("成员数", "参加人次", "任职人数", "入社户数", "入社户次", "实名认证人数"),
    *("一长三员人数", "饺子宴人次", "两代表一委员联系户数", "三星文明户数", "网格数"),
)
"""What ledgers may hold more of than a report says: 以上 would be true of it."""


def figures(scene: Scene) -> Iterator[Draft]:
    """A figure per measure that does not hold, and figures of towns and villages that do."""
    county, villages = scene.county, scene.villages
    true = {"建制村数": int((~scene.community[villages]).sum()), "社区数": int(scene.community[villages].sum())}
    words = [*EVERYWHERE, *MEASURES[scene.scheme]]
    value = [true[w] + 3 if w in true else 1237 + 41 * len(villages) + 17 * i for i, w in enumerate(words)]
    shown = ["" if w in LARGE else QUALIFIERS[i % len(QUALIFIERS)] for i, w in enumerate(words)]
    top = scene.at_counties(np.full(len(words), -1 if county.flavour.below else 0))
    towns = scene.towns[:6]
    spots: Spots = top + scene.at_towns(np.r_[towns, towns])
    for word, inside in (("建制村数", ~scene.community[villages]), ("社区数", scene.community[villages])):
        words += [word] * len(towns)
        value += [int((inside & (scene.town_of[villages] == t)).sum()) for t in towns.tolist()]
        shown += [("达", "")[i % 2] for i in range(len(towns))]
    unit: list[Cell] = [county.flavour.county] * len(top.over)
    unit += [county.towns[t] for t in (*towns.tolist(), *towns.tolist())]
    cells: Cells = {"指标": list(words), "数值": list(value), "限定词": list(shown), "文件": ["年度工作总结"] * len(words)}
    cells["原文"] = [f"{q if q in ('约', '达', '不低于') else ''}{v}{q if q in ('余', '以上', '左右') else ''}" for v, q in zip(value, shown, strict=True)]
    draft = scene.ledger("公布数字.xlsx", "公布数字", f"{county.flavour.county}公布数字台账", spots, cells, copies=0.0)
    for word in ("县(市、区)", "乡镇(街道)"):
        draft.columns.pop(word, None)
    draft.columns = {"序号": draft.columns["序号"], "单元": unit, **{k: c for k, c in draft.columns.items() if k != "序号"}}
    yield draft
