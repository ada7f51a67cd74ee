"""Given → expect of the questions about persons: their posts, memberships, teams and employers."""

from __future__ import annotations

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import BEFORE, D
from tests.checks.cases import Case
from tests.questions.lines_county import HEYUAN, JINSHAN, XIANNV

PERSONS: dict[str, list[Case]] = {
    "contacts_with_other_duties": [
        Case(
            {},
            [],
        ),
        Case(
            {"as_of": BEFORE},
            [
                ("枝江市/仙女镇/金山村/旧组", "旧人", "旧人", 1, 0, 9),
            ],
        ),
    ],
    "everything_about_person": [
        Case(
            {"person": "党3"},
            [
                ("党员", "仙女社区", "社区", "仙女社区", OPEN_SINCE, OPEN_UNTIL, "met", "LISTED_IN.xlsx#页!4"),
                ("", "和园党支部", "党支部", "和园党支部", OPEN_SINCE, OPEN_UNTIL, "met", "MEMBER_OF.xlsx#页!3"),
                ("", "和园综合党支部", "综合党支部", "和园综合党支部", OPEN_SINCE, OPEN_UNTIL, "met", "MEMBER_OF.xlsx#页!5"),
            ],
        ),
        Case(
            {"person": "书记2", "as_of": BEFORE},
            [
                ("支部书记(主任)", "仙女社区", "社区", "仙女社区", OPEN_SINCE, OPEN_UNTIL, "met", "HOLDS_POST.xlsx#页!6"),
            ],
        ),
    ],
    "functional_memberships": [
        Case(
            {},
            [
                (HEYUAN, "和园综合党支部", "综合党支部", "和园综合党支部", "党3", "党3", 1, "met"),
            ],
        ),
    ],
    "institutions_by_employees": [
        Case(
            {},
            [
                ("枝江市", "民政局", "部门", "民政局", 1, 1, 0, 0),
                ("枝江市", "财政局", "部门", "财政局", 1, 1, 0, 1),
            ],
        ),
    ],
    "leaders_born_until": [
        Case(
            {},
            [
                (XIANNV, "仙女社区党委", "党委", "仙女社区党委", "老1", "老1", 1950, 1, "met"),
                (JINSHAN, "金山村党支部", "党支部", "金山村党支部", "书记1", "书记1", 0, 0, "unknown"),
            ],
        ),
        Case(
            {"year": 1949, "unit": "仙女社区"},
            [],
        ),
    ],
    "leaders_of_several_organizations": [
        Case(
            {},
            [
                ("领1", "领1", 2, "1组党小组", "和园党支部"),
            ],
        ),
    ],
    "mass_leaders_with_village_posts": [
        Case(
            {},
            [
                (JINSHAN, "金山妇联", "妇女联合会", "金山妇联", "书记1", "书记1", 3),
            ],
        ),
    ],
    "members_attached_to_nothing": [
        Case(
            {"roles": [""]},
            [
                (JINSHAN, "党2", "党2", "党员", "LISTED_IN.xlsx#页!3"),
            ],
        ),
        Case(
            {"unit": "桃店村", "roles": [""]},
            [],
        ),
    ],
    "party_members_not_registered": [
        Case(
            {},
            [
                (XIANNV, "职2", "职2", "民政局", "gap"),
            ],
        ),
    ],
    "persons_supervising_themselves": [
        Case(
            {},
            [
                (JINSHAN, "书记1", "书记1", 2, 1),
            ],
        ),
    ],
    "persons_with_many_posts": [
        Case(
            {},
            [
                ("书记1", "书记1", 6, 5, 3),
                ("组长1", "组长1", 2, 2, 1),
                ("网格员1", "网格员1", 2, 2, 1),
                ("领1", "领1", 2, 2, 1),
            ],
        ),
        Case(
            {"unit": "金山村", "at_least": 3},
            [
                ("书记1", "书记1", 6, 5, 3),
            ],
        ),
    ],
    "posts_of_persons_who_left": [
        Case(
            {},
            [
                ("书记2", "书记2", D, "", "支部书记(主任)", "仙女社区", "社区", "仙女社区", "HOLDS_POST.xlsx#页!6"),
                ("离1", "离1", BEFORE, "迁出", "组长", "和园小区", "小区", "和园小区", "HOLDS_POST.xlsx#页!20"),
            ],
        ),
        Case(
            {"as_of": BEFORE},
            [
                ("离1", "离1", BEFORE, "迁出", "组长", "和园小区", "小区", "和园小区", "HOLDS_POST.xlsx#页!20"),
            ],
        ),
    ],
    "same_persons_in_several_teams": [
        Case(
            {},
            [
                ("志愿队", "志愿服务队", "志愿队", 2, "突击队", "青年突击队", "突击队", 3, 2),
            ],
        ),
        Case(
            {"at_least": 3},
            [],
        ),
    ],
}
