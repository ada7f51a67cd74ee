"""A register is closed to everybody but its owner whenever it is opened; what cannot be closed is refused in words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from graph.errors import EditionError
from graph.private import protect
from graph.register import create

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions; nothing is changed there")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    register = create(tmp_path / "登记库")
    (register.path(1) / "identity").mkdir(parents=True, mode=0o700)
    register.log("stage", 1)
    register.decisions.touch(0o600)
    return register.folder


def test_a_new_register_is_closed(folder: Path) -> None:
    assert protect(folder) == []
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("part", [".", "secret.key", "log.jsonl", "decisions.json", "files", "editions/0001/identity"])
@pytest.mark.parametrize("mode", [0o740, 0o704, 0o710, 0o777])
def test_what_was_opened_to_others_is_closed_and_said(folder: Path, part: str, mode: int) -> None:
    (folder / part).chmod(mode)
    said = protect(folder)
    assert len(said) == 1
    assert ("登记库文件夹" if part == "." else part) in said[0]
    assert (folder / part).stat().st_mode & 0o777 == mode & 0o700
    assert protect(folder) == []


def test_several_things_are_said_in_one_sentence(folder: Path) -> None:
    for part in (".", "secret.key", "files"):
        (folder / part).chmod(0o755)
    assert protect(folder) == [f"{folder} 原来允许本机的其他用户读取，已改为只有本人可读：登记库文件夹、secret.key、files。"]


def test_a_folder_that_is_read_only_for_its_owner_stays_so(folder: Path) -> None:
    folder.chmod(0o555)
    assert protect(folder)
    assert folder.stat().st_mode & 0o777 == 0o500
    folder.chmod(0o700)


def test_what_belongs_to_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: Path, mode: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(self))

    (folder / "secret.key").chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refuses)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(EditionError, match=r"secret\.key 允许本机的其他用户读取.*属于用户 .*chmod -R go-rwx"):
        protect(folder)


def test_a_disk_that_keeps_no_permissions_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "files").chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda self, mode: None)
    with pytest.raises(EditionError, match=r"不能保存权限.*umask=077"):
        protect(folder)


def test_closed_to_others_by_another_owner_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert protect(folder) == []
