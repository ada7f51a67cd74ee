"""The state table: met, gap or unknown, and the reasons in the order that the design gives them; on both engines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from graph.audit import audit
from graph.edition import Edition
from graph.result import AuditResult
from graph.store import Store
from tests.checks.builder import AFTER, BEFORE, D, L, scheme
from tests.checks.conftest import Audited

REACH = f"""
[[checks]]
id = "C6.reach"
title = "联户长联系户"
ledger = "{L}"
mechanisms = ["{L}"]
"""
DEPUTIES = """
[[checks]]
id = "G1.reach"
title = "党代表联系户"
ledger = "两代表一委员"
mechanisms = ["党代表"]
"""


def states(result: AuditResult, check: str) -> dict[str, tuple[str, str]]:
    """Gaps and unknowns of a check by subject: (state, reason)."""
    rows = result.gaps[result.gaps["check"] == check]
    return {r.subject_id: (r.state, r.reason) for r in rows.itertuples()}


def figures(result: AuditResult, check: str, unit: str = "枝江市") -> tuple[int, int, int, int]:
    row = result.coverage[(result.coverage["check"] == check) & (result.coverage["unit_id"] == unit)].iloc[0]
    return tuple(int(row[c]) for c in ("of", "met", "gap", "unknown"))  # type: ignore[return-value]


def test_reach(audited: Audited) -> None:
    result = audited(REACH + DEPUTIES)
    assert states(result, "C6.reach") == {
        "h2": ("gap", "contact_left"),  # before ended, which its other edge is
        "h3": ("gap", "ended"),  # ended and left: ended
        "h4": ("gap", "contact_left"),  # not yet begun and left: left
        "h5": ("gap", "not_started"),
        "h10": ("unknown", "household_ambiguous"),
    }
    assert figures(result, "C6.reach") == (8, 3, 4, 1)
    assert states(result, "G1.reach") == {**{f"h{n}": ("unknown", "not_delivered") for n in (1, 2, 3, 4, 5, 6)}, "h10": ("unknown", "household_ambiguous")}


def test_a_declared_nothing_is_a_gap(audited: Audited) -> None:
    """仙女社区 declared 零报告 for the ledger, and delivered nothing at all of the other one."""
    declared = audited(REACH.replace(f'mechanisms = ["{L}"]', 'mechanisms = ["好邻居"]'))
    assert set(states(declared, "C6.reach").values()) == {("gap", "none")}
    silent = audited(REACH.replace(f'mechanisms = ["{L}"]', 'mechanisms = ["好邻居"]').replace(f'ledger = "{L}"', 'ledger = "自治组织"'))
    assert {h for h, state in states(silent, "C6.reach").items() if state == ("unknown", "not_delivered")} == {"h5", "h6"}


def test_several_systems_in_one_check(audited: Audited) -> None:
    result = audited(REACH + DEPUTIES + '[[checks]]\nid = "H1.reach"\ntitle = "任一机制"\nany_of = ["C6.reach", "G1.reach"]\n')
    assert states(result, "H1.reach") == {**{f"h{n}": ("unknown", "not_delivered") for n in (2, 3, 4, 5)}, "h10": ("unknown", "household_ambiguous")}
    assert figures(result, "H1.reach") == (8, 3, 0, 5)


def test_membership_beside_contacts(audited: Audited) -> None:
    kinds = """
    [[checks]]
    id = "E8.reach{name}"
    title = "入社"
    ledger = "社会组织"
    cooperatives = [{kinds}]
    """
    one, two = '"专业合作社"', '"股份经济合作社"'
    text = kinds.format(name="", kinds=f"{one}, {two}") + kinds.format(name=".专业合作社", kinds=one) + kinds.format(name=".股份经济合作社", kinds=two)
    result = audited(text + REACH + '[[checks]]\nid = "H1.reach"\ntitle = "任一"\nany_of = ["E8.reach", "C6.reach"]\n')
    none = {"h4": ("gap", "none"), "h6": ("gap", "none"), "h9": ("unknown", "not_delivered"), "h10": ("unknown", "not_delivered")}
    ambiguous = {"h5": ("unknown", "household_ambiguous")}
    assert states(result, "E8.reach") == {"h2": ("gap", "not_started"), **none, **ambiguous}
    assert states(result, "E8.reach.专业合作社") == states(result, "E8.reach")
    assert states(result, "E8.reach.股份经济合作社") == {**none, "h1": ("gap", "ended"), "h2": ("gap", "none"), "h3": ("gap", "none"), "h5": ("gap", "none")}
    # met by either, else unknown by either, else the stronger reason
    expected = {"h2": ("gap", "contact_left"), "h4": ("gap", "contact_left"), "h5": ambiguous["h5"], "h10": ("unknown", "household_ambiguous")}
    assert states(result, "H1.reach") == expected


def test_assignment(audited: Audited) -> None:
    result = audited(REACH.replace("reach", "assignment"))
    assert states(result, "C6.assignment") == {
        "h2": ("gap", "contact_left"),
        "h3": ("gap", "ended"),
        "h4": ("gap", "contact_left"),
        "h5": ("gap", "not_started"),
        "h6": ("gap", "several"),  # two persons; the parallel edges of one person to h1 are one
        "h10": ("unknown", "household_ambiguous"),
    }
    assert figures(result, "C6.assignment") == (8, 2, 5, 1)


def test_load(audited: Audited) -> None:
    result = audited(f'[[checks]]\nid = "C6.load"\ntitle = "联系户数"\nmechanisms = ["{L}", "党代表"]\nlow = 2\nhigh = 2\n')
    found = result.gaps[["subject_id", "reason", "subject_name", "plain_name", "unit_id"]].apply(tuple, axis=1).to_list()
    assert sorted(found) == [
        ("p1/党代表", "below", "张* 党代表 1户", "张三丰 党代表 1户", "桃店村"),  # two mandates are two subjects
        ("p1/联户长", "below", "张* 联户长 1户", "张三丰 联户长 1户", "金山村"),  # h1 twice is one household
        ("p3/联户长", "above", "李* 联户长 3户", "李四 联户长 3户", "枝江市"),  # h6, excluded h7, h8: two towns
    ]
    assert figures(result, "C6.load") == (4, 1, 3, 0)  # p4: h6 and h9, in two towns; p2 has left


def test_load_is_placed_at_the_town_of_several_villages(filled: Store, edition: Edition, tmp_path: Path) -> None:
    text = f'[[checks]]\nid = "C6.load"\ntitle = "联系户数"\nmechanisms = ["{L}"]\nlow = 9\nhigh = 9\n'
    gaps = audit(edition, filled, scheme(tmp_path, text), AFTER).gaps
    # the day after, p4 has left; p3 contacts h5 too
    assert gaps[["subject_id", "unit_id", "town"]].apply(tuple, axis=1).to_list() == [("p3/联户长", "枝江市", ""), ("p1/联户长", "金山村", "仙女镇")]


def presence(level: int, ledger: str, slots: str, units: str = "") -> str:
    return f'[[checks]]\nid = "B4.presence"\ntitle = "设置"\nledger = "{ledger}"\nlevel = {level}\n{slots}\n{units}\n'


def test_presence_of_slots(audited: Audited) -> None:
    slots = 'slots = [{ name = "党组织", kinds = ["党委", "党支部"] }, { name = "村(居)委会", kinds = ["村民委员会", "居民委员会"] }]'
    result = audited(presence(3, "自治组织", slots))
    assert states(result, "B4.presence") == {
        "仙女社区/党组织": ("unknown", "not_delivered"),
        "仙女社区/村(居)委会": ("unknown", "not_delivered"),
        "桃店村/党组织": ("gap", "missing"),
        "桃店村/村(居)委会": ("gap", "missing"),  # founded after the day
    }
    assert figures(result, "B4.presence") == (6, 2, 2, 2)  # the virtual community is in no count
    assert result.gaps["subject_name"].to_list()[0] == "仙女社区 党组织"


def test_a_village_that_delivered_nothing_is_unknown_even_where_a_body_stands(audited: Audited) -> None:
    result = audited(presence(3, "群团组织", 'slots = [{ name = "窗口", kinds = ["群众接待窗口"] }]'))
    assert set(states(result, "B4.presence").values()) == {("unknown", "not_delivered")}
    assert figures(result, "B4.presence") == (3, 0, 0, 3)


def test_presence_below_the_village(audited: Audited) -> None:
    result = audited(presence(4, "党组织", 'slots = [{ name = "党支部", kinds = ["党支部"] }]', 'units = ["小区", "片区"]'))
    assert states(result, "B4.presence") == {"和园小区/党支部": ("gap", "missing")}
    result = audited(presence(4, "党组织", 'slots = [{ name = "党小组", kinds = ["党小组", "党支部"] }]', 'units = ["村民小组"]'))
    assert (states(result, "B4.presence"), figures(result, "B4.presence")) == ({}, (1, 1, 0, 0))
    assert result.coverage["level"].max() == 3


def test_presence_above_the_village_is_known_where_a_village_delivered(audited: Audited) -> None:
    result = audited(presence(2, "社会组织", 'slots = [{ name = "商会", kinds = ["商会"] }]'))
    assert states(result, "B4.presence") == {"仙女镇/商会": ("gap", "missing"), "问安镇/商会": ("unknown", "not_delivered")}


def test_similar_villages_count_as_villages(audited: Audited) -> None:
    slots = 'slots = [{ name = "党组织", kinds = ["党支部"] }]'
    assert figures(audited(presence(3, "自治组织", slots, 'units = ["村"]')), "B4.presence") == (2, 1, 1, 0)
    assert figures(audited(presence(3, "自治组织", slots, 'units = ["社区"]')), "B4.presence") == (1, 0, 0, 1)


def test_presence_of_a_list(audited: Audited) -> None:
    result = audited(presence(3, "社会组织", 'list = "两样"') + '[lists]\n"两样" = ["群众接待窗口", "矛盾纠纷调解室"]\n')
    assert states(result, "B4.presence") == {
        "金山村/矛盾纠纷调解室": ("gap", "missing"),
        "仙女社区/群众接待窗口": ("gap", "missing"),
        "仙女社区/矛盾纠纷调解室": ("gap", "missing"),
        "桃店村/群众接待窗口": ("unknown", "not_delivered"),
        "桃店村/矛盾纠纷调解室": ("unknown", "not_delivered"),
    }


def test_presence_of_social_organisations(audited: Audited) -> None:
    result = audited(presence(3, "社会组织", 'social = { "村" = 2, "社区" = 3 }'))
    assert states(result, "B4.presence") == {
        "仙女社区/社会组织≥3": ("gap", "below_norm"),
        "桃店村/社会组织≥2": ("unknown", "not_delivered"),
    }  # 金山村 has one itself and one in a bay
    assert figures(audited(presence(3, "社会组织", 'social = { "社区" = 1 }')), "B4.presence") == (1, 1, 0, 0)


def test_staffing_and_share(audited: Audited) -> None:
    result = audited(
        '[[checks]]\nid = "F1.staffing"\ntitle = "配备"\nposts = ["专职网格员", "网格长"]\n'
        '[[checks]]\nid = "F1.share"\ntitle = "党员"\nposts = ["专职网格员", "网格长"]\npolitical = ["中共党员", "中共预备党员"]\n'
    )
    assert states(result, "F1.staffing") == {"w2/专职网格员": ("gap", "vacant"), "w2/网格长": ("gap", "vacant")}
    assert figures(result, "F1.staffing") == (4, 2, 2, 0)
    found = result.gaps[result.gaps["check"] == "F1.share"][["subject_name", "state", "reason"]].apply(tuple, axis=1).to_list()
    assert sorted(found) == [("李* 专职网格员", "unknown", "not_stated"), ("李* 网格长", "gap", "no")]
    assert figures(result, "F1.share") == (3, 1, 1, 1)


def test_claims(audited: Audited) -> None:
    measures = "".join(f'[[checks]]\nid = "A1.claim.{m}"\ntitle = "{m}"\nmeasure = "{m}"\n' for m in ("总户数", "联户户数", "网格户数"))
    result = audited(measures)
    lines = result.claims[["claim", "subject", "claimed", "qualifier", "counted", "difference"]].apply(tuple, axis=1).to_list()
    assert sorted(lines) == [
        ("总户数", "枝江市", 9, "约", 8, 1),
        ("总户数", "金山村", 4, "", 4, 0),
        ("网格户数", "w1", 2, "", 2, 0),  # the excluded household is not in it
        ("网格户数", "w2", 1, "不低于", 0, 1),
        ("联户户数", "张*", 2, "", 2, 0),  # ended rows count, parallel ones once
        ("联户户数", "赵*", 7, "", 0, 7),
    ]
    assert states(result, "A1.claim.总户数") == {"q2": ("gap", "differs")}  # 约 9 allows a tenth
    assert states(result, "A1.claim.联户户数") == {"q4": ("gap", "differs")}
    gap = result.gaps[result.gaps["subject_id"] == "q4"].iloc[0]
    assert (gap["subject_name"], gap["plain_name"]) == ("赵* 填报 7 实有 0", "赵六 填报 7 实有 0")
    assert result.problems[["file", "row", "code", "value"]].apply(tuple, axis=1).to_list() == [
        ("Claim.xlsx", 3, "total_mismatch", "9"),
        ("Claim.xlsx", 5, "total_mismatch", "7"),
        ("Claim.xlsx", 7, "total_mismatch", "1"),
    ]


def test_of_is_met_and_gap_and_unknown_at_every_unit(audited: Audited) -> None:
    checks = REACH + REACH.replace("reach", "assignment") + presence(3, "自治组织", 'slots = [{ name = "党组织", kinds = ["党支部"] }]')
    result = audited(checks)
    told = result.coverage
    assert (told["of"] == told[["met", "gap", "unknown"]].sum(axis=1)).all()
    assert not told["unit_id"].isin(["虚拟社区"]).any()
    assert figures(result, "C6.reach", "金山村") == (4, 1, 3, 0)
    for check, rows in told.groupby("check"):
        own = placed(result, str(check))
        for unit in rows.itertuples():
            below = rows[rows["unit_path"].str.startswith(f"{unit.unit_path}/") & (rows["level"] == unit.level + 1)]
            assert unit.of - unit.met == below["of"].sum() - below["met"].sum() + own.get(unit.unit_id, 0)


def placed(result: AuditResult, check: str) -> dict[str, int]:
    """Gaps and unknowns by the unit where they are placed."""
    rows: pd.Series = result.gaps[result.gaps["check"] == check]["unit_id"].value_counts()
    return {str(k): int(v) for k, v in rows.items()}


def test_dates_decide_on_the_day(filled: Store, edition: Edition, tmp_path: Path) -> None:
    found = {day: states(audit(edition, filled, scheme(tmp_path, REACH), day), "C6.reach") for day in (BEFORE, D, AFTER)}
    assert "h2" not in found[BEFORE]  # until == D counts the day before
    assert found[D]["h5"] == ("gap", "not_started")
    assert "h5" not in found[AFTER]  # since == the day counts
    assert found[AFTER]["h9"] == ("gap", "contact_left")  # p4 left on the day after
