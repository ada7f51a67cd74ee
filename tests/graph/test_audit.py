"""What surrounds the checks: masks, notices, the matrix of deliveries, a city above its counties."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from graph.result import CLAIMS, COVERAGE, DELIVERY, GAPS, AuditResult
from tests.checks.builder import Book, D, L, county, whole
from tests.graph.conftest import Audit

REACH = f'[[checks]]\nid = "C6.reach"\ntitle = "联系"\nledger = "{L}"\nmechanisms = ["{L}"]\n'
CLAIM = '[[checks]]\nid = "{system}.claim"\ntitle = "户数"\nmeasure = "{measure}"\n'


@pytest.fixture(scope="module")
def result(audit_of: Audit) -> AuditResult:
    return audit_of(whole(), REACH + CLAIM.format(system="C8", measure="联户户数") + CLAIM.format(system="F1", measure="网格户数"))


def test_columns_are_the_contract(result: AuditResult) -> None:
    assert tuple(result.coverage.columns) == COVERAGE
    assert tuple(result.gaps.columns) == (*GAPS, "plain_name", "town")
    assert (tuple(result.claims.columns), tuple(result.delivery.columns)) == (CLAIMS, DELIVERY)


def test_a_county_without_a_gap(audit_of: Audit) -> None:
    book = Book()
    book.unit("县", "县", 1)
    result = audit_of(book, REACH)
    assert (len(result.gaps), len(result.claims), result.coverage["of"].sum()) == (0, 0, 0)


def test_names_are_masked_except_in_plain_name(audit_of: Audit) -> None:
    book = whole()
    book.nodes["Household"][1]["head"] = "欧阳小明"
    gaps = audit_of(book, REACH).gaps.set_index("subject_id")
    assert tuple(gaps.loc["h2", ["subject_name", "plain_name", "subject_code", "town"]]) == ("欧阳*", "欧阳小明", "h2", "仙女镇")


def test_a_persons_claim_is_masked_whatever_its_system(result: AuditResult) -> None:
    assert result.claims[["system", "subject"]].apply(tuple, axis=1).to_list() == [("C8", "张*"), ("C8", "赵*"), ("F1", "w1"), ("F1", "w2")]
    plain = ("张三丰", "欧阳锋", "李四", "王五", "赵六")
    shown = pd.concat([result.gaps.drop(columns="plain_name"), result.claims, result.evidence, result.problems]).to_csv()
    assert [name for name in plain if name in shown] == []


def test_a_claim_that_could_not_be_placed_is_not_compared(audit_of: Audit) -> None:
    book = whole()
    book.claim("q9", "Person", "p1", "联户户数", 99, "")
    result = audit_of(book, CLAIM.format(system="C6", measure="联户户数"))
    assert 99 not in result.claims["claimed"].to_list()


def test_the_day_before_the_deliveries_is_told(audit_of: Audit, result: AuditResult) -> None:
    text = "早于台账日期 2024-06-30：任职与联系按当日计算，户与人口仍是报送时的"
    assert text in audit_of(whole(), REACH, dt.date(2024, 6, 29)).notices[0]
    assert result.notices == []


def test_the_deliveries_own_dates_come_before_the_days_of_the_edition(audit_of: Audit) -> None:
    book = whole()
    book.about["as_of"] = "2024-12-31"
    for delivery in book.nodes["Delivery"]:
        delivery["date"] = D
    assert not any("早于" in n for n in audit_of(book, REACH).notices)
    assert "早于台账日期 2024-06-30" in audit_of(book, REACH, dt.date(2023, 1, 1)).notices[0]


def test_a_ledger_that_nobody_delivered_is_told(audit_of: Audit) -> None:
    notices = audit_of(whole(), REACH.replace(f'ledger = "{L}"', 'ledger = "联户"')).notices
    assert notices == ["没有任何单位报送：联户。相应的检查全部为待核实。"]


def test_the_matrix_of_deliveries(audit_of: Audit) -> None:
    book = whole()
    book.delivered(L, "仙女社区", rows=2)  # a sheet with rows beside the declared nothing
    book.delivered("单元名册", "金山村")
    book.delivered("自治组织", "仙女社区", zero=True)
    table = audit_of(book, REACH).delivery
    rows = {(r.unit_path.split("/")[-1], r.ledger): (r.state, r.rows) for r in table.itertuples()}
    assert list(dict.fromkeys(table["ledger"])) == [L, "党组织", "社会组织", "自治组织"]  # what the scheme asks first
    assert rows["金山村", L] == ("delivered", 7)
    assert rows["仙女社区", L] == ("delivered", 2)
    assert rows["仙女社区", "自治组织"] == ("zero", 0)
    assert rows["桃店村", "党组织"] == ("nothing", 0)
    assert len(rows) == 12  # three villages; the virtual one is not asked


def test_excluded_households_are_told_apart(result: AuditResult) -> None:
    assert result.excluded == {"空户": 1, "虚拟单元": 1}


def test_a_city_above_its_counties(audit_of: Audit) -> None:
    book = county()
    book.unit("宜昌市", "地级市", 0)
    book.edge(("PART_OF", "Unit", "Unit"), "枝江市", "宜昌市")
    book.unit("当阳市", "县", 1, "宜昌市")
    book.unit("两河镇", "镇", 2, "当阳市")
    book.unit("群合村", "村", 3, "两河镇", "420582001200")
    book.household("x1", "群合村")
    book.person("p1")
    for household in ("h1", "x1"):
        book.contact("p1", household)
    text = REACH + f'[[checks]]\nid = "C6.load"\ntitle = "负荷"\nmechanisms = ["{L}"]\nlow = 3\nhigh = 9\n'
    result = audit_of(book, text)
    rows = result.coverage[result.coverage["check"] == "C6.reach"].set_index("unit_id")
    assert rows.loc["宜昌市", ["level", "unit_path", "of", "met"]].to_list() == [0, "宜昌市", 9, 2]
    assert rows.loc["当阳市", ["level", "of", "met"]].to_list() == [1, 1, 1]
    assert list(rows.index[:2]) == ["宜昌市", "枝江市"]
    assert result.gaps.loc[result.gaps["check"] == "C6.load", "unit_id"].to_list() == ["宜昌市"]  # both counties


def test_siblings_stand_as_the_ledgers_name_them(result: AuditResult) -> None:
    rows = result.coverage[result.coverage["check"] == "C6.reach"]
    assert rows["unit_id"].to_list() == ["枝江市", "仙女镇", "金山村", "1组", "1湾", "仙女社区", "和园小区", "问安镇", "桃店村"]
