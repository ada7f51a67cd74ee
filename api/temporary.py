"""A folder for one audit's edition: it holds plain names, so that one which a killed run left behind is removed at the next."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.durable import living

_PREFIX = "daohu-"
_STALE = 6 * 3600
"""Seconds between now and a folder's time, before or after (clocks jump), from which it is taken for one that a killed run left."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that only the user can read, gone at the end."""
    _clean()
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _clean() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        number = left.name.removeprefix(_PREFIX).split("-")[0]
        try:
            if left.is_dir() and abs(time.time() - left.stat().st_mtime) > _STALE and not (number.isdigit() and living(int(number))):
                shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue
