"""总览, 单元, 体系, 数字核对: the numbers of the pages and of the API are those of an audit of the same edition."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from lxml import html
from starlette.testclient import TestClient

from api.reports.csv_files import write_csv
from api.results import Results, open_results
from api.results.making import results_path
from api.results.reading.trend import trend
from api.work import Options, audited
from graph.register import Register, open_register
from graph.result import AuditResult
from graph.scheme import read_scheme
from graph.store import silent

Browser = Callable[..., TestClient]
FOUR = ["of", "met", "gap", "unknown"]
PARTS = ("", "checks", "households", "grids", "bodies", "posts", "contacts", "ledgers")


@pytest.fixture(scope="module")
def audit(register: Register, results: Results) -> AuditResult:
    """The same edition, audited as `daohu audit` does."""
    return audited(results.edition, register.store_folder(results.number), results.scheme, results.day, Options(verified=False), silent)


def told(page: str, table: int = 0) -> list[list[str]]:
    """The texts of a table's rows on a page."""
    found = html.fromstring(page).xpath("//main//table")[table]
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./td")] for row in found.xpath("./tbody/tr")]


def figures_of(coverage: pd.DataFrame, **wanted: object) -> list[list[int]]:
    """of, met, gap, unknown of the rows that have these values."""
    chosen = coverage
    for name, value in wanted.items():
        chosen = chosen[chosen[name] == value]
    return [[int(n) for n in row] for row in chosen[FOUR].itertuples(index=False)]


def four(cells: list[str], first: int) -> list[int]:
    """The four numbers that stand in a row from a column on."""
    return [int(text.replace(",", "")) for text in cells[first : first + 4]]


def test_the_overview_shows_the_audits_figures_for_the_county_and_for_a_town(browser: Browser, results: Results, audit: AuditResult) -> None:
    for name, unit in (("查看", results.units[0]), ("镇查看", next(u for u in results.units if u.level == 2))):
        rows = told(browser(name).get("/").text)
        answer = browser(name).get("/api/v1/overview").json()
        assert len(rows) == len(answer["key"]) > 5
        for cells, one in zip(rows, answer["key"], strict=True):
            expected = figures_of(audit.coverage, check=one["id"], unit_id=unit.id)
            assert [four(cells, 4)] == expected == [[one[n] for n in FOUR]]
        counted = figures_of(audit.coverage, check="H1.reach", unit_id=unit.id)[0][0]
        assert answer["population"]["counted"] == counted
        course = browser(name).get("/api/v1/overview/trend").json()["items"]
        assert [(one["edition"], one["state"]) for one in course] == [(1, "shown")] and course[0]["figures"]["H1.reach"]["of"] == counted
        assert answer["population"]["excluded"] == sum(answer["population"]["kinds"].values())


def test_the_table_of_coverage_and_the_claims_are_the_files_of_an_audit(browser: Browser, audit: AuditResult, tmp_path: Path) -> None:
    client = browser("分析")
    for name, addresses in (("coverage", ["/api/v1/coverage?format=csv"]), ("claims", ["/api/v1/claims?format=csv", "/claims/download?format=csv"])):
        write_csv(audit, name, tmp_path / name)
        for address in addresses:
            assert client.get(address).content == (tmp_path / name).read_bytes(), address
    assert client.get("/api/v1/coverage?system=G1&level=2").json()["total"] == len(audit.coverage.query("system == 'G1' and level == 2"))
    assert browser("查看").get("/api/v1/claims?format=csv").status_code == 403


def test_units_below_are_sorted_by_gap_and_a_page_of_any_level_opens(browser: Browser, results: Results, audit: AuditResult) -> None:
    client, town = browser("审核"), next(u for u in results.units if u.level == 2)
    below = [u.id for u in results.units if results.units[0].unit < u.unit and town.unit < u.unit <= town.last and u.level == 3]
    expected = audit.coverage[(audit.coverage["check"] == "G1.reach") & audit.coverage["unit_id"].isin(below)]
    answer = client.get(f"/api/v1/units/{town.id}/children", params={"check": "G1.reach"}).json()
    assert [one["gap"] for one in answer["items"]] == sorted(expected["gap"].tolist(), reverse=True)
    assert {one["unit"]["id"]: [one[n] for n in FOUR] for one in answer["items"]} == {r.unit_id: [r.of, r.met, r.gap, r.unknown] for r in expected.itertuples()}
    rows = told(client.get(f"/units/{town.id}?check=G1.reach").text, 1)
    assert [four(cells, 3) for cells in rows] == [[one[n] for n in FOUR] for one in answer["items"]]
    deepest = next(u for u in reversed(results.units) if u.level == 5)
    for unit in (results.units[0], town, results.unit(below[0]), deepest):
        for part in PARTS:
            answered = client.get(f"/units/{quote(unit.id, safe='')}?part={part}")
            assert answered.status_code == 200 and unit.name in answered.text, (unit.path, part)


def test_a_village_lists_its_households_with_what_each_key_check_found(browser: Browser, results: Results) -> None:
    client, village = browser("审核"), next(u for u in results.units if u.level == 3)
    one = client.get(f"/api/v1/units/{village.id}").json()
    gap = next(c["gap"] for c in one["checks"] if c["id"] == "G1.reach")
    found = client.get(f"/api/v1/units/{village.id}/households", params={"check": "G1.reach", "state": "gap", "size": 200}).json()
    assert found["total"] == gap == len(found["items"]) > 0
    assert {item["states"]["G1.reach"] for item in found["items"]} == {"gap"}
    shown = told(client.get(f"/units/{village.id}?part=households&check=G1.reach&state=gap").text)
    assert [cells[0] for cells in shown[:50]] == [item["code"] for item in found["items"][:50]]
    contacts = client.get(f"/api/v1/units/{village.id}/contacts", params={"mechanism": "联户长"}).json()["items"]
    assert contacts and all(0 < c["here"] <= c["load"] for c in contacts)
    assert "*" in contacts[0]["name"]
    for name, number in (("bodies", sum(one["bodies"].values())), ("posts", one["posts"]), ("grids", one["grids"])):
        assert client.get(f"/api/v1/units/{village.id}/{name}").json()["total"] == number


