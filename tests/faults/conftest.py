"""A register of a small county in the states that the faults begin from, and a runner for commands on it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults import county
from tests.faults.running import Runner

SEED = 20260101
MOMENTS = int(os.environ.get("DAOHU_FAULT_MOMENTS", "0"))
"""Random moments in all; where it is not set, a few of each command, so that the suite stays quick."""
_ROOM = 1 << 30


@dataclass(frozen=True)
class Ground:
    """A folder with ledgers and registers, and the runner of commands below it."""

    folder: Path
    runner: Runner

    @property
    def later(self) -> Path:
        return self.folder / "later"

    def template(self, name: str) -> Path:
        """``one``: one edition, current. ``staged``: a second one awaits approval. ``many``: four approved ones, the last is current."""
        return self.folder / name

    def fresh(self, name: str, template: str = "one") -> Path:
        """A copy of a template to be spoiled."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template(template), folder)
        return folder


@contextmanager
def quick_folder(factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is room: a kill is the same there, and a thousand runs do not wait for the disk."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM:
        with tempfile.TemporaryDirectory(prefix="daohu-faults-", dir=memory) as folder:
            yield Path(folder)
    else:
        yield factory.mktemp("faults")


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Made once, with commands as they are run by people."""
    if os.name != "posix":
        pytest.skip("these faults are made with fork and signals")
    with quick_folder(tmp_path_factory) as folder:
        yield from _made(folder)


def _made(folder: Path) -> Iterator[Ground]:
    county.scheme(folder / "schemes")
    first = county.first(folder / "first")
    later = county.later(folder / "later")
    with Runner(folder) as runner:

        def run(*arguments: object) -> None:
            ended = runner.learn(*arguments)
            assert ended.code == 0, ended

        work = folder / "work"
        run("load", first, "--register", work, "--yes")
        run("audit", "--register", work, "--out", folder / "out")
        shutil.copytree(work, folder / "one")
        run("load", later, "--register", work, "--yes")
        staged = folder / "staged"
        shutil.copytree(work, staged)
        (staged / "current").write_text("1\n", encoding="ascii")
        (staged / "approved" / "0002").unlink()
        for number, share in enumerate((16, 14), 3):
            more = county.later(folder / f"later{number}", share, f"2024-0{number + 5}-15")
            run("load", more, "--register", work, "--yes", "--sure")
        work.rename(folder / "many")
        for store in (folder / "many" / "stores").rglob("*.lbug"):  # whatever they hold, and quicker to copy
            store.write_bytes(b"x")
        yield Ground(folder, runner)
