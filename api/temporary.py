"""A folder for one audit's edition: it holds plain names, so that one which a killed run left behind is removed at the next."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "daohu-"
_STALE = 6 * 3600
"""Seconds after which a folder is taken for one that a killed run left: no audit takes that long."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that only the user can read, gone at the end."""
    _clean()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _clean() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if left.is_dir() and time.time() - left.stat().st_mtime > _STALE:
                shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue
