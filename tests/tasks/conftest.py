"""A register of two villages with a part of a delivery waiting in its inbox; every test of this folder copies it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.tasks import Tasks
from api.uploads import Inbox, Upload
from graph.register import Register
from tests.cli.running import PEOPLE
from tests.tasks.making import small_register
from tests.uploads.sending import send

Sender = Callable[..., Upload]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with one approved edition, its graph file built."""
    return small_register(tmp_path_factory.mktemp("tasks")).folder


@pytest.fixture
def register(loaded: Path, tmp_path: Path) -> Register:
    """A copy of that register."""
    return Register(Path(shutil.copytree(loaded, tmp_path / "登记库")))


@pytest.fixture
def tasks(register: Register) -> Iterator[Tasks]:
    """The tasks of that register."""
    found = Tasks(register.folder / "office" / "tasks", register.folder)
    yield found
    for task in found.list():
        if not task.over:
            found.cancel(task.id, "测试")
            found.wait(task.id)
    found.close()


@pytest.fixture
def upload(register: Register) -> str:
    """The id of an upload: one village's register again, a household more, and a row of a village that there is not."""
    more = [("青山镇", "金山村", "二组", "1009", "赵九", "赵九", "户主", "男"), ("青山镇", "无此村", "一组", "1", "无", "无", "户主", "男")]
    rows = [*PEOPLE[:3], *more]
    data = "\n".join(",".join(row) for row in rows).encode()
    return send(Inbox(register.folder / "office" / "uploads"), ("金山村户籍人口台账.csv", data)).id
