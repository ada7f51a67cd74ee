"""Words, places and the tree of units."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from api.reports import words
from api.reports.figures import Figure, shown_checks, unit_tree
from api.reports.naming import unique
from api.reports.places import Places
from graph.result import COVERAGE, AuditResult
from graph.scheme import KINDS, Scheme


@pytest.mark.parametrize(
    ("code", "check", "word"),
    [
        ("none", "G1.reach", "无人联系"),
        ("none", "G11.activity", "从未走访"),
        ("none", "E8.reach.专业合作社", "未加入合作社"),
        ("several", "C6.assignment", "归属多个"),
        ("brand_new", "G1.reach", "brand_new"),
        ("ended", "", "联系已结束"),
    ],
)
def test_reasons_in_words(code: str, check: str, word: str) -> None:
    assert words.reason(code, check) == word


@pytest.mark.parametrize(
    ("code", "check", "options", "word"),
    [
        ("none", "F1.reach", {"grids": ["网格"]}, "未入网格"),
        ("none", "D3.reach", {"population": "人", "members": ["妇女微家"]}, "未加入组织"),
        ("none", "G1.reach", {"mechanisms": ["党代表"]}, "无人联系"),
        ("none", "A4.activity", {"population": "单元", "events": ["党建联席会议"]}, "没有记录"),
        ("stale", "A4.activity", {"population": "单元"}, "近期没有记录"),
        ("none", "G11.activity", {"events": ["走访"]}, "从未走访"),
        ("shared", "F1.assignment", {"population": "网格", "posts": ["专职网格员"]}, "对方另有归属"),
        ("shared", "B9.assignment", {"population": "单元", "pairs": ["支部联支部"]}, "结对对象另有结对"),
        ("broken", "A2.chain", {"population": "户"}, "中间环节缺失"),
        ("broken", "D1.chain", {"population": "组织"}, "向上隶属中断"),
        ("several_posts", "F2.overlap", {"population": "户"}, "同属多个"),
        ("several_posts", "H4.overlap", {}, "一人多岗"),
        ("open", "F5.activity", {"population": "事件"}, "没有办结"),
    ],
)
def test_reasons_as_the_declaration_means_them(code: str, check: str, options: dict[str, object], word: str) -> None:
    assert words.reason(code, check, options) == word


def test_kinds_and_subjects_in_words() -> None:
    assert [words.kind(k) for k in KINDS] == [k.question.replace("：", ":").split(":")[0] for k in KINDS.values()]
    assert (words.kind("new"), words.subject("household"), words.subject("Something")) == ("new", "户", "Something")


def test_places_under_a_prefecture_and_in_odd_depths() -> None:
    coverage = pd.DataFrame({"level": [0, 1], "unit_path": ["宜昌市", "宜昌市/枝江市"]})
    places = Places.of(coverage)
    assert places.below_county("宜昌市/枝江市/问安镇/万城村/一组/东湾") == ("问安镇", "万城村", "一组", "东湾")
    assert places.below_county("宜昌市/枝江市") == ("", "", "", "")
    assert places.below_county("宜昌市/枝江市/甲/乙/丙/丁/戊") == ("甲", "乙", "丙", "丁/戊")
    assert places.village("宜昌市/枝江市/问安镇/万城村/一组") == "问安镇/万城村"


def test_tree_holds_every_unit_once_parents_first(result: AuditResult) -> None:
    units = unit_tree(result.coverage)
    assert len(units) == result.coverage["unit_id"].nunique()
    seen: set[str] = set()
    for unit in units:
        assert unit.parent is None or unit.parent.id in seen
        assert unit.depth == unit.path.count("/")
        seen.add(unit.id)
    assert units[0].figures["C6.assignment"].of == 252


def test_tree_does_not_depend_on_the_order_of_rows(result: AuditResult) -> None:
    by_level = result.coverage.sort_values(["check", "level"], kind="stable")
    assert [u.id for u in unit_tree(by_level)] == [u.id for u in unit_tree(result.coverage)]


def test_a_check_the_scheme_does_not_name_is_shown_under_its_id(result: AuditResult) -> None:
    checks = shown_checks(Scheme("x", "x", ()), result.coverage)
    assert {c.title for c in checks} == set(result.coverage["check"])
    assert shown_checks(result.scheme, pd.DataFrame(columns=list(COVERAGE))) == []


def test_no_share_where_nothing_is_to_be_covered() -> None:
    assert (Figure().met_share, Figure(4, 1, 2, 1).met_share, Figure(4, 1, 2, 1).unknown_share) == (None, 0.25, 0.25)


def test_names_differ_and_are_no_longer_than_they_may_be() -> None:
    taken: set[str] = set()
    assert [unique(n, taken, 6) for n in ("Abcdefgh", "ABCDEF", "abcdefx", "x")] == ["Abcdef", "ABC(2)", "abc(3)", "x"]
    assert taken == {"abcdef", "abc(2)", "abc(3)", "x"}


def test_the_store_and_the_edition_in_words() -> None:
    assert [words.store(n) for n in ("embedded", "bolt://10.0.0.1:7687")] == ["内嵌引擎", "Neo4j"]
    assert words.edition("a1", dt.date(2024, 6, 30)) == "a1（按 2024-06-30 计算）"
