"""An inbox of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.uploads import Inbox
from tests.uploads.sending import small


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path / "uploads", small())
