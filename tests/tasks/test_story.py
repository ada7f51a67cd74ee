"""What an office does with tasks: check, load, approve; each in a real process, over one register."""

from __future__ import annotations

import csv

import pytest

from api.tasks import ConflictError, NoTaskError, Tasks
from api.tasks.kinds.load import require_second
from graph.errors import EditionError
from graph.register import Register


def test_check_load_approve(tasks: Tasks, register: Register, upload: str) -> None:
    before = {p: p.stat().st_mtime for p in register.folder.rglob("*") if "office" not in p.parts}
    check = tasks.start("check", {"uploads": [upload]}, "王五", "某镇")
    done = tasks.wait(check.id)
    assert (done.state, done.exit_code, done.outcome["problems"]) == ("done", 1, 2), done.said
    with tasks.file(check.id, "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        problems = list(csv.DictReader(file))
    assert {p["file"] for p in problems} == {"金山村户籍人口台账.csv"}, "only what was sent is told of"
    assert "unit_unknown" in {p["code"] for p in problems}
    assert {name for name, _ in tasks.files(check.id)} == {"problems.csv", "load.csv", "checked/说明.txt", "checked/金山村户籍人口台账.xlsx"}
    assert before == {p: p.stat().st_mtime for p in register.folder.rglob("*") if "office" not in p.parts}, "a check changes nothing"

    load = tasks.start("load", {"uploads": [upload]}, "王五")
    assert load.state in ("waiting", "running")
    with pytest.raises(ConflictError, match=r"王五 从 [0-9:]{5} 起在“装载台账”"):
        tasks.start("approve", {"number": 1}, "赵六")

    assert [t.id for t in tasks.list("某镇")] == [check.id]
    staged = tasks.wait(load.id)
    assert (staged.state, staged.outcome["edition"], staged.exit_code) == ("done", 2, 1), staged.said
    assert register.current == 1
    assert register.history()[-1].who == "王五"

    with pytest.raises(EditionError, match="另一个人"):
        require_second(register, 2, "王五")
    second = tasks.wait(tasks.start("approve", {"number": 2, "second_person": True, "sure": True}, "赵六").id)
    assert (second.state, register.current) == ("done", 2), second.said
    assert second.said == ("第 2 版已启用，是当前版次。",)
    assert list((register.folder / "results").glob("0002-*.duckdb"))


def test_files_of_a_task_and_nothing_else(tasks: Tasks, register: Register) -> None:
    export = tasks.wait(tasks.start("export", {"form": "csv", "number": 1}, "王五").id)
    assert export.state == "done", export.said
    zip_name = str(export.outcome["zip"])
    assert tasks.file(export.id, zip_name).read_bytes()[:2] == b"PK"
    for name in ("../request.json", "../../lock", str(register.folder / "secret.key"), "", "没有.csv", "图-第1版-csv"):
        with pytest.raises(NoTaskError):
            tasks.file(export.id, name)
    for id in ("..", "../tasks", "x", f"{export.id}/.."):
        with pytest.raises(NoTaskError):
            tasks.get(id)
