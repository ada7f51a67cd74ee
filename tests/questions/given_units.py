"""Given → expect of the questions about the posts of groups and the bodies of villages."""

from __future__ import annotations

from tests.checks.cases import Case
from tests.questions.lines_county import GROUP_1, GROUP_2, HEYUAN, TAODIAN, TAODIAN_1, XIANNV

UNITS: dict[str, list[Case]] = {
    "groups_with_leader_without_party_group": [
        Case(
            {},
            [
                (GROUP_2, "2组", 1, "gap"),
            ],
        ),
    ],
    "groups_with_party_group_without_leader": [
        Case(
            {},
            [
                (HEYUAN, "和园小区", 1, "gap"),
                (TAODIAN_1, "桃店1组", 1, "unknown"),
            ],
        ),
        Case(
            {"unit": "和园小区"},
            [
                (HEYUAN, "和园小区", 1, "gap"),
            ],
        ),
    ],
    "persons_leading_several_units": [
        Case(
            {},
            [
                ("组长1", "组长1", "组长", 2, GROUP_1, GROUP_2),
            ],
        ),
        Case(
            {"unit": "2组", "at_least": 1},
            [
                ("组长1", "组长1", "组长", 1, GROUP_2, GROUP_2),
            ],
        ),
    ],
    "units_without_post": [
        Case(
            {},
            [
                (HEYUAN, "和园小区", "小区", "gap"),
                (TAODIAN_1, "桃店1组", "村民小组", "unknown"),
            ],
        ),
        Case(
            {"unit_kinds": ["村", "社区"], "posts": ["支部书记(主任)"], "ledgers": ["村两委任职"]},
            [
                (XIANNV, "仙女社区", "社区", "gap"),
            ],
        ),
    ],
    "villages_missing_bodies": [
        Case(
            {},
            [
                (XIANNV, "仙女社区", "met", "gap", "gap"),
                (TAODIAN, "桃店村", "unknown", "unknown", "unknown"),
            ],
        ),
    ],
    "villages_with_several_top_party_organizations": [
        Case(
            {},
            [
                (TAODIAN, "桃店村", 0, "unknown"),
            ],
        ),
    ],
}
