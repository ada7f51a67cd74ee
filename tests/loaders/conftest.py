"""The fictional county of tests/loaders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A folder with the usual roster and register, to which a test adds its ledger."""
    return County(tmp_path)
