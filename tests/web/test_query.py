"""查询 in a browser and over HTTP: the same answers as elsewhere, masked, within the scope, whole or refused, a few at once."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import openpyxl
import pyarrow as pa
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts import LogFilter
from api.asking import Limits
from api.results import Results
from api.web.office import Office
from api.web.querying.desk import AT_ONCE, Desk
from graph.register import Register

Browser = Callable[..., TestClient]
CHILDREN = "/query/questions/coverage_by_child_unit"
UNITS = "MATCH (u:Unit) RETURN u.id AS unit_id, u.level AS level, u.path AS unit_path, u.since AS since ORDER BY unit_path"
ENDLESS = "MATCH (a:Person), (b:Person), (c:Person), (d:Person) RETURN a.id AS a, b.id AS b, c.id AS c, d.id AS d"
COUNTLESS = "MATCH (a:Person), (b:Person), (c:Person), (d:Person) WHERE a.name < b.name AND c.name < d.id RETURN count(*) AS n"
_PATIENT = 60


def asked(client: TestClient, path: str, **query: Any) -> Any:
    """A page, as soon as the store is there."""
    until = time.monotonic() + _PATIENT
    while (page := client.get(path, params=query)).status_code == 503 and time.monotonic() < until:
        assert "正在准备" in page.text and page.headers["retry-after"], "the waiting page comes back by itself"
    return page


def rows_of(page: str) -> list[list[str]]:
    """The cells of an answer."""
    result = page.partition('<section id="result">')[2].partition("</section>")[0]
    return [re.findall(r"<td[^>]*>(?:<a[^>]*>)?([^<]*)", row) for row in re.findall(r"<tr><td.*?</tr>", result)]


def logged(register: Register) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((register.folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    return found


def test_the_library_by_heading_and_by_words(browser: Browser) -> None:
    client = browser("查看")
    page = client.get("/query").text
    assert page.count("/query/questions/") == 82 and "<h2>联系人 " in page and "/query/cypher" not in page
    found = client.get("/query", params={"q": "没有人联系"}).text
    assert found.index("households_nobody_reaches") > 0 and found.count("/query/questions/") < 40
    assert "没有与“&lt;&gt;”有关的问题" in client.get("/query", params={"q": "<>"}).text
    assert client.get("/query/questions/nothing_like_it").status_code == 404
    assert client.get("/query/questions/all_households").status_code == 404, "what the checks read is no question"


def test_a_question_by_its_address(browser: Browser, results: Results, register: Register, office: Office) -> None:
    client = browser("查看")
    form = client.get(CHILDREN).text
    assert 'name="mechanisms"' in form and "正在准备" not in form and "结果</h2>" not in form
    page = asked(client, CHILDREN, run=1, mechanisms="联户长|党员中心户")
    assert page.status_code == 200 and 'id="chart-data"' in page.text and 'value="联户长|党员中心户"' in page.text
    towns = [u for u in results.units if u.level == 2]
    assert {row[0] for row in rows_of(page.text)} <= {u.name for u in towns} and f"/units/{towns[0].id}" in page.text
    entry = logged(register)
    assert (entry["user"], entry["name"], entry["outcome"]) == ("查看", "coverage_by_child_unit", "done")
    line = office.accounts.log(LogFilter(who="查看", action="asked")).entries[0]
    assert line.details["question"] == "coverage_by_child_unit" and line.details["names"] == "masked"
    wrong = client.get(CHILDREN, params={"run": 1, "unit": "没有<的镇", "mechanisms": "联户长"})
    assert wrong.status_code == 404 and "没有“没有&lt;的镇”这个单元" in wrong.text and 'value="没有&lt;的镇"' in wrong.text, "the form stays"


def test_files_are_whole_and_their_forms_agree(browser: Browser) -> None:
    client, query = browser("分析"), {"run": 1, "level": 2}
    path = "/query/questions/household_counts_by_unit"
    page = rows_of(asked(client, path, **query).text)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(client.get(path, params={**query, "format": "xlsx"}).content)).active
    book = [[str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    assert book[0][0] == "单元" and sorted(row[0] for row in book[1:]) == sorted(row[0] for row in page)
    told = client.get(path, params={**query, "format": "csv"})
    assert told.content.startswith(b"\xef\xbb\xbf") and "filename*=UTF-8''" in told.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"))))
    assert [row["unit_path"] for row in rows] == [row[0] for row in book[1:]], "programs get the columns' own names"
    assert client.get(path, params={**query, "format": "exe"}).status_code == 400
    viewer = browser("查看")
    assert "format=csv" not in asked(viewer, path, **query).text
    assert viewer.get(path, params={**query, "format": "csv"}).status_code == 403
    assert viewer.get("/api/v1/questions/household_counts_by_unit/rows", params={"format": "csv"}).status_code == 403


def test_the_guard_beside_the_text_that_stays(browser: Browser) -> None:
    client = browser("分析")
    sent = client.post("/query/cypher", data={"text": "MATCH (u:Unit)\nSET u.x = '<i>' RETURN u", "do": "run", "csrf": client.headers["X-CSRF-Token"]})
    assert sent.status_code == 303 and sent.headers["location"].startswith("/query/cypher?text=MATCH")
    page = client.get(sent.headers["location"])
    assert page.status_code == 422 and "第 2 行第 1 列" in page.text and "<mark>SET</mark> u.x = &#39;&lt;i&gt;&#39;" in page.text
    assert "MATCH (u:Unit)\nSET u.x = &#39;&lt;i&gt;&#39; RETURN u</textarea>" in page.text
    checked = client.get("/query/cypher", params={"text": "MATCH (u:Unit) WHERE u.level = $n RETURN u.name AS name", "param": "n=3", "do": "explain"}).text
    assert "可以执行" in checked and "<code>$n</code> = 3" in checked
    long = client.post("/query/cypher", data={"text": f"RETURN '{'长' * 3000}' AS a,", "do": "explain", "csrf": client.headers["X-CSRF-Token"]})
    assert long.status_code == 422 and "长长长" in long.text, "too long for an address: answered at once"
    plain = client.get("/query/cypher")
    assert "各村的户数" in plain.text and "HOLDS_POST" in plain.text and "最多 30 秒" in plain.text
    assert browser("查看").get("/query/cypher").status_code == 403


def test_cypher_over_http(browser: Browser, results: Results) -> None:
    client = browser("分析")
    refused = client.post("/api/v1/cypher", json={"text": "MATCH (u:Unit)\nCALL x() RETURN u"})
    assert refused.status_code == 422 and refused.headers["content-type"] == "application/problem+json"
    assert [(r["line"], r["column"], r["word"]) for r in refused.json()["refusals"]] == [(2, 1, "CALL")] and refused.json()["code"] == "refused"
    told = client.post("/api/v1/cypher", json={"text": UNITS, "limit": 2}).json()
    assert told["cut"] and len(told["rows"]) == 2 and told["rows"][0]["since"] is None, "an open date is nothing"
    assert [c["type"] for c in told["columns"]] == ["text", "int", "text", "date"]
    live = {"text": "RETURN '=1' AS `@b`, 2 AS `=cmd|x!A0`", "format": "csv"}
    assert client.post("/api/v1/cypher", json=live).content.decode("utf-8-sig").splitlines() == ["'@b,'=cmd|x!A0", "'=1,2"], "nothing that Excel would run"
    assert client.get("/query/cypher", params={**live, "do": "run"}).content.decode("utf-8-sig").splitlines() == ["'@b,'=cmd|x!A0", "'=1,2"]
    lines = client.post("/api/v1/cypher", json={"text": UNITS, "format": "jsonl"})
    every = [json.loads(line) for line in lines.text.splitlines()]
    assert {one["unit_id"] for one in every} == {u.id for u in results.units}
    arrow = client.post("/api/v1/cypher", json={"text": UNITS, "format": "arrow"})
    assert pa.ipc.open_stream(arrow.content).read_all()["unit_id"].to_pylist() == [one["unit_id"] for one in every]
    bad = client.post("/api/v1/cypher", json={"text": "RETURN $a AS a", "parameters": {"a b": 1}})
    assert bad.status_code == 422 and bad.json()["place"] == "parameters"
    explained = client.post("/api/v1/cypher/explain", json={"text": "MATCH (u:Unit) WHERE u.since > $d RETURN u.id AS id", "parameters": {"d": "2024-06-30"}})
    assert explained.json()["parameters"] == {"d": "2024-06-30"} and explained.json()["warnings"] == []


def test_a_town_sees_itself_alone(browser: Browser, results: Results) -> None:
    client = browser("镇审核")
    towns = [u for u in results.units if u.level == 2]
    seen = asked(client, "/query/cypher", text=UNITS, do="run").text
    assert towns[0].path in seen and not any(other.path in seen for other in towns[1:])
    assert {row[0] for row in rows_of(asked(client, CHILDREN, run=1).text)} <= {u.name for u in results.units if u.path.startswith(f"{towns[0].path}/")}
    households = [results.within(u.id).value("SELECT min(id) FROM household") for u in towns]
    for path, name, inside, outside in (
        ("coverage_by_child_unit", "unit", towns[0].path, towns[1].path), ("contacts_of_household", "household", *households[:2]),
    ):  # fmt: skip
        answers = {}
        for said in (inside, outside, "没有这样的"):
            told = client.get(f"/api/v1/questions/{path}/rows", params={"param": f"{name}={said}"})
            answers[said] = (told.status_code, told.json().get("detail", "").replace(said, "…"))
        assert answers[inside][0] == 200 and answers[outside] == answers["没有这样的"] and answers[outside][0] == 404
    assert client.get(CHILDREN, params={"run": 1, "names": "plain"}).status_code == 403, "a unit's part has no plain names"
    assert client.post("/api/v1/export", json={"form": "csv", "unit": towns[1].path}).status_code == 404
    assert client.post("/api/v1/export", json={"form": "csv", "names": "plain"}).status_code == 403
    assert browser("镇查看").post("/api/v1/cypher", json={"text": "RETURN 1 AS a"}).status_code == 403


def test_names_in_plain_only_with_permission_and_noted_before(browser: Browser, office: Office) -> None:
    text = "MATCH (h:Household) RETURN h.head AS head ORDER BY h.id LIMIT 50"
    masked = asked(browser("审核"), "/query/cypher", text=text, do="run").text
    assert all("*" in row[0] for row in rows_of(masked) if row[0])
    before = office.accounts.log(LogFilter(who="审核", action="looked")).total
    told = asked(browser("审核"), "/query/cypher", text=text, do="run", names="plain").text
    assert not any("*" in row[0] for row in rows_of(told)) and rows_of(told)
    looked = office.accounts.log(LogFilter(who="审核", action="looked"))
    assert looked.total == before + 1 and looked.entries[0].details["text"] == text
    assert browser("分析").post("/api/v1/cypher", json={"text": text, "names": "plain"}).status_code == 403


def sent(app: FastAPI, client: TestClient, body: dict[str, object], leaves_after: float = 0.0) -> tuple[list[dict[str, Any]], float]:
    """What the application sends for POST /api/v1/cypher, to a client that perhaps goes away."""
    cookie = "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)
    headers = {"cookie": cookie, "x-csrf-token": client.headers["X-CSRF-Token"], "content-type": "application/json", "host": "testserver"}
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/api/v1/cypher",
        "raw_path": b"/api/v1/cypher", "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "server": ("testserver", 80),
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
    }  # fmt: skip
    incoming: Iterator[dict[str, Any]] = iter([{"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}])
    messages: list[dict[str, Any]] = []
    began, leaves = time.monotonic(), leaves_after or _PATIENT

    async def run() -> float:
        async def receive() -> dict[str, Any]:
            if (first := next(incoming, None)) is not None:
                return first
            if (left := leaves + began - time.monotonic()) > 0:
                await anyio.sleep(left)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            messages.append(message)

        await app(scope, receive, send)
        return time.monotonic() - began

    return messages, anyio.run(run)


def test_a_stream_that_fails_does_not_end_as_if_whole(app: FastAPI, browser: Browser, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser("分析")
    asked(client, "/query/cypher", text="RETURN 1 AS a", do="run")
    monkeypatch.setattr("api.web.querying.programs.limits", lambda who, rows=0: Limits(30, 20_000))
    messages, _ = sent(app, client, {"text": ENDLESS, "format": "jsonl"})
    assert messages[0]["status"] == 200 and messages[-1].get("more_body") is True, "no message ends the body: the connection breaks off"
    lines = b"".join(m.get("body", b"") for m in messages).splitlines()
    last = json.loads(lines[-1])
    assert len(lines) > 10_000 and last["problem"]["code"] == "limit" and "20,000 行" in last["problem"]["detail"] and logged(register)["outcome"] == "rows"
    monkeypatch.setattr("api.web.querying.programs.limits", lambda who, rows=0: Limits(1))
    early = client.post("/api/v1/cypher", json={"text": COUNTLESS, "format": "csv"})
    assert early.status_code == 413 and early.json()["code"] == "limit", "before the first row it is a problem"


def test_a_question_ends_when_nobody_waits(app: FastAPI, browser: Browser, register: Register) -> None:
    client = browser("分析")
    asked(client, "/query/cypher", text="RETURN 1 AS a", do="run")
    for form, text in (("json", COUNTLESS), ("jsonl", ENDLESS)):
        _, seconds = sent(app, client, {"text": text, "format": form}, leaves_after=0.8)
        assert seconds < 15 and logged(register)["outcome"] == "interrupted", form
    desk: Desk = app.state.desk
    assert desk._running.total() == 0, "its turn is given back"


def test_only_a_few_at_once(app: FastAPI, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.querying.desk.PATIENCE", 0.1)
    client = browser("分析")
    asked(client, "/query/cypher", text="RETURN 1 AS a", do="run")
    desk: Desk = app.state.desk
    taken = [f"某人{i}" for i in range(AT_ONCE)]
    for name in taken:
        anyio.run(desk.take, name)
    try:
        busy = client.post("/api/v1/cypher", json={"text": "RETURN 1 AS a"})
        page = client.get("/query/cypher", params={"text": "RETURN 1 AS a", "do": "run"})
    finally:
        for name in taken:
            desk.free(name)
    assert (busy.status_code, busy.json()["code"], busy.headers["retry-after"]) == (503, "busy", "5")
    assert page.status_code == 503 and "请过几秒再试" in page.text and "RETURN 1 AS a</textarea>" in page.text
    assert client.post("/api/v1/cypher", json={"text": "RETURN 1 AS a"}).json()["rows"] == [{"a": 1}]


def test_the_graph_as_files(browser: Browser, office: Office) -> None:
    client = browser("分析")
    begun = client.post("/api/v1/export", json={"form": "csv", "only": ["组织"]})
    assert begun.status_code == 202 and begun.headers["location"] == f"/api/v1/tasks/{begun.json()['task']}"
    task = office.tasks.wait(begun.json()["task"], 60)
    assert task.state == "done" and task.arguments["names"] == "masked" and [name for name, _ in office.tasks.files(task.id) if name.endswith(".zip")]
    assert client.post("/api/v1/export", json={"form": "csv", "only": ["没有"]}).status_code == 400
    assert browser("查看").post("/api/v1/export", json={"form": "csv"}).status_code == 403
    page = client.get("/query/export").text
    assert "GraphML" in page and "显示姓名" not in page


def test_contracts_and_the_schema_over_http(browser: Browser) -> None:
    client = browser("查看")
    assert len(client.get("/api/v1/questions").json()["questions"]) == 82
    one = client.get("/api/v1/questions/contact_load").json()
    assert [p["name"] for p in one["parameters"]] == ["unit", "mechanisms", "low", "high", "as_of"] and one["text"].startswith("// contact_load(")
    assert client.get("/api/v1/questions", params={"q": "网格员"}).json()["questions"][0]["name"] in ("grids_without_worker", "grid_workers_with_several_grids")
    schema = client.get("/api/v1/schema").json()
    assert {"Household", "Person"} <= {one["name"] for one in schema["labels"]} and schema["levels"]["3"] == "村(社区)"
    assert client.get("/api/v1/questions/contact_load/rows", params={"param": "low"}).status_code == 422
