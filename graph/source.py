"""``file#sheet!row``: how every fact says which ledger row stated it, and how that is read back."""

from __future__ import annotations

import re

PATTERN = r"^(?P<file>.*?\.\w+|[^#]*)#(?P<sheet>.*)!(?P<row>\d+)$"
"""A # may stand in a file's name before its suffix, and in a sheet's name."""


def split(source: str) -> tuple[str, str, int]:
    """File, sheet and row of a source. Raises ValueError for a text that is none."""
    found = re.match(PATTERN, source)
    if found is None:
        raise ValueError(f"{source!r} is not file#sheet!row")
    return found["file"], found["sheet"], int(found["row"])
