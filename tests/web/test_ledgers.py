"""台账: uploads from the form to the marked copy, by whom, and every problem of an edition as the command line writes it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts.log import LogFilter
from api.reports.csv_files import write_frame
from api.web.office import Office
from api.work import Options, audited
from graph.register import Register
from graph.result import PROBLEMS
from graph.scheme import read_scheme
from graph.store import silent
from tests.uploads.sending import CSV, send, workbook
from tests.web.conftest import Browser

HOSTILE = "<img src=x onerror=alert(1)>.xlsx"
KEPT = "_img src=x onerror=alert(1)_.xlsx"


def hostile_ledger(office: Office) -> bytes:
    """A ledger of contacts whose cells are formulas and HTML; every row has something to mend."""
    found = office.results()
    town = next(u for u in found.units if u.level == 2)
    village = next(u for u in found.units if u.level == 3 and town.unit < u.unit <= town.last)
    heads = ("乡镇", "村(社区)", "联户长", "联系电话", "户号", "户主姓名", "开始日期")
    rows = [
        (town.name, village.name, "张大", "123", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "2023-01-01"),
        (town.name, village.name, "李二", "@SUM(1)", "+9999999", "-1+1", "=1+1"),
    ]
    out = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "<b>联户长"
    for row in (heads, *rows):
        sheet.append(row)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.data_type = "s"  # text that only looks like a formula
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def sent(browser: Browser, office: Office) -> str:
    """The address of an upload of a town's officer, its check done."""
    client = browser("镇审核")
    files = [("files", (HOSTILE, hostile_ledger(office))), ("files", ("照片.xlsx", b"\x89PNG\r\n\x1a\n"))]
    answer = client.post("/ledgers/uploads", data={"note": "<b>补报</b>"}, files=files)
    assert answer.status_code == 303, answer.text
    ident = answer.headers["location"].rsplit("/", 1)[1]
    done = office.tasks.wait(office.inbox.get(ident).tasks["check"], 120)
    assert done.state == "done", done.said
    return answer.headers["location"]


def test_an_upload_is_checked_and_shown(browser: Browser, sent: str) -> None:
    page = browser("镇审核").get(sent).text
    assert "PNG 图片" in page
    assert "不存在" in page and "联户长</td>" in page
    assert "<b>补报" not in page and "&lt;b&gt;补报" in page
    assert "<img src=x" not in page and "<script>alert" not in page and "<b>联户长" not in page
    problem = browser("镇审核").get(f"{sent}?severity=error&sort=-row&q={KEPT[:8]}").text
    assert "户不存在" in problem and "/ledgers/codes#household_unknown" in problem


