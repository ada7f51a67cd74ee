"""Given → expect of the questions about what is missing in a unit, grids, pairs, cooperatives and events."""

from __future__ import annotations

from tests.checks.builder import BEFORE
from tests.checks.cases import Case
from tests.questions.lines_county import BAY_1, GROUP_1, GROUP_2, HEYUAN, JINSHAN, TAODIAN, XIANNV

GROUND: dict[str, list[Case]] = {
    "bays_missing_bodies": [
        Case(
            {},
            [
                ("枝江市/仙女镇/金山村/2组/2湾", "2湾", "湾落理事会", "gap"),
            ],
        ),
    ],
    "branch_pairs_one_way": [
        Case(
            {},
            [
                ("机关甲支部", "机关甲支部", "金山村党支部", "金山村党支部", "支部联支部", "PAIRED_WITH.xlsx#页!8"),
            ],
        ),
    ],
    "cooperative_members_by_unit": [
        Case(
            {},
            [
                ("枝江市", "枝江市", 1, 9, 2, 3, 4),
                ("枝江市/仙女镇", "仙女镇", 2, 7, 2, 2, 3),
                (XIANNV, "仙女社区", 3, 2, 0, 0, 2),
                (JINSHAN, "金山村", 3, 5, 2, 2, 1),
                ("枝江市/问安镇", "问安镇", 2, 2, 0, 1, 1),
                (TAODIAN, "桃店村", 3, 2, 0, 1, 1),
            ],
        ),
        Case(
            {"unit": "金山村", "level": 5},
            [
                (JINSHAN, "金山村", 3, 5, 2, 2, 1),
                (GROUP_1, "1组", 4, 3, 2, 1, 0),
                (BAY_1, "1湾", 5, 2, 1, 1, 0),
                (GROUP_2, "2组", 4, 1, 0, 1, 0),
            ],
        ),
    ],
    "events_by_unit": [
        Case(
            {"level": 1},
            [
                ("枝江市", "枝江市", 1, "三星文明户", 1),
                ("枝江市", "枝江市", 1, "吹哨", 1),
                ("枝江市", "枝江市", 1, "孝善饺子宴", 1),
                ("枝江市", "枝江市", 1, "实名认证", 1),
                ("枝江市", "枝江市", 1, "议事会", 1),
                ("枝江市", "枝江市", 1, "诉求", 3),
                ("枝江市", "枝江市", 1, "蹲点", 3),
            ],
        ),
        Case(
            {"unit": "1组", "level": 4, "first_day": BEFORE},
            [
                (GROUP_1, "1组", 4, "三星文明户", 1),
                (GROUP_1, "1组", 4, "议事会", 1),
                (GROUP_1, "1组", 4, "诉求", 2),
            ],
        ),
    ],
    "grid_workers_with_several_grids": [
        Case(
            {},
            [
                ("网格员1", "网格员1", 2, "微1", "综1"),
            ],
        ),
    ],
    "grids_crossing_group_borders": [
        Case(
            {},
            [],
        ),
        Case(
            {"at_least": 1},
            [
                ("专1", "专属网格", "专1", 1, 2, 1),
                ("微1", "综合微网格", "微1", 1, 1, 0),
                ("综1", "综合网格", "综1", 1, 2, 0),
            ],
        ),
    ],
    "grids_of_unit": [
        Case(
            {},
            [
                (XIANNV, "专1", "专属网格", "专1", 0, 2, 0, 0),
                (XIANNV, "微2", "综合微网格", "微2", 0, 0, 0, 0),
                (JINSHAN, "微1", "综合微网格", "微1", 1, 1, 1, 1),
                (JINSHAN, "综1", "综合网格", "综1", 0, 2, 1, 1),
            ],
        ),
        Case(
            {"as_of": BEFORE, "unit": "金山村"},
            [
                (JINSHAN, "微1", "综合微网格", "微1", 1, 1, 1, 1),
                (JINSHAN, "旧网", "综合微网格", "旧网", 1, 2, 0, 1),
                (JINSHAN, "综1", "综合网格", "综1", 0, 2, 1, 1),
            ],
        ),
    ],
    "grids_without_worker": [
        Case(
            {},
            [
                (XIANNV, "专1", "专属网格", "专1", "gap"),
                (XIANNV, "微2", "综合微网格", "微2", "gap"),
            ],
        ),
    ],
    "groups_split_by_grids": [
        Case(
            {"kinds": ["综合网格", "专属网格"]},
            [
                (GROUP_1, "1组", 2, 3, 1),
            ],
        ),
        Case(
            {"at_least": 1, "kinds": ["综合微网格"]},
            [
                (GROUP_1, "1组", 1, 1, 2),
            ],
        ),
    ],
    "households_without_grid": [
        Case(
            {},
            [
                (HEYUAN, "h6", "h6", "户主h6"),
                (JINSHAN, "h4", "h4", "户主h4"),
                (GROUP_2, "h11", "h11", "户主h11"),
            ],
        ),
    ],
    "mass_organizations_missing": [
        Case(
            {},
            [
                (XIANNV, "仙女社区", "团支部", "gap"),
                (TAODIAN, "桃店村", "团支部", "unknown"),
                (TAODIAN, "桃店村", "妇女联合会", "unknown"),
            ],
        ),
        Case(
            {"level": 5, "kinds": ["妇女微家", "团建微联盟"]},
            [
                ("枝江市/仙女镇/金山村/2组/2湾", "2湾", "团建微联盟", "gap"),
                ("枝江市/仙女镇/金山村/2组/2湾", "2湾", "妇女微家", "gap"),
            ],
        ),
    ],
    "partners_of_several_villages": [
        Case(
            {},
            [
                ("机关甲支部", "机关党支部", "机关甲支部", "支部联支部", 2, XIANNV, JINSHAN),
            ],
        ),
        Case(
            {"unit": "问安镇", "at_least": 1},
            [
                ("机关丙支部", "机关党支部", "机关丙支部", "支部联支部", 1, TAODIAN, TAODIAN),
                ("机关乙支部", "机关党支部", "机关乙支部", "支部联支部", 1, TAODIAN, TAODIAN),
            ],
        ),
    ],
    "requests_without_outcome": [
        Case(
            {},
            [
                (HEYUAN, "诉4", "诉求", BEFORE, "正在协调", "", "gap"),
                (JINSHAN, "哨1", "吹哨", BEFORE, "", "财政局", "unknown"),
                (GROUP_1, "诉2", "诉求", BEFORE, "办理中", "", "gap"),
            ],
        ),
    ],
    "social_organizations_under_norm": [
        Case(
            {},
            [
                (XIANNV, "仙女社区", 20, 0, 0, "unknown"),
                (JINSHAN, "金山村", 10, 2, 1, "gap"),
                (TAODIAN, "桃店村", 10, 0, 0, "unknown"),
            ],
        ),
    ],
    "villages_not_paired_once": [
        Case(
            {},
            [
                (TAODIAN, "桃店村", "支部联支部", 2, "gap"),
            ],
        ),
        Case({"kinds": ["单位联村"], "unit": "金山村"}, [(JINSHAN, "金山村", "单位联村", 0, "unknown")]),
        Case(
            {"as_of": BEFORE},
            [
                (JINSHAN, "金山村", "支部联支部", 2, "gap"),
                ("枝江市/问安镇/旧村", "旧村", "支部联支部", 0, "gap"),
                (TAODIAN, "桃店村", "支部联支部", 2, "gap"),
            ],
        ),
    ],
    "villages_without_events": [
        Case(
            {},
            [
                (XIANNV, "仙女社区", "gap"),
                (TAODIAN, "桃店村", "unknown"),
            ],
        ),
        Case(
            {"kinds": ["议事会"], "first_day": BEFORE},
            [
                (XIANNV, "仙女社区", "gap"),
                (TAODIAN, "桃店村", "unknown"),
            ],
        ),
    ],
    "villages_without_places": [
        Case(
            {},
            [
                (XIANNV, "仙女社区", "群众接待窗口", "unknown"),
                (TAODIAN, "桃店村", "群众接待窗口", "gap"),
            ],
        ),
    ],
}