def test_a_system_tells_its_reasons_and_the_documents_it_rests_on(browser: Browser, audit: AuditResult) -> None:
    client = browser("查看")
    answer = client.get("/api/v1/systems/G1", params={"level": 3, "sort": "-gap"}).json()
    gaps = audit.gaps[audit.gaps["system"] == "G1"]
    assert sum(one["number"] for one in answer["reasons"]) == len(gaps)
    assert {(r["check"], r["state"], r["reason"]): r["number"] for r in answer["reasons"]} == gaps.groupby(["check", "state", "reason"]).size().to_dict()
    assert answer["total"] == len(audit.coverage.query("check == 'G1.reach' and level == 3"))
    page = client.get("/systems/G1?level=3").text
    assert all(one["name"] in page for one in answer["documents"]) and answer["documents"]
    every = client.get("/api/v1/systems").json()["items"]
    assert {one["code"] for one in every} == set(audit.scheme.systems) | set(audit.coverage["system"].astype(str))
    assert all(one["missing"] for one in every if one["state"] == "没有台账可算")


def test_claims_are_filtered_and_counted(browser: Browser, audit: AuditResult) -> None:
    client = browser("查看")
    answer = client.get("/api/v1/claims", params={"state": "differs", "sort": "-difference", "size": 200}).json()
    differing = audit.claims["difference"].fillna(0).ne(0)
    assert answer["total"] == answer["counts"]["differs"] == int(differing.sum()) and sum(answer["counts"].values()) == len(audit.claims)
    sizes = [abs(one["difference"]) for one in answer["items"]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(told(client.get("/claims?state=differs&size=200").text)) == min(answer["total"], 200)


def test_a_town_never_sees_another_by_these_pages(browser: Browser, results: Results) -> None:
    mine, *others = [u for u in results.units if u.level == 2]
    hidden = {u.name for u in results.units if u.level == 3 and u.unit > mine.last} - {u.name for u in results.units[mine.unit : mine.last + 1]}
    outside = next(u for u in results.units if u.level == 3 and u.unit > mine.last)
    client = browser("镇查看")
    pages = ["/", "/units", "/units?q=村", "/systems", "/systems/G1?level=3", "/claims", *(f"/units/{mine.id}?part={part}" for part in PARTS)]
    answers = [
        "overview",
        "units?size=200",
        "coverage?size=200",
        "claims?size=200",
        "systems",
        "systems/G1?level=3",
        f"units/{mine.id}",
        f"units/{mine.id}/children",
    ]
    for address in [*pages, *(f"/api/v1/{one}" for one in answers)]:
        answered = client.get(address)
        assert answered.status_code == 200, address
        names = [name for name in hidden | {u.name for u in others} if name in answered.text]
        assert not names, (address, names)
    for address in ("/units/{}", "/api/v1/units/{}", "/api/v1/units/{}/children", "/api/v1/coverage?unit={}", "/systems/G1?unit={}", "/claims?unit={}"):
        beyond, absent = client.get(address.format(outside.id)), client.get(address.format("999999999999"))
        assert (beyond.status_code, absent.status_code) == (404, 404)
        assert beyond.text.replace(outside.id, "") == absent.text.replace("999999999999", "") or "csrf" in beyond.text


@pytest.mark.parametrize(
    ("address", "status"),
    [("/units/{}?sort=id;drop", 400), ("/units/{}?page=0", 400), ("/units/{}?part=none", 400), ("/systems/G1?level=x", 400), ("/systems/Z9", 404),
     ("/systems/G1?check=A1.reach", 404), ("/systems?state=x", 400), ("/claims?state=x", 400), ("/units?level=-5", 400), ("/?check=none", 404),
     ("/units/{}?part=households&state=x", 400)],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_sentence(browser: Browser, results: Results, address: str, status: int) -> None:
    answered = browser("查看").get(address.format(results.units[0].id))
    assert answered.status_code == status and "。" in answered.text


def test_earlier_editions_stand_beside_the_one_that_is_read(register: Register, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    shutil.copytree(register.folder, folder, ignore=shutil.ignore_patterns("office", "stores"))
    for name in ("editions/{}", "approved/{}"):
        source, target = (folder / name.format(f"{n:04d}") for n in (1, 2))
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy2(source, target)
    (folder / "current").write_text("2\n", encoding="ascii")
    there = open_register(folder)
    first, second = (results_path(there, there.edition(n), read_scheme(there.edition(n).scheme)) for n in (1, 2))
    shutil.copy2(first, second)
    first.rename(first.with_suffix(".away"))
    results = open_results(there)
    reader = results.within()
    key = reader.rows('SELECT k.id, c."of", c.met, c.gap, c.unknown FROM checks k JOIN coverage c ON c."check" = k.number WHERE k.key AND c.unit = 0')
    waiting = trend(there, reader, lambda found: found.within(), "", key)
    assert [(one["number"], one["state"]) for one in waiting["editions"]] == [(1, "waiting"), (2, "shown")]
    first.with_suffix(".away").rename(first)
    both = trend(there, reader, lambda found: found.within(), "", key)
    assert [one["state"] for one in both["editions"]] == ["there", "shown"]
    assert all(before == {n: now[n] for n in FOUR} for before, now in (row["figures"] for row in both["rows"]))
    results.close()