def test_problems_of_an_upload_as_files(browser: Browser, sent: str) -> None:
    client = browser("镇审核")
    text = client.get(f"{sent}/problems?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and {r["file"] for r in rows} == {KEPT}
    assert not [cell for r in rows for cell in r.values() if cell[:1] in "=+-@" and cell]
    api = client.get(f"/api/v1/uploads/{sent.rsplit('/', 1)[1]}/problems", params={"size": 1, "severity": "error"}).json()
    assert api["total"] == sum(r["severity"] == "error" for r in rows)
    assert len(api["items"]) == 1


def test_a_marked_copy_runs_nothing(browser: Browser, sent: str, office: Office) -> None:
    client = browser("镇审核")
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{sent}/checked.zip").content))
    assert archive.namelist() == ["说明.txt", KEPT]
    one = client.get(f"{sent}/checked/{KEPT}")
    assert one.content == archive.read(KEPT)
    assert one.headers["content-disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(one.content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    ours = [c for c in cells if c.data_type == "f" and not str(c.value).startswith('=HYPERLINK("#')]
    assert ours == []
    assert sum(str(c.value).startswith("=cmd") for c in cells) >= 1
    assert [e.details["file"] for e in office.accounts.log_entries(LogFilter(action="looked", text=sent.rsplit("/", 1)[1]))] == ["*", KEPT]


def test_a_marked_copy_is_a_look_by_its_task_too(app: FastAPI, browser: Browser, sent: str, office: Office) -> None:
    """The copies are the task's files as well: for who may see names in full, each in the log; what concerns other towns is not told there."""
    task = office.inbox.get(sent.rsplit("/", 1)[1]).tasks["check"]
    client, address = browser("镇审核"), f"/api/v1/tasks/{task}"
    told = client.get(address).json()
    assert f"checked/{KEPT}" in {f["name"] for f in told["files"]} and not {"doubts", "rows"} & set(told["outcome"])
    assert client.get(f"{address}/files/checked/{KEPT}").status_code == 200
    assert office.accounts.log(LogFilter(action="looked", text=task)).entries[0].details["file"] == f"checked/{KEPT}"
    account = office.accounts.login("镇审核", "一句很长的口令 2026", "127.0.0.1")
    token, _ = office.accounts.make_token(account, "报送程序", ["look", "upload"], account.place)
    program = TestClient(app, headers={"Authorization": f"Bearer {token}"})
    assert {f["name"] for f in program.get(address).json()["files"]} == {"load.csv", "problems.csv"}
    for name in (f"checked/{KEPT}", f"x/../checked/{KEPT}"):
        assert program.get(f"{address}/files/{name.replace('..', '%2e%2e')}").status_code in (403, 404)
    assert program.get(f"{address}/files/checked/{KEPT}").status_code == 403


@pytest.mark.parametrize("path", ["", "/problems", "/checked.zip", f"/checked/{KEPT}", "/checked/..%2f..%2frequest.json", "/check", "/remove"])
def test_nobody_outside_the_unit_sees_an_upload(browser: Browser, sent: str, path: str) -> None:
    for name, status in (("查看", 403), ("镇查看", 403), ("分析", 403)):
        client = browser(name)
        answer = client.post(sent + path) if path in ("/check", "/remove") else client.get(sent + path)
        assert answer.status_code == status
    api = "/api/v1/uploads/" + sent.rsplit("/", 1)[1]
    assert browser("查看").get(api).status_code == 403
    assert browser("查看").delete(api).status_code == 403


def test_uploads_of_the_county_are_not_a_towns(browser: Browser, office: Office) -> None:
    client = browser("审核")
    answer = client.post("/api/v1/uploads", files=[("files", ("县.csv", CSV))])
    assert answer.status_code == 201
    ident = answer.json()["id"]
    assert answer.headers["location"] == f"/api/v1/uploads/{ident}"
    office.tasks.cancel(answer.json()["tasks"]["check"], "测试")
    town = browser("镇审核")
    assert town.get(f"/api/v1/uploads/{ident}").status_code == 404
    assert ident not in town.get("/ledgers").text
    assert ident in client.get("/ledgers").text
    office.tasks.wait(answer.json()["tasks"]["check"], 60)
    assert client.delete(f"/api/v1/uploads/{ident}").status_code == 204
    assert client.get(f"/ledgers/uploads/{ident}").status_code == 404


def test_a_town_sees_the_uploads_of_its_villages_and_no_other_towns(browser: Browser, office: Office) -> None:
    units = office.results().units
    own, other = [u for u in units if u.level == 2][:2]
    village = next(u for u in units if u.level == 3 and own.unit < u.unit <= own.last)
    town = browser("镇审核")
    for unit, status in ((village.id, 200), (village.code, 200), (other.id, 404), (other.path, 404), ("没有", 404)):
        upload = send(office.inbox, ("a.csv", CSV), unit=unit)
        for path in (f"/ledgers/uploads/{upload.id}", f"/api/v1/uploads/{upload.id}"):
            assert town.get(path).status_code == status, unit
        assert (upload.id in town.get("/ledgers").text) == (status == 200)
        if status == 404:
            for path in ("/problems", "/checked.zip", "/checked/a.xlsx"):
                assert town.get(f"/ledgers/uploads/{upload.id}{path}").status_code == 404
            assert town.post(f"/ledgers/uploads/{upload.id}/remove").status_code == 404
            assert town.delete(f"/api/v1/uploads/{upload.id}").status_code == 404
        assert browser("审核").delete(f"/api/v1/uploads/{upload.id}").status_code == 204


def test_a_town_loads_nothing_and_brings_no_settings(browser: Browser, sent: str) -> None:
    town, ident = browser("镇审核"), sent.rsplit("/", 1)[1]
    assert town.post("/ledgers/load", data={"uploads": ident}).status_code == 403
    assert town.post("/api/v1/ledgers/load", json={"uploads": [ident]}).status_code == 403
    assert 'name="uploads"' not in town.get("/ledgers").text
    answer = town.post("/ledgers/uploads", files=[("files", ("daohu.toml", b'scheme = "zhijiang"'))])
    assert answer.status_code == 422
    assert "只由全县范围的账号上传" in answer.text


def test_load_asks_for_what_there_is(browser: Browser, sent: str) -> None:
    client, ident = browser("审核"), sent.rsplit("/", 1)[1]
    assert client.post("/ledgers/load").status_code == 422
    assert client.post("/ledgers/load", data={"uploads": "20260101-000000-aaaaaa"}).status_code == 404
    assert client.post("/ledgers/load", data={"uploads": ident, "scheme": "../x"}).status_code == 422
    assert client.post("/api/v1/ledgers/load", json={"uploads": []}).status_code == 422


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"", {"content-type": "multipart/form-data; boundary=x"}, 400),
        (b"--x\r\nhello", {"content-type": "multipart/form-data; boundary=x"}, 400),
        (b"{}", {"content-type": "application/json"}, 400),
        (b"", {"content-type": "multipart/form-data; boundary=x", "content-length": "99999999999999999999"}, 413),
        (b'--x\r\nContent-Disposition: form-data; name="scheme"\r\n\r\n../x\r\n--x--\r\n', {"content-type": "multipart/form-data; boundary=x"}, 422),
    ],
)
def test_broken_requests_are_a_sentence(browser: Browser, office: Office, content: bytes, headers: dict[str, str], status: int) -> None:
    before = sorted(p.name for p in office.inbox.folder.iterdir())
    for path in ("/ledgers/uploads", "/api/v1/uploads"):
        answer = browser("审核").post(path, content=content, headers=headers)
        assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert sorted(p.name for p in office.inbox.folder.iterdir()) == before


