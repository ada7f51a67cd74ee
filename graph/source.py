"""``file#sheet!row``: how every fact says which ledger row stated it, and how that is read back."""

from __future__ import annotations

import re

PATTERN = r"^(?P<file>.*?\.\w+|[^#]*)#(?P<sheet>.*)!(?P<row>\d+)$"
"""A # may stand in a file's name before its suffix, and in a sheet's name."""
GAVE_WAY = r"^第(\d+)版/"
"""Stands before the name of a file that gave way to a later one of its name in a register: the edition that brought it."""


def gave_way(file: str, number: int) -> str:
    """The name of a file that edition `number` brought, beside a later one of the same name."""
    return f"第{number}版/{file}"


def split(source: str) -> tuple[str, str, int]:
    """File, sheet and row of a source. Raises ValueError for a text that is none."""
    found = re.match(PATTERN, source)
    if found is None:
        raise ValueError(f"{source!r} is not file#sheet!row")
    return found["file"], found["sheet"], int(found["row"])
