"""Answers of households: contacts, one of several mechanisms, corrections, zeros, what a ledger says by now."""

from __future__ import annotations

from tests.answers.conftest import Office, codes, counts, figures, gap, messages
from tests.loaders.county import id_number

NAMED = {"联系人": "孙大", "开始日期": "2024-01-05"}


def test_a_contact_closes_its_gap_and_nothing_else(office: Office) -> None:
    first = office.audit("一")
    assert gap(first, "C6.reach", "1003") == ("gap", "none", "")
    assert gap(first, "C6.reach", "0201") == ("unknown", "not_delivered", "")
    office.answer("一", {("C6.reach", "1003"): NAMED, ("C6.reach", "0201"): NAMED})
    second = office.audit("二")
    assert gap(second, "C6.reach", "1003") is None and gap(second, "C6.reach", "0201") is None
    assert gap(second, "C6.reach", "0301") == ("unknown", "not_delivered", "")  # an answer delivers nothing
    before, after = figures(first, "C6.reach"), figures(second, "C6.reach")
    assert (after[0], after[1] - before[1], after[2] - before[2], after[3] - before[3]) == (before[0], 2, -1, -1)
    for check in ("B11.reach", "G1.reach", "E8.reach", "A1.reach"):
        assert figures(first, check) == figures(second, check)
    assert counts(second)[1:3] == (2, 0)
    assert codes(second) == {}
    evidence = second.evidence[second.evidence["file"] == "答复/青石镇.xlsx"]
    assert sorted(evidence["household_code"]) == ["0201", "1003"]
    assert [a["outcome"] for a in office.table("answers")] == ["采用", "采用"]


def test_the_contact_of_the_ledger_is_the_same_person(office: Office) -> None:
    office.audit("一")
    office.answer("一", {("C6.reach", "1003"): {"联系人": "钱多", "身份证号": id_number("19800101", 1)}})
    second = office.audit("二")
    load = second.gaps[(second.gaps["check"] == "C6.load") & (second.gaps["plain_name"].str.startswith("钱多"))]
    assert list(load["plain_name"]) == ["钱多 联户长 3户"]


def test_one_of_several_mechanisms(office: Office) -> None:
    """Named in 说明 it is that one; else it counts for whatever all of them count for, and not for one alone."""
    office.audit("一")
    office.answer("一", {("G1.reach", "1003"): NAMED, ("G1.reach", "1001"): NAMED | {"说明": "市人大代表"}})
    second = office.audit("二")
    assert gap(second, "G1.reach", "1003") is None and gap(second, "G1.reach", "1001") is None
    assert gap(second, "H1.reach", "1003") is None and gap(second, "H1.reach", "1001") is None
    assert gap(second, "G1.reach.人大代表", "1001") is None
    for check in ("G1.reach.党代表", "G1.reach.人大代表", "G1.reach.政协委员"):
        assert gap(second, check, "1003") is not None
    assert {"人大代表", "党代表/人大代表/政协委员"} <= set(second.evidence["mechanism"])
    assert figures(second, "G1.load")[0] == 2  # nobody can say which mandate the joined one is


def test_one_of_all_that_a_check_is_made_of(office: Office) -> None:
    office.audit("一")
    office.answer("一", {("H1.reach", "1003"): NAMED})
    second = office.audit("二")
    assert gap(second, "H1.reach", "1003") is None
    assert gap(second, "G1.reach", "1003") is not None and gap(second, "C6.reach", "1003") is not None


def test_which_of_several_is_right(office: Office) -> None:
    first = office.audit("一")
    assert gap(first, "C6.assignment", "1002") == ("gap", "several", "")
    office.answer("一", {("C6.assignment", "1002"): {"联系人": "冯少"}})
    second = office.audit("二")
    assert gap(second, "C6.assignment", "1002") is None
    assert set(codes(second).values()) == {"answer_contradicts"}
    assert "钱*、冯*" in messages(second) and "2024-06-30" in messages(second)
    (line,) = office.table("answers")
    assert (line["outcome"], line["answer"], line["ledger"]) == ("更正", "冯*", "钱*、冯*")
    assert str(line["ledger_source"]).startswith("联户长台账.csv#")


def test_zeros(office: Office) -> None:
    """A confirmed nothing makes an unknown a gap; a gap says who confirmed it."""
    office.audit("一")
    said = {("C6.reach", "0201"): {"说明": "经核实，确无联系人。"}, ("C6.reach", "1003"): {"联系人": "无"}, ("B11.reach", "1003"): {"说明": "零报告"}}
    office.answer("一", said)
    second = office.audit("二")
    state, reason, hint = gap(second, "C6.reach", "0201") or ("", "", "")
    assert (state, reason) == ("gap", "none") and hint.startswith("零报告：答复/青石镇.xlsx#缺口与待核实!")
    assert (gap(second, "C6.reach", "1003") or ("", "", ""))[2].startswith("零报告：")
    assert (gap(second, "B11.reach", "1003") or ("",))[0] == "gap"
    assert gap(second, "C6.reach", "0301") == ("unknown", "not_delivered", "")
    assert figures(second, "C6.reach")[3] == 2
    lines = second.coverage[second.coverage["check"] == "C6.reach"]
    assert (lines["of"] == lines["met"] + lines["gap"] + lines["unknown"]).all()
    assert {a["outcome"] for a in office.table("answers")} == {"零报告"}


def test_what_a_ledger_says_by_now(office: Office) -> None:
    """The same is no longer applicable; something else is told side by side, and both stand."""
    office.audit("一")
    office.answer("一", {("C6.reach", "1003"): NAMED, ("B11.reach", "1003"): {"说明": "确无"}, ("B11.reach", "1001"): {"联系人": "卫乙"}})
    office.county.csv("联户长台账.csv", "乡镇|村(社区)|联户长|户号|户主姓名\n青石镇|白鹭村|孙大|1003|张三\n青石镇|白鹭村|孙大|1001|张三")
    office.county.csv("党员中心户台账.csv", "乡镇|村(社区)|党员中心户|户号|户主姓名\n青石镇|白鹭村|陈丙|1003|张三\n青石镇|白鹭村|陈丙|1001|张三")
    second = office.audit("二")
    assert sorted(codes(second).values()) == ["answer_contradicts", "answer_contradicts", "answer_obsolete"]
    assert counts(second)[1:4] == (2, 0, 1)
    outcomes = {(a["check"], a["outcome"]): a for a in office.table("answers")}
    assert set(outcomes) == {("C6.reach", "已不适用"), ("B11.reach", "与台账不一致")}
    assert "已不适用" in messages(second) and "陈*" in messages(second) and "卫*" in messages(second)
    assert gap(second, "B11.reach", "1003") is None
    held = second.evidence[(second.evidence["mechanism"] == "党员中心户") & (second.evidence["household_code"] == "1001")]
    assert sorted(held["contact"]) == ["卫*", "陈*"]


def test_a_cooperative_that_is_not_there(office: Office) -> None:
    office.audit("一")
    said = {("E8.reach", "1003"): {"说明": "白鹭种养专业合作社"}, ("E8.reach", "1002"): {"联系人": "远山合作社"}}
    office.answer("一", said)
    second = office.audit("二")
    assert gap(second, "E8.reach", "1003") is None and gap(second, "E8.reach.专业合作社", "1003") is None
    assert (gap(second, "E8.reach", "1002") or ("",))[0] == "gap"
    assert counts(second)[1:3] == (1, 1)
    assert list(codes(second).values()) == ["answer_unclear"] and "找不到这个合作社" in messages(second)
