"""Given → expect of the questions about contacts: who they are, how many households they have, whom we lose."""

from __future__ import annotations

import datetime as dt

from graph.schema import OPEN_SINCE, OPEN_UNTIL
from tests.checks.builder import AFTER, BEFORE, DEPUTY, D, L
from tests.checks.cases import Case
from tests.questions.contacts_county import BAY_1, GROUP_1, HEYUAN, HOST, JINSHAN, TAODIAN, VIRTUAL, XIANNV

CONTACTS: dict[str, list[Case]] = {
    "ambiguous_contacts": [
        Case(
            {},
            [
                ("MAY_CONTACT.xlsx#页!2", "p1", "张三丰", L, 1, 0, 1),
                ("MAY_CONTACT.xlsx#页!3", "p5", "赵六", DEPUTY, 1, 0, 1),
                ("MAY_CONTACT.xlsx#页!4", "p5", "赵六", L, 1, 0, 1),
                ("MAY_CONTACT.xlsx#页!5", "p5", "赵六", L, 1, 1, 0),
            ],
        ),
    ],
    "contact_claims_against_counted": [
        Case({}, [(BAY_1, "p1", "张三丰", "甲", 2, "", 2, 0, "Claim.xlsx#页!4")]),
    ],
    "contact_load": [
        Case(
            {"low": 3, "high": 3},
            [
                (HEYUAN, "p3", "李四", L, 3, "within"),
                (HEYUAN, "p4", "王五", L, 2, "below"),
                (BAY_1, "p1", "张三丰", L, 1, "below"),
            ],
        ),
        Case(
            {"unit": "问安镇", "low": 1, "high": 2},
            [
                (TAODIAN, "p4", "王五", L, 2, "within"),
                (VIRTUAL, "p3", "李四", L, 3, "above"),
            ],
        ),
    ],
    "contacts_beyond_load": [
        Case({"high": 2}, [(HEYUAN, "p3", "李四", L, 3, 1)]),
    ],
    "contacts_by_mechanism_overlap": [
        Case(
            {},
            [
                (DEPUTY, L, 1, 0),
                (HOST, L, 1, 1),
            ],
        ),
    ],
    "contacts_by_village": [
        Case(
            {},
            [
                (XIANNV, "仙女社区", L, 2, 1),
                (JINSHAN, "金山村", HOST, 1, 1),
                (JINSHAN, "金山村", L, 1, 1),
                (TAODIAN, "桃店村", DEPUTY, 1, 1),
                (TAODIAN, "桃店村", L, 1, 1),
            ],
        ),
    ],
    "contacts_changed_since": [
        Case(
            {"since": BEFORE},
            [
                (BAY_1, "h1", "h1", "p1", "张三丰", L, "began", D, "CONTACTS.xlsx#页!3"),
                (BAY_1, "h2", "h2", "p1", "张三丰", L, "ended", D, "CONTACTS.xlsx#页!4"),
            ],
        ),
        Case(
            {"since": dt.date(2024, 1, 1), "as_of": AFTER},
            [
                (XIANNV, "h5", "h5", "p3", "李四", L, "began", AFTER, "CONTACTS.xlsx#页!8"),
                (HEYUAN, "h6", "h6", "p3", "李四", L, "began", BEFORE, "CONTACTS.xlsx#页!9"),
                (JINSHAN, "h4", "h4", "p2", "欧阳锋", L, "began", AFTER, "CONTACTS.xlsx#页!7"),
                (GROUP_1, "h3", "h3", "p2", "欧阳锋", L, "ended", BEFORE, "CONTACTS.xlsx#页!6"),
                (GROUP_1, "h3", "h3", "p6", "孙七", HOST, "ended", BEFORE, "CONTACTS.xlsx#页!20"),
                (BAY_1, "h1", "h1", "p1", "张三丰", L, "began", D, "CONTACTS.xlsx#页!3"),
                (BAY_1, "h2", "h2", "p1", "张三丰", L, "ended", D, "CONTACTS.xlsx#页!4"),
            ],
        ),
    ],
    "contacts_in_own_household": [
        Case(
            {},
            [
                (HEYUAN, "h6", "h6", "p4", "王五", L),
                (BAY_1, "h1", "h1", "p1", "张三丰", HOST),
                (BAY_1, "h1", "h1", "p1", "张三丰", L),
            ],
        ),
    ],
    "contacts_living_elsewhere": [
        Case(
            {},
            [
                (HEYUAN, "p3", "李四", L, 3, TAODIAN),
                (TAODIAN, "p1", "张三丰", DEPUTY, 1, BAY_1),
                (TAODIAN, "p4", "王五", L, 1, HEYUAN),
            ],
        ),
    ],
    "contacts_of_household": [
        Case(
            {"household": "h2"},
            [
                (L, "p1", "张三丰", OPEN_SINCE, D, "ended", "CONTACTS.xlsx#页!4"),
                (L, "p2", "欧阳锋", OPEN_SINCE, OPEN_UNTIL, "contact_left", "CONTACTS.xlsx#页!5"),
            ],
        ),
        Case({"household": "旧户"}, []),
    ],
    "contacts_who_left": [
        Case({}, [(JINSHAN, "p2", "欧阳锋", L, 2, D, "")]),
        Case({"unit": "1湾"}, [(BAY_1, "p2", "欧阳锋", L, 1, D, "")]),
    ],
    "contacts_without_households": [
        Case(
            {},
            [
                (GROUP_1, "p6", "孙七", HOST, 1),
                (BAY_1, "p5", "赵六", L, 2),
                (TAODIAN, "p5", "赵六", DEPUTY, 1),
            ],
        ),
    ],
    "households_of_contact": [
        Case(
            {"person": "p1"},
            [
                (DEPUTY, TAODIAN, "h9", "h9", "户主h9", True, OPEN_SINCE, OPEN_UNTIL, "met"),
                (HOST, BAY_1, "h1", "h1", "户主h1", True, OPEN_SINCE, OPEN_UNTIL, "met"),
                (L, BAY_1, "h1", "h1", "户主h1", True, OPEN_SINCE, OPEN_UNTIL, "met"),
                (L, BAY_1, "h1", "h1", "户主h1", True, D, OPEN_UNTIL, "met"),
                (L, BAY_1, "h2", "h2", "户主h2", True, OPEN_SINCE, D, "ended"),
            ],
        ),
        Case(
            {"person": "p3", "mechanisms": [L]},
            [
                (L, XIANNV, "h5", "h5", "户主h5", True, AFTER, OPEN_UNTIL, "not_started"),
                (L, HEYUAN, "h6", "h6", "户主h6", True, BEFORE, OPEN_UNTIL, "met"),
                (L, JINSHAN, "h7", "h7", "户主h7", False, OPEN_SINCE, OPEN_UNTIL, "met"),
                (L, VIRTUAL, "h8", "h8", "户主h8", False, OPEN_SINCE, OPEN_UNTIL, "met"),
            ],
        ),
    ],
    "key_contacts": [
        Case({}, [("p1", "张三丰", 1)]),
    ],
    "load_by_mechanism": [
        Case(
            {"low": 2, "high": 3},
            [
                (DEPUTY, 1, 1, 1, 1, 0, 0),
                (HOST, 1, 1, 1, 1, 0, 0),
                (L, 3, 1, 3, 1, 2, 0),
            ],
        ),
    ],
    "lost_if_person_leaves": [
        Case({"person": "p1"}, [(BAY_1, "h1", "h1", "户主h1")]),
        Case({"person": "p4"}, []),
    ],
    "persons_in_several_rosters": [
        Case({}, [("p1", "张三丰", 3, 1)]),
        Case({"least": 2}, [("p1", "张三丰", 3, 1)]),
    ],
    "persons_with_several_mechanisms": [
        Case({}, [("p1", "张三丰", 3, 2)]),
    ],
}
