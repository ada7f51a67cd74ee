"""A file or folder stands under its name whole, or the earlier one does; what a killed run left is known by its name."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph import durable


def dead() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_file_is_replaced_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "current"
    for text in (b"1\n", b"2\n"):
        durable.replace_file(path, text)
        assert path.read_bytes() == text
    assert [p.name for p in tmp_path.iterdir()] == ["current"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("where", ["write", "fsync", "replace"])
def test_an_error_leaves_the_earlier_file_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    path = tmp_path / "current"
    durable.replace_file(path, b"1\n")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "replace":
            patch.setattr(Path, "replace", full)
        elif where == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(os, "fdopen", full)
        with pytest.raises(OSError, match="No space"):
            durable.replace_file(path, b"2\n")
    assert path.read_bytes() == b"1\n"
    assert [p.name for p in tmp_path.iterdir()] == ["current"]


def test_a_file_that_another_program_holds_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace
    refused: list[Path] = []

    def held(self: Path, target: Path) -> Path:
        if len(refused) < 3:
            refused.append(self)
            raise PermissionError(errno.EACCES, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(durable, "_TRIES", 5)
    monkeypatch.setattr(durable, "_PAUSE", 0)
    durable.replace_file(tmp_path / "current", b"1\n")
    assert (tmp_path / "current").read_bytes() == b"1\n"
    assert len(refused) == 3


def test_a_folder_is_renamed_where_nothing_stands(tmp_path: Path) -> None:
    staged = durable.beside(tmp_path / "0001")
    (staged / "nodes").mkdir(parents=True)
    (staged / "nodes" / "a.parquet").write_bytes(b"a")
    durable.sync_tree(staged)
    durable.rename(staged, tmp_path / "0001")
    assert (tmp_path / "0001" / "nodes" / "a.parquet").read_bytes() == b"a"
    other = durable.beside(tmp_path / "0001")
    other.mkdir()
    with pytest.raises(FileExistsError):
        durable.rename(other, tmp_path / "0001")
    assert (tmp_path / "0001" / "nodes").is_dir()


def test_everything_below_a_folder_is_brought_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("x", "a/y", "a/b/z"):
        (tmp_path / name).write_bytes(b"1")
    synced: list[str] = []
    monkeypatch.setattr(durable, "sync_file", lambda p: synced.append(p.relative_to(tmp_path).as_posix()))
    monkeypatch.setattr(durable, "sync_folder", lambda p: synced.append(p.relative_to(tmp_path).as_posix() + "/"))
    durable.sync_tree(tmp_path)
    assert synced == ["a/b/z", "a/b/", "a/y", "a/", "x", "./"]


def test_a_log_keeps_its_lines_apart_after_a_torn_one(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    durable.append_line(log, "一")
    with log.open("ab") as file:
        file.write("二".encode()[:2])
    durable.append_line(log, "三")
    durable.append_line(log, "四")
    assert log.read_bytes().split(b"\n") == ["一".encode(), "二".encode()[:2], "三".encode(), "四".encode(), b""]


def test_what_a_killed_run_left_is_removed_and_a_living_one_is_not_disturbed(tmp_path: Path) -> None:
    left = tmp_path / f".0001.{dead()}.part"
    left.mkdir()
    (left / "x").write_bytes(b"x")
    file = tmp_path / f".current.{dead()}-3.part"
    file.write_bytes(b"1")
    engine = tmp_path / f".daohu.lbug.{dead()}.part.wal"
    engine.write_bytes(b"1")
    mine = durable.beside(tmp_path / "0002")
    mine.write_bytes(b"2")
    for name in (".hidden", "0003", ".note.part", "a.12.part", ".note.12.parts"):
        (tmp_path / name).write_bytes(b"kept")
    year = 366 * 24 * 3600
    for path in tmp_path.iterdir():  # whatever the clock says
        os.utime(path, (time.time() + year, time.time() + year))
    assert durable.clean(tmp_path, alone=False, of="0003") == []
    assert durable.clean(tmp_path, alone=False, of="current") == [file]
    assert durable.clean(tmp_path, alone=False) == [left, engine]
    assert {p.name for p in tmp_path.iterdir()} == {mine.name, ".hidden", "0003", ".note.part", "a.12.part", ".note.12.parts"}
    assert durable.clean(tmp_path, alone=True) == [mine], "under the lock whatever is half-made is left over"


def test_a_folder_that_cannot_be_brought_to_the_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuses)
        durable.sync_folder(tmp_path)
    (tmp_path / "a").write_bytes(b"a")
    durable.rename(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"a"
