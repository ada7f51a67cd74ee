"""Tasks that end otherwise than by being done: cancelled, killed, refused by another writer; and a server that goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from api.tasks import Tasks, ending
from api.tasks import state_files as names
from api.tasks.kinds.uploaded import ledgers
from api.tasks.state_files import read_json, write_json
from graph.errors import DaohuError
from graph.register import Register, journal

START = """
import sys
from pathlib import Path
from api.tasks import Tasks
print(Tasks(Path(sys.argv[1]), Path(sys.argv[2])).start(sys.argv[3], {"number": 1, "form": "csv"}, "王五").id)
"""


def process_of(tasks: Tasks, id: str) -> int:
    return int(read_json(tasks.path(id) / names.RUNNING)["process"])


def until_stage(tasks: Tasks, id: str) -> None:
    """Wait until a task is in the middle of its work."""
    for _ in range(400):
        if tasks.get(id).stage not in ("", "准备"):
            return
        time.sleep(0.02)
    pytest.fail("the task never told of a stage")


def by_a_server_that_ended(tasks: Tasks, register: Register, kind: str) -> str:
    """The id of a task that another process has started, which is gone."""
    said = subprocess.run([sys.executable, "-c", START, str(tasks.folder), str(register.folder), kind], capture_output=True, text=True, check=True)
    return said.stdout.strip()


def left_behind(tasks: Tasks, id: str) -> set[str]:
    return {p.name for p in tasks.path(id).iterdir()} & {names.WORK, names.TEMPORARY, names.FILES}


def test_cancelled(tasks: Tasks, register: Register) -> None:
    running = tasks.start("audit", {"number": 1}, "王五")
    same = [tasks.start("results", {"number": 1}, who) for who in ("王五", "赵六")]
    assert same[0].id == same[1].id
    assert same[0].state == "waiting", "two that build a graph file do not run at once"
    assert tasks.cancel(same[0].id, "赵六").said == ("赵六 取消了任务，还没有开始。",)
    until_stage(tasks, running.id)
    assert tasks.cancel(running.id, "李四").shown_state in ("正在取消", "已取消")
    ended = tasks.wait(running.id, 20)
    assert (ended.state, ended.said) == ("cancelled", ("李四 取消了任务，没有做完的部分已经清除。",))
    assert not left_behind(tasks, running.id)
    with pytest.raises(Exception, match="已经结束"):
        tasks.cancel(running.id, "李四")
    assert register.current == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_while_a_server_looks_on_and_while_none_does(tasks: Tasks, register: Register) -> None:
    seen = tasks.start("results", {"number": 1}, "王五")
    until_stage(tasks, seen.id)
    os.kill(process_of(tasks, seen.id), signal.SIGKILL)
    ended = tasks.wait(seen.id, 20)
    assert (ended.state, ended.exit_code) == ("interrupted", -9)
    assert "内存不足" in ended.said[0]

    alone = by_a_server_that_ended(tasks, register, "audit")
    assert tasks.get(alone).state == "running"
    until_stage(tasks, alone)
    os.kill(process_of(tasks, alone), signal.SIGKILL)
    later = Tasks(tasks.folder, register.folder)
    for _ in range(100):
        if later.get(alone).state == "interrupted":
            break
        time.sleep(0.02)
    assert [t.id for t in later.recover()] == [alone]
    assert "没有留下写了一半的内容" in later.get(alone).said[0]
    assert not left_behind(later, alone)


def test_a_task_outlives_its_server(tasks: Tasks, register: Register) -> None:
    id = by_a_server_that_ended(tasks, register, "export")
    assert tasks.recover() == []
    done = tasks.wait(id, 60)
    assert (done.state, done.exit_code, done.who) == ("done", 0, "王五"), done.said


def test_another_writer_is_a_sentence(tasks: Tasks, register: Register, upload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.tasks.processes.LOCK_WAIT", "0")
    with register.locked("装载台账"):
        refused = tasks.wait(tasks.start("load", {"uploads": [upload]}, "王五").id, 60)
    assert (refused.state, refused.exit_code) == ("failed", 2)
    assert "正在使用" in refused.said[0]
    for arguments in ({}, {"uploads": ["20200101-000000-abcdef"]}, {"upload": "../.."}):
        with pytest.raises(DaohuError, match="上传"):
            ledgers(register, arguments)
    assert [p.name for p in (register.folder / "editions").iterdir()] == ["0001"]


def test_what_a_kill_left_is_put_right_and_told(tasks: Tasks, register: Register) -> None:
    """A load that was killed before its comparison stood; an approval that was killed after it was done."""

    def killed(kind: str, id: str) -> tuple[str, ...]:
        folder = tasks.folder / id
        folder.mkdir()
        write_json(folder / names.REQUEST, kind=kind, title="", who="王五", unit="", asked=journal.now(), arguments={"number": 1})
        write_json(folder / names.RUNNING, process=1, at=0, began=journal.now())
        ending.tell(folder, register.folder, None)
        assert tasks.get(id).state == "interrupted"
        return tasks.get(id).said

    (register.folder / "editions" / "0002").mkdir()
    assert "第 2 版做到一半" in killed("load", "20260101-000000000-abcdef")[-1]
    assert register.numbers() == [1]
    assert killed("approve", "20260101-000000001-abcdef")[-1] == "第 1 版已启用，是当前版次。"
