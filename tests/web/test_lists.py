"""The lists of 缺口 and 待核实, a household, a person, an organisation, the search: what they show, to whom, and what the log says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
from openpyxl import load_workbook

from api.accounts.log import LogEntry, LogFilter
from api.reports import words
from api.reports.csv_files import write_csv
from api.results import NotFoundError, Reader, Results
from api.results.reading import findings, organisations, searching
from api.results.reading.findings import Wanted
from api.results.reading.grounds import grounds
from api.results.reading.households import household
from api.results.reading.persons import person
from api.web.office import Office
from api.work import Options, audited
from graph.evidence import evidence
from graph.register import Register
from graph.result import AuditResult
from graph.store import silent
from tests.web.conftest import Browser


@pytest.fixture(scope="module")
def audit(register: Register, results: Results) -> AuditResult:
    """The same edition audited once more, as the command line does."""
    return audited(results.edition, register.store_folder(1), results.scheme, results.day, Options(), silent)


@pytest.fixture(scope="module")
def whole(results: Results) -> Reader:
    return results.within()


def page_of(id: object, part: str = "households") -> str:
    return f"/{part}/{quote(str(id), safe='')}"


def looks(office: Office) -> tuple[LogEntry, ...]:
    """The looks in the log, the newest first."""
    return office.accounts.log(LogFilter(action="looked"), 1, 200).entries


class TestLists:
    def test_the_file_of_both_states_is_the_command_lines(self, browser: Browser, audit: AuditResult, tmp_path: Path) -> None:
        write_csv(audit, "gaps", tmp_path / "gaps.csv")
        for address in ("/gaps.csv?state=all", "/unknowns.csv?state=all", "/api/v1/gaps?state=all&format=csv"):
            assert browser("分析").get(address).content == (tmp_path / "gaps.csv").read_bytes()

    @pytest.mark.parametrize(
        ("wanted", "kept"),
        [
            (Wanted("gap"), lambda f: f),
            (Wanted("unknown"), lambda f: f),
            (Wanted("gap", system="G1"), lambda f: f[f["system"] == "G1"]),
            (Wanted("gap", line="C", reason="none"), lambda f: f[f["system"].str.startswith("C") & (f["reason"] == "none")]),
            (Wanted("gap", check="G1.reach", kind="户"), lambda f: f[f["check"] == "G1.reach"]),
            (
                Wanted("gap", reason="未加入合作社"),
                lambda f: f[(f["reason"] == "none") & f["check"].isin(["E8.reach", "H1.reach.合作社"]) | f["check"].str.startswith("E8.reach.")],
            ),
            (Wanted("gap", q="王*"), lambda f: f[f["subject_name"].str.contains("王*", regex=False)]),
        ],
    )
    def test_filters_count_what_the_audit_found(self, whole: Reader, audit: AuditResult, wanted: Wanted, kept: Any) -> None:
        expected: pd.DataFrame = kept(audit.gaps[audit.gaps["state"] == wanted.state])
        what = findings.sought(whole, wanted)
        counts = findings.counts(whole, what)
        assert counts["total"] == len(expected) > 0
        assert sum(one["many"] for one in counts["places"]) == len(expected)
        listed = findings.listed(whole, what, "line ASC", 200, 0)
        assert [one["line"] for one in listed] == expected.index.tolist()[:200]

    def test_pages_in_any_order_show_every_line_once(self, whole: Reader) -> None:
        what = findings.sought(whole, Wanted("gap", system="G1"))
        for order in ("subject_name DESC NULLS LAST", '"check" ASC', "said ASC", "unit DESC"):
            pages = [findings.listed(whole, what, order, 150, at) for at in range(0, findings.total(whole, what), 150)]
            lines = [one["line"] for page in pages for one in page]
            assert len(lines) == len(set(lines)) == findings.total(whole, what)

    def test_a_subject_links_to_its_page(self, whole: Reader, browser: Browser) -> None:
        viewer = browser("查看")
        kinds = {one["kind"] for one in whole.rows("SELECT DISTINCT subject_kind AS kind FROM finding")}
        for kind in kinds - {"Claim", "Event"}:
            one = findings.listed(whole, findings.sought(whole, Wanted(kind=kind)), "line ASC", 1, 0)[0]
            assert one["link"][1] and viewer.get(page_of(one["link"][1], one["link"][0])).status_code == 200, one

    def test_the_page_says_what_to_filter_by_and_keeps_it(self, browser: Browser) -> None:
        found = browser("审核").get("/gaps?system=G1&sort=-name&size=100").text
        assert "按原因" in found and 'value="G1" selected' in found and "/gaps.csv?system=G1" in found
        assert "sort=name" in found and "page=2" in found

    def test_downloads_are_for_who_may_export_and_are_noted(self, browser: Browser, office: Office) -> None:
        assert browser("查看").get("/gaps.csv").status_code == 403
        assert "下载完整清单要有" in browser("查看").get("/gaps").text
        sheet = load_workbook(io.BytesIO(browser("分析").get("/unknowns.xlsx?q=1").content)).worksheets[0]
        assert sheet["D1"].value == "结果" and sheet["D2"].value == "待核实" and sheet["F2"].value in words.LABELS.values()
        noted = office.accounts.log(LogFilter(who="分析", action="export"), 1, 1).entries[0]
        assert noted.details["state"] == "unknown" and noted.details["by_q"] == "1"

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/gaps?unit=没有这里", 404), ("/gaps?system=Z9", 404), ("/gaps?check=Z9.reach", 404), ("/gaps?sort=hint", 400), ("/gaps?size=201", 400),
            ("/gaps?page=0", 400), ("/gaps?names=all", 422), ("/gaps?q=%00", 422), ("/gaps.txt", 422), ("/gaps.csv?state=met", 422), ("/households/", 404),
            ("/households/没有", 404), ("/persons/没有", 404), ("/organisations/没有", 404), ("/organisations?label=没有", 404), ("/gaps?page=999999", 200),
            ("/gaps?q=%27%20OR%201=1%20--", 200), ("/search?q=%27%22%3Cscript%3E", 200), ("/search?q=%00", 200), ("/organisations?q=%25", 200),
        ],
    )  # fmt: skip
    def test_what_cannot_be_meant_is_a_sentence(self, browser: Browser, address: str, status: int) -> None:
        found = browser("审核").get(address)
        assert found.status_code == status
        assert "<script>" not in found.text.replace("<script src", "")


class TestHousehold:
    def test_states_and_evidence_are_the_audits(self, whole: Reader, audit: AuditResult, results: Results) -> None:
        rows = evidence(results.edition, results.day)
        at = {id: n for n, id in enumerate(audit.households.id.to_pylist())}
        for id in rows.groupby("household_id").size().sort_values(ascending=False).index[:6]:
            found = household(whole, id)
            own = rows[rows["household_id"] == id]
            said = {(one["mechanism"], one["source"], one["state"]) for one in found["contacts"]}
            said |= {(one["kind"], one["source"], "met" if one["lasts"] else "ended") for one in found["cooperatives"]}
            source = own["file"] + "#" + own["sheet"] + "!" + own["row"].astype(str)
            assert said == set(zip(own["mechanism"], source, own["state"], strict=True))
            states = {check: s[at[id]] for check, s in audit.households.state.items() if s[at[id]] >= 0} if id in at else {}
            assert {one["check"]: ("met", "gap", "unknown").index(one["state"]) for one in found["checks"]} == states
            gaps = audit.gaps[(audit.gaps["subject_id"] == id) & (audit.gaps["subject_kind"] == "Household")]
            assert {(one["check"], one["reason"]) for one in found["checks"] if one["reason"]} == set(zip(gaps["check"], gaps["reason"], strict=True))

    def test_a_check_that_is_met_names_its_evidence(self, whole: Reader) -> None:
        for one in whole.rows("SELECT DISTINCT household FROM household_state WHERE state = 'met' ORDER BY household LIMIT 8"):
            found = household(whole, one["household"])
            known = {0} | {e["n"] for part in ("contacts", "cooperatives", "organised", "grids", "events", "candidates") for e in found[part]}
            for check in found["checks"]:
                assert set(check["by"]) <= known
                if check["state"] == "met" and "chain" not in check["check"] and "C1" not in check["check"]:
                    assert check["by"], check

    def test_excluded_households_say_why(self, whole: Reader) -> None:
        id = whole.value("SELECT id FROM household WHERE NOT counted ORDER BY id LIMIT 1")
        found = household(whole, id)
        assert not found["checks"] and found["kind"] in found["counted_why"]

    def test_a_row_that_fits_several_is_what_is_to_be_verified(self, results: Results) -> None:
        nothing: dict[str, list[dict[str, Any]]] = {part: [] for part in ("contacts", "cooperatives", "organised", "grids", "events")}
        rows = [
            {"n": 1, "label": "Person", "mechanism": "联户长"},
            {"n": 2, "label": "Person", "mechanism": "党代表"},
            {"n": 3, "label": "Cooperative", "mechanism": ""},
        ]
        states = dict.fromkeys(("C6.reach", "G1.reach", "E8.reach", "H1.reach"), "unknown")
        by = {check: grounds(results.scheme, check, "unknown", "household_ambiguous", states, {**nothing, "candidates": rows}) for check in states}
        assert by == {"C6.reach": [1], "G1.reach": [2], "E8.reach": [3], "H1.reach": [1, 2]}


class TestOthers:
    def test_a_persons_load_is_shown_against_the_norm(self, whole: Reader, audit: AuditResult) -> None:
        load = audit.gaps[audit.gaps["check"] == "C6.load"].iloc[0]
        id, mechanism = load["subject_id"].split("/")
        found = person(whole, id)
        one = next(one for one in found["loads"] if one["mechanism"] == mechanism)
        assert one["told"].startswith("不足" if load["reason"] == "below" else "超过") and (one["low"], one["high"]) == (15, 30)
        assert one["households"] == one["here"] and load["subject_name"] in {f["subject_name"] for f in found["findings"]}

    def test_contacts_come_in_pages(self, whole: Reader) -> None:
        id, many = whole.rows("SELECT person, count(*) AS many FROM contact GROUP BY person ORDER BY many DESC, person LIMIT 1")[0].values()
        pages = [person(whole, id, 7, at)["contacts"] for at in range(0, many, 7)]
        assert len({(c["household"], c["unit_id"], c["mechanism"], c["source"]) for page in pages for c in page}) == many == person(whole, id)["contacts_total"]

    def test_an_organisation_has_members_posts_above_and_below(self, whole: Reader) -> None:
        id = whole.value("SELECT lower FROM under u JOIN membership m ON m.body = u.lower JOIN post p ON p.target = u.lower ORDER BY lower LIMIT 1")
        found = organisations.organisation(whole, id)
        assert found["members_total"] and found["posts"] and found["above"]
        upper = organisations.organisation(whole, found["above"][0]["id"])
        assert id in {one["id"] for one in upper["below"]}
        listed = organisations.listed(whole, organisations.Wanted(label="PartyOrganization", q="党"), "name DESC", 200, 0)
        assert listed and {one["label"] for one in listed} == {"PartyOrganization"}

    def test_search_finds_units_households_and_organisations(self, whole: Reader, browser: Browser) -> None:
        text = """SELECT h.code, h.id, u.name, b.name AS body FROM household h JOIN unit u ON u.unit = h.unit JOIN body b ON b.unit = u.unit
        WHERE h.code <> '' LIMIT 1"""
        home = whole.one(text)
        assert home
        assert home["id"] in {one["id"] for one in searching.search(whole, home["code"])["households"]}
        assert home["name"] in {one["name"] for one in searching.search(whole, home["name"])["units"]}
        assert home["body"] in {one["name"] for one in searching.search(whole, home["body"])["organisations"]}
        assert all(len(rows) <= 20 for rows in searching.search(whole, "1").values())
        assert page_of(home["id"]) in browser("查看").get(f"/search?q={home['code']}").text


class TestLooks:
    def test_a_look_is_noted_and_shows_names_ids_and_phones(self, whole: Reader, browser: Browser, office: Office, results: Results) -> None:
        id = whole.value("SELECT household FROM contact WHERE state = 'met' AND household IS NOT NULL ORDER BY household LIMIT 1")
        head = whole.plain("household", [id])[id]
        auditor = browser("审核")
        assert head not in auditor.get(page_of(id)).text
        before = len(looks(office))
        shown = auditor.get(page_of(id) + "?names=plain").text
        assert head in shown and len(looks(office)) == before + 1
        assert looks(office)[0].details["id"] == id and looks(office)[0].who == "审核"
        people = results.edition.identity("persons").to_pylist()
        members = {m["person"] for m in household(whole, id)["members"]}
        assert all(one["id_number"] in shown for one in people if one["person"] in members and one["id_number"])

    @pytest.mark.parametrize(
        "address", ["/gaps?names=plain", "/unknowns?names=plain", "/gaps.csv?names=plain", "/search?q=王&names=plain", "/api/v1/gaps?names=plain"]
    )
    def test_without_the_permission_nothing_is_shown_or_noted_as_a_look(self, browser: Browser, office: Office, address: str) -> None:
        before = len(looks(office))
        assert browser("分析").get(address).status_code == 403
        assert len(looks(office)) == before and office.accounts.log(LogFilter(action="refused"), 1, 1).entries[0].who == "分析"

    def test_lists_and_files_note_what_was_looked_at(self, browser: Browser, office: Office, whole: Reader) -> None:
        auditor = browser("审核")
        line = whole.value("SELECT line FROM finding WHERE subject_kind = 'Household' AND state = 'gap' ORDER BY line LIMIT 1")
        name = whole.plain("finding", [line])[line]
        assert name in auditor.get("/gaps?names=plain&kind=Household").text
        assert line in looks(office)[0].details["lines"]  # type: ignore[operator]
        assert name in auditor.get("/gaps.csv?names=plain&kind=Household").text and looks(office)[0].details["form"] == "csv"
        assert name not in auditor.get("/gaps.csv?kind=Household").text

    def test_people_are_found_by_name_only_by_who_may_see_it(self, whole: Reader, browser: Browser, office: Office) -> None:
        id = whole.value("SELECT person FROM resident ORDER BY person LIMIT 1")
        name = whole.plain("person", [id])[id]
        assert page_of(id, "persons") not in browser("查看").get(f"/search?q={name}").text
        assert page_of(id, "persons") in browser("审核").get(f"/search?q={name}&names=plain").text
        assert id in looks(office)[0].details["persons"]  # type: ignore[operator]
        place = whole.value("SELECT u.name FROM resident r JOIN unit u ON u.unit = r.unit WHERE r.person = $id LIMIT 1", id=id)
        assert id in {one["id"] for one in searching.persons(whole, f"{name} {place}")["persons"]}
        assert not searching.persons(whole, f"{name} 没有这里")["persons"]


class TestScope:
    def test_what_lies_outside_is_told_as_what_does_not_exist(self, whole: Reader, results: Results, browser: Browser) -> None:
        first, other = [u for u in results.units if u.level == 2][:2]
        here, there = results.within(first.id), results.within(other.id)
        officer = browser("镇审核")
        asked = (("households", "SELECT id FROM household"), ("persons", "SELECT id FROM person"), ("organisations", "SELECT id FROM body"))
        for part, text in asked:
            mine = {one["id"] for one in here.rows(text)}
            inside, outside = min(mine), min({one["id"] for one in there.rows(text)} - mine)
            for root in ("", "/api/v1"):
                assert officer.get(root + page_of(inside, part)).status_code == 200
                found, absent = officer.get(root + page_of(outside, part)), officer.get(root + page_of("没有", part))
                assert found.status_code == absent.status_code == 404
                assert found.text.replace(outside, "没有").replace(quote(outside, safe=""), "没有") == absent.text.replace(quote("没有"), "没有") or root
        for address in ("/gaps?size=200", "/gaps.csv?state=all", "/organisations?size=200", f"/search?q={other.name}", f"/gaps?unit={other.name}"):
            assert f"{other.path}/" not in officer.get(address).text
        with pytest.raises(NotFoundError):
            findings.sought(here, Wanted(unit=other.id))

    def test_a_village_sees_its_own(self, results: Results, whole: Reader) -> None:
        village = next(u for u in results.units if u.level == 3)
        reader = results.within(village.id)
        what = findings.sought(reader, Wanted("gap"))
        assert findings.total(reader, what) == findings.total(whole, findings.sought(whole, Wanted("gap", unit=village.id)))
        id = reader.value("SELECT id FROM household WHERE counted ORDER BY id LIMIT 1")
        found = household(reader, id)
        assert found["checks"] == household(whole, id)["checks"] and found["units"][0]["id"] == village.id
