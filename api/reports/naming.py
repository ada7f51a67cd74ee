"""Names that must differ from each other: of files in a folder, of sheets in a workbook."""

from __future__ import annotations


def unique(name: str, taken: set[str], most: int) -> str:
    """`name` cut to `most` characters and numbered where `taken` (which it joins) has it already, in any case."""
    found, n = name[:most], 1
    while found.casefold() in taken:
        n += 1
        number = f"({n})"
        found = name[: most - len(number)] + number
    taken.add(found.casefold())
    return found
