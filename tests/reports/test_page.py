"""report.html, parsed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from api.reports.figures import whole_figures
from api.reports.page.content import families
from api.reports.page.offline import without_addresses
from graph.result import AuditResult
from graph.scheme import Check


@pytest.fixture(scope="module")
def page(folder: Path) -> html.HtmlElement:
    return html.document_fromstring((folder / "report.html").read_text(encoding="utf-8"))


def text(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def test_head_says_what_and_when(page: html.HtmlElement, result: AuditResult) -> None:
    assert page.get("lang") == "zh-CN"
    head = text(page.find(".//header"))
    facts = (result.county_name, "2024-06-30", f"{result.edition_id}（按 2024-06-30 计算）", "云溪方案（yunxi）", "内嵌引擎")
    assert all(s in head for s in (*facts, *result.notices))


def test_overview_has_the_countys_figures(page: html.HtmlElement, result: AuditResult) -> None:
    rows = page.xpath("//table[@id='key-checks']/tbody/tr")
    county = whole_figures(result.coverage)
    for row, check in zip(rows, result.scheme.checks, strict=True):
        figure = county[check.id]
        cells = [text(c) for c in row.findall("td")]
        assert cells[:2] == [check.system, check.title]
        assert cells[5:9] == [str(n) for n in (figure.of, figure.met, figure.gap, figure.unknown)]
        assert cells[9:] == [f"{figure.met / figure.of:.1%}", f"{figure.unknown / figure.of:.1%}"]
    assert "空户 4 户" in text(page.get_element_by_id("overview"))


def test_ledger_text_is_escaped(page: html.HtmlElement) -> None:
    assert not page.xpath("//td//script | //td//b[text()='李'] | //span//script")
    assert "<script>alert(1)</script>" in [t.strip()[-25:] for t in page.xpath("//td/text()")]
    assert not page.xpath("//a[not(starts-with(@href, '#'))] | //link[not(starts-with(@href, 'data:'))] | //script[@src] | //img")


def test_drill_down_needs_no_script(page: html.HtmlElement, result: AuditResult) -> None:
    trees = page.xpath("//div[@class='tree']")
    sections = [s.get("id") for s in page.xpath("//section[div[@class='tree']]")]
    assert sections == ["line-B", "line-C", "line-D", "line-E", "line-F", "line-G", "line-H"]
    villages = result.coverage.loc[result.coverage["level"] == 3, "unit_id"].nunique()
    for tree in trees:
        assert len(tree.xpath("./details/details")) == 3
        assert len(tree.xpath("./details/details/div")) == villages
    county = whole_figures(result.coverage)["G1.reach"]
    contacts = page.get_element_by_id("line-G").xpath(".//div[@class='tree']/details/summary/span[@class='fig']")
    assert text(contacts[0]) == f"{county.met}/{county.of}缺 {county.gap} 待 {county.unknown}"


def test_findings_are_counted_by_village_and_reason(page: html.HtmlElement, result: AuditResult) -> None:
    for part, state in (("gaps", "gap"), ("unknowns", "unknown")):
        groups = page.xpath(f"//div[@class='{part}']/details")
        found = result.gaps[result.gaps["state"] == state]
        assert len(groups) == found["check"].nunique()
        for group in groups:
            total = int(text(group.xpath("./summary/span[@class='count']")[0]).split()[-1])
            villages = [int(text(v)) for v in group.xpath(".//details/summary/span[last()]")]
            assert total == sum(villages)
            listed = len(group.xpath(".//tbody/tr"))
            assert listed == total or "另有" in text(group)


def test_ledger_sections(page: html.HtmlElement, result: AuditResult) -> None:
    assert len(page.xpath("//section[@id='problems']/details")) == result.problems["code"].nunique()
    claims = text(page.get_element_by_id("claims"))
    assert "一致 1；不符 1；无法核对 0" in claims
    assert "-8" in claims
    assert [text(c) for c in page.xpath("//section[@id='load']//tfoot//th")][3:] == ["160", "145", "7", "4", "4"]
    cells = page.xpath("//table[@class='matrix']//td[contains(@class,'nothing')]")
    assert len(cells) == int((result.delivery["state"] == "nothing").sum())


def test_picture_has_the_same_figures(page: html.HtmlElement, result: AuditResult) -> None:
    data = json.loads(page.get_element_by_id("picture-data").text)
    assert [c["title"] for c in data["checks"]] == [f"{c.system} {c.title}" for c in result.scheme.checks if c.kind == "reach"]
    assert data["names"][0] == "云溪县"
    assert data["parents"][0] == -1
    for check in data["checks"]:
        sums = [[0, 0, 0] for _ in data["names"]]
        for parent, figure in zip(data["parents"], check["figures"], strict=True):
            if parent >= 0:
                sums[parent] = [a + b for a, b in zip(sums[parent], figure, strict=True)]
        inner = set(data["parents"]) - {-1}
        assert all(sums[i] == check["figures"][i] for i in inner)


def test_checks_stand_at_most_eight_abreast() -> None:
    checks = [Check(f"A{i}.reach", f"A{i}", "reach", "", "", "") for i in range(17)]
    assert [(t, len(c)) for t, c in families([*checks, Check("X.new", "X", "new", "", "", "")])] == [
        ("户的联系（1）", 6),
        ("户的联系（2）", 6),
        ("户的联系（3）", 5),
        ("其他检查", 1),
    ]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('a="https://cdn.plot.ly/un/";b', 'a="";b'),
        ("t=`https://cdn/x@8/${p}.svg`", "t=``"),
        ('n="http://www.w3.org/2000/svg"', 'n="http://www.w3.org/2000/svg"'),
        ("/* <https://feross.org> (http://a.b) https://c.d*/x", "/* <> () */x"),
        ('p=["http:","https:"]', 'p=["http:","https:"]'),
    ],
)
def test_scrubbing_leaves_the_script_whole(script: str, expected: str) -> None:
    assert without_addresses(script) == expected
