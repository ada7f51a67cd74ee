"""Two at once, and a clock that jumps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import durable
from graph.register import open_register
from tests.faults import county
from tests.faults.conftest import Ground
from tests.faults.examining import State, leftovers
from tests.faults.running import Runner


@pytest.fixture
def other(ground: Ground) -> Iterator[Runner]:
    with Runner(ground.folder) as runner:
        yield runner


def test_of_two_loads_one_is_refused_in_words(ground: Ground, other: Runner) -> None:
    folder = ground.fresh("two")
    arguments = ("load", ground.later, "--register", folder, "--yes")
    ground.runner.start(*arguments)
    other.start(*arguments)
    ended = sorted([ground.runner.wait(), other.wait()], key=lambda e: e.code)
    assert [e.code for e in ended] == [0, 2], ended
    assert "正在使用：测试 从" in ended[1].err and "装载台账" in ended[1].err and "没有写入任何内容" in ended[1].err
    register = open_register(folder)
    assert (register.current, register.numbers()) == (2, [1, 2])
    assert leftovers(folder) == []


def test_of_two_loads_one_waits_where_it_may(ground: Ground, other: Runner) -> None:
    folder = ground.fresh("two")
    more = county.later(ground.folder / "more", 15, "2024-08-15")
    ground.runner.start("load", ground.later, "--register", folder, "--yes", env={"DAOHU_LOCK_WAIT": "120"})
    other.start("load", more, "--register", folder, "--yes", "--sure", env={"DAOHU_LOCK_WAIT": "120"})
    ended = [ground.runner.wait(), other.wait()]
    register = open_register(folder)
    state = State.of(register)
    assert state.current is not None and register.numbers() == [1, 2, 3]
    for one in ended:  # staged on an edition that the other replaced: refused in words instead of undoing it
        assert one.code == 0 or ("直接启用会丢掉其间的变化" in one.err), one
    assert any(one.code == 0 for one in ended)
    assert leftovers(folder) == []


def test_a_reader_goes_on_while_somebody_loads(ground: Ground, other: Runner) -> None:
    folder = ground.fresh("two")
    before = State.of(open_register(folder))
    ground.runner.start("load", ground.later, "--register", folder, "--yes")
    listed = other.run("editions", "list", "--register", folder)
    audited = other.run("audit", "--register", folder, "--edition", 1, "--out", ground.folder / "out-meanwhile")
    ended = ground.runner.wait()
    assert (listed.code, audited.code, ended.code) == (0, 0, 0), (listed, audited, ended)
    assert (ground.folder / "out-meanwhile" / "coverage.csv").read_bytes() == (ground.folder / "out" / "coverage.csv").read_bytes()
    assert State.of(open_register(folder)).editions[1] == before.editions[1]


@pytest.mark.parametrize("day", ["2001-01-01", "2090-01-01"])
def test_a_clock_that_jumps(ground: Ground, day: str) -> None:
    folder = ground.fresh("clock")
    before = State.of(open_register(folder))
    ended = ground.runner.run("load", ground.later, "--register", folder, "--yes", day=day)
    now = State.of(open_register(folder))
    if ended.code:  # a doubt: asked for a second word
        assert "系统时间" in ended.out + ended.err, ended
        assert now.answer() == before.answer()
        assert ground.runner.run("editions", "approve", "--register", folder, 2, "--sure", day=day).code == 0
    register = open_register(folder)
    assert register.current == 2 and register.approved() == [1, 2]
    assert ground.runner.run("editions", "rollback", "--register", folder, 1).code == 0
    assert State.of(open_register(folder)).answer() == before.answer()
    assert leftovers(folder) == []


@pytest.mark.parametrize("years", [-20, 20])
def test_times_of_files_decide_nothing(ground: Ground, years: int) -> None:
    folder = ground.fresh("times", "staged")
    before = State.of(open_register(folder))
    left = folder / "editions" / ".0003.999999999.part"
    left.mkdir()
    (folder / ".current.999999999-0.part").write_bytes(b"3\n")
    jumped = time.time() + years * 365 * 24 * 3600
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (jumped, jumped))
    listed = ground.runner.run("editions", "list", "--register", folder)
    assert listed.code == 0 and "没有写完的版次 1 个" in listed.err and "没有写完的文件 1 个" in listed.err, listed
    assert State.of(open_register(folder)) == before
    assert leftovers(folder) == []


def test_what_a_living_process_builds_is_not_taken_away(ground: Ground, tmp_path: Path) -> None:
    """A graph file is built without the lock: another start must not take it for abandoned, whatever the clock says."""
    folder = ground.fresh("living")
    building = folder / "stores" / "0001" / f".daohu.lbug.{os.getpid()}-0.part"
    building.write_bytes(b"x")
    os.utime(building, (1, 1))
    ground.runner.run("editions", "list", "--register", folder)
    assert building.exists()
    assert durable.leftovers(building.parent, alone=False) == []
