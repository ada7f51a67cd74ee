"""Given → expect of every library query, on the county of `builder.whole` with the past of `past`. Rows in any order; D is 2024-06-30.

What ends on D is in no row of D, and in those of the day before (BEFORE).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import AFTER, BEFORE, DEPUTY, D, L


@dataclass(frozen=True)
class Case:
    parameters: dict[str, Any]
    rows: Sequence[tuple[object, ...]]


def _source(kind: str, row: int) -> str:
    return f"{kind}.xlsx#页!{row}"


_EDGES = [
    ("h1", "p1", L, 6),
    ("h1", "p1", L, 6),
    ("h2", "p1", L, 2),
    ("h2", "p2", L, 3),
    ("h3", "p2", L, 2),
    ("h4", "p2", L, 3),
    ("h5", "p3", L, 1),
    ("h6", "p3", L, 6),
    ("h6", "p4", L, 6),
    ("h7", "p3", L, 6),
    ("h8", "p3", L, 6),
    ("h9", "p4", L, 6),
]
_UNITS = [
    ("枝江市", "县", 1, "", ""),
    ("仙女镇", "镇", 2, "", "枝江市"),
    ("问安镇", "镇", 2, "", "枝江市"),
    ("金山村", "村", 3, "420583001200", "仙女镇"),
    ("仙女社区", "社区", 3, "420583001001", "仙女镇"),
    ("桃店村", "类似村委会", 3, "420583002500", "问安镇"),
    ("虚拟社区", "类似居委会", 3, "420583002498", "问安镇"),
    ("1组", "村民小组", 4, "", "金山村"),
    ("和园小区", "小区", 4, "", "仙女社区"),
    ("1湾", "湾落", 5, "", "1组"),
]
_PATHS = {"枝江市": "枝江市", "仙女镇": "枝江市/仙女镇", "问安镇": "枝江市/问安镇", "1湾": "枝江市/仙女镇/金山村/1组/1湾"}
_PATHS |= {u: f"枝江市/{t}/{u}" for u, t in {"金山村": "仙女镇", "仙女社区": "仙女镇", "桃店村": "问安镇", "虚拟社区": "问安镇"}.items()}
_PATHS |= {"1组": "枝江市/仙女镇/金山村/1组", "和园小区": "枝江市/仙女镇/仙女社区/和园小区"}
_PLACED = {"h1": "1湾", "h2": "1湾", "h3": "1组", "h4": "金山村", "h5": "仙女社区", "h6": "和园小区", "h9": "桃店村", "h10": "桃店村"}

_HOUSEHOLDS = [*((h, u, True, "") for h, u in _PLACED.items()), ("h7", "金山村", False, "空户"), ("h8", "虚拟社区", False, "")]

CASES: dict[str, list[Case]] = {
    "units": [
        Case({"as_of": D}, [(u, code, u, _PATHS[u], kind, level, "", above) for u, kind, level, code, above in _UNITS]),
        Case(
            {"as_of": BEFORE},
            [
                *((u, code, u, _PATHS[u], kind, level, "", above) for u, kind, level, code, above in _UNITS),
                ("旧村", "420583002299", "旧村", "枝江市/问安镇/旧村", "村", 3, "", "问安镇"),
                ("旧组", "", "旧组", "枝江市/仙女镇/金山村/旧组", "村民小组", 4, "", "金山村"),
            ],
        ),
    ],
    "households": [
        Case({"as_of": D}, _HOUSEHOLDS),
        Case({"as_of": BEFORE}, [*_HOUSEHOLDS, ("旧户", "旧组", True, "脱贫户")]),
        Case({"as_of": AFTER}, [*_HOUSEHOLDS, ("新户", "新组", True, "")]),
    ],
    "deliveries": [
        Case(
            {"as_of": D},
            [
                ("金山村", L, 7, 0),
                ("桃店村", L, 4, 0),
                ("仙女社区", L, 0, 1),
                ("金山村", "党组织", 1, 0),
                ("仙女社区", "党组织", 1, 0),
                ("金山村", "自治组织", 1, 0),
                ("桃店村", "自治组织", 1, 0),
                ("金山村", "社会组织", 1, 0),
                ("仙女社区", "社会组织", 1, 0),
            ],
        )
    ],
    "contacts": [
        Case({"mechanisms": [L], "as_of": D}, _EDGES),
        Case({"mechanisms": [L, DEPUTY], "as_of": D}, [*_EDGES, ("h9", "p1", DEPUTY, 6)]),
        Case({"mechanisms": [DEPUTY], "as_of": dt.date(1990, 1, 1)}, [("h9", "p1", DEPUTY, 6)]),
        Case(
            {"mechanisms": [L], "as_of": BEFORE},
            [
                ("h1", "p1", L, 6),
                ("h1", "p1", L, 1),
                ("h2", "p1", L, 6),
                ("h2", "p2", L, 6),
                ("h3", "p2", L, 2),
                ("h4", "p2", L, 1),
                ("h5", "p3", L, 1),
                ("h6", "p3", L, 6),
                ("h6", "p4", L, 6),
                ("h7", "p3", L, 6),
                ("h8", "p3", L, 6),
                ("h9", "p4", L, 6),
                ("旧户", "旧人", L, 6),
            ],
        ),
        Case({"mechanisms": ["好邻居"], "as_of": D}, []),
    ],
    "reach_candidates": [
        Case({"mechanisms": [L, DEPUTY], "as_of": D}, [("h10", L), ("h10", DEPUTY), ("h1", L)]),
        Case({"mechanisms": [DEPUTY], "as_of": D}, [("h10", DEPUTY)]),
        Case({"mechanisms": [L], "as_of": BEFORE}, [("h10", L), ("h1", L), ("旧户", L)]),
    ],
    "reach_members": [
        Case(
            {"kinds": ["专业合作社", "股份经济合作社"], "as_of": D},
            [
                ("h1", "k1", "专业合作社", 6),
                ("h1", "k2", "股份经济合作社", 2),
                ("h2", "k1", "专业合作社", 1),
                ("h3", "k1", "专业合作社", 6),
                ("h3", "k1", "专业合作社", 2),
            ],
        ),
        Case({"kinds": ["股份经济合作社"], "as_of": BEFORE}, [("h1", "k2", "股份经济合作社", 6)]),
    ],
    "member_candidates": [Case({"kinds": ["专业合作社"], "as_of": D}, [("h5", "专业合作社")]), Case({"kinds": ["股份经济合作社"], "as_of": D}, [])],
    "bodies_places": [
        Case({"as_of": D}, [("金山窗口", "群众接待窗口", "金山窗口", "金山村", 1)]),
        Case({"as_of": BEFORE}, [("金山窗口", "群众接待窗口", "金山窗口", "金山村", 1), ("旧窗口", "群众接待窗口", "旧窗口", "金山村", 1)]),
    ],
    "bodies_self_government": [
        Case({"as_of": D}, [("金山村委会", "村民委员会", "金山村委会", "金山村", 1), ("桃店村委会", "村民委员会", "桃店村委会", "桃店村", 0)]),
        Case(
            {"as_of": BEFORE},
            [
                ("金山村委会", "村民委员会", "金山村委会", "金山村", 0),
                ("桃店村委会", "村民委员会", "桃店村委会", "桃店村", 0),
                ("旧委会", "村民委员会", "旧委会", "金山村", 1),
            ],
        ),
    ],
    "bodies_mass": [
        Case({"as_of": D}, [("金山妇联", "妇女联合会", "金山妇联", "金山村", 0)]),
        Case({"as_of": BEFORE}, [("金山妇联", "妇女联合会", "金山妇联", "金山村", 1), ("旧妇联", "妇女联合会", "旧妇联", "金山村", 1)]),
    ],
    "grids": [
        Case({"as_of": D}, [("w1", "w1", "w1", "", "金山村"), ("w2", "w2", "w2", "", "仙女社区")]),
        Case({"as_of": BEFORE}, [("w1", "w1", "w1", "", "金山村"), ("w2", "w2", "w2", "", "仙女社区"), ("旧网", "旧网", "旧网", "综合微网格", "金山村")]),
    ],
    "grid_posts": [
        Case(
            {"as_of": D},
            [("w1", "专职网格员", "p1", "中共党员", "", 0, ""), ("w1", "专职网格员", "p3", "", "", 0, ""), ("w1", "网格长", "p3", "群众", "", 0, "")],
        ),
        Case(
            {"as_of": BEFORE},
            [
                ("w1", "专职网格员", "p1", "中共党员", "", 0, ""),
                ("w1", "专职网格员", "p3", "", "", 0, ""),
                ("w1", "网格长", "p3", "群众", "", 0, ""),
                ("w2", "网格长", "p4", "", "", 0, ""),
                ("w2", "专职网格员", "p2", "群众", "", 0, ""),
                ("旧网", "网格长", "旧人", "群众", "", 1980, "网格"),
            ],
        ),
    ],
    "claims_units": [
        Case(
            {"measures": ["总户数", "网格数"], "as_of": D},
            [("q1", "总户数", 4, "", "金山村", "金山村", _source("Claim", 2)), ("q2", "总户数", 9, "约", "枝江市", "枝江市", _source("Claim", 3))],
        ),
        Case({"measures": ["党员数"], "as_of": D}, []),
    ],
    "claims_contacts": [
        Case({"measure": "联户户数"}, [("q3", 2, "", "张三丰", "p1", _source("Claim", 4), 2), ("q4", 7, "", "赵六", "p5", _source("Claim", 5), 0)])
    ],
    "claims_grids": [
        Case({"measure": "网格户数", "as_of": D}, [("q5", 2, "", "w1", "w1", _source("Claim", 6), 2), ("q6", 1, "不低于", "w2", "w2", _source("Claim", 7), 0)])
    ],
    "household_evidence": [
        Case(
            {"household": "h2", "as_of": D},
            [
                (L, "张三丰", OPEN_SINCE, D, _source("CONTACTS", 4), "ended"),
                (L, "欧阳锋", OPEN_SINCE, OPEN_UNTIL, _source("CONTACTS", 5), "contact_left"),
                ("专业合作社", "k1", AFTER, OPEN_UNTIL, _source("MEMBER_OF", 4), "not_started"),
            ],
        ),
        Case({"household": "h5", "as_of": AFTER}, [(L, "李四", AFTER, OPEN_UNTIL, _source("CONTACTS", 8), "met")]),
        Case({"household": "h10", "as_of": D}, []),
        Case({"household": "旧户", "as_of": D}, []),
        Case(
            {"household": "旧户", "as_of": BEFORE},
            [
                (L, "旧人", OPEN_SINCE, OPEN_UNTIL, _source("CONTACTS", 15), "met"),
                ("专业合作社", "旧社", OPEN_SINCE, OPEN_UNTIL, _source("MEMBER_OF", 11), "met"),
            ],
        ),
    ],
}
