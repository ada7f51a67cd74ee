"""A demo county that is made once per worker, and the tiny one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import daohu, tiny


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledgers of `daohu demo`, to be read only."""
    folder = tmp_path_factory.mktemp("demo") / "台账"
    assert daohu("demo", folder, "--households", 300).code == 0
    return folder


@pytest.fixture
def ledgers(tmp_path: Path) -> Path:
    """The tiny county's ledgers, to be spoiled."""
    return tiny(tmp_path / "台账")
