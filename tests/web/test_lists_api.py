"""/api/v1: the lists, a household, a person, an organisation and the search, as programs read them."""

from __future__ import annotations

import io
import json
from urllib.parse import quote

import pyarrow as pa
import pytest

from api.results import Results
from api.results.reading import findings
from api.results.reading.findings import Wanted
from graph.result import GAPS
from tests.web.conftest import Browser


def test_a_list_has_total_page_and_size(browser: Browser, results: Results) -> None:
    reader = results.within()
    found = browser("查看").get("/api/v1/gaps?system=G1&size=3&page=2&sort=-name").json()
    what = findings.sought(reader, Wanted("gap", system="G1"))
    assert found["total"] == findings.total(reader, what) and (found["page"], found["size"]) == (2, 3)
    expected = findings.listed(reader, what, "subject_name DESC NULLS LAST", 3, 3)
    assert [one["line"] for one in found["items"]] == [one["line"] for one in expected]
    assert sum(one["many"] for one in found["reasons"]) == sum(one["many"] for one in found["places"]) == found["total"]


def test_every_form_of_a_stream_holds_every_line(browser: Browser, results: Results) -> None:
    program = browser("分析")
    reader = results.within()
    total = findings.total(reader, findings.sought(reader, Wanted("unknown")))
    rows = [json.loads(line) for line in program.get("/api/v1/unknowns?format=jsonl").text.splitlines()]
    arrow = pa.ipc.open_stream(io.BytesIO(program.get("/api/v1/unknowns", headers={"Accept": "application/vnd.apache.arrow.stream"}).content)).read_all()
    csv = program.get("/api/v1/unknowns?format=csv").content.decode("utf-8-sig").split("\r\n")
    assert len(rows) == arrow.num_rows == len(csv) - 2 == total > 0
    assert tuple(rows[0]) == tuple(arrow.column_names) == tuple(csv[0].split(",")) == GAPS
    assert browser("查看").get("/api/v1/unknowns?format=csv").status_code == 403


def test_organisations_come_whole_too(browser: Browser, results: Results) -> None:
    total = results.within().value("SELECT count(*) FROM body WHERE label = 'Cooperative'")
    for address in ("/organisations.jsonl?label=合作社", "/api/v1/organisations?label=Cooperative&format=jsonl"):
        rows = [json.loads(line) for line in browser("分析").get(address).text.splitlines()]
        assert len(rows) == total > 0 and any(one["members"] for one in rows)
    assert browser("查看").get("/organisations.csv").status_code == 403


def test_what_is_known_of_one(browser: Browser, results: Results) -> None:
    reader, program = results.within(), browser("查看")
    row = reader.one("SELECT household, person, source FROM contact WHERE household IS NOT NULL ORDER BY household LIMIT 1")
    assert row
    household = program.get(f"/api/v1/households/{quote(row['household'], safe='')}").json()
    assert row["source"] in {one["source"] for one in household["contacts"]} and household["head"].endswith("*")
    assert all(one["id_number"] is None for one in household["members"])
    person = program.get(f"/api/v1/persons/{row['person']}").json()
    assert person["contacts_total"] and row["household"] in {one["household"] for one in person["contacts"]} and person["id_number"] is None
    first = program.get("/api/v1/organisations?size=1&label=PartyOrganization").json()
    assert first["total"] == sum(one["many"] for one in first["kinds"])
    body = program.get(f"/api/v1/organisations/{quote(first['items'][0]['id'], safe='')}").json()
    assert body["name"] == first["items"][0]["name"] and body["said"] == "党组织"
    assert program.get(f"/api/v1/search?q={quote(household['code'])}").json()["households"]


def test_plain_names_and_ids_for_who_may_see_them(browser: Browser, results: Results) -> None:
    id = results.within().value("SELECT household FROM resident WHERE is_head ORDER BY household LIMIT 1")
    address = f"/api/v1/households/{quote(id, safe='')}?names=plain"
    found = browser("镇审核" if id in _town(results) else "审核").get(address).json()
    assert not found["head"].endswith("*") and any(one["id_number"] for one in found["members"])
    assert browser("查看").get(address).json()["code"] == "forbidden"


def _town(results: Results) -> set[str]:
    town = next(u for u in results.units if u.level == 2)
    return {one["id"] for one in results.within(town.id).rows("SELECT id FROM household")}


@pytest.mark.parametrize(
    ("address", "status"),
    [("gaps?page=0", 422), ("gaps?size=201", 422), ("gaps?sort=x", 422), ("gaps?state=met", 422), ("gaps?format=pdf", 422),
     ("gaps?unit=x", 404), ("gaps?check=x", 404),
     ("households/x", 404), ("persons/x", 404), ("organisations/x", 404), ("organisations?label=x", 422), ("search", 422), ("search?q=%00", 422)],
)  # fmt: skip
def test_what_does_not_fit_is_a_problem(browser: Browser, address: str, status: int) -> None:
    found = browser("审核").get(f"/api/v1/{address}")
    assert found.status_code == status and found.headers["content-type"].startswith("application/problem+json")
    assert found.json()["detail"].endswith("。")
