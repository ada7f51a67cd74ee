"""版次: approve what is doubtful with a second word and by a second person, go back, compare; and who may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.releasing_app import Small, small_app


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    made = small_app(tmp_path_factory.mktemp("small"))
    yield made
    made.app.state.office.close()


def test_looking_at_a_staged_edition(small: Small) -> None:
    auditor = small.browser("甲")
    listed = auditor.get("/editions").text
    assert "等待启用" in listed
    assert "看比较，启用" in listed
    page = auditor.get("/editions/2").text
    assert "早于当前版次的 2024-06-30" in page
    assert "输入“确认”" in page
    assert "（-1）" in page, "one household less is covered"
    book = auditor.get("/editions/2/files/装载比较.xlsx")
    assert (book.status_code, book.content[:2]) == (200, b"PK")
    assert "attachment" in book.headers["content-disposition"]
    for name in ("..%2f..%2fsecret.key", "manifest.json", "secret.key"):
        assert auditor.get(f"/editions/2/files/{name}").status_code == 404
    told = auditor.get("/api/v1/editions/2/comparison").json()
    assert told["rows"] == [{"ledger": "联户长", "town": "青山县/青山镇", "added": 0, "changed": 0, "ended": 1, "refused": 0, "missing": 0}]
    assert {c["check"]: c["met_change"] for c in told["effect"]}["C6.reach"] == -1
    assert told["hindrance"] == ""


def test_two_editions_beside_each_other(small: Small) -> None:
    auditor = small.browser("甲")
    page = auditor.get("/editions/compare", params={"from": 1, "to": 2, "check": "C6.reach"}).text
    assert "1001" in page
    assert "张*" in page
    assert "张大" not in page
    found = auditor.get("/api/v1/editions/compare", params={"from": 1, "to": 2, "check": "C6.reach", "change": "met-gap"}).json()
    assert [(r["code"], r["before"], r["after"]) for r in found["rows"]] == [("1001", "met", "gap")]
    reach = next(f for f in found["figures"] if f["check"] == "C6.reach")
    assert (reach["met_before"], reach["met_after"], reach["gap_change"]) == (1, 0, 1)
    elsewhere = auditor.get("/api/v1/editions/compare", params={"from": 1, "to": 2, "unit": "银山村", "check": "C6.reach"}).json()
    assert (elsewhere["unit"], elsewhere["rows"]) == ("青山县/青山镇/银山村", [])
    wrongs: list[tuple[dict[str, str | int], int]] = [
        ({"from": 1, "to": 1}, 422), ({"from": 1, "to": 9}, 404), ({"from": 1, "to": 2, "unit": "别处"}, 404),
        ({"from": 1, "to": 2, "check": "C6.reach", "change": "x"}, 404), ({"from": "x", "to": 2}, 422),
    ]  # fmt: skip
    for wrong, status in wrongs:
        assert auditor.get("/api/v1/editions/compare", params=wrong).status_code == status
        assert auditor.get("/editions/compare", params=wrong).status_code == status


def test_who_may_not(small: Small) -> None:
    viewer, town = small.browser("看"), small.browser("镇")
    assert "第 2 版" not in viewer.get("/editions").text
    for one in (viewer, town):
        assert one.get("/editions/2").status_code == 404
        assert one.get("/api/v1/editions/2").status_code == 404
        assert one.get("/editions/compare", params={"from": 1, "to": 2}).status_code == 404
        assert one.get("/editions/1/files/装载比较.xlsx").status_code == 403
        for path in ("/editions/2/approve", "/editions/1/rollback", "/editions/1/audit", "/api/v1/editions/2/approve", "/api/v1/editions/1/rollback"):
            assert one.post(path, data={"word": "确认"} if "api" not in path else None).status_code == 403, path
        assert one.get("/api/v1/editions/log").status_code == 403
    mine = town.get("/api/v1/editions").json()["editions"]
    assert [(e["number"], e["households"], e["loaded_by"], e["files"]) for e in mine] == [(1, None, "", [])]
    assert "总览" in town.get("/editions/1").text
    assert small.register.current == 1
    assert not small.tasks.list()


def test_second_word_second_person_and_back(small: Small) -> None:
    first, second = small.browser("甲"), small.browser("乙")
    refused = first.post("/editions/2/approve", data={"word": "好"})
    assert (refused.status_code, refused.headers["location"]) == (303, "/editions/2")
    assert "没有启用" in first.get("/editions/2").text
    problem = first.post("/api/v1/editions/2/approve", json={"sure": False})
    assert (problem.status_code, problem.headers["content-type"]) == (409, "application/problem+json")

    small.accounts.set_setting("second_person", True)
    alone = first.post("/editions/2/approve", data={"word": "确认"})
    assert alone.status_code == 409
    assert "另一个人" in alone.text
    begun = second.post("/api/v1/editions/2/approve", json={"sure": True})
    assert begun.status_code == 202
    assert small.ended(begun.headers["location"]) == ("done", "第 2 版已启用，是当前版次。")
    assert small.register.current == 2
    assert small.register.history()[-1].who == "乙"
    assert second.post("/api/v1/editions/2/approve", json={"sure": True}).status_code == 409

    assert first.post("/editions/1/rollback", data={"word": ""}).headers["location"] == "/editions/1"
    back = first.post("/editions/1/rollback", data={"word": "确认"})
    assert small.ended(back.headers["location"])[0] == "done"
    assert small.register.current == 1
    page = first.get(back.headers["location"]).text
    assert "已回到第 1 版" in page
    assert "启用过" in first.get("/editions").text
    assert "回退到" in first.get("/editions").text
