"""Accounts with a clock that the test moves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.accounts import Accounts
from tests.accounts.cheap import cheap_hashes

HERE = "10.0.0.7"
GOOD = "白云山下好风光-7788"


@dataclass
class Clock:
    """Seconds since 1970 that stand still until they are moved."""

    now: float = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Made:
    """Accounts, their clock, and the administrator's password."""

    accounts: Accounts
    clock: Clock
    password: str


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A new file with its first administrator, and the password."""
    path = tmp_path_factory.mktemp("accounts") / "office.sqlite"
    accounts = Accounts(path, Clock())
    password = accounts.first_admin()
    accounts.close()
    assert password is not None
    return path, password


@pytest.fixture
def made(first: tuple[Path, str], tmp_path: Path) -> Iterator[Made]:
    """A copy of that file, open."""
    clock, path = Clock(), tmp_path / "office" / "office.sqlite"
    path.parent.mkdir(mode=0o700)
    shutil.copy(first[0], path)
    accounts = Accounts(path, clock)
    with cheap_hashes():
        yield Made(accounts, clock, first[1])
    accounts.close()
