"""Demo counties, made once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.demo import make_demo

SCHEMES = ("zhijiang", "enyang", "yangzhou", "xinyang")
SMALL = 1200


@pytest.fixture(scope="session", params=SCHEMES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ledgers and truth of a small county or city, one per scheme."""
    folder = tmp_path_factory.mktemp(request.param) / "ledgers"
    make_demo(folder, request.param, households=SMALL, seed=3, truth=True)
    return folder, folder.with_name("ledgers-truth")
