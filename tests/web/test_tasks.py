"""任务: a task's page with and without JavaScript, its events, its files, its end; and whose they are."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.web.releasing_app import Small, small_app


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    made = small_app(tmp_path_factory.mktemp("small"), staged=False)
    yield made
    made.app.state.office.close()


def test_a_task_from_its_start_to_its_files(small: Small) -> None:
    auditor = small.browser("甲")
    begun = auditor.post("/editions/1/audit")
    place = begun.headers["location"]
    running = auditor.get(place).text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in running
    assert "取消任务" in running
    with auditor.stream("GET", f"{place}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        told = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
    assert told[-1]["state"] == "done", told[-1]
    page = auditor.get(place).text
    assert "refresh" not in page
    assert "第 1 版的审计结果已写好" in page
    got = auditor.get(f"{place}/files/审计结果/report.xlsx")
    assert (got.content[:2], got.headers["content-type"]) == (b"PK", "application/octet-stream")
    for name in ("..%2frequest.json", "%2e%2e/end.json", "x" * 400, "%00", "审计结果"):
        assert auditor.get(f"{place}/files/{name}").status_code == 404, name
    api = auditor.get(f"/api/v1{place}").json()
    assert "审计结果/report.xlsx" in {f["name"] for f in api["files"]}
    assert auditor.post(f"/api/v1{place}/cancel").status_code == 409
    assert auditor.get("/api/v1/tasks").json()["tasks"][0]["id"] == api["id"]
    assert {"task", "download"} <= {e.action for e in small.accounts.log().entries}


def test_whose_tasks(small: Small) -> None:
    auditor, viewer, town = (small.browser(name) for name in ("甲", "看", "镇"))
    unit = small.accounts.login("镇", "白云山下好风光 7788", "127.0.0.1").unit
    whole = small.tasks.start("export", {"form": "csv", "number": 1, "names": "plain"}, "甲").id
    own = small.tasks.start("export", {"form": "csv", "number": 1, "unit": "金山村"}, "镇", unit).id
    assert small.tasks.wait(whole).state == "done"
    assert small.tasks.wait(own).state == "done"
    assert [t["id"] for t in town.get("/api/v1/tasks").json()["tasks"]] == [own]
    for path in (f"/tasks/{whole}", f"/tasks/{whole}/events", f"/tasks/{whole}/files/x", f"/api/v1/tasks/{whole}", "/tasks/不是编号"):
        assert town.get(path).status_code == 404, path
        assert "甲" not in town.get(path).text, path
    assert town.post(f"/tasks/{whole}/cancel").status_code == 404
    assert town.get(f"/tasks/{own}/files/图-第1版-csv.zip").status_code == 200
    assert auditor.get(f"/tasks/{whole}/files/图-第1版-csv.zip").status_code == 200
    assert viewer.get(f"/tasks/{whole}").status_code == 200
    assert viewer.get(f"/tasks/{whole}/files/图-第1版-csv.zip").status_code == 403
    assert viewer.get(f"/api/v1/tasks/{whole}").json()["files"] == []


def test_cancel_is_for_who_began_it(small: Small) -> None:
    begun = small.tasks.start("audit", {"number": 1}, "乙").id
    assert small.browser("看").post(f"/tasks/{begun}/cancel").status_code == 403
    assert small.browser("甲").post(f"/tasks/{begun}/cancel").status_code == 303
    ended = small.tasks.wait(begun, 20)
    assert (ended.state, ended.said) == ("cancelled", ("甲 取消了任务，没有做完的部分已经清除。",))
