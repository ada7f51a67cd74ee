"""A disk that is full at any step, a folder that may only be read: said in a sentence, and the register is as it was."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.backup import backup
from graph.register import open_register
from tests.faults.conftest import MOMENTS, Ground
from tests.faults.examining import State, leftovers

NOBODY = 65534


def said(text: str) -> str:
    return text.replace("\n", "")


@pytest.mark.parametrize("command", ["load", "approve", "prune"])
def test_the_disk_is_full_from_a_step_on(ground: Ground, command: str) -> None:
    template = {"load": "one", "approve": "staged", "prune": "many"}[command]
    rest = {"load": (ground.later, "--yes"), "approve": ("approve", 2), "prune": ("prune", "--keep", 1)}[command]
    folder = ground.fresh("full", template)
    arguments = ("load" if command == "load" else "editions", *rest[:1], "--register", folder, *rest[1:])
    whole = ground.runner.run(*arguments)
    assert whole.code == 0, whole
    after = State.of(open_register(folder))
    every = range(1, whole.steps + 1)
    chosen = every if MOMENTS or command == "approve" else every[2 :: max(1, whole.steps // 2)]
    for step in chosen:
        ground.fresh("full", template)
        before = State.of(open_register(folder))
        ended = ground.runner.run(*arguments, full_at=step)
        now = State.of(open_register(folder))
        assert now.answer() in (before.answer(), after.answer()), step
        assert all(now.editions[n] == before.editions[n] for n in before.approved & after.approved)
        assert "Traceback" not in ended.err, (step, ended.err)
        if ended.code == 2:
            assert "磁盘已满" in said(ended.err), (step, ended)
        again = ground.runner.run(*arguments)
        done = State.of(open_register(folder))
        assert done.answer() == after.answer(), (step, ended, again)
        assert leftovers(folder) == [], step


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for 40 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only an administrator may mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("free", [0, 3000, 33_500])
def test_a_disk_that_is_really_full(ground: Ground, small_disk: Path, free: int) -> None:
    """`free`: kilobytes that are left: for nothing, a few files, an edition, and what is asked for beforehand but not the graph file."""
    folder = small_disk / "登记库"
    shutil.copytree(ground.template("one"), folder)
    before = State.of(open_register(folder))
    fill = shutil.disk_usage(small_disk).free - free * 1000
    with (small_disk / "filled").open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, max(fill, 1))
    arguments = ("load", ground.later, "--register", folder, "--yes")
    ended = ground.runner.run(*arguments)
    assert (ended.code, "磁盘" in said(ended.err)) == (2, True) or ended.code == 0, ended
    now = State.of(open_register(folder))
    assert now.editions[1] == before.editions[1]
    assert ended.code == 0 or now.answer() == before.answer()
    (small_disk / "filled").unlink()
    again = ground.runner.run(*arguments, "--sure")
    assert again.code == 0, again
    assert leftovers(folder) == []


def read_only(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path.is_dir() else 0o400)


def writable(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)


def test_a_register_that_may_only_be_read(ground: Ground) -> None:
    folder = ground.fresh("read-only", "staged")
    out = ground.folder / "out-of-nobody"
    out.mkdir(exist_ok=True)
    out.chmod(0o777)
    ground.folder.chmod(ground.folder.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    before = State.of(open_register(folder))
    user = {"user": NOBODY} if os.geteuid() == 0 else {}
    read_only(folder)
    try:
        for arguments in (
            ("load", ground.later, "--register", folder, "--yes"),
            ("editions", "approve", "--register", folder, 2),
            ("editions", "rollback", "--register", folder, 1),
            ("editions", "prune", "--register", folder),
        ):
            ended = ground.runner.run(*arguments, **user)
            assert ended.code == 2 and "权限" in said(ended.err) and "Traceback" not in ended.err, (arguments, ended)
        listed = ground.runner.run("editions", "list", "--register", folder, **user)
        assert listed.code == 0 and "→ 第 1 版" in listed.out, listed
        asked = ground.runner.run("audit", "--register", folder, "--out", out / "审计结果", **user)
        assert asked.code == 0, asked
        shown = (out / "审计结果" / "coverage.csv").read_bytes()
        assert shown == (ground.folder / "out" / "coverage.csv").read_bytes(), "it answers as before"
    finally:
        writable(folder)
    assert State.of(open_register(folder)) == before


def test_a_backup_of_what_is_read_only_says_so(ground: Ground, tmp_path: Path) -> None:
    folder = ground.fresh("read-only", "one")
    ended = ground.runner.run("load", ground.later, "--register", folder, "--yes")
    assert ended.code == 0
    told = backup(open_register(folder), tmp_path / "x", None)
    assert (told.editions, told.current) == ((1, 2), 2)