def test_nothing_is_taken_without_the_forms_token(browser: Browser) -> None:
    client = browser("审核")
    del client.headers["X-CSRF-Token"]
    assert client.post("/ledgers/uploads", files=[("files", ("a.xlsx", workbook()))]).status_code == 403


def test_problems_of_an_edition_are_those_of_the_command_line(browser: Browser, register: Register, tmp_path: Path) -> None:
    edition = register.edition()
    day = dt.date.fromisoformat(str(edition.manifest["as_of"]))
    result = audited(edition, register.store_folder(1), read_scheme(edition.scheme), day, Options(verified=False), silent)
    write_frame(result.problems, PROBLEMS, tmp_path / "problems.csv")
    client = browser("分析")
    whole = (tmp_path / "problems.csv").read_bytes()
    for address in ("/ledgers/problems/download?format=csv", "/api/v1/ledgers/problems?format=csv"):
        assert browser("查看").get(address).status_code == 403
    assert "download?format" not in browser("查看").get("/ledgers/problems").text
    assert client.get("/ledgers/problems/download?format=csv").content == whole
    assert client.get("/api/v1/ledgers/problems?format=csv").content == whole
    every = list(csv.DictReader(io.StringIO(whole.decode("utf-8-sig"))))
    assert client.get("/api/v1/ledgers/problems").json()["total"] == len(every)
    code = every[0]["code"]
    some = client.get("/api/v1/ledgers/problems", params={"code": code, "size": 200}).json()
    assert some["total"] == sum(r["code"] == code for r in every)
    town = browser("镇查看").get("/api/v1/ledgers/problems", params={"size": 200}).json()
    assert 0 < town["total"] < len(every)


def test_what_arrived_adds_up(browser: Browser, office: Office) -> None:
    items = browser("查看").get("/api/v1/ledgers").json()["items"]
    villages = office.results().within().value("SELECT count(*) FROM unit WHERE level = 3 AND NOT virtual")
    assert sum(i["villages"] for i in items if i["ledger"] == "户籍人口") == villages
    town = next(u for u in office.results().units if u.level == 2)
    own = browser("镇查看").get("/api/v1/ledgers").json()
    assert own["unit"] == town.id
    assert browser("镇查看").get("/ledgers").status_code == 200
    assert browser("查看").get(f"/ledgers?unit={town.id}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("severity=x", 400),
        ("code=x", 400),
        ("sort=x", 400),
        ("page=0", 400),
        ("size=9999", 400),
        ("unit=没有", 404),
        ("q=" + "x" * 301, 400),
        ("page=99999", 200),
    ],
)
def test_filters_that_cannot_be_meant(browser: Browser, query: str, status: int) -> None:
    assert browser("查看").get(f"/ledgers/problems?{query}").status_code == status


def test_pages_without_data(app: FastAPI, browser: Browser) -> None:
    client: TestClient = browser("查看")
    for path in ("/ledgers/codes", "/ledgers/sheets", "/ledgers/sheets?q=没有", "/ledgers/problems?q=没有没有"):
        assert client.get(path).status_code == 200
