"""Evidence and the ledger's problems: from ``file#sheet!row`` of a fact to what is said of that row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.reports import words
from api.results import Reader
from graph.source import split


def place(source: str | None) -> dict[str, Any] | None:
    """File, sheet and row of a source; None where it names no row."""
    try:
        file, sheet, row = split(source or "")
    except ValueError:
        return None
    return {"file": file, "sheet": sheet, "row": row}


def problems(reader: Reader, sources: Iterable[str | None]) -> list[dict[str, Any]]:
    """The scope's ledger problems at the rows that these sources name, in the ledgers' order, with code and severity in words too."""
    rows = {(at["file"], at["sheet"], at["row"]) for at in map(place, sources) if at is not None}
    if not rows:
        return []
    files, sheets, numbers = zip(*sorted(rows), strict=True)
    found = reader.rows(
        """SELECT p.line, p.file, p.sheet, p."row", p."column", p.code, p.severity, p.value, p.message
        FROM problem p JOIN (SELECT unnest($files) AS file, unnest($sheets) AS sheet, unnest($numbers::BIGINT[]) AS number) s
        ON s.file = p.file AND s.sheet = p.sheet AND s.number = p."row" ORDER BY p.line LIMIT 200""",
        files=list(files),
        sheets=list(sheets),
        numbers=list(numbers),
    )
    return [one | {"told": words.PROBLEMS.get(one["code"], one["code"]), "weight": words.SEVERITIES.get(one["severity"], one["severity"])} for one in found]
