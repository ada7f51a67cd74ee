"""Given → expect of the questions about organisations: where they stand, whom they are under, who leads them, who belongs to them."""

from __future__ import annotations

from tests.checks.builder import BEFORE
from tests.checks.cases import Case
from tests.questions.lines_county import BAY_1, GROUP_1, GROUP_2, HEYUAN, JINSHAN, TAODIAN, TAODIAN_1, XIANNV

ORGANIZATIONS: dict[str, list[Case]] = {
    "chain_of_organization": [
        Case(
            {"organization": "1组党小组"},
            [
                (0, "1组党小组", "党小组", "1组党小组", 0, GROUP_1),
                (1, "金山村党支部", "党支部", "金山村党支部", 0, JINSHAN),
                (2, "仙女镇党委", "党委", "仙女镇党委", 0, "枝江市/仙女镇"),
            ],
        ),
        Case(
            {"organization": "和园党支部"},
            [
                (0, "和园党支部", "党支部", "和园党支部", 0, HEYUAN),
                (1, "仙女社区党委", "党委", "仙女社区党委", 0, XIANNV),
            ],
        ),
    ],
    "mass_organizations_without_members": [
        Case(
            {},
            [
                (XIANNV, "仙女妇联", "妇女联合会", "仙女妇联", "gap"),
                (BAY_1, "1湾微联盟", "团建微联盟", "1湾微联盟", "gap"),
            ],
        ),
        Case(
            {"kinds": ["妇女微家"], "as_of": BEFORE},
            [],
        ),
    ],
    "organizations_by_unit": [
        Case(
            {"level": 1},
            [
                ("枝江市", "枝江市", 1, "党委", 2),
                ("枝江市", "枝江市", 1, "党小组", 2),
                ("枝江市", "枝江市", 1, "党建联席会议", 1),
                ("枝江市", "枝江市", 1, "党支部", 2),
                ("枝江市", "枝江市", 1, "公益慈善类", 1),
                ("枝江市", "枝江市", 1, "团建微联盟", 1),
                ("枝江市", "枝江市", 1, "团支部", 1),
                ("枝江市", "枝江市", 1, "妇女小组", 1),
                ("枝江市", "枝江市", 1, "妇女微家", 2),
                ("枝江市", "枝江市", 1, "妇女联合会", 2),
                ("枝江市", "枝江市", 1, "志愿服务队", 1),
                ("枝江市", "枝江市", 1, "村务监督委员会", 1),
                ("枝江市", "枝江市", 1, "村民委员会", 1),
                ("枝江市", "枝江市", 1, "湾落理事会", 1),
                ("枝江市", "枝江市", 1, "综合党支部", 1),
                ("枝江市", "枝江市", 1, "部门", 2),
                ("枝江市", "枝江市", 1, "青年突击队", 1),
            ],
        ),
        Case(
            {"unit": "问安镇"},
            [
                ("枝江市/问安镇", "问安镇", 2, "党小组", 1),
                (TAODIAN, "桃店村", 3, "党小组", 1),
            ],
        ),
    ],
    "organizations_of_unit": [
        Case(
            {"unit": "仙女社区"},
            [
                (XIANNV, "仙女妇联", "妇女联合会", "仙女妇联", 0, 1, 0, 0),
                (XIANNV, "仙女社区党委", "党委", "仙女社区党委", 0, 1, 0, 0),
                (HEYUAN, "和园党支部", "党支部", "和园党支部", 1, 1, 1, 0),
                (HEYUAN, "和园综合党支部", "综合党支部", "和园综合党支部", 0, 0, 1, 0),
            ],
        ),
        Case(
            {"unit": "1湾"},
            [
                (BAY_1, "1湾微家", "妇女微家", "1湾微家", 1, 0, 1, 0),
                (BAY_1, "1湾微联盟", "团建微联盟", "1湾微联盟", 1, 0, 0, 0),
                (BAY_1, "1湾理事会", "湾落理事会", "1湾理事会", 0, 0, 0, 0),
            ],
        ),
    ],
    "organizations_without_leader": [
        Case(
            {},
            [
                (TAODIAN_1, "桃店1组党小组", "党小组", "桃店1组党小组", "unknown"),
            ],
        ),
        Case(
            {"kinds": ["妇女联合会", "妇女微家", "青年突击队"], "ledgers": ["群团组织"]},
            [
                (BAY_1, "1湾微家", "妇女微家", "1湾微家", "gap"),
                (GROUP_2, "散微家", "妇女微家", "散微家", "gap"),
            ],
        ),
    ],
    "organizations_without_superior": [
        Case(
            {},
            [
                (XIANNV, "仙女社区党委", "党委", "仙女社区党委", "gap"),
                (GROUP_2, "散微家", "妇女微家", "散微家", "gap"),
                (TAODIAN_1, "桃店1组党小组", "党小组", "桃店1组党小组", "unknown"),
            ],
        ),
    ],
    "party_organizations_without_members": [
        Case(
            {},
            [
                (TAODIAN_1, "桃店1组党小组", "党小组", "桃店1组党小组", "unknown"),
            ],
        ),
        Case(
            {"as_of": BEFORE},
            [
                ("枝江市/问安镇/旧村", "旧村支部", "党支部", "旧村支部", "unknown"),
                (TAODIAN, "桃店旧支部", "党支部", "桃店旧支部", "unknown"),
                (TAODIAN_1, "桃店1组党小组", "党小组", "桃店1组党小组", "unknown"),
            ],
        ),
    ],
    "superiors_more_than_one_level_up": [
        Case(
            {},
            [
                (BAY_1, "1湾微联盟", "团建微联盟", "1湾微联盟", 5, "金山团支部", "团支部", "金山团支部", 3),
            ],
        ),
    ],
}
