"""Given → expect of the questions about households: coverage, gaps, deliveries, claims and evidence."""

from __future__ import annotations

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import AFTER, BEFORE, DEPUTY, D, L
from tests.checks.cases import Case
from tests.questions.contacts_county import BAY_1, BAY_2, BAY_3, GROUP_1, GROUP_2, HEYUAN, HOST, JINSHAN, TAODIAN, VIRTUAL, XIANNV

HOUSEHOLDS: dict[str, list[Case]] = {
    "bays_without_contact": [
        Case({}, [(BAY_3, "3湾", "湾落", 1, "gap")]),
        Case({"unit": "1组", "mechanisms": ["政协委员"]}, [(BAY_1, "1湾", "湾落", 2, "gap")]),
        Case({"unit": "1组", "mechanisms": ["政协委员", "好邻居"]}, [(BAY_1, "1湾", "湾落", 2, "unknown")]),
    ],
    "claims_against_counted": [
        Case(
            {},
            [
                ("枝江市", "枝江市", 9, "约", 11, 2, "Claim.xlsx#页!3"),
                (JINSHAN, "金山村", 4, "", 6, 2, "Claim.xlsx#页!2"),
            ],
        ),
    ],
    "coverage_by_bay": [
        Case(
            {"mechanisms": [L]},
            [
                ("1湾", BAY_1, "湾落", 2, 1, 1, 0),
                ("2湾", BAY_2, "湾落", 1, 0, 1, 0),
                ("3湾", BAY_3, "湾落", 1, 0, 1, 0),
            ],
        ),
    ],
    "coverage_by_child_unit": [
        Case({"mechanisms": ["包户干部"], "unit": "桃店村"}, [("桃店村", "桃店村", TAODIAN, 3, 0, 1, 2)]),
        Case(
            {},
            [
                ("仙女镇", "仙女镇", "枝江市/仙女镇", 8, 2, 6, 0),
                ("问安镇", "问安镇", "枝江市/问安镇", 3, 1, 0, 2),
            ],
        ),
        Case(
            {"unit": "金山村", "mechanisms": [L]},
            [
                ("金山村", "金山村", JINSHAN, 1, 0, 1, 0),
                ("1组", "1组", GROUP_1, 3, 1, 2, 0),
                ("2组", "2组", GROUP_2, 2, 0, 2, 0),
            ],
        ),
        Case(
            {"unit": "1组", "mechanisms": [L], "as_of": BEFORE},
            [
                ("1组", "1组", GROUP_1, 1, 0, 1, 0),
                ("1湾", "1湾", BAY_1, 2, 2, 0, 0),
            ],
        ),
        Case(
            {"unit": "仙女社区"},
            [
                ("仙女社区", "仙女社区", XIANNV, 1, 0, 1, 0),
                ("和园小区", "和园小区", HEYUAN, 1, 1, 0, 0),
            ],
        ),
    ],
    "coverage_by_mechanism": [
        Case(
            {},
            [
                (DEPUTY, 1, 1),
                (HOST, 1, 1),
                (L, 3, 3),
            ],
        ),
    ],
    "deliveries_of_unit": [
        Case(
            {"unit": "问安镇"},
            [
                (TAODIAN, "桃店村", L, "", "", 4, False),
                (TAODIAN, "桃店村", "自治组织", "", "", 1, False),
            ],
        ),
    ],
    "excluded_households": [
        Case(
            {},
            [
                (JINSHAN, "h7", "h7", "户主h7", "空户"),
                (VIRTUAL, "h8", "h8", "户主h8", ""),
            ],
        ),
    ],
    "excluded_households_with_contacts": [
        Case(
            {},
            [
                (JINSHAN, "h7", "h7", "空户", "p3", "李四", L),
                (VIRTUAL, "h8", "h8", "", "p3", "李四", L),
            ],
        ),
    ],
    "groups_without_contact": [
        Case({}, []),
        Case(
            {"mechanisms": [DEPUTY]},
            [
                (HEYUAN, "和园小区", "小区", 1, "gap"),
                (GROUP_1, "1组", "村民小组", 3, "gap"),
                (GROUP_2, "2组", "村民小组", 2, "gap"),
            ],
        ),
    ],
    "household_counts_by_unit": [
        Case(
            {},
            [
                ("枝江市", "枝江市", 1, "县", 11, 2),
                ("枝江市/仙女镇", "仙女镇", 2, "镇", 8, 1),
                (XIANNV, "仙女社区", 3, "社区", 2, 0),
                (HEYUAN, "和园小区", 4, "小区", 1, 0),
                (JINSHAN, "金山村", 3, "村", 6, 1),
                (GROUP_1, "1组", 4, "村民小组", 3, 0),
                (BAY_1, "1湾", 5, "湾落", 2, 0),
                (GROUP_2, "2组", 4, "村民小组", 2, 0),
                (BAY_2, "2湾", 5, "湾落", 1, 0),
                (BAY_3, "3湾", 5, "湾落", 1, 0),
                ("枝江市/问安镇", "问安镇", 2, "镇", 3, 1),
                (TAODIAN, "桃店村", 3, "类似村委会", 3, 0),
                (VIRTUAL, "虚拟社区", 3, "类似居委会", 0, 1),
            ],
        ),
    ],
    "household_evidence": [
        Case(
            {"household": "h2"},
            [
                (L, "张三丰", OPEN_SINCE, D, "CONTACTS.xlsx#页!4", "ended"),
                (L, "欧阳锋", OPEN_SINCE, OPEN_UNTIL, "CONTACTS.xlsx#页!5", "contact_left"),
                ("专业合作社", "k1", AFTER, OPEN_UNTIL, "MEMBER_OF.xlsx#页!4", "not_started"),
            ],
        ),
    ],
    "households_above_group": [
        Case(
            {},
            [
                (XIANNV, "h5", "h5", "户主h5", ""),
                (JINSHAN, "h4", "h4", "户主h4", ""),
                (TAODIAN, "h10", "h10", "户主h10", ""),
                (TAODIAN, "h13", "h13", "户主h13", ""),
                (TAODIAN, "h9", "h9", "户主h9", ""),
            ],
        ),
    ],
    "households_by_contact_count": [
        Case(
            {},
            [
                (0, 8),
                (1, 1),
                (2, 2),
            ],
        ),
    ],
    "households_changed_since": [
        Case({"since": BEFORE}, [("枝江市/仙女镇/金山村/旧组", "旧户", "旧户", "户主旧户", "ended", D)]),
        Case(
            {"since": BEFORE, "as_of": AFTER},
            [
                ("枝江市/仙女镇/金山村/新组", "新户", "新户", "户主新户", "began", AFTER),
                ("枝江市/仙女镇/金山村/旧组", "旧户", "旧户", "户主旧户", "ended", D),
            ],
        ),
    ],
    "households_in_several_groups": [
        Case({}, [(HEYUAN, "h6", "h6", "户主h6", 2)]),
        Case({"mechanism": DEPUTY}, []),
    ],
    "households_nobody_reaches": [
        Case(
            {"mechanisms": ["包户干部"], "unit": "桃店村"},
            [
                (TAODIAN, "h10", "h10", "户主h10", "unknown", "not_delivered"),
                (TAODIAN, "h13", "h13", "户主h13", "gap", "ended"),
                (TAODIAN, "h9", "h9", "户主h9", "unknown", "not_delivered"),
            ],
        ),
        Case(
            {"mechanisms": ["包户干部", L], "unit": "桃店村"},
            [
                (TAODIAN, "h10", "h10", "户主h10", "unknown", "household_ambiguous"),
                (TAODIAN, "h13", "h13", "户主h13", "gap", "ended"),
            ],
        ),
        Case(
            {},
            [
                (XIANNV, "h5", "h5", "户主h5", "gap", "not_started"),
                (JINSHAN, "h4", "h4", "户主h4", "gap", "contact_left"),
                (GROUP_1, "h3", "h3", "户主h3", "gap", "ended"),
                (BAY_1, "h2", "h2", "户主h2", "gap", "contact_left"),
                (BAY_2, "h11", "h11", "户主h11", "gap", "none"),
                (BAY_3, "h12", "h12", "户主h12", "gap", "none"),
                (TAODIAN, "h10", "h10", "户主h10", "unknown", "household_ambiguous"),
                (TAODIAN, "h13", "h13", "户主h13", "unknown", "not_delivered"),
            ],
        ),
        Case(
            {"mechanisms": [L]},
            [
                (XIANNV, "h5", "h5", "户主h5", "gap", "not_started"),
                (JINSHAN, "h4", "h4", "户主h4", "gap", "contact_left"),
                (GROUP_1, "h3", "h3", "户主h3", "gap", "ended"),
                (BAY_1, "h2", "h2", "户主h2", "gap", "contact_left"),
                (BAY_2, "h11", "h11", "户主h11", "gap", "none"),
                (BAY_3, "h12", "h12", "户主h12", "gap", "none"),
                (TAODIAN, "h10", "h10", "户主h10", "unknown", "household_ambiguous"),
                (TAODIAN, "h13", "h13", "户主h13", "gap", "none"),
            ],
        ),
        Case(
            {"unit": "1组"},
            [
                (GROUP_1, "h3", "h3", "户主h3", "gap", "ended"),
                (BAY_1, "h2", "h2", "户主h2", "gap", "contact_left"),
            ],
        ),
        Case(
            {"mechanisms": [DEPUTY], "unit": "问安镇"},
            [
                (TAODIAN, "h10", "h10", "户主h10", "unknown", "household_ambiguous"),
                (TAODIAN, "h13", "h13", "户主h13", "unknown", "not_delivered"),
            ],
        ),
    ],
    "households_whose_contact_ended": [
        Case(
            {},
            [
                (GROUP_1, "h3", "h3", "户主h3", BEFORE),
                (BAY_1, "h2", "h2", "户主h2", D),
            ],
        ),
    ],
    "households_whose_only_contact_left": [
        Case(
            {},
            [
                (JINSHAN, "h4", "h4", "户主h4", "p2", "欧阳锋", L, D),
                (BAY_1, "h2", "h2", "户主h2", "p2", "欧阳锋", L, D),
            ],
        ),
    ],
    "households_with_party_members": [
        Case({}, [(BAY_1, "h1", "h1", "户主h1", 1)]),
    ],
    "villages_that_delivered_nothing": [
        Case({"ledgers": [L, HOST]}, [(TAODIAN, "桃店村", HOST, 3)]),
        Case({"unit": "和园小区"}, []),
    ],
}
